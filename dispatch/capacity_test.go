package dispatch

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCapacity(t *testing.T) {
	t.Parallel()
	n, now, v := network(t), noon(t), volunteers(6)
	all := n.Capacity(v, now)
	if all.Volunteers != 6 || all.Asks != 48 {
		t.Fatalf("six of eight asks a week each: %+v", all)
	}
	v[0].Status, v[1].Unreachable, v[2].WeeklyLimit = Paused, true, 4
	if less := n.Capacity(v, now); less.Volunteers != 4 || less.Asks != 28 || less.Requests >= all.Requests {
		t.Errorf("one away, one without a phone, one who wants less: %+v, of %+v", less, all)
	}
	v[3].Habit = Habit{Asks: 20, Yes: 10}
	if more := n.Capacity(v, now); more.Requests <= n.Capacity(v[:3], now).Requests*2 {
		t.Errorf("one who says yes often: %+v", more)
	}
	n.Rules.AskAgainAfter = 7 * 24 * time.Hour
	if slow := n.Capacity(v, now); slow.Asks != 4 {
		t.Errorf("an ask a week: %+v", slow)
	}
}

// One volunteer more never makes a network carry less, and nobody gives more jobs than they are asked about.
func TestCapacityProperty(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	rapid.Check(t, func(rt *rapid.T) {
		roster := drawRoster(rt, now)
		for i := range roster {
			h := &roster[i].Habit
			h.Asks = rapid.Float64Range(0, mostAsks).Draw(rt, "asks")
			h.Yes = h.Asks * rapid.Float64Range(0, 1).Draw(rt, "yes")
			if p := h.YesRate(); !(p > 0 && p < 1) {
				rt.Fatalf("%+v says yes to %g of asks", h, p)
			}
		}
		var last Capacity
		for i := range roster {
			c := n.Capacity(roster[:i+1], now)
			if c.Requests < last.Requests || c.Requests > c.Asks || c.Asks < last.Asks || math.IsNaN(c.Requests) {
				rt.Fatalf("%+v after %+v", c, last)
			}
			last = c
		}
	})
}
