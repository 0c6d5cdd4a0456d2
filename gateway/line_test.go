package gateway

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// However texts come, no second has more segments than the pace allows, but for the rest of the text it began with.
func TestLineKeepsItsPace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		perSecond := rapid.SampledFrom([]float64{0.25, 1, 3, 10}).Draw(t, "per second")
		l := newLine(ourLine, perSecond)
		now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
		start, sent, last := now, 0, 0
		for range rapid.IntRange(1, 40).Draw(t, "texts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "later, ms")) * time.Millisecond)
			now = now.Add(l.wait(now))
			if l.wait(now) != 0 {
				t.Fatalf("still %v to wait after waiting", l.wait(now))
			}
			last = rapid.IntRange(1, 10).Draw(t, "segments")
			l.took(now, last)
			sent += last
			if most := perSecond*now.Sub(start).Seconds() + 1 + float64(last); float64(sent) > most {
				t.Fatalf("%d segments after %v", sent, now.Sub(start))
			}
		}
	})
}

func TestLineIsBusyAndHeld(t *testing.T) {
	t.Parallel()
	l := newLine(ourLine, 1)
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for range l.most {
		if l.busy() {
			t.Fatal("busy too early")
		}
		l.took(now, 1)
	}
	if !l.busy() {
		t.Fatal("not busy with all it may have in flight")
	}
	l.landed(now.Add(time.Minute))
	l.landed(now.Add(time.Second))
	if l.busy() || l.failures != 2 || !l.held.Equal(now.Add(time.Minute)) {
		t.Errorf("after two failures: %+v", l)
	}
	l.landed(time.Time{})
	if l.failures != 0 {
		t.Error("a success does not end the row of failures")
	}
}

func TestPause(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		failures := rapid.IntRange(-1, 1000).Draw(t, "failures")
		wish := time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "wish"))
		chance := rapid.Float64Range(0, 1).Draw(t, "chance")
		got := pause(failures, wish, chance)
		if got < firstPause || got < wish || got > max(longestPause, wish)*3/2 {
			t.Fatalf("after %d failures: %v", failures, got)
		}
		if pause(failures+1, wish, chance) < got {
			t.Fatalf("after %d failures less than after one fewer", failures+1)
		}
	})
}
