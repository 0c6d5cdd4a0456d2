package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

// tally is the day in figures.
type tally struct {
	requests, closed           map[string]int
	all, filled, inTime, asks  int
	handBacks, noShows, raised int
	took                       []time.Duration
}

// summary is the day in a few lines.
func (c *city) summary() string {
	t := tally{requests: map[string]int{}, closed: map[string]int{}}
	c.look(func(v *store.View) error {
		for r, err := range places(v) {
			if err != nil {
				return err
			}
			offers, err := v.OffersOf(r.ID)
			if err != nil {
				return err
			}
			c.count(&t, r, offers)
		}
		return nil
	})
	slices.Sort(t.took)
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, %d people, %d faults, %d restarts\n", c.seed, len(c.people), sum(c.box.Broken()), c.restarts)
	fmt.Fprintf(&b, "places        %d: %s\n", t.all, counted(t.requests))
	fmt.Fprintf(&b, "closed        %s\n", counted(t.closed))
	fmt.Fprintf(&b, "taken         %d, %d by their deadline; p50 %v, p90 %v\n", t.filled, t.inTime, quantile(t.took, .5), quantile(t.took, .9))
	fmt.Fprintf(&b, "asks          %d, %.1f for each taken\n", t.asks, float64(t.asks)/float64(max(1, t.filled)))
	fmt.Fprintf(&b, "hand-backs    %d, no-shows %d, with a coordinator %d\n", t.handBacks, t.noShows, t.raised)
	in, out, segments, calls, ours := c.traffic()
	fmt.Fprintf(&b, "texts         %d in, %d out (%d segments); calls %d in, %d out\n", in, out, segments, calls, ours)
	fmt.Fprintf(&b, "faults        %s\n", counted(c.box.Broken()))
	return b.String()
}

// count adds one request.
func (c *city) count(t *tally, r store.Request, offers []store.Offer) {
	t.all++
	t.asks += r.Asks
	t.requests[string(r.Status)]++
	if r.Status == dispatch.Closed {
		t.closed[string(r.ClosedReason)]++
	}
	if r.Attention != "" {
		t.raised++
	}
	var first time.Time
	for _, o := range offers {
		switch o.Status {
		case dispatch.OfferHandedBack:
			t.handBacks++
		case dispatch.OfferNoShow:
			t.noShows++
		case dispatch.OfferAccepted, dispatch.OfferCompleted:
		default:
			continue
		}
		if first.IsZero() || o.RepliedAt.Before(first) {
			first = o.RepliedAt
		}
	}
	if first.IsZero() {
		return
	}
	t.filled++
	t.took = append(t.took, first.Sub(r.OpenedAt))
	if !first.After(c.cfg.Network.Deadline(r.Request, r.OpenedAt)) {
		t.inTime++
	}
}

// traffic is what went through the carrier.
func (c *city) traffic() (in, out, segments, calls, ours int) {
	for _, p := range c.people {
		for _, t := range p.phone.Texts() {
			switch {
			case t.Inbound:
				in++
			case !t.Carrier:
				out++
				segments += t.Segments
			}
		}
		for _, call := range p.phone.Calls() {
			if call.To() == p.phone.Number {
				ours++
			} else {
				calls++
			}
		}
	}
	return in, out, segments, calls, ours
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)].Round(time.Minute)
}

func sum[K comparable](m map[K]int) (n int) {
	for _, each := range m {
		n += each
	}
	return n
}

// counted is "assigned 3, closed 12".
func counted[K ~string](m map[K]int) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, fmt.Sprintf("%s %d", k, m[k]))
	}
	return strings.Join(all, ", ")
}
