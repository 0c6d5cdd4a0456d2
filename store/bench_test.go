package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"hotline/dispatch"
)

// BenchmarkWrite is what durability costs: one insert, and the six statements of a text that arrives, each caller
// waiting for its own commit; beside them the same six with a commit each.
func BenchmarkWrite(b *testing.B) {
	for _, callers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("insert/callers=%d", callers), func(b *testing.B) {
			db := benchDB(b)
			concurrently(b, callers, func(int64) error { return db.Write(context.Background(), insertEvent) })
		})
		b.Run(fmt.Sprintf("turn/callers=%d", callers), func(b *testing.B) {
			db := benchDB(b)
			people := crowd(b, db, 1000)
			concurrently(b, callers, func(n int64) error { return turn(db, n, people) })
		})
	}
	b.Run("turn/commit each", func(b *testing.B) {
		db := benchDB(b)
		people := crowd(b, db, 1000)
		concurrently(b, 1, func(n int64) error { return turn(db, n, people) })
	})
}

func benchDB(b *testing.B) *DB {
	dir := b.TempDir()
	db, err := Open(b.Context(), Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	return db
}

// concurrently shares b.N calls among callers and reports calls a second.
func concurrently(b *testing.B, callers int, call func(n int64) error) {
	b.ReportAllocs()
	var next atomic.Int64
	errs := make(chan error, callers)
	b.ResetTimer()
	for range callers {
		go func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					errs <- nil
					return
				}
				if err := call(n); err != nil {
					errs <- err
					return
				}
			}
		}()
	}
	for range callers {
		if err := <-errs; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
}

func insertEvent(tx *Tx) error {
	return tx.AddEvent(Event{Kind: "said", Actor: "resident", Why: "two adults, near the park"})
}

type benchPerson struct{ phone string }

// crowd adds people with a session each.
func crowd(b *testing.B, db *DB, n int) []benchPerson {
	people := make([]benchPerson, n)
	write(b, db, func(tx *Tx) error {
		for i := range people {
			people[i].phone = "+1212555" + strconv.Itoa(10000+i)
			c := Contact{Phone: Sealed(people[i].phone), Language: "en"}
			if err := tx.InsertContact(&c); err != nil {
				return err
			}
			if err := tx.SaveSession(c.ID, 0, []byte(`{"greeted":true}`)); err != nil {
				return err
			}
		}
		return nil
	})
	return people
}

// turn is a text that arrives: seen before? who is it? then the text, its answer, the session and a line of history.
func turn(db *DB, n int64, people []benchPerson) error {
	sid := "SM" + strconv.FormatInt(n, 16)
	return db.Write(context.Background(), func(tx *Tx) error {
		if _, err := tx.InboundBySID(sid); err != ErrNotFound {
			return fmt.Errorf("seen: %w", err)
		}
		p, err := tx.PersonByPhone(people[n%int64(len(people))].phone)
		if err != nil {
			return err
		}
		answer := Message{Direction: Out, Contact: p.Contact.ID, Body: "Got it: food for 2 near 11211. We are asking neighbors now.", Kind: "opened"}
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

// BenchmarkRoster is what a wave costs among 50,000 volunteers: reading the copy, and keeping it right after asks.
func BenchmarkRoster(b *testing.B) {
	db := benchDB(b)
	resident := contact(b, db, "+12125550100")
	r := request(b, db, resident)
	ids := make([]dispatch.ID, 50_000)
	write(b, db, func(tx *Tx) error {
		for i := range ids {
			c := Contact{Phone: Sealed("+1646" + strconv.Itoa(1_000_000+i))}
			if err := tx.InsertContact(&c); err != nil {
				return err
			}
			ids[i] = c.ID
			v := Volunteer{Volunteer: dispatch.Volunteer{ID: c.ID, Status: dispatch.Active, Languages: []string{"en"}, ZIPs: []string{"11211"}}}
			if err := tx.UpsertVolunteer(v); err != nil {
				return err
			}
		}
		return nil
	})
	roster := func(tx *Tx) error {
		list, err := tx.Roster()
		if len(list) != len(ids) {
			return fmt.Errorf("%d volunteers: %w", len(list), err)
		}
		return err
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			write(b, db, func(tx *Tx) error {
				*tx.roster = rosterCopy()
				return roster(tx)
			})
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		write(b, db, func(tx *Tx) error {
			for b.Loop() {
				if err := roster(tx); err != nil {
					return err
				}
			}
			return nil
		})
	})
	b.Run("five asked", func(b *testing.B) {
		n := 0
		for b.Loop() {
			write(b, db, func(tx *Tx) error {
				for range 5 {
					n++
					o := Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: ids[n%len(ids)], Letter: "B", Status: dispatch.OfferQueued}}
					if err := tx.InsertOffer(&o); err != nil {
						return err
					}
				}
				return roster(tx)
			})
		}
	})
}

func rosterCopy() roster { return roster{} }
