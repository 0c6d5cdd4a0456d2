package ivr

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	listen  talk.Answer = "listen"
	connect talk.Answer = "connect"
)

// calls are the calls that the line makes. Whoever picks up presses a key before they hear anything; an answering
// machine hears a sentence that names nothing.
func calls() map[talk.State]node {
	return map[talk.State]node{
		hello: {Tell: tellHello, Options: []option{{Key: '1', Say: msg.VoiceToHearIt, Answer: listen}, stopKey,
			{Key: '#', Say: msg.VoiceOtherLanguage, Answer: languages, If: func(c *caller) bool { return c.only() == "" && c.Person.Language == "" }}},
			Next: edges{listen: {To: purpose}, stop: {To: over, Do: stopCalls}, languages: {To: language},
				silent: {To: over, Do: callBack}, wrong: {To: over, Do: callBack}}},

		place: {Tell: tellPlace, Say: says{msg.VoiceSayPlace}, Listen: recording(mostSaid), Record: talk.SpokenPlace, Gone: setPlace, Next: edges{
			recorded: {To: placeKeep, Do: keepSaid(talk.SpokenPlace)}, silent: {To: told, Do: setPlace}, wrong: {To: told, Do: setPlace}}},
		placeKeep: {Gone: setPlace, Back: place, Options: []option{
			{Key: '1', Say: msg.VoiceKeepIt, Answer: yes}, {Key: '2', Say: msg.VoiceSayAgain, Answer: no}},
			Next: edges{yes: {To: told, Do: setPlace}, no: {To: place, Do: unsay(talk.SpokenPlace)},
				silent: {To: told, Do: setPlace}, wrong: {To: told, Do: setPlace}}},
		told: {After: msg.VoiceOrHangUp, Tries: 1, Options: []option{{Key: '1', Say: msg.VoiceMore, Answer: more}, stopKey},
			Next: edges{more: {To: theOne}, stop: {To: over, Do: stopCalls}, silent: {To: over}, wrong: {To: over}}},

		confirm: {Tell: (*caller).name, Say: says{msg.VoiceConfirm}, Options: []option{
			{Key: '1', Say: msg.VoiceThatWasMe, Answer: yes}, {Key: '2', Say: msg.VoiceNeverAgain, Answer: no}},
			Next: edges{yes: {To: over, Do: confirmed}, no: {To: over, Do: notMine}, silent: {To: over, Do: callBack}, wrong: {To: over, Do: callBack}}},

		screen: {Tell: (*caller).name, Say: says{msg.VoiceSomeoneCalls}, Alone: true, Tries: 2, Last: true,
			Options: []option{{Key: '1', Say: msg.VoiceTakeTheCall, Answer: take}},
			Next:    edges{take: {To: taken, Do: func(c *caller) { c.Do(talk.TakeCall{}) }}, silent: {To: over}, wrong: {To: over}}},
		taken: {Listen: Listen{For: ForTalk}, Alone: true, Last: true, Tries: 1, Next: edges{silent: {To: over}, wrong: {To: over}}},
	}
}

// taken is the end of a screening: the caller and the coordinator talk.
const taken talk.State = "taken"

func callForks() map[talk.State]fork {
	return map[talk.State]fork{
		// Asked first at the start of a call, then once a key has been pressed.
		purpose: {May: []talk.State{over, menu, hello, confirm, screen, lineFirst, nextCalled, aboutCalled, alarmed, desk}, Choose: choosePurpose},
		news: {May: []talk.State{passedOn, pastPair, over, didCome, place, one, doneRight}, Choose: func(c *caller) talk.State {
			if passed := c.first(""); passed != "" {
				return passed
			}
			return chooseNews(c)
		}},
		nextCalled: {May: []talk.State{offered, over}, Choose: func(c *caller) talk.State {
			if o := c.offer(); o == nil || o.Job.Private || !o.Job.Status.Waiting() {
				c.say(msg.VoiceJobOver)
				return over
			}
			return offered
		}},
	}
}

