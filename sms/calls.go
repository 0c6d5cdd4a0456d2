package sms

import (
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// callMe has the line phone this person at once. What they are told is the engine's, which knows how often it has.
func callMe(t *talk.Turn, _ lexicon.Command) bool {
	t.Do(talk.PhoneBack{Purpose: talk.CallBack})
	return true
}

// call has the line phone one side of a job, say what the other has said, and connect the two if they want it.
func call(t *talk.Turn, _ lexicon.Command) bool {
	var fits []talk.Option
	for _, r := range pairings(t) {
		fits = append(fits, talk.Option{Do: "call", Request: r.ID})
	}
	return oneOf(t, fits, msg.NoJob)
}

func callAbout(t *talk.Turn, id dispatch.ID) {
	r := findPaired(t, id)
	switch {
	case r == nil:
		t.Say(msg.NoJob)
	case r.Frozen:
		sayFrozen(t)
	case !isJob(t, r):
		t.Do(talk.PhoneBack{Purpose: talk.CallNews, Request: id})
	case !r.ResidentCalls && len(r.Recordings) == 0:
		t.Say(msg.TakesNoCalls)
	default:
		t.Do(talk.PhoneBack{Purpose: talk.CallJob, Request: id})
	}
}

func noCalls(t *talk.Turn, _ lexicon.Command) bool {
	t.Do(talk.StopCalls{})
	t.Say(msg.NoCallsNow)
	return true
}

// swap ends a pairing, from either side, and no reason is asked. Who has a private case knows of none by text.
func swap(t *talk.Turn, _ lexicon.Command) bool {
	var fits []talk.Option
	for _, side := range [][]talk.Request{t.Person.Asked, t.Person.Jobs} {
		for i := range side {
			if r := &side[i]; r.Status.Taken() && paired(t, r) {
				fits = append(fits, talk.Option{Do: "swap", Request: r.ID})
			}
		}
	}
	if len(fits) > 0 {
		return oneOf(t, fits, msg.NothingOpen)
	}
	if c := counterpart(t); c != nil { // of a job that is over
		t.Do(talk.Swap{Request: c.ID})
		t.Say(msg.SwapNoted)
		return true
	}
	return status(t, lexicon.Command{})
}

func swapOne(t *talk.Turn, id dispatch.ID) {
	if r := find(t.Person.Jobs, id); r != nil && r.Status.Taken() && !r.Frozen {
		t.Do(talk.Swap{Request: id})
		t.Say(msg.SwappedJob)
		return
	}
	r := find(t.Person.Asked, id)
	switch {
	case r == nil || !r.Status.Taken() && !r.Frozen:
		t.Say(msg.NothingOpen)
	case r.Frozen: // a person decides what becomes of the two
		sayFrozen(t)
	default:
		t.Do(talk.Swap{Request: id})
		t.Say(msg.Swapped, "Name", holderName(r))
	}
}

func sayFrozen(t *talk.Turn) {
	t.Do(talk.Keep{Reason: "frozen"})
	t.Say(msg.RelayFrozen, "Promise", promise(t))
}

// forget erases what is kept of this person, once they have said so twice: it cannot be undone.
func forget(t *talk.Turn, _ lexicon.Command) bool {
	if !leftToAPerson(t) {
		t.Interrupt(talk.Question{State: forgetMe})
	}
	return true
}

func forgetAll(t *talk.Turn) {
	if leftToAPerson(t) {
		return
	}
	t.Session.Open = nil
	t.Do(talk.Forget{})
	t.Say(msg.Forgotten)
}

// leftToAPerson has a person look before anything is erased of who has a private case, and may not be the one who holds
// the phone, or is part of one that was reported.
func leftToAPerson(t *talk.Turn) bool {
	if privateCase(t) != nil {
		t.Do(talk.Keep{Reason: "forget"})
		t.Say(msg.PrivateDone, "Promise", promiseToRead(t))
		return true
	}
	frozen := func(r talk.Request) bool { return r.Frozen }
	if !slices.ContainsFunc(t.Person.Asked, frozen) && !slices.ContainsFunc(t.Person.Jobs, frozen) {
		return false
	}
	t.Do(talk.Keep{Reason: "forget"})
	t.Say(msg.Kept, "Promise", promise(t))
	return true
}
