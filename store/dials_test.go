package store

import (
	"cmp"
	"errors"
	"slices"
	"testing"
	"time"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

// addDial orders a call.
func addDial(t testing.TB, db *DB, d Dial) Dial {
	t.Helper()
	write(t, db, func(tx *Tx) error { return tx.InsertDial(&d) })
	return d
}

func claimDials(t testing.TB, db *DB, most int) (claimed []ClaimedDial) {
	t.Helper()
	write(t, db, func(tx *Tx) (err error) {
		claimed, err = tx.ClaimDials(most)
		return err
	})
	return claimed
}

func saveDial(t testing.TB, db *DB, d Dial, from DialState) {
	t.Helper()
	write(t, db, func(tx *Tx) error { return tx.SaveDial(d, from) })
}

// TestClaimDials orders calls to a few people, some for later, some too late and some while another is under way, and
// compares every claim with a plain account of the rules.
func TestClaimDials(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	people := []dispatch.ID{addContact(t, db, 1), addContact(t, db, 2), addContact(t, db, 3)}
	purposes := []string{"news", "offer", "confirm", "back", "job", "alert"}
	rapid.Check(t, func(rt *rapid.T) {
		offset := rapid.SampledFrom([]time.Duration{0, -time.Minute, time.Minute})
		var orders []Dial
		for _, who := range people {
			for _, purpose := range purposes[:rapid.IntRange(0, len(purposes)).Draw(rt, "calls")] {
				d := Dial{Contact: who, Purpose: purpose, NotBefore: clock.now().Add(offset.Draw(rt, "from"))}
				if until := offset.Draw(rt, "until"); until != 0 {
					d.ExpiresAt = clock.now().Add(until)
				}
				d.State = rapid.SampledFrom([]DialState{DialWaiting, DialWaiting, DialWaiting, DialUnknown, DialRung}).Draw(rt, "state")
				if d.State == DialRung {
					d.ClaimedAt = clock.now().Add(-rapid.SampledFrom([]time.Duration{time.Minute, 2 * time.Hour}).Draw(rt, "since"))
				}
				orders = append(orders, addDial(t, db, d))
			}
		}
		most := rapid.IntRange(1, 4).Draw(rt, "most")
		want := dialable(orders, clock.now(), most)
		got := claimDials(t, db, most)
		if !slices.EqualFunc(want, got, func(id dispatch.ID, c ClaimedDial) bool { return id == c.ID }) {
			rt.Fatalf("claimed %v, want %v", got, want)
		}
		for _, c := range got {
			if c.State != DialDialing || c.Tries != 1 || c.To == "" || !c.ClaimedAt.Equal(clock.now()) {
				rt.Fatalf("claimed %+v", c)
			}
		}
		for _, who := range people {
			for _, d := range get(t, db, func(v *View) ([]Dial, error) { return v.LiveDialsOf(who) }) {
				from := d.State
				d.State = DialDropped
				saveDial(t, db, d, from)
			}
		}
	})
}

// dialable says which calls may be made now.
func dialable(orders []Dial, now time.Time, most int) (ids []dispatch.ID) {
	ready := func(d Dial) bool {
		return d.State == DialWaiting && !d.NotBefore.After(now) && (d.ExpiresAt.IsZero() || d.ExpiresAt.After(now))
	}
	busy := func(d Dial) bool {
		return d.State == DialUnknown || d.State == DialRung && now.Sub(d.ClaimedAt) < time.Hour
	}
	var free []Dial
	for _, d := range orders {
		blocked := slices.ContainsFunc(orders, func(other Dial) bool {
			return other.Contact == d.Contact && (busy(other) || ready(other) && other.ID < d.ID)
		})
		if ready(d) && !blocked {
			free = append(free, d)
		}
	}
	slices.SortFunc(free, func(a, b Dial) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.ID, b.ID))
	})
	for _, d := range free[:min(len(free), most)] {
		ids = append(ids, d.ID)
	}
	return ids
}

