package simulate

import "testing"

// What coordinators are told a network can carry is where it breaks: well under it about nine in ten requests find
// somebody, at twice as many fewer than three in four do.
func TestCapacity(t *testing.T) {
	t.Parallel()
	for _, yes := range []float64{0.1, 0.2, 0.3} {
		w := setup(t)
		w.Yes, w.Days = yes, 28
		l, _ := worked(w, Policies()[0])
		carries := l.network.Capacity(l.roster, l.now).Requests
		filled := func(share float64) float64 {
			w.PerDay = share * carries / 7
			l, m := worked(w, Policies()[0])
			y := l.tally(m.began(), w.Days)
			return ratio(y.filled, y.requests)
		}
		if easy, hard := filled(0.8), filled(2); easy < 0.86 || hard > 0.75 {
			t.Errorf("yes %.1f: carries %.0f a week; of 0.8 times as many %.2f are filled, of twice as many %.2f", yes, carries, easy, hard)
		}
	}
}
