package ivr

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	talked  talk.Answer = "talked"
	further talk.Answer = "further" // the next coordinator's phone
	nobody  talk.Answer = "nobody"

	mostRung = 3 // phones, one after the other: nobody waits for ever
)

// persons is the way to a person: a coordinator who presses 1, or a message, which becomes a request.
func persons() map[talk.State]node {
	return map[talk.State]node{
		ringing: {Tell: tellRinging, Listen: Listen{For: ForRing}, Read: readRing, Last: true, Enter: keepForPerson,
			Next: edges{talked: {To: over}, further: {}, nobody: {To: message, Do: func(c *caller) { c.say(msg.VoiceNobodyThere) }},
				silent: {To: message}, wrong: {To: message}}},
		message: {Say: says{msg.VoiceSayMessage}, Listen: recording(mostSaid), Record: talk.SpokenMessage, Last: true, Enter: keepForPerson, Gone: keepMessage,
			Next: edges{recorded: {To: messageKeep, Do: keepSaid(talk.SpokenMessage)}, silent: {To: over, Do: keepMessage}, wrong: {To: over, Do: keepMessage}}},
		messageKeep: {Gone: keepMessage, Last: true, Quiet: true, Back: message, Options: []option{
			{Key: '1', Say: msg.VoiceKeepIt, Answer: yes}, {Key: '2', Say: msg.VoiceSayAgain, Answer: no}},
			Next: edges{yes: {To: over, Do: keepMessage}, no: {To: message, Do: unsay(talk.SpokenMessage)},
				silent: {To: over, Do: keepMessage}, wrong: {To: over, Do: keepMessage}}},
		// After this nothing more is asked.
		lastWords: {Say: says{msg.VoiceOtherWay, msg.VoiceSayMessage}, Listen: recording(mostSaid), Record: talk.SpokenMessage, Tries: 1, Last: true,
			Gone: leave, Next: edges{recorded: {To: over, Do: func(c *caller) { keepSaid(talk.SpokenMessage)(c); keepMessage(c) }},
				silent: {To: over, Do: leave}, wrong: {To: over, Do: leave}}},
	}
}

// personFork: a coordinator is rung in the hours of live help; else there is the message.
func personFork() fork {
	return fork{May: []talk.State{ringing, message}, Choose: func(c *caller) talk.State {
		if len(c.facts.LiveHelp) == 0 {
			return message
		}
		return ringing
	}}
}

// ring is whom to ring: the coordinators one after the other, or the other side of a job.
func (c *caller) ring() Listen {
	l := Listen{For: ForRing, Wait: c.menu.options.Ring, Most: mostTalk}
	if s := c.q().State; s == neighbor || s == caseRing {
		l.Ring = Ring{Request: c.q().Request}
		if r := c.pair(); r != nil {
			l.Ring.Request = r.ID
		}
		return l
	}
	l.Ring.Screened = true
	if n := c.call.Tries; n < len(c.facts.LiveHelp) {
		l.Ring.Coordinator = c.facts.LiveHelp[n]
	}
	return l
}

func tellRinging(c *caller) {
	if c.call.Tries > 0 {
		c.say(msg.VoiceHoldOn)
		return
	}
	c.say(msg.VoiceHold)
}

// readRing reads how a ring has ended. Tries counts the phones that nobody has answered.
func readRing(c *caller) talk.Answer {
	if c.Heard.Bridged {
		return talked
	}
	c.call.Tries++
	if c.call.Tries < min(len(c.facts.LiveHelp), mostRung) {
		return further
	}
	return nobody
}

// keepForPerson keeps what a caller was asking for who wants a person instead.
func keepForPerson(c *caller) { c.keepFor(dispatch.NeedsPerson) }

// justOpened is the request of the caller's that was opened in this call; 0: none.
func (c *caller) justOpened() dispatch.ID {
	for _, r := range c.Person.Asked {
		if r.Code == c.facts.Opened && r.Code != "" {
			return r.ID
		}
	}
	return 0
}

// keepMessage keeps a message: with what is being asked for, about what has been asked for in this call, or as a
// request of its own.
func keepMessage(c *caller) {
	d := c.q().Draft
	s, said := saidOf(d.Spoken, talk.SpokenMessage)
	if !said {
		return
	}
	c.say(msg.VoiceMessageKept)
	c.promise()
	if len(d.Needs) > 0 || len(d.Spoken) > 1 {
		c.keepFor(dispatch.NeedsPerson)
		return
	}
	about := c.justOpened()
	c.Do(talk.KeepSpoken{Spoken: s, Request: about})
	c.q().Draft.Spoken = nil
	c.opened = about == 0
	if withheld(c) {
		c.reference()
	}
}
