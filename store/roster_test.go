package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline/dispatch"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestRosterIsTheTables changes everything the roster shows, in any order, in transactions that succeed, fail late or
// come from another connection, and compares the copy with what the tables say after each and inside each.
func TestRosterIsTheTables(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		o := options(t.TempDir())
		c := newClock()
		o.Now = c.now
		db, other := reopen(t, o), reopen(t, o)
		w := rosterWorld{t: rt, people: []dispatch.ID{addVolunteer(t, db, 1), addVolunteer(t, db, 2), addVolunteer(t, db, 3)}}
		for i := range 2 {
			w.requests = append(w.requests, addRequest(t, db, addContact(t, db, 10+i)))
		}
		for range rapid.IntRange(1, 12).Draw(rt, "transactions") {
			c.advance(time.Duration(rapid.IntRange(0, 48).Draw(rt, "hours")) * time.Hour)
			by := rapid.SampledFrom([]*DB{db, db, db, other}).Draw(rt, "by")
			fails := rapid.Bool().Draw(rt, "fails")
			look := rapid.Bool().Draw(rt, "look inside")
			before := w
			err := by.Write(t.Context(), func(tx *Tx) error {
				for range rapid.IntRange(1, 3).Draw(rt, "changes") {
					w.change(tx)
				}
				if look {
					w.compare(tx)
				}
				if fails {
					return errors.New("undone")
				}
				return nil
			})
			if (err != nil) != fails {
				rt.Fatal(err)
			}
			if fails {
				w = before
			}
			write(t, db, func(tx *Tx) error {
				w.compare(tx)
				return nil
			})
		}
	})
}

// rosterWorld is what the changes are drawn from.
type rosterWorld struct {
	t        *rapid.T
	people   []dispatch.ID
	requests []Request
	offers   []Offer
}

func (w *rosterWorld) change(tx *Tx) {
	who := rapid.SampledFrom(w.people).Draw(w.t, "who")
	n := rapid.IntRange(0, len(w.requests)-1).Draw(w.t, "request")
	r := w.requests[n]
	var err error
	switch what := rapid.IntRange(0, 7).Draw(w.t, "what"); {
	case what == 0:
		v := Volunteer{Volunteer: dispatch.Volunteer{ID: who, DailyLimit: n, Categories: []string{"FOOD"},
			Status: rapid.SampledFrom([]dispatch.VolunteerStatus{dispatch.Active, dispatch.Removed}).Draw(w.t, "status")}}
		err = tx.UpsertVolunteer(v)
	case what == 1:
		err = tx.SetReach(who, rapid.SampledFrom([]string{"", "landline"}).Draw(w.t, "reach"), false)
	case what == 2:
		err = errors.Join(tx.OptOut(who, "word"), tx.AddApart(who, r.Resident, "swap"))
	case what == 3:
		o := Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: who, Status: dispatch.OfferQueued}}
		err = tx.InsertOffer(&o)
		w.offers = append(w.offers[:len(w.offers):len(w.offers)], o)
	case what == 4 && len(w.offers) > 0:
		o := w.offers[len(w.offers)-1]
		w.offers = w.offers[:len(w.offers)-1]
		from := o.Status
		o.Status = rapid.SampledFrom([]dispatch.OfferStatus{dispatch.OfferSent, dispatch.OfferFailed, dispatch.OfferWithdrawn}).Draw(w.t, "offer")
		if o.Status == dispatch.OfferSent {
			o.SentAt = tx.Now()
		}
		err = tx.UpdateOffer(o, from)
	default:
		from := r.Status
		r.Status, r.Holder = dispatch.Open, 0
		if what > 5 {
			r.Status, r.Holder = dispatch.Assigned, who
		}
		w.requests = append([]Request(nil), w.requests...)
		w.requests[n] = r
		err = tx.UpdateRequest(r, from)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// compare holds the copy to what the tables say.
func (w *rosterWorld) compare(tx *Tx) {
	got, err := tx.Roster()
	if err != nil {
		w.t.Fatal(err)
	}
	want, err := tx.loadRoster()
	if err != nil {
		w.t.Fatal(err)
	}
	if d := cmp.Diff(thisWeek(want, tx.Now()), thisWeek(got, tx.Now()), cmpopts.EquateEmpty()); d != "" {
		w.t.Fatalf("tables -, copy +\n%s", d)
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
