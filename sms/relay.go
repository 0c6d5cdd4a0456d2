package sms

import (
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// relay passes a text on to the other side of a job, silently.
func relay(t *talk.Turn) bool {
	all := counterparts(t)
	if len(all) == 0 || len(t.Text.Tokens) == 0 {
		return false
	}
	taken := func(r *talk.Request) bool { return r.Status.Taken() }
	switch to, words := addressee(t, all); {
	case to != nil && (taken(to) || !asksAnew(t)):
		passTo(t, to, words)
	case to == nil && (slices.ContainsFunc(all, taken) || !asksAnew(t)):
		askWhom(t, all, words)
	default:
		return false
	}
	return true
}

// passTo passes words on about a request. A holder who says no, can't or sorry is asked whether to hand the job back; a
// need outside the job is passed on and asked about.
func passTo(t *talk.Turn, r *talk.Request, words string) {
	text := lexicon.Parse(words)
	says := t.Lexicon.YesNo(text, t.Language)
	switch {
	case sayPhrase(t, r, text):
		return
	case isJob(t, r) && r.Status.Taken() && (says == lexicon.No || t.Lexicon.Sorry(text, t.Language)):
		t.Push(talk.Question{State: handBack, Request: r.ID})
		return
	case !isJob(t, r) && r.Status == dispatch.DoneReported && startsWithNo(t, text):
		t.Do(talk.Dispute{Request: r.ID})
		t.Say(msg.Kept, "Promise", promise(t))
		return
	}
	relayTo(t, r, words)
	if d, ok := otherNeed(t, r); ok && !r.Frozen {
		t.Push(talk.Question{State: newNeed, Draft: d})
	}
}

// startsWithNo says whether a text is a no, or begins with one: "no he never came".
func startsWithNo(t *talk.Turn, text lexicon.Text) bool {
	return len(text.Tokens) > 0 && (t.Lexicon.YesNo(lexicon.Parse(text.Tokens[0].Fold), t.Language) == lexicon.No ||
		t.Lexicon.YesNo(text, t.Language) == lexicon.No)
}

// asksAnew says whether a text asks for something: once a job is done, that is for the line, not for the one who helped.
func asksAnew(t *talk.Turn) bool { return len(t.Lexicon.Needs(t.Text, t.Language)) > 0 }

// relayTo passes words on as they are; the engine says so if they reach nobody.
func relayTo(t *talk.Turn, r *talk.Request, words string) {
	if r.Frozen {
		sayFrozen(t)
		return
	}
	t.Do(talk.Relay{Request: r.ID, Words: words})
}

// otherNeed finds a need in a relayed text that is not the job's own. From the volunteer only a text that leads
// with it counts: "I have the bread" is news, not a need.
func otherNeed(t *talk.Turn, r *talk.Request) (talk.Draft, bool) {
	d := talk.Draft{}
	if isJob(t, r) && !t.Lexicon.LeadsWithNeed(t.Text, t.Language) {
		return d, false
	}
	gather(t, &d)
	fresh := d.Needs[:0]
	for _, n := range d.Needs {
		if n.Category != r.Category {
			fresh = append(fresh, n)
		}
	}
	d.Needs, d.Confirmed = fresh, false
	return d, len(fresh) > 0
}

func giveBack(t *talk.Turn, request dispatch.ID) {
	t.Do(talk.HandBack{Request: request})
	t.Say(msg.GaveBack)
}

// Place: where to come, after the yes.

// readPlace takes nearly everything as the place: the volunteer gets the words either way. A question goes to the
// volunteer and the place is still awaited.
func readPlace(t *talk.Turn) talk.Answer {
	switch {
	case t.Lexicon.Thanks(t.Text, t.Language), len(t.Text.Tokens) == 0:
		return talk.NotMine
	case saysOneOrYes(t):
		return unclear
	case t.Lexicon.Question(t.Text, t.Language) && !hasDigit(t.Text.Raw):
		return other
	}
	return told
}

// saysOneOrYes says whether a text answers some other question of ours: it is no place to come to.
func saysOneOrYes(t *talk.Turn) bool {
	n, ok := t.Lexicon.Number(t.Text)
	return ok && n < 10 || yesNo(t) == lexicon.Yes
}

// placeFor are the places of the request in question whose holders wait to hear where to come.
func placeFor(t *talk.Turn, q talk.Question) (wait talk.One) {
	for _, r := range talk.OneOf(t.Person.Asked, q.Request).Taken() {
		if !r.PlaceTold && !r.Frozen {
			wait = append(wait, r)
		}
	}
	return wait
}

func tellPlace(t *talk.Turn) {
	wait := placeFor(t, t.Left())
	t.Do(talk.SetPlace{Request: wait[0].ID, Words: t.Text.Raw})
	told := slices.DeleteFunc(wait, func(r *talk.Request) bool { return !r.HolderTexts }) // of others the engine says how it is passed on
	switch len(told) {
	case 0:
	case 1:
		t.Say(msg.ToldPlace, "Name", holderName(told[0]))
	default:
		t.Say(msg.ToldPlaceAll, "Names", names(told))
	}
}

// relayLeft passes a question on and keeps waiting for the place.
func relayLeft(t *talk.Turn) {
	q := t.Left()
	relayTo(t, placeFor(t, q)[0], t.Text.Raw) // over keeps the question only while somebody waits for the answer
	t.Quietly(q)
}
