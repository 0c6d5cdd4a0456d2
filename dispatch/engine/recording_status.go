package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch/talk"
	"hotline/store"
)

// RecordingStatus is what the carrier says of a recording.
type RecordingStatus struct {
	SID, CallSID string
	Status       string // "completed", "absent", "failed"; any other changes nothing
	Seconds      int
}

// RecordingStatus takes a callback on a recording. It may come twice, and before or after the turn of the call that
// tells of the same recording. One of a call we know nothing of is left for ForeignRecording.
func (e *Engine) RecordingStatus(ctx context.Context, s RecordingStatus) error {
	err := e.write(ctx, func(w *work) error {
		c, err := w.tx.CallBySID(s.CallSID)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find call: %w", err)
		}
		return w.recordingIn(c, s)
	})
	if err != nil {
		return fmt.Errorf("recording status: %w", err)
	}
	return nil
}

// recordingIn notes what is told of a recording of a call.
func (w *work) recordingIn(c store.Call, s RecordingStatus) error {
	r, err := w.tx.RecordingBySID(s.SID)
	if errors.Is(err, store.ErrNotFound) {
		return w.saidIn(c, s)
	}
	if err != nil {
		return fmt.Errorf("find recording: %w", err)
	}
	return w.recordingIs(r, s)
}

// recordingIs notes what the carrier says of a recording that is kept. What has been erased meanwhile stays so.
func (w *work) recordingIs(r store.Recording, s RecordingStatus) error {
	if r.State != store.RecordingAnnounced {
		return nil
	}
	r.Seconds = max(r.Seconds, s.Seconds)
	switch s.Status {
	case "completed":
		r.State, r.CarrierHas, r.NotBefore = store.RecordingReady, true, w.now
	case "absent":
		r.State = store.RecordingAbsent
	case "failed":
		r.State = store.RecordingLost
		w.log.Error("a recording was lost at the carrier", "recording", r.ID)
	default:
		return nil
	}
	return w.saveRecording(r, store.RecordingAnnounced)
}

// saidIn notes a recording that nobody has kept. If its caller has hung up while speaking, no turn may ever tell of it:
// then this is the last thing the menu hears.
func (w *work) saidIn(c store.Call, s RecordingStatus) error {
	t, err := w.caller(c)
	if err != nil {
		return err
	}
	switch s.Status {
	case "completed":
		t.saying(s.SID, s.Seconds).Ready = true
	case toldByTurn:
		t.saying(s.SID, s.Seconds)
	case "absent", "failed":
		if t.speaking() {
			return t.endCall()
		}
		return nil
	default:
		return nil
	}
	switch {
	case t.state.Left, t.state.Sorry:
		if err := t.keepUnheard(); err != nil {
			return err
		}
	case t.speaking():
		if _, err := t.goOn(talk.Heard{Kind: talk.Recorded, SID: s.SID, Seconds: s.Seconds}); err != nil {
			return err
		}
		return t.endCall()
	}
	return t.saveCall(t.call.Next)
}

// toldByTurn is the status of a recording of which the carrier tells as of what was heard in a call.
const toldByTurn = ""

// Foreign is a recording that was left at the carrier while nobody here answered.
type Foreign struct {
	SID, CallSID string
	From, To     string // E.164: the person's (empty if it was withheld) and ours
	Seconds      int
	At           time.Time
}

// ForeignRecording takes a recording that the carrier has and we have not heard of: a voicemail.
func (e *Engine) ForeignRecording(ctx context.Context, f Foreign) error {
	err := e.write(ctx, func(w *work) error {
		c, err := w.tx.CallBySID(f.CallSID)
		if errors.Is(err, store.ErrNotFound) {
			return w.foreign(f)
		}
		if err != nil {
			return fmt.Errorf("find call: %w", err)
		}
		return w.recordingIn(c, RecordingStatus{SID: f.SID, CallSID: f.CallSID, Status: "completed", Seconds: f.Seconds})
	})
	if err != nil {
		return fmt.Errorf("recording left at the carrier: %w", err)
	}
	return nil
}

// foreign stores the call we have missed, with its message.
func (w *work) foreign(f Foreign) error {
	t, err := w.meetCaller(CallEvent{SID: f.CallSID, From: f.From, To: f.To})
	if err != nil {
		return err
	}
	t.call.StartedAt, t.call.Seconds, t.state.Left = f.At, f.Seconds, true
	t.call.EndedAt = f.At.Add(time.Duration(f.Seconds) * time.Second)
	if err := t.enterCall(); err != nil {
		return err
	}
	t.saying(f.SID, f.Seconds).Ready = true
	if err := t.keepUnheard(); err != nil {
		return err
	}
	return t.saveCall(t.call.Next)
}

// keepUnheard makes messages of what the menu was never told of.
func (t *turn) keepUnheard() error {
	for _, s := range slices.Clone(t.state.Said) {
		if s.Heard {
			continue
		}
		if err := t.keepCaller(); err != nil {
			return err
		}
		if err := t.voicemail(talk.Spoken{SID: s.SID, Kind: talk.SpokenMessage, Seconds: s.Seconds}); err != nil {
			return err
		}
		t.came(talk.KeepSpoken{})
	}
	return nil
}

// dropUnkept erases, when the call is over, what the menu was told of and has not kept: it was said anew, or given up.
func (t *turn) dropUnkept() error {
	for _, s := range t.state.Said {
		r := store.Recording{SID: s.SID, Call: t.call.ID, Contact: t.call.Contact, Language: t.language, Seconds: s.Seconds,
			State: store.RecordingErased, CarrierHas: true}
		if err := t.insertRecording(r); err != nil {
			return err
		}
	}
	t.state.Said = nil
	return nil
}
