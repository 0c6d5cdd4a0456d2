package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// What the line learns of a volunteer's habits: from each offer that ends or is answered, from each job done, and from any
// word of theirs.

// moveOffer writes an offer in a new status, and learns what that says of its volunteer.
func (w *work) moveOffer(o *store.Offer, to dispatch.OfferStatus) error {
	return w.endOffer(o, to, w.now)
}

// endOffer is moveOffer for what ended at another time than now.
func (w *work) endOffer(o *store.Offer, to dispatch.OfferStatus, at time.Time) error {
	from := o.Status
	if err := w.putOffer(o, to); err != nil || from == to {
		return err
	}
	return w.learnOf(o.Volunteer, o.Habit, func(h dispatch.Habit) dispatch.Habit { return h.After(from, o.Offer, at) })
}

// putOffer writes an offer in a new status that says nothing of its volunteer: a coordinator has given them the job.
func (w *work) putOffer(o *store.Offer, to dispatch.OfferStatus) error {
	from := o.Status
	o.Status = to
	if err := w.tx.UpdateOffer(*o, from); err != nil {
		return fmt.Errorf("move offer to %s: %w", to, err)
	}
	return nil
}

// learnOf changes what is known of a volunteer's habits; known is how it was read, nil if it was not.
func (w *work) learnOf(volunteer dispatch.ID, known *dispatch.Habit, learn func(dispatch.Habit) dispatch.Habit) error {
	if err := w.tx.Learn(volunteer, known, learn); err != nil {
		return fmt.Errorf("learn of a volunteer: %w", err)
	}
	return nil
}

// showsLife notes that a word has come from a volunteer who had been silent: they are with us, whatever it says.
func (t *turn) showsLife() error {
	v := t.person.Volunteer
	if v == nil || v.Habit.Silent == 0 && v.Habit.StillAsked.IsZero() {
		return nil
	}
	return t.learnOf(v.ID, &v.Habit, dispatch.Habit.Heard)
}

// showsLifeOnThePhone is showsLife of a call: whoever phones us is there, and whoever we phone once they press a key; a
// machine may have picked up.
func (t *turn) showsLifeOnThePhone(heard talk.Heard) error {
	if t.call.Direction == store.In && heard.Kind == talk.Answered || heard.Kind == talk.Pressed {
		return t.showsLife()
	}
	return nil
}

// hasHelped notes that the volunteer has just done a job: they are left in peace for a while.
func (t *turn) hasHelped() error {
	v := t.person.Volunteer
	if v == nil {
		return nil
	}
	done := dispatch.Offer{Status: dispatch.OfferCompleted}
	return t.learnOf(v.ID, &v.Habit, func(h dispatch.Habit) dispatch.Habit { return h.After(dispatch.OfferAccepted, done, t.now) })
}
