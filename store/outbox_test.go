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

// enqueue puts a new text of this contact on its way out.
func enqueue(t testing.TB, db *DB, o Outbox) Outbox {
	t.Helper()
	m := addMessage(t, db, o.Contact)
	o.Message = m.ID
	write(t, db, func(tx *Tx) error { return tx.Enqueue(&o) })
	return o
}

func claim(t testing.TB, db *DB, perLine int, lines ...string) (claimed []Claimed) {
	t.Helper()
	write(t, db, func(tx *Tx) (err error) {
		claimed, err = tx.ClaimOutbox(lines, perLine)
		return err
	})
	return claimed
}

// record notes what came of a text.
func record(t testing.TB, db *DB, id dispatch.ID, to OutboxState, notBefore time.Time) {
	t.Helper()
	write(t, db, func(tx *Tx) error { return tx.RecordTry(Try{Outbox: id, Outcome: string(to)}, to, notBefore) })
}

// TestClaimOrder queues texts in any lanes, of any people, on any lines, some for later and some too late, and
// compares every claim with a plain account of the rules.
func TestClaimOrder(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	people := []dispatch.ID{addContact(t, db, 1), addContact(t, db, 2), addContact(t, db, 3)}
	rapid.Check(t, func(rt *rapid.T) {
		offset := rapid.SampledFrom([]time.Duration{0, -time.Minute, time.Minute})
		var queue []Outbox
		for range rapid.IntRange(0, 12).Draw(rt, "texts") {
			o := Outbox{
				Contact: rapid.SampledFrom(people).Draw(rt, "contact"), Lane: Lane(rapid.IntRange(0, 3).Draw(rt, "lane")),
				Line: rapid.SampledFrom([]string{"+1", "+2"}).Draw(rt, "line"), NotBefore: clock.now().Add(offset.Draw(rt, "from")),
			}
			if d := offset.Draw(rt, "until"); d != 0 {
				o.ExpiresAt = clock.now().Add(d)
			}
			queue = append(queue, enqueue(t, db, o))
		}
		perLine := rapid.IntRange(1, 4).Draw(rt, "per line")
		for range 5 {
			lines := rapid.SampledFrom([][]string{nil, {"+1"}, {"+2"}, {"+1", "+2"}}).Draw(rt, "lines")
			want := claimable(queue, clock.now(), perLine, lines)
			got := claim(t, db, perLine, lines...)
			if !slices.EqualFunc(want, got, func(id dispatch.ID, c Claimed) bool { return id == c.ID }) {
				rt.Fatalf("claimed %v, want %v", got, want)
			}
			for i, c := range got {
				if c.State != OutboxSending || c.Tries != 1 || c.To == "" || c.Body == "" {
					rt.Fatalf("claimed %+v", c)
				}
				setState(queue, c.ID, OutboxSending)
				if i%2 == 0 {
					record(t, db, c.ID, OutboxSent, time.Time{})
					setState(queue, c.ID, OutboxSent)
				}
			}
		}
		empty(t, db, clock)
	})
}

// empty sends whatever is left, for the next round.
func empty(t *testing.T, db *DB, clock *clock) {
	clock.advance(time.Hour)
	write(t, db, func(tx *Tx) error {
		_, expired := tx.DropExpired()
		_, err := tx.RecoverSending()
		return errors.Join(expired, err)
	})
	for {
		left := append(get(t, db, (*View).UnknownOutbox), claim(t, db, 99)...)
		if len(left) == 0 {
			return
		}
		for _, c := range left {
			record(t, db, c.ID, OutboxSent, time.Time{})
		}
	}
}

// claimable says which texts may leave now on these lines; none: all.
func claimable(queue []Outbox, now time.Time, perLine int, lines []string) (ids []dispatch.ID) {
	ready := func(o Outbox) bool {
		return o.State == OutboxQueued && !o.NotBefore.After(now) && (o.ExpiresAt.IsZero() || o.ExpiresAt.After(now))
	}
	order := func(a, b Outbox) int {
		return cmp.Or(cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.ID, b.ID))
	}
	if lines == nil {
		lines = []string{"+1", "+2"}
	}
	for _, line := range lines {
		var mine []Outbox
		for _, o := range queue {
			blocked := slices.ContainsFunc(queue, func(other Outbox) bool {
				return other.Contact == o.Contact && (other.State == OutboxSending || ready(other) && order(other, o) < 0)
			})
			if o.Line == line && ready(o) && !blocked {
				mine = append(mine, o)
			}
		}
		slices.SortFunc(mine, order)
		for _, o := range mine[:min(len(mine), perLine)] {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

func setState(queue []Outbox, id dispatch.ID, s OutboxState) {
	for i := range queue {
		if queue[i].ID == id {
			queue[i].State = s
		}
	}
}

// TestOutboxRetries sends a text back for later, and finds when it may leave.
func TestOutboxRetries(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	next := func() time.Time { return get(t, db, func(v *View) (time.Time, error) { return v.OutboxNext() }) }
	if !next().IsZero() {
		t.Error("an empty outbox has something to send")
	}
	o := enqueue(t, db, Outbox{Contact: addContact(t, db, 1)})
	if next().IsZero() || next().After(clock.now()) {
		t.Errorf("a text that may leave at once may leave at %v", next())
	}
	claim(t, db, 1)
	if !next().IsZero() {
		t.Error("a claimed text still waits")
	}
	later := clock.now().Add(time.Minute)
	record(t, db, o.ID, OutboxQueued, later)
	if !next().Equal(later) || len(claim(t, db, 1)) != 0 {
		t.Errorf("may leave at %v, want %v", next(), later)
	}
	clock.advance(time.Minute)
	if again := claim(t, db, 1); len(again) != 1 || again[0].Tries != 2 {
		t.Errorf("claimed %+v", again)
	}
	record(t, db, o.ID, OutboxSent, time.Time{})
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.RecordTry(Try{Outbox: o.ID}, OutboxFailed, time.Time{}) })
	if !errors.Is(err, ErrConflict) {
		t.Errorf("recorded twice: %v", err)
	}
	tries := get(t, db, func(v *View) ([]Try, error) { return v.Tries(o.ID) })
	if len(tries) != 2 || tries[0].Outcome != "queued" || tries[1].Outcome != "sent" {
		t.Errorf("tries %+v", tries)
	}
}

