package ivr

import (
	"cmp"
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	ended   talk.Answer = "ended"
	callMe  talk.Answer = "call_me" // and tell me the names
	swap    talk.Answer = "swap"
	report  talk.Answer = "report"
	phone   talk.Answer = "phone"
	textsNo talk.Answer = "texts_no"
	haveOne talk.Answer = "have_code"
	forget  talk.Answer = "forget"
	who     talk.Answer = "who"
	unknown talk.Answer = "unknown" // no such number, three times

	several   talk.Answer = "several"
	everyWeek talk.Answer = "every_week"
	notWeekly talk.Answer = "not_weekly"
)

// stopKey is 8 wherever it is told of: no more calls of ours.
var stopKey = option{Key: '8', Say: msg.VoiceStopCalls, Answer: stop}

// own is what may be done about what somebody has asked for, and about their phone.
func own() map[talk.State]node {
	return map[talk.State]node{
		whichOne: {List: whichList, Back: mainMenu, Next: edges{chosen: {To: theOne, Do: takeWhich}, silent: {To: giveUp}, wrong: {To: giveUp}}},

		one: {Tell: tellOne, Back: mainMenu, Options: []option{
			{Key: '1', Say: msg.VoiceItIsOver, Answer: ended}, {Key: '2', Say: msg.VoiceSayToThem, Answer: reply, If: mayPass},
			{Key: '2', Say: msg.VoiceTellMore, Answer: more, If: func(c *caller) bool { return !mayPass(c) }},
			{Key: '3', Say: msg.VoiceMore, Answer: another}, {Key: '4', Say: msg.VoiceWhoComes, Answer: callMe, If: mayHearWho},
			{Key: '4', Say: msg.VoiceConnect, Answer: connect, If: mayConnect}},
			Next: edges{connect: {To: callNeighbor}, ended: {To: closeReason, Do: closeOne}, reply: {To: sayWhat}, more: {To: tellMore}, callMe: {To: calledBack},
				another: {To: moreOfIt}, silent: {To: over}, wrong: {To: giveUp}}},
		doneRight: {Tell: tellOne, Back: mainMenu, Options: []option{
			{Key: '1', Say: msg.VoiceIfRight, Answer: yes}, {Key: '2', Say: msg.VoiceNotDone, Answer: no},
			{Key: '3', Say: msg.VoiceMore, Answer: another}, {Key: '4', Say: msg.VoiceSayToThem, Answer: reply, If: mayPass}},
			Next: edges{yes: {To: home, Do: itIsDone}, no: {To: home, Do: itIsNot}, reply: {To: sayWhat}, another: {To: moreOfIt}, silent: {To: over}, wrong: {To: giveUp}}},
		closeReason: {Say: says{msg.VoiceClosed}, Back: mainMenu, Options: []option{
			{Key: '1', Say: msg.VoiceGotHelp, Answer: yes}, {Key: '2', Say: msg.VoiceNotNeeded, Answer: no}},
			Next: edges{yes: {To: home, Do: gotHelp}, no: {To: home, Do: notNeeded}, silent: {To: over}, wrong: {To: home}}},
		tellMore: {Say: says{msg.VoiceSayDetails}, Listen: recording(mostSaid), Record: talk.SpokenDetails, Back: one, Next: edges{
			recorded: {To: home, Do: addSaid}, silent: {To: home}, wrong: {To: home}}},

		moreOfIt: {Back: menuOf, Options: []option{
			{Key: '1', Say: msg.VoiceSomethingWrong, Answer: report}, {Key: '2', Say: msg.VoiceThisPhone, Answer: phone},
			{Key: '3', Say: msg.VoiceSomeoneElse, Answer: swap, If: oneHasIt},
			{Key: '3', Say: msg.VoiceMorePeople, Answer: several, If: mayBeSeveral},
			{Key: '4', Say: msg.VoiceEveryWeek, Answer: everyWeek, If: mayBeWeekly}, {Key: '4', Say: msg.VoiceNotWeekly, Answer: notWeekly, If: isWeekly}, stopKey},
			Next: edges{several: {To: howMany}, everyWeek: {To: home, Do: setWeekly(false)}, notWeekly: {To: home, Do: setWeekly(true)}, swap: {To: home, Do: swapped}, report: {To: sayWrong, Do: reported}, phone: {To: thisPhone},
				stop: {To: home, Do: stopCalls}, silent: {To: over}, wrong: {To: giveUp}}},
		howMany: {Say: says{msg.VoiceHowMany}, Back: moreOfIt, Read: readHelpers, Next: edges{
			keyed: {To: home, Do: setHelpers}, silent: {To: home}, wrong: {To: home}}},
		sayWrong: {Say: says{msg.VoiceSayWrong}, Listen: recording(mostSaid), Record: talk.SpokenMessage, Next: edges{
			recorded: {To: home, Do: keepWrong}, silent: {To: home, Do: (*caller).promise}, wrong: {To: home, Do: (*caller).promise}}},

		thisPhone: {Back: mainMenu, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceHaveCode, Answer: haveOne}, {Key: '2', Say: msg.VoiceOnlyCalls, Answer: textsNo, If: func(c *caller) bool { return !noTexts(c) }},
			{Key: '2', Say: msg.VoiceTextsToo, Answer: yes, If: noTexts}, {Key: '3', Say: msg.VoiceForgetMe, Answer: forget},
			{Key: '4', Say: msg.VoiceHearWho, Answer: who}, stopKey},
			Next: edges{textsNo: {To: home, Do: mayText(false)}, yes: {To: home, Do: mayText(true)}, haveOne: {To: code}, forget: {To: forgetSure}, who: {To: whoWeAre},
				stop: {To: home, Do: stopCalls}, silent: {To: over}, wrong: {To: giveUp}}},
		whoWeAre: {Tell: tellWho, After: msg.VoiceOrHangUp, Tries: 1, Quiet: true, Back: thisPhone,
			Options: []option{{Key: '1', Say: msg.VoiceSomethingElse, Answer: yes}},
			Next:    edges{yes: {To: home}, silent: {To: over}, wrong: {To: home}}},
		forgetSure: {Say: says{msg.VoiceForgetSure}, Back: thisPhone, Options: []option{
			{Key: '1', Say: msg.VoiceDoIt, Answer: yes}, {Key: '2', Say: msg.VoiceLeaveIt, Answer: no}},
			Next: edges{yes: {To: over, Do: forgotten}, no: {To: home}, silent: {To: over}, wrong: {To: home}}},
	}
}

