package ivr

import (
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// Desk is what waits for a coordinator. It is told only to one whom we have phoned, or who has keyed their PIN.
type Desk struct {
	Cases  []Case // longest first, with those that are in this coordinator's own hands
	Unread int    // texts kept for a person since yesterday
	Joins  int    // people who want to help and wait for a yes
}

// Case is a request that waits for a person.
type Case struct {
	Request    dispatch.ID
	Code       string             // digits
	Why        dispatch.Attention // Taken: this coordinator has it
	Category   string             // empty of a private case
	Recordings []talk.Recording   // what can be heard of what was said
	Connect    bool               // whoever asked may be rung for the coordinator
}

const (
	oneByOne talk.Answer = "one_by_one"
	takeIt   talk.Answer = "take"
)

// desks is what coordinators do by phone: hear what waits, listen, take, talk to whoever asked.
func desks() map[talk.State]node {
	return map[talk.State]node{
		// Whoever picks up hears that somebody is in need, and not who, where or of what.
		alarm: {Tell: tellAlarm, Alone: true, Options: []option{{Key: '1', Say: msg.VoiceTakeIt, Answer: takeIt}},
			Next: edges{takeIt: {To: caseMine, Do: takeCase}, silent: {To: over}, wrong: {To: over}}},
		desk: {Tell: tellDesk, Back: mainMenu, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceOneByOne, Answer: oneByOne, If: func(c *caller) bool { return len(c.desk().Cases) > 0 }},
			{Key: '2', Say: msg.VoiceToRecord, Answer: recordHere, If: mayRecord}},
			Next: edges{oneByOne: {To: nextCase, Do: func(c *caller) { c.q().Options = nil }}, recordHere: {To: recordIn},
				silent: {To: over}, wrong: {To: over}}},
		theCase: {Tell: tellCase, Back: desk, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceTakeIt, Answer: takeIt}, {Key: '2', Say: msg.VoiceNextOne, Answer: another}},
			Next: edges{takeIt: {To: caseMine, Do: takeCase}, another: {To: nextCase}, silent: {To: over}, wrong: {To: over}}},
		caseMine: {Tell: tellCase, Back: desk, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceConnect, Answer: connect, If: func(c *caller) bool { return c.theCase().Connect }},
			{Key: '2', Say: msg.VoiceNextOne, Answer: another}},
			Next: edges{connect: {To: caseRing}, another: {To: nextCase}, silent: {To: over}, wrong: {To: over}}},
		caseRing: {Say: says{msg.VoiceConnecting}, Listen: Listen{For: ForRing}, Last: true, Read: readNeighbor, Next: edges{
			talked: {To: caseTalked}, nobody: {To: caseTalked, Do: func(c *caller) { c.say(msg.VoiceNoAnswer) }},
			silent: {To: caseTalked}, wrong: {To: caseTalked}}},
		caseTalked: {Back: desk, Quiet: true, After: msg.VoiceOrHangUp, Options: []option{
			{Key: '1', Say: msg.VoiceConnect, Answer: connect}, {Key: '2', Say: msg.VoiceNextOne, Answer: another}},
			Next: edges{connect: {To: caseRing}, another: {To: nextCase}, silent: {To: over}, wrong: {To: over}}},
	}
}

func deskForks() map[talk.State]fork {
	return map[talk.State]fork{
		alarmed: {May: []talk.State{alarm, over}, Choose: func(c *caller) talk.State {
			if at := c.theCase(); at.Code == "" || at.Why == dispatch.Taken {
				c.say(msg.VoiceSomebodyHasIt)
				return over
			}
			return alarm
		}},
		// Who has nothing waiting has called to record.
		afterPIN: {May: []talk.State{desk, recordIn}, Choose: func(c *caller) talk.State {
			if d := c.desk(); len(d.Cases)+d.Unread+d.Joins > 0 {
				return desk
			}
			return recordIn
		}},
		nextCase: {May: []talk.State{theCase, caseMine, over}, Choose: func(c *caller) talk.State {
			q := c.q()
			for _, at := range c.desk().Cases {
				heard := talk.Option{Request: at.Request}
				if slices.Contains(q.Options, heard) {
					continue
				}
				q.Options, q.Request = append(slices.Clone(q.Options), heard), at.Request
				if at.Why == dispatch.Taken {
					return caseMine
				}
				return theCase
			}
			c.say(msg.VoiceAllJobs)
			return over
		}},
	}
}

// mayRecord says whether the caller may record what the line says: by PIN, on a call of theirs.
func mayRecord(c *caller) bool { return !c.ours() && c.facts.Prompts != nil }

func (c *caller) desk() Desk {
	if c.facts.Desk == nil {
		return Desk{}
	}
	return c.facts.Desk()
}

// theCase is the one in question; its zero value: it waits for nobody any more.
func (c *caller) theCase() Case {
	for _, at := range c.desk().Cases {
		if at.Request == c.q().Request {
			return at
		}
	}
	return Case{}
}

// alarms say why a person has to look at once.
var alarms = map[dispatch.Attention]msg.Key{dispatch.DangerWords: msg.VoiceMayBeDanger, dispatch.Reported: msg.VoiceSaysWrong}

// whyOf says in one sentence what waits.
func whyOf(a dispatch.Attention) msg.Key {
	if key, ok := alarms[a]; ok {
		return key
	}
	switch a {
	case dispatch.PrivateCase:
		return msg.VoiceSomeoneCalls
	case dispatch.Voicemail:
		return msg.VoiceAVoicemail
	}
	return msg.VoiceIsStuck
}

func tellAlarm(c *caller) {
	c.name()
	c.say(whyOf(c.theCase().Why))
}

func tellDesk(c *caller) {
	d := c.desk()
	voicemails, stuck := 0, 0
	for _, at := range d.Cases {
		switch at.Why {
		case dispatch.Taken:
		case dispatch.Voicemail:
			voicemails++
		default:
			stuck++
		}
	}
	told := false
	for _, each := range []struct {
		n   int
		key msg.Key
	}{{voicemails, msg.VoiceVoicemails}, {stuck, msg.VoiceStuck}, {d.Unread, msg.VoiceUnread}, {d.Joins, msg.VoiceJoins}} {
		if each.n > 0 {
			c.say(each.key)
			c.count(each.n)
			told = true
		}
	}
	if !told {
		c.say(msg.VoiceNothingWaits)
	}
}

// tellCase says what a case is: its number, why it waits, what is needed, and what was said about it.
func tellCase(c *caller) {
	at := c.theCase()
	if at.Code == "" {
		c.say(msg.VoiceSomebodyHasIt)
		return
	}
	c.say(msg.VoiceCaseNumber)
	c.piece(Prompt{Digits: at.Code})
	if at.Why != dispatch.Taken && c.q().State == theCase {
		c.say(whyOf(at.Why))
	}
	c.need(at.Category)
	for _, said := range at.Recordings {
		c.say(msg.VoiceTheySay)
		c.piece(Prompt{Recording: said.ID})
	}
}

// takeCase leaves a case to the coordinator.
func takeCase(c *caller) {
	c.call.Told = true
	at := c.theCase()
	if at.Code == "" || at.Why == dispatch.Taken {
		return
	}
	c.Do(talk.TakeCase{Code: at.Code})
	c.say(msg.VoiceWon)
}
