package phonetest

import (
	"context"
	"sync"
	"time"
)

// ownClock shows the machine's time, moved on by offset: for whoever has no clock to move.
type ownClock struct {
	mu     sync.Mutex
	offset time.Duration
	moved  chan struct{} // closed and replaced when the clock is moved
}

func newOwnClock() *ownClock { return &ownClock{moved: make(chan struct{})} }

func (o *ownClock) Now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Now().Add(o.offset)
}

func (o *ownClock) Advance(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.offset += d
	close(o.moved)
	o.moved = make(chan struct{})
}

func (o *ownClock) Sleep(ctx context.Context, until time.Time, wake <-chan struct{}) error {
	o.mu.Lock()
	timer, moved := time.NewTimer(time.Until(until)-o.offset), o.moved
	o.mu.Unlock()
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-moved:
	case <-wake:
	case <-ctx.Done():
	}
	return ctx.Err()
}
