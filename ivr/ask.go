package ivr

import (
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	maxOpen    = 3              // requests a phone may have open, as by text
	sameWithin = 48 * time.Hour // what is asked for again within this may be the same
)

// asking is what is asked of somebody who needs help: what, where, in their own words, and how to reach them.
func asking() map[talk.State]node {
	return map[talk.State]node{
		needed: {List: needList, Back: mainMenu, Gone: leave,
			Options: []option{{Key: '5', Say: msg.VoiceAnythingElse, Answer: another}},
			Next: edges{chosen: {To: wanted, Do: takeNeed}, another: {To: wanted, Do: func(c *caller) { c.wants(otherNeed) }},
				silent: {To: giveUp}, wrong: {To: giveUp}}},
		same: {Tell: func(c *caller) { c.need(c.category()) }, Say: says{msg.VoiceSame}, Back: needed, Gone: leave, Options: []option{
			{Key: '1', Say: msg.VoiceAddToIt, Answer: yes}, {Key: '2', Say: msg.VoiceSomethingNew, Answer: no}},
			Next: edges{yes: {To: addWords}, no: {To: wanted, Do: func(c *caller) { c.q().Draft.Another = true }},
				silent: {To: addWords}, wrong: {To: addWords}}},
		addWords: {Say: says{msg.VoiceSayDetails}, Listen: recording(mostSaid), Record: talk.SpokenDetails, Back: same, Next: edges{
			recorded: {To: home, Do: addSaid}, silent: {To: home}, wrong: {To: home}}},

		zip: {Say: says{msg.VoiceEnterZIP, msg.VoiceOrCorner}, Listen: number(5), Read: readZIP, Pound: true, Back: needed, Gone: leave,
			Next: edges{keyed: {To: zipRight}, none: {To: corner}, silent: {To: corner, Do: otherWay}, wrong: {To: corner, Do: otherWay}}},
		zipRight: {Tell: func(c *caller) { c.piece(Prompt{Digits: c.q().Draft.Place.ZIP}) }, Back: zip, Gone: leave,
			Read: func(*caller) talk.Answer { return no }, Options: []option{
				{Key: '1', Say: msg.VoiceIfRight, Answer: yes}, {Key: '2', Say: msg.VoiceEnterAgain, Answer: no}},
			Next: edges{yes: {To: located}, no: {To: zip, Do: noPlace}, silent: {To: located}, wrong: {To: located}}},
		corner: {Say: says{msg.VoiceSayCorner}, Listen: recording(mostCorner), Record: talk.SpokenCorner, Back: zip, Gone: leave,
			Next: edges{recorded: {To: details, Do: keepSaid(talk.SpokenCorner)}, silent: {To: details}, wrong: {To: details}}},

		details: {Tell: tellDetails, Listen: recording(mostSaid), Record: talk.SpokenDetails, Back: zip, Gone: leave,
			Next: edges{recorded: {To: keep, Do: keepSaid(talk.SpokenDetails)}, silent: {To: afterDetails}, wrong: {To: afterDetails}}},
		keep: {Back: details, Gone: leave, Options: []option{
			{Key: '1', Say: msg.VoiceKeepIt, Answer: yes}, {Key: '2', Say: msg.VoiceSayAgain, Answer: no},
			{Key: '3', Say: msg.VoiceKeepPrivate, Answer: another, If: func(c *caller) bool { return !c.q().Draft.Private }}},
			Next: edges{yes: {To: afterDetails}, no: {To: details, Do: unsay(talk.SpokenDetails)}, another: {To: privately, Do: makePrivate},
				silent: {To: afterDetails}, wrong: {To: afterDetails}}},
		safeHere: {Say: says{msg.VoiceSafeHere}, Back: needed, Enter: keepDraft, Gone: leave, Options: []option{
			{Key: '1', Say: msg.VoiceSafeText, Answer: "text"}, {Key: '2', Say: msg.VoiceSafeCall, Answer: "call"}, {Key: '3', Say: msg.VoiceSafeNeither, Answer: "neither"}},
			Next: edges{"text": {To: afterSafe, Do: safe("text")}, "call": {To: afterSafe, Do: safe("call")}, "neither": {To: afterSafe, Do: safe("neither")},
				silent: {To: afterSafe, Do: safe("neither")}, wrong: {To: afterSafe, Do: safe("neither")}}},

		callAt: {Tell: tellNumber, Back: details, Enter: keepDraft, Gone: leave, Options: []option{
			{Key: '1', Say: msg.VoiceIfRight, Answer: yes}, {Key: '2', Say: msg.VoiceOtherNumber, Answer: another}},
			Next: edges{yes: {To: afterNumber}, another: {To: keyNumber}, silent: {To: afterNumber}, wrong: {To: afterNumber}}},
		keyNumber: {Tell: askNumber, Listen: number(10), Read: readNumber, Pound: true, Back: beforeKey, Enter: keepDraft, Gone: leave,
			Next: edges{keyed: {To: keyRight}, longer: {To: lastDigit}, none: {To: afterNumber}, silent: {To: afterNumber}, wrong: {To: afterNumber}}},
		// Whoever begins with the 1 of the country has one digit left, and hears nothing meanwhile.
		lastDigit: {Alone: true, Tries: 1, Listen: Listen{For: ForKeys, Digits: 1, Wait: lastWait}, Read: readLast, Gone: leave,
			Next: edges{keyed: {To: keyRight}, silent: {To: keyNumber, Do: onceMore}, wrong: {To: keyNumber, Do: onceMore}}},
		keyRight: {Tell: tellKeyed, Back: keyNumber, Gone: leave, Options: []option{
			{Key: '1', Say: msg.VoiceIfRight, Answer: yes}, {Key: '2', Say: msg.VoiceEnterAgain, Answer: no}},
			Next: edges{yes: {To: afterNumber}, no: {To: keyNumber, Do: noPhone}, silent: {To: afterNumber}, wrong: {To: afterNumber}}},
		canText: {Say: says{msg.VoiceCanText}, Back: callAt, Gone: open, Options: []option{
			{Key: '1', Say: msg.VoiceIfYes, Answer: yes}, {Key: '2', Say: msg.VoiceIfNo, Answer: no}},
			Next: edges{yes: {To: opened, Do: texts("yes")}, no: {To: opened, Do: texts("no")}, silent: {To: opened}, wrong: {To: opened}}},

		others: {Tell: func(c *caller) { c.elsewhere(c.call.Opened.Names) }, After: msg.VoiceOrHangUp, Tries: 1, Back: mainMenu, Quiet: true,
			Options: []option{{Key: '1', Say: msg.VoiceSomethingElse, Answer: yes}},
			Next:    edges{yes: {To: mainMenu}, silent: {To: over}, wrong: {To: mainMenu}}},
		opened: {Tell: tellOpened, Enter: open, After: msg.VoiceOrHangUp, Tries: 1, Last: true, Back: mainMenu,
			Options: []option{{Key: '1', Say: msg.VoiceSomethingElse, Answer: yes}},
			Next:    edges{yes: {To: mainMenu}, silent: {To: over}, wrong: {To: mainMenu}}},
	}
}

