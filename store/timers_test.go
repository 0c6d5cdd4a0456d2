package store

import (
	"testing"
	"time"
)

// TestTimers sets, moves, finds and cancels.
func TestTimers(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	next := func() time.Time { return get(t, db, func(v *View) (time.Time, error) { return v.NextTimer() }) }
	due := func() []Timer { return get(t, db, func(v *View) ([]Timer, error) { return v.DueTimers(10) }) }
	if !next().IsZero() {
		t.Error("no timer is due some time")
	}
	early := Timer{Kind: "silent", Ref: 1, Due: clock.now().Add(time.Minute)}
	late := Timer{Kind: "silent", Ref: 2, Due: clock.now().Add(time.Hour)}
	moved := Timer{Kind: "escalate", Ref: 1, Due: clock.now()}
	for _, timer := range []Timer{late, early, moved} {
		write(t, db, func(tx *Tx) error { return tx.SetTimer(timer) })
	}
	moved.Due = clock.now().Add(2 * time.Minute)
	write(t, db, func(tx *Tx) error { return tx.SetTimer(moved) })
	equal(t, early.Due, next())
	if len(due()) != 0 {
		t.Errorf("due too early: %v", due())
	}
	clock.advance(time.Hour)
	equal(t, []Timer{early, moved, late}, due())
	write(t, db, func(tx *Tx) error { return tx.CancelTimers(moved.Ref, moved.Kind) })
	equal(t, []Timer{early, late}, due())
	write(t, db, func(tx *Tx) error { return tx.AddTimer(Timer{Kind: early.Kind, Ref: early.Ref, Due: clock.now()}) })
	write(t, db, func(tx *Tx) error { return tx.AddTimer(moved) })
	equal(t, []Timer{early, moved, late}, due())
}

// TestEventsAndMeta read back.
func TestEventsAndMeta(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	who := addContact(t, db, 1)
	r := addRequest(t, db, who)
	write(t, db, func(tx *Tx) error {
		if err := tx.SetMeta("spent", "1"); err != nil {
			return err
		}
		if err := tx.AddEvent(Event{Request: r.ID, Kind: "assigned", Actor: "Ana"}); err != nil {
			return err
		}
		return tx.AddEvent(Event{Request: r.ID, Contact: who, Kind: "said", Actor: "resident", Why: "two adults"})
	})
	write(t, db, func(tx *Tx) error { return tx.SetMeta("spent", "2") })
	got := get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r.ID) })
	for i := range got {
		got[i].ID = 0
	}
	equal(t, []Event{
		{Request: r.ID, At: clock.now(), Kind: "assigned", Actor: "Ana"},
		{Request: r.ID, At: clock.now(), Contact: who, Kind: "said", Actor: "resident", Why: "two adults", Name: "Person 1"},
	}, got)
	if spent := get(t, db, func(v *View) (string, error) { return v.Meta("spent") }); spent != "2" {
		t.Errorf("spent %s", spent)
	}
}
