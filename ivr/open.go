package ivr

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// attention is why a person has to look at what is asked for before any neighbor is; empty: nobody has to.
func (c *caller) attention(need string, where dispatch.Place, private bool) dispatch.Attention {
	category, known := c.Network.Category(need)
	switch {
	case private:
		return dispatch.PrivateCase
	case category.PersonOnly, !known:
		return dispatch.NeedsPerson
	case where == dispatch.Place{}:
		return dispatch.PlaceUnknown
	case where.Zone == "":
		return dispatch.OutOfZones
	}
	return ""
}

// why is that of the draft.
func (c *caller) why() dispatch.Attention {
	d := c.q().Draft
	if why := c.attention(c.category(), d.Place, d.Private); why != "" || !c.call.Alone {
		return why
	}
	return dispatch.NobodyLeft
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
	c.Do(talk.OpenRequest{Need: d.Needs[0], Place: d.Place, Spoken: d.Spoken, Phone: d.Phone, Private: d.Private, Attention: c.why()})
	if d.Private {
		c.Do(talk.Discreet{})
	}
	if d.Texts != "" {
		c.Do(talk.CanText{Yes: d.Texts == "yes"})
	}
	keyed := d.Phone != "" && !d.Private
	c.call.Opened = opening{Why: c.why(), Keyed: keyed, Calls: keyed && (c.facts.Confirm == nil || c.facts.Confirm(d.Phone))}
	if why := c.call.Opened.Why; why == dispatch.OutOfZones || why == dispatch.NobodyLeft {
		c.call.Opened.Names = c.Network.ServedBy(d.Needs[0].Category, d.Place)
	}
	c.q().Draft = talk.Draft{}
	c.opened = true
}

// tellOpened says what happens next, and the number by which it can be asked about.
func tellOpened(c *caller) {
	switch o := c.call.Opened; {
	case !o.Keyed:
		c.next(o.Why)
		c.elsewhere(o.Names)
	case o.Calls:
		c.say(msg.VoiceCheckNumber)
	default:
		c.promise()
	}
	c.reference()
	if !c.call.Opened.Keyed && withheld(c) {
		c.say(msg.VoiceHowItStands)
	}
}

// next says what happens next with what is asked for: a person looks at it, or neighbors are asked.
func (c *caller) next(why dispatch.Attention) {
	switch {
	case why == dispatch.PrivateCase:
		c.say(msg.VoicePrivateKept)
		c.promise()
	case why == dispatch.OutOfZones:
		c.say(msg.VoiceOutOfArea)
		c.promise()
	case why == dispatch.NobodyLeft:
		c.say(msg.VoiceNobodyYet)
		c.promise()
	case why != "":
		c.promise()
	case c.facts.Tomorrow:
		c.say(msg.VoiceAskingMorning)
		c.whenYes()
	default:
		c.say(msg.VoiceAsking)
		c.whenYes()
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
	passWords(c) // are the other side's, and not a person's
	d := c.q().Draft
	if empty(d) {
		return
	}
	if d.Private {
		why = dispatch.PrivateCase
	}
	c.Do(talk.KeepDraft{Draft: d, Attention: why})
}
