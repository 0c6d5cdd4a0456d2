package simulate

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

// measure is a row of the table: what is measured, and how it is written.
type measure struct {
	name string
	show func(Result) string
}

func measures() []measure {
	number := func(digits int, of func(Result) Figure) func(Result) string {
		return func(r Result) string { return of(r).number(digits) }
	}
	share := func(of func(Result) Figure) func(Result) string {
		return func(r Result) string { return of(r).share() }
	}
	return []measure{
		{"taken by the deadline", share(func(r Result) Figure { return r.Filled })},
		{"worst zone", func(r Result) string { return r.WorstZone.String() }},
		{"worst language", func(r Result) string { return r.WorstLanguage.String() }},
		{"half have a yes after", func(r Result) string { return minutes(r.Median) }},
		{"nine of ten after", func(r Result) string { return minutes(r.Slow) }},
		{"asks per job", number(1, func(r Result) Figure { return r.AsksPerJob })},
		{"texts per job", number(1, func(r Result) Figure { return r.TextsPerJob })},
		{"yes said in vain per job", number(2, func(r Result) Figure { return r.RedundantPerJob })},
		{"Gini of asks", number(3, func(r Result) Figure { return r.Gini })},
		{"most asks to one in a week", number(1, func(r Result) Figure { return r.MostInAWeek })},
		{"not asked in 30 days", share(func(r Result) Figure { return r.NeverAsked })},
		{"coordinators told", share(func(r Result) Figure { return r.Escalated })},
	}
}

// Table lays results out for a terminal, policies side by side: first those within the network's limits.
func Table(results []Result) string {
	var text strings.Builder
	for len(results) > 0 {
		n := 1
		for n < len(results) && results[n].Limited == results[0].Limited {
			n++
		}
		block(&text, results[:n])
		if results = results[n:]; len(results) > 0 {
			text.WriteByte('\n')
		}
	}
	return text.String()
}

// block writes the policies of one kind. A Builder takes everything, so that there is no error to look at.
func block(text *strings.Builder, results []Result) {
	w := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	cells := []string{heading(results[0].Limited)}
	for _, r := range results {
		cells = append(cells, r.Name)
	}
	fmt.Fprintln(w, strings.Join(cells, "\t"))
	for _, m := range measures() {
		cells = append(cells[:0], "  "+m.name)
		for _, r := range results {
			cells = append(cells, m.show(r))
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	_ = w.Flush()
}

func heading(limited bool) string {
	if limited {
		return "within the limits"
	}
	return "without limits"
}

// number is the mean with its spread between runs, if there is any.
func (f Figure) number(digits int) string {
	if f.Spread == 0 {
		return fmt.Sprintf("%.*f", digits, f.Mean)
	}
	return fmt.Sprintf("%.*f ±%.*f", digits, f.Mean, digits, f.Spread)
}

// share is the same of a share, as a percentage.
func (f Figure) share() string {
	if f.Spread == 0 {
		return percent(f.Mean)
	}
	return fmt.Sprintf("%s ±%.1f", percent(f.Mean), 100*f.Spread)
}

// String is the part and what was filled of it.
func (p Part) String() string { return fmt.Sprintf("%s %s", percent(p.Filled), p.Name) }

func percent(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

// minutes is a length of time as people say it: 35 min, 2 h 40.
func minutes(d time.Duration) string {
	n := int(d.Round(time.Minute).Minutes())
	if n < 120 {
		return fmt.Sprintf("%d min", n)
	}
	return fmt.Sprintf("%d h %02d", n/60, n%60)
}
