package sms

import (
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// The questions of the text conversation.
const (
	what        talk.State = "what"         // what do you need?
	ownWords    talk.State = "own_words"    // 5, something else
	confirm     talk.State = "confirm"      // needs read from free text, played back
	where       talk.State = "where"        // ZIP, zone or nearest corner
	same        talk.State = "same"         // the request we have, or another?
	safeHere    talk.State = "safe_here"    // private: may we text or call?
	place       talk.State = "place"        // after the yes: where to come
	closeReason talk.State = "close_reason" // after DONE
	which       talk.State = "which"        // several things fit
	notDanger   talk.State = "not_danger"   // 1 = not an emergency
	handBack    talk.State = "hand_back"    // no, can't, sorry from the holder
	checkIn     talk.State = "check_in"     // how did it go?
	checkCame   talk.State = "check_came"   // did they come?
	still       talk.State = "still"        // a silent volunteer: still with us?
	newNeed     talk.State = "new_need"     // a need inside a relayed text
	toWhom      talk.State = "to_whom"      // which of several counterparts a text is for
	forgetMe    talk.State = "forget_me"    // is it to be erased?
	joinName    talk.State = "join_name"
	joinWhere   talk.State = "join_where"
	joinWhat    talk.State = "join_what"
	joinTongues talk.State = "join_languages"
)

// Answers. Those of an intake name the question that comes next (see next in intake.go).
const (
	yes     talk.Answer = "yes"
	no      talk.Answer = "no"
	chosen  talk.Answer = "chosen"
	other   talk.Answer = "other"
	told    talk.Answer = "told"
	unclear talk.Answer = "unclear" // asked again
	lost    talk.Answer = "lost"    // the third time: a coordinator has it

	needWhat    talk.Answer = "what"
	needConfirm talk.Answer = "confirm"
	needWhere   talk.Answer = "where"
	needSame    talk.Answer = "same"
	needSafe    talk.Answer = "safe"
	complete    talk.Answer = "complete"
)

// nodes is the whole conversation as data. A test walks it.
func nodes() map[talk.State]talk.Node {
	return map[talk.State]talk.Node{
		what:     {Ask: msg.AskWhat, Again: msg.AskWhatAgain, Numbered: true, Read: readWhat, Next: intake(what, more{other: {To: ownWords}})},
		ownWords: {Ask: msg.AskOwnWords, Read: readOwnWords, Next: intake(ownWords, nil)},
		confirm:  {Ask: msg.AskConfirm, Numbered: true, YesNo: true, Read: readConfirm, Next: intake(confirm, nil)},
		where:    {Ask: msg.AskWhere, Read: readWhere, Next: intake(where, nil)},
		same: {Ask: msg.AskSameOrAnother, Numbered: true, Read: readTwo, Next: more{
			yes: {Do: addToSame}, no: {Do: openAnother}}},
		safeHere: {Ask: msg.AskPrivate, Numbered: true, Read: readSafeHere, Next: more{
			chosen: {Do: openPrivate}, unclear: {To: safeHere}, lost: {Do: openPrivate}}},
		notDanger: {Ask: msg.Danger, Numbered: true, Lapses: true, Read: readNotDanger, Next: goOn(intake(notDanger, more{
			yes: {Do: func(t *talk.Turn) { t.Say(msg.DangerOver) }}}))},

		place:       {Ask: msg.AskPlaceAgain, Read: readPlace, Next: more{told: {Do: tellPlace}, unclear: {To: place}, other: {Do: relayLeft}}},
		closeReason: {Ask: msg.DoneCompleted, Numbered: true, Lapses: true, Read: readTwo, Next: more{yes: {Do: gotHelp}, no: {Do: notNeeded}}},
		which:       {Ask: msg.WhichOne, Numbered: true, Lapses: true, Read: readWhich, Next: more{chosen: {Do: doChosen}}},
		toWhom:      {Ask: msg.ToWhom, Numbered: true, Lapses: true, Read: readWhom, Next: more{chosen: {Do: passKept}}},
		newNeed: {Ask: msg.NewNeed, Numbered: true, YesNo: true, Lapses: true, Read: readNewNeed, Next: intake(newNeed, more{
			no: {Do: func(t *talk.Turn) { t.Say(msg.DoneNoted) }}})},
		handBack: {Ask: msg.AskHandBack, Numbered: true, YesNo: true, Lapses: true, Read: readTwo, Next: more{
			yes: {Do: func(t *talk.Turn) { giveBack(t, t.Left().Request) }},
			no:  {Do: func(t *talk.Turn) { t.Say(msg.StillYours) }}}},

		checkIn: {Ask: msg.CheckIn, Numbered: true, Read: readCheckIn, Next: more{
			yes: {Do: checkedDone}, stillOnIt: {Do: checkedOn}, cantDoIt: {Do: checkedOff}}},
		checkCame: {Ask: msg.CheckCame, Numbered: true, YesNo: true, Read: readCame, Next: more{yes: {Do: gotIt}, no: {Do: gotNothing}}},

		still: {Ask: msg.StillWithUs, Numbered: true, YesNo: true, Lapses: true, Read: readStill, Next: more{
			yes: {Do: stillHere}, aBreak: {Do: takesBreak}, leaves: {Do: leavesUs}}},

		forgetMe: {Ask: msg.AskForget, Numbered: true, YesNo: true, Lapses: true, Read: readTwo, Next: more{
			yes: {Do: forgetAll}, no: {Do: func(t *talk.Turn) { t.Say(msg.DoneNoted) }}}},

		joinName:    {Ask: msg.JoinName, Read: readName, Next: more{told: {To: joinWhere}, unclear: {To: joinName}, lost: {Do: keepIt}}},
		joinWhere:   {Ask: msg.JoinWhere, Read: readZIPs, Next: more{told: {To: joinWhat}, unclear: {To: joinWhere}, lost: {Do: keepIt}}},
		joinWhat:    {Ask: msg.JoinWhat, Numbered: true, Read: readCategories, Next: more{told: {To: joinTongues}, complete: {Do: enroll}, unclear: {To: joinWhat}, lost: {Do: keepIt}}},
		joinTongues: {Ask: msg.JoinLanguages, Numbered: true, Read: readLanguages, Next: more{complete: {Do: enroll}, unclear: {To: joinTongues}, lost: {Do: keepIt}}},
	}
}

type more = map[talk.Answer]talk.Edge

// intake are the edges that every question about a new request has: to whatever is still missing.
func intake(here talk.State, extra more) more {
	next := more{
		needWhat: {To: what}, needConfirm: {To: confirm}, needWhere: {To: where}, needSafe: {To: safeHere},
		needSame: {To: same}, complete: {Do: openDraft},
		unclear: {To: here}, lost: {Do: giveUp},
	}
	for a, e := range extra {
		next[a] = e
	}
	return next
}

// blanks fills a question's blanks from what has been gathered for it.
func blanks(t *talk.Turn, q talk.Question) msg.Args {
	d := q.Draft
	args := msg.Args{"Network": t.Network.Name, "Example": t.Network.ExampleZIP(), "Menu": msg.Menu{}, "Name": d.Name,
		"Needs": timed(needList(d.Needs), d.Due), "Need": needList(d.Needs), "Choices": choices(t, q), "Emergency": emergency(t, ""),
		"Who": whoAnswers(t)}
	if r := find(t.Person.Asked, q.Request); r != nil {
		args["Name"] = holderName(r)
		args["Need"] = need(r)
	}
	if wait := placeFor(t, q); q.State == place && len(wait) > 0 {
		args["Name"] = names(wait)
	}
	if r := find(t.Person.Jobs, q.Request); r != nil {
		args["Need"] = need(r)
	}
	return args
}

// readTwo reads the answer to a question of two: 1 or yes, 2 or no.
func readTwo(t *talk.Turn) talk.Answer {
	if n, ok := t.Lexicon.Number(t.Text); ok {
		switch n {
		case 1:
			return yes
		case 2:
			return no
		}
		return talk.NotMine
	}
	if node, _ := t.Node(); node.YesNo && !onlyEmoji(t) { // a thumb is a yes to an offer, and to nothing else
		switch yesNo(t) {
		case lexicon.Yes:
			return yes
		case lexicon.No:
			return no
		}
	}
	return talk.NotMine
}

// again counts a text that a question could not read: asked again, and the third time given to a coordinator.
func again(t *talk.Turn) talk.Answer {
	t.Session.Misses++
	if t.Session.Misses >= 3 {
		t.Session.Misses = 0
		return lost
	}
	return unclear
}
