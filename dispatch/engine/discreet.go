package engine

import (
	"fmt"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// discreet makes everything this phone has asked for private, or ends that where nothing but a danger phrase had
// made it so. What is private is offered to nobody: who was asked is quietly asked no more.
func (t *turn) discreet(f talk.Discreet) error {
	if !f.Off {
		if err := t.endAllWeekly(t.person.Contact.ID); err != nil {
			return err
		}
	}
	for i := range t.asked {
		r := &t.asked[i]
		if r.Private != f.Off || r.Attention == dispatch.PrivateCase {
			continue
		}
		r.Private, r.Weekly = !f.Off, r.Weekly && f.Off
		if err := t.hide(r); err != nil {
			return err
		}
		if err := t.event(r.ID, t.person.Contact.ID, eventDiscreet, byResident, ""); err != nil {
			return err
		}
		if f.Off && r.Status.Waiting() {
			if err := t.opened(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// hide writes a request that has become private, or is not any more. Its live offers end without a word.
func (w *work) hide(r *store.Request) error {
	if !r.Private || r.Status != dispatch.Offered {
		return w.save(r)
	}
	offers, err := w.tx.OffersOf(r.ID)
	if err != nil {
		return fmt.Errorf("offers of: %w", err)
	}
	for i := range offers {
		if !offers[i].Status.Live() {
			continue
		}
		if err := w.withdrawOne(&offers[i], ""); err != nil {
			return err
		}
	}
	return w.move(r, dispatch.Open)
}

// dispute gives a request to a coordinator that the resident says is not done.
func (t *turn) dispute(f talk.Dispute) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.keep("disputed", r.ID)
	return t.raiseAndSave(r, dispatch.Disputed)
}

// untold is why a person has to tell the resident instead.
func untold(r store.Request) dispatch.Attention {
	if r.Private {
		return dispatch.PrivateCase
	}
	return dispatch.CannotBeTexted
}
