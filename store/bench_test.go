package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"hotline/dispatch"
)

// BenchmarkWrite is what durability costs: one insert, and what a text that arrives reads and writes, each caller
// waiting for its own commit; beside it the same with a commit for each.
func BenchmarkWrite(b *testing.B) {
	for _, callers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("insert/callers=%d", callers), func(b *testing.B) {
			db := benchDB(b)
			concurrently(b, callers, func(int64) error { return db.Write(context.Background(), insertEvent) })
		})
	}
	for _, callers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("turn/callers=%d", callers), func(b *testing.B) {
			db := benchDB(b)
			crowd(b, db, 1000)
			concurrently(b, callers, func(n int64) error { return turn(db, n) })
		})
	}
	b.Run("turn/callers=32/a commit each", func(b *testing.B) {
		db := benchDB(b)
		crowd(b, db, 1000)
		var one sync.Mutex
		concurrently(b, 32, func(n int64) error {
			one.Lock()
			defer one.Unlock()
			return turn(db, n)
		})
	})
}

func benchDB(b *testing.B) *DB { return reopen(b, options(b.TempDir())) }

// concurrently shares b.N calls among callers and reports calls a second.
func concurrently(b *testing.B, callers int, call func(n int64) error) {
	b.ReportAllocs()
	var next atomic.Int64
	errs := make([]error, callers)
	var wg sync.WaitGroup
	b.ResetTimer()
	for i := range errs {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N) && errs[i] == nil; n = next.Add(1) {
				errs[i] = call(n)
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	if err := errors.Join(errs...); err != nil {
		b.Fatal(err)
	}
}

func insertEvent(tx *Tx) error {
	return tx.AddEvent(Event{Kind: "said", Actor: "resident", Why: "two adults, near the park"})
}

// crowd adds people with a session each.
func crowd(b *testing.B, db *DB, n int) {
	write(b, db, func(tx *Tx) error {
		for i := range n {
			c := Contact{Phone: phone(i), Language: "en"}
			if err := tx.InsertContact(&c); err != nil {
				return err
			}
			if err := tx.SaveSession(c.ID, 0, []byte(`{"greeted":true}`)); err != nil {
				return err
			}
		}
		return nil
	})
}

// turn is a text that arrives: seen before? who is it? then the text, its answer, the session and a line of history.
func turn(db *DB, n int64) error {
	sid := "SM" + strconv.FormatInt(n, 16)
	return db.Write(context.Background(), func(tx *Tx) error {
		if _, err := tx.InboundBySID(sid); !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("seen: %w", err)
		}
		p, err := tx.PersonByPhone(phone(int(n % 1000)).Reveal())
		if err != nil {
			return err
		}
		answer := Message{Direction: Out, Contact: p.Contact.ID, Kind: "opened",
			Body: "Got it: food for 2 near 11211. We are asking neighbors now."}
		if err := tx.InsertMessage(&answer); err != nil {
			return err
		}
		in := Message{SID: sid, Direction: In, Contact: p.Contact.ID, Body: "FOOD 11211 two adults", Answer: answer.ID}
		if err := tx.InsertMessage(&in); err != nil {
			return err
		}
		if err := tx.SaveSession(p.Contact.ID, p.Session.Version, []byte(`{"greeted":true,"misses":1}`)); err != nil {
			return err
		}
		return tx.AddEvent(Event{Contact: p.Contact.ID, Kind: "said", Actor: "resident"})
	})
}

// BenchmarkRoster is what a wave costs among 50,000 volunteers: loading them, having them, keeping them right.
func BenchmarkRoster(b *testing.B) {
	db := benchDB(b)
	r := addRequest(b, db, addContact(b, db, 0))
	ids := make([]dispatch.ID, 50_000)
	write(b, db, func(tx *Tx) error {
		for i := range ids {
			c := Contact{Phone: phone(i + 1)}
			if err := tx.InsertContact(&c); err != nil {
				return err
			}
			ids[i] = c.ID
			if err := tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{
				ID: c.ID, Status: dispatch.Active, Languages: []string{"en"}, ZIPs: []string{"11211"}}}); err != nil {
				return err
			}
		}
		return nil
	})
	all := func(tx *Tx) error {
		list, err := tx.Roster()
		if len(list) != len(ids) {
			return fmt.Errorf("%d volunteers: %w", len(list), err)
		}
		return err
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			write(b, db, func(tx *Tx) error {
				*tx.roster = roster{}
				return all(tx)
			})
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		write(b, db, func(tx *Tx) error {
			for b.Loop() {
				if err := all(tx); err != nil {
					return err
				}
			}
			return nil
		})
	})
	b.Run("after five offers", func(b *testing.B) {
		n := 0
		for b.Loop() {
			write(b, db, func(tx *Tx) error {
				for range 5 {
					n++
					if err := tx.InsertOffer(&Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: ids[n%len(ids)],
						Letter: "B", Status: dispatch.OfferQueued}}); err != nil {
						return err
					}
				}
				return all(tx)
			})
		}
	})
}
