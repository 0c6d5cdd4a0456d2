package engine

import (
	"context"
	"sync"
	"time"
)

// Clock is the line's clock. It runs with the machine's, and can be moved on: for `hotline try` and for tests, which
// see days pass in a moment. Everything that asks for the time asks this one; everything that sleeps is woken when
// it is moved.
type Clock struct {
	mu      sync.Mutex
	ahead   time.Duration
	stopped time.Time     // zero: the clock runs
	moved   chan struct{} // closed and replaced when the clock is moved
}

// maxNap bounds one sleep: a machine that was suspended finds out by then what it has missed. Waking up costs a look
// at the clock and nothing else.
const maxNap = 5 * time.Minute

// NewClock is a clock that shows the machine's time.
func NewClock() *Clock { return &Clock{moved: make(chan struct{})} }

// StoppedClock is a clock that shows this moment until it is moved.
func StoppedClock(at time.Time) *Clock { return &Clock{stopped: at, moved: make(chan struct{})} }

// Now is the time it shows, without a monotonic reading: what is stored and read again compares the same.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if !c.stopped.IsZero() {
		return c.stopped.Add(c.ahead)
	}
	return time.Now().Round(0).Add(c.ahead)
}

// Advance moves the clock on and wakes everybody who sleeps by it. A clock does not go back.
func (c *Clock) Advance(d time.Duration) {
	if d <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
	close(c.moved)
	c.moved = make(chan struct{})
}

// Sleep waits until the clock shows a time (zero: for ever), until something comes on wake, or until ctx is done,
// and then returns its error.
func (c *Clock) Sleep(ctx context.Context, until time.Time, wake <-chan struct{}) error {
	for {
		c.mu.Lock()
		moved, left := c.moved, until.Sub(c.now())
		c.mu.Unlock()
		if until.IsZero() {
			left = maxNap
		}
		if left <= 0 {
			return ctx.Err()
		}
		nap := time.NewTimer(min(left, maxNap))
		select {
		case <-nap.C:
		case <-moved:
		case <-wake:
			nap.Stop()
			return ctx.Err()
		case <-ctx.Done():
		}
		nap.Stop()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}
