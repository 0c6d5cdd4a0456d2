package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

// The timers. Each names what it is about: a request, or nothing (0). They live in the database, so that what became
// due while nobody ran is done at the next start.
const (
	timerOpen       = "open"       // a request may be asked for from now on: sets the next three
	timerDispatch   = "dispatch"   // look whom to ask next: offers that ran out, a hold that lapsed
	timerEscalate   = "escalate"   // nobody has said yes for a long time
	timerNews       = "news"       // tell a waiting resident how it stands
	timerUnanswered = "unanswered" // a question of ours was not answered
	timerComplete   = "complete"   // reported done, and nobody has said otherwise
	timerErase      = "erase"      // forget where a job was
	timerDigest     = "digest"     // tell the coordinators what waits for them
	timerSweep      = "sweep"      // somebody may be free again: look at every request that waits
	timerCheckIn    = "check_in"   // ask who has a job how it went
	timerCheckCame  = "check_came" // ask who waits for it
	timerCheckOver  = "check_over" // neither has said anything
	timerSound      = "sound"      // the carrier has never said what became of a recording
	timerHangUp     = "hang_up"    // a call is over by now, whether the carrier has said so or not
	timerDial       = "dial"       // a call of ours should have ended long ago
	timerAlarm      = "alarm"      // nobody has taken what was told at once: tell the next
	timerWeekly     = "weekly"     // a week has gone by: ask again for what is wanted every week
	timerRetain     = "retain"     // forget what is old; it is about a class of it (store.Tx.Retain)
	timerHands      = "hands"      // a day in a coordinator's hands is over
)

// handler does what a timer is for. It must set the timer anew or let it be cancelled; it may run late and twice.
type handler func(*work, dispatch.ID) error

func timerTable() map[string]handler {
	return map[string]handler{
		timerOpen:       (*work).open,
		timerDispatch:   (*work).dispatch,
		timerEscalate:   (*work).escalate,
		timerNews:       (*work).news,
		timerUnanswered: (*work).unanswered,
		timerComplete:   (*work).complete,
		timerErase:      (*work).erase,
		timerDigest:     (*work).digest,
		timerSweep:      (*work).sweep,
		timerCheckIn:    (*work).checkIn,
		timerCheckCame:  (*work).checkCame,
		timerCheckOver:  (*work).checkOver,
		timerSound:      (*work).soundLost,
		timerHangUp:     (*work).callOver,
		timerDial:       (*work).dialLost,
		timerAlarm:      (*work).alarmOn,
		timerHands:      (*work).handsOver,
		timerWeekly:     (*work).weekly,
		timerRetain:     (*work).retain,
	}
}

const (
	// timerBatch bounds how many timers one transaction runs: long enough to share an fsync, short enough that no
	// webhook waits for it.
	timerBatch = 8
	// timerRetry is when a timer that failed is tried again.
	timerRetry = time.Minute
)

// Run runs what is due, and sleeps until the next timer is, or something sets one. It returns when ctx is done.
func (e *Engine) Run(ctx context.Context) error {
	if err := e.startRetaining(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	for {
		next, err := e.RunDue(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			e.log.Error("timers cannot be run", "error", err)
			next = e.clock.Now().Add(timerRetry)
		}
		if e.clock.Sleep(ctx, next, e.timers) != nil {
			return nil
		}
	}
}

// RunDue runs every timer that is due, and those that these make due, and returns when the next one will be; zero:
// none is set.
func (e *Engine) RunDue(ctx context.Context) (next time.Time, err error) {
	e.lookBack(ctx)
	for {
		err = e.store.Read(ctx, func(v *store.View) error {
			next, err = v.NextTimer()
			return err
		})
		if err != nil {
			return next, fmt.Errorf("next timer: %w", err)
		}
		if next.IsZero() || next.After(e.clock.Now()) {
			return next, nil
		}
		if err := e.runBatch(ctx); err != nil {
			return next, err
		}
	}
}

// runBatch runs the earliest due timers in one transaction. If one of them fails all of it is undone and that one is
// put off; the others are due still.
func (e *Engine) runBatch(ctx context.Context) error {
	err := e.write(ctx, func(w *work) error {
		due, err := w.tx.DueTimers(timerBatch)
		if err != nil {
			return fmt.Errorf("due timers: %w", err)
		}
		for _, t := range due {
			if err := w.run(t); err != nil {
				return timerError{t, err}
			}
		}
		return nil
	})
	failed, isTimer := errors.AsType[timerError](err)
	if !isTimer {
		return err
	}
	e.log.Error("timer failed", "timer", failed.timer.Kind, "error", failed.cause)
	return e.write(ctx, func(w *work) error { return w.setTimer(failed.timer.Kind, failed.timer.Ref, w.now.Add(timerRetry)) })
}

// timerError is a timer whose handler failed.
type timerError struct {
	timer store.Timer
	cause error
}

func (e timerError) Error() string { return "timer " + e.timer.Kind + ": " + e.cause.Error() }
func (e timerError) Unwrap() error { return e.cause }

// run takes a timer off and does what it is for. A kind that is not known is an older or newer release's: it goes.
func (w *work) run(t store.Timer) error {
	if err := w.cancelTimers(t.Ref, t.Kind); err != nil {
		return err
	}
	handle, known := w.handlers[t.Kind]
	if !known {
		return nil
	}
	return handle(w, t.Ref)
}

// night puts a timer off until quiet hours are over, and says whether it did.
func (w *work) night(kind string, ref dispatch.ID) (bool, error) {
	if !w.network.QuietAt(w.now) {
		return false, nil
	}
	return true, w.setTimer(kind, ref, w.network.AskFrom(w.now))
}

// sweepSoon looks at every waiting request within the minute: somebody may be free again.
func (w *work) sweepSoon() error {
	return w.setTimer(timerSweep, 0, w.now.Truncate(time.Minute).Add(time.Minute))
}

// sweepNow looks at them at once: somebody new may be asked.
func (w *work) sweepNow() error { return w.setTimer(timerSweep, 0, w.now) }
