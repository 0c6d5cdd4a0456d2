package simulate

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
)

var update = flag.Bool("update", false, "write the golden table anew")

// The same seed gives the same results, with all policies at work at the same time; another seed gives others.
func TestSeed(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Volunteers, w.Days, w.Runs = 40, 5, 2
	first := Compare(w, Policies())
	if diff := cmp.Diff(Table(first), Table(Compare(w, Policies()))); diff != "" {
		t.Errorf("the same seed (-first +second):\n%s", diff)
	}
	w.Seed = 100
	if cmp.Equal(Table(first), Table(Compare(w, Policies()))) {
		t.Error("another seed makes up the same")
	}
}

// The table of a small network, as a person reads it.
func TestTable(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Volunteers, w.PerDay, w.Days, w.Runs = 40, 3, 14, 3
	got := Table(Compare(w, Policies()))
	const golden = "testdata/table.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("table (-want +got; -update writes it anew):\n%s", diff)
	}
}

// The chart is well-formed, has a title and a description, and no name breaks out of it.
func TestChart(t *testing.T) {
	t.Parallel()
	results := []Result{
		{Policy: Policy{Name: "a <b> & c", Limited: true}, Filled: Figure{0.5, 0.1}, AsksPerJob: Figure{Mean: 12}, WorstZone: Part{Name: `"><script>`}},
		{Policy: Policy{Name: "nothing"}},
	}
	chart := Chart(results, `rules: a"><b.toml`)
	d := xml.NewDecoder(strings.NewReader(chart))
	elements := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			elements[start.Name.Local]++
		}
	}
	if elements["title"] != 1 || elements["desc"] != 1 || elements["script"] != 0 || elements["b"] != 0 {
		t.Errorf("elements %v", elements)
	}
	if !strings.Contains(chart, "prefers-color-scheme:dark") {
		t.Error("there is no dark style")
	}
}

// A world whose numbers mean nothing is refused.
func TestCheck(t *testing.T) {
	t.Parallel()
	if err := setup(t).Check(); err != nil {
		t.Fatal(err)
	}
	for name, break_ := range map[string]func(*World){
		"nobody":           func(w *World) { w.Volunteers = 0 },
		"too many":         func(w *World) { w.Volunteers = math.MaxInt },
		"no requests":      func(w *World) { w.PerDay = 0 },
		"requests unknown": func(w *World) { w.PerDay = math.NaN() },
		"endless requests": func(w *World) { w.PerDay = math.Inf(1) },
		"no days":          func(w *World) { w.Days = -1 },
		"no runs":          func(w *World) { w.Runs = 0 },
		"never":            func(w *World) { w.Yes = 0 },
		"always":           func(w *World) { w.Yes = 1 },
		"unknown":          func(w *World) { w.Yes = math.NaN() },
		"only private":     func(w *World) { w.Network.Categories = []dispatch.Category{{Code: "SAFE", PersonOnly: true}} },
	} {
		w := setup(t)
		break_(&w)
		if w.Check() == nil {
			t.Errorf("%s: passes", name)
		}
	}
}

// Delays follow the published curve: half within 12.5 minutes, 31 % within 5, 69 % within 30, 92 % within 120.
func TestDelay(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]float64{0.31: 5, 0.45: 10, 0.5: 12.5, 0.69: 30, 0.82: 60, 0.92: 120, 0.96: 180} {
		if got := delay(share).Minutes(); math.Abs(got-want) > 0.08*want {
			t.Errorf("%.0f %% within %.1f minutes, want %.1f", 100*share, got, want)
		}
	}
}

// How willing people are follows Beta(6p, 6-6p).
func TestWilling(t *testing.T) {
	t.Parallel()
	for _, p := range []float64{0.05, 0.1, 0.2, 0.5} {
		s := source(7)
		const n = 50_000
		mean, squares := 0.0, 0.0
		for range n {
			x := s.beta(p*concentration, (1-p)*concentration)
			mean += x / n
			squares += (x - p) * (x - p) / n
		}
		if want := p * (1 - p) / (concentration + 1); math.Abs(mean-p) > 0.005 || math.Abs(squares-want) > 0.05*want {
			t.Errorf("mean %.4f variance %.5f, want %.4f %.5f", mean, squares, p, want)
		}
	}
}