// theOne is the request in question, with what was passed on about it first.
const theOne talk.State = "the_one"

func ownForks() map[talk.State]fork {
	return map[talk.State]fork{
		mine: {May: []talk.State{code, thisPhone, whichOne, theOne}, Choose: func(c *caller) talk.State {
			switch list := c.visible(); {
			case len(list) == 0 && withheld(c):
				return code
			case len(list) == 0 && c.pastOf(c.Person.Past) != 0:
				c.q().Request = c.pastOf(c.Person.Past)
				return theOne
			case len(list) == 0:
				c.say(msg.VoiceNothingOpen)
				return thisPhone
			case len(list) == 1:
				c.q().Request = list[0].ID
				return theOne
			}
			return whichOne
		}},
		theOne: {May: []talk.State{passedOn, wordWaits, menuOf}, Choose: func(c *caller) talk.State { return c.first(menuOf) }},
		person: personFork(),
	}
}

// visible are the caller's own requests that they may be told of. A private one is never named to whoever holds this
// phone; a conversation broken off is none yet.
func (c *caller) visible() []talk.Request {
	var list []talk.Request
	for _, one := range talk.Ones(c.Person.Asked) {
		if r := one.Foremost(); !r.Private && !(r.Draft && r.Attention == "") {
			list = append(list, *r)
		}
	}
	return list
}

