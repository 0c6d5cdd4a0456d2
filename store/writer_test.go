package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

// ways are what a function given to Write may do.
var ways = []string{"succeed", "fail", "panic", "fail in the database", "hide a failure in the database", "come too late"}

// TestWriteKeepsOnlyWhatSucceeded runs a crowd of functions at once, of which some fail or panic after they wrote:
// exactly the rows of the others are there, and each caller is told the truth.
func TestWriteKeepsOnlyWhatSucceeded(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	resident := addContact(t, db, 1)
	rapid.Check(t, func(rt *rapid.T) {
		crowd := rapid.SliceOfN(rapid.SampledFrom(ways), 1, 60).Draw(rt, "crowd")
		r := addRequest(t, db, resident)
		errs := make([]error, len(crowd))
		var wg sync.WaitGroup
		for i, way := range crowd {
			wg.Go(func() { errs[i] = db.Write(arriving(way), misbehaving(way, r.ID)) })
		}
		wg.Wait()
		want := 0
		for i, way := range crowd {
			if told := errs[i] == nil; told != (way == "succeed") {
				rt.Fatalf("%q was told %v", way, errs[i])
			}
			if way == "succeed" {
				want++
			}
		}
		if got := len(get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r.ID) })); got != want {
			rt.Fatalf("%d rows of %d", got, want)
		}
	})
}

func arriving(way string) context.Context {
	if way != "come too late" {
		return context.Background()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// misbehaving writes a row and then does what way says.
func misbehaving(way string, request dispatch.ID) func(tx *Tx) error {
	return func(tx *Tx) error {
		if err := tx.AddEvent(Event{Request: request, Kind: way}); err != nil {
			return err
		}
		switch way {
		case "fail":
			return errors.New("no")
		case "panic":
			panic(canary)
		case "fail in the database":
			return tx.AddEvent(Event{Request: 1, Kind: "of no request"})
		case "hide a failure in the database":
			_ = tx.AddEvent(Event{Request: 1, Kind: "of no request"})
		}
		return nil
	}
}

// TestWriteCommitsInGroups holds the writer up until a crowd waits: all of them share one commit.
func TestWriteCommitsInGroups(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	const callers = 100
	groups := make(chan int, callers+1)
	together(t, db, callers, func(tx *Tx) error {
		groups <- len(db.writer.group)
		return nil
	})
	largest := 0
	for range callers {
		largest = max(largest, <-groups)
	}
	if largest < callers {
		t.Errorf("at most %d of %d callers shared a commit", largest, callers)
	}
}

// together runs fn for this many callers in one transaction, begun by a caller that waits for all of them and does
// nothing, and returns what all were told.
func together(t *testing.T, db *DB, callers int, fn func(tx *Tx) error) []error {
	t.Helper()
	errs := make([]error, callers+1)
	var wg sync.WaitGroup
	var once sync.Once
	errs[callers] = db.Write(t.Context(), func(*Tx) error {
		once.Do(func() {
			for i := range callers {
				wg.Go(func() { errs[i] = db.Write(context.Background(), fn) })
			}
		})
		for len(db.writer.jobs)+len(db.writer.group) <= callers {
			runtime.Gosched()
		}
		return nil
	})
	wg.Wait()
	return errs
}

// TestWriteRunsAgain: when one of a group fails after it has changed something, those before it and it itself run once
// more, and what counts is the second time.
func TestWriteRunsAgain(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 1))
	runs := 0
	errs := together(t, db, 5, func(tx *Tx) error {
		runs++
		if err := tx.AddEvent(Event{Request: r.ID, Kind: "once"}); err != nil || runs != 3 {
			return err
		}
		return errors.New("no")
	})
	must(t, errors.Join(errs...))
	if runs != 3+5 {
		t.Errorf("%d runs", runs)
	}
	if events := get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r.ID) }); len(events) != 5 {
		t.Errorf("%d rows are there", len(events))
	}
}

// TestFailedCommitIsToldToAll makes the commit of a group fail: nobody may be told that his row is there.
func TestFailedCommitIsToldToAll(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 1))
	var once sync.Once
	var first error
	// The first caller of the group leaves a reference to nothing, which SQLite is told to check at commit only.
	errs := together(t, db, 5, func(tx *Tx) error {
		err := tx.AddEvent(Event{Request: r.ID, Kind: "fine"})
		once.Do(func() {
			_, first = db.writer.conn.ExecContext(context.Background(), "PRAGMA defer_foreign_keys = on")
			first = errors.Join(first, tx.AddEvent(Event{Request: 1, Kind: "of no request"}))
		})
		return err
	})
	if first != nil {
		t.Fatal(first)
	}
	for _, err := range errs {
		if err == nil || !strings.Contains(err.Error(), "commit") {
			t.Errorf("told %v", err)
		}
	}
	if events := get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r.ID) }); len(events) != 0 {
		t.Errorf("%d rows are there", len(events))
	}
	write(t, db, func(tx *Tx) error { return tx.AddEvent(Event{Request: r.ID, Kind: "after"}) })
}

