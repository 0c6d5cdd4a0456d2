package engine

import (
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// offered finds an offer and its request.
func (w *work) offered(id dispatch.ID) (store.Offer, store.Request, error) {
	o, r, err := w.tx.OfferAndRequest(id)
	if err != nil {
		return o, r, fmt.Errorf("offer and request: %w", err)
	}
	return o, r, nil
}

// accept gives the job to who said yes. Step has seen it free in this very transaction, so nobody can be between.
func (t *turn) accept(f talk.Accept) error {
	o, r, err := t.offered(f.Offer)
	if err != nil {
		return err
	}
	if r.Several() {
		place, err := t.takePlace(r, &o)
		if err != nil {
			return err
		}
		if place != nil {
			r = *place
		}
	}
	if !r.Status.Waiting() {
		return store.ErrConflict
	}
	texts, err := t.assign(&r, &o, t.person.Contact, f.Words, byVolunteer)
	if err != nil {
		return err
	}
	t.says = append(t.says, texts...)
	t.about(r.ID)
	return nil
}

// tooLate records a yes after somebody else's: such a person is asked first when a like job comes today.
func (t *turn) tooLate(f talk.TooLate) error {
	o, r, err := t.offered(f.Offer)
	if err != nil {
		return err
	}
	o.RepliedAt, o.Standby = t.now, true
	if err := t.moveOffer(&o, dispatch.OfferTooLate); err != nil {
		return err
	}
	t.about(r.ID)
	if err := t.event(r.ID, o.Volunteer, eventTooLate, byVolunteer, ""); err != nil {
		return err
	}
	return t.standsBy(r.Category)
}

// standsBy notes that the writer said yes to a job of this category in vain.
func (t *turn) standsBy(category string) error {
	v := t.person.Volunteer
	if v == nil {
		return nil
	}
	v.Standby, v.StandbyFor = t.now, category
	return t.saveVolunteer(*v)
}

// offerOther makes an offer of another job, whose text is this very answer.
func (t *turn) offerOther(f talk.OfferOther) error {
	r, err := t.tx.RequestByID(f.Request)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	if !r.Status.Waiting() {
		return store.ErrConflict
	}
	o := store.Offer{}
	o.Request, o.Volunteer, o.Letter, o.Status = r.ID, t.person.Contact.ID, f.Letter, dispatch.OfferSent
	o.SentAt, o.ExpiresAt = t.now, t.now.Add(t.network.Pace(r.Request, t.now).ReplaceAfter)
	if err := t.tx.InsertOffer(&o); err != nil {
		return fmt.Errorf("insert offer: %w", err)
	}
	r.Asks++
	if err := t.move(&r, dispatch.Offered); err != nil {
		return err
	}
	if err := t.event(r.ID, o.Volunteer, eventAsked, bySystem, ""); err != nil {
		return err
	}
	return t.setTimer(timerDispatch, r.ID, t.now)
}

// waitsIn moves an offer of a place that somebody has by now to the place by which volunteers are asked for those that
// wait: Step has seen that one of them does.
func (t *turn) waitsIn(r store.Request, o *store.Offer) (store.Request, error) {
	if !r.Several() || r.Status.Waiting() {
		return r, nil
	}
	places, err := t.placesOf(r)
	if err != nil {
		return r, err
	}
	free := slices.DeleteFunc(places, func(p store.Request) bool { return !p.Status.Waiting() })
	if len(free) == 0 {
		return r, store.ErrConflict
	}
	place := free[max(0, t.network.Asking(ruledPlaces(free)))]
	if err := t.tx.MoveOffer(o, place.ID); err != nil {
		return r, fmt.Errorf("move offer: %w", err)
	}
	return place, nil
}

// standby records a plain yes while another's conditional one holds the job. The offer stays live.
func (t *turn) standby(f talk.Standby) error {
	o, r, err := t.offered(f.Offer)
	if err != nil {
		return err
	}
	if r, err = t.waitsIn(r, &o); err != nil {
		return err
	}
	o.RepliedAt, o.Standby = t.now, true
	to := o.Status
	if !to.Live() {
		to, o.ExpiresAt = dispatch.OfferSent, t.now.Add(dispatch.HoldFor) // a late yes counts like one in time
	}
	if err := t.moveOffer(&o, to); err != nil {
		return err
	}
	t.about(r.ID)
	if err := t.event(r.ID, o.Volunteer, eventStandby, byVolunteer, ""); err != nil {
		return err
	}
	return t.standsBy(r.Category)
}

// hold keeps a job for a conditional yes for ten minutes. Its words are shown to a coordinator.
func (t *turn) hold(f talk.Hold) error {
	o, r, err := t.offered(f.Offer)
	if err != nil {
		return err
	}
	if r, err = t.waitsIn(r, &o); err != nil {
		return err
	}
	o.RepliedAt, o.HeldUntil = t.now, t.now.Add(dispatch.HoldFor)
	if err := t.moveOffer(&o, dispatch.OfferSent); err != nil {
		return err
	}
	if r.Status != dispatch.Offered {
		if err := t.move(&r, dispatch.Offered); err != nil {
			return err
		}
	}
	t.keep("condition", r.ID)
	if err := t.event(r.ID, o.Volunteer, eventHeld, byVolunteer, f.Words); err != nil {
		return err
	}
	if err := t.raiseAndSave(&r, dispatch.Conditional); err != nil {
		return err
	}
	return t.setTimer(timerDispatch, r.ID, o.HeldUntil)
}

// knowsAllOver drops the stand-downs that wait for the writer: the answer has just said that no job of theirs is open.
// An answer about one offer is recorded in that offer, and its stand-down goes by that.
func (t *turn) knowsAllOver() error {
	if t.inbound.Request != 0 || t.person.Volunteer == nil {
		return nil
	}
	offers, err := t.tx.OffersTo(t.person.Contact.ID, t.now.Add(-offersKnown))
	if err != nil {
		return fmt.Errorf("offers to: %w", err)
	}
	for _, o := range offers {
		if o.Status.Live() || o.Job.Status.Waiting() {
			continue
		}
		if _, err := t.tx.DropOffer(o.ID); err != nil {
			return fmt.Errorf("drop offer: %w", err)
		}
	}
	return nil
}

// decline records a no and brings in the next person. A no to an offer that is over changes nothing else.
func (t *turn) decline(f talk.Decline) error {
	o, r, err := t.offered(f.Offer)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if f.Words != "" {
		t.keep("no_but", r.ID)
		if err := t.digestSoon(); err != nil {
			return err
		}
	}
	switch {
	case o.Status == dispatch.OfferWithdrawn:
		o.RepliedAt = t.now
		return t.moveOffer(&o, o.Status)
	case !o.Status.Live() && o.Status != dispatch.OfferExpired:
		return nil
	}
	o.RepliedAt, o.HeldUntil, o.Standby = t.now, time.Time{}, false
	if err := t.moveOffer(&o, dispatch.OfferDeclined); err != nil {
		return err
	}
	if err := t.event(r.ID, o.Volunteer, eventDeclined, byVolunteer, f.Words); err != nil {
		return err
	}
	if !r.Status.Waiting() {
		return nil
	}
	return t.setTimer(timerDispatch, r.ID, t.now)
}

// offerText is an offer as it is sent: built from the request's plain fields only, never from anybody's words.
func (e *Engine) offerText(r dispatch.Request, letter string, now time.Time) msg.Text {
	args := []any{"Clock", msg.Clock(now), "Letter", letter, "Need", need(r), "Place", near(r.Place), "When", when(r)}
	pays := e.pays(r.Category)
	if pays.By == dispatch.PayResident || pays.By == dispatch.PayNetwork {
		return msg.T(msg.OfferPays, append(args, "Pays", msg.Pays{By: string(pays.By), UpTo: pays.UpTo})...)
	}
	return msg.T(msg.Offer, args...)
}
