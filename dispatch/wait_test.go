package dispatch

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// searches are found after so many minutes each; a negative one was never found.
func searches(minutes ...int) []Search {
	past := make([]Search, len(minutes))
	for i, m := range minutes {
		past[i] = Search{Found: m >= 0, Took: time.Duration(max(m, -m)) * time.Minute}
	}
	return past
}

func TestWaitOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		past []Search
		want Wait
	}{
		{"too few", searches(1, 2, 3, 4, 5, 6, 7, 8, 9), Wait{}},
		{"fast", searches(1, 2, 3, 4, 5, 6, 7, 30, 90, 900), Wait{8, 30 * time.Minute}},
		{"in hours", searches(1, 2, 3, 4, 5, 6, 7, 130, 900, 900), Wait{8, 3 * time.Hour}},
		{"in days", searches(1, 2, 3, 4, 5, 6, 7, 721, 900, 900), Wait{8, 24 * time.Hour}},
		{"some never", searches(1, 2, 3, 4, 5, 6, -2000, -20, 60, -9), Wait{7, time.Hour}},
		{"six", searches(1, 2, 3, 4, 5, 60, -10, -10, -2000, -1), Wait{6, time.Hour}},
		{"hardly any", searches(1, 2, 3, 4, -5, -60, -10, -10, -2000, -1), Wait{}},
	} {
		got, ok := WaitOf(c.past)
		if got != c.want || ok != (c.want != Wait{}) {
			t.Errorf("%s: %+v %v, want %+v", c.name, got, ok, c.want)
		}
	}
}

// What is told was true of the past: at least so many of all, those that nobody took among them.
func TestWaitProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		past := searches(rapid.SliceOfN(rapid.IntRange(-6000, 6000), 0, 60).Draw(rt, "past")...)
		got, ok := WaitOf(past)
		if !ok {
			return
		}
		within := 0
		for _, s := range past {
			if s.Found && s.Took <= got.Within {
				within++
			}
		}
		if got.Of10 < leastOf10 || got.Of10 > toldOf10 || within*10 < got.Of10*len(past) || got.Within <= 0 {
			rt.Fatalf("%+v, but %d of %d", got, within, len(past))
		}
	})
}
