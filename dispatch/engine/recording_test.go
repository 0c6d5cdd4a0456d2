package engine_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// works does what is to be done at the carrier about recordings, the sound of each being its id there, and returns what
// was fetched and what was deleted.
func (w *world) works() (fetched, deleted []string) {
	w.t.Helper()
	for {
		due, _, err := w.engine.RecordingsDue(w.t.Context(), 5)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(due) == 0 {
			return fetched, deleted
		}
		for _, d := range due {
			if d.Fetch {
				fetched = append(fetched, d.SID)
				err = w.engine.RecordingFetched(w.t.Context(), d.ID, []byte(d.SID), "mp3")
			} else {
				deleted = append(deleted, d.SID)
				err = w.engine.RecordingDeleted(w.t.Context(), d.ID)
			}
			if err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

func TestARecordingIsFetchedKeptAndDeletedAtTheCarrier(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, sid := w.asksForFood(rosa)
	select {
	case <-w.engine.RecordingsReady():
	default:
		t.Error("nobody is woken")
	}
	fetched, deleted := w.works()
	if !slices.Equal(fetched, []string{sid}) || !slices.Equal(deleted, []string{sid}) {
		t.Errorf("fetched %v, deleted %v", fetched, deleted)
	}
	r := w.recording(sid)
	sound, err := w.db.Audio(r.ID)
	if err != nil || !bytes.Equal(sound, []byte(sid)) || r.State != store.RecordingStored || r.Format != "mp3" || r.CarrierHas {
		t.Errorf("%q %v, %+v", sound, err, r)
	}
}

func TestARecordingThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, sid := w.asksForFood(rosa)
	id := w.recording(sid).ID
	var pauses []time.Duration
	for range 4 {
		if err := w.engine.RecordingMissed(t.Context(), id, false); err != nil {
			t.Fatal(err)
		}
		due, next, err := w.engine.RecordingsDue(t.Context(), 5)
		if err != nil || len(due) != 0 {
			t.Fatalf("%v at once, %v", due, err)
		}
		pauses = append(pauses, next.Sub(w.clock.Now()))
		w.clock.Advance(pauses[len(pauses)-1])
	}
	if want := []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second}; !slices.Equal(pauses, want) {
		t.Errorf("pauses %v", pauses)
	}
	if err := w.engine.RecordingMissed(t.Context(), id, true); err != nil {
		t.Fatal(err)
	}
	if due, next, err := w.engine.RecordingsDue(t.Context(), 5); err != nil || len(due) != 0 || !next.IsZero() {
		t.Errorf("%v, next %v, %v", due, next, err)
	}
	if !slices.Contains(w.timeline(w.request(rosa).ID), "recording_lost by system") {
		t.Errorf("%v", w.timeline(w.request(rosa).ID))
	}
}

// What was erased while it was being fetched is not kept.
func TestErasedWhileFetched(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c, sid := w.asksForFood(rosa)
	c.hangsUp()
	id := w.recording(sid).ID
	contact := w.contact(rosa).ID
	if err := w.db.Write(t.Context(), func(tx *store.Tx) error { return tx.Forget(contact) }); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.RecordingFetched(t.Context(), id, []byte("sound"), "mp3"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.Audio(id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the sound is kept: %v", err)
	}
	if fetched, deleted := w.works(); len(fetched) != 0 || !slices.Equal(deleted, []string{sid}) {
		t.Errorf("fetched %v, deleted %v", fetched, deleted)
	}
}

// What the carrier says of a recording before its caller keeps it counts when they do: one that is lost is a person's to
// ask for again, and nobody is told that there is something to hear.
func TestARecordingThatIsGoneBeforeItIsKept(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"failed", "absent"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.helpers(1, nil)
			c := w.phones(rosa)
			for _, keys := range keysForFood[:4] {
				c.presses(keys)
			}
			sid := newSID("RE")
			c.hears(talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 9})
			c.recorded(sid, status, 9)
			for _, keys := range keysForFood[5:] {
				c.presses(keys)
			}
			w.settle()
			if got := w.recording(sid).State; got != store.RecordingLost {
				t.Errorf("state %s", got)
			}
			r := w.request(rosa)
			if !slices.Contains(w.timeline(r.ID), "recording_lost by system") || r.Attention != dispatch.Voicemail || r.Status != dispatch.Offered {
				t.Errorf("%+v: %v", r.Request, w.timeline(r.ID))
			}
		})
	}
}

