package store

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"hotline/dispatch"
)

// clock is a time that only the test moves.
type clock struct{ ms atomic.Int64 }

func (c *clock) now() time.Time          { return time.UnixMilli(c.ms.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.ms.Add(d.Milliseconds()) }
func newClock() *clock                   { c := &clock{}; c.ms.Store(1_760_000_000_000); return c }
func options(dir string, c *clock) Options {
	return Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys"), Now: c.now}
}

// setup opens a new database whose clock stands still.
func setup(t testing.TB) (*DB, *clock) {
	t.Helper()
	c := newClock()
	db, err := Open(t.Context(), options(t.TempDir(), c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, c
}

// write runs fn in a transaction that must succeed.
func write(t testing.TB, db *DB, fn func(tx *Tx) error) {
	t.Helper()
	if err := db.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// read runs fn on a moment of the database.
func read(t testing.TB, db *DB, fn func(v *View) error) {
	t.Helper()
	if err := db.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// contact adds a contact with this number.
func contact(t testing.TB, db *DB, phone string) dispatch.ID {
	t.Helper()
	c := Contact{Phone: Sealed(phone)}
	write(t, db, func(tx *Tx) error { return tx.InsertContact(&c) })
	return c.ID
}

// volunteer adds an active volunteer with this number.
func volunteer(t testing.TB, db *DB, phone string) dispatch.ID {
	t.Helper()
	id := contact(t, db, phone)
	write(t, db, func(tx *Tx) error {
		return tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: id, Status: dispatch.Active}})
	})
	return id
}

// request adds an open request of this resident.
func request(t testing.TB, db *DB, resident dispatch.ID) Request {
	t.Helper()
	r := Request{Channel: dispatch.SMS, Request: dispatch.Request{
		Resident: resident, Status: dispatch.Open, Category: "FOOD", Urgency: dispatch.TwoDays}}
	write(t, db, func(tx *Tx) error { return tx.InsertRequest(&r) })
	return r
}
