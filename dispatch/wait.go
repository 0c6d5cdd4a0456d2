package dispatch

import (
	"cmp"
	"slices"
	"time"
)

// Search is what became of one request of the past.
type Search struct {
	Found bool          // somebody took it
	Took  time.Duration // from when asking could begin until then; not Found: how long nobody has, or had when it was closed
}

// Wait is an honest word on how long it takes: of ten requests, so many find somebody within this time. It comes from a
// network's own data and from nothing else.
type Wait struct {
	Of10   int // 1 to 9
	Within time.Duration
}

// Bounds of a Wait.
const (
	enoughSearches = 10 // to say anything
	toldOf10       = 8  // of ten, or as many as did find somebody
	leastOf10      = 5  // fewer is no help to anybody who waits
)

// WaitOf is what those who wait now may be told, from requests like theirs of the last weeks; false: too little is known,
// or too few found somebody for a number to help. Those that nobody has taken count like all others: of one that still
// waits it is known that it took at least so long.
func WaitOf(past []Search) (Wait, bool) {
	if len(past) < enoughSearches {
		return Wait{}, false
	}
	past = slices.Clone(past)
	slices.SortFunc(past, func(a, b Search) int {
		if c := cmp.Compare(a.Took, b.Took); c != 0 || a.Found == b.Found {
			return c
		}
		if a.Found {
			return -1
		}
		return 1
	})
	found, last := 0, 0
	for i, s := range past {
		if !s.Found {
			continue
		}
		found, last = found+1, i
		if found*10 >= toldOf10*len(past) {
			return Wait{toldOf10, roundUp(past[i].Took)}, true
		}
	}
	if of := found * 10 / len(past); of >= leastOf10 {
		return Wait{of, roundUp(past[last].Took)}, true
	}
	return Wait{}, false
}

// roundUp makes a time one that people say: half an hour, whole hours up to twelve, then days.
func roundUp(d time.Duration) time.Duration {
	unit := 24 * time.Hour
	switch {
	case d <= 30*time.Minute:
		return 30 * time.Minute
	case d <= 12*time.Hour:
		unit = time.Hour
	}
	return (d + unit - 1) / unit * unit
}
