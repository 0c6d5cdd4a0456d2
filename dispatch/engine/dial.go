package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// OutgoingCall is a call to have the carrier make now.
type OutgoingCall struct {
	ID      dispatch.ID // of the dial: for RecordDial, ResolveDial and the call's URL
	Line    string      // our number it is made from, E.164
	To      string      // E.164
	Try     int         // 1 for the first
	Claimed time.Time   // when the last try began: for a look into the carrier's own list
	Ended   time.Time   // when the last try had ended, of a call in UnknownDials
}

// DialsReady is sent to when calls may wait to be made.
func (e *Engine) DialsReady() <-chan struct{} { return e.dials }

// askedFor is how long a call that somebody has asked for is worth making: later it is a stranger's.
const askedFor = 30 * time.Minute

// order is a call to be made: why, and about what. The call says how things stand when it is answered, not when it was
// ordered.
type order struct {
	purpose        talk.Purpose
	request, offer dispatch.ID
	asked          bool      // its person wants it now, also at night
	from           time.Time // not before; zero: now
	expires        time.Time // of an offer
}

// dial has somebody called, unless they may not be. One thing is one call: what has been ordered is not ordered twice.
func (w *work) dial(to store.Contact, o order) error {
	if !to.CanCall() {
		return nil
	}
	if o.asked {
		o.expires = w.now.Add(askedFor)
	}
	live, err := w.tx.LiveDialsOf(to.ID)
	if err != nil {
		return fmt.Errorf("live dials of: %w", err)
	}
	same := func(d store.Dial) bool {
		return d.Purpose == string(o.purpose) && d.Request == o.request && d.Offer == o.offer
	}
	if i := slices.IndexFunc(live, same); i >= 0 {
		return w.orderAgain(live[i], o)
	}
	from := o.from
	if from.Before(w.now) {
		from = w.now
	}
	d := store.Dial{Contact: to.ID, Purpose: string(o.purpose), Request: o.request, Offer: o.offer, Line: w.lineOf(to),
		NotBefore: w.network.CallFrom(o.asked, from), ExpiresAt: o.expires}
	if err := w.tx.InsertDial(&d); err != nil {
		return fmt.Errorf("insert dial: %w", err)
	}
	w.dialsDue = true
	return nil
}

// orderAgain has a call made sooner that waits and is asked for, and once more if somebody is just hearing how things
// stood before. Else the call that is under way says it all.
func (w *work) orderAgain(d store.Dial, o order) error {
	switch {
	case d.State == store.DialWaiting && o.asked:
		d.NotBefore, d.ExpiresAt = w.now, o.expires
	case d.State == store.DialRung && d.Call != 0:
		d.NotBefore = w.now
	default:
		return nil
	}
	return w.saveDial(d, d.State)
}

// wasAsked says whether a call's person has asked for it: that is over after a while, as an offer is; news is not.
func wasAsked(d store.Dial) bool { return d.Offer == 0 && !d.ExpiresAt.IsZero() }

// saveDial writes a call in a new state.
func (w *work) saveDial(d store.Dial, from store.DialState) error {
	if err := w.tx.SaveDial(d, from); err != nil {
		return fmt.Errorf("move dial to %s: %w", d.State, err)
	}
	w.dialsDue = true // another call to the same phone may be made now
	return nil
}

// ClaimDials takes the calls that may be made now, at most max, and says when the next may; zero: not before DialsReady.
// Calls that became stale while they waited are dropped: news that its person has, an offer of a job that is taken, and
// anything to a phone that is not to be called. Nobody is called at night who has not asked for it, nor while they are on
// the phone with us.
func (e *Engine) ClaimDials(ctx context.Context, max int) (out []OutgoingCall, next time.Time, err error) {
	err = e.store.Read(ctx, func(v *store.View) error {
		next, err = v.DialNext()
		return err
	})
	if err != nil {
		return nil, next, fmt.Errorf("next dial: %w", err)
	}
	if next.IsZero() || next.After(e.clock.Now()) {
		return nil, next, nil
	}
	err = e.write(ctx, func(w *work) (err error) {
		out, next, err = w.claimDials(max)
		return err
	})
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("claim dials: %w", err)
	}
	return out, next, nil
}

