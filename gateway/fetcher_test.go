package gateway

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"hotline/store"
)

// recorded stores a recording of a call as the carrier's callback has left it.
func (r *rig) recorded(n int, state store.RecordingState) store.Recording {
	r.t.Helper()
	rec := store.Recording{SID: recordingSID(n), Kind: "message", State: state, CarrierHas: state == store.RecordingReady}
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		call := store.Call{SID: callSID(n), Direction: store.In, Line: ourLine, StartedAt: tx.Now(), EndedAt: tx.Now()}
		if err := tx.InsertCall(&call); err != nil {
			return err
		}
		rec.Call = call.ID
		return tx.InsertRecording(&rec)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return rec
}

// again reads a recording anew.
func (r *rig) again(rec store.Recording) store.Recording {
	r.t.Helper()
	err := r.store.Read(r.t.Context(), func(v *store.View) (err error) {
		rec, err = v.RecordingByID(rec.ID)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return rec
}

func (r *rig) fetch(d time.Duration) { r.t.Helper(); r.during(d, r.gateway.Fetcher.Run) }

func TestFetch(t *testing.T) {
	run(t, func(r *rig) {
		rec := r.recorded(1, store.RecordingReady)
		r.carrier.sounds = map[string]string{rec.SID: "grocery list"}
		r.fetch(time.Second)
		if got := r.again(rec); got.State != store.RecordingStored || got.Format != "mp3" || got.CarrierHas {
			r.t.Errorf("%+v", got)
		}
		if sound, err := r.store.Audio(rec.ID); err != nil || string(sound) != tag+"grocery list" {
			r.t.Errorf("%q, %v", sound, err)
		}
		if !slices.Equal(r.carrier.deleted, []string{rec.SID}) {
			r.t.Errorf("the carrier still has it: deleted are %v", r.carrier.deleted)
		}
	})
}

// A recording that the carrier has not finished is asked for again, and one that it never has is given up in minutes.
func TestFetchNotThere(t *testing.T) {
	run(t, func(r *rig) {
		late, never := r.recorded(1, store.RecordingReady), r.recorded(2, store.RecordingReady)
		r.fetch(10 * time.Second)
		r.carrier.sounds = map[string]string{late.SID: "grocery list"}
		r.fetch(10 * time.Minute)
		if got := r.again(late); got.State != store.RecordingStored {
			r.t.Errorf("late: %s after %d tries", got.State, got.Tries)
		}
		if got := r.again(never); got.State != store.RecordingLost {
			r.t.Errorf("never there: %s after %d tries", got.State, got.Tries)
		}
	})
}

// A carrier in trouble is no reason to give a recording up.
func TestFetchThroughTrouble(t *testing.T) {
	run(t, func(r *rig) {
		rec := r.recorded(1, store.RecordingReady)
		r.carrier.sounds = map[string]string{rec.SID: "grocery list"}
		r.carrier.down = true
		r.fetch(20 * time.Hour)
		if got := r.again(rec); got.State != store.RecordingReady {
			r.t.Fatalf("given up: %+v", got)
		}
		r.carrier.down = false
		r.fetch(time.Hour + time.Minute)
		if got := r.again(rec); got.State != store.RecordingStored {
			r.t.Errorf("%+v", got)
		}
	})
}

// left has the carrier list a recording of a call.
func (r *rig) left(n int, from, to, status string, at time.Time) {
	date := at.UTC().Format(time.RFC1123Z)
	r.carrier.recordings = append(r.carrier.recordings, map[string]any{"sid": recordingSID(n), "call_sid": callSID(n),
		"status": status, "duration": "12", "date_created": date})
	r.carrier.calls = append(r.carrier.calls, map[string]any{"sid": callSID(n), "from": from, "to": to, "status": "completed",
		"direction": "inbound", "date_created": date})
}

// voicemails are the messages that wait for somebody to listen, by the carrier's identifier.
func (r *rig) voicemails() (sids []string) {
	r.t.Helper()
	err := r.store.Read(r.t.Context(), func(v *store.View) error {
		for m, err := range v.ListVoicemails(time.Time{}) {
			if err != nil {
				return err
			}
			sids = append(sids, m.SID)
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return sids
}

// A recording that cannot be kept here, be it that a file is in the way, does not keep the others from being fetched.
func TestFetchPastABrokenOne(t *testing.T) {
	run(t, func(r *rig) {
		broken, good := r.recorded(1, store.RecordingReady), r.recorded(2, store.RecordingReady)
		broken.Kind, broken.Language, broken.Prompt = "prompt", "../en", "voice_welcome"
		if err := r.store.Write(r.t.Context(), func(tx *store.Tx) error { return tx.SaveRecording(broken, store.RecordingReady) }); err != nil {
			r.t.Fatal(err)
		}
		r.carrier.sounds = map[string]string{broken.SID: "hello", good.SID: "grocery list"}
		r.fetch(time.Minute)
		if got := r.again(good); got.State != store.RecordingStored {
			r.t.Errorf("%+v", got)
		}
		if got := r.again(broken); got.State != store.RecordingReady || got.Tries == 0 {
			r.t.Errorf("%+v", got)
		}
	})
}

// Sound that was written when a death came is gone after the next start, once nobody is to hear it.
func TestSoundThatIsLeft(t *testing.T) {
	run(t, func(r *rig) {
		left := map[store.RecordingState]store.Recording{}
		for i, state := range []store.RecordingState{store.RecordingErased, store.RecordingLost, store.RecordingStored} {
			left[state] = r.recorded(i, state)
			if err := r.store.SaveAudio(left[state].ID, []byte("grocery list")); err != nil {
				r.t.Fatal(err)
			}
		}
		r.fetch(time.Second)
		for state, rec := range left {
			if _, err := r.store.Audio(rec.ID); errors.Is(err, store.ErrNotFound) != (state != store.RecordingStored) {
				r.t.Errorf("%s: %v", state, err)
			}
		}
	})
}

// A call whose caller hung up while we were down is over at the next start, and what was said in it is kept.
func TestACallThatEndedWhileWeWereDown(t *testing.T) {
	run(t, func(r *rig) {
		r.turn(voicePath, calling(1, rosa))
		r.turn(voicePath, calling(2, rosa))
		for n, status := range map[int]string{1: "completed", 2: "in-progress"} {
			r.left(n, rosa, ourLine, "processing", r.clock.Now())
			r.carrier.calls[len(r.carrier.calls)-1]["status"] = status
		}
		r.restart()
		r.fetch(time.Second)
		for n, over := range map[int]bool{1: true, 2: false} {
			err := r.store.Read(r.t.Context(), func(v *store.View) error {
				c, err := v.CallBySID(callSID(n))
				if c.EndedAt.IsZero() == over {
					r.t.Errorf("call %d is over at %v", n, c.EndedAt)
				}
				return err
			})
			if err != nil {
				r.t.Error(err)
			}
		}
	})
}

// What was recorded while we were down is a voicemail, once and as soon as its call is over; what is somebody else's, or
// may still be said anew, is not.
func TestForeignRecordings(t *testing.T) {
	run(t, func(r *rig) {
		before := r.clock.Now()
		r.fetch(time.Second) // from now on the carrier's list counts
		pass(2 * time.Hour)
		r.left(1, rosa, ourLine, "completed", before.Add(time.Minute))
		r.left(2, "+266696687", otherLine, "completed", before.Add(2*time.Minute))
		r.left(3, rosa, "+13105550100", "completed", before.Add(time.Minute))
		r.left(4, rosa, ourLine, "absent", before.Add(time.Minute))
		r.left(5, rosa, ourLine, "completed", r.clock.Now().Add(-time.Minute))
		goesOn := r.carrier.calls[len(r.carrier.calls)-1]
		goesOn["status"] = "in-progress"
		r.left(6, rosa, ourLine, "completed", r.clock.Now().Add(-time.Minute))
		r.carrier.sounds = map[string]string{recordingSID(1): "one", recordingSID(2): "two", recordingSID(5): "five", recordingSID(6): "six"}
		r.restart()
		r.fetch(20 * time.Second)
		r.restart()
		r.fetch(time.Minute)
		if got := r.voicemails(); !slices.Equal(got, []string{recordingSID(1), recordingSID(2), recordingSID(6)}) {
			r.t.Errorf("voicemails are %v", got)
		}
		if len(r.carrier.deleted) != 3 {
			r.t.Errorf("fetched and deleted are %v", r.carrier.deleted)
		}
		goesOn["status"] = "completed"
		r.fetch(3 * time.Minute)
		if got := r.voicemails(); len(got) != 4 {
			r.t.Errorf("voicemails are %v", got)
		}
	})
}

// A recording whose callback was lost is fetched all the same.
func TestLostRecordingCallback(t *testing.T) {
	run(t, func(r *rig) {
		r.fetch(time.Second)
		rec := r.recorded(1, store.RecordingAnnounced)
		r.left(1, rosa, ourLine, "completed", r.clock.Now())
		r.carrier.sounds = map[string]string{rec.SID: "grocery list"}
		r.fetch(2 * time.Hour)
		if got := r.again(rec); got.State != store.RecordingStored {
			r.t.Errorf("%+v", got)
		}
	})
}

// A recording of which the carrier's word got lost is looked up after some minutes, while the server goes on.
func TestARecordingNobodyToldOf(t *testing.T) {
	run(t, func(r *rig) {
		r.fetch(time.Second)
		rec := r.recorded(1, store.RecordingAnnounced)
		err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
			return tx.SetTimer(store.Timer{Kind: "sound", Ref: rec.ID, Due: r.clock.Now().Add(3 * time.Minute)})
		})
		if err != nil {
			r.t.Fatal(err)
		}
		r.left(1, rosa, ourLine, "completed", r.clock.Now())
		r.carrier.sounds = map[string]string{rec.SID: "grocery list"}
		r.during(4*time.Minute, func(ctx context.Context) error {
			var engine sync.WaitGroup
			engine.Go(func() { _ = r.engine.Run(ctx) })
			defer engine.Wait()
			return r.gateway.Fetcher.Run(ctx)
		})
		if got := r.again(rec); got.State != store.RecordingStored {
			r.t.Errorf("%+v", got)
		}
	})
}
