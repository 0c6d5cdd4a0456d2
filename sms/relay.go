package sms

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// counterpart is the pairing a text belongs to while relay lives: the one with the latest word. nil: none.
func counterpart(t *talk.Turn) *talk.Request {
	var latest *talk.Request
	for _, side := range [][]talk.Request{t.Person.Asked, t.Person.Past, t.Person.Jobs} {
		for i := range side {
			r := &side[i]
			if paired(t, r) && (latest == nil || r.EventAt.After(latest.EventAt)) {
				latest = r
			}
		}
	}
	return latest
}

// paired says whether texts about a request are passed on: somebody has it, or had it until 24 hours ago. Who asked
// privately has not been told by text who comes.
func paired(t *talk.Turn, r *talk.Request) bool {
	if r.Private && !isJob(t, r) {
		return false
	}
	return r.Holder != 0 && (r.Status.Taken() || t.At.Before(r.RelayUntil))
}

func isJob(t *talk.Turn, r *talk.Request) bool { return r.Holder == t.Person.Contact }

// relay passes a text on to the other side, silently. A holder who says no, can't or sorry is asked whether to hand
// the job back; a need outside the job is passed on and asked about.
func relay(t *talk.Turn) bool {
	r := counterpart(t)
	if r == nil || len(t.Text.Tokens) == 0 || !r.Status.Taken() && asksAnew(t) {
		return false
	}
	if isJob(t, r) && r.Status.Taken() && (yesNo(t) == lexicon.No || t.Lexicon.Sorry(t.Text, t.Language)) {
		t.Push(talk.Question{State: handBack, Request: r.ID})
		return true
	}
	if !isJob(t, r) && r.Status == dispatch.DoneReported && startsWithNo(t) {
		t.Do(talk.Dispute{Request: r.ID})
		t.Say(msg.Kept, "Promise", promise(t))
		return true
	}
	relayTo(t, r, t.Text.Raw)
	if d, ok := otherNeed(t, r); ok && !r.Frozen {
		t.Push(talk.Question{State: newNeed, Draft: d})
	}
	return true
}

// startsWithNo says whether a text is a no, or begins with one: "no he never came".
func startsWithNo(t *talk.Turn) bool {
	return t.Lexicon.YesNo(lexicon.Parse(t.Text.Tokens[0].Fold), t.Language) == lexicon.No || yesNo(t) == lexicon.No
}

// asksAnew says whether a text asks for something: once a job is done, that is for the line, not for the one who helped.
func asksAnew(t *talk.Turn) bool { return len(t.Lexicon.Needs(t.Text, t.Language)) > 0 }

func relayTo(t *talk.Turn, r *talk.Request, words string) {
	switch {
	case r.Frozen:
		sayFrozen(t)
	case isJob(t, r) && r.Status.Taken() && !r.ResidentTexts && r.ResidentCalls:
		t.Say(msg.RelayByCall)
	case isJob(t, r) && !r.ResidentTexts:
		t.Do(talk.Keep{Reason: "not_relayed"})
		t.Say(msg.RelayFailed, "Name", msg.T(msg.YourNeighbor), "Promise", promise(t))
	case !isJob(t, r) && !r.HolderTexts:
		t.Do(talk.Keep{Reason: "not_relayed"})
		t.Say(msg.RelayFailed, "Name", holderName(r), "Promise", promise(t))
	default:
		t.Do(talk.Relay{Request: r.ID, Words: words})
	}
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

func tellPlace(t *talk.Turn) {
	r := find(t.Person.Asked, t.Left().Request)
	t.Do(talk.SetPlace{Request: r.ID, Words: t.Text.Raw})
	if !r.HolderTexts { // no call reads it out: a person passes it on
		t.Say(msg.RelayFailed, "Name", holderName(r), "Promise", promise(t))
		return
	}
	t.Say(msg.ToldPlace, "Name", holderName(r))
}

// relayLeft passes a question on and keeps waiting for the place.
func relayLeft(t *talk.Turn) {
	q := t.Left()
	relayTo(t, find(t.Person.Asked, q.Request), t.Text.Raw) // over keeps the question only while the request is there
	t.Quietly(q)
}