// The offer, and the job, that a call of ours is about.
const (
	nextCalled  talk.State = "offer_called"
	aboutCalled talk.State = "job_called"
)

func choosePurpose(c *caller) talk.State {
	if c.Heard.Kind == talk.Answered {
		return chooseHello(c)
	}
	c.call.Told = true
	switch c.call.Purpose {
	case talk.CallOffer:
		return nextCalled
	case talk.CallJob:
		return aboutCalled
	case talk.CallAlert:
		return desk
	}
	return lineFirst
}

func chooseHello(c *caller) talk.State {
	switch p := c.call.Purpose; {
	case c.Heard.Machine && p == talk.CallScreen:
		return over
	case c.Heard.Machine:
		c.name()
		callBack(c)
		return over
	case p == talk.CallBack:
		return menu
	case p == talk.CallConfirm:
		return confirm
	case p == talk.CallScreen:
		return screen
	case p == talk.CallAlert && c.call.Request != 0:
		return alarmed
	}
	return hello
}

// hellos say what kind of call this is, and nothing of what it is about.
var hellos = map[talk.Purpose]msg.Key{talk.CallNews: msg.VoiceNewsForYou, talk.CallOffer: msg.VoiceCanYouHelp, talk.CallJob: msg.VoiceAboutYourJob,
	talk.CallAlert: msg.VoiceSomeoneCalls}

func tellHello(c *caller) {
	c.name()
	if key, ok := hellos[c.call.Purpose]; ok {
		c.say(key)
	}
}

// callBack says the number to call back to whoever does not press a key: perhaps a machine is listening.
func callBack(c *caller) {
	c.say(msg.VoiceNewsForYou)
	if c.facts.Line == "" {
		return
	}
	c.say(msg.VoiceCallBack)
	c.phone(c.facts.Line)
	c.piece(Prompt{Pause: 1000})
	c.phone(c.facts.Line)
}

// chooseNews: if somebody has it, the news are that, and the question where to come; else how it stands.
func chooseNews(c *caller) talk.State {
	r := c.asked(c.q().Request)
	switch {
	case r == nil && c.pair() != nil:
		return pastPair
	case r == nil:
		c.past()
		return over
	case r.Private: // no call names it, or says that there is one
		c.promise()
		return over
	}
	return c.rest()
}

// past says that a request is over.
func (c *caller) past() {
	if r := find(c.Person.Past, c.q().Request); r != nil && !r.Private {
		c.need(r.Category)
	}
	c.say(msg.VoiceStateOver)
}

func tellPlace(c *caller) {
	if c.call.Tries > 0 {
		return
	}
	if r := c.asked(c.q().Request); r != nil && !r.Private {
		c.need(r.Category)
		c.holders(r)
	}
}

// setPlace passes on where to come. Who pays is said with it: nobody ever asks for a card.
func setPlace(c *caller) {
	s, ok := saidOf(c.q().Draft.Spoken, talk.SpokenPlace)
	r := c.asked(c.q().Request)
	if !ok || r == nil {
		return
	}
	c.Do(talk.SetPlace{Request: r.ID, Spoken: s})
	c.q().Draft.Spoken = nil
	c.say(msg.VoicePlaceTold)
	if category, found := c.Network.Category(r.Category); found {
		switch category.Pays.By {
		case dispatch.PayResident:
			c.say(msg.VoiceYouPay)
		case dispatch.PayNetwork:
			c.say(msg.VoiceYouPayNot)
		}
	}
}

// confirmed: the number is theirs, and now neighbors are asked.
func confirmed(c *caller) {
	c.call.Told = true
	c.Do(talk.ConfirmNumber{Yes: true})
	r := c.asked(c.q().Request)
	if r == nil { // withdrawn meanwhile
		c.say(msg.VoiceThankYou)
		return
	}
	c.next(c.attention(r.Category, r.Place, r.Private))
}

func notMine(c *caller) {
	c.call.Told = true
	c.Do(talk.ConfirmNumber{})
	c.say(msg.VoiceNeverCalled)
}
