package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

func (w *world) past(category string, found, of int, took time.Duration) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error { return addPast(tx, category, "North", found, of, took) })
	w.advance(time.Hour) // the line looks back once in one
}

// How long it takes is said of what is like it, where it is like it, as long as it helps, and only with data.
func TestHonestWait(t *testing.T) {
	t.Parallel()
	const wait = "find someone within"
	for _, line := range []struct {
		name      string
		found, of int
		asked     string
		says      bool
	}{
		{"known", 10, 12, "FOOD 11211", true},
		{"too few", 9, 9, "FOOD 11211", false},
		{"most found nobody", 3, 12, "FOOD 11211", false},
		{"of other things", 10, 12, "RIDE 11211", false},
		{"elsewhere", 10, 12, "FOOD 11215", false},
		{"sooner", 10, 12, "FOOD 11211 today", false},
	} {
		t.Run(line.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.helpers(1, nil)
			w.past("FOOD", line.found, line.of, 90*time.Minute)
			w.text(rosa, "HELP") // known: one segment for the answer
			opened := w.text(rosa, line.asked)
			if strings.Contains(opened, wait) {
				t.Errorf("a segment was paid for %q", opened)
			}
			if status := w.text(rosa, "STATUS"); strings.Contains(status, wait) != line.says || line.says && !strings.Contains(status, "8 of 10 asks like this find someone within 2 hours") {
				t.Errorf("status %q", status)
			}
			if other := w.text(omar, line.asked+" for 12 people"); strings.Contains(other, wait) != line.says { // new: there is room
				t.Errorf("the first answer %q", other)
			}
			w.advance(2 * time.Hour)
			if status := w.text(rosa, "STATUS"); strings.Contains(status, wait) {
				t.Errorf("waited for so long already: %q", status)
			}
		})
	}
}

// What the network needs and what it can carry, by text and for other programs; and a word when it is too much, once a
// week at most.
func TestNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.past("FOOD", 12, 16, time.Hour)
	n, err := w.engine.Numbers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := engine.Week{From: n.This.From, Asked: 6, Found: 6}
	if n.This != want || n.Last.Asked != 7 || n.Last.Found != 6 || n.Volunteers != 2 || n.Carries < 1 || n.Carries > 9 {
		t.Errorf("%+v", n)
	}
	wantsIn(t, w.text(coordinator, "NUMBERS"), "staff_numbers Last 7 days: 6 needs, 6 found someone, 0 still open.")
	w.text(rosa, "RIDE 11211 today")
	w.advance(30 * time.Minute)
	for _, text := range w.got(coordinator) {
		if strings.Contains(text, "[alert_over]") {
			t.Errorf("too much, of six: %q", text)
		}
	}
	w.past("RIDE", 0, 6, time.Hour)
	over := func() (told int) {
		for _, text := range w.got(coordinator) {
			if strings.Contains(text, "[alert_over] Eastside: ") {
				told++
			}
		}
		return told
	}
	w.text(omar, "BABY 11211 today")
	w.advance(6 * time.Hour)
	if n := over(); n != 1 {
		t.Errorf("told %d times", n)
	}
	w.text(newPhone(w), "FOOD 11211 today")
	w.advance(24 * time.Hour)
	if n := over(); n != 0 {
		t.Errorf("told %d times more within the week", n)
	}
}

// A volunteer who has been silent for long is asked whether they are still with us, and not for help; one who gets no
// texts is called with the offer, since whoever answers is there.
func TestStillWithUs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.write(func(tx *store.Tx) error {
		for n := 1; n <= 2; n++ {
			p, err := tx.PersonByPhone(helper(n))
			if err != nil {
				return err
			}
			silent := func(h dispatch.Habit) dispatch.Habit { h.Silent = 12; return h }
			if err := tx.Learn(p.Contact.ID, nil, silent); err != nil {
				return err
			}
			if n == 2 {
				if err := tx.SetReach(p.Contact.ID, "landline", true); err != nil {
					return err
				}
			}
		}
		return nil
	})
	w.text(rosa, "FOOD 11211")
	w.wants(helper(1), "still_with_us")
	w.rang(helper(2), "offer")
	for n := 1; n <= 2; n++ {
		if h := w.habit(n); !h.StillAsked.Equal(w.clock.Now()) || h.Silent != 12 {
			t.Errorf("helper %d: %+v", n, h)
		}
	}
	wantsIn(t, w.text(helper(1), "yes"), "still_here Helper1")
	w.wants(helper(1)) // a job is out already, with somebody
	if h := w.habit(1); h.Silent != 0 || !h.StillAsked.IsZero() {
		t.Errorf("%+v", h)
	}
	w.advance(time.Hour)
	if asked := w.asked(); len(asked) != 1 || asked[0] != 1 {
		t.Errorf("asked %v", asked)
	}
	if h := w.habit(2); h.Silent != 13 || h.StillAsked.IsZero() {
		t.Errorf("nobody picked up: %+v", h)
	}
}
