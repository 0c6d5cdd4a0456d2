package engine_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"hotline/dispatch/engine"
)

// BenchmarkText measures whole turns: understood, committed with fsync, answered. Timers run beside, as they do.
func BenchmarkText(b *testing.B) {
	for name, body := range map[string]string{"asks": "FOOD 11211 two adults", "status": "STATUS", "chats": "I need help with something"} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, nil)
			w.helpers(50, nil)
			go func() { _ = w.engine.Run(b.Context()) }()
			var n atomic.Int64
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := n.Add(1)
					in := engine.Inbound{SID: fmt.Sprint("SM", i), From: fmt.Sprintf("+1646%07d", i), To: ourNumber, Body: body}
					if _, err := w.engine.Text(b.Context(), in); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}
