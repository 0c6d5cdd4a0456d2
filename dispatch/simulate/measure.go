package simulate

import (
	"math"
	"slices"
	"time"
)

// Result is what a policy came to over all runs. Numbers are sums or means over them.
type Result struct {
	Policy
	Requests  int
	Filled    float64 // share that somebody took before its deadline
	Deviation float64 // of Filled between runs (standard deviation); 0 with one run

	WorstZone, WorstLanguage Part // where the smallest share was filled

	Median, Slow    time.Duration // from when asking could begin to the yes: half, and nine of ten, took at most so long
	AsksPerJob      float64       // asks, for each request that somebody took
	TextsPerJob     float64       // texts the line sent until the yes and because of it, for each request that somebody took
	RedundantPerJob float64       // yes said after somebody else's
	Gini            float64       // of asks among volunteers: 0 all alike, 1 all to one
	MostInAWeek     float64       // most asks to one volunteer in any seven days; the mean over runs
	NeverAsked      float64       // share of volunteers not asked in 30 days (or in all days, if they are fewer)
	Escalated       float64       // share of requests that coordinators were told nobody had taken
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
	var fills []float64
	jobs, asks, texts, redundant, raised := 0, 0, 0, 0, 0
	for _, t := range runs {
		r.Requests += t.requests
		jobs, asks, texts = jobs+t.filled, asks+t.asks, texts+t.texts
		redundant, raised = redundant+t.redundant, raised+t.raised
		add(zones, t.zones)
		add(languages, t.languages)
		waits = append(waits, t.waits...)
		fills = append(fills, ratio(t.filled, t.requests))
		r.Gini += t.gini / float64(len(runs))
		r.MostInAWeek += float64(t.mostInAWeek) / float64(len(runs))
		r.NeverAsked += t.neverAsked / float64(len(runs))
	}
	slices.Sort(waits)
	r.Filled, r.Deviation = ratio(jobs, r.Requests), deviation(fills)
	r.WorstZone, r.WorstLanguage = worst(zones), worst(languages)
	r.Median, r.Slow = quantile(waits, 0.5), quantile(waits, 0.9)
	r.AsksPerJob, r.TextsPerJob = ratio(asks, jobs), ratio(texts, jobs)
	r.RedundantPerJob, r.Escalated = ratio(redundant, jobs), ratio(raised, r.Requests)
	return r
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

// deviation is the standard deviation of a sample.
func deviation(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mean, squares := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
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
