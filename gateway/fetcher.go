package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/store"
)

const (
	// fetchTries is how often a recording is asked for that the carrier says it does not have: it says so of one that
	// it has not finished, too.
	fetchTries = 8
	// listYoung is how long a recording is left to its own call, in which it may yet be said anew, before the list counts;
	// once the call is over it counts at once.
	listYoung = 30 * time.Minute
	// listAgain is when the list is looked at again if something in it was left to its call.
	listAgain = 2 * time.Minute
	// longLive is older than any call that goes on: the carrier ends one after four hours.
	longLive = 5 * time.Hour
	// listedUntil is the store's key of the time up to which the carrier's recordings were looked at.
	listedUntil = "recordings_until"
)

// Fetcher brings the recordings home from the carrier, and has the carrier forget what it need not keep. It finds those
// that nobody told us of as well: left while this server was down, with a document kept at the carrier
// (ops/fallback.xml), or by a call whose webhooks were lost. It sleeps until there is something to do.
type Fetcher struct {
	engine *engine.Engine
	store  *store.DB
	client *twilio.Client
	clock  *engine.Clock
	log    *slog.Logger
	lines  []string
}

// Run fetches until ctx is done. What a stop breaks off is done after the next start.
func (f *Fetcher) Run(ctx context.Context) error {
	if err := f.store.SweepSound(ctx); err != nil && ctx.Err() == nil {
		f.log.Error("sound of erased recordings not deleted", "error", err)
	}
	var helper sync.WaitGroup
	helper.Go(func() { f.lookAround(ctx) })
	defer helper.Wait()
	for ctx.Err() == nil {
		work, next, err := f.engine.RecordingsDue(ctx, 1)
		if err == nil && len(work) > 0 {
			if err = f.do(ctx, work[0]); err == nil {
				continue
			}
		}
		if err != nil && ctx.Err() == nil {
			f.log.Error("recordings not fetched", "error", err)
			_ = f.clock.Sleep(ctx, f.clock.Now().Add(mendPause), nil) // its only error is ctx's, here and below
			continue
		}
		_ = f.clock.Sleep(ctx, next, f.engine.RecordingsReady())
	}
	return nil
}

// do fetches or deletes one recording. An error is of the database, or of the account; what fails for the recording's own
// reasons, be it that its sound cannot be kept here, is tried again later, after the others.
func (f *Fetcher) do(ctx context.Context, work engine.RecordingWork) error {
	if work.Fetch {
		sound, format, err := f.client.FetchRecording(ctx, work.SID)
		if err == nil {
			err = f.engine.RecordingFetched(ctx, work.ID, sound, format)
		}
		if err != nil {
			return f.missed(ctx, work, err)
		}
		return nil
	}
	if err := f.client.DeleteRecording(ctx, work.SID); err != nil {
		return f.missed(ctx, work, err)
	}
	return f.engine.RecordingDeleted(ctx, work.ID)
}

// missed notes a try in vain.
func (f *Fetcher) missed(ctx context.Context, work engine.RecordingWork, err error) error {
	if ctx.Err() != nil {
		return err
	}
	failure, _ := errors.AsType[*twilio.Error](err)
	gone := work.Fetch && failure != nil && failure.HTTPStatus == http.StatusNotFound && work.Try >= fetchTries
	f.log.Warn("recording not fetched or deleted", "fetch", work.Fetch, "try", work.Try, "gone", gone, "error", err)
	if err := f.engine.RecordingMissed(ctx, work.ID, gone); err != nil {
		return err
	}
	if failure != nil && failure.Class == twilio.Stop {
		return err // the account: the next one would meet the same
	}
	return nil
}

// lookAround looks at the carrier's calls and its list of recordings at the start, every hour, and when a recording is
// overdue.
func (f *Fetcher) lookAround(ctx context.Context) {
	for failures := 0; ctx.Err() == nil; {
		pause := reconcileEvery
		young, err := f.look(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			f.log.Warn("the carrier's calls and recordings not looked up", "error", err)
			pause = min(time.Minute<<min(failures, 10), reconcileEvery)
			failures++
		case young:
			pause, failures = listAgain, 0
		default:
			failures = 0
		}
		_ = f.clock.Sleep(ctx, f.clock.Now().Add(pause), f.engine.RecordingsOverdue())
	}
}

