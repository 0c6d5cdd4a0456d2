package store

import (
	"math/rand/v2"
	"sync"
	"time"

	"hotline/dispatch"
)

// An id is a time in milliseconds, then idBits bits that keep ids of one millisecond apart. They start at a random
// place of their lower half in each millisecond, so that two processes hardly ever meet, and count up from there.
const idBits = 21

// ids makes ids. The zero value is ready.
type ids struct {
	mu   sync.Mutex
	last int64
}

// next makes an id larger than every one before it, also when the clock was set back.
func (g *ids) next(now time.Time) dispatch.ID {
	g.mu.Lock()
	defer g.mu.Unlock()
	first := int64(firstID(now))
	if first > g.last {
		g.last = first + rand.Int64N(1<<(idBits-1))
	} else {
		g.last++
	}
	return dispatch.ID(g.last)
}

// firstID is the smallest id made at this time. The zero time gives 0.
func firstID(at time.Time) dispatch.ID { return dispatch.ID(unixMS(at) << idBits) }

// unixMS is a time as it is stored: 0 for the zero time.
func unixMS(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMS is a stored time, in UTC.
func fromMS(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
