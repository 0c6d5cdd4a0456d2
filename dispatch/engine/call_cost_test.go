package engine_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
)

// TestStatementsOfACall holds how many statements each turn of a call asks of the database, as TestStatements does for
// texts.
func TestStatementsOfACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(5, nil)
	c := newCall(t, w.engine, rosa)
	for _, turn := range []struct {
		what string
		do   func()
		want int
	}{
		{"the line picks up", func() { c.begins(false) }, 11},
		{"a key", func() { c.presses("1") }, 7},
		{"a key", func() { c.presses("1") }, 8},
		{"a ZIP code", func() { c.presses("11211") }, 7},
		{"it is right", func() { c.presses("1") }, 8},
		{"speaks", func() { c.hears(talk.Heard{Kind: talk.Recorded, SID: newSID("RE"), Seconds: 5}) }, 7},
		{"keeps it", func() { c.presses("1") }, 14}, // a draft, and its recording
		{"this number", func() { c.presses("1") }, 7},
		{"a request", func() { c.presses("2") }, 17},
		{"hangs up", func() { c.hangsUp() }, 9},
	} {
		before := w.db.Statements()
		turn.do()
		if got := int(w.db.Statements() - before); got != turn.want {
			t.Errorf("%s: %d statements, want %d", turn.what, got, turn.want)
		}
	}
}

// BenchmarkCall measures whole turns of calls: understood, committed with fsync, answered.
func BenchmarkCall(b *testing.B) {
	for name, keys := range map[string]string{"begins": "", "a key": "1"} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, nil)
			w.helpers(50, nil)
			events := make([]engine.CallEvent, b.N)
			for i := range events {
				events[i] = engine.CallEvent{SID: fmt.Sprint("CA", i), From: fmt.Sprintf("+1646%07d", i), To: ourNumber,
					Heard: talk.Heard{Kind: talk.Answered}}
				if keys == "" {
					continue
				}
				a, err := w.engine.Call(b.Context(), events[i])
				if err != nil {
					b.Fatal(err)
				}
				events[i].Turn, events[i].Heard = a.Next, talk.Heard{Kind: talk.Pressed, Keys: keys}
			}
			var n atomic.Int64
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := w.engine.Call(b.Context(), events[n.Add(1)-1]); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}