func askingForks() map[talk.State]fork {
	return map[talk.State]fork{
		wanted: {May: []talk.State{privately, same, home, others, zip}, Choose: chooseWanted},
		located: {May: []talk.State{home, others, details}, Choose: func(c *caller) talk.State {
			if c.full(c.q().Draft.Place.Zone) {
				return c.afterFull()
			}
			c.call.Alone = c.facts.Nobody != nil && c.facts.Nobody(c.category(), c.q().Draft.Place)
			return details
		}},
		privately: {May: []talk.State{safeHere, afterSafe}, Choose: either(withheld, afterSafe, safeHere)},
		afterSafe: {May: []talk.State{opened, details}, Choose: func(c *caller) talk.State {
			if _, said := saidOf(c.q().Draft.Spoken, talk.SpokenDetails); said {
				return opened
			}
			return details
		}},
		afterDetails: {May: []talk.State{opened, callAt, keyNumber}, Choose: func(c *caller) talk.State {
			if c.q().Draft.Private {
				return opened
			}
			return beforeKeying(c, keyNumber)
		}},
		afterNumber: {May: []talk.State{canText, opened}, Choose: func(c *caller) talk.State {
			if c.q().Draft.Phone == "" && !withheld(c) && c.Person.Texts == "" && c.q().Draft.Texts == "" {
				return canText
			}
			return opened
		}},
		beforeKey: {May: []talk.State{callAt, details}, Choose: func(c *caller) talk.State { return beforeKeying(c, details) }},
	}
}

// withheld says whether there is no number to call back.
func withheld(c *caller) bool { return c.facts.Number == "" }

func either(is func(*caller) bool, then, otherwise talk.State) func(*caller) talk.State {
	return func(c *caller) talk.State {
		if is(c) {
			return then
		}
		return otherwise
	}
}

// beforeKeying is the question about the number that calls, if there is one.
func beforeKeying(c *caller, otherwise talk.State) talk.State {
	if withheld(c) {
		return otherwise
	}
	return callAt
}

const (
	otherNeed = "OTHER" // in their own words: a person's
	safeNeed  = "SAFE"  // never sent to volunteers, and never named
)

