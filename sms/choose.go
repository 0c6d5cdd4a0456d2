package sms

import (
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// choose does what an option stands for.
func choose(t *talk.Turn, o talk.Option) {
	offer := offerByID(t, o.Offer)
	switch o.Do {
	case "job_done":
		t.Do(talk.JobDone{Request: o.Request})
		t.Say(msg.JobDone, "Name", t.Person.Name)
	case "request_done":
		closeOwn(t, o.Request)
	case "drop":
		giveBack(t, o.Request)
	case "relay":
		relayTo(t, find(append(t.Person.Jobs, t.Person.Asked...), o.Request), o.Words)
	case "yes":
		if offer != nil {
			take(t, offer, o.Words)
		}
	case "no":
		if offer != nil {
			decline(t, offer, o.Words)
		}
	case "answer": // the question under this one
		t.Ask()
	}
}

// choices are the lines of a numbered question.
func choices(t *talk.Turn, q talk.Question) msg.Choices {
	var c msg.Choices
	for _, o := range q.Options {
		c = append(c, choice(t, o))
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

func choice(t *talk.Turn, o talk.Option) any {
	if r := find(t.Person.Asked, o.Request); r != nil {
		return msg.T(msg.ChoiceRequest, "Need", need(r))
	}
	if j := find(t.Person.Jobs, o.Request); j != nil {
		return msg.T(msg.ChoiceJob, "Need", need(j))
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
