package dispatch

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRate(t *testing.T) {
	t.Parallel()
	now := noon(t)
	ago := func(minutes ...int) (past []time.Time) {
		for _, m := range minutes {
			past = append(past, now.Add(-time.Duration(m)*time.Minute))
		}
		return past
	}
	for _, c := range []struct {
		name string
		rate Rate
		past []time.Time
		want time.Duration
	}{
		{"the first", TextRate(), nil, 0},
		{"after a text a minute ago", TextRate(), ago(1), 0},
		{"two at once", TextRate(), ago(0), time.Minute},
		{"five in a quarter of an hour", TextRate(), ago(2, 14, 4, 6, 8), time.Minute},
		{"twelve in an hour", TextRate(), ago(50, 47, 44, 41, 38, 35, 32, 29, 26, 23, 20, 17), 10 * time.Minute},
		{"three calls in a quarter of an hour", CallRate(), ago(9, 5, 2), 6 * time.Minute},
		{"five calls in an hour", CallRate(), ago(59, 50, 40, 30, 20), time.Minute},
	} {
		if got := c.rate.Next(c.past, now).Sub(now); got != c.want {
			t.Errorf("%s: in %v, want %v", c.name, got, c.want)
		}
	}
	if TextRate().Window() != time.Hour || CallRate().Window() != time.Hour {
		t.Error("more than an hour matters")
	}
}

// However fast things are to leave, no stretch of time holds more than its limit, and none waits longer than the window.
func TestRateProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.SampledFrom([]Rate{TextRate(), CallRate()}).Draw(rt, "rate")
		now, left := noon(t), []time.Time(nil)
		for range rapid.IntRange(1, 60).Draw(rt, "wishes") {
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(rt, "seconds")) * time.Second)
			at := rate.Next(left, now)
			if at.Before(now) || len(left) > 0 && at.Sub(later(now, slices.MaxFunc(left, time.Time.Compare))) > rate.Window() {
				rt.Fatalf("wanted at %v, leaves at %v", now, at)
			}
			left = append(left, at)
		}
		for _, from := range left {
			for _, l := range rate {
				n := 0
				for _, at := range left {
					if !at.Before(from) && at.Before(from.Add(l.In)) {
						n++
					}
				}
				if n > l.Most {
					rt.Fatalf("%d within %v", n, l.In)
				}
			}
		}
	})
}
