package engine

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// What happens to a request by phone, as its timeline names it.
const (
	eventVoicemail = "voicemail"
	eventLost      = "recording_lost"
)

// said is a recording of a call of which nobody has decided yet what it is: "1 keep, 2 again".
type said struct {
	SID     string `json:"sid"`
	Seconds int    `json:"seconds,omitempty"`
	Heard   bool   `json:"heard,omitempty"` // the menu knows of it
	Ready   bool   `json:"ready,omitempty"` // the carrier can give it
	Gone    bool   `json:"gone,omitempty"`  // the carrier will never have it
}

// saying is the entry of a recording in this call, made if it is not there.
func (t *turn) saying(sid string, seconds int) *said {
	i := slices.IndexFunc(t.state.Said, func(s said) bool { return s.SID == sid })
	if i < 0 {
		i = len(t.state.Said)
		t.state.Said = append(t.state.Said, said{SID: sid})
	}
	s := &t.state.Said[i]
	s.Seconds = max(s.Seconds, seconds)
	return s
}

// spoke keeps what a caller said about a request. What nobody keeps until the call is over is dropped.
func (t *turn) spoke(request dispatch.ID, spoken ...talk.Spoken) error {
	for _, s := range spoken {
		if s.SID == "" {
			continue
		}
		r := store.Recording{SID: s.SID, Kind: string(s.Kind), Seconds: s.Seconds, Request: request, Language: t.language}
		if err := t.claim(r); err != nil {
			return err
		}
	}
	return nil
}

// claim keeps a recording of this call as what the caller said it is. One that was kept before may become another thing.
func (t *turn) claim(r store.Recording) error {
	r.Contact = t.person.Contact.ID
	before, err := t.tx.RecordingBySID(r.SID)
	if err == nil {
		if before.State == store.RecordingErased {
			return nil
		}
		before.Kind, before.Request, before.Contact, before.Language = r.Kind, r.Request, r.Contact, r.Language
		before.Prompt = r.Prompt
		return t.saveRecording(before, before.State)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("find recording: %w", err)
	}
	if t.call != nil {
		r.Call = t.call.ID
	}
	tellsBy := t.now.Add(overdueAfter)
	if i := slices.IndexFunc(t.state.Said, func(s said) bool { return s.SID == r.SID }); i >= 0 {
		switch was := t.state.Said[i]; {
		case was.Ready:
			r.State, r.CarrierHas = store.RecordingReady, true
		case was.Gone && max(r.Seconds, was.Seconds) == 0:
			r.State = store.RecordingAbsent
		case was.Gone:
			tellsBy = t.now
		}
		t.state.Said = slices.Delete(t.state.Said, i, i+1)
	}
	return t.insertRecording(r, tellsBy)
}

const (
	// overdueAfter is when a recording is looked up of which the carrier has not said what became of it: its word, that
	// comes within seconds, got lost.
	overdueAfter = 3 * time.Minute
	// unheardOf is when it is lost.
	unheardOf = 24 * time.Hour
)

// insertRecording stores a recording; tellsBy is by when the carrier should have said what became of it.
func (w *work) insertRecording(r store.Recording, tellsBy time.Time) error {
	w.recordingsDue = true
	if err := w.tx.InsertRecording(&r); err != nil {
		return fmt.Errorf("insert recording: %w", err)
	}
	if r.State != store.RecordingAnnounced {
		return nil
	}
	return w.setTimer(timerSound, r.ID, tellsBy)
}

func (w *work) saveRecording(r store.Recording, from store.RecordingState) error {
	w.recordingsDue = true
	if err := w.tx.SaveRecording(r, from); err != nil {
		return fmt.Errorf("save recording: %w", err)
	}
	return nil
}

// keepSpoken keeps a message: about a request of the caller's, or one whose number they know, or as a request of its own.
// A person listens to it.
func (t *turn) keepSpoken(f talk.KeepSpoken) error {
	r, err := t.messageAbout(f)
	if err != nil {
		return err
	}
	if r == nil {
		return t.voicemail(f.Spoken)
	}
	t.about(r.ID)
	if err := t.spoke(wholeOf(*r), f.Spoken); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventVoicemail, byResident, ""); err != nil {
		return err
	}
	return t.raiseAndSave(r, dispatch.Voicemail)
}

// messageAbout is the request a message is about; nil: none, or none any more.
func (t *turn) messageAbout(f talk.KeepSpoken) (*store.Request, error) {
	switch {
	case f.Request != 0:
		return t.own(f.Request)
	case f.Code == "":
		return nil, nil
	}
	r, err := t.tx.RequestByCode(f.Code)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Private {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("request by code: %w", err)
	}
	return &r, nil
}

// voicemail makes a request of a spoken message, of which only a person can say what it asks for.
func (t *turn) voicemail(s talk.Spoken) error {
	before, err := t.messageBefore()
	if err != nil {
		return err
	}
	if before != nil {
		return t.addMessage(before, s)
	}
	r := t.fresh()
	r.LastWordAt = t.now
	t.mark(r, dispatch.Voicemail)
	if err := t.put(r, dispatch.Received); err != nil {
		return err
	}
	t.about(r.ID)
	if err := t.event(r.ID, t.person.Contact.ID, eventVoicemail, byResident, ""); err != nil {
		return err
	}
	if err := t.raised(*r, ""); err != nil {
		return err
	}
	return t.spoke(r.ID, s)
}

// messagesTogether is how long further messages of a phone go to the first one's request: machines call, too.
const messagesTogether = 24 * time.Hour

// messageBefore is the request of a message that this phone has left before and nobody has seen to; nil: none.
func (t *turn) messageBefore() (*store.Request, error) {
	own, err := t.tx.RequestsOf(t.person.Contact.ID, t.now.Add(neverClosed))
	if err != nil {
		return nil, fmt.Errorf("requests of: %w", err)
	}
	for _, r := range slices.Backward(own) {
		if r.Status == dispatch.Received && r.Attention == dispatch.Voicemail && t.now.Sub(r.CreatedAt) < messagesTogether {
			return &r, nil
		}
	}
	return nil, nil
}

func (t *turn) addMessage(r *store.Request, s talk.Spoken) error {
	t.about(r.ID)
	if err := t.event(r.ID, t.person.Contact.ID, eventVoicemail, byResident, ""); err != nil {
		return err
	}
	return t.spoke(r.ID, s)
}

// keepPrompt makes a recording what the line says, as soon as it is fetched.
func (t *turn) keepPrompt(f talk.KeepPrompt) error {
	return t.claim(store.Recording{SID: f.Spoken.SID, Kind: string(talk.SpokenPrompt), Seconds: f.Spoken.Seconds,
		Language: f.Language, Prompt: string(f.Key)})
}

// spokenAbout is what has been said by phone about a job, as far as it can be played to who has it.
func (w *work) spokenAbout(request dispatch.ID) (some []talk.Recording, err error) {
	all, err := w.tx.RecordingsOf(request)
	if err != nil {
		return nil, fmt.Errorf("recordings of: %w", err)
	}
	for _, r := range all {
		if kind := talk.SpokenKind(r.Kind); kind.ForHolder() && r.State == store.RecordingStored {
			some = append(some, talk.Recording{ID: r.ID, Kind: kind, Seconds: r.Seconds})
		}
	}
	return some, nil
}
