package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/store"
)

const (
	// callPace is how far apart the calls of an account are: one each second is what the carrier makes. More would
	// wait there, for a day if need be.
	callPace = time.Second
	// ringFor is how long a phone rings: until somebody who walks slowly is there, or a machine picks up.
	ringFor = 40 * time.Second
)

// Dialer has the carrier make the calls of the line, one after the other: the pace is the account's, whichever number
// is shown. It sleeps until a call is ordered or may be made.
type Dialer struct {
	engine *engine.Engine
	store  *store.DB
	client *twilio.Client
	clock  *engine.Clock
	log    *slog.Logger
	base   string // public URL without a slash at its end
	chance func() float64

	pace  *rate.Limiter
	doubt chan struct{} // a call became unknown
}

func newDialer(o Options, base string) *Dialer {
	return &Dialer{
		engine: o.Engine, store: o.Store, client: o.Client, clock: o.Clock, log: o.Log, base: base, chance: o.Chance,
		pace: rate.NewLimiter(rate.Every(callPace), 1), doubt: make(chan struct{}, 1),
	}
}

// Run makes calls until ctx is done, and returns when the carrier has answered for the one under way: that takes 20
// seconds at most.
func (d *Dialer) Run(ctx context.Context) error {
	n, err := d.engine.RecoverDials(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		d.log.Warn("calls in doubt since the last stop", "count", n)
	}
	var helper sync.WaitGroup
	helper.Go(func() { settle(ctx, d.clock, d.log, d.doubt, d.settleDue) })
	defer helper.Wait()
	for failures := 0; ctx.Err() == nil; {
		next, made, err := d.one(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			d.log.Error("calls to be made not read", "error", err)
			_ = d.clock.Sleep(ctx, d.clock.Now().Add(time.Second), nil) // its only error is ctx's, here and below
		case made == nil:
			_ = d.clock.Sleep(ctx, next, d.engine.DialsReady())
		default:
			until := holdUntil(d.clock.Now(), *made, failures)
			if failures++; until.IsZero() {
				failures = 0
				continue
			}
			_ = d.clock.Sleep(ctx, until, nil) // the next call would meet the same trouble
		}
	}
	return nil
}

// one makes the call that is due, if any, and says what came of it; otherwise, when the next is due (zero: not before
// one is ordered).
func (d *Dialer) one(ctx context.Context) (next time.Time, made *engine.Outcome, err error) {
	if err := d.pace.Wait(ctx); err != nil {
		return next, nil, err
	}
	calls, next, err := d.engine.ClaimDials(ctx, 1)
	if err != nil || len(calls) == 0 {
		return next, nil, err
	}
	outcome := d.call(ctx, calls[0])
	return time.Time{}, &outcome, nil
}

// call hands one call to the carrier and writes down what came of it. A stop does not break it off: it would only not be
// known any more whether the phone rings.
func (d *Dialer) call(ctx context.Context, call engine.OutgoingCall) engine.Outcome {
	about := "?" + dialQuery + "=" + number(call.ID)
	sid, err := d.client.Call(context.WithoutCancel(ctx), twilio.OutgoingCall{
		From:           call.Line,
		To:             call.To,
		URL:            d.base + voicePath + about,
		FallbackURL:    d.base + fallbackPath,
		StatusCallback: d.base + callStatusPath + about,
		Ring:           ringFor,
		Most:           dispatch.LongestCall,
	})
	outcome := outcomeOf(twilio.Sent{SID: sid}, err, call.Try, d.chance())
	tell(d.log, "call", outcome, err)
	untilWritten(ctx, d.log, func(ctx context.Context) error { return d.engine.RecordDial(ctx, call.ID, outcome) })
	if outcome.Kind == engine.Unknown {
		nudge(d.doubt)
	}
	return outcome
}

// settleDue looks up each call in doubt whose time has come, and returns when the next one's does; zero: none is in
// doubt. None is made again before the carrier's list has been looked at.
func (d *Dialer) settleDue(ctx context.Context) (next time.Time, err error) {
	calls, err := d.engine.UnknownDials(ctx)
	if err != nil {
		return next, err
	}
	for _, call := range calls {
		if due := call.Ended.Add(settleAfter); due.After(d.clock.Now()) {
			next = earlier(next, due)
			continue
		}
		if err := d.settleOne(ctx, call); err != nil {
			return next, err
		}
	}
	return next, nil
}

func (d *Dialer) settleOne(ctx context.Context, call engine.OutgoingCall) error {
	listed, found, err := d.find(ctx, call)
	if err != nil {
		return err
	}
	if err := d.engine.ResolveDial(ctx, call.ID, found, listed.SID); err != nil || !found {
		return err
	}
	// What became of it since follows from its status, as if the carrier had just reported it.
	return d.engine.CallStatus(ctx, engine.CallStatus{SID: listed.SID, Dial: call.ID, Status: listed.Status, Seconds: listed.Seconds})
}

// find returns the call in the carrier's list that is this one: from the same number of ours to the same phone since it
// was tried, and no other call of ours.
func (d *Dialer) find(ctx context.Context, call engine.OutgoingCall) (c twilio.ListedCall, found bool, err error) {
	listed, err := d.client.FindCalls(ctx, call.To, call.Claimed.Add(-settleSlack))
	if err != nil {
		return c, false, err
	}
	for _, c := range listed {
		if c.From != call.Line {
			continue
		}
		if other, err := d.isAnother(ctx, c.SID, call); err != nil || !other {
			return c, err == nil, err
		}
	}
	return c, false, nil
}

// isAnother says whether the carrier's identifier is that of a call made for something else, or of an earlier try.
func (d *Dialer) isAnother(ctx context.Context, sid string, tried engine.OutgoingCall) (another bool, err error) {
	err = d.store.Read(ctx, func(v *store.View) error {
		call, err := v.CallBySID(sid)
		if !errors.Is(err, store.ErrNotFound) {
			another = err == nil && (call.Dial != tried.ID || call.StartedAt.Before(tried.Claimed))
			return err
		}
		dial, err := v.DialBySID(sid)
		another = err == nil && dial.ID != tried.ID
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for a call: %w", err)
	}
	return another, nil
}
