package ivr

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// attention is why a person has to look at what a draft asks for before anybody is asked; empty: nothing is.
func (c *caller) attention(d talk.Draft) dispatch.Attention {
	category, _ := c.Network.Category(c.category())
	switch {
	case d.Private:
		return dispatch.PrivateCase
	case category.PersonOnly, category.Code == "":
		return dispatch.NeedsPerson
	case d.Place.ZIP == "":
		return dispatch.PlaceUnknown
	case d.Place.Zone == "":
		return dispatch.OutOfZones
	}
	return ""
}

// open opens the request of the draft.
func open(c *caller) {
	d := c.q().Draft
	if len(d.Needs) == 0 {
		return
	}
	if d.Private && withheld(c) {
		c.Do(talk.SetContactWay{Way: "neither"})
	}
	c.Do(talk.OpenRequest{Need: d.Needs[0], Place: d.Place, Spoken: d.Spoken, Phone: d.Phone, Private: d.Private, Attention: c.attention(d)})
	if d.Private {
		c.Do(talk.Discreet{})
	}
	if d.Texts != "" {
		c.Do(talk.CanText{Yes: d.Texts == "yes"})
	}
	c.q().Draft.Spoken = nil
	c.opened = true
}

// tellOpened says what happens next, and the number by which it can be asked about.
func tellOpened(c *caller) {
	d := c.q().Draft
	switch why := c.attention(d); {
	case why == dispatch.PrivateCase:
		c.promise()
		c.say(msg.VoicePrivateKept)
	case why == dispatch.OutOfZones:
		c.say(msg.VoiceOutOfArea)
		c.promise()
	case why != "":
		c.promise()
	case d.Phone != "":
		c.say(msg.VoiceCheckNumber)
	case c.facts.Tomorrow:
		c.say(msg.VoiceAskingMorning)
		c.whenYes()
	default:
		c.say(msg.VoiceAsking)
		c.whenYes()
	}
	c.reference()
	if d.Phone == "" && withheld(c) {
		c.say(msg.VoiceHowItStands)
	}
}

// whenYes says how they hear of it: a phone that has texted us gets a text, any other is called.
func (c *caller) whenYes() {
	switch {
	case c.Person.Texts == "proven":
		c.say(msg.VoiceWhenYesText)
	case !withheld(c):
		c.say(msg.VoiceWhenYes)
	}
}

// reference says the number of the request opened in this call, twice: somebody may be writing it down.
func (c *caller) reference() {
	number := Prompt{Digits: c.facts.Opened}
	if c.opened {
		number = Prompt{Code: true}
	}
	if number == (Prompt{}) {
		return
	}
	c.say(msg.VoiceYourNumber)
	c.piece(number)
	c.say(msg.VoiceOnceAgain)
	c.piece(number)
}

// empty says whether nothing has been said yet that could be kept.
func empty(d talk.Draft) bool { return len(d.Needs) == 0 && len(d.Spoken) == 0 }

// keepDraft stores what has been said so far, so that it is not lost should the call break off unheard.
func keepDraft(c *caller) {
	if d := c.q().Draft; !empty(d) {
		c.Do(talk.KeepDraft{Draft: d})
	}
}

// leave gives a person what was said by a caller who hangs up, or gets no further.
func leave(c *caller) { c.keepFor(dispatch.Unanswered) }

func (c *caller) keepFor(why dispatch.Attention) {
	d := c.q().Draft
	if empty(d) {
		return
	}
	if d.Private {
		why = dispatch.PrivateCase
	}
	c.Do(talk.KeepDraft{Draft: d, Attention: why})
}
