package ivr

import (
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// byNumber is what somebody may do who has no more than the number of a request: hear how it stands and, once a neighbor
// has it, say where to come. Anybody could key that number, so a person listens first and passes it on.
func byNumber() map[talk.State]node {
	return map[talk.State]node{
		code: {Say: says{msg.VoiceEnterCode}, Listen: number(6), Read: readCode, Back: mainMenu, Decide: wrongCode, Next: edges{
			keyed: {To: codeFound}, unknown: {To: message}, silent: {To: giveUp}, wrong: {To: message}}},
		codeTaken: {Tell: tellCode, Back: mainMenu, Options: []option{
			{Key: '1', Say: msg.VoiceLeavePlace, Answer: yes}, {Key: '2', Say: msg.VoiceSomethingElse, Answer: another}},
			Next: edges{yes: {To: leavePlace}, another: {To: home}, silent: {To: over}, wrong: {To: giveUp}}},
		leavePlace: {Say: says{msg.VoiceSayPlacePerson}, Listen: recording(mostSaid), Record: talk.SpokenMessage, Next: edges{
			recorded: {To: home, Do: keepAbout}, silent: {To: home}, wrong: {To: home}}},
	}
}

func byNumberForks() map[talk.State]fork {
	return map[talk.State]fork{
		codeFound: {May: []talk.State{codeTaken, home}, Choose: func(c *caller) talk.State {
			if r := c.byCode(); r != nil && r.Status.Taken() {
				return codeTaken
			}
			tellCode(c)
			return home
		}},
	}
}

// byCode is the request whose number was keyed last; nil: there is none that may be told of.
func (c *caller) byCode() *talk.Request {
	keyed := c.q().Options
	if len(keyed) == 0 || c.facts.ByCode == nil {
		return nil
	}
	if r := c.facts.ByCode(keyed[0].Do); r != nil && !r.Private {
		return r
	}
	return nil
}

// tellCode says how the request stands whose number was keyed, and nothing else.
func tellCode(c *caller) {
	if r := c.byCode(); r != nil {
		c.state(r)
	}
}

// readCode reads the number of a request.
func readCode(c *caller) talk.Answer {
	if c.facts.ByCode == nil || !allDigits(c.Heard.Keys) {
		return talk.NotMine
	}
	c.q().Options = []talk.Option{{Do: c.Heard.Keys}}
	if c.byCode() == nil {
		c.say(msg.VoiceCodeUnknown)
		return talk.NotMine
	}
	return keyed
}

// wrongCode counts the wrong numbers of a whole call, so that nobody can try them out.
func wrongCode(c *caller, a talk.Answer) talk.Answer {
	if a != wrong {
		return a
	}
	if c.Session.Misses++; c.Session.Misses >= 3 {
		return unknown
	}
	return a
}

// keepAbout keeps what was said for the person who looks at that request.
func keepAbout(c *caller) {
	kept := talk.KeepSpoken{Spoken: c.spoken(talk.SpokenMessage)}
	if r := c.byCode(); r != nil {
		kept.Code = r.Code
	}
	c.Do(kept)
	c.say(msg.VoiceMessageKept)
	c.promise()
}
