package simulate

import (
	"math"
	"slices"
	"time"
)

// Result is what a policy came to over all runs.
type Result struct {
	Policy
	Requests int // of all runs

	Filled                   Figure // share that somebody took before its deadline
	WorstZone, WorstLanguage Part   // where the smallest share was filled

	Median, Slow    time.Duration // from when asking could begin to the yes: half, and nine of ten, took at most so long
	AsksPerJob      Figure        // asks, for each request that somebody took
	TextsPerJob     Figure        // texts the line sent until the yes and because of it, for each request that somebody took
	RedundantPerJob Figure        // yes said after somebody else's
	Gini            Figure        // of asks among volunteers: 0 all alike, 1 all to one
	MostInAWeek     Figure        // most asks to one volunteer in any seven days
	NeverAsked      Figure        // share of volunteers not asked in 30 days (or in all days, if they are fewer)
	Escalated       Figure        // share of requests that coordinators were told nobody had taken
}

// Figure is a number measured in every run.
type Figure struct {
	Mean   float64
	Spread float64 // standard deviation between runs; 0 with one run
}

// Part is what was filled of a part of the requests.
type Part struct {
	Name   string
	Filled float64
}

// tally is what is measured of one run.
type tally struct {
	counts
	requests, filled, raised int
	zones, languages         map[string]*share
	waits                    []time.Duration
	gini                     float64
	mostInAWeek              int
	neverAsked               float64
}

type share struct{ all, filled int }

func (l *line) tally(began time.Time, days int) *tally {
	t := &tally{counts: l.count, zones: map[string]*share{}, languages: map[string]*share{}}
	for _, j := range l.jobs {
		t.requests++
		got := !j.taken.IsZero()
		if got {
			t.filled++
			t.waits = append(t.waits, j.taken.Sub(j.OpenedAt))
		}
		if j.raised {
			t.raised++
		}
		count(t.zones, j.Place.Zone, got)
		count(t.languages, j.Language, got)
	}
	asks := make([]int, len(l.count.asked))
	for i, at := range l.count.asked {
		asks[i] = len(at)
		t.mostInAWeek = max(t.mostInAWeek, mostWithin(at, 7*24*time.Hour))
	}
	t.gini = gini(asks)
	t.neverAsked = neverAsked(l.count.asked, began, days)
	return t
}

func count(parts map[string]*share, name string, filled bool) {
	if parts[name] == nil {
		parts[name] = &share{}
	}
	parts[name].all++
	if filled {
		parts[name].filled++
	}
}

// mostWithin is the largest number of moments, which are in order, within less than this time.
func mostWithin(at []time.Time, span time.Duration) int {
	most, from := 0, 0
	for i := range at {
		for at[i].Sub(at[from]) >= span {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// gini is the Gini coefficient.
func gini(n []int) float64 {
	n = slices.Sorted(slices.Values(n))
	sum, ranked := 0, 0
	for i, x := range n {
		sum += x
		ranked += (i + 1) * x
	}
	if sum == 0 {
		return 0
	}
	all := float64(len(n))
	return 2*float64(ranked)/(all*float64(sum)) - (all+1)/all
}

// neverAsked is the share of volunteers that nobody asked in 30 days, the mean over every whole 30 days.
func neverAsked(asked [][]time.Time, began time.Time, days int) float64 {
	span := min(days, 30)
	spans := days / span
	idle := 0
	for _, at := range asked {
		had := make([]bool, spans)
		for _, t := range at {
			if n := int(t.Sub(began).Hours()) / (24 * span); n < spans {
				had[n] = true
			}
		}
		for _, h := range had {
			if !h {
				idle++
			}
		}
	}
	return float64(idle) / float64(spans*len(asked))
}

// sum makes one result of all runs of a policy.
func sum(p Policy, runs []*tally) Result {
	r := Result{Policy: p}
	zones, languages := map[string]*share{}, map[string]*share{}
	var waits []time.Duration
	for _, t := range runs {
		r.Requests += t.requests
		add(zones, t.zones)
		add(languages, t.languages)
		waits = append(waits, t.waits...)
	}
	slices.Sort(waits)
	r.WorstZone, r.WorstLanguage = worst(zones), worst(languages)
	r.Median, r.Slow = quantile(waits, 0.5), quantile(waits, 0.9)
	perJob := func(of func(*tally) int) Figure {
		return figure(runs, func(t *tally) float64 { return ratio(of(t), t.filled) })
	}
	r.Filled = figure(runs, func(t *tally) float64 { return ratio(t.filled, t.requests) })
	r.AsksPerJob = perJob(func(t *tally) int { return t.asks })
	r.TextsPerJob = perJob(func(t *tally) int { return t.texts })
	r.RedundantPerJob = perJob(func(t *tally) int { return t.redundant })
	r.Gini = figure(runs, func(t *tally) float64 { return t.gini })
	r.MostInAWeek = figure(runs, func(t *tally) float64 { return float64(t.mostInAWeek) })
	r.NeverAsked = figure(runs, func(t *tally) float64 { return t.neverAsked })
	r.Escalated = figure(runs, func(t *tally) float64 { return ratio(t.raised, t.requests) })
	return r
}

// figure measures every run.
func figure(runs []*tally, of func(*tally) float64) Figure {
	x := make([]float64, len(runs))
	for i, t := range runs {
		x[i] = of(t)
	}
	mean := 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	return Figure{mean, deviation(x, mean)}
}

func add(to, from map[string]*share) {
	for name, s := range from {
		if to[name] == nil {
			to[name] = &share{}
		}
		to[name].all += s.all
		to[name].filled += s.filled
	}
}

// ratio is a/b, and 0 of nothing.
func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// deviation is the standard deviation of a sample with this mean.
func deviation(x []float64, mean float64) float64 {
	if len(x) < 2 {
		return 0
	}
	squares := 0.0
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	return math.Sqrt(squares / float64(len(x)-1))
}

// worst is the part of which the smallest share was filled; of two alike, the first by name.
func worst(parts map[string]*share) Part {
	w := Part{Filled: math.Inf(1)}
	for name, s := range parts {
		filled := ratio(s.filled, s.all)
		if filled < w.Filled || filled == w.Filled && name < w.Name {
			w = Part{name, filled}
		}
	}
	if len(parts) == 0 {
		return Part{}
	}
	return w
}

// quantile of a sorted sample: the smallest value that at least this share does not exceed.
func quantile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(share*float64(len(sorted))))-1)]
}
