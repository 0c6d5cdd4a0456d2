package store

import (
	"errors"
	"testing"

	"hotline/dispatch"
)

// TestForget erases what one person said and nothing of another's; the number stays, and what it wants.
func TestForget(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	write(t, db, func(tx *Tx) error {
		return tx.InsertContact(&Contact{Phone: phone(1), Name: "Rosa", Language: "es", Texts: "no", CallsStoppedAt: clock.now()})
	})
	rosa := person(t, db).Contact.ID
	ben := addVolunteer(t, db, 2)
	hers, his := told(t, db, rosa, ben, "RE1"), told(t, db, ben, rosa, "RE2")
	waits := enqueue(t, db, Outbox{Contact: rosa})
	write(t, db, func(tx *Tx) error { return tx.Forget(rosa) })

	p := person(t, db)
	if p.Contact.Name != "" || len(p.Session.Data) != 0 || p.Contact.Phone != phone(1) || p.Contact.CanCall() || p.Contact.Texts != "no" {
		t.Errorf("the person %#v", p)
	}
	if left := heard(t, db, hers); len(left) != 0 {
		t.Errorf("of her, left %q", left)
	}
	if left := heard(t, db, his); len(left) != 4 { // without what was written to her and what she did
		t.Errorf("of him, left %q", left)
	}
	if m := get(t, db, func(v *View) (Message, error) { return v.MessageByID(waits.Message) }); m.Body == "" {
		t.Error("a text on its way out is empty")
	}
	must(t, db.EraseSound(t.Context()))
	if _, err := db.Audio(hers.recording.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("her voice: %v", err)
	}
	_, err := db.Audio(his.recording.ID)
	must(t, err)
	must(t, db.EraseSound(t.Context()))
	err = db.Write(t.Context(), func(tx *Tx) error { return tx.Forget(1) })
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// account is what somebody told the line, by text and by phone.
type account struct {
	request   Request
	message   Message
	call      Call
	recording Recording
	holder    dispatch.ID
}

// told has a resident say something in every way there is, and the holder hear of it.
func told(t *testing.T, db *DB, resident, holder dispatch.ID, sid string) (w account) {
	t.Helper()
	w.request = Request{Channel: dispatch.Voice, Details: "two adults", Corner: "at the park", Address: "1 Main St", Request: dispatch.Request{
		Resident: resident, Status: dispatch.Open, Category: "FOOD", Urgency: dispatch.TwoDays}}
	write(t, db, func(tx *Tx) error { return tx.InsertRequest(&w.request) })
	w.message = Message{Direction: Out, Contact: holder, Request: w.request.ID, Body: "Rosa: 1 Main St"}
	w.call = addCall(t, db, "CA"+sid, resident)
	w.call.EndedAt, w.call.State = w.call.StartedAt, "keyed"
	w.recording = addRecording(t, db, Recording{SID: sid, Call: w.call.ID, Contact: resident, Request: w.request.ID, Kind: "details",
		State: RecordingStored, Format: "mp3"})
	write(t, db, func(tx *Tx) error {
		return errors.Join(tx.InsertMessage(&w.message), tx.SaveCall(w.call, 0), tx.AddTurn(w.call.ID, 0, []byte("Hello Rosa")),
			tx.AddEvent(Event{Request: w.request.ID, Contact: holder, Kind: "said", Why: "she said"}),
			tx.SaveSession(resident, 0, []byte("{}")))
	})
	must(t, db.SaveAudio(w.recording.ID, []byte("sound")))
	w.holder = holder
	write(t, db, func(tx *Tx) error {
		return tx.AddPassed(&Passed{Request: w.request.ID, Sender: resident, Recipient: holder, Language: "es", Words: "estoy abajo"})
	})
	return w
}

// heard is what is left of it.
func heard(t *testing.T, db *DB, w account) (left []string) {
	t.Helper()
	keep := func(s string) {
		if s != "" {
			left = append(left, s)
		}
	}
	read(t, db, func(v *View) error {
		r, err := v.RequestByID(w.request.ID)
		keep(r.Details.Reveal() + r.Corner.Reveal() + r.Address.Reveal())
		m, err1 := v.MessageByID(w.message.ID)
		keep(m.Body.Reveal())
		c, err2 := v.CallByID(w.call.ID)
		keep(c.State.Reveal())
		turn, _ := v.TurnOf(w.call.ID, 0)
		keep(string(turn))
		events, err3 := v.EventsOf(w.request.ID)
		keep(events[0].Why.Reveal())
		rec, err4 := v.RecordingByID(w.recording.ID)
		if rec.State == RecordingStored {
			keep("sound")
		}
		passed, err5 := v.PassedTo(w.holder, w.request.ID)
		for _, p := range passed {
			keep(p.Words.Reveal())
		}
		return errors.Join(err, err1, err2, err3, err4, err5)
	})
	return left
}

// TestEraseSpokenPlace erases what was said by phone of where a job is, whatever has become of it, and leaves the rest.
func TestEraseSpokenPlace(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 1))
	for sid, c := range map[string]struct {
		kind         string
		state, wants RecordingState
		copy         bool // wants the carrier's deleted
	}{
		"said": {"place", RecordingAnnounced, RecordingErased, true}, "ready": {"place", RecordingReady, RecordingErased, true},
		"ours": {"place", RecordingStored, RecordingErased, false}, "silence": {"place", RecordingAbsent, RecordingAbsent, false},
		"need": {"details", RecordingStored, RecordingStored, false},
	} {
		rec := addRecording(t, db, Recording{SID: sid, Request: r.ID, Kind: c.kind, State: c.state, Tries: 3})
		write(t, db, func(tx *Tx) error { return tx.ErasePlace(r.ID) })
		got := get(t, db, func(v *View) (Recording, error) { return v.RecordingByID(rec.ID) })
		if got.State != c.wants || got.CarrierHas != c.copy || (got.Tries == 0) != (c.wants == RecordingErased) {
			t.Errorf("%s: %+v", sid, got)
		}
	}
}

// TestErasingIsUndoneWithItsTransaction: the sound goes only when the row is erased for good, and a sound that a death
// left goes the next time.
func TestErasingIsUndoneWithItsTransaction(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	rosa := addContact(t, db, 1)
	w := told(t, db, rosa, addContact(t, db, 2), "RE1")
	undo := errors.New("undo")
	if err := db.Write(t.Context(), func(tx *Tx) error { return errors.Join(tx.Forget(rosa), undo) }); !errors.Is(err, undo) {
		t.Fatal(err)
	}
	must(t, db.EraseSound(t.Context()))
	if _, err := db.Audio(w.recording.ID); err != nil || len(heard(t, db, w)) != 7 {
		t.Errorf("%v, left %q", err, heard(t, db, w))
	}
	write(t, db, func(tx *Tx) error { return tx.Forget(rosa) })
	must(t, db.DeleteAudio(w.recording.ID)) // a death after the file and before the row
	must(t, db.EraseSound(t.Context()))
	got := get(t, db, func(v *View) (Recording, error) { return v.RecordingByID(w.recording.ID) })
	if got.Format != "" {
		t.Errorf("still to be erased: %+v", got)
	}
}
