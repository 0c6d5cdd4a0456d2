package sms

import (
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// status says where everything stands: requests, jobs, live offers. A private request is not named.
func status(t *talk.Turn, _ lexicon.Command) bool {
	if privateCase(t) != nil {
		t.Say(msg.PrivateStatus, "Promise", promiseToRead(t))
	} else {
		for _, one := range talk.Ones(t.Person.Asked) {
			sayOne(t, one)
		}
	}
	for _, j := range t.Person.Jobs {
		if j.Status.Taken() {
			t.Say(msg.StatusJob, "Need", need(&j), "Place", near(j.Place), "When", when(j.Request))
		}
	}
	for _, o := range liveOffers(t) {
		sayOffer(t, o)
	}
	if !t.Said() {
		t.Say(msg.NothingOpen)
	}
	return true
}

// sayOne says how a request stands; of one for several volunteers who comes, and how many are still asked for.
func sayOne(t *talk.Turn, one talk.One) {
	taken := one.Taken()
	frozen := slices.ContainsFunc(taken, func(r *talk.Request) bool { return r.Frozen })
	switch {
	case !one[0].Several() || len(taken) == 0:
		sayRequest(t, one.Foremost())
		return
	case frozen:
		t.Say(msg.StatusPerson, "Need", timed(need(one[0]), one[0].DueAt), "Who", whoAnswers(t))
		return
	}
	missing := 0
	for _, r := range one {
		if r.Status.Waiting() {
			missing++
		}
	}
	what := timed(msg.Need{Category: taken[0].Category, People: taken[0].People}, taken[0].DueAt)
	if missing == 0 {
		t.Say(msg.StatusAll, "Need", what, "Names", names(taken), "Count", len(taken))
		return
	}
	t.Say(msg.StatusSome, "Need", what, "Names", names(taken), "Count", missing)
}

// names are the first names of who has these places.
func names(taken talk.One) msg.List {
	var list msg.List
	for _, r := range taken {
		list = append(list, holderName(r))
	}
	return list
}

func sayRequest(t *talk.Turn, r *talk.Request) {
	switch {
	case r.Category == "" && r.Attention == "": // they were asked what they need, and that is all there is
	case r.Category == "":
		t.Say(msg.Kept, "Promise", promise(t))
	case r.Draft && r.Attention == "":
		t.Ask()
	case r.Status.Taken() && r.Frozen: // nothing is passed on between the two
		t.Say(msg.StatusPerson, "Need", timed(need(r), r.DueAt), "Who", whoAnswers(t))
	case r.Status.Taken():
		t.Say(msg.StatusHas, "Need", timed(need(r), r.DueAt), "Name", holderName(r))
	case r.Status == dispatch.DoneReported:
		t.Say(msg.StatusDone, "Need", need(r), "Name", holderName(r))
	case r.Attention != "":
		t.Say(msg.StatusPerson, "Need", timed(need(r), r.DueAt), "Who", whoAnswers(t))
	case t.Person.Quiet && r.Asks == 0:
		t.Say(msg.StatusNight, "Need", timed(need(r), r.DueAt), "Time", msg.Moment(t.Person.AskFrom))
	case r.Asks == 0:
		t.Say(msg.StatusSoon, "Need", timed(need(r), r.DueAt))
		sayWait(t, r.Request, false)
	default:
		t.Say(msg.StatusAsking, "Need", timed(need(r), r.DueAt), "Count", r.Asks)
		sayWait(t, r.Request, false)
	}
}

// sayWait says how long asks like this took lately, if anybody knows. Spare: only where it costs nothing.
func sayWait(t *talk.Turn, r dispatch.Request, spare bool) {
	if t.Wait == nil {
		return
	}
	if w, ok := t.Wait(r); ok {
		text := talk.WaitText(w)
		text.Spare = spare
		t.Do(talk.Say{Text: text})
	}
}

func sayOffer(t *talk.Turn, o *talk.Offer) {
	t.Say(msg.StatusOffer, "Letter", o.Letter, "Need", jobNeed(o), "Place", near(o.Job.Place), "When", when(o.Job))
}
