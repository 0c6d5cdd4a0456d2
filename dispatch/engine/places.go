package engine

import (
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// A request for several volunteers is one row for each place. Volunteers are asked by one of the rows that wait (see
// dispatch.Asking), the others are filled before it: so a yes takes a place whichever row the offer was made for, and who
// was asked for one has been asked for all. The resident hears of it as of one request.

// placesOf are all rows of a request; the request itself if it is for one volunteer, without a query.
func (w *work) placesOf(r store.Request) ([]store.Request, error) {
	if !r.Several() {
		return []store.Request{r}, nil
	}
	places, err := w.tx.PlacesOf(r.Lead)
	if err != nil {
		return nil, fmt.Errorf("places of: %w", err)
	}
	return places, nil
}

// openPlaces are those that are not closed.
func (w *work) openPlaces(r store.Request) ([]store.Request, error) {
	places, err := w.placesOf(r)
	return slices.DeleteFunc(places, func(p store.Request) bool { return p.Status == dispatch.Closed }), err
}

// requestByCode finds a request by its code: the row of slot 1 or, if that is closed, the first that is not.
func (w *work) requestByCode(code string) (store.Request, error) {
	r, err := w.tx.RequestByCode(code)
	if err != nil || !r.Several() || r.Status != dispatch.Closed {
		return r, err
	}
	open, err := w.openPlaces(r)
	if err != nil || len(open) == 0 {
		return r, err
	}
	return open[0], nil
}

// eachOpen does something to every place of a request that is not closed; r is one of them and changes with it.
func (w *work) eachOpen(r *store.Request, do func(p *store.Request) error) error {
	places, err := w.openPlaces(*r)
	if err != nil {
		return err
	}
	for i := range places {
		p := &places[i]
		if p.ID == r.ID {
			p = r
		}
		if err := do(p); err != nil {
			return err
		}
	}
	return nil
}

// once leaves of the rows of requests one for each request: that of the first place among them.
func once(rows []store.Request) []store.Request {
	seen := map[dispatch.ID]bool{}
	return slices.DeleteFunc(rows, func(r store.Request) bool {
		before := r.Several() && seen[r.Lead]
		seen[r.Lead] = true
		return before
	})
}

// ruledPlaces are places as the rules see them.
func ruledPlaces(places []store.Request) []dispatch.Request {
	ruled := make([]dispatch.Request, len(places))
	for i, p := range places {
		ruled[i] = p.Request
	}
	return ruled
}

// wholeOf names a request with all its places: what is told of all of them is about that one.
func wholeOf(r store.Request) dispatch.ID {
	if r.Several() {
		return r.Lead
	}
	return r.ID
}

// asksByAnother says whether volunteers are asked for a request by another of its rows, which is looked at instead.
func (w *work) asksByAnother(r store.Request) (bool, error) {
	if !r.Several() {
		return false, nil
	}
	places, err := w.placesOf(r)
	if err != nil {
		return false, err
	}
	i := w.network.Asking(ruledPlaces(places))
	if i < 0 || places[i].ID == r.ID {
		return false, nil
	}
	return true, w.setTimer(timerDispatch, places[i].ID, w.now)
}

// openedPlaces starts the asking for a request for several volunteers, or goes on with it.
func (w *work) openedPlaces(r *store.Request) error {
	places, err := w.placesOf(*r)
	if err != nil {
		return err
	}
	i := w.network.Asking(ruledPlaces(places))
	switch {
	case i < 0:
		return w.openedOne(r)
	case places[i].Status == dispatch.Offered:
		return w.setTimer(timerDispatch, places[i].ID, w.now)
	}
	return w.setTimer(timerOpen, places[i].ID, w.now)
}

// offersOf are all offers of a request, whichever of its places they are of.
func (w *work) offersOf(r store.Request) (offers []store.Offer, err error) {
	if r.Several() {
		offers, err = w.tx.OffersOfPlaces(r.Lead)
	} else {
		offers, err = w.tx.OffersOf(r.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("offers of: %w", err)
	}
	return offers, nil
}

// wanted counts the places of a request that may be asked for.
func (w *work) wanted(places []store.Request) (n int) {
	for _, p := range places {
		if w.network.Askable(p.Request) {
			n++
		}
	}
	return n
}

// placeFor is the place that somebody takes who says yes to an offer of any of them: one by which nobody is being asked,
// if there is one. Nil: none waits.
func (w *work) placeFor(r store.Request) (*store.Request, error) {
	places, err := w.placesOf(r)
	if err != nil {
		return nil, err
	}
	free := slices.DeleteFunc(places, func(p store.Request) bool { return !p.Status.Waiting() })
	if len(free) == 0 {
		return nil, nil
	}
	asking := max(0, w.network.Asking(ruledPlaces(free)))
	for i := range free {
		if i != asking {
			return &free[i], nil
		}
	}
	return &free[asking], nil
}

// takePlace gives an offer the place that its volunteer takes. Nil: none is left.
func (w *work) takePlace(r store.Request, o *store.Offer) (*store.Request, error) {
	place, err := w.placeFor(r)
	if err != nil || place == nil || place.ID == o.Request {
		return place, err
	}
	if err := w.tx.MoveOffer(o, place.ID); err != nil {
		return nil, fmt.Errorf("move offer: %w", err)
	}
	return place, nil
}

// filled ends the asking for a place that somebody has taken. While others wait the asking for them goes on; who has this
// one is asked for them no more.
func (w *work) filled(r store.Request, winner *store.Offer) error {
	if !r.Several() {
		offers, err := w.tx.OffersOf(r.ID)
		if err != nil {
			return fmt.Errorf("offers of: %w", err)
		}
		return w.withdraw(offers, winner.Volunteer)
	}
	places, err := w.placesOf(r)
	if err != nil {
		return err
	}
	offers, err := w.tx.OffersOfPlaces(r.Lead)
	if err != nil {
		return fmt.Errorf("offers of places: %w", err)
	}
	if !slices.ContainsFunc(places, func(p store.Request) bool { return p.ID != r.ID && p.Status.Waiting() }) {
		return w.withdraw(offers, winner.Volunteer)
	}
	for i := range offers {
		if o := &offers[i]; o.Volunteer == winner.Volunteer && o.ID != winner.ID && o.Status.Live() {
			if err := w.withdrawOne(o, ""); err != nil {
				return err
			}
		}
	}
	if i := w.network.Asking(ruledPlaces(places)); i >= 0 { // who was to be asked after this one may be now
		return w.setTimer(timerDispatch, places[i].ID, w.now)
	}
	return nil
}

// standing is how a request for several volunteers stands for the one who asked for it.
type standing struct {
	names   msg.List // of who comes, in the order of their yes
	waiting int
}

// standingOf says so.
func (w *work) standingOf(places []store.Request) (s standing, err error) {
	places = slices.Clone(places)
	slices.SortStableFunc(places, func(a, b store.Request) int { return a.AssignedAt.Compare(b.AssignedAt) })
	for _, p := range places {
		switch {
		case p.Status.Waiting():
			s.waiting++
		case p.Status.Taken():
			holder, err := w.tx.ContactByID(p.Holder)
			if err != nil {
				return s, fmt.Errorf("holder: %w", err)
			}
			s.names = append(s.names, nameOr(holder.Name))
		}
	}
	return s, nil
}
