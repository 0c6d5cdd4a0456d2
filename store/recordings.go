package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// RecordingState is where a recording stands. Its sound is in a file of its own (DB.Audio), from stored on.
type RecordingState string

const (
	RecordingAnnounced RecordingState = "announced" // it was made, and the carrier still works on it
	RecordingReady     RecordingState = "ready"     // to be fetched
	RecordingStored    RecordingState = "stored"    // we have it
	RecordingAbsent    RecordingState = "absent"    // nothing was said
	RecordingLost      RecordingState = "lost"      // the carrier does not have it, or cannot give it
	RecordingErased    RecordingState = "erased"
)

// Recording is something a caller said.
type Recording struct {
	ID         dispatch.ID
	SID        string      // the carrier's id
	Call       dispatch.ID // 0: left at the carrier while we were down
	Contact    dispatch.ID // who said it; 0: not known
	Request    dispatch.ID // what it is about; 0: none yet
	Kind       string      // "details", "corner", "place", "name", "message", "prompt"; empty: nobody has said what it is
	Language   string
	Prompt     string // Kind prompt: what the line says with it
	Seconds    int
	State      RecordingState
	CarrierHas bool      // the carrier still has a copy
	Tries      int       // to fetch it, and then to delete it there
	NotBefore  time.Time // of the next try
	Format     string    // of the sound: "mp3", "wav"
	CreatedAt  time.Time
	HeardAt    time.Time // zero: nobody listened to it yet
}

// RecordingByID finds a recording.
func (v *View) RecordingByID(id dispatch.ID) (Recording, error) {
	row, err := v.q.RecordingByID(v.ctx, int64(id))
	return one(row, err, recording)
}

// RecordingBySID finds a recording by the carrier's id.
func (v *View) RecordingBySID(sid string) (Recording, error) {
	row, err := v.q.RecordingBySID(v.ctx, sid)
	return one(row, err, recording)
}

// RecordingsOf are the recordings about a request, oldest first.
func (v *View) RecordingsOf(request dispatch.ID) ([]Recording, error) {
	rows, err := v.q.RecordingsOf(v.ctx, nullID(request))
	return many(rows, err, recording)
}

// RecordingsDue are the recordings to be fetched now, and then those to be deleted at the carrier now, at most so many
// of each, those due longest first. The carrier's copy of an erased one is always deleted, that of a stored one if
// asked for.
func (v *View) RecordingsDue(most int, deleteStored bool) ([]Recording, error) {
	all, err := v.recordingsToDo(most, deleteStored)
	due := all[:0]
	for _, r := range all {
		if !r.NotBefore.After(v.now) {
			due = append(due, r)
		}
	}
	return due, err
}

// RecordingNext says when there is something to be fetched or deleted next, as RecordingsDue has it; zero: nothing is.
func (v *View) RecordingNext(deleteStored bool) (next time.Time, err error) {
	all, err := v.recordingsToDo(1, deleteStored)
	for _, r := range all {
		at := fromMS(max(unixMS(r.NotBefore), 1)) // "at once" is not "never"
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, err
}

// recordingsToDo are the next of each kind of work, due or not.
func (v *View) recordingsToDo(most int, deleteStored bool) ([]Recording, error) {
	rows, err := v.q.RecordingsReady(v.ctx, int32(most))
	if err != nil {
		return nil, err
	}
	erased, err := v.q.RecordingsErased(v.ctx, int32(most))
	if err != nil {
		return nil, err
	}
	rows = append(rows, erased...)
	if deleteStored {
		stored, err := v.q.RecordingsStored(v.ctx, int32(most))
		if err != nil {
			return nil, err
		}
		rows = append(rows, stored...)
	}
	return many(rows, nil, recording)
}

func recording(r query.Recording) (Recording, error) {
	return Recording{
		ID: dispatch.ID(r.ID), SID: r.Sid, Call: dispatch.ID(r.Call.Int64), Contact: dispatch.ID(r.Contact.Int64),
		Request: dispatch.ID(r.Request.Int64), Kind: r.Kind, Language: r.Language, Prompt: r.Prompt,
		Seconds: int(r.Seconds), State: RecordingState(r.State), CarrierHas: r.CarrierHas, Tries: int(r.Tries),
		NotBefore: fromMS(r.NotBefore), Format: r.Format, CreatedAt: fromMS(r.CreatedAt), HeardAt: fromMS(r.HeardAt),
	}, nil
}

// InsertRecording adds a recording. It sets ID, CreatedAt and State (announced) if they are zero. A SID that is there is
// ErrConflict.
func (tx *Tx) InsertRecording(r *Recording) error {
	tx.fill(&r.ID, &r.CreatedAt)
	if r.State == "" {
		r.State = RecordingAnnounced
	}
	return changed(tx.q.InsertRecording(tx.ctx, query.InsertRecordingParams{
		ID: int64(r.ID), Sid: r.SID, Call: nullID(r.Call), Contact: nullID(r.Contact), Request: nullID(r.Request),
		Kind: r.Kind, Language: r.Language, Prompt: r.Prompt, Seconds: int64(r.Seconds), State: string(r.State),
		CarrierHas: r.CarrierHas, Tries: int64(r.Tries), NotBefore: unixMS(r.NotBefore), Format: r.Format,
		CreatedAt: unixMS(r.CreatedAt), HeardAt: unixMS(r.HeardAt),
	}))
}

// SaveRecording writes the recording if its state is still from, else ErrConflict. To move it, set r.State and give the
// state it was read with. SID and CreatedAt never change.
func (tx *Tx) SaveRecording(r Recording, from RecordingState) error {
	return changed(tx.q.UpdateRecording(tx.ctx, query.UpdateRecordingParams{
		ID: int64(r.ID), State: string(from), Call: nullID(r.Call), Contact: nullID(r.Contact),
		Request: nullID(r.Request), Kind: r.Kind, Language: r.Language, Prompt: r.Prompt, Seconds: int64(r.Seconds),
		State_2: string(r.State), CarrierHas: r.CarrierHas, Tries: int64(r.Tries), NotBefore: unixMS(r.NotBefore),
		Format: r.Format, HeardAt: unixMS(r.HeardAt),
	}))
}

// MoveRecordings makes what was said about a request (what is needed, and near which corner) part of a later one.
func (tx *Tx) MoveRecordings(earlier, later dispatch.ID) error {
	return tx.q.MoveRecordings(tx.ctx, query.MoveRecordingsParams{Earlier: nullID(earlier), Later: nullID(later)})
}
