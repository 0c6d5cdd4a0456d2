package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hotline/dispatch"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestRosterIsTheTables changes everything the roster shows, in any order, in transactions that succeed, fail late or
// come from another connection, and compares the copy with what the tables say inside each, after some and at the end.
func TestRosterIsTheTables(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	c := newClock()
	o.Now = c.now
	db, other := reopen(t, o), reopen(t, o)
	var w rosterWorld
	for i := range 3 {
		w.people = append(w.people, addVolunteer(t, db, i))
		w.requests = append(w.requests, addRequest(t, db, addContact(t, db, 10+i)))
	}
	rapid.Check(t, func(rt *rapid.T) {
		for _, p := range rapid.SliceOfN(rapid.Custom(drawRosterTx), 1, 12).Draw(rt, "transactions") {
			c.advance(time.Duration(p.hours) * time.Hour)
			by, before := db, w
			if p.other {
				by = other
			}
			err := by.Write(t.Context(), func(tx *Tx) error {
				w = before // it may run twice
				return w.run(tx, p)
			})
			if p.fails && errors.Is(err, errUndone) {
				w = before
			} else if err != nil {
				rt.Fatal(err)
			}
			if !p.after {
				continue
			}
			if err := db.Write(t.Context(), compareRoster); err != nil {
				rt.Fatal(err)
			}
		}
		if err := db.Write(t.Context(), compareRoster); err != nil {
			rt.Fatal(err)
		}
	})
}

var errUndone = errors.New("undone")

// rosterTx is a transaction to try.
type rosterTx struct {
	changes      []rosterChange
	hours        int
	other, fails bool // on another connection; undone at last
	look, after  bool // the roster is looked at before the end, and compared after it
}

// rosterChange is a change to make: what, to which volunteer, request and state of theirs.
type rosterChange struct{ what, who, request, state int }

func drawRosterTx(t *rapid.T) rosterTx {
	n := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
	p := rosterTx{hours: n("hours", 48), other: n("other", 3) == 3, fails: n("fails", 1) == 1,
		look: n("look", 1) == 1, after: n("after", 1) == 1}
	for range 1 + n("more", 2) {
		p.changes = append(p.changes, rosterChange{n("what", 8), n("who", 2), n("request", 2), n("state", 2)})
	}
	return p
}

// rosterWorld is what the changes are made to, as the tables have it.
type rosterWorld struct {
	people   []dispatch.ID
	requests []Request
	offers   []Offer
}

func (w *rosterWorld) run(tx *Tx, p rosterTx) error {
	for _, c := range p.changes {
		if err := w.change(tx, c); err != nil {
			return err
		}
	}
	if p.look {
		if err := compareRoster(tx); err != nil {
			return err
		}
	}
	if p.fails {
		return errUndone
	}
	return nil
}

func (w *rosterWorld) change(tx *Tx, c rosterChange) error {
	who, r := w.people[c.who], w.requests[c.request]
	switch {
	case c.what == 0:
		v := dispatch.Volunteer{ID: who, DailyLimit: c.request, Categories: []string{"FOOD"}}
		v.Status = []dispatch.VolunteerStatus{dispatch.Active, dispatch.Paused, dispatch.Removed}[c.state]
		return tx.UpsertVolunteer(Volunteer{Volunteer: v})
	case c.what == 1:
		return tx.SetReach(who, []string{"", "landline", ""}[c.state], c.state == 2)
	case c.what == 2:
		return []func() error{
			func() error { return tx.OptOut(who, "word") },
			func() error { return tx.OptIn(who, "word") },
			func() error { return tx.AddApart(who, r.Resident, "swap") },
		}[c.state]()
	case c.what == 3:
		o := Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: who, Status: dispatch.OfferQueued}}
		err := tx.InsertOffer(&o)
		w.offers = append(slices.Clone(w.offers), o)
		return err
	case c.what == 4 && len(w.offers) > 0:
		last := len(w.offers) - 1
		o := w.offers[last]
		w.offers = w.offers[:last]
		if tx.Now().Sub(o.CreatedAt) > 24*time.Hour {
			return nil // nobody sends an offer that waited so long
		}
		o.Status = []dispatch.OfferStatus{dispatch.OfferSent, dispatch.OfferFailed, dispatch.OfferWithdrawn}[c.state]
		if o.Status == dispatch.OfferSent {
			o.SentAt = tx.Now()
		}
		return tx.UpdateOffer(o, dispatch.OfferQueued)
	case c.what == 8:
		return tx.Learn(who, nil, func(h dispatch.Habit) dispatch.Habit {
			h.Silent += c.state
			return h
		})
	}
	from := r.Status
	r.Status, r.Holder = dispatch.Open, 0
	if c.what > 5 {
		r.Status, r.Holder = dispatch.Assigned, who
	}
	w.requests = slices.Clone(w.requests)
	w.requests[c.request] = r
	return tx.UpdateRequest(r, from)
}