// A recording the carrier never speaks of again is lost after a day.
func TestARecordingThatIsNeverReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	c.presses("0")
	sid := newSID("RE")
	c.hears(talk.Heard{Kind: talk.Rang})
	c.hears(talk.Heard{Kind: talk.Rang})
	c.hears(talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 12})
	c.presses("1")
	w.jump(23 * time.Hour)
	if got := w.recording(sid).State; got != store.RecordingAnnounced {
		t.Errorf("state %s", got)
	}
	w.jump(2 * time.Hour)
	if got := w.recording(sid).State; got != store.RecordingLost {
		t.Errorf("state %s", got)
	}
}

// Erased before the carrier had finished it, and deleted there too early: deleted again when it is there.
func TestErasedTooEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	for _, keys := range keysForFood[:4] {
		c.presses(keys)
	}
	first, second := newSID("RE"), newSID("RE")
	c.hears(talk.Heard{Kind: talk.Recorded, SID: first, Seconds: 4})
	c.presses("2")
	c.hears(talk.Heard{Kind: talk.Recorded, SID: second, Seconds: 4})
	c.presses("1")
	c.hangsUp()
	for range 2 {
		if fetched, deleted := w.works(); len(fetched) != 0 || !slices.Equal(deleted, []string{first}) {
			t.Errorf("fetched %v, deleted %v", fetched, deleted)
		}
		c.recorded(first, "completed", 4)
	}
}

// What a recording is about may change while its sound is written.
func TestARecordingThatMovesWhileItIsFetched(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c, sid := w.asksForFood(rosa)
	c.hangsUp()
	rec := w.recording(sid)
	rec.Kind = "corner"
	if err := w.db.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveRecording(rec, store.RecordingReady) }); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Fetched(t.Context(), rec.ID); err != nil {
		t.Fatal(err)
	}
	if got := w.recording(sid); got.Kind != "corner" || got.State != store.RecordingStored || got.Format != "mp3" {
		t.Errorf("%+v", got)
	}
}

// A message is a request that waits for a person, and no text makes another of it.
func TestAMessageWaitsForAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Coordinators[0].OnCall = dispatch.Hours{{Day: 0, From: 0, Until: 60}} })
	w.voice.LiveHelp = nil
	w.restart()
	c := w.phones(rosa)
	c.presses("0")
	sid := c.speaks(12)
	c.presses("1")
	r := w.request(rosa)
	if r.Status != dispatch.Received || r.Attention != dispatch.Voicemail || r.Channel != dispatch.Voice || r.Category != "" || r.Details != "" {
		t.Errorf("request %+v", r)
	}
	w.settle()
	w.wants(second, "alert_waiting "+r.Code)
	w.text(rosa, "FOOD 11211")
	if all := w.requests(rosa); len(all) != 2 || all[0].Attention != dispatch.Voicemail || all[0].Category != "" || w.recording(sid).Request != all[0].ID {
		t.Errorf("requests %+v", all)
	}
	if row := w.callRow(c.ev.SID); row.Outcome != "voicemail" {
		t.Errorf("outcome %q", row.Outcome)
	}
}

