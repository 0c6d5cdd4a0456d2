package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
)

// standDown is the text that tells a volunteer that job B is covered.
const standDown = "stand_down B"

// Whoever has answered gets no stand-down: one that waits is dropped. Who has not answered gets theirs.
func TestNoStandDownAfterAnAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ ends, says, told string }{
		"yes to a taken job":      {helper(1), "yes", "too_late"},
		"letter to a taken job":   {helper(1), "YES B", "too_late"},
		"no to a taken job":       {helper(1), "NO B", "declined"},
		"bare no to a taken job":  {helper(1), "no", "declined"},
		"yes to a job that ended": {rosa, "yes", "job_closed"},
		"no to a job that ended":  {rosa, "no b", "declined"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.helpers(3, nil)
			w.text(rosa, "FOOD 11211")
			w.asked()
			end := "yes"
			if c.ends == rosa {
				end = "DONE"
			}
			w.only(c.ends, end)
			wantsIn(t, w.only(helper(2), c.says), c.told) // its stand-down waits still
			w.settle()
			w.wants(helper(2))
			w.wants(helper(3), standDown)
		})
	}
}

// Who had the job is told that it is taken off them, and not as well that nobody is needed for it, however long ago
// they were asked. The others were told when it was given the first time.
func TestAJobTakenOffItsHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.LiveOffers = 3 })
	w.helpers(4, nil)
	w.text(rosa, "FOOD 11211 today")
	w.advance(16 * time.Minute) // today is a quarter of an hour for an answer
	w.asked()
	code := w.request(rosa).Code
	for _, phone := range []string{helper(1), helper(2)} {
		if err := w.engine.Assign(t.Context(), code, phone, "Dora"); err != nil {
			t.Fatal(err)
		}
		w.settle()
	}
	w.wants(helper(1), "assigned", "job_taken")
	w.wants(helper(2), standDown, "assigned")
	w.wants(helper(3), standDown)
}

// A stand-down that the carrier would not take at once is looked at again before it is tried again.
func TestAStandDownThatWaitsIsDropped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	w.only(helper(1), "yes")
	for _, o := range w.claim() {
		if o.To == helper(2) {
			wantsIn(t, w.kinded(o.Message, o.Body), standDown)
			w.only(helper(2), "yes")
		}
		w.record(o, engine.Outcome{Kind: engine.Retry, RetryAfter: time.Minute})
	}
	w.advance(2 * time.Minute)
	w.wants(helper(2))
	w.wants(rosa, "accepted Helper1")
}

// An offer that was on its way when the resident was done is followed by a stand-down, unless it has been answered.
func TestAnOfferThatCrossedTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.only(rosa, "FOOD 11211")
	out := w.claim()
	w.only(rosa, "DONE")
	wantsIn(t, w.only(out[0].To, "NO B"), "declined")
	for _, o := range out {
		w.record(o, engine.Outcome{Kind: engine.Sent})
	}
	w.settle()
	w.wants(out[0].To)
	w.wants(out[1].To, standDown)
}

// A hundred say yes while a slow line sends one text for each: nobody is told once more after the answer.
func TestAHundredYesOnASlowLine(t *testing.T) {
	t.Parallel()
	const people = 100
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.LiveOffers = people })
	w.helpers(people, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	before := map[string]int{}
	for n := people; n > 0; n-- {
		before[helper(n)] = len(w.heard[helper(n)])
		w.only(helper(n), "yes")
		if out, _, err := w.engine.Claim(t.Context(), 1); err != nil || len(out) > 1 {
			t.Fatal(out, err)
		} else if len(out) == 1 {
			w.heard[out[0].To] = append(w.heard[out[0].To], out[0].Body)
			w.record(out[0], engine.Outcome{Kind: engine.Sent})
		}
	}
	w.settle()
	for phone, n := range before {
		if texts := w.got(phone); len(texts) != n {
			t.Errorf("%s was told again: %q", phone, texts)
		}
	}
}
