package store

import (
	"slices"
	"sync"
	"testing"
	"time"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

// TestIDsAreOrdered makes ids while the clock goes forwards, stands still and is set back.
func TestIDsAreOrdered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var g ids
		now := time.UnixMilli(1_760_000_000_000)
		var last dispatch.ID
		for _, step := range rapid.SliceOf(rapid.IntRange(-1000, 1000)).Draw(rt, "steps") {
			now = now.Add(time.Duration(step) * time.Millisecond)
			id := g.next(now)
			if id <= last {
				rt.Fatalf("%d after %d", id, last)
			}
			if step > 0 && id < firstID(now) {
				rt.Fatalf("%d is before its time", id)
			}
			last = id
		}
	})
}

// TestIDsAreUnique makes ids in many goroutines in one millisecond.
func TestIDsAreUnique(t *testing.T) {
	t.Parallel()
	var g ids
	now := time.UnixMilli(1_760_000_000_000)
	const goroutines, each = 16, 5000
	made := make([][]dispatch.ID, goroutines)
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() {
			for range each {
				made[i] = append(made[i], g.next(now))
			}
		})
	}
	wg.Wait()
	all := slices.Concat(made...)
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != goroutines*each {
		t.Errorf("%d ids of %d are different", n, goroutines*each)
	}
}

// TestIDsOfTwoProcesses makes ids as two processes would in one millisecond: they must hardly ever meet.
func TestIDsOfTwoProcesses(t *testing.T) {
	t.Parallel()
	met := 0
	for i := range 2000 {
		var a, b ids
		now := time.UnixMilli(1_760_000_000_000 + int64(i))
		mine := map[dispatch.ID]bool{}
		for range 50 {
			mine[a.next(now)] = true
		}
		if mine[b.next(now)] {
			met++
		}
	}
	if met > 5 {
		t.Errorf("met %d times in 2000", met)
	}
}

func TestTimesAreMilliseconds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(1, 1<<41).Draw(rt, "ms")).UTC()
		if got := fromMS(unixMS(at.Add(999 * time.Microsecond))); !got.Equal(at) {
			rt.Fatalf("%v became %v", at, got)
		}
	})
	if !fromMS(unixMS(time.Time{})).IsZero() {
		t.Error("the zero time does not stay zero")
	}
}
