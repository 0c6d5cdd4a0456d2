package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
)

// addRecording adds something said.
func addRecording(t testing.TB, db *DB, r Recording) Recording {
	t.Helper()
	write(t, db, func(tx *Tx) error { return tx.InsertRecording(&r) })
	return r
}

// TestRecordingIsReadBack with every field, found in every way there is, and moves from the state it is in only.
func TestRecordingIsReadBack(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa := addContact(t, db, 1)
	request, call := addRequest(t, db, rosa), addCall(t, db, "CA1", rosa)
	r := addRecording(t, db, Recording{SID: "RE1", Call: call.ID, Contact: rosa, Kind: "details", Language: "es", Seconds: 12})
	if r.State != RecordingAnnounced {
		t.Errorf("is %s", r.State)
	}
	r.State, r.Request, r.CarrierHas, r.Tries, r.NotBefore = RecordingStored, request.ID, true, 2, clock.now()
	r.Format, r.HeardAt, r.Prompt, r.Kind, r.Language, r.Seconds = "mp3", clock.now(), "greeting", "prompt", "ht", 13
	write(t, db, func(tx *Tx) error { return tx.SaveRecording(r, RecordingAnnounced) })
	equal(t, r, get(t, db, func(v *View) (Recording, error) { return v.RecordingByID(r.ID) }))
	equal(t, r, get(t, db, func(v *View) (Recording, error) { return v.RecordingBySID("RE1") }))
	equal(t, []Recording{r}, get(t, db, func(v *View) ([]Recording, error) { return v.RecordingsOf(request.ID) }))
	for what, change := range map[string]func(tx *Tx) error{
		"saved from another state":  func(tx *Tx) error { return tx.SaveRecording(r, RecordingReady) },
		"the carrier's id again":    func(tx *Tx) error { return tx.InsertRecording(&Recording{SID: "RE1", Kind: "name"}) },
		"a kind nobody knows":       func(tx *Tx) error { return tx.InsertRecording(&Recording{SID: "RE2", Kind: "song"}) },
		"a state nobody knows":      func(tx *Tx) error { return tx.SaveRecording(Recording{ID: r.ID, Kind: "name"}, RecordingStored) },
		"a request there is not":    func(tx *Tx) error { return tx.InsertRecording(&Recording{SID: "RE3", Kind: "name", Request: 1}) },
		"a call with no direction":  func(tx *Tx) error { return tx.InsertCall(&Call{SID: "CA2"}) },
		"a dial for nothing":        func(tx *Tx) error { return tx.InsertDial(&Dial{Contact: rosa}) },
		"a phone that maybe texts":  func(tx *Tx) error { return tx.InsertContact(&Contact{Phone: phone(2), Texts: "maybe"}) },
		"a turn of a call not here": func(tx *Tx) error { return tx.AddTurn(1, 1, nil) },
	} {
		if err := db.Write(t.Context(), change); err == nil {
			t.Errorf("%s: was written", what)
		} else if conflict := strings.HasPrefix(what, "saved") || strings.HasSuffix(what, "again"); errors.Is(err, ErrConflict) != conflict {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestRecordingsDue: what is ready is fetched, what is stored is deleted at the carrier if that is wished, what is erased
// always; each when its time has come.
func TestRecordingsDue(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	next := func(stored bool) time.Time {
		return get(t, db, func(v *View) (time.Time, error) { return v.RecordingNext(stored) })
	}
	due := func(stored bool, want ...string) {
		t.Helper()
		var got []string
		for _, r := range get(t, db, func(v *View) ([]Recording, error) { return v.RecordingsDue(9, stored) }) {
			got = append(got, r.SID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("due %v, want %v", got, want)
		}
	}
	due(true)
	if !next(true).IsZero() {
		t.Errorf("nothing is due at %v", next(true))
	}
	later := clock.now().Add(time.Hour)
	for sid, r := range map[string]Recording{
		"said": {State: RecordingAnnounced, CarrierHas: true}, "silence": {State: RecordingAbsent, CarrierHas: true},
		"lost": {State: RecordingLost, CarrierHas: true}, "not yet": {State: RecordingReady, NotBefore: later.Add(time.Hour)},
		"done": {State: RecordingStored}, "gone": {State: RecordingErased},
		"kept":  {State: RecordingStored, CarrierHas: true, NotBefore: later},
		"fetch": {State: RecordingReady, CarrierHas: true, NotBefore: later.Add(time.Second)},
		"erase": {State: RecordingErased, CarrierHas: true, NotBefore: later.Add(time.Minute)},
	} {
		r.SID = sid
		addRecording(t, db, r)
	}
	due(true)
	equal(t, later, next(true))
	equal(t, later.Add(time.Second), next(false))
	clock.advance(time.Hour)
	due(true, "kept")
	due(false)
	clock.advance(time.Minute)
	due(true, "fetch", "erase", "kept")
	due(false, "fetch", "erase")
	addRecording(t, db, Recording{SID: "now", State: RecordingReady})
	if at := next(false); at.IsZero() || at.After(clock.now()) {
		t.Errorf("what may be fetched at once is fetched at %v", at)
	}
	if got := get(t, db, func(v *View) ([]Recording, error) { return v.RecordingsDue(1, true) }); len(got) != 3 || got[0].SID != "now" {
		t.Errorf("one of each: %+v", got)
	}
}

// TestTicket opens one recording in one call, the same way each time, while the call and its time last.
func TestTicket(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	here, there := addCall(t, db, "CA1", 0), addCall(t, db, "CA2", 0)
	r := addRecording(t, db, Recording{SID: "RE1", Call: here.ID})
	add := func(call dispatch.ID) Ticket {
		k := Ticket{Recording: r.ID, Call: call, ExpiresAt: clock.now().Add(30 * time.Minute)}
		write(t, db, func(tx *Tx) error { return tx.AddTicket(&k) })
		return k
	}
	find := func(k Ticket) error {
		return db.Read(t.Context(), func(v *View) error {
			got, err := v.TicketFor(k.Token)
			if err == nil {
				equal(t, k, got)
			}
			return err
		})
	}
	a, other := add(here.ID), add(there.ID)
	if len(a.Token) != 32 || a.Token == other.Token {
		t.Errorf("tokens %q, %q", a.Token, other.Token)
	}
	must(t, errors.Join(find(a), find(other)))
	clock.advance(20 * time.Minute)
	if again := add(here.ID); again.Token != a.Token {
		t.Error("said again, it has another token")
	} else {
		a = again
	}
	clock.advance(20 * time.Minute)
	must(t, find(a))
	if err := find(other); !errors.Is(err, ErrNotFound) {
		t.Errorf("after its time: %v", err)
	}
	here.EndedAt, here.Next = clock.now(), 1
	write(t, db, func(tx *Tx) error { return tx.SaveCall(here, 0) })
	for _, token := range []string{a.Token, "", strings.Repeat("0", 32), "../../hotline.keys"} {
		if err := find(Ticket{Token: token}); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q, after the call: %v", token, err)
		}
	}
}
