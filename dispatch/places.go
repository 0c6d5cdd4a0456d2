package dispatch

import (
	"cmp"
	"time"
)

// How a request for several volunteers stands as one: its places are rows of their own.

// foremost are the statuses in the order in which the whole shows them: what is still to be done before what is done.
var foremost = [...]Status{Received, NeedsInfo, Offered, Open, InProgress, Assigned, DoneReported, Closed}

// Whole is a request for several volunteers as one, made of all its places in their order: the row of slot 1 with the
// status that comes foremost, the first attention, and all asks.
func Whole(places []Request) Request {
	whole := places[0]
	rank := func(s Status) int {
		for i, f := range foremost {
			if f == s {
				return i
			}
		}
		return len(foremost)
	}
	for _, p := range places[1:] {
		if rank(p.Status) < rank(whole.Status) {
			whole.Status = p.Status
		}
		whole.Attention = cmp.Or(whole.Attention, p.Attention)
		whole.Asks += p.Asks
		whole.ClosedAt = later(whole.ClosedAt, p.ClosedAt)
	}
	if whole.Status != Closed {
		whole.ClosedAt = time.Time{}
	}
	return whole
}

// Asking is the place by which volunteers are asked for all that wait: the one that has offers out, else the first that
// may be asked for; -1: none. The others are filled before it, so that the last yes ends the asking.
func (n *Network) Asking(places []Request) int {
	first := -1
	for i, p := range places {
		switch {
		case !n.Askable(p):
		case p.Status == Offered:
			return i
		case first < 0:
			first = i
		}
	}
	return first
}

// Found counts the places that somebody has or has had to the end.
func Found(places []Request) int {
	n := 0
	for _, p := range places {
		if p.Holder != 0 {
			n++
		}
	}
	return n
}
