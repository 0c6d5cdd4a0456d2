package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/store"
)

// within says whether nothing of a list of moments is more than a rate allows.
func within(rate dispatch.Rate, at []time.Time) bool {
	for _, limit := range rate {
		for i := limit.Most; i < len(at); i++ {
			if at[i].Sub(at[i-limit.Most]) < limit.In {
				return false
			}
		}
	}
	return true
}

// eager is a network that asks as often as the rules let it: only the rates are left to hold it back.
func eager(n *dispatch.Network) {
	n.Rules.AskAgainAfter, n.Rules.DailyLimit, n.Rules.WeeklyLimit, n.Rules.OpenJobs = time.Second, 1000, 1000, 50
	n.Rules.StandDownWindow = 0
}

// Whoever asks for whatever, whenever, and whatever is answered: no volunteer gets more offers, check-ins and the like
// than the rate allows, what is still worth sending leaves as soon as it may, and answers and news wait for nothing.
func TestNobodyGetsTooMuch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, eager)
		defer func() { _ = w.db.Close() }()
		unasked := map[string][]time.Time{}
		w.carrier = func(o engine.Outgoing) engine.Outcome {
			kind, _, _ := strings.Cut(w.kinded(o.Message, ""), "]")
			switch kind {
			case "[offer", "[check_in", "[check_came", "[still_with_us":
				unasked[o.To] = append(unasked[o.To], w.clock.Now())
			}
			return engine.Outcome{Kind: engine.Sent, SID: newSID("SO"), Status: "queued"}
		}
		w.helpers(1, nil)
		needs := []string{"FOOD 11211", "RIDE 11211", "BABY 11206 today", "MEDICINE 11211"}
		for range rapid.IntRange(3, 14).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0, 1, 2:
				wantsIn(t, w.text(newPhone(w), rapid.SampledFrom(needs).Draw(rt, "need")), "opened")
			case 3:
				if w.text(helper(1), "NO") == "" {
					rt.Error("a no is not answered at once")
				}
			case 4:
				w.text(helper(1), "YES")
			default:
				w.advance(time.Duration(rapid.IntRange(1, 40).Draw(rt, "minutes")) * time.Minute)
			}
		}
		w.advance(time.Hour)
		for phone, at := range unasked {
			if !within(dispatch.TextRate(), at) {
				rt.Errorf("%s gets texts at %v", phone, at)
			}
		}
	})
}

// newPhone is the phone of somebody the line has never heard of.
func newPhone(w *world) string {
	w.strangers++
	return "+1917555" + string(rune('0'+w.strangers/1000%10)) + string(rune('0'+w.strangers/100%10)) +
		string(rune('0'+w.strangers/10%10)) + string(rune('0'+w.strangers%10))
}

// What waits leaves at the earliest moment, in order, and what has run out meanwhile does not.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, eager)
	w.helpers(1, nil)
	began := w.clock.Now()
	w.text(newPhone(w), "FOOD 11211")
	w.wants(helper(1), "offer groceries")
	w.text(newPhone(w), "RIDE 11211")
	w.text(newPhone(w), "BABY 11211")
	w.wants(helper(1))
	wantsIn(t, w.text(helper(1), "STATUS"), "status_offer") // an answer waits for nothing
	w.advance(59 * time.Second)
	w.wants(helper(1))
	w.advance(time.Second)
	w.wants(helper(1), "offer a ride")
	w.advance(time.Minute)
	w.wants(helper(1), "offer baby things")
	for _, need := range []string{"FOOD", "RIDE", "MEDICINE"} {
		w.text(newPhone(w), need+" 11206")
	}
	w.advance(3 * time.Minute)
	w.wants(helper(1), "offer groceries", "offer a ride") // five in a quarter of an hour
	w.advance(began.Add(15 * time.Minute).Sub(w.clock.Now()))
	w.wants(helper(1))
	w.advance(time.Minute)
	w.wants(helper(1), "offer a pharmacy pickup")
}

// Calls wait as texts do; the call that somebody asked for does not.
func TestCallsAreHeldBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, eager)
	w.helpers(1, nil)
	w.write(func(tx *store.Tx) error {
		p, err := tx.PersonByPhone(helper(1))
		if err != nil {
			return err
		}
		return tx.SetReach(p.Contact.ID, "landline", true)
	})
	var rang []time.Time
	ring := func() {
		for _, purpose := range w.rings[helper(1)] {
			if purpose == string(talk.CallOffer) {
				rang = append(rang, w.clock.Now())
			}
		}
		delete(w.rings, helper(1))
	}
	notAnswered := func() {
		d := w.dials[helper(1)]
		if err := w.engine.CallStatus(t.Context(), engine.CallStatus{SID: d.SID, Dial: d.ID, Status: "no-answer"}); err != nil {
			t.Fatal(err)
		}
		w.settle()
	}
	for range 8 {
		w.text(newPhone(w), "FOOD 11211")
		ring()
		notAnswered()
		w.jump(10 * time.Second)
	}
	for range 30 {
		w.jump(time.Minute)
		ring()
		notAnswered()
	}
	if len(rang) < 3 || !within(dispatch.CallRate(), rang) {
		t.Errorf("rang at %v", rang)
	}
	if !slices.IsSortedFunc(rang, time.Time.Compare) {
		t.Errorf("rang at %v", rang)
	}
}
