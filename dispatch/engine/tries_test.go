package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/ivr"
	"hotline/store"
)

// outcomes are what came of the calls of ours, in their order.
func (w *world) outcomes() (all []string) {
	w.t.Helper()
	w.read(func(v *store.View) error {
		for c, err := range v.ListCalls(time.Time{}) {
			if err != nil {
				return err
			}
			if c.Dial != 0 {
				all = append(all, c.Outcome)
			}
		}
		return nil
	})
	return all
}

// status has the carrier say how the last call to a phone ended.
func (w *world) status(phone, status string) {
	w.t.Helper()
	d := w.dials[phone]
	s := engine.CallStatus{SID: d.SID, Dial: d.ID, Status: status}
	for range 2 { // the carrier says it twice
		if err := w.engine.CallStatus(w.t.Context(), s); err != nil {
			w.t.Fatal(err)
		}
	}
	w.settle()
}

// Every try is among the calls: also those that nobody answered.
func TestTriesAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.got(helper(1))
	w.status(pearl, "busy")
	w.advance(5 * time.Minute)
	w.status(pearl, "no-answer")
	w.advance(2 * time.Hour)
	c := w.picksUp(pearl, true)
	c.hangsUp()
	w.settle()
	wantSlice(t, w.outcomes(), "busy", "no_answer", "machine")
	w.read(func(v *store.View) error {
		calls, err := v.CallsOf(r)
		tries := 0
		for _, c := range calls {
			if c.Dial != 0 && c.Contact == w.contact(pearl).ID && !c.EndedAt.IsZero() && !c.EndedAt.Before(c.StartedAt) {
				tries++
			}
		}
		if tries != 3 {
			t.Errorf("%d tries about the request: %+v", tries, calls)
		}
		return err
	})
	if got := w.requestByID(r); got.Attention != dispatch.NotHeard {
		t.Errorf("attention %q", got.Attention)
	}
}

// The carrier never says how a call ended: it is listed, and tried again.
func TestALostStatusIsATry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	w.advance(59 * time.Minute)
	w.text(helper(1), "DROP") // is ordered while it seems to ring
	w.text(helper(1), "YES")
	w.rang(pearl)
	w.advance(31 * time.Minute)
	w.rang(pearl, talk.CallNews)
	wantSlice(t, w.outcomes(), "no_answer")
}

// A wrong key is no sign that the news was heard.
func TestAWrongKeyHearsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	c := w.picksUp(pearl, false)
	c.presses("2")
	c.hangsUp()
	w.settle()
	wantSlice(t, w.outcomes(), "hung_up")
	w.advance(30 * time.Minute)
	w.rang(pearl, talk.CallNews)
	c = w.picksUp(pearl, false)
	for !c.over {
		c.saysNothing()
	}
	w.settle()
	wantSlice(t, w.outcomes(), "hung_up", "no_key")
	w.advance(2 * time.Hour)
	w.rang(pearl, talk.CallNews)
	c = w.picksUp(pearl, false)
	c.presses("1")
	c.hangsUp()
	w.advance(time.Minute) // their last words may still come
	wantSlice(t, w.outcomes(), "hung_up", "no_key", "told")
	w.advance(4 * time.Hour) // before anybody is asked how it went
	w.rang(pearl)
}

// A turn that comes after the end was told is answered, and begins nothing.
func TestATurnAfterTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	w.status(pearl, "completed")
	d := w.dials[pearl]
	a, err := w.engine.Call(t.Context(), engine.CallEvent{SID: d.SID, From: ourNumber, To: pearl, Dial: d.ID, Heard: talk.Heard{Kind: talk.Answered}})
	if err != nil || a.Listen.For != ivr.HangUp {
		t.Errorf("%+v, %v", a, err)
	}
	wantSlice(t, w.outcomes(), "hung_up")
}

func wantSlice(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}
