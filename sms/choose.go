package sms

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// choose does what an option stands for; what has gone meanwhile is said to be over.
func choose(t *talk.Turn, o talk.Option) {
	switch o.Do {
	case "request_done":
		closeOwn(t, o.Request)
	case "call":
		callAbout(t, o.Request)
	case "job_done", "drop", onWay, isLate:
		chooseJob(t, o)
	case "swap":
		swapOne(t, o.Request)
	case "weekly", "not_weekly":
		setWeekly(t, o)
	case "relay":
		if r := findPaired(t, o.Request); r != nil {
			relayTo(t, r, o.Words)
		} else {
			t.Say(msg.NothingOpen)
		}
	case reportIt:
		if r := findPaired(t, o.Request); r != nil {
			reportOne(t, r, o.Words)
		} else {
			t.Say(msg.NothingOpen)
		}
	case toOne:
		if r := findPaired(t, o.Request); r != nil {
			passTo(t, r, o.Words)
		} else {
			t.Say(msg.NothingOpen)
		}
	case "yes", "no":
		chooseOffer(t, o)
	case "answer": // the question under this one; unless it may lapse, it is asked again in any case
		if n, ok := t.Node(); !ok {
			t.Say(msg.NothingOpen)
		} else if n.Lapses {
			t.Ask()
		}
	}
}

func chooseJob(t *talk.Turn, o talk.Option) {
	j := find(t.Person.Jobs, o.Request)
	switch {
	case j == nil || !j.Status.Taken():
		t.Say(msg.NoJob)
	case o.Do == "drop":
		giveBack(t, j.ID)
	case o.Do == onWay, o.Do == isLate:
		tellComing(t, j, o)
	default:
		t.Do(talk.JobDone{Request: j.ID, CheckIn: answersCheckIn(t, j.ID)})
		t.Say(msg.JobDone, "Name", t.Person.Name)
	}
}

// answersCheckIn says whether somebody was just asked how a job goes: DONE is the answer, and the question over.
func answersCheckIn(t *talk.Turn, job dispatch.ID) (asked bool) {
	t.Forget(func(q talk.Question) bool {
		answered := q.State == checkIn && q.Request == job
		asked = asked || answered
		return answered
	})
	return asked
}

func chooseOffer(t *talk.Turn, o talk.Option) {
	offer := offerByID(t, o.Offer)
	switch {
	case offer == nil:
		t.Say(msg.NotYours)
	case o.Do == "yes":
		take(t, offer, o.Words)
	default:
		decline(t, offer, o.Words)
	}
}

// choices are the lines of a numbered question.
func choices(t *talk.Turn, q talk.Question) msg.Choices {
	var c msg.Choices
	for _, o := range q.Options {
		c = append(c, choice(t, q, o))
	}
	switch q.State {
	case joinWhat:
		for n := 1; n <= 4; n++ {
			if cat, ok := t.Network.ByNumber(n); ok {
				c = append(c, msg.Need{Category: cat.Code})
			}
		}
	case joinTongues:
		for _, l := range t.Network.Languages {
			c = append(c, msg.Language(l))
		}
	}
	return c
}

func choice(t *talk.Turn, q talk.Question, o talk.Option) any {
	if r := findPaired(t, o.Request); r != nil && (o.Do == toOne || o.Do == reportIt) {
		return msg.T(msg.ChoicePerson, "Name", otherName(t, r), "Need", need(r))
	}
	if r := find(t.Person.Asked, o.Request); r != nil && r.Category != "" {
		if o.Do == "swap" && r.Several() {
			return msg.T(msg.ChoiceHelper, "Name", holderName(r), "Need", need(r))
		}
		return whichNeed(t, q, r, msg.ChoiceRequest, msg.ChoiceRequestNear)
	}
	if j := find(t.Person.Jobs, o.Request); j != nil {
		return whichNeed(t, q, j, msg.ChoiceJob, msg.ChoiceJobNear)
	}
	if r := findPaired(t, o.Request); r != nil { // closed today
		return msg.T(msg.ChoiceRequest, "Need", need(r))
	}
	if f := offerByID(t, o.Offer); f != nil {
		key := msg.ChoiceYes
		if o.Do == "no" {
			key = msg.ChoiceNo
		}
		return msg.T(key, "Letter", f.Letter, "Need", jobNeed(f))
	}
	return msg.T(msg.ChoiceAnswer)
}

// whichNeed is a request as one of several: where it is, too, if two of them are for the same.
func whichNeed(t *talk.Turn, q talk.Question, r *talk.Request, plain, where msg.Key) msg.Text {
	for _, o := range q.Options {
		for _, side := range [...][]talk.Request{t.Person.Asked, t.Person.Jobs} {
			if other := find(side, o.Request); other != nil && other.ID != r.ID && other.Category == r.Category && near(r.Place) != "" {
				return msg.T(where, "Need", need(r), "Place", near(r.Place))
			}
		}
	}
	return msg.T(plain, "Need", need(r))
}

func readWhich(t *talk.Turn) talk.Answer {
	n, ok := t.Lexicon.Number(t.Text)
	if !ok || n < 1 || n > len(t.Question().Options) {
		return talk.NotMine
	}
	return chosen
}

func doChosen(t *talk.Turn) {
	n, _ := t.Lexicon.Number(t.Text)
	choose(t, t.Left().Options[n-1])
}