// whichList offers the requests by what they are for. Two for the same are told apart by their numbers: where each is to
// be done is told on no call to us, and may be the same.
func whichList(c *caller) []listed {
	all := c.visible()
	var list []listed
	for i, r := range all {
		if i == perPage {
			break
		}
		key, label := byte('1'+i), msg.VoiceAnythingElse
		if r.Category != "" && r.Category != otherNeed {
			label = msg.ForNeed(r.Category)
		}
		say := []Prompt{{Key: label}}
		if same := func(o talk.Request) bool { return o.Category == r.Category && o.ID != r.ID }; r.Code != "" && slices.ContainsFunc(all, same) {
			say = append(say, Prompt{Digits: r.Code})
		}
		list = append(list, listed{key, append(say, Prompt{Key: msg.Press(key)})})
	}
	return list
}

func takeWhich(c *caller) { c.q().Request = c.visible()[c.pressed-'1'].ID }

func tellOne(c *caller) {
	r := c.asked(c.q().Request)
	if r == nil || r.Private { // closed meanwhile, by somebody else, or nobody else's to hear of
		c.say(msg.VoiceStateOver)
		return
	}
	c.need(r.Category)
	c.state(r)
}

// state says how a request stands. Who has it is told only on a call of ours.
func (c *caller) state(r *talk.Request) {
	if r.Again {
		c.say(msg.VoiceStateAgain)
	}
	if r.AskedBefore && c.unasked() && r.Status.Waiting() {
		c.say(msg.VoiceWeeklyAgain)
	}
	switch {
	case r.Status == dispatch.Closed:
		c.say(msg.VoiceStateOver)
	case r.Frozen:
		c.say(msg.VoiceStatePerson)
	case r.Status.Taken(), r.Several() && len(talk.OneOf(c.Person.Asked, r.ID).Taken()) > 0:
		c.holders(r)
	case r.Status == dispatch.DoneReported:
		c.say(msg.VoiceStateDone)
	case r.Attention == dispatch.Unconfirmed:
		c.say(msg.VoiceStateNumber)
	case !heardOf(r.Attention):
		c.say(msg.VoiceStatePerson)
	case c.Person.Quiet && r.Asks == 0:
		c.say(msg.VoiceStateMorning)
	default:
		c.say(msg.VoiceStateAsking)
		c.helpers(r.Request)
		c.wait(r.Request)
	}
}

// helpers says for how many volunteers a request is, if for more than one.
func (c *caller) helpers(r dispatch.Request) {
	if r.Several() {
		c.say(msg.VoiceHelpers)
		c.count(r.Slots)
	}
}

// wait says how long asks like this took lately, if anybody knows: what was, and no promise.
func (c *caller) wait(r dispatch.Request) {
	if c.Wait == nil || r.Several() { // each of several has a wait of its own
		return
	}
	w, ok := c.Wait(r)
	if !ok {
		return
	}
	c.say(msg.VoiceWaitShare)
	c.count(w.Of10)
	switch hours := int(w.Within.Hours()); {
	case hours == 0:
		c.say(msg.VoiceWaitHalfHour)
	case hours%24 == 0:
		c.say(msg.VoiceWaitDays)
		c.count(hours / 24)
	default:
		c.say(msg.VoiceWaitHours)
		c.count(hours)
	}
}

// heardOf says whether a request is a person's only in how its resident hears of it: neighbors are asked all the same.
func heardOf(a dispatch.Attention) bool {
	switch a {
	case "", dispatch.NoNumber, dispatch.NotHeard, dispatch.CannotBeTexted:
		return true
	}
	return false
}

