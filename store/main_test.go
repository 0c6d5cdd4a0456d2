package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"hotline/dispatch"
)

// TestMain lets a test start this binary again as another process that has the database open.
func TestMain(m *testing.M) {
	if name := os.Getenv("STORE_TEST_CHILD"); name != "" {
		if err := children[name](os.Getenv("STORE_TEST_DIR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// children are what such a process can be told to do, given the folder of the database. What it prints is read by
// the test.
var children = map[string]func(dir string) error{
	"write until killed":  writeUntilKilled,
	"speak until killed":  speakUntilKilled,
	"write some":          writeSome,
	"open":                openOnly,
	"rotate until killed": rotateUntilKilled,
}

// child starts such a process.
func child(t *testing.T, name, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STORE_TEST_CHILD="+name, "STORE_TEST_DIR="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, bufio.NewScanner(out)
}

// clock is a time that only the test moves.
type clock struct{ ms atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.ms.Store(1_760_000_000_000)
	return c
}

func (c *clock) now() time.Time          { return time.UnixMilli(c.ms.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.ms.Add(d.Milliseconds()) }

func options(dir string) Options {
	return Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys")}
}

// setup opens a new database whose clock stands still.
func setup(t testing.TB) (*DB, *clock) {
	t.Helper()
	c := newClock()
	o := options(t.TempDir())
	o.Now = c.now
	return reopen(t, o), c
}

// reopen opens a database until the test is over.
func reopen(t testing.TB, o Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
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

// get reads one thing.
func get[T any](t testing.TB, db *DB, fn func(v *View) (T, error)) (got T) {
	t.Helper()
	read(t, db, func(v *View) (err error) {
		got, err = fn(v)
		return err
	})
	return got
}

// phone is the n-th made-up number.
func phone(n int) Sealed { return Sealed("+1212555" + strconv.Itoa(10000+n)) }

// addContact adds the n-th contact.
func addContact(t testing.TB, db *DB, n int) dispatch.ID {
	t.Helper()
	c := Contact{Phone: phone(n), Name: Sealed("Person " + strconv.Itoa(n)), Language: "en"}
	write(t, db, func(tx *Tx) error { return tx.InsertContact(&c) })
	return c.ID
}

// addVolunteer adds the n-th contact as an active volunteer.
func addVolunteer(t testing.TB, db *DB, n int) dispatch.ID {
	t.Helper()
	id := addContact(t, db, n)
	write(t, db, func(tx *Tx) error {
		return tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: id, Status: dispatch.Active}})
	})
	return id
}

// addRequest adds an open request of this resident.
func addRequest(t testing.TB, db *DB, resident dispatch.ID) Request {
	t.Helper()
	r := Request{Channel: dispatch.SMS, Request: dispatch.Request{
		Resident: resident, Status: dispatch.Open, Category: "FOOD", Urgency: dispatch.TwoDays}}
	write(t, db, func(tx *Tx) error { return tx.InsertRequest(&r) })
	return r
}

// addOffer adds an offer that was sent.
func addOffer(t testing.TB, db *DB, request, volunteer dispatch.ID) Offer {
	t.Helper()
	o := Offer{Offer: dispatch.Offer{Request: request, Volunteer: volunteer, Letter: "B", Status: dispatch.OfferSent}}
	write(t, db, func(tx *Tx) error {
		o.SentAt = tx.Now()
		return tx.InsertOffer(&o)
	})
	return o
}

// addMessage adds an outbound text.
func addMessage(t testing.TB, db *DB, to dispatch.ID) Message {
	t.Helper()
	m := Message{Direction: Out, Contact: to, Body: "We are asking neighbors now."}
	write(t, db, func(tx *Tx) error { return tx.InsertMessage(&m) })
	return m
}
