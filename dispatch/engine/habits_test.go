package engine_test

import (
	"fmt"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

// habit is what the line has learned of the nth helper.
func (w *world) habit(n int) (h dispatch.Habit) {
	w.t.Helper()
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(helper(n))
		if err == nil {
			h = p.Volunteer.Habit
		}
		return err
	})
	return h
}

// What becomes of an offer says something of its volunteer: a yes, a no, silence; a text that never arrived does not.
func TestHabitsAreLearned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(5, nil)
	w.carrier = func(o engine.Outgoing) engine.Outcome {
		if o.To == helper(5) {
			return engine.Outcome{Kind: engine.Filtered, Code: 30007}
		}
		return engine.Outcome{Kind: engine.Sent, SID: fmt.Sprint("SO", o.ID)}
	}
	w.text(rosa, "FOOD 11211")
	w.advance(4 * time.Minute)
	w.text(helper(1), "NO")
	w.advance(30 * time.Minute)
	w.text(helper(2), "YES")
	for n, want := range map[int]dispatch.Habit{
		1: {Asks: 1, Delay: 32 * time.Minute},                        // an answer after 4 minutes, where 36 are usual
		2: {Asks: 1, Yes: 1, Delay: 35*time.Minute + 45*time.Second}, // after 34: late, and all the same
		3: {Silent: 1},
		4: {Silent: 1},
		5: {},
	} {
		h := w.habit(n)
		if h.Yes != want.Yes || h.Silent != want.Silent || (h.Delay > 0) != (want.Delay > 0) {
			t.Errorf("helper %d: %+v, want %+v", n, h, want)
		}
		if asked := want != (dispatch.Habit{}); asked != (h.Asks > 0) {
			t.Errorf("helper %d: %+v", n, h)
		}
	}
	w.text(helper(3), "hello?")
	if h := w.habit(3); h.Silent != 0 || h.Asks == 0 {
		t.Errorf("after a word: %+v", h)
	}
	w.text(helper(2), "DONE")
	done := w.clock.Now()
	w.advance(25 * time.Hour) // closed as completed
	if h := w.habit(2); !h.LastJob.Equal(done) {
		t.Errorf("the last job was done at %v, not %v", done, h.LastJob)
	}
}

// A volunteer whom a coordinator gives a job has not said yes to anything.
func TestAJobByHandTeachesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, func(_ int, v *dispatch.Volunteer) { v.Status = dispatch.Paused })
	w.text(rosa, "FOOD 11211")
	if err := w.engine.Assign(t.Context(), w.request(rosa).Code, helper(1), "Dora"); err != nil {
		t.Fatal(err)
	}
	if h := w.habit(1); h != (dispatch.Habit{}) {
		t.Errorf("learned %+v", h)
	}
}
