package store

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

// TestInboundOnce delivers the same text many times at once, as a carrier does that had no answer: it is handled
// once, and all get the same answer.
func TestInboundOnce(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	from := addContact(t, db, 1)
	for _, sid := range []string{"SM1", "SM2", "SM3"} {
		var handled atomic.Int32
		answers := make([]Seen, 40)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() {
				err := db.Write(t.Context(), func(tx *Tx) (err error) {
					answers[i], err = tx.InboundBySID(sid)
					if !errors.Is(err, ErrNotFound) {
						return err
					}
					handled.Add(1)
					answer := Message{Direction: Out, Contact: from, Body: "Got it."}
					if err := tx.InsertMessage(&answer); err != nil {
						return err
					}
					in := Message{Direction: In, SID: sid, Contact: from, Body: "FOOD", Answer: answer.ID}
					answers[i] = Seen{Message: in.ID, Answer: answer.ID, Body: answer.Body}
					return tx.InsertMessage(&in)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if handled.Load() != 1 {
			t.Errorf("handled %d times", handled.Load())
		}
		for _, a := range answers {
			if a.Answer != answers[0].Answer || a.Body != "Got it." {
				t.Errorf("answered %+v and %+v", a, answers[0])
			}
		}
	}
}

// TestSIDOnce: what the lookup missed the database refuses.
func TestSIDOnce(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	from := addContact(t, db, 1)
	in := func() error {
		return db.Write(t.Context(), func(tx *Tx) error {
			return tx.InsertMessage(&Message{Direction: In, SID: "SM1", Contact: from})
		})
	}
	if err := in(); err != nil {
		t.Fatal(err)
	}
	if err := in(); !errors.Is(err, ErrConflict) {
		t.Errorf("the second time: %v", err)
	}
}

// statuses in the order in which the carrier's documentation ranks them; those of one row exclude each other.
var statuses = [][]MessageStatus{{"accepted"}, {"scheduled"}, {"queued"}, {"sending"}, {"sent"}, {"partially_delivered"},
	{"delivered", "undelivered", "failed", "canceled"}, {"read"}}

// TestStatusNeverGoesBack reports statuses in any order, any number of times, with words nobody knows among them:
// the message ends at the furthest one that came first, with its error.
func TestStatusNeverGoesBack(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	to := addContact(t, db, 1)
	rapid.Check(t, func(rt *rapid.T) {
		m := addMessage(t, db, to)
		want, wantRow, wantCode := MessageWaiting, -1, 0
		for n, row := range rapid.SliceOf(rapid.IntRange(-1, len(statuses)-1)).Draw(rt, "reports") {
			c := StatusChange{Status: "no such status", ErrorCode: n}
			if row >= 0 {
				c.Status = rapid.SampledFrom(statuses[row]).Draw(rt, "status")
			}
			var moved bool
			write(t, db, func(tx *Tx) (err error) {
				moved, err = tx.SetMessageStatus(m.ID, c)
				return err
			})
			if moved != (row > wantRow) {
				rt.Fatalf("%s after %s: moved %v", c.Status, want, moved)
			}
			if moved {
				want, wantRow, wantCode = c.Status, row, n
			}
		}
		got := get(t, db, func(v *View) (Message, error) { return v.MessageByID(m.ID) })
		if got.Status != want || got.ErrorCode != wantCode {
			rt.Fatalf("ended at %s (%d), want %s (%d)", got.Status, got.ErrorCode, want, wantCode)
		}
	})
}

// TestStatusBeforeSID: the carrier's report can overtake our own note of its id. The first id heard stays.
func TestStatusBeforeSID(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	m := addMessage(t, db, addContact(t, db, 1))
	for _, c := range []StatusChange{
		{SID: "SM1", Status: "delivered"}, {SID: "SM2", Status: "sent", Segments: 2}, {Status: "queued"},
	} {
		write(t, db, func(tx *Tx) error { _, err := tx.SetMessageStatus(m.ID, c); return err })
	}
	got := get(t, db, func(v *View) (Message, error) { return v.MessageBySID("SM1") })
	if got.ID != m.ID || got.Status != "delivered" || got.Segments != 2 {
		t.Errorf("got %+v", got)
	}
	err := db.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.SetMessageStatus(dispatch.ID(1), StatusChange{Status: "sent"})
		return err
	})
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("of no message: %v", err)
	}
}

// TestKeptMessages are listed from a time on.
func TestKeptMessages(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	from := addContact(t, db, 1)
	keep := func(why string) (m Message) {
		m = Message{Direction: In, Contact: from, Body: "hm", KeptFor: why}
		write(t, db, func(tx *Tx) error { return tx.InsertMessage(&m) })
		return m
	}
	keep("media")
	clock.advance(time.Second)
	keep("")
	late := keep("unclear")
	equal(t, []Message{late}, get(t, db, func(v *View) ([]Message, error) { return v.MessagesKept(clock.now()) }))
}

// TestErasePlace blanks the texts that say where a job was, and no others.
func TestErasePlace(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 1))
	texts := map[string]*Message{}
	for _, kind := range []string{KindPlace, "relay"} {
		texts[kind] = &Message{Direction: Out, Contact: r.Resident, Request: r.ID, Kind: kind, Body: "12 Elm St"}
		write(t, db, func(tx *Tx) error { return tx.InsertMessage(texts[kind]) })
	}
	write(t, db, func(tx *Tx) error { return tx.ErasePlace(r.ID) })
	texts[KindPlace].Body = ""
	for _, want := range texts {
		equal(t, *want, get(t, db, func(v *View) (Message, error) { return v.MessageByID(want.ID) }))
	}
}

// TestExchange stores a text and its answer at once, and finds what storing one after the other would leave.
func TestExchange(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	from := addContact(t, db, 1)
	r := addRequest(t, db, from)
	in := Message{SID: "SM1", Direction: In, Contact: from, Line: "+12125550100", Body: "5 Elm St", Segments: 1, Media: 2,
		Kind: KindPlace, Request: r.ID, KeptFor: "report", Status: MessageReceived}
	answer := Message{Direction: Out, Contact: from, Line: in.Line, Body: "Thank you.", Status: "accepted", Segments: 3,
		Kind: "told_place", Request: r.ID}
	write(t, db, func(tx *Tx) error { return tx.InsertExchange(&in, &answer) })
	for _, want := range []Message{in, answer} {
		equal(t, want, get(t, db, func(v *View) (Message, error) { return v.MessageByID(want.ID) }))
	}
	seen := get(t, db, func(v *View) (Seen, error) { return v.InboundBySID("SM1") })
	equal(t, Seen{Message: in.ID, Answer: answer.ID, Body: answer.Body}, seen)
	again, other := in, answer
	again.ID, other.ID = 0, 0
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.InsertExchange(&again, &other) })
	if !errors.Is(err, ErrConflict) {
		t.Errorf("the same SID again: %v", err)
	}
}
