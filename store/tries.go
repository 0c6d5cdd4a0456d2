package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Try is one attempt to hand a text to the carrier.
type Try struct {
	Outbox     dispatch.ID
	At         time.Time // zero: now
	HTTPStatus int       // 0: no answer
	Code       int       // the carrier's error code; 0: none
	Outcome    string    // "sent", "retry", "unknown", "failed", …
	Note       string    // nothing personal
}

// RecordTry writes down what came of a text that was claimed and moves it: to sent or failed, to unknown as of a time,
// or back to queued, not before a time. A text that has been settled is ErrConflict.
func (tx *Tx) RecordTry(t Try, to OutboxState, notBefore time.Time) error {
	id := tx.NewID()
	tx.fill(&id, &t.At)
	err := tx.q.InsertTry(tx.ctx, query.InsertTryParams{
		ID: int64(id), Outbox: int64(t.Outbox), At: unixMS(t.At), HttpStatus: int64(t.HTTPStatus), Code: int64(t.Code),
		Outcome: t.Outcome, Note: t.Note,
	})
	if err != nil {
		return err
	}
	return changed(tx.q.MoveOutbox(tx.ctx, query.MoveOutboxParams{
		ID: int64(t.Outbox), State: string(to), NotBefore: unixMS(notBefore),
	}))
}

// Tries are the attempts of one text, oldest first.
func (v *View) Tries(outbox dispatch.ID) ([]Try, error) {
	rows, err := v.q.Tries(v.ctx, int64(outbox))
	return many(rows, err, try)
}

// LastRefused is the last attempt of all at which the carrier refused the account or our number (outcome "stop" or
// "config"), if its text still waits; else ErrNotFound.
func (v *View) LastRefused() (Try, error) {
	row, err := v.q.LastRefused(v.ctx)
	return one(row, err, try)
}

func try(r query.Try) (Try, error) {
	return Try{
		Outbox: dispatch.ID(r.Outbox), At: fromMS(r.At), HTTPStatus: int(r.HttpStatus), Code: int(r.Code),
		Outcome: r.Outcome, Note: r.Note,
	}, nil
}
