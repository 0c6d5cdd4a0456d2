package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

// StatusUpdate is what the carrier says of a text we sent.
type StatusUpdate struct {
	Message  dispatch.ID // ours, from the callback's URL; 0: find it by SID
	SID      string
	Status   string
	Code     int
	Segments int
	Kind     OutcomeKind // how to react to Code; empty without one
}

// MessageStatus takes a status callback. Statuses may come late, twice and in any order; a message none of ours is
// ignored.
func (e *Engine) MessageStatus(ctx context.Context, u StatusUpdate) error {
	err := e.write(ctx, func(w *work) error {
		m, err := w.message(u)
		if errors.Is(err, store.ErrNotFound) || err == nil && m.Direction != store.Out {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find message: %w", err)
		}
		return w.status(m, u)
	})
	if err != nil {
		return fmt.Errorf("message status: %w", err)
	}
	return nil
}

func (w *work) message(u StatusUpdate) (store.Message, error) {
	if u.Message != 0 {
		m, err := w.tx.MessageByID(u.Message)
		if !errors.Is(err, store.ErrNotFound) || u.SID == "" {
			return m, err
		}
	}
	return w.tx.MessageBySID(u.SID)
}

func (w *work) status(m store.Message, u StatusUpdate) error {
	change := store.StatusChange{SID: u.SID, Status: store.MessageStatus(u.Status), ErrorCode: u.Code, Segments: u.Segments}
	moved, err := w.tx.SetMessageStatus(m.ID, change)
	if err != nil {
		return fmt.Errorf("message status: %w", err)
	}
	o, err := w.tx.OutboxByMessage(m.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("outbox: %w", err)
	}
	failed := u.Status == "failed" || u.Status == "undelivered"
	switch o.State {
	case store.OutboxQueued, store.OutboxSending, store.OutboxUnknown:
		if err := w.settled(o, u, failed); err != nil {
			return err
		}
	}
	if !moved || !failed {
		return nil
	}
	return w.undelivered(m, o, u)
}

// settled notes that the carrier has a text of which we did not know it: whatever it says of the text proves that. One
// that is queued waits to be sent again because the carrier's list did not show it. It must not go out twice.
func (w *work) settled(o store.Outbox, u StatusUpdate, failed bool) error {
	if !failed {
		return w.record(o, Outcome{Kind: Sent, SID: u.SID, Status: u.Status})
	}
	return w.tried(store.Try{Outbox: o.ID, Code: u.Code, Outcome: string(Sent), Note: u.Status}, store.OutboxSent, time.Time{})
}
