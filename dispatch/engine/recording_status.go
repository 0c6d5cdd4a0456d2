package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
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

// What the carrier says has become of a recording.
const (
	completed = "completed" // its sound can be fetched
	absent    = "absent"    // nothing was said
	failed    = "failed"
)

// spoken is how many seconds the carrier heard. Of a recording that failed it may not say: something was.
func (s RecordingStatus) spoken() int {
	if s.Status == failed {
		return max(s.Seconds, 1)
	}
	return s.Seconds
}

// recordingIs notes what the carrier says of a recording that is kept. What has been erased meanwhile stays so, and is
// deleted at the carrier once more: a recording may have been deleted there before it was finished.
func (w *work) recordingIs(r store.Recording, s RecordingStatus) error {
	if r.State == store.RecordingErased && s.Status == completed && !r.CarrierHas {
		r.CarrierHas, r.Tries, r.NotBefore = true, 0, w.now
		return w.saveRecording(r, store.RecordingErased)
	}
	if r.State != store.RecordingAnnounced {
		return nil
	}
	r.Seconds = max(r.Seconds, s.spoken())
	switch {
	case s.Status == completed:
		r.State, r.CarrierHas, r.NotBefore = store.RecordingReady, true, w.now
	case s.Status != absent && s.Status != failed:
		return nil
	case r.Seconds == 0:
		r.State = store.RecordingAbsent
	default:
		return w.lost(r, false)
	}
	if err := w.cancelTimers(r.ID, timerSound); err != nil {
		return err
	}
	return w.saveRecording(r, store.RecordingAnnounced)
}

// lost gives a recording up. What was said in it is nowhere: a person asks for it again, if none looks at the request
// as it is. carrierHas: the carrier may have it still.
func (w *work) lost(r store.Recording, carrierHas bool) error {
	w.log.Error("a recording is lost", "recording", r.ID)
	from := r.State
	r.State, r.CarrierHas = store.RecordingLost, carrierHas
	if err := w.saveRecording(r, from); err != nil {
		return err
	}
	if err := w.event(r.Request, r.Contact, eventLost, bySystem, ""); err != nil {
		return err
	}
	if r.Request == 0 {
		return nil
	}
	about, err := w.tx.RequestByID(r.Request)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	if !about.ClosedAt.IsZero() || about.Attention != "" {
		return nil
	}
	return w.raiseAndSave(&about, dispatch.Voicemail)
}

// soundLost has a recording looked up of which the carrier has told nothing for a while, and gives it up after a day. One
// that is younger was never made: the carrier has said so.
func (w *work) soundLost(id dispatch.ID) error {
	r, err := w.tx.RecordingByID(id)
	if err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	age := w.now.Sub(r.CreatedAt)
	switch {
	case r.State != store.RecordingAnnounced:
		return nil
	case age >= overdueAfter && age < unheardOf:
		w.overdue = true
		return w.setTimer(timerSound, id, r.CreatedAt.Add(unheardOf))
	}
	return w.lost(r, false)
}

// saidIn notes a recording that nobody has kept. If its caller has hung up while speaking, no turn may ever tell of it:
// then this is the last thing the menu hears.
func (w *work) saidIn(c store.Call, s RecordingStatus) error {
	t, err := w.caller(c)
	if err != nil {
		return err
	}
	switch s.Status {
	case completed:
		t.saying(s.SID, s.Seconds).Ready = true
	case toldByTurn:
		t.saying(s.SID, s.Seconds)
	case absent, failed:
		if t.speaking() && s.spoken() == 0 {
			return t.endCall()
		}
		t.saying(s.SID, s.spoken()).Gone = true
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
		return w.recordingIn(c, RecordingStatus{SID: f.SID, CallSID: f.CallSID, Status: completed, Seconds: f.Seconds})
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
		if s.Heard || s.Gone && s.Seconds == 0 {
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
		if s.Gone {
			continue
		}
		r := store.Recording{SID: s.SID, Call: t.call.ID, Contact: t.call.Contact, Language: t.language, Seconds: s.Seconds,
			State: store.RecordingErased, CarrierHas: true}
		if err := t.insertRecording(r, t.now); err != nil {
			return err
		}
	}
	t.state.Said = nil
	return nil
}
