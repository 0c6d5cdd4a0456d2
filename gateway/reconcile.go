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
	// reconciledUntil is the store's key of the time up to which everything was looked at.
	reconciledUntil = "reconciled_until"
)

// Reconciler feeds the engine the texts that reached our numbers and never reached us, as the carrier's list shows: at
// start, for the time the server was down, and every hour.
type Reconciler struct {
	engine *engine.Engine
	store  *store.DB
	client *twilio.Client
	clock  *engine.Clock
	log    *slog.Logger
	lines  []string
}

// Run reconciles until ctx is done.
func (r *Reconciler) Run(ctx context.Context) error {
	for failures := 0; ctx.Err() == nil; {
		young, err := r.once(ctx)
		next := reconcileEvery
		switch {
		case err != nil && ctx.Err() == nil:
			r.log.Warn("missed texts not looked up", "error", err)
			next = min(time.Minute<<min(failures, 10), reconcileEvery)
			failures++
		case young: // too young to be taken; the next look must not be an hour away
			next, failures = reconcileYoung+time.Second, 0
		default:
			failures = 0
		}
		_ = r.clock.Sleep(ctx, r.clock.Now().Add(next), nil) // its only error is ctx's
	}
	return nil
}

// once looks at everything since the last time, and says whether there were texts that are still their webhook's.
func (r *Reconciler) once(ctx context.Context) (young bool, err error) {
	now := r.clock.Now()
	since, err := r.since(ctx, now)
	if err != nil {
		return false, err
	}
	for _, number := range r.lines {
		missed, more, err := r.client.ListInbound(ctx, number, since)
		if err != nil {
			return false, fmt.Errorf("list inbound texts: %w", err)
		}
		if more {
			r.log.Error("more missed texts than can be listed: the oldest were left out")
		}
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
	}
	return young, r.store.Write(ctx, func(tx *store.Tx) error {
		return tx.SetMeta(reconciledUntil, now.Format(time.RFC3339))
	})
}

// since returns from when on texts are looked at. On the first start of all that is an hour ago: older texts were
// meant for whatever used the number before.
func (r *Reconciler) since(ctx context.Context, now time.Time) (time.Time, error) {
	var last string
	err := r.store.Read(ctx, func(v *store.View) (err error) {
		last, err = v.Meta(reconciledUntil)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read the last reconciliation: %w", err)
	}
	until, err := time.Parse(time.RFC3339, last)
	if err != nil { // never
		until = now
	}
	return until.Add(-reconcileOverlap), nil
}
