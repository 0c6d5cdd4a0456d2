package store

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline/dispatch"

	"github.com/google/go-cmp/cmp"
)

// TestPersonInOneQuery reads back a person with and without a session and a volunteer's row.
func TestPersonInOneQuery(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	if err := db.Read(t.Context(), func(v *View) error { _, err := v.PersonByPhone(phone(1).Reveal()); return err }); !errors.Is(err, ErrNotFound) {
		t.Fatalf("before: %v", err)
	}
	c := Contact{Phone: phone(1), Name: "Rosa", Language: "es", Line: "+12125550100", ProvenText: true, ContactWay: "call"}
	write(t, db, func(tx *Tx) error { return tx.InsertContact(&c) })
	want := Person{Contact: c}
	equal(t, want, person(t, db))

	want.Session = Session{Data: SealedBytes(`{"greeted":true}`), Version: 1}
	v := Volunteer{JoinedAt: c.CreatedAt, Volunteer: dispatch.Volunteer{
		ID: c.ID, Status: dispatch.Paused, Trusted: true, Confirmed: 3, Categories: []string{"FOOD", "RX"},
		ZIPs: []string{"11211"}, Languages: []string{"es", "en"}, Hours: dispatch.Hours{{Day: 1, From: 540, Until: 720}},
		DailyLimit: 1, WeeklyLimit: 4, OpenJobs: 2, PausedUntil: c.CreatedAt.Add(time.Hour), Standby: c.CreatedAt,
	}}
	want.Volunteer = &v
	c.Name, c.Language = "Rosa M", "en"
	want.Contact = c
	write(t, db, func(tx *Tx) error {
		return errors.Join(tx.SaveSession(c.ID, 0, want.Session.Data), tx.UpsertVolunteer(v), tx.UpdateContact(c))
	})
	equal(t, want, person(t, db))
	equal(t, want, get(t, db, func(v *View) (Person, error) { return v.PersonByID(c.ID) }))
	equal(t, c, get(t, db, func(v *View) (Contact, error) { return v.ContactByID(c.ID) }))
}

func person(t *testing.T, db *DB) Person {
	t.Helper()
	return get(t, db, func(v *View) (Person, error) { return v.PersonByPhone(phone(1).Reveal()) })
}

// equal compares with the plain values, which a difference shows: made-up people only.
func equal[T any](t *testing.T, want, got T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("want -, got +\n%s", d)
	}
}

// TestOneContactANumber lets many callers meet the same new number at once: one row.
func TestOneContactANumber(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	var made atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			err := db.Write(t.Context(), func(tx *Tx) error { return tx.InsertContact(&Contact{Phone: phone(1)}) })
			switch {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, ErrConflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d", made.Load())
	}
}

// TestOptOut follows the flag and its history through STOP, STOP again, START and START again.
func TestOptOut(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	id := addContact(t, db, 1)
	can := func() bool { return person(t, db).Contact.CanText() }
	if !can() {
		t.Error("a new contact cannot be texted")
	}
	stopped := clock.now()
	write(t, db, func(tx *Tx) error { return tx.OptOut(id, "carrier") })
	clock.advance(time.Minute)
	write(t, db, func(tx *Tx) error { return tx.OptOut(id, "word") })
	if c := person(t, db).Contact; can() || !c.OptedOutAt.Equal(stopped) || c.OptOutHow != "carrier" {
		t.Errorf("after STOP: %v %s", c.OptedOutAt, c.OptOutHow)
	}
	write(t, db, func(tx *Tx) error { return errors.Join(tx.OptIn(id, "word"), tx.OptIn(id, "word")) })
	if !can() {
		t.Error("START did not open texts")
	}
	var rows int
	write(t, db, func(tx *Tx) error {
		return db.writer.conn.Conn.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM opt_outs").Scan(&rows)
	})
	if rows != 2 {
		t.Errorf("%d lines of history", rows)
	}
	write(t, db, func(tx *Tx) error { return tx.SetReach(id, "landline", false) })
	if can() {
		t.Error("a landline can be texted")
	}
}

// TestSessionsDoNotInterleave lets many texts of one person race for its session: each save that succeeds saw the
// one before it.
func TestSessionsDoNotInterleave(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	id := addContact(t, db, 1)
	var saved atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range 10 {
				var s Session // read apart from the write, so that another can come between
				if err := db.Read(t.Context(), func(v *View) error {
					p, err := v.PersonByID(id)
					s = p.Session
					return err
				}); err != nil {
					t.Error(err)
				}
				err := db.Write(t.Context(), func(tx *Tx) error { return tx.SaveSession(id, s.Version, append(s.Data, 'x')) })
				switch {
				case err == nil:
					saved.Add(1)
				case !errors.Is(err, ErrConflict):
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	s := person(t, db).Session
	if s.Version != saved.Load() || int64(len(s.Data)) != saved.Load() {
		t.Errorf("%d saved, version %d, %d marks", saved.Load(), s.Version, len(s.Data))
	}
}
