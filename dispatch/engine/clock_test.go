package engine

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestClockMoves(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)
	c := StoppedClock(at)
	c.Advance(time.Hour)
	c.Advance(-time.Hour) // a clock does not go back
	if got := c.Now(); !got.Equal(at.Add(time.Hour)) {
		t.Errorf("the clock shows %v", got)
	}
}

func TestSleep(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		until time.Duration // 0: for ever
		then  func(c *Clock, wake chan<- struct{}, cancel func())
		slept time.Duration // of the machine's time
		err   error
	}{
		"to its end":             {90 * time.Minute, nil, 90 * time.Minute, nil},
		"until it is moved":      {90 * time.Minute, func(c *Clock, _ chan<- struct{}, _ func()) { c.Advance(2 * time.Hour) }, time.Minute, nil},
		"on when moved a little": {90 * time.Minute, func(c *Clock, _ chan<- struct{}, _ func()) { c.Advance(30 * time.Minute) }, time.Hour, nil},
		"until woken":            {0, func(_ *Clock, wake chan<- struct{}, _ func()) { wake <- struct{}{} }, time.Minute, nil},
		"until it is all over":   {0, func(_ *Clock, _ chan<- struct{}, cancel func()) { cancel() }, time.Minute, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				clock, wake := NewClock(), make(chan struct{}, 1)
				if c.then != nil {
					time.AfterFunc(time.Minute, func() { c.then(clock, wake, cancel) })
				}
				var until time.Time
				if c.until > 0 {
					until = clock.Now().Add(c.until)
				}
				begun := time.Now()
				err := clock.Sleep(ctx, until, wake)
				if slept := time.Since(begun); slept != c.slept || !errors.Is(err, c.err) {
					t.Errorf("slept %v, %v; want %v, %v", slept, err, c.slept, c.err)
				}
			})
		})
	}
}

func TestSleepUntilThePastReturns(t *testing.T) {
	t.Parallel()
	c := NewClock()
	if err := c.Sleep(t.Context(), c.Now(), nil); err != nil {
		t.Error(err)
	}
}
