package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/store"
)

const (
	reconcileEvery = time.Hour
	// reconcileYoung is how long a text is left to its webhook, tries included: taken from the list as well, it would
	// be answered twice.
	reconcileYoung = 2 * time.Minute
	// reconcileOverlap is looked at again, for what the carrier lists late.
	reconcileOverlap = time.Hour
	// reconcileSlices bounds one pass, which goes on in slices of time where there is more than one look holds. So many
	// of the shortest are more than the overlap: every pass gets further than the one before.
	reconcileSlices        = 100
	reconcileShortestSlice = time.Minute
	// reconciledUntil is the store's key of the time up to which everything was looked at.
	reconciledUntil = "reconciled_until"
)

// Reconciler feeds the engine the texts that reached our numbers and never reached us, as the carrier's list shows, and
// finds the answers that may not have reached the carrier: at start, for the time the server was down, and every hour.
type Reconciler struct {
	engine *engine.Engine
	store  *store.DB
	client *twilio.Client
	clock  *engine.Clock
	log    *slog.Logger
	lines  []string
	doubt  chan<- struct{} // the sender's: a text became unknown
}

// Run reconciles until ctx is done. It looks twice at start: an answer is only in doubt when its webhook has had its time.
func (r *Reconciler) Run(ctx context.Context) error {
	first := true
	for failures := 0; ctx.Err() == nil; {
		again, err := r.once(ctx)
		again, first = again || first, first && err != nil
		next := reconcileEvery
		switch {
		case err != nil && ctx.Err() == nil:
			r.log.Warn("missed texts not looked up", "error", err)
			next = min(time.Minute<<min(failures, 10), reconcileEvery)
			failures++
		case again:
			next, failures = reconcileYoung+time.Second, 0
		default:
			failures = 0
		}
		_ = r.clock.Sleep(ctx, r.clock.Now().Add(next), nil) // its only error is ctx's
	}
	return nil
}

// once looks at everything since the last time, oldest first, and says whether it must look again soon: there were
// texts that are still their webhook's, or more than one pass takes.
func (r *Reconciler) once(ctx context.Context) (again bool, err error) {
	now := r.clock.Now()
	from, err := lastLook(ctx, r.store, reconciledUntil, now)
	if err != nil {
		return false, err
	}
	if err := r.unheard(ctx, from, now); err != nil {
		return false, err
	}
	span := now.Sub(from)
	for range reconcileSlices {
		until := from.Add(span).Truncate(time.Second)
		if !until.Before(now.Truncate(time.Second)) {
			until = now
		}
		missed, more, err := r.list(ctx, from, until, until.Equal(now))
		if err != nil {
			return false, err
		}
		if more && span >= 2*reconcileShortestSlice {
			span /= 2
			continue
		}
		if more {
			r.log.Error("more missed texts in a minute than can be listed: the oldest were left out")
		}
		young, err := r.take(ctx, missed, now)
		if err != nil {
			return false, err
		}
		if err := markLook(ctx, r.store, reconciledUntil, until); err != nil || until.Equal(now) {
			return young, err
		}
		from, span = until, 2*span
	}
	return true, nil
}

// unheard puts the answers in doubt that the carrier has said nothing of: a process that died before its response had
// left, or a connection that broke on every try, has stored an answer that nobody got.
func (r *Reconciler) unheard(ctx context.Context, from, now time.Time) error {
	n, err := r.engine.DoubtAnswers(ctx, from, now.Add(-reconcileYoung))
	if n > 0 {
		r.log.Warn("answers in doubt", "count", n)
		nudge(r.doubt)
	}
	return err
}

// list lists what reached our numbers in a slice of time; the last one has no end. More: one number got more than can
// be listed, and the slice must be shorter.
func (r *Reconciler) list(ctx context.Context, from, until time.Time, last bool) (all []twilio.Message, more bool, err error) {
	if last {
		until = time.Time{}
	}
	for _, number := range r.lines {
		missed, tooMany, err := r.client.ListInbound(ctx, number, from, until)
		if err != nil {
			return nil, false, fmt.Errorf("list inbound texts: %w", err)
		}
		all, more = append(all, missed...), more || tooMany
	}
	return all, more, nil
}

// take hands the engine what was missed, and says whether some of it is too young to be taken.
func (r *Reconciler) take(ctx context.Context, missed []twilio.Message, now time.Time) (young bool, err error) {
	for _, m := range missed {
		if m.SentAt.After(now.Add(-reconcileYoung)) {
			young = true
			continue
		}
		late := inbound(m)
		late.Late = true // nobody waits for a response: the answer goes by the outbox
		if _, err := r.engine.Text(ctx, late); err != nil {
			return false, fmt.Errorf("take a missed text: %w", err)
		}
	}
	return young, nil
}

// markLook remembers, under a key of the store, up to when everything was looked at.
func markLook(ctx context.Context, db *store.DB, key string, until time.Time) error {
	err := db.Write(ctx, func(tx *store.Tx) error { return tx.SetMeta(key, until.Format(time.RFC3339)) })
	if err != nil {
		return fmt.Errorf("write the last look: %w", err)
	}
	return nil
}

// lastLook returns from when on the carrier's list is looked at. On the first start of all that is an hour ago: what is
// older was meant for whatever used the number before.
func lastLook(ctx context.Context, db *store.DB, key string, now time.Time) (time.Time, error) {
	var last string
	err := db.Read(ctx, func(v *store.View) (err error) {
		last, err = v.Meta(key)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read the last look: %w", err)
	}
	until, err := time.Parse(time.RFC3339, last)
	if err != nil { // never
		until = now
	}
	return until.Add(-reconcileOverlap), nil
}