// TestDialIsReadBack with every field, found in every way there is.
func TestDialIsReadBack(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	ben := addVolunteer(t, db, 1)
	r := addRequest(t, db, ben)
	o := addOffer(t, db, r.ID, ben)
	d := addDial(t, db, Dial{Contact: ben, Purpose: "offer", Request: r.ID, Offer: o.ID, Line: "+12125550100",
		ExpiresAt: clock.now().Add(time.Hour)})
	equal(t, []Dial{d}, get(t, db, func(v *View) ([]Dial, error) { return v.LiveDialsOf(ben) }))
	equal(t, []Dial{d}, get(t, db, func(v *View) ([]Dial, error) { return v.LiveDialsAbout(r.ID) }))
	d.State, d.NotBefore, d.Tries, d.ClaimedAt, d.HeardAt = DialHeard, clock.now(), 2, clock.now(), clock.now()
	d.Call, d.SID, d.Line, d.ExpiresAt = 7, "CA1", "+12125550101", time.Time{}
	saveDial(t, db, d, DialWaiting)
	equal(t, d, get(t, db, func(v *View) (Dial, error) { return v.DialByID(d.ID) }))
	equal(t, d, get(t, db, func(v *View) (Dial, error) { return v.DialBySID("CA1") }))
	if live := get(t, db, func(v *View) ([]Dial, error) { return v.LiveDialsAbout(r.ID) }); len(live) != 0 {
		t.Errorf("live %+v", live)
	}
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.SaveDial(d, DialWaiting) })
	if !errors.Is(err, ErrConflict) {
		t.Errorf("saved from a state it is no longer in: %v", err)
	}
	err = db.Read(t.Context(), func(v *View) error { _, err := v.DialBySID(""); return err })
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("found by no id: %v", err)
	}
}

// TestOneLiveDial: what is to be said is said in one call, until it was heard; then it may be ordered again.
func TestOneLiveDial(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa := addContact(t, db, 1)
	r := addRequest(t, db, rosa)
	again := func() error {
		return db.Write(t.Context(), func(tx *Tx) error {
			return tx.InsertDial(&Dial{Contact: rosa, Purpose: "news", Request: r.ID})
		})
	}
	addDial(t, db, Dial{Contact: rosa, Purpose: "back"})
	addDial(t, db, Dial{Contact: rosa, Purpose: "news"}) // about nothing
	d := addDial(t, db, Dial{Contact: rosa, Purpose: "news", Request: r.ID})
	for _, state := range []DialState{DialWaiting, DialDialing, DialUnknown, DialRung} {
		from := d.State
		d.State = state
		saveDial(t, db, d, from)
		if err := again(); !errors.Is(err, ErrConflict) {
			t.Errorf("beside one in %s: %v", state, err)
		}
	}
	d.State = DialHeard
	saveDial(t, db, d, DialRung)
	must(t, again())
	d.State = DialWaiting
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.SaveDial(d, DialHeard) })
	if !errors.Is(err, ErrConflict) {
		t.Errorf("brought back beside another: %v", err)
	}
	count := func(since time.Time) int {
		return get(t, db, func(v *View) (int, error) { return v.CountDials(rosa, "news", since) })
	}
	if count(clock.now()) != 3 || count(clock.now().Add(time.Minute)) != 0 {
		t.Errorf("counted %d, later %d", count(clock.now()), count(clock.now().Add(time.Minute)))
	}
}

// TestDialNext says when there is something to be done, and what is too late.
func TestDialNext(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	next := func() time.Time { return get(t, db, (*View).DialNext) }
	if !next().IsZero() {
		t.Error("nothing is to be done, some time")
	}
	rosa := addContact(t, db, 1)
	late := clock.now().Add(time.Hour)
	addDial(t, db, Dial{Contact: rosa, Purpose: "news", NotBefore: late})
	equal(t, late, next())
	d := addDial(t, db, Dial{Contact: rosa, Purpose: "back", ExpiresAt: clock.now().Add(time.Minute)})
	if next().IsZero() || next().After(clock.now()) {
		t.Errorf("a call to be made at once is made at %v", next())
	}
	expired := func() []Dial { return get(t, db, (*View).ExpiredDials) }
	if len(expired()) != 0 {
		t.Errorf("too early: %+v", expired())
	}
	clock.advance(time.Minute)
	equal(t, []Dial{d}, expired())
	if got := claimDials(t, db, 9); len(got) != 0 {
		t.Errorf("claimed %+v", got)
	}
}