// TestFullDisk lets the database reach its size limit in the middle of a group: SQLite gives up the whole transaction
// by itself, and everybody learns it. When there is room again the line goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	to := addContact(t, db, 1)
	limit := func(pages string) {
		write(t, db, func(*Tx) error {
			return db.writer.conn.Conn.QueryRowContext(t.Context(), "PRAGMA max_page_count = "+pages).Scan(new(int))
		})
	}
	limit("100")
	long := Sealed(strings.Repeat("x", 1600))
	acknowledged := make(chan dispatch.ID, 32*20)
	refused := make(chan error, 32*20)
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			for range 20 {
				m := Message{Direction: Out, Contact: to, Body: long}
				if err := db.Write(t.Context(), func(tx *Tx) error { return tx.InsertMessage(&m) }); err != nil {
					refused <- err
				} else {
					acknowledged <- m.ID
				}
			}
		})
	}
	wg.Wait()
	close(acknowledged)
	close(refused)
	if len(acknowledged) == 0 || len(refused) == 0 {
		t.Errorf("%d acknowledged, %d refused", len(acknowledged), len(refused))
	}
	for err := range refused {
		if !strings.Contains(err.Error(), "full") {
			t.Errorf("told %v", err)
		}
	}
	limit("100000")
	addMessage(t, db, to)
	for id := range acknowledged {
		get(t, db, func(v *View) (Message, error) { return v.MessageByID(id) })
	}
}

// TestPanicIsToldWithoutItsValue: a value may be a person's words.
func TestPanicIsToldWithoutItsValue(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	err := db.Write(t.Context(), func(*Tx) error { panic(canary) })
	var p *PanicError
	if !errors.As(err, &p) || p.Value != canary || strings.Contains(err.Error(), canary) {
		t.Errorf("told %v", err)
	}
	err = db.Write(t.Context(), func(*Tx) error {
		var none []int
		_ = none[3]
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "writer_test.go:") || !strings.Contains(err.Error(), "out of range") {
		t.Errorf("told %v", err)
	}
}

// TestGoexitDoesNotStopTheWriter leaves a transaction as a failing test does.
func TestGoexitDoesNotStopTheWriter(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 1))
	err := db.Write(t.Context(), func(tx *Tx) error {
		_ = tx.AddEvent(Event{Request: r.ID, Kind: "undone"})
		runtime.Goexit()
		return nil
	})
	if err == nil {
		t.Error("told that it is there")
	}
	write(t, db, func(tx *Tx) error { return tx.AddEvent(Event{Request: r.ID, Kind: "after"}) })
	if events := get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r.ID) }); len(events) != 1 {
		t.Errorf("%d rows are there", len(events))
	}
}

// TestCloseAnswersEverybody closes while callers write and read: each gets an answer, and a row that was
// acknowledged is there afterwards.
func TestCloseAnswersEverybody(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	db, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	r := addRequest(t, db, addContact(t, db, 1))
	var acknowledged sync.Map
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			for n := 0; ; n++ {
				kind := fmt.Sprint(i, n)
				err := db.Write(context.Background(), func(tx *Tx) error { return tx.AddEvent(Event{Request: r.ID, Kind: kind}) })
				if err != nil {
					if !errors.Is(err, ErrClosed) {
						t.Error(err)
					}
					return
				}
				acknowledged.Store(kind, true)
				if err := db.Read(context.Background(), func(*View) error { return nil }); err != nil && !errors.Is(err, ErrClosed) {
					t.Error(err)
				}
			}
		})
	}
	for n := 0; n < 200; n++ {
		write(t, db, func(*Tx) error { return nil })
	}
	if err := errors.Join(db.Close(), db.Close()); err != nil {
		t.Error(err)
	}
	wg.Wait()
	there := map[string]bool{}
	for _, e := range get(t, reopen(t, o), func(v *View) ([]Event, error) { return v.EventsOf(r.ID) }) {
		there[e.Kind] = true
	}
	acknowledged.Range(func(kind, _ any) bool {
		if !there[kind.(string)] {
			t.Errorf("%v was acknowledged and is not there", kind)
		}
		return true
	})
}

// TestReadSeesOneMoment: what is committed while a read runs is not seen by it.
func TestReadSeesOneMoment(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 1))
	read(t, db, func(v *View) error {
		before, err := v.EventsOf(r.ID)
		if err != nil {
			return err
		}
		write(t, db, func(tx *Tx) error { return tx.AddEvent(Event{Request: r.ID, Kind: "meanwhile"}) })
		after, err := v.EventsOf(r.ID)
		if len(after) != len(before) {
			t.Error("saw it")
		}
		return err
	})
	if events := get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r.ID) }); len(events) != 1 {
		t.Error("did not see it afterwards")
	}
}

// TestReadCannotWrite: the connections for reading refuse to.
func TestReadCannotWrite(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	err := db.Read(t.Context(), func(v *View) error {
		tx := Tx{View: *v}
		return tx.AddEvent(Event{Kind: "no"})
	})
	if err == nil {
		t.Error("it wrote")
	}
}
