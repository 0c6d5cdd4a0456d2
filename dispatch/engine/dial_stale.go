package engine

import (
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// dialStale says whether a call is not worth making any more.
func (w *work) dialStale(d store.Dial, to store.Contact) (bool, error) {
	if !to.CanCall() || !wasAsked(d) && to.OptedOutAt.After(d.CreatedAt) {
		return true, nil
	}
	switch talk.Purpose(d.Purpose) {
	case talk.CallOffer:
		o, r, err := w.offered(d.Offer)
		return err == nil && (!o.Status.Live() || !r.Status.Waiting() || w.network.QuietAt(w.now)), err
	case talk.CallConfirm:
		r, err := w.find(d.Request)
		return err == nil && (r == nil || !unconfirmed(*r)), err
	case talk.CallAlert:
		return w.alertStale(d)
	case talk.CallNews:
		r, err := w.find(d.Request)
		if err != nil || r == nil || r.Private {
			return err == nil, err
		}
		ended, err := w.endedByResident(*r)
		if err != nil || !ended || wasAsked(d) {
			return false, err
		}
		if line, err := w.lineWaits(*r, d.Contact); line || err != nil {
			return false, err
		}
		waits, err := w.waits(*r, d.Contact)
		return !waits, err
	}
	return false, nil
}

// endedByResident says whether a request is over by its resident's own word: that is no news to them.
func (w *work) endedByResident(r store.Request) (bool, error) {
	if r.Status != dispatch.Closed {
		return false, nil
	}
	events, err := w.tx.EventsOf(r.ID)
	if err != nil {
		return false, fmt.Errorf("events of: %w", err)
	}
	return slices.ContainsFunc(events, func(e store.Event) bool { return e.Kind == eventClosed && e.Actor == byResident }), nil
}

// unconfirmed says whether nobody is asked for a request before its phone has said that it asked: somebody gave us the
// number.
func unconfirmed(r store.Request) bool { return r.Attention == dispatch.Unconfirmed }