// look finds out what was not told, and says whether it must look again soon.
func (f *Fetcher) look(ctx context.Context) (young bool, err error) {
	if err := f.endCalls(ctx); err != nil {
		return false, err
	}
	return f.list(ctx)
}

// endCalls ends the calls that are over and of whose end nobody told us: we were down when their caller hung up. What
// was said in them is kept then.
func (f *Fetcher) endCalls(ctx context.Context) error {
	var live []store.Call
	err := f.store.Read(ctx, func(v *store.View) (err error) {
		live, err = v.LiveCalls(v.Now().Add(-longLive))
		return err
	})
	if err != nil {
		return fmt.Errorf("live calls: %w", err)
	}
	for _, c := range live {
		call, err := f.client.FetchCall(ctx, c.SID)
		if forgotten(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look up a call: %w", err)
		}
		status := engine.CallStatus{SID: c.SID, Dial: c.Dial, Status: call.Status, Seconds: call.Seconds}
		if err := f.engine.CallStatus(ctx, status); err != nil {
			return err
		}
	}
	return nil
}

// forgotten says whether the carrier does not know what was looked up.
func forgotten(err error) bool {
	failure, ok := errors.AsType[*twilio.Error](err)
	return ok && (failure.HTTPStatus == http.StatusNotFound || failure.Class == twilio.Bug)
}

// list looks at every recording since the last time. Young: one of them was left to its call.
func (f *Fetcher) list(ctx context.Context) (young bool, err error) {
	now := f.clock.Now()
	since, err := lastLook(ctx, f.store, listedUntil, now)
	if err != nil {
		return false, err
	}
	all, err := f.client.ListRecordings(ctx, since)
	if err != nil {
		return false, fmt.Errorf("list recordings: %w", err)
	}
	for _, r := range all {
		left, err := f.listed(ctx, r, now)
		if err != nil {
			return false, err
		}
		young = young || left
	}
	return young, markLook(ctx, f.store, listedUntil, now)
}

// listed makes sure that a recording is not forgotten: one that waits for its callback, or was erased before it was
// finished, has had it now, and one that we do not know is a message of somebody's, as soon as its call is over. Young:
// it is not.
func (f *Fetcher) listed(ctx context.Context, r twilio.ListedRecording, now time.Time) (young bool, err error) {
	if r.Status != "completed" {
		return false, nil
	}
	known, err := f.known(ctx, r.SID)
	switch {
	case err != nil:
		return false, err
	case known == store.RecordingAnnounced, known == store.RecordingErased:
		return false, f.engine.RecordingStatus(ctx, engine.RecordingStatus{SID: r.SID, CallSID: r.Call, Status: r.Status, Seconds: r.Seconds})
	case known != "":
		return false, nil
	}
	call, err := f.client.FetchCall(ctx, r.Call)
	if forgotten(err) {
		return false, nil // who called is not known
	}
	if err != nil {
		return false, fmt.Errorf("look up the call of a recording: %w", err)
	}
	caller, line := call.From, call.To
	if call.Ours {
		caller, line = line, caller
	}
	if !slices.Contains(f.lines, line) {
		return false, nil // something else of the account's
	}
	if !twilio.Ended(call.Status) && r.CreatedAt.After(now.Add(-listYoung)) {
		return true, nil
	}
	return false, f.engine.ForeignRecording(ctx, engine.Foreign{SID: r.SID, CallSID: r.Call, From: caller, To: line,
		Seconds: r.Seconds, At: r.CreatedAt})
}

// known returns the state of a recording; empty: we do not know it.
func (f *Fetcher) known(ctx context.Context, sid string) (state store.RecordingState, err error) {
	err = f.store.Read(ctx, func(v *store.View) error {
		r, err := v.RecordingBySID(sid)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		state = r.State
		return err
	})
	return state, err
}
