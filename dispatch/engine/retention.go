package engine

import (
	"context"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

const (
	// retainBatch is how many rows are looked at in one transaction: webhooks wait for it.
	retainBatch = 200
	// retainPause is between two of them.
	retainPause = time.Second
	// eraseTries is how often the carrier is asked to forget something: it may be down for days.
	eraseTries = 100
	// retainHour is when a day's work of it begins, in the network's time: hardly anybody texts.
	retainHour = 3
)

// startRetaining sets the timer that forgets what is old, unless it is set or nothing is to be forgotten.
func (e *Engine) startRetaining(ctx context.Context) error {
	if e.forgetAfter <= 0 {
		return nil
	}
	err := e.store.Write(ctx, func(tx *store.Tx) error {
		return tx.AddTimer(store.Timer{Kind: timerRetain, Due: e.retainNext(tx.Now())})
	})
	if err != nil {
		return fmt.Errorf("set timer %s: %w", timerRetain, err)
	}
	return nil
}

// retainNext is when it is time to forget next.
func (e *Engine) retainNext(now time.Time) time.Time {
	local := now.In(e.network.Location)
	at := time.Date(local.Year(), local.Month(), local.Day(), retainHour, 0, 0, 0, e.network.Location)
	if !at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, retainHour, 0, 0, 0, e.network.Location)
	}
	return at
}

// retain forgets a few rows of a class of what is old, and comes back for the rest.
func (w *work) retain(class dispatch.ID) error {
	if w.forgetAfter <= 0 {
		return nil // it was a setting once
	}
	next, err := w.tx.Retain(int(class), w.now.Add(-w.forgetAfter), retainBatch)
	if err != nil {
		return fmt.Errorf("retain: %w", err)
	}
	w.recordingsDue, w.erased = true, true
	if next == 0 && class != 0 {
		return w.setTimer(timerRetain, 0, w.retainNext(w.now))
	}
	return w.setTimer(timerRetain, dispatch.ID(next), w.now.Add(retainPause))
}

// Erasure is a text or a call that the carrier has to forget.
type Erasure = store.Erasure

// ErasuresReady is sent to when the carrier may have something to forget.
func (e *Engine) ErasuresReady() <-chan struct{} { return e.erasures }

// ErasuresDue lists the texts and calls that are to be deleted at the carrier now, at most max, and says when there are
// more; zero: not before ErasuresReady. It claims nothing: one works on a line.
func (e *Engine) ErasuresDue(ctx context.Context, max int) (due []Erasure, next time.Time, err error) {
	err = e.store.Read(ctx, func(v *store.View) error {
		if due, err = v.ErasuresDue(max); err != nil {
			return err
		}
		next, err = v.ErasureNext()
		return err
	})
	if err != nil {
		return nil, next, fmt.Errorf("erasures due: %w", err)
	}
	return due, next, nil
}

// Erased notes that the carrier has something no more.
func (e *Engine) Erased(ctx context.Context, sid string) error {
	if err := e.store.Write(ctx, func(tx *store.Tx) error { return tx.DropErasure(sid) }); err != nil {
		return fmt.Errorf("erased: %w", err)
	}
	return nil
}

// EraseMissed notes that the carrier would not forget something this time. After enough tries it is
// left to it: the carrier keeps texts and calls for a time of its own. It says whether that is so.
func (e *Engine) EraseMissed(ctx context.Context, missed Erasure) (left bool, err error) {
	left = missed.Tries+1 >= eraseTries
	err = e.store.Write(ctx, func(tx *store.Tx) error {
		if left {
			return tx.DropErasure(missed.SID)
		}
		return tx.PutOffErasure(missed.SID, tx.Now().Add(min(fetchAgain<<min(missed.Tries, 20), longestWait)))
	})
	if err != nil {
		return false, fmt.Errorf("erase missed: %w", err)
	}
	return left, nil
}