// needList are the needs that have a number in every menu.
func needList(c *caller) []listed {
	var list []listed
	for n := 1; n <= 4; n++ {
		if category, ok := c.Network.ByNumber(n); ok {
			key := byte('0' + n)
			list = append(list, listed{key, []Prompt{{Key: msg.ForNeed(category.Code)}, {Key: msg.Press(key)}}})
		}
	}
	return list
}

func takeNeed(c *caller) {
	category, _ := c.Network.ByNumber(int(c.pressed - '0'))
	c.wants(category.Code)
}

// wants begins a draft anew with a need.
func (c *caller) wants(code string) {
	d := &c.q().Draft
	d.Needs, d.Confirmed, d.Another, d.Private = []talk.Need{{Category: code}}, true, false, code == safeNeed
}

// category is what the draft asks for.
func (c *caller) category() string {
	if needs := c.q().Draft.Needs; len(needs) > 0 {
		return needs[0].Category
	}
	return ""
}

func chooseWanted(c *caller) talk.State {
	q := c.q()
	if q.Draft.Private {
		return privately
	}
	if r := c.sameRequest(c.category()); r != nil && !q.Draft.Another {
		q.Request = r.ID
		return same
	}
	if c.full("") {
		return c.afterFull()
	}
	if c.openCount() >= maxOpen {
		c.say(msg.VoiceTooMany)
		return home
	}
	return zip
}

// full says to a caller that what they ask for is not taken on for now in a zone (empty: wherever it is), if so.
func (c *caller) full(zone string) bool {
	if c.facts.Shut == nil || !c.facts.Shut(c.category(), zone) {
		return false
	}
	c.need(c.category())
	c.say(msg.VoiceFull)
	c.call.Opened.Names = c.Network.ServedBy(c.category(), c.q().Draft.Place)
	c.q().Draft = talk.Draft{}
	return true
}

// afterFull is where a caller goes on who has heard so: to who else helps, if that is known.
func (c *caller) afterFull() talk.State {
	if len(c.call.Opened.Names) > 0 {
		return others
	}
	return home
}

// elsewhere names who helps instead, in the voice that says the network's own name.
func (c *caller) elsewhere(names []string) {
	for i, name := range names {
		if i == 0 {
			c.say(msg.VoiceElsewhere)
		}
		c.piece(Prompt{Words: name, Language: c.Network.Language}, Prompt{Pause: 400})
	}
}

// sameRequest is the request of this person that somebody may mean who asks for a category again: nobody has it yet,
// and they last said something about it within 48 hours.
func (c *caller) sameRequest(category string) *talk.Request {
	for i := len(c.Person.Asked) - 1; i >= 0; i-- {
		r := &c.Person.Asked[i]
		if r.Category == category && !r.Draft && !r.Private && r.Holder == 0 && r.Status != dispatch.DoneReported &&
			c.At.Sub(r.TextedAt) <= sameWithin {
			return r
		}
	}
	return nil
}

func (c *caller) openCount() int {
	n := 0
	for _, one := range talk.Ones(c.Person.Asked) {
		if !one[0].Draft {
			n++
		}
	}
	return n
}

func addSaid(c *caller) {
	c.Do(talk.KeepSpoken{Spoken: c.spoken(talk.SpokenDetails), Request: c.q().Request})
	c.say(msg.VoiceAdded)
}

func otherWay(c *caller) { c.say(msg.VoiceOtherWay) }

// readZIP reads five digits, or # alone: "I don't know".
func readZIP(c *caller) talk.Answer {
	keys := c.Heard.Keys
	switch {
	case keys == "#":
		noPlace(c)
		return none
	case len(keys) == 5 && allDigits(keys):
		zone, _ := c.Network.ZoneOf(keys)
		c.q().Draft.Place = dispatch.Place{ZIP: keys, Zone: zone}
		unsay(talk.SpokenCorner)(c)
		return keyed
	}
	return talk.NotMine
}

func noPlace(c *caller) { c.q().Draft.Place = dispatch.Place{} }

func allDigits(s string) bool {
	for _, d := range s {
		if d < '0' || d > '9' {
			return false
		}
	}
	return s != ""
}

// tellDetails asks what exactly is needed, and says who will hear it.
func tellDetails(c *caller) {
	d := &c.q().Draft
	if category, _ := c.Network.Category(c.category()); d.Private || category.PersonOnly || c.category() == otherNeed {
		c.say(msg.VoiceSayDetailsPerson)
		return
	}
	c.say(msg.VoiceSayDetails)
}

func makePrivate(c *caller) { c.q().Draft.Private = true }

// safe notes how it is safe to reach somebody whose case is private.
func safe(way string) func(*caller) {
	return func(c *caller) { c.Do(talk.SetContactWay{Way: way}) }
}

// texts notes the answer to "can this phone get texts?".
func texts(answer string) func(*caller) {
	return func(c *caller) { c.q().Draft.Texts = answer }
}