// TestDialsAfterDeath: what was being handed over when a process died is unknown, and keeps its number; what waits on a
// number we no longer have moves.
func TestDialsAfterDeath(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	d := addDial(t, db, Dial{Contact: addContact(t, db, 1), Purpose: "news", Line: "+12125550100"})
	waits := addDial(t, db, Dial{Contact: addContact(t, db, 2), Purpose: "news", Line: "+12125550109", NotBefore: clock.now().Add(time.Hour)})
	claimDials(t, db, 9)
	clock.advance(time.Second)
	write(t, db, func(tx *Tx) error {
		if n, err := tx.RecoverDials(); n != 1 || err != nil {
			t.Errorf("recovered %d, %v", n, err)
		}
		return errors.Join(tx.AdoptDials(nil), tx.AdoptDials([]string{"+12125550100", "+12125550101"}))
	})
	unknown := get(t, db, (*View).UnknownDials)
	if len(unknown) != 1 || unknown[0].ID != d.ID || unknown[0].To != phone(1) || !unknown[0].NotBefore.Equal(clock.now()) {
		t.Fatalf("unknown %+v", unknown)
	}
	if got := get(t, db, func(v *View) (Dial, error) { return v.DialByID(waits.ID) }); got.Line != "+12125550100" {
		t.Errorf("waits on %s", got.Line)
	}
}

// TestStopCalls: a phone that wants no calls, or is somebody else's, is not called, and a volunteer on a landline who
// wants none is not asked.
func TestStopCalls(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	ben := addVolunteer(t, db, 1)
	look := func() (c Contact, unreachable bool) {
		write(t, db, func(tx *Tx) error {
			roster, err := tx.Roster()
			if err != nil {
				return err
			}
			unreachable = roster[0].Unreachable
			c, err = tx.ContactByID(ben)
			return err
		})
		p := get(t, db, func(v *View) (Person, error) { return v.PersonByID(ben) })
		if p.Volunteer.Unreachable != unreachable || c.CanBeAsked() == unreachable {
			t.Errorf("the roster and the row disagree about %+v", c)
		}
		return c, unreachable
	}
	for _, step := range []struct {
		do              func(tx *Tx) error
		call, text, ask bool
	}{
		{func(*Tx) error { return nil }, true, true, true},
		{func(tx *Tx) error { return tx.SetReach(ben, "landline", true) }, true, false, true},
		{func(tx *Tx) error { return tx.SetCalls(ben, clock.now(), false) }, false, false, false},
		{func(tx *Tx) error { return tx.SetCalls(ben, time.Time{}, true) }, false, false, false},
		{func(tx *Tx) error { return tx.SetCalls(ben, time.Time{}, false) }, true, false, true},
		{func(tx *Tx) error { return tx.SetReach(ben, "bad_number", false) }, false, false, false},
		{func(tx *Tx) error { return tx.SetReach(ben, "bad_number", true) }, false, false, false},
		{func(tx *Tx) error { return tx.SetReach(ben, "blocked", false) }, true, false, false},
		{func(tx *Tx) error { return tx.SetReach(ben, "", true) }, true, false, true},
		{func(tx *Tx) error { return tx.OptOut(ben, "word") }, true, false, false},
	} {
		write(t, db, step.do)
		c, unreachable := look()
		if c.CanCall() != step.call || c.CanText() != step.text || unreachable == step.ask {
			t.Errorf("call %v, text %v, asked %v: %+v", c.CanCall(), c.CanText(), !unreachable, c)
		}
	}
}