// holders says who has a request: of one for several volunteers how many have a place, and of how many.
func (c *caller) holders(r *talk.Request) {
	if !r.Several() {
		c.holder(r)
		return
	}
	taken := talk.OneOf(c.Person.Asked, r.ID).Taken()
	c.say(msg.VoiceStateSoFar)
	c.count(len(taken))
	for _, p := range taken {
		if p.Frozen {
			c.say(msg.VoiceStatePerson)
			return
		}
		if c.ours() && p.HolderName != "" {
			c.piece(Prompt{Words: p.HolderName}, Prompt{Pause: 400})
		}
	}
	c.helpers(r.Request)
}

func (c *caller) holder(r *talk.Request) {
	switch {
	case r.Late:
		c.say(msg.VoiceStateLate)
	case r.Status == dispatch.InProgress:
		c.say(msg.VoiceStateOnWay)
	default:
		c.say(msg.VoiceStateHas)
	}
	if c.ours() && r.HolderName != "" {
		c.piece(Prompt{Words: r.HolderName}, Prompt{Pause: 400})
	}
}

// mayHearWho: the name is told by calling back the number that is stored, since anybody can show this one.
func mayHearWho(c *caller) bool {
	r := c.asked(c.q().Request)
	return mayBeCalled(c) && someoneHasIt(c) && !r.Frozen
}

func someoneHasIt(c *caller) bool { return len(c.whole().Taken()) > 0 }

// oneHasIt: of several, a key could not say whom it means.
func oneHasIt(c *caller) bool { return len(c.whole().Taken()) == 1 }

// mayBeSeveral: before anybody has it, and of nothing that is private or a person's from the first.
func mayBeSeveral(c *caller) bool {
	r := c.asked(c.q().Request)
	if r == nil {
		return false
	}
	category, known := c.Network.Category(r.Category)
	return known && !category.PersonOnly && r.Status.Waiting() && !r.Private && !someoneHasIt(c)
}

func isWeekly(c *caller) bool {
	one := c.whole()
	return len(one) > 0 && one[0].Weekly
}

func mayBeWeekly(c *caller) bool {
	one := c.whole()
	return len(one) > 0 && !one[0].Weekly && !one[0].Draft && !one[0].Private && one[0].Category != ""
}

// readHelpers reads how many volunteers are wanted, as one key.
func readHelpers(c *caller) talk.Answer {
	keys := c.Heard.Keys
	if len(keys) != 1 || keys[0] < '1' || keys[0] > '0'+dispatch.MaxHelpers {
		return talk.NotMine
	}
	return keyed
}

func setHelpers(c *caller) {
	n := int(c.Heard.Keys[0] - '0')
	if r := c.asked(c.q().Request); r != nil {
		c.Do(talk.SetHelpers{Request: r.ID, Helpers: n})
	}
	c.say(msg.VoiceHelpers)
	c.count(n)
}

func setWeekly(off bool) func(*caller) {
	return func(c *caller) {
		if r := c.asked(c.q().Request); r != nil {
			c.Do(talk.SetWeekly{Request: r.ID, Off: off})
		}
		if off {
			c.say(msg.VoiceWeeklyOff)
		} else {
			c.say(msg.VoiceWeeklyOn)
		}
	}
}

// phoneBack has the caller called back, once they have hung up; a phone that was called often enough today is not.
func (c *caller) phoneBack(why talk.Purpose) talk.State {
	if c.facts.Back != nil && !c.facts.Back(why) {
		c.say(msg.VoiceCalledNoMore)
		return menu
	}
	c.Do(talk.PhoneBack{Purpose: why, Request: c.q().Request})
	c.say(msg.VoiceRingsSoon)
	return over
}

// closeOne closes a request at once: who hangs up before the reason has said enough.
func closeOne(c *caller) {
	q := c.q()
	reason, got := dispatch.NoLongerNeeded, dispatch.DoneByOthers
	switch r := c.asked(q.Request); {
	case r == nil:
		return
	case r.Draft && r.Attention != dispatch.Unconfirmed && r.Attention != dispatch.Voicemail:
		c.Do(talk.DropDraft{})
		q.Request = 0
		return
	case c.whole().Held():
		reason, got = dispatch.Completed, dispatch.Completed
	}
	c.Do(talk.CloseRequest{Request: q.Request, Reason: reason})
	q.Options = []talk.Option{{Do: string(got)}}
}

