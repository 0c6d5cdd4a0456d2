package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// RecordingWork is something to be done at the carrier about a recording: exactly one of Fetch and Delete.
type RecordingWork struct {
	ID     dispatch.ID
	SID    string
	Fetch  bool
	Delete bool
	Try    int // 1 for the first
}

// RecordingsReady is sent to when a recording may be fetched, or deleted at the carrier.
func (e *Engine) RecordingsReady() <-chan struct{} { return e.recordings }

// RecordingsOverdue is sent to when the carrier's list is to be looked at: it has not told of a recording that was made.
func (e *Engine) RecordingsOverdue() <-chan struct{} { return e.overdue }

// RecordingsDue lists what is to be done now, at most max of each kind, and says when there is more; zero: not before
// RecordingsReady. It claims nothing: one fetcher works on a line. What was erased here loses its sound first.
func (e *Engine) RecordingsDue(ctx context.Context, max int) (due []RecordingWork, next time.Time, err error) {
	if err := e.store.EraseSound(ctx); err != nil {
		return nil, next, fmt.Errorf("recordings due: %w", err)
	}
	err = e.store.Read(ctx, func(v *store.View) error {
		list, err := v.RecordingsDue(max, e.voice.DeleteAtCarrier)
		if err != nil {
			return err
		}
		due = make([]RecordingWork, len(list))
		for i, r := range list {
			fetch := r.State == store.RecordingReady
			due[i] = RecordingWork{ID: r.ID, SID: r.SID, Fetch: fetch, Delete: !fetch, Try: r.Tries + 1}
		}
		next, err = v.RecordingNext(e.voice.DeleteAtCarrier)
		return err
	})
	if err != nil {
		return nil, next, fmt.Errorf("recordings due: %w", err)
	}
	return due, next, nil
}

// RecordingFetched keeps the sound of a recording, sealed; of a prompt it becomes what the line says. format is "mp3" or
// "wav". One that was erased meanwhile is not kept.
func (e *Engine) RecordingFetched(ctx context.Context, id dispatch.ID, audio []byte, format string) error {
	r, err := e.recording(ctx, id)
	if err != nil || r.State != store.RecordingReady {
		return err
	}
	prompt := r.Kind == string(talk.SpokenPrompt)
	if prompt {
		err = e.prompts.Save(r.Language, msg.Key(r.Prompt), format, audio)
	} else {
		err = e.store.SaveAudio(id, audio)
	}
	if err != nil {
		return fmt.Errorf("recording fetched: %w", err)
	}
	if err := e.fetched(ctx, id, prompt, format); err != nil {
		return fmt.Errorf("recording fetched: %w", err)
	}
	return nil
}

// fetched notes that the sound is here. What a recording is about may have changed while it was written.
func (e *Engine) fetched(ctx context.Context, id dispatch.ID, prompt bool, format string) error {
	err := e.write(ctx, func(w *work) error {
		r, err := w.tx.RecordingByID(id)
		if err != nil {
			return err
		}
		r.State, r.Format, r.Tries, r.NotBefore = store.RecordingStored, format, 0, w.now
		if prompt {
			r.State = store.RecordingErased // it is in the folder of prompts, and nobody's message
		}
		if err := w.saveRecording(r, store.RecordingReady); err != nil {
			return err
		}
		return w.canBeHeard(r)
	})
	if errors.Is(err, store.ErrConflict) { // erased meanwhile
		return e.store.DeleteAudio(id)
	}
	return err
}

// canBeHeard passes on what was said for the other side of a job, and calls the holder of one who gets no texts: what was said about it can be played now. A call that waits for
// them plays it as well; one before could not, and told them nothing.
func (w *work) canBeHeard(r store.Recording) error {
	switch kind := talk.SpokenKind(r.Kind); {
	case kind == talk.SpokenWords:
		return w.wordsCanBeHeard(r)
	case !kind.ForHolder():
		return nil
	}
	job, err := w.find(r.Request)
	if err != nil || job == nil {
		return err
	}
	places, err := w.placesOf(*job)
	if err != nil {
		return err
	}
	for _, p := range places {
		if err := w.mayBeHeard(p); err != nil {
			return err
		}
	}
	return nil
}

// mayBeHeard calls the holder of one place.
func (w *work) mayBeHeard(job store.Request) error {
	if !job.Status.Taken() || job.Frozen {
		return nil
	}
	holder, err := w.tx.ContactByID(job.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	if holder.CanText() || !holder.CanBeAsked() {
		return nil
	}
	return w.dial(holder, order{purpose: talk.CallJob, request: job.ID})
}

func (e *Engine) recording(ctx context.Context, id dispatch.ID) (r store.Recording, err error) {
	err = e.store.Read(ctx, func(v *store.View) error {
		r, err = v.RecordingByID(id)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("recording: %w", err)
	}
	return r, nil
}

const (
	// fetchAgain is the pause after the first try that failed; each further one doubles it.
	fetchAgain  = 2 * time.Second
	longestWait = time.Hour
	// mostFetches is how often a recording is asked for: the carrier may be down for days.
	mostFetches = 100
)

// RecordingMissed notes that a recording could not be fetched, or deleted at the carrier, this time; permanent: that it
// is not there.
func (e *Engine) RecordingMissed(ctx context.Context, id dispatch.ID, permanent bool) error {
	err := e.write(ctx, func(w *work) error {
		r, err := w.tx.RecordingByID(id)
		if err != nil {
			return fmt.Errorf("recording: %w", err)
		}
		from := r.State
		r.Tries++
		r.NotBefore = w.now.Add(min(fetchAgain<<min(r.Tries-1, 20), longestWait))
		if from == store.RecordingReady && (permanent || r.Tries >= mostFetches) {
			return w.lost(r, !permanent)
		}
		return w.saveRecording(r, from)
	})
	if err != nil {
		return fmt.Errorf("recording missed: %w", err)
	}
	return nil
}

// RecordingDeleted notes that the carrier has a recording no more.
func (e *Engine) RecordingDeleted(ctx context.Context, id dispatch.ID) error {
	err := e.write(ctx, func(w *work) error {
		r, err := w.tx.RecordingByID(id)
		if err != nil {
			return fmt.Errorf("recording: %w", err)
		}
		r.CarrierHas = false
		return w.saveRecording(r, r.State)
	})
	if err != nil {
		return fmt.Errorf("recording deleted: %w", err)
	}
	return nil
}

// Audio is the sound of the recording that a ticket is for. store.ErrNotFound: the ticket is none, or its call is over,
// or the recording is gone.
func (e *Engine) Audio(ctx context.Context, ticket string) (audio []byte, format string, err error) {
	var r store.Recording
	err = e.store.Read(ctx, func(v *store.View) error {
		t, err := v.TicketFor(ticket)
		if err != nil {
			return err
		}
		r, err = v.RecordingByID(t.Recording)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("ticket: %w", err)
	}
	if r.State != store.RecordingStored {
		return nil, "", store.ErrNotFound
	}
	if audio, err = e.store.Audio(r.ID); err != nil {
		return nil, "", fmt.Errorf("ticket: %w", err)
	}
	return audio, r.Format, nil
}