// What was left at the carrier while nobody here answered is a message, once.
func TestARecordingLeftAtTheCarrier(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, from := range []string{rosa, ""} {
		f := engine.Foreign{SID: newSID("RE"), CallSID: newSID("CA"), From: from, To: ourNumber, Seconds: 21, At: w.clock.Now().Add(-time.Hour)}
		for range 2 {
			if err := w.engine.ForeignRecording(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		rec, row := w.recording(f.SID), w.callRow(f.CallSID)
		if rec.State != store.RecordingReady || rec.Kind != "message" || rec.Seconds != 21 || rec.Request == 0 || rec.Contact == 0 {
			t.Errorf("recording %+v", rec)
		}
		if row.Outcome != "voicemail" || !row.StartedAt.Equal(f.At) || row.EndedAt.IsZero() {
			t.Errorf("call %+v", row)
		}
	}
	all := w.allRequests()
	if len(all) != 2 || all[0].Resident == all[1].Resident || all[0].Attention != dispatch.Voicemail {
		t.Errorf("requests %+v", all)
	}
}

// A coordinator records a prompt by phone; from the moment it is fetched the line says it so.
func TestRecordingAPromptByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(second)
	c.presses("7")
	c.presses("482914")
	if q := w.callRow(c.ev.SID).LastQuestion; q != "pin" {
		t.Fatalf("a wrong PIN leads to %q", q)
	}
	c.presses("482913")
	a := c.presses("1")
	key := msg.Key("")
	for _, p := range a.Say {
		if _, ok := w.catalog.Prompt("en", p.Key); ok && p.Key != msg.VoiceNotRecorded && key == "" && slices.Contains(w.catalog.Prompts("en"), p.Key) {
			key = p.Key
		}
	}
	c.presses("1")
	sid := c.speaks(3)
	c.presses("1")
	c.hangsUp()
	rec := w.recording(sid)
	if rec.Kind != "prompt" || rec.Language != "en" || rec.Prompt == "" || rec.Request != 0 {
		t.Fatalf("recording %+v, heard %s", rec, key)
	}
	w.works()
	prompts, err := i18n.OpenRecordings(w.dir + "/prompts")
	if err != nil {
		t.Fatal(err)
	}
	if !prompts.Has("en", msg.Key(rec.Prompt)) {
		t.Errorf("%s is not recorded", rec.Prompt)
	}
	if _, err := w.db.Audio(rec.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a prompt is kept as a message: %v", err)
	}
	if row := w.callRow(c.ev.SID); row.Outcome != "recorded" {
		t.Errorf("outcome %q", row.Outcome)
	}
}

// Only who has the job hears what was said for it, and only in a call of ours; the ticket ends with the call.
func TestOnlyTheHolderHearsARecording(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	c, sid := w.asksForFood(rosa)
	c.hangsUp()
	w.works()
	w.settle()
	w.text(helper(1), "YES")
	w.text(helper(1), "CALL")
	w.settle()
	called := w.picksUp(helper(1), false)
	if a := called.presses("1"); len(a.Tickets) != 1 {
		t.Fatalf("hears nothing: %+v", a)
	}
	rec := w.recording(sid)
	ticket := called.said.Tickets[rec.ID]
	sound, format, err := w.engine.Audio(t.Context(), ticket)
	if err != nil || string(sound) != sid || format != "mp3" || len(ticket) < 32 {
		t.Errorf("%q %q %v", sound, format, err)
	}
	if w.recording(sid).HeardAt.IsZero() {
		t.Error("not noted as heard")
	}
	called.hangsUp()
	if _, _, err := w.engine.Audio(t.Context(), ticket); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the ticket lives on: %v", err)
	}
	for _, phone := range []string{helper(1), helper(2), rosa} {
		in := w.phones(phone)
		for _, key := range []string{"2", "3", "1"} {
			if a := in.presses(key); len(a.Tickets) != 0 || slices.ContainsFunc(a.Say, func(p ivr.Prompt) bool { return p.Recording != 0 }) {
				t.Errorf("%s hears it by calling in: %+v", phone, a)
			}
		}
		in.hangsUp()
	}
}

// A place said by phone is erased a day after the job, its sound as well.
func TestASpokenPlaceIsErased(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	c, details := w.asksForFood(rosa)
	c.hangsUp()
	w.settle()
	w.text(helper(1), "YES")
	w.settle()
	called := w.picksUp(rosa, false)
	called.presses("1")
	place := called.speaks(7)
	called.presses("1")
	called.hangsUp()
	w.works()
	w.text(helper(1), "DONE")
	w.jump(25 * time.Hour)
	w.works()
	if r := w.recording(place); r.Kind != "place" || r.State != store.RecordingErased {
		t.Errorf("place %+v", r)
	}
	if _, err := w.db.Audio(w.recording(place).ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("its sound is kept: %v", err)
	}
	if r := w.recording(details); r.State != store.RecordingStored {
		t.Errorf("details %+v", r)
	}
}
