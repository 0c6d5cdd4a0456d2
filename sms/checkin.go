package sms

import (
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

const (
	stillOnIt talk.Answer = "still"
	cantDoIt  talk.Answer = "cant"
)

// CheckInQuestion is the question how it went, asked of who has a job, or (ofResident) of who waits for it. It becomes
// the session's current one; its words are sent by themselves.
func CheckInQuestion(s talk.Session, r dispatch.Request, ofResident bool, at time.Time) talk.Session {
	state := checkIn
	if ofResident {
		state = checkCame
	}
	return opened(s, talk.Question{State: state, Request: r.ID, Holder: r.Holder, At: at})
}

// readCheckIn reads 1 done, 2 still on it, 3 can't. A no is asked back about, as always.
func readCheckIn(t *talk.Turn) talk.Answer {
	n, ok := t.Lexicon.Number(t.Text)
	switch {
	case ok && n == 1, !ok && !onlyEmoji(t) && yesNo(t) == lexicon.Yes:
		return yes
	case ok && n == 2:
		return stillOnIt
	case ok && n == 3:
		return cantDoIt
	}
	return talk.NotMine
}

// readCame reads 1 yes, 2 no, also with words behind it: "no he never came".
func readCame(t *talk.Turn) talk.Answer {
	if a := readTwo(t); a != talk.NotMine {
		return a
	}
	if startsWithNo(t, t.Text) {
		return no
	}
	return talk.NotMine
}

func checkedDone(t *talk.Turn) {
	t.Do(talk.JobDone{Request: t.Left().Request, CheckIn: true})
	t.Say(msg.JobDone, "Name", t.Person.Name)
}

func checkedOn(t *talk.Turn) {
	t.Do(talk.StillOnIt{Request: t.Left().Request})
	t.Say(msg.StillYours)
}

func checkedOff(t *talk.Turn) {
	t.Do(talk.HandBack{Request: t.Left().Request, NoShow: true})
	t.Say(msg.GaveBack)
}

func gotIt(t *talk.Turn) {
	nowhereToCome(t)
	t.Do(talk.Came{Request: t.Left().Request, Yes: true})
	t.Say(msg.DoneNoted)
}

// gotNothing is answered by the engine: what happens now depends on what the other side has said.
func gotNothing(t *talk.Turn) {
	nowhereToCome(t)
	t.Do(talk.Came{Request: t.Left().Request})
}

// nowhereToCome forgets the question where to come: nobody does any more.
func nowhereToCome(t *talk.Turn) {
	over := talk.OneOf(t.Person.Asked, t.Left().Request)
	t.Forget(func(q talk.Question) bool {
		return q.State == place && slices.ContainsFunc(over, func(r *talk.Request) bool { return r.ID == q.Request })
	})
}