// compareRoster holds the copy to what the tables say.
func compareRoster(tx *Tx) error {
	got, err := tx.Roster()
	if err != nil {
		return err
	}
	want, err := tx.Volunteers()
	if err != nil {
		return err
	}
	if d := cmp.Diff(thisWeek(want, tx.Now()), thisWeek(got, tx.Now()), cmpopts.EquateEmpty()); d != "" {
		return fmt.Errorf("tables -, copy +\n%s", d)
	}
	return nil
}

// TestRosterLoadsAnewWhatIsTooMuch changes more volunteers than are worth reading one by one.
func TestRosterLoadsAnewWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	people := make([]dispatch.ID, maxStale+1)
	for i := range people {
		people[i] = addContact(t, db, i)
	}
	for range 2 { // enters them, then changes them
		write(t, db, func(tx *Tx) error {
			if _, err := tx.Roster(); err != nil {
				return err
			}
			for _, id := range people {
				v := Volunteer{Volunteer: dispatch.Volunteer{ID: id, Status: dispatch.Active, DailyLimit: rand.IntN(9)}}
				if err := tx.UpsertVolunteer(v); err != nil {
					return err
				}
			}
			return nil
		})
		write(t, db, func(tx *Tx) error {
			if tx.roster.version != "" {
				t.Error("the copy was kept")
			}
			return compareRoster(tx)
		})
	}
}

// thisWeek leaves out older asks, which a copy may still hold.
func thisWeek(list []dispatch.Volunteer, now time.Time) []dispatch.Volunteer {
	list = slices.Clone(list)
	for i := range list {
		list[i].Asked = slices.DeleteFunc(slices.Clone(list[i].Asked), func(at time.Time) bool {
			return now.Sub(at) > 7*24*time.Hour
		})
	}
	return list
}

// TestRosterCountsAsks: an ask counts from when it was sent; not at all if it never left or did not arrive.
func TestRosterCountsAsks(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	who := addVolunteer(t, db, 1)
	r := addRequest(t, db, addContact(t, db, 2))
	entry := func() dispatch.Volunteer {
		return get(t, db, func(v *View) (Volunteer, error) { return v.Volunteer(who) }).Volunteer
	}
	o := Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: who, Status: dispatch.OfferQueued}}
	write(t, db, func(tx *Tx) error { return tx.InsertOffer(&o) })
	equal(t, []time.Time{clock.now()}, entry().Asked)
	move := func(to dispatch.OfferStatus) {
		from := o.Status
		o.Status = to
		write(t, db, func(tx *Tx) error { return tx.UpdateOffer(o, from) })
	}
	clock.advance(10 * time.Hour)
	o.SentAt = clock.now()
	move(dispatch.OfferSent)
	equal(t, []time.Time{o.SentAt}, entry().Asked)
	equal(t, o.SentAt, entry().LastAsk)
	move(dispatch.OfferFailed)
	if len(entry().Asked) != 0 {
		t.Error("a text that did not arrive was an ask")
	}
	o.SentAt = time.Time{}
	move(dispatch.OfferWithdrawn)
	if len(entry().Asked) != 0 {
		t.Error("a text that was taken back was an ask")
	}
}
