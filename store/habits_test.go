package store

import (
	"errors"
	"testing"
	"time"

	"hotline/dispatch"
)

func silent(h dispatch.Habit) dispatch.Habit {
	h.Silent++
	return h
}

// TestLearn: what is learned of many volunteers in one transaction is in their rows and their offers after it, and
// comes on top of what was learned before; learning nothing new writes nothing.
func TestLearn(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	r := addRequest(t, db, addContact(t, db, 0))
	offers := make([]Offer, 2*habitsAtOnce+1)
	for i := range offers {
		offers[i] = addOffer(t, db, r.ID, addVolunteer(t, db, i+1))
	}
	for round := 1; round <= 2; round++ {
		before := db.Statements()
		write(t, db, func(tx *Tx) error {
			for _, o := range offers {
				known := &dispatch.Habit{Silent: 2 * (round - 1)}
				if err := errors.Join(tx.Learn(o.Volunteer, known, silent), tx.Learn(o.Volunteer, known, silent)); err != nil {
					return err
				}
			}
			return nil
		})
		t.Logf("%d habits in %d statements", len(offers), db.Statements()-before)
		for _, o := range offers {
			read := get(t, db, func(v *View) (Offer, error) { return v.OfferByID(o.ID) })
			equal(t, dispatch.Habit{Silent: 2 * round}, *read.Habit)
			equal(t, *read.Habit, get(t, db, func(v *View) (Volunteer, error) { return v.Volunteer(o.Volunteer) }).Habit)
		}
	}
	one := offers[0].Volunteer
	still := func(h dispatch.Habit) dispatch.Habit { return h.Still(clock.now()) }
	write(t, db, func(tx *Tx) error { return tx.Learn(one, nil, still) })
	got := get(t, db, func(v *View) (Volunteer, error) { return v.Volunteer(one) }).Habit
	equal(t, dispatch.Habit{Silent: 4, StillAsked: clock.now()}, got)
	write(t, db, func(tx *Tx) error {
		return tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: one, Status: dispatch.Active}})
	})
	equal(t, got, get(t, db, func(v *View) (Volunteer, error) { return v.Volunteer(one) }).Habit)
	before := db.Statements()
	write(t, db, func(tx *Tx) error { return tx.Learn(one, &got, still) })
	if n := db.Statements() - before; n != 2 { // begins and commits
		t.Errorf("%d statements to learn nothing", n)
	}
	write(t, db, func(tx *Tx) error {
		if err := tx.Learn(1, nil, silent); !errors.Is(err, ErrNotFound) {
			t.Errorf("nobody's habit: %v", err)
		}
		return nil
	})
}

// TestPutOff: a text that was claimed and may not leave yet waits, and was not tried; what left is told.
func TestPutOff(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	to := addContact(t, db, 1)
	began := clock.now()
	left := enqueue(t, db, Outbox{Contact: to, Lane: LaneOffer, Line: "+1"})
	claim(t, db, 1)
	record(t, db, left.ID, OutboxSent, time.Time{})
	answer := enqueue(t, db, Outbox{Contact: to, Lane: LaneAnswer, Line: "+1"})
	claim(t, db, 1)
	record(t, db, answer.ID, OutboxSent, time.Time{})
	clock.advance(10 * time.Second)
	waits := enqueue(t, db, Outbox{Contact: to, Lane: LaneCheckIn, Line: "+1"})
	claim(t, db, 1)
	unasked := func() []time.Time {
		return get(t, db, func(v *View) ([]time.Time, error) { return v.UnaskedTo(to, began.Add(-time.Hour), 0) })
	}
	equal(t, []time.Time{began, clock.now()}, unasked())
	but := get(t, db, func(v *View) ([]time.Time, error) { return v.UnaskedTo(to, began.Add(-time.Hour), waits.ID) })
	equal(t, []time.Time{began}, but)
	until := clock.now().Add(time.Minute)
	write(t, db, func(tx *Tx) error { return tx.PutOff(waits.ID, until) })
	waits.NotBefore = until
	equal(t, waits, get(t, db, func(v *View) (Outbox, error) { return v.OutboxByID(waits.ID) }))
	equal(t, []time.Time{began}, unasked())
	if len(claim(t, db, 1)) != 0 {
		t.Error("left too soon")
	}
	clock.advance(time.Minute)
	if len(claim(t, db, 1)) != 1 {
		t.Error("did not leave")
	}
	if since := get(t, db, func(v *View) ([]time.Time, error) { return v.UnaskedTo(to, began, left.ID) }); len(since) != 1 {
		t.Errorf("after a moment: %v", since)
	}
}
