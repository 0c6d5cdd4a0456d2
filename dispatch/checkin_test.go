package dispatch

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCheckInAt(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, n.Location) }
	for _, c := range []struct {
		what       string
		urgency    Urgency
		due, taken time.Time
		want       time.Time
	}{
		{"an hour after the agreed time", TwoDays, at(19, 10, 0), now, at(19, 11, 0)},
		{"taken after it", Today, at(18, 10, 0), now, at(18, 13, 0)},
		{"today", Today, time.Time{}, now, at(18, 15, 0)},
		{"today, late", Today, time.Time{}, at(18, 19, 30), at(19, 8, 0)},
		{"the next day", TwoDays, time.Time{}, now, at(19, 17, 0)},
		{"any time", Anytime, time.Time{}, now, at(19, 17, 0)},
		{"on a day", ThisWeek, at(21, 23, 59), now, at(21, 17, 0)},
		{"at night", ThisWeek, at(20, 20, 30), now, at(21, 8, 0)},
	} {
		r := food(t)
		r.Urgency, r.DueAt = c.urgency, c.due
		if got := n.CheckInAt(r, c.taken); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// Nobody is asked at night, nor at once, nor for ever.
func TestCheckInsAreGentle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n, now := network(t), noon(t)
		n.Rules.Quiet = Quiet{rapid.IntRange(0, 1439).Draw(rt, "quiet from"), rapid.IntRange(0, 1439).Draw(rt, "until")}
		minutes := func(name string) time.Time {
			return now.Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(rt, name)) * time.Minute)
		}
		r, taken := food(t), minutes("taken")
		r.Urgency = rapid.SampledFrom([]Urgency{Today, TwoDays, ThisWeek, Anytime}).Draw(rt, "urgency")
		switch rapid.IntRange(0, 2).Draw(rt, "due") {
		case 1:
			r.DueAt = minutes("due at")
		case 2:
			r.DueAt = LastMinute(minutes("due on"))
		}
		check := func(at, from time.Time) {
			if n.QuietAt(at) || at.Before(from.Add(time.Hour)) && at.Before(n.AskFrom(from.Add(time.Hour))) {
				rt.Fatalf("asked at %v, from %v", at, from)
			}
		}
		check(n.CheckInAt(r, taken), taken)
		check(n.CheckInSilent(taken), taken)
		check(n.CheckInOver(taken), taken)
		asked := 0
		for at, again := taken, true; again; asked++ {
			next, more := n.CheckInAgain(r, asked, at)
			if again = more; more {
				check(next, at)
				at = next
			}
		}
		if asked > maxCheckIns+1 {
			rt.Fatalf("asked %d times", asked)
		}
	})
}
