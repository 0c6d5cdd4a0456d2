package dispatch

import (
	"math"
	"time"
)

// Capacity is what a network can carry in a week.
type Capacity struct {
	Volunteers int     // who may be asked
	Asks       float64 // that their limits allow
	Requests   float64 // that it can have taken, nine in ten; of more, more and more stay open
}

// useful is the share of those yes that come while the job is still to be had, and with a tenth of all requests left
// open: where the simulated networks break (hotline simulate; TestCapacity holds it).
const useful = 0.65

// Capacity of a network with these volunteers: what each may be asked in a week by their limits, and how often that is
// a yes, by what they have said so far and by how tired so many asks make them. It counts nobody who is paused or cannot
// be reached. What is more than this finds nobody: volunteers' limits hold.
func (n *Network) Capacity(roster []Volunteer, now time.Time) Capacity {
	var c Capacity
	for i := range roster {
		v := &roster[i]
		if !v.active(now) || v.Unreachable {
			continue
		}
		asks := n.Rules.asksAWeek(v)
		apart := week.Hours() / asks / tiredFor.Hours()
		c.Volunteers++
		c.Asks += asks
		c.Requests += useful * asks * v.Habit.YesRate() * (1 - math.Exp2(-1-apart))
	}
	return c
}

// asksAWeek is how often a volunteer may be asked in a week at most.
func (rules Rules) asksAWeek(v *Volunteer) float64 {
	asks := math.Min(float64(or(v.WeeklyLimit, rules.WeeklyLimit)), 7*float64(or(v.DailyLimit, rules.DailyLimit)))
	if rules.AskAgainAfter > 0 {
		asks = math.Min(asks, week.Hours()/rules.AskAgainAfter.Hours())
	}
	return asks
}
