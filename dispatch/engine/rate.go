package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// What people have not asked for comes to them no faster than dispatch.Rate allows, however much there is: offers,
// check-ins and broadcasts wait. Answers, what is passed on, news of their own request and danger never do. Where
// ask_again_after is nothing nobody is spared, here as in all rules: a network for trying things out (hotline try).

func (w *work) spares() bool { return w.network.Rules.AskAgainAfter > 0 }

// heldBack is until when a text waits that is just about to leave; zero: it may.
func (w *work) heldBack(o store.Outbox) (time.Time, error) {
	if o.Lane == store.LaneAnswer || !w.spares() {
		return time.Time{}, nil
	}
	rate := dispatch.TextRate()
	past, err := w.tx.UnaskedTo(o.Contact, w.now.Add(-rate.Window()), o.ID)
	if err != nil {
		return time.Time{}, fmt.Errorf("unasked to: %w", err)
	}
	until := rate.Next(past, w.now)
	if !until.After(w.now) {
		return time.Time{}, nil
	}
	if o.Lane != store.LaneCheckIn {
		return until, nil
	}
	m, err := w.tx.MessageByID(o.Message)
	if err != nil {
		return until, fmt.Errorf("message: %w", err)
	}
	switch msg.Key(m.Kind) {
	case msg.CheckIn, msg.CheckCame, msg.StillWithUs:
		return until, nil
	}
	return time.Time{}, nil // news of their own request, or what coordinators are to know
}

// rungEnough is until when a call waits that is just about to be made; zero: it may ring.
func (w *work) rungEnough(d store.Dial) (time.Time, error) {
	rate := dispatch.CallRate()
	if !w.spares() || wasAsked(d) || talk.Purpose(d.Purpose) == talk.CallConfirm {
		return time.Time{}, nil
	}
	past, err := w.tx.CallsTo(d.Contact, w.now.Add(-rate.Window()))
	if err != nil {
		return time.Time{}, fmt.Errorf("calls to: %w", err)
	}
	until := rate.Next(past, w.now)
	if !until.After(w.now) {
		return time.Time{}, nil
	}
	if talk.Purpose(d.Purpose) == talk.CallOffer {
		return until, nil
	}
	events, err := w.tx.EventsOf(d.Request)
	if err != nil {
		return until, fmt.Errorf("events of: %w", err)
	}
	if checkInOpen(events, d.Contact) {
		return until, nil
	}
	return time.Time{}, nil // news of their own request, or of a job of theirs
}
