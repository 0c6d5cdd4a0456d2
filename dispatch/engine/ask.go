package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// dispatch looks at one request that waits.
func (w *work) dispatch(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || !r.Status.Waiting() {
		return err
	}
	return w.askFor(r)
}

// askFor ends what has run out of a request's offers, and asks whom the plan says.
func (w *work) askFor(r *store.Request) error {
	if other, err := w.asksByAnother(*r); other || err != nil {
		return err
	}
	offers, err := w.tx.OffersOf(r.ID)
	if err != nil {
		return fmt.Errorf("offers of: %w", err)
	}
	if taken, err := w.lapse(r, offers); taken || err != nil {
		return err
	}
	if err := w.expire(offers); err != nil {
		return err
	}
	plan, err := w.plan(r, offers)
	if err != nil {
		return err
	}
	wave := 1
	for _, o := range offers {
		wave = max(wave, o.Wave+1)
	}
	made, err := w.askAll(*r, plan, wave)
	if err != nil {
		return err
	}
	if err := w.settle(r, offers, made, plan.Nobody && made == 0); err != nil {
		return err
	}
	if plan.Again.IsZero() {
		return nil
	}
	return w.setTimer(timerDispatch, r.ID, plan.Again)
}

// plan asks the rules. Near the day's spending limit nobody is asked before tomorrow.
func (w *work) plan(r *store.Request, offers []store.Offer) (dispatch.Plan, error) {
	if tomorrow, stopped, err := w.offersStopped(); stopped || err != nil {
		return dispatch.Plan{Again: tomorrow}, err
	}
	roster, err := w.tx.Roster()
	if err != nil {
		return dispatch.Plan{}, fmt.Errorf("roster: %w", err)
	}
	rule := r.Request
	if r.Several() { // who was asked for one place was asked for all
		if offers, err = w.tx.OffersOfPlaces(r.Lead); err != nil {
			return dispatch.Plan{}, fmt.Errorf("offers of places: %w", err)
		}
		places, err := w.placesOf(*r)
		if err != nil {
			return dispatch.Plan{}, err
		}
		rule.Wanted = w.wanted(places)
	}
	if r.Follows != 0 && len(offers) == 0 {
		if rule.First, err = w.helpedBefore(*r); err != nil {
			return dispatch.Plan{}, err
		}
	}
	plain := make([]dispatch.Offer, len(offers))
	for i, o := range offers {
		plain[i] = o.Offer
		if plain[i].SentAt.IsZero() {
			plain[i].SentAt = o.CreatedAt
		}
	}
	return w.network.Plan(roster, rule, plain, w.now), nil
}

// settle writes what became of the request: whether anybody is being asked (made are the offers just made), and that
// nobody is left.
func (w *work) settle(r *store.Request, offers []store.Offer, made int, nobody bool) error {
	r.Asks += made
	live := made
	for _, o := range offers {
		if o.Status.Live() {
			live++
		}
	}
	to := dispatch.Open
	if live > 0 {
		to = dispatch.Offered
	}
	before := r.Attention
	if live > 0 {
		lower(r, dispatch.NobodyLeft)
	}
	if nobody {
		if err := w.raise(r, dispatch.NobodyLeft, ""); err != nil {
			return err
		}
	}
	if r.Attention == dispatch.NobodyLeft && before != r.Attention && r.Asks == 0 && !r.Several() {
		if err := w.nobodyFree(*r); err != nil {
			return err
		}
	}
	switch {
	case to != r.Status:
		return w.move(r, to)
	case made == 0 && r.Attention == before:
		return nil
	}
	if err := w.tx.UpdateAttention(*r); err != nil {
		return fmt.Errorf("save attention: %w", err)
	}
	return nil
}