// gotHelp and notNeeded refine why a request was closed.
func gotHelp(c *caller) {
	if q := c.q(); len(q.Options) > 0 {
		c.Do(talk.CloseRequest{Request: q.Request, Reason: dispatch.Reason(q.Options[0].Do)})
	}
	c.say(msg.VoiceThankYou)
}

func notNeeded(c *caller) {
	if q := c.q(); len(q.Options) > 0 {
		c.Do(talk.CloseRequest{Request: q.Request, Reason: dispatch.NoLongerNeeded})
	}
	c.say(msg.VoiceThankYou)
}

func itIsDone(c *caller) {
	if r := c.asked(c.q().Request); r != nil {
		c.Do(talk.Came{Request: r.ID, Yes: true})
	}
	c.say(msg.VoiceThankYou)
}

func itIsNot(c *caller) {
	if r := c.asked(c.q().Request); r != nil {
		c.Do(talk.Dispute{Request: r.ID})
	}
	c.promise()
}

func swapped(c *caller) {
	id := c.q().Request
	if taken := c.whole().Taken(); len(taken) == 1 {
		id = taken[0].ID
	}
	if r := cmp.Or(c.asked(id), find(c.Person.Jobs, id)); r != nil && r.Frozen { // a person decides what becomes of the two
		c.promise()
		return
	}
	c.Do(talk.Swap{Request: id})
	c.say(msg.VoiceSwapped)
}

// reported tells a coordinator at once. It is about the pairing, if there is one: that is frozen.
func reported(c *caller) {
	id := c.q().Request
	if taken := c.whole().Taken(); len(taken) > 0 {
		id = taken[0].ID
	}
	if r := c.asked(id); r != nil && r.Holder == 0 {
		c.Do(talk.Report{})
		c.say(msg.VoiceThankYou)
		return
	}
	c.Do(talk.Report{Request: id})
	c.say(msg.VoiceReported)
}

// keepWrong keeps what happened with what was reported. A report about nobody in particular is a case of its own.
func keepWrong(c *caller) {
	about := c.q().Request
	if r := c.asked(about); r != nil && r.Holder == 0 {
		for _, other := range c.Person.Asked {
			if other.Attention == dispatch.Reported && other.Holder == 0 {
				about = other.ID // the last one is this
			}
		}
	}
	c.Do(talk.KeepSpoken{Spoken: c.spoken(talk.SpokenMessage), Request: about})
	c.say(msg.VoiceThankYou)
	c.promise()
}

func noTexts(c *caller) bool { return c.Person.Texts == "no" }

// tellWho says who runs the line, and what is kept. Whom to ask is a person, by key 0: an address that is read out, perhaps
// by the voice of another language, is no use on the phone.
func tellWho(c *caller) {
	c.name()
	c.say(msg.VoiceWho)
}

func mayText(yes bool) func(*caller) {
	return func(c *caller) {
		c.Do(talk.CanText{Yes: yes})
		c.say(msg.VoiceNoted)
	}
}

func stopCalls(c *caller) {
	c.call.Told = true
	c.Do(talk.StopCalls{})
	c.say(msg.VoiceCallsStopped)
}

// forgotten erases what is kept of this person. Where a person has to look first (a private case of theirs, a report),
// it says so.
func forgotten(c *caller) {
	c.Do(talk.Forget{})
	looksFirst := func(r talk.Request) bool { return r.Private && r.Resident == c.Person.Contact || r.Frozen }
	if slices.ContainsFunc(c.Person.Asked, looksFirst) || slices.ContainsFunc(c.Person.Jobs, looksFirst) {
		c.promise()
		return
	}
	c.say(msg.VoiceForgotten)
}
