package engine

import (
	"fmt"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// relay passes something on to the other side of a job. Neither learns the other's number.
func (t *turn) relay(f talk.Relay) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if r.Frozen || r.Holder == 0 {
		return nil
	}
	to, err := t.tx.ContactByID(otherOf(*r, t.person.Contact.ID))
	if err != nil {
		return fmt.Errorf("other side: %w", err)
	}
	words := any(f.Words)
	if f.Phrase.Number != 0 {
		words = f.Phrase.Text()
	}
	text := msg.T(msg.RelayFrom, "Name", nameOr(t.person.Contact.Name), "Words", words)
	if _, err := t.tell(to, about{lane: store.LaneAnswer, request: r.ID}, text); err != nil {
		return err
	}
	r.LastWordAt = t.now
	return t.saveWords(*r)
}

// otherOf is the other side of a job than this one.
func otherOf(r store.Request, side dispatch.ID) dispatch.ID {
	if side == r.Resident {
		return r.Holder
	}
	return r.Resident
}

// listened notes what has been heard in a call of ours; a call to us says nothing of it.
func (t *turn) listened(f talk.Listened) error {
	if err := t.tx.HeardPassed(t.person.Contact.ID, f.Request, f.Last); err != nil {
		return fmt.Errorf("heard passed: %w", err)
	}
	return nil
}

// passedTo is what the other side of a job has passed on to the one in this call. What somebody said who has the job no
// more, or before it was frozen, is not among it.
func (t *turn) passedTo(r store.Request) ([]talk.Passed, error) {
	if t.call == nil || r.Holder == 0 || r.Frozen || r.Private {
		return nil, nil
	}
	me := t.person.Contact.ID
	rows, err := t.tx.PassedTo(me, r.ID)
	if err != nil {
		return nil, fmt.Errorf("passed to: %w", err)
	}
	var some []talk.Passed
	for _, row := range rows {
		if row.Sender != otherOf(r, me) {
			continue
		}
		heard, ok, err := t.viewPassed(row)
		if err != nil {
			return nil, err
		}
		if ok {
			some = append(some, heard)
		}
	}
	return some, nil
}

// viewPassed is something passed on as a call may tell it; not ok: a recording that is not fetched yet, or is gone.
func (w *work) viewPassed(row store.Passed) (p talk.Passed, ok bool, err error) {
	p = talk.Passed{ID: row.ID, Recording: row.Recording, At: row.CreatedAt, Heard: !row.HeardAt.IsZero()}
	switch {
	case row.Phrase != 0:
		p.Phrase, ok = msg.ReadPhrase(row.Phrase, row.Words.Reveal())
	case row.Recording != 0:
		rec, err := w.tx.RecordingByID(row.Recording)
		if err != nil {
			return p, false, fmt.Errorf("recording: %w", err)
		}
		ok = rec.State == store.RecordingStored
	default:
		p.Words, p.Language, ok = row.Words.Reveal(), row.Language, row.Words != ""
	}
	return p, ok, nil
}