// expire ends the offers whose time is over. One that never left us was not asked: it may be again.
func (w *work) expire(offers []store.Offer) error {
	for i := range offers {
		o := &offers[i]
		if !o.Status.Live() || o.ExpiresAt.After(w.now) || o.HeldUntil.After(w.now) || o.Standby {
			continue
		}
		to, kind := dispatch.OfferExpired, eventSilent
		if o.Status == dispatch.OfferQueued {
			dropped, err := w.tx.DropOffer(o.ID)
			if err != nil {
				return fmt.Errorf("drop offer: %w", err)
			}
			if dropped == 0 {
				dropped, err = w.dropOfferDial(*o)
			}
			if err != nil {
				return err
			}
			if dropped > 0 {
				to, kind = dispatch.OfferWithdrawn, eventFailed
			}
		}
		if err := w.moveOffer(o, to); err != nil {
			return err
		}
		if err := w.event(o.Request, o.Volunteer, kind, bySystem, ""); err != nil {
			return err
		}
	}
	return nil
}

// lapse ends a hold that has run out. Who said a plain yes meanwhile, the first of them, has the job now.
func (w *work) lapse(r *store.Request, offers []store.Offer) (taken bool, err error) {
	held := false
	for i := range offers {
		o := &offers[i]
		switch {
		case o.HeldUntil.IsZero():
			continue
		case o.HeldUntil.After(w.now):
			held = true
			continue
		}
		o.HeldUntil = time.Time{}
		if err := w.moveOffer(o, o.Status); err != nil {
			return false, err
		}
		if err := w.event(r.ID, o.Volunteer, eventHoldOver, bySystem, ""); err != nil {
			return false, err
		}
	}
	if held {
		return false, nil
	}
	if lower(r, dispatch.Conditional) {
		if err := w.save(r); err != nil {
			return false, err
		}
	}
	return w.promote(r, offers)
}

// promote gives the job to the first who stands by, unless a person decides who has it.
func (w *work) promote(r *store.Request, offers []store.Offer) (bool, error) {
	if !r.Attention.MayBeAsked() {
		return false, nil
	}
	var first *store.Offer
	for i := range offers {
		o := &offers[i]
		if o.Standby && o.Status.Live() && (first == nil || o.RepliedAt.Before(first.RepliedAt)) {
			first = o
		}
	}
	if first == nil {
		return false, nil
	}
	volunteer, err := w.tx.ContactByID(first.Volunteer)
	if err != nil {
		return false, fmt.Errorf("volunteer: %w", err)
	}
	place := r
	if r.Several() {
		if place, err = w.takePlace(*r, first); err != nil || place == nil {
			return false, err
		}
	}
	texts, err := w.assign(place, first, volunteer, "", byVolunteer)
	if err != nil {
		return false, err
	}
	if _, err = w.tell(volunteer, about{lane: store.LaneAnswer, request: place.ID}, texts...); err != nil {
		return false, err
	}
	if place.ID != r.ID { // the others still wait
		err = w.setTimer(timerDispatch, r.ID, w.now)
	}
	return true, err
}

// ask makes one offer.
func (w *work) ask(r store.Request, volunteer dispatch.ID, wave int) error {
	to, err := w.tx.ContactByID(volunteer)
	if err != nil {
		return fmt.Errorf("volunteer: %w", err)
	}
	before, err := w.tx.OffersTo(volunteer, w.now.Add(-offersKnown))
	if err != nil {
		return fmt.Errorf("offers to: %w", err)
	}
	letter := dispatch.NextLetter(w.letters, plainOffers(before), w.now)
	expires := w.now.Add(w.network.Pace(r.Request, w.now).ReplaceAfter)
	o := store.Offer{Offer: dispatch.Offer{ID: w.tx.NewID(), Request: r.ID, Volunteer: volunteer, Letter: letter,
		Status: dispatch.OfferQueued, Wave: wave, ExpiresAt: expires}}
	if err := w.tx.InsertOffer(&o); err != nil {
		return fmt.Errorf("insert offer: %w", err)
	}
	if to.CanText() {
		_, err = w.tell(to, about{store.LaneOffer, r.ID, o.ID, expires}, w.offerText(r.Request, letter, w.now))
	} else {
		err = w.dial(to, order{purpose: talk.CallOffer, request: r.ID, offer: o.ID, expires: expires})
	}
	if err != nil {
		return err
	}
	return w.event(r.ID, volunteer, eventAsked, bySystem, "")
}
