package simulate

import (
	"math"

	"hotline/dispatch"
)

// Policy is a way of asking that is compared with others.
type Policy struct {
	Name    string
	Limited bool // by the network's limits: asks a day, asks a week, rest between two asks
	change  func(n *dispatch.Network, people []person, seed uint64)
}

// Policies are the rules as they are, and others beside them, first with the network's limits, then without.
func Policies() []Policy {
	ways := []Policy{
		{Name: "the rules", change: func(*dispatch.Network, []person, uint64) {}},
		{Name: "three at a time", change: threeAtATime},
		{Name: "random order", change: randomOrder},
		{Name: "most responsive first", change: mostResponsive},
		{Name: "everybody at once", change: everybody},
	}
	all := make([]Policy, 0, 2*len(ways))
	for _, limited := range []bool{true, false} {
		for _, p := range ways {
			p.Limited = limited
			all = append(all, p)
		}
	}
	return all
}

// apply makes the network's rules the policy's.
func (p Policy) apply(n *dispatch.Network, people []person, seed uint64) {
	p.change(n, people, seed)
	if p.Limited {
		return
	}
	n.Rules.DailyLimit, n.Rules.WeeklyLimit, n.Rules.AskAgainAfter = math.MaxInt32, math.MaxInt32, 0
}

// threeAtATime keeps three offers live.
func threeAtATime(n *dispatch.Network, _ []person, _ uint64) {
	n.Rules.LiveOffers = 3
}

// randomOrder asks whoever, for each request anew.
func randomOrder(n *dispatch.Network, _ []person, seed uint64) {
	n.Order = func(v *dispatch.Volunteer, request dispatch.ID) int64 {
		s := about(seed, ofOrder, uint64(v.ID), uint64(request))
		return int64(s.next() >> 1)
	}
}

// mostResponsive asks first whoever says yes most often. It is better than any line could be: it knows, and need not
// find out.
func mostResponsive(n *dispatch.Network, people []person, _ uint64) {
	n.Order = func(v *dispatch.Volunteer, _ dispatch.ID) int64 { return -int64(people[v.ID-1].yes * (1 << 40)) }
}

// everybody asks all who may be asked.
func everybody(n *dispatch.Network, people []person, _ uint64) {
	n.Rules.LiveOffers = max(1, len(people))
}
