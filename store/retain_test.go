package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline/dispatch"
)

const keptFor = 90 * 24 * time.Hour

// retainAll forgets everything that is old enough, a few rows at a time.
func retainAll(t *testing.T, db *DB, most int) (batches int) {
	t.Helper()
	for class := 0; ; batches++ {
		var next int
		write(t, db, func(tx *Tx) (err error) {
			next, err = tx.Retain(class, tx.Now().Add(-keptFor), most)
			return err
		})
		if next == 0 && class != 0 {
			return batches
		}
		if class = next; batches > 1000 {
			t.Fatal("it does not end")
		}
	}
}

// erasures are the carrier's ids of what is to be deleted there.
func erasures(t *testing.T, db *DB) (sids []string) {
	t.Helper()
	for _, e := range get(t, db, func(v *View) ([]Erasure, error) { return v.ErasuresDue(1000) }) {
		sids = append(sids, e.SID)
	}
	slices.Sort(sids)
	return sids
}

// TestRetain: after its time, nothing that somebody said can be read, nobody who is gone is known, and the carrier has it to
// forget; what counts them stays. What is younger or still open is as it was.
func TestRetain(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa, ben := addContact(t, db, 1), addVolunteer(t, db, 2)
	old := told(t, db, rosa, ben, "RE1")
	open := told(t, db, addContact(t, db, 3), ben, "RE2")
	stopped := addContact(t, db, 4)
	write(t, db, func(tx *Tx) error {
		in := Message{SID: "SM1", Direction: In, Contact: rosa, Body: "FOOD 11211, Rosa", Segments: 1}
		old.request.Status, old.request.ClosedReason, old.request.ClosedAt = dispatch.Closed, dispatch.Completed, tx.Now()
		return errors.Join(tx.InsertMessage(&in), tx.UpdateRequest(old.request, dispatch.Open), tx.OptOut(stopped, "word"))
	})
	clock.advance(keptFor - time.Hour)
	if retainAll(t, db, 2); len(heard(t, db, old)) != 7 || len(erasures(t, db)) != 0 {
		t.Errorf("too early: left %q, to erase %q", heard(t, db, old), erasures(t, db))
	}
	young := told(t, db, addContact(t, db, 5), ben, "RE3")
	clock.advance(2 * time.Hour)
	if batches := retainAll(t, db, 2); batches < 8 {
		t.Errorf("only %d batches", batches)
	}
	must(t, db.EraseSound(t.Context()))

	if left := heard(t, db, old); len(left) != 0 { // the turns of its call have gone when another began
		t.Errorf("of the old, left %q", left)
	}
	if left := heard(t, db, open); len(left) != 2 { // what was asked for, and in which voice
		t.Errorf("of what is open, left %q", left)
	}
	if left := heard(t, db, young); len(left) != 7 {
		t.Errorf("of the young, left %q", left)
	}
	equal(t, erasures(t, db), []string{"CARE1", "CARE2", "SM1"})
	known := func(n int) bool {
		err := db.Read(t.Context(), func(v *View) error {
			_, err := v.PersonByPhone(phone(n).Reveal())
			return err
		})
		return err == nil
	}
	for n, want := range map[int]bool{1: false, 2: true, 3: true, 4: true, 5: true} {
		if known(n) != want {
			t.Errorf("person %d is known: %v", n, !want)
		}
	}
	gone := get(t, db, func(v *View) (Contact, error) { return v.ContactByID(rosa) })
	if !gone.NoPhone() || gone.Name != "" || gone.Language != "" || gone.CanText() {
		t.Errorf("who is gone: %#v", gone)
	}
	r := get(t, db, func(v *View) (Request, error) { return v.RequestByID(old.request.ID) })
	if r.ClosedReason != dispatch.Completed || r.Category != "FOOD" || r.Resident != rosa {
		t.Errorf("what counts it: %+v", r)
	}
	m := get(t, db, func(v *View) (Message, error) { return v.MessageBySID("SM1") })
	if m.Body != "" || m.Segments != 1 || m.Status != MessageReceived {
		t.Errorf("what counts it: %+v", m)
	}
	if id := addContact(t, db, 1); id == rosa {
		t.Error("who comes back is the one who was forgotten")
	}
	_, err := db.RotateKeys(t.Context(), func(string) error { return nil }) // nobody's hash, too
	must(t, err)
}

// TestForgetNotesTheCarrier: what is forgotten by word is deleted at the carrier as well, but for a text on its way.
func TestForgetNotesTheCarrier(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa, ben := addContact(t, db, 1), addVolunteer(t, db, 2)
	hers := told(t, db, rosa, ben, "RE1")
	told(t, db, ben, rosa, "RE2")
	write(t, db, func(tx *Tx) error {
		waits := Message{Direction: Out, Contact: rosa, Body: "wait"}
		err := errors.Join(tx.InsertMessage(&waits), tx.Enqueue(&Outbox{Message: waits.ID, Contact: rosa}),
			tx.InsertMessage(&Message{SID: "SM1", Direction: In, Contact: rosa, Body: "FOOD"}),
			tx.InsertMessage(&Message{SID: "SM2", Direction: Out, Contact: ben, Request: hers.request.ID, Body: "Rosa"}),
			tx.InsertMessage(&Message{SID: "SM3", Direction: Out, Contact: ben, Body: "hello Ben"}))
		_, moved := tx.SetMessageStatus(waits.ID, StatusChange{SID: "SM4", Status: "accepted"})
		return errors.Join(err, moved)
	})
	write(t, db, func(tx *Tx) error { return tx.Forget(rosa) })
	equal(t, erasures(t, db), []string{"CARE1", "SM1", "SM2"})
	write(t, db, func(tx *Tx) error {
		return errors.Join(tx.DropErasure("SM1"), tx.PutOffErasure("SM2", tx.Now().Add(time.Minute)))
	})
	equal(t, erasures(t, db), []string{"CARE1"})
	if next := get(t, db, func(v *View) (time.Time, error) { return v.ErasureNext() }); next.IsZero() {
		t.Error("nothing is next")
	}
	clock.advance(time.Minute)
	equal(t, erasures(t, db), []string{"CARE1", "SM2"})
}
