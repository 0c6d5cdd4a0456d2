package engine

import (
	"errors"
	"fmt"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// takesCallsInstead notes that a phone takes no texts but can be called, and says whether it can.
func (w *work) takesCallsInstead(contact dispatch.ID, what Outcome) (c store.Contact, called bool, err error) {
	if what.Kind != Landline && what.Kind != Unroutable {
		return c, false, nil
	}
	if c, err = w.tx.ContactByID(contact); err != nil {
		return c, false, fmt.Errorf("contact: %w", err)
	}
	if !c.CanCall() || !c.OptedOutAt.IsZero() {
		return c, false, nil
	}
	if c.VoiceOnly && c.Unreachable != "" {
		return c, true, nil
	}
	c.Unreachable, c.VoiceOnly = string(what.Kind), true
	if err := w.tx.SetReach(contact, c.Unreachable, true); err != nil {
		return c, false, fmt.Errorf("set reach: %w", err)
	}
	return c, true, nil
}

// ownWords are the texts that carry what somebody has said. A call tells how things stand; of these it says what was kept
// for it.
var ownWords = map[msg.Key]bool{msg.PlaceIs: true, msg.RelayFrom: true, msg.RelayPhrase: true, msg.RelaySpoken: true, msg.FromCoordinator: true}

// callInstead tells by phone what a text could not.
func (w *work) callInstead(c store.Contact, m store.Message, offer dispatch.ID) error {
	if err := w.alertOthers(m); err != nil {
		return err
	}
	if offer != 0 {
		return w.offerByPhone(c, offer)
	}
	r, err := w.find(m.Request)
	if err != nil || r == nil {
		return err
	}
	if ownWords[msg.Key(m.Kind)] || r.Private {
		return w.passInstead(c, *r, msg.Key(m.Kind))
	}
	if err := w.event(r.ID, c.ID, eventFailed, bySystem, string(Landline)); err != nil {
		return err
	}
	switch c.ID {
	case r.Resident:
		if err := w.tellCalling(*r); err != nil {
			return err
		}
		return w.dial(c, order{purpose: talk.CallNews, request: r.ID})
	case r.Holder:
		return w.dial(c, order{purpose: talk.CallJob, request: r.ID})
	}
	return nil
}

// passInstead has somebody called who hears on the phone what a text could not bring them. Whose words nobody can read out
// is told so; where to come, and what a coordinator wrote, is a person's to bring.
func (w *work) passInstead(c store.Contact, r store.Request, kind msg.Key) error {
	if kind == msg.FromCoordinator || r.Private {
		return w.missedNews(c.ID, r.ID)
	}
	if waits, err := w.waits(r, c.ID); err != nil || waits {
		return errors.Join(err, w.callPassed(r, c))
	}
	if kind == msg.PlaceIs || !mayPass(r, otherOf(r, c.ID), c.ID, w.now) {
		return w.missedNews(c.ID, r.ID)
	}
	writer, err := w.tx.ContactByID(otherOf(r, c.ID))
	if err != nil {
		return fmt.Errorf("other side: %w", err)
	}
	told, err := w.tell(writer, about{lane: store.LaneAnswer, request: r.ID}, msg.T(msg.Prefix, "Network", w.network.Name), msg.T(msg.RelayUnread))
	if err != nil || told != 0 {
		return err
	}
	return w.missedNews(c.ID, r.ID)
}

// tellCalling tells whoever has a job that its resident is told by phone.
func (w *work) tellCalling(r store.Request) error {
	if !r.Status.Taken() {
		return nil
	}
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	_, err = w.tell(holder, about{lane: store.LaneAnswer, request: r.ID}, msg.T(msg.Prefix, "Network", w.network.Name),
		w.howTheyHear(dispatch.Ways{Call: true}))
	return err
}

// offerByPhone makes an offer by phone that could not be made by text. A stand-down is not worth a call.
func (w *work) offerByPhone(c store.Contact, id dispatch.ID) error {
	o, err := w.tx.OfferByID(id)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	if !o.Status.Live() {
		return nil
	}
	return w.dial(c, order{purpose: talk.CallOffer, request: o.Request, offer: o.ID, expires: o.ExpiresAt})
}
