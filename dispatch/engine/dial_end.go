package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// dialOver does what follows from the end of a call: nothing more if it was heard, another one later, or, when that
// would be one too many, a person.
func (w *work) dialOver(d store.Dial, end dispatch.CallEnd) error {
	if err := w.cancelTimers(d.ID, timerDial); err != nil {
		return err
	}
	if end == dispatch.CallHeard {
		return w.dialHeard(d)
	}
	before := d
	if wasAsked(d) && talk.Purpose(d.Purpose) == talk.CallNews {
		d.ExpiresAt = time.Time{} // news that is still to be told, like other news
	}
	at, again := w.network.CallAgain(end, d.Tries, ringsOnce(d), wasAsked(d), w.now)
	if !again || !d.ExpiresAt.IsZero() && !at.Before(d.ExpiresAt) {
		return w.giveUp(before, end)
	}
	d.State, d.NotBefore = store.DialWaiting, at
	return w.saveDial(d, before.State)
}

// giveUp ends a call that is not made again.
func (w *work) giveUp(d store.Dial, end dispatch.CallEnd) error {
	from := d.State
	d.State = store.DialGaveUp
	if err := w.saveDial(d, from); err != nil {
		return err
	}
	return w.neverHeard(d, end)
}

// ringsOnce says whether a phone rings but once for this call: who is asked to help can call back while the offer lives,
// who has asked to be called can ask again, coordinators are told by turns, and a number that a stranger may have given us is left in peace.
func ringsOnce(d store.Dial) bool {
	switch talk.Purpose(d.Purpose) {
	case talk.CallOffer, talk.CallConfirm, talk.CallBack, talk.CallAlert:
		return true
	}
	return wasAsked(d)
}

// dialHeard notes that somebody knows now. What has happened while they listened is called again.
func (w *work) dialHeard(d store.Dial) error {
	from, since := d.State, d.NotBefore.After(d.ClaimedAt)
	d.State, d.HeardAt = store.DialHeard, w.now
	if err := w.saveDial(d, from); err != nil {
		return err
	}
	if d.Purpose == string(talk.CallNews) {
		if err := w.theyKnow(d.Request, d.Contact); err != nil {
			return err
		}
	}
	if !since {
		return nil
	}
	to, err := w.tx.ContactByID(d.Contact)
	if err != nil {
		return fmt.Errorf("contact: %w", err)
	}
	return w.dial(to, order{purpose: talk.Purpose(d.Purpose), request: d.Request, offer: d.Offer, from: w.now.Add(hungUpFor)})
}

// theyKnow ends a request's waiting for a person to tell its resident: they have heard.
func (w *work) theyKnow(request, resident dispatch.ID) error {
	r, err := w.find(request)
	if err != nil || r == nil || r.Resident != resident || !lower(r, dispatch.NotHeard) {
		return err
	}
	return w.save(r)
}

// neverHeard does what follows when a call is not made any more and nobody has heard it.
func (w *work) neverHeard(d store.Dial, end dispatch.CallEnd) error {
	if d.Offer != 0 {
		if end == dispatch.CallFailed {
			return w.offerFailed(d.Offer)
		}
		return nil // it runs out by itself, and may be taken until then
	}
	if talk.Purpose(d.Purpose) == talk.CallAlert {
		return nil // the next coordinator is told when it is time
	}
	r, err := w.find(d.Request)
	confirms := talk.Purpose(d.Purpose) == talk.CallConfirm
	if err != nil || r == nil || r.Status == dispatch.Closed || confirms && !unconfirmed(*r) {
		return err
	}
	if err := w.event(r.ID, d.Contact, eventNotHeard, bySystem, string(end)); err != nil {
		return err
	}
	switch talk.Purpose(d.Purpose) {
	case talk.CallConfirm:
		lower(r, dispatch.Unconfirmed)
		return w.raiseAndSave(r, dispatch.Unanswered)
	case talk.CallNews:
		events, err := w.tx.EventsOf(r.ID)
		if err != nil {
			return fmt.Errorf("events of: %w", err)
		}
		if checkInOpen(events, d.Contact) {
			return w.stalled(r)
		}
		if r.Status.Taken() {
			if err := w.tellNotHeard(*r); err != nil {
				return err
			}
		}
		return w.raiseAndSave(r, dispatch.NotHeard)
	case talk.CallJob:
		if !r.Status.Taken() || r.Holder != d.Contact || wasAsked(d) {
			return nil
		}
		return w.raiseAndSave(r, dispatch.NotHeard)
	}
	return nil
}

// tellNotHeard tells a holder that the resident does not know yet.
func (w *work) tellNotHeard(r store.Request) error {
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	who, _, _ := w.answers(w.now)
	return w.tellVolunteer(holder, r.ID, msg.T(msg.NotHeard, "Network", w.network.Name, "Who", who))
}
