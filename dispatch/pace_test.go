package dispatch

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A nearing deadline makes a request as urgent as one for today; quiet hours are no time to ask.
func TestUrgencyAt(t *testing.T) {
	t.Parallel()
	n := network(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, n.Location) }
	r := food(t) // opened on the 18th at 12:00
	for _, c := range []struct {
		name string
		due  time.Time
		said Urgency
		now  time.Time
		want Urgency
	}{
		{"nothing near", at(20, 17), TwoDays, at(18, 12), TwoDays},
		{"four hours left", at(20, 17), TwoDays, at(20, 13), TwoDays},
		{"three hours left", at(20, 17), TwoDays, at(20, 14), Today},
		{"over", at(20, 17), TwoDays, at(20, 18), Today},
		{"the evening before", at(20, 9), ThisWeek, at(19, 19), Today},
		{"the afternoon before", at(20, 9), ThisWeek, at(19, 18), ThisWeek},
		{"at night, due in the morning", at(20, 9), ThisWeek, at(20, 2), Today},
		{"two days, not said when", time.Time{}, TwoDays, at(20, 8), TwoDays},
		{"two days are nearly over", time.Time{}, TwoDays, at(20, 9), Today},
		{"a whole day", LastMinute(at(20, 9)), ThisWeek, at(20, 18), Today},
		{"any time", time.Time{}, Anytime, at(28, 9), Anytime},
	} {
		r.DueAt, r.Urgency = c.due, c.said
		if got := n.UrgencyAt(r, c.now); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if hurried := n.Pace(r, c.now).LiveOffers == 8; hurried != (c.want == Today) {
			t.Errorf("%s: pace %+v", c.name, n.Pace(r, c.now))
		}
	}
}

// The last hours before a moment that are not quiet are exactly that long, also on the days the clocks change.
func TestAwakeBeforeProperty(t *testing.T) {
	t.Parallel()
	zone := zone(t, "America/New_York")
	rapid.Check(t, func(rt *rapid.T) {
		minute := rapid.IntRange(0, 1439)
		q := Quiet{minute.Draw(rt, "from"), minute.Draw(rt, "until")}
		if (q.Until-q.From+1440)%1440 > 20*60 {
			return
		}
		until := time.Unix(rapid.Int64Range(1772300000, 1772300000+400*86400).Draw(rt, "until"), 0).In(zone).Truncate(time.Minute)
		left := time.Duration(rapid.IntRange(1, 600).Draw(rt, "left")) * time.Minute
		from, awake := q.awakeBefore(until, left), time.Duration(0)
		for at := from; at.Before(until); at = at.Add(time.Minute) {
			if !q.At(at) {
				awake += time.Minute
			}
		}
		if awake != left {
			rt.Fatalf("quiet %v: %v awake from %v to %v, want %v", q, awake, from, until, left)
		}
	})
}

// Silence never has more people asked than the network's own number, whatever the habits; zones share exactly it.
func TestWaveProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := network(t)
		n.Rules.LiveOffers = rapid.IntRange(1, 12).Draw(rt, "live")
		roster := drawRoster(rt, noon(t))
		for i := range roster {
			h := &roster[i].Habit
			h.Asks = rapid.Float64Range(0, mostAsks).Draw(rt, "asks")
			h.Yes = h.Asks * rapid.Float64Range(0, 1).Draw(rt, "yes")
			h.Silent = rapid.IntRange(0, mostSilent).Draw(rt, "silent")
		}
		pace, sum := Pace{LiveOffers: n.Rules.LiveOffers}, 0
		for _, z := range n.Zones {
			wave := n.wave(roster, Place{Zone: z.Name}, pace)
			if wave < (pace.LiveOffers+1)/2 || wave > pace.LiveOffers+pace.LiveOffers/2 {
				rt.Fatalf("%d in %s, of %d", wave, z.Name, pace.LiveOffers)
			}
			sum += wave
		}
		if sum != pace.LiveOffers*len(n.Zones) {
			rt.Fatalf("%d in %d zones, of %d on average", sum, len(n.Zones), pace.LiveOffers)
		}
	})
}

// Where people say yes half as often, more are asked.
func TestWave(t *testing.T) {
	t.Parallel()
	n := network(t)
	roster := volunteers(60)
	for i := range roster {
		v := &roster[i]
		v.ZIPs, v.Habit = []string{n.Zones[i%3].ZIPs[0]}, Habit{Asks: 20, Yes: 6}
		if i%3 == 2 {
			v.Habit.Yes = 2
		}
	}
	for i, want := range []int{4, 4, 7} {
		if got := n.wave(roster, Place{Zone: n.Zones[i].Name}, Pace{LiveOffers: 5}); got != want {
			t.Errorf("%s: %d, want %d", n.Zones[i].Name, got, want)
		}
	}
	if got := n.wave(roster, Place{ZIP: "99999"}, Pace{LiveOffers: 5}); got != 5 {
		t.Errorf("in no zone: %d, want 5", got)
	}
}