func (w *work) claimDials(max int) (out []OutgoingCall, next time.Time, err error) {
	expired, err := w.tx.ExpiredDials()
	if err != nil {
		return nil, next, fmt.Errorf("expired dials: %w", err)
	}
	for _, d := range expired {
		if err := w.dialExpired(d); err != nil {
			return nil, next, err
		}
	}
	claimed, err := w.tx.ClaimDials(max)
	if err != nil {
		return nil, next, fmt.Errorf("claim dials: %w", err)
	}
	for _, c := range claimed {
		rings, err := w.mayRing(c.Dial)
		if err != nil {
			return nil, next, err
		}
		if rings {
			out = append(out, outgoingCall(c))
		}
	}
	next, err = w.tx.DialNext()
	if err == nil && len(claimed) == 0 && !next.After(w.now) {
		next, err = w.tx.DialAfter(w.now) // what is due waits for another call to the same phone to be over
	}
	if err != nil {
		return nil, next, fmt.Errorf("next dial: %w", err)
	}
	w.dialsDue = false // whoever claims knows what there is
	return out, next, nil
}

func outgoingCall(c store.ClaimedDial) OutgoingCall {
	return OutgoingCall{ID: c.ID, Line: c.Line, To: c.To.Reveal(), Try: c.Tries, Claimed: c.ClaimedAt}
}

// mayRing looks once more at a call about to be made, and drops it or puts it off if it may not.
func (w *work) mayRing(d store.Dial) (bool, error) {
	to, err := w.tx.ContactByID(d.Contact)
	if err != nil {
		return false, fmt.Errorf("contact: %w", err)
	}
	stale, err := w.dialStale(d, to)
	if err != nil {
		return false, err
	}
	if stale {
		return false, w.dropDial(d)
	}
	at := w.network.CallFrom(wasAsked(d), w.now)
	talking, err := w.onThePhone(d.Contact)
	if err != nil {
		return false, err
	}
	if talking { // lineFree has it made when they have hung up
		at = w.network.CallFrom(wasAsked(d), w.now.Add(dispatch.LongestCall))
	}
	if !at.After(w.now) {
		if at, err = w.rungEnough(d); err != nil || at.IsZero() {
			return err == nil, err
		}
	}
	return false, w.putOffDial(d, at)
}

// putOffDial has a call made later that did not ring: it does not count as one.
func (w *work) putOffDial(d store.Dial, until time.Time) error {
	from := d.State
	d.State, d.NotBefore, d.Tries = store.DialWaiting, until, d.Tries-1
	return w.saveDial(d, from)
}

// onThePhone says whether somebody is just talking with us.
func (w *work) onThePhone(contact dispatch.ID) (bool, error) {
	calls, err := w.tx.LiveCallsOf(contact)
	if err != nil {
		return false, fmt.Errorf("live calls of: %w", err)
	}
	return len(calls) > 0, nil // one of whose end we never hear is ended by its timer
}

// hungUpFor is the moment that a phone needs to be on the hook again.
const hungUpFor = 5 * time.Second

// lineFree has the calls made that waited for somebody to hang up.
func (w *work) lineFree(contact dispatch.ID) error {
	if contact == 0 {
		return nil
	}
	live, err := w.tx.LiveDialsOf(contact)
	if err != nil {
		return fmt.Errorf("live dials of: %w", err)
	}
	for _, d := range live {
		at := w.network.CallFrom(wasAsked(d), w.now.Add(hungUpFor))
		if d.State != store.DialWaiting || d.Tries > 0 && !wasAsked(d) || !at.Before(d.NotBefore) {
			continue
		}
		d.NotBefore = at
		if err := w.saveDial(d, d.State); err != nil {
			return err
		}
	}
	return nil
}

// dropDial gives a call up that has become stale. An offer that was never made may be made again; a number that cannot be
// confirmed any more is a person's to see to.
func (w *work) dropDial(d store.Dial) error {
	if d.Purpose == string(talk.CallConfirm) {
		return w.giveUp(d, dispatch.CallFailed)
	}
	from := d.State
	d.State = store.DialDropped
	if err := w.saveDial(d, from); err != nil {
		return err
	}
	return w.neverAsked(d.Offer)
}

// dialExpired ends a call that nobody waits for any more. News that was asked for stays to be told, like other news.
func (w *work) dialExpired(d store.Dial) error {
	if d.Purpose != string(talk.CallNews) {
		return w.dropDial(d)
	}
	d.ExpiresAt, d.NotBefore = time.Time{}, w.network.AskFrom(w.now)
	return w.saveDial(d, d.State)
}

// dropOfferDial gives the call up that would have made an offer, if it has not rung yet, and says how many there were.
func (w *work) dropOfferDial(o store.Offer) (int, error) {
	live, err := w.tx.LiveDialsOf(o.Volunteer)
	if err != nil {
		return 0, fmt.Errorf("live dials of: %w", err)
	}
	for _, d := range live {
		if d.Offer == o.ID && d.State == store.DialWaiting && d.Tries == 0 {
			d.State = store.DialDropped
			return 1, w.saveDial(d, store.DialWaiting)
		}
	}
	return 0, nil
}
