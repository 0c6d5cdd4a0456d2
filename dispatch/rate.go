package dispatch

import (
	"slices"
	"time"
)

// Rate is how much may leave for one person unasked: offers, check-ins and broadcasts, never an answer, what another
// passes on, or news of their own request.
type Rate []Limit

// Limit is the most that may leave in any stretch of time.
type Limit struct {
	Most int
	In   time.Duration
}

// TextRate is how many texts a person gets unasked. (facts: dispatch, goalert #1084)
func TextRate() Rate { return Rate{{1, time.Minute}, {5, 15 * time.Minute}, {12, time.Hour}} }

// CallRate is how many calls: a carrier blocks a number that calls somebody sixteen times in an hour.
func CallRate() Rate { return Rate{{1, time.Minute}, {3, 15 * time.Minute}, {5, time.Hour}} }

// Window is how far back the past matters.
func (r Rate) Window() (longest time.Duration) {
	for _, l := range r {
		longest = max(longest, l.In)
	}
	return longest
}

// Next is the earliest moment from now on at which one more may leave, after those that have left at these times, or
// will.
func (r Rate) Next(past []time.Time, now time.Time) time.Time {
	past = slices.SortedFunc(slices.Values(past), time.Time.Compare)
	next := now
	for _, l := range r {
		if len(past) >= l.Most {
			next = later(next, past[len(past)-l.Most].Add(l.In))
		}
	}
	return next
}
