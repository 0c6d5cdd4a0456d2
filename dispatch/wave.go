package dispatch

import "slices"

const (
	// lookedAt is how many volunteers a zone's yes rate is taken from at most: enough to know it, in no time.
	lookedAt = 2000

	// doubt is how many asks' worth of the whole network's yes rate each zone's is mixed with: little is known of one
	// where few were asked.
	doubt = 20
)

// wave is how many answers to come a request in this place keeps: the pace's number, more of them where volunteers say
// yes less often and less where they do more often, so that the mean of all zones is the pace's number. A tired or
// unwilling network asks no more people than another: only how the asks are shared changes.
// (facts: dispatch, 4.2, Tang and others)
func (n *Network) wave(roster []Volunteer, p Place, pace Pace) int {
	z, known := n.zone(p)
	if !known {
		return pace.LiveOffers
	}
	at := slices.IndexFunc(n.Zones, func(other Zone) bool { return other.Name == z.Name })
	return max(1, pace.LiveOffers+shares(n.yesRates(roster), n.Rules.LiveOffers)[at]-n.Rules.LiveOffers)
}

// yesRates are the zones' shares of asks that are answered with a yes.
func (n *Network) yesRates(roster []Volunteer) []float64 {
	zoneOf := map[string]int{}
	for i, z := range n.Zones {
		for _, zip := range z.ZIPs {
			zoneOf[zip] = i
		}
	}
	type sum struct{ asks, yes float64 }
	zones, all := make([]sum, len(n.Zones)), sum{asks: doubt, yes: doubt * usualYes}
	add := func(s *sum, h *Habit) { s.asks, s.yes = s.asks+h.Asks, s.yes+h.Yes }
	for i := 0; i < len(roster); i += 1 + len(roster)/lookedAt {
		v := &roster[i]
		add(&all, &v.Habit)
		for _, zip := range v.ZIPs {
			if at, ours := zoneOf[zip]; ours {
				add(&zones[at], &v.Habit)
			}
		}
	}
	rates := make([]float64, len(zones))
	for i, z := range zones {
		rates[i] = (z.yes + doubt*all.yes/all.asks) / (z.asks + doubt)
	}
	return rates
}

// shares spreads so many for each zone, on average, in inverse proportion to the rates; none gets less than half as
// much or more than half as much again.
func shares(rates []float64, mean int) []int {
	inverse := 0.0
	for _, r := range rates {
		inverse += 1 / r
	}
	least, most := (mean+1)/2, mean+mean/2
	wish, got, left := make([]float64, len(rates)), make([]int, len(rates)), mean*len(rates)
	for i, r := range rates {
		wish[i] = min(max(float64(mean*len(rates))/r/inverse, float64(least)), float64(most))
		got[i] = int(wish[i])
		left -= got[i]
	}
	for left != 0 {
		step := 1
		if left < 0 {
			step = -1
		}
		best := -1
		for i := range got {
			if next := got[i] + step; next < least || next > most {
				continue
			}
			if best < 0 || (wish[i]-float64(got[i]))*float64(step) > (wish[best]-float64(got[best]))*float64(step) {
				best = i
			}
		}
		got[best] += step
		left -= step
	}
	return got
}
