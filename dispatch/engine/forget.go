package engine

import (
	"context"
	"errors"
	"fmt"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// Forget erases what is kept of whoever has this phone, as FORGET ME by text does. It is a person who decides here, so a
// private or a reported case does not hold it up.
func (e *Engine) Forget(ctx context.Context, phone, actor string) error {
	return e.write(ctx, func(w *work) error {
		p, err := w.tx.PersonByPhone(phone)
		if errors.Is(err, store.ErrNotFound) {
			return errors.New("nobody with this phone is known")
		}
		if err != nil {
			return fmt.Errorf("find person: %w", err)
		}
		t := &turn{work: w, person: p}
		if t.asked, err = w.tx.RequestsOf(p.Contact.ID, w.now.Add(neverClosed)); err != nil {
			return fmt.Errorf("requests of: %w", err)
		}
		if err := t.endAll(actor); err != nil {
			return err
		}
		if err := t.leave(talk.Leave{}); err != nil {
			return err
		}
		if err := w.dropDials(p.Contact.ID); err != nil {
			return err
		}
		return w.forgetContact(p.Contact.ID, actor)
	})
}

// forgetContact erases a person, and has a call they are in be forgotten when it ends.
func (w *work) forgetContact(contact dispatch.ID, actor string) error {
	live, err := w.tx.LiveCallsOf(contact)
	if err != nil {
		return fmt.Errorf("live calls: %w", err)
	}
	for _, c := range live {
		t, err := w.caller(c)
		if err != nil {
			return err
		}
		t.state.Forget = true
		if err := t.saveCall(c.Next); err != nil {
			return err
		}
	}
	if err := w.tx.Forget(contact); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	w.recordingsDue, w.erased = true, true
	return w.event(0, contact, eventForgotten, actor, "")
}
