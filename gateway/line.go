package gateway

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

// line is one of our numbers with its pace. Only the sender's loop touches it.
type line struct {
	number   string
	pace     *rate.Limiter // segments, not messages, are what a carrier counts
	most     int           // texts in flight at once
	inFlight int
	failures int       // in a row
	held     time.Time // by the line's clock: nothing leaves before
}

func newLine(number string, perSecond float64) *line {
	return &line{
		number: number,
		pace:   rate.NewLimiter(rate.Limit(perSecond), 1),
		most:   int(math.Ceil(perSecond)) + 3, // a second's worth, and some that the carrier takes its time over
	}
}

// busy says whether as many texts are in flight as may be.
func (l *line) busy() bool { return l.inFlight >= l.most }

// wait says how long the pace keeps the next text back. The pace is the carrier's and runs by the machine's time.
func (l *line) wait(now time.Time) time.Duration {
	missing := 1 - l.pace.TokensAt(now)
	if missing <= 0 {
		return 0
	}
	return time.Duration(missing/float64(l.pace.Limit())*float64(time.Second)) + time.Millisecond
}

// took charges a text that leaves. A long one is let go and delays the next.
func (l *line) took(now time.Time, segments int) {
	l.inFlight++
	for range max(1, segments) {
		l.pace.ReserveN(now, 1)
	}
}

// landed notes that a text is no longer in flight. A pause is for the line, not only for that text: the next one would
// meet the same trouble.
func (l *line) landed(until time.Time) {
	l.inFlight--
	if until.IsZero() {
		l.failures = 0
		return
	}
	l.failures++
	l.held = later(l.held, until)
}
