package dispatch

import (
	"slices"
	"time"
)

// promiseWithin is how long after coming on call a coordinator is promised to answer, at the latest.
const promiseWithin = 2 * time.Hour

// OnCall lists the coordinators on call at t, in the order of the configuration.
func (n *Network) OnCall(t time.Time) []Coordinator {
	t = n.Local(t)
	var on []Coordinator
	for _, c := range n.Coordinators {
		if c.OnCall.At(t) {
			on = append(on, c)
		}
	}
	return on
}

// Alerted lists who hears of danger or a report at once: those on call who take safety cases; else who is on call;
// else everybody.
func (n *Network) Alerted(t time.Time) []Coordinator {
	on := n.OnCall(t)
	for _, some := range [][]Coordinator{safety(on), on, n.Coordinators} {
		if len(some) > 0 {
			return some
		}
	}
	return nil
}

// AlertedPrivately lists who hears of a private case: the named safety contacts alone, those on call if any is.
func (n *Network) AlertedPrivately(t time.Time) []Coordinator {
	if on := safety(n.OnCall(t)); len(on) > 0 {
		return on
	}
	return safety(n.Coordinators)
}

// AlertedNext lists who hears of danger, a report or a private case when nobody has taken it: one after the other, those
// on call first who were not told at once, and last those who are not on call. A private case is the safety contacts'
// alone.
func (n *Network) AlertedNext(t time.Time, private bool) []Coordinator {
	told, all := n.Alerted(t), n.OnCall(t)
	if private {
		told, all = n.AlertedPrivately(t), safety(n.Coordinators)
	}
	next := append(without(all, told), told...)
	if private {
		return next
	}
	return append(next, without(n.Coordinators, next)...)
}

// without leaves out those among some who are among others.
func without(some, others []Coordinator) (left []Coordinator) {
	for _, c := range some {
		if !slices.ContainsFunc(others, func(o Coordinator) bool { return o.Phone == c.Phone && o.Name == c.Name }) {
			left = append(left, c)
		}
	}
	return left
}

// CoordinatorAt finds the coordinator who has this phone (E.164).
func (n *Network) CoordinatorAt(phone string) (Coordinator, bool) {
	i := slices.IndexFunc(n.Coordinators, func(c Coordinator) bool { return c.Phone == phone && phone != "" })
	if i < 0 {
		return Coordinator{}, false
	}
	return n.Coordinators[i], true
}

// MayHandle says whether a coordinator may act on a request: what is private is the safety contacts', but of danger
// whoever was told in their absence.
func (n *Network) MayHandle(c Coordinator, r Request) bool {
	return !r.Private || c.Safety || r.Attention == DangerWords || len(safety(n.Coordinators)) == 0
}

func safety(some []Coordinator) []Coordinator {
	var take []Coordinator
	for _, c := range some {
		if c.Safety {
			take = append(take, c)
		}
	}
	return take
}

// Notified lists who hears that requests wait: those on call, else everybody.
func (n *Network) Notified(t time.Time) []Coordinator {
	if on := n.OnCall(t); len(on) > 0 {
		return on
	}
	return n.Coordinators
}

// Answers names the coordinator who can next be promised to answer, and by when: two hours after they are on call
// and quiet hours are over, rounded up to the half hour. False without coordinators.
func (n *Network) Answers(t time.Time) (c Coordinator, by time.Time, ok bool) {
	t = n.Local(t)
	var soonest time.Time
	for _, each := range n.Coordinators {
		if from := n.inHours(each.OnCall, t); !from.IsZero() && (soonest.IsZero() || from.Before(soonest)) {
			c, soonest = each, from
		}
	}
	if soonest.IsZero() {
		return c, by, false
	}
	by = soonest.Add(promiseWithin)
	past := time.Duration(by.Minute()%30)*time.Minute + time.Duration(by.Second())*time.Second
	if past > 0 {
		by = by.Add(30*time.Minute - past)
	}
	return c, by.Truncate(time.Second), true
}