func TestGini(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    []int
		want float64
	}{{[]int{3, 3, 3}, 0}, {[]int{0, 0, 0, 8}, 0.75}, {[]int{0, 0}, 0}, {[]int{1, 3}, 0.25}} {
		if got := gini(c.n); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: %g, want %g", c.n, got, c.want)
		}
	}
}

func TestMostWithin(t *testing.T) {
	t.Parallel()
	began := time.Unix(0, 0)
	var at []time.Time
	for _, hours := range []int{0, 1, 167, 168, 169, 400} {
		at = append(at, began.Add(time.Duration(hours)*time.Hour))
	}
	if got := mostWithin(at, 168*time.Hour); got != 3 {
		t.Errorf("%d, want 3", got)
	}
}

// Of three people in 60 days, one is asked in both months, one in the first only, one never.
func TestNeverAsked(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return began.AddDate(0, 0, n) }
	asked := [][]time.Time{{day(3), day(29), day(30)}, {day(0)}, nil}
	if got := neverAsked(asked, began, 60); math.Abs(got-0.5) > 1e-12 {
		t.Errorf("%g of all months, want a half", got)
	}
	if got := neverAsked(asked, began, 7); math.Abs(got-1.0/3) > 1e-12 {
		t.Errorf("%g of a week, want a third", got)
	}
}

// The published figures of the plain network (facts: dispatch, 4.4), five at a time and least recently asked, were .978
// with 14.5 asks a job (yes 0.2, 8 requests a day) and .964 with 17.9 (0.1, 3); everybody at once .841 and .839. The rules
// do better than the first without limits, and hardly worse within them; the spread is that of twenty networks.
func TestPublishedFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		yes, perDay  float64
		filled, asks float64 // without limits: at least, at most
		limited      float64 // within the default limits: at least
		everybody    float64 // filled by asking everybody
	}{
		{0.2, 8, 0.98, 13, 0.955, 0.841},
		{0.1, 3, 0.96, 17, 0.955, 0.839},
	} {
		w := setup(t)
		w.Plain, w.Yes, w.PerDay, w.Runs = true, c.yes, c.perDay, 20
		only := slices.DeleteFunc(Policies(), func(p Policy) bool { return p.Name != "the rules" })
		results := Compare(w, only)
		limited, free := results[0], results[1]
		t.Logf("yes %.1f, %g a day, 20 networks\n%s", c.yes, c.perDay, Table(results))
		if free.Filled.Mean < c.filled || free.AsksPerJob.Mean > c.asks || free.Gini.Mean > 0.05 {
			t.Errorf("yes %.1f: filled %s with %s asks, Gini %s", c.yes, free.Filled.share(), free.AsksPerJob.number(1), free.Gini.number(3))
		}
		if limited.Filled.Mean < c.limited || limited.MostInAWeek.Mean-1e-9 > float64(w.Network.Rules.WeeklyLimit) {
			t.Errorf("yes %.1f, within the limits: filled %s, most %s", c.yes, limited.Filled.share(), limited.MostInAWeek.number(1))
		}
		w.Runs = 4
		all := slices.DeleteFunc(Policies(), func(p Policy) bool { return p.Limited || p.Name != "everybody at once" })
		if got := Compare(w, all)[0].Filled.Mean; math.Abs(got-c.everybody) > 0.04 {
			t.Errorf("yes %.1f: asking everybody fills %.3f, published %.3f", c.yes, got, c.everybody)
		}
	}
}

// Where volunteers are spread three to one, the thin end is served nearly as well, within limits and without.
func TestWorstZone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ yes, perDay float64 }{{0.2, 8}, {0.1, 3}} {
		w := setup(t)
		w.Runs, w.Yes, w.PerDay = 8, c.yes, c.perDay
		only := slices.DeleteFunc(Policies(), func(p Policy) bool { return p.Name != "the rules" })
		for _, r := range Compare(w, only) {
			if r.WorstZone.Filled < 0.9*r.Filled.Mean || r.WorstLanguage.Filled < 0.9*r.Filled.Mean {
				t.Errorf("yes %.1f: %s and %s of %s", c.yes, r.WorstZone, r.WorstLanguage, r.Filled.share())
			}
		}
	}
}

// A year of a hundred volunteers: go test -bench Year. Every policy, both kinds.
func BenchmarkYear(b *testing.B) {
	w := setup(b)
	w.Days = 365
	for b.Loop() {
		Compare(w, Policies())
	}
}
