package store

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

// addCall adds a call to us. contact may be 0.
func addCall(t testing.TB, db *DB, sid string, contact dispatch.ID) Call {
	t.Helper()
	c := Call{SID: sid, Direction: In, Contact: contact, Line: "+12125550100", State: "{}"}
	write(t, db, func(tx *Tx) error { return tx.InsertCall(&c) })
	return c
}

// TestCallIsReadBack with every field, found in every way there is, while it goes on and after.
func TestCallIsReadBack(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa := addVolunteer(t, db, 1)
	r := addRequest(t, db, rosa)
	o := addOffer(t, db, r.ID, rosa)
	d := addDial(t, db, Dial{Contact: rosa, Purpose: "offer", Request: r.ID, Offer: o.ID})
	parent := addCall(t, db, "CA0", 0)
	c := Call{SID: "CA1", Direction: Out, Contact: rosa, Line: "+12125550100", Language: "ht", Purpose: "offer",
		Dial: d.ID, Request: r.ID, Offer: o.ID, Parent: parent.ID, State: `{"state":"offer"}`, Next: 1, Outcome: "took",
		LastQuestion: "offer", AnsweredBy: "human", Seconds: 3}
	write(t, db, func(tx *Tx) error { return tx.InsertCall(&c) })
	live := func() []Call { return get(t, db, func(v *View) ([]Call, error) { return v.LiveCallsOf(rosa) }) }
	equal(t, []Call{c}, live())
	clock.advance(time.Minute)
	c.Language, c.State, c.Next, c.Outcome, c.LastQuestion, c.AnsweredBy = "es", "{}", 2, "declined", "bye", "machine_start"
	c.EndedAt, c.Seconds, c.Request, c.Offer = clock.now(), 60, 0, 0
	write(t, db, func(tx *Tx) error { return tx.SaveCall(c, 1) })
	equal(t, c, get(t, db, func(v *View) (Call, error) { return v.CallBySID("CA1") }))
	equal(t, c, get(t, db, func(v *View) (Call, error) { return v.CallByID(c.ID) }))
	if about := get(t, db, func(v *View) ([]Call, error) { return v.CallsOf(r.ID) }); len(about) != 0 || len(live()) != 0 {
		t.Errorf("about the request %+v, live %+v", about, live())
	}
	for sid, want := range map[string]error{"CA2": ErrNotFound, "": ErrNotFound} {
		if err := db.Read(t.Context(), func(v *View) error { _, err := v.CallBySID(sid); return err }); !errors.Is(err, want) {
			t.Errorf("%q: %v", sid, err)
		}
	}
}

// TestOneTurnIsAnsweredOnce lets eight copies of one turn come at the same time: one is answered, the others find what it
// was answered.
func TestOneTurnIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	c := addCall(t, db, "CA1", addContact(t, db, 1))
	var won atomic.Int32
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			err := db.Write(t.Context(), func(tx *Tx) error {
				mine := c
				mine.State, mine.Next = Sealed(strconv.Itoa(n)), 1
				if err := tx.SaveCall(mine, 0); err != nil {
					return err
				}
				return tx.AddTurn(c.ID, 0, []byte(strconv.Itoa(n)))
			})
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, ErrConflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	answer := get(t, db, func(v *View) ([]byte, error) { return v.TurnOf(c.ID, 0) })
	saved := get(t, db, func(v *View) (Call, error) { return v.CallByID(c.ID) })
	if won.Load() != 1 || string(answer) != saved.State.Reveal() || saved.Next != 1 {
		t.Errorf("%d won; answered %q, saved %q", won.Load(), answer, saved.State.Reveal())
	}
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.AddTurn(c.ID, 0, nil) })
	if !errors.Is(err, ErrConflict) {
		t.Errorf("a second answer to one turn: %v", err)
	}
}

// TestTurnsStayApart: every turn of every call is what was answered in it, empty ones too.
func TestTurnsStayApart(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	calls := []Call{addCall(t, db, "CA1", 0), addCall(t, db, "CA2", 0)}
	said := map[[2]int]string{}
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		which, words := rapid.IntRange(0, 1).Draw(rt, "call"), rapid.String().Draw(rt, "answer")
		n++
		said[[2]int{which, n}] = words
		write(t, db, func(tx *Tx) error { return tx.AddTurn(calls[which].ID, n, []byte(words)) })
	})
	read(t, db, func(v *View) error {
		for at, want := range said {
			got, err := v.TurnOf(calls[at[0]].ID, at[1])
			if err != nil || string(got) != want {
				t.Errorf("turn %v: %q, %v", at, got, err)
			}
			if _, err := v.TurnOf(calls[1-at[0]].ID, at[1]); !errors.Is(err, ErrNotFound) {
				t.Errorf("turn %v in the other call: %v", at, err)
			}
		}
		return nil
	})
}

// TestTurnsAreKeptADay: what was said in a call is gone when the first call after a day comes.
func TestTurnsAreKeptADay(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	c := addCall(t, db, "CA1", 0)
	write(t, db, func(tx *Tx) error { return tx.AddTurn(c.ID, 0, []byte("x")) })
	for day, want := range []bool{true, false} {
		clock.advance(23 * time.Hour)
		addCall(t, db, "CA-"+strconv.Itoa(day), 0)
		err := db.Read(t.Context(), func(v *View) error { _, err := v.TurnOf(c.ID, 0); return err })
		kept := get(t, db, func(v *View) (Call, error) { return v.CallByID(c.ID) })
		if (err == nil) != want || (kept.State != "") != want {
			t.Errorf("after %d days: turn %v, state %q", day, err, kept.State.Reveal())
		}
	}
}

// TestCallersWithoutANumberAreApart: each call is somebody of its own, nobody is found by an empty number, and the same
// call is not two.
func TestCallersWithoutANumberAreApart(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	first, second := Contact{Language: "es"}, Contact{}
	write(t, db, func(tx *Tx) error {
		return errors.Join(tx.InsertCaller(&first, "CA1"), tx.InsertCaller(&second, "CA2"))
	})
	got := get(t, db, func(v *View) (Contact, error) { return v.ContactByID(first.ID) })
	equal(t, first, got)
	if first.ID == second.ID || !got.NoPhone() || got.CanText() || got.CanCall() || got.CanBeAsked() {
		t.Errorf("contact %+v", got)
	}
	if err := db.Write(t.Context(), func(tx *Tx) error { return tx.InsertCaller(&Contact{}, "CA1") }); !errors.Is(err, ErrConflict) {
		t.Errorf("twice for one call: %v", err)
	}
	if err := db.Write(t.Context(), func(tx *Tx) error { return tx.InsertContact(&Contact{}) }); err == nil {
		t.Error("a contact of nothing")
	}
	for _, phone := range []string{"", "CA1", "call:CA1x"} {
		if err := db.Read(t.Context(), func(v *View) error { _, err := v.PersonByPhone(phone); return err }); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", phone, err)
		}
	}
}