// TestOutboxDueSince: how long the oldest text has been waiting, whatever else is in the outbox.
func TestOutboxDueSince(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	since := func(want time.Time) {
		t.Helper()
		got := get(t, db, func(v *View) (time.Time, error) { return v.OutboxDueSince() })
		if !got.Equal(want) {
			t.Errorf("waits since %v, want %v", got, want)
		}
	}
	since(time.Time{})
	start := clock.now()
	later := start.Add(time.Minute)
	enqueue(t, db, Outbox{Contact: addContact(t, db, 1), NotBefore: later})
	enqueue(t, db, Outbox{Contact: addContact(t, db, 2), ExpiresAt: start.Add(time.Second)})
	since(start)
	clock.advance(2 * time.Second)
	since(time.Time{}) // one is for later, the time of the other is over
	clock.advance(time.Minute)
	since(later)
	enqueue(t, db, Outbox{Contact: addContact(t, db, 3)})
	since(later)
	claim(t, db, 1)
	since(clock.now())
}

// TestRefused: what the carrier refused because of our set-up is told, and may be lifted.
func TestRefused(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	refused := func() (Try, error) {
		var last Try
		err := db.Read(t.Context(), func(v *View) (err error) {
			last, err = v.LastRefused()
			return err
		})
		return last, err
	}
	later := clock.now().Add(time.Hour)
	waits := map[string]Outbox{}
	for i, outcome := range []string{"stop", "config", "asleep"} {
		o := enqueue(t, db, Outbox{Contact: addContact(t, db, i)})
		claim(t, db, 1)
		if _, err := refused(); (i == 0) != errors.Is(err, ErrNotFound) {
			t.Errorf("before %q: %v", outcome, err)
		}
		write(t, db, func(tx *Tx) error {
			return tx.RecordTry(Try{Outbox: o.ID, Outcome: outcome, Code: i}, OutboxQueued, later)
		})
		waits[outcome] = o
	}
	if last, err := refused(); err != nil || last.Outbox != waits["config"].ID || last.Code != 1 {
		t.Errorf("%+v, %v", last, err)
	}
	write(t, db, func(tx *Tx) error {
		if n, err := tx.LiftRefused(); err != nil || n != 2 {
			t.Errorf("lifted %d, %v", n, err)
		}
		return nil
	})
	if again := claim(t, db, 3); len(again) != 2 {
		t.Errorf("claimed %d texts", len(again))
	}
	if last, err := refused(); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing refused waits any more: %+v, %v", last, err)
	}
}

// TestUnknownAfterDeath: what was in sending when a process died is unknown, and can be settled.
func TestUnknownAfterDeath(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	o := enqueue(t, db, Outbox{Contact: addContact(t, db, 1)})
	claim(t, db, 1)
	write(t, db, func(tx *Tx) error {
		if n, err := tx.RecoverSending(); n != 1 || err != nil {
			t.Errorf("recovered %d, %v", n, err)
		}
		return nil
	})
	unknown := get(t, db, func(v *View) ([]Claimed, error) { return v.UnknownOutbox() })
	if len(unknown) != 1 || unknown[0].ID != o.ID || unknown[0].To != phone(1) {
		t.Fatalf("unknown %+v", unknown)
	}
	record(t, db, o.ID, OutboxSent, time.Time{})
	if got := get(t, db, func(v *View) (Outbox, error) { return v.OutboxByMessage(o.Message) }); got.State != OutboxSent {
		t.Errorf("is %s", got.State)
	}
}

// TestStaleTextsAreDropped: those of an offer that is over, and those whose time is over.
func TestStaleTextsAreDropped(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	helper := addVolunteer(t, db, 1)
	offer := addOffer(t, db, addRequest(t, db, helper).ID, helper)
	ofOffer := enqueue(t, db, Outbox{Contact: helper, Offer: offer.ID})
	brief := enqueue(t, db, Outbox{Contact: helper, ExpiresAt: clock.now().Add(time.Minute)})
	write(t, db, func(tx *Tx) error {
		if n, err := tx.DropOffer(offer.ID); n != 1 || err != nil {
			t.Errorf("dropped %d, %v", n, err)
		}
		if list, err := tx.DropExpired(); len(list) != 0 || err != nil {
			t.Errorf("dropped too early: %v, %v", list, err)
		}
		return nil
	})
	clock.advance(time.Minute)
	write(t, db, func(tx *Tx) error {
		if list, err := tx.DropExpired(); len(list) != 1 || list[0].ID != brief.ID || err != nil {
			t.Errorf("dropped %v, %v", list, err)
		}
		return nil
	})
	for _, o := range []Outbox{ofOffer, brief} {
		got := get(t, db, func(v *View) (Outbox, error) { return v.OutboxByID(o.ID) })
		m := get(t, db, func(v *View) (Message, error) { return v.MessageByID(o.Message) })
		if got.State != OutboxDropped || m.Status != MessageCanceled {
			t.Errorf("is %s, its message %s", got.State, m.Status)
		}
	}
	if len(claim(t, db, 9)) != 0 {
		t.Error("claimed a dropped text")
	}
}
