package engine

import (
	"context"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// Week is what came and was met in seven days.
type Week struct {
	From    time.Time
	Asked   int // needs that neighbors were asked for: of a request for several volunteers each place
	Found   int // of them: somebody took it
	Waiting int // of them: nobody has taken it yet
}

// Numbers are what a network needs and what it can carry.
type Numbers struct {
	Carries    int // requests a week, before too many find nobody
	Volunteers int // who may be asked
	This, Last Week
}

const week = 7 * 24 * time.Hour

// Numbers counts the needs of the last seven days, and of the seven before, and what the volunteers can carry.
func (e *Engine) Numbers(ctx context.Context) (n Numbers, err error) {
	err = e.store.Read(ctx, func(v *store.View) error {
		roster, err := v.Volunteers()
		if err == nil {
			n, err = e.numbers(v, roster)
		}
		return err
	})
	if err != nil {
		return Numbers{}, fmt.Errorf("numbers: %w", err)
	}
	return n, nil
}

func (e *Engine) numbers(v *store.View, roster []dispatch.Volunteer) (n Numbers, err error) {
	carries := e.network.Capacity(roster, v.Now())
	n.Carries, n.Volunteers = int(carries.Requests), carries.Volunteers
	n.This.From, n.Last.From = v.Now().Add(-week), v.Now().Add(-2*week)
	past, err := v.PastRequests(n.Last.From)
	if err != nil {
		return n, fmt.Errorf("past requests: %w", err)
	}
	for _, p := range past {
		in := &n.Last
		if !p.CreatedAt.Before(n.This.From) {
			in = &n.This
		}
		if p.CreatedAt.Before(n.Last.From) || !e.lookedFor(p) {
			continue
		}
		in.Asked++
		switch {
		case p.Held:
			in.Found++
		case p.Status != dispatch.Closed:
			in.Waiting++
		}
	}
	return n, nil
}

// numbersNow are the Numbers as a transaction sees them.
func (w *work) numbersNow() (Numbers, error) {
	roster, err := w.tx.Roster()
	if err != nil {
		return Numbers{}, fmt.Errorf("roster: %w", err)
	}
	return w.numbers(&w.tx.View, roster)
}

// tellNumbers answers a coordinator's NUMBERS.
func (t *turn) tellNumbers(talk.TellNumbers) error {
	n, err := t.numbersNow()
	if err != nil {
		return err
	}
	if err := t.replies(msg.StaffNumbers, "Asked", n.This.Asked, "Found", n.This.Found, "Waiting", n.This.Waiting,
		"Before", n.Last.Asked, "BeforeFound", n.Last.Found); err != nil {
		return err
	}
	return t.replies(msg.StaffCarry, "Volunteers", n.Volunteers, "Count", n.Carries)
}

const (
	metaOver  = "over_at" // when coordinators last heard that more is asked for than can be carried
	overEvery = week
	overLeast = 10 // needs in a week; of fewer nobody can say that they are too many
)

// tellOver tells the coordinators on call, once a week at most, that more was asked for in a week than the volunteers can
// carry. Whoever calls it is about to tell them of what waits: a network that carries all has nothing of that.
func (w *work) tellOver() error {
	last, err := w.metaTime(metaOver)
	if err != nil || w.now.Sub(last) < overEvery {
		return err
	}
	n, err := w.numbersNow()
	if err != nil || n.This.Asked < overLeast || n.This.Asked <= n.Carries {
		return err
	}
	if err := w.setMetaTime(metaOver, w.now); err != nil {
		return err
	}
	text := msg.T(msg.AlertOver, "Asked", n.This.Asked, "Count", n.Carries)
	return w.alertTo(w.network.Notified(w.now), store.LaneCheckIn, 0, text)
}
