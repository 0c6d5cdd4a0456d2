package simulate

import (
	"fmt"
	"html"
	"strings"
)

// Sizes of the chart, in its own units.
const (
	chartWidth  = 900
	panelWidth  = chartWidth / 2
	labelWidth  = 160
	barsWidth   = 190
	barHeight   = 10
	rowHeight   = 30
	panelTop    = 90
	panelMargin = 20
)

// style is readable on light and on dark pages.
const style = `text{font:13px system-ui,sans-serif;fill:#1c1c1e}.head{font-size:18px;font-weight:600}.name{font-weight:600}` +
	`.page{fill:#fff}.limited{fill:#0f4c3c}.free{fill:#4f9c87}.spread{stroke:#1c1c1e}` +
	`@media (prefers-color-scheme:dark){text{fill:#eee}.page{fill:#16181a}.limited{fill:#7fdcc0}.free{fill:#3f8d77}.spread{stroke:#eee}}`

// panel is one measure of all policies, as bars.
type panel struct {
	name string
	of   func(Result) Figure
	show func(Result) string
}

func panels() []panel {
	plain := func(x float64) Figure { return Figure{Mean: x} }
	return []panel{
		{"Taken by the deadline", func(r Result) Figure { return r.Filled }, func(r Result) string { return r.Filled.share() }},
		{"Taken by the deadline, worst zone", func(r Result) Figure { return plain(r.WorstZone.Filled) },
			func(r Result) string { return r.WorstZone.String() }},
		{"Asks per job", func(r Result) Figure { return r.AsksPerJob }, func(r Result) string { return r.AsksPerJob.number(1) }},
		{"Half have a yes after", func(r Result) Figure { return plain(r.Median.Minutes()) },
			func(r Result) string { return minutes(r.Median) }},
		{"Gini of asks", func(r Result) Figure { return r.Gini }, func(r Result) string { return r.Gini.number(2) }},
		{"Most asks to one person in a week", func(r Result) Figure { return r.MostInAWeek },
			func(r Result) string { return r.MostInAWeek.number(1) }},
	}
}

// Chart draws results as an SVG page of its own. about says what was simulated.
func Chart(results []Result, about string) string {
	var b strings.Builder
	names := policyNames(results)
	height := panelTop + (len(panels())+1)/2*panelHeight(len(names))
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">`+"\n",
		chartWidth, height)
	fmt.Fprintf(&b, `<title id="title">Ways of asking compared</title>`+"\n"+`<desc id="desc">%s</desc>`+"\n",
		html.EscapeString(about+"\n"+Table(results)))
	fmt.Fprintf(&b, "<style>%s</style>\n"+`<rect class="page" width="%d" height="%d"/>`+"\n", style, chartWidth, height)
	write(&b, panelMargin, 32, "head", "Ways of asking compared")
	write(&b, panelMargin, 54, "", about)
	for i, limited := range []bool{true, false} {
		x := panelMargin + i*150
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="66" width="10" height="10"/>`+"\n", class(limited), x)
		write(&b, x+16, 76, "", heading(limited))
	}
	for i, p := range panels() {
		p.draw(&b, results, names, panelMargin+i%2*panelWidth, panelTop+i/2*panelHeight(len(names)))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func panelHeight(policies int) int { return 40 + policies*rowHeight }

// policyNames are the names without repetition, in order.
func policyNames(results []Result) map[string]int {
	names := map[string]int{}
	for _, r := range results {
		if _, known := names[r.Name]; !known {
			names[r.Name] = len(names)
		}
	}
	return names
}

// draw draws a panel: two bars for each policy, the longest as long as there is room.
func (p panel) draw(b *strings.Builder, results []Result, names map[string]int, x, y int) {
	most := 0.0
	for _, r := range results {
		most = max(most, p.of(r).Mean+p.of(r).Spread)
	}
	write(b, x, y+24, "name", p.name)
	labelled := map[string]bool{}
	for _, r := range results {
		top := y + 36 + names[r.Name]*rowHeight
		if !labelled[r.Name] {
			write(b, x, top+15, "", r.Name)
			labelled[r.Name] = true
		}
		if !r.Limited {
			top += barHeight + 2
		}
		p.bar(b, r, x+labelWidth, top, most)
	}
}

// bar draws one bar, a thin line across its end for the spread, and the number behind it.
func (p panel) bar(b *strings.Builder, r Result, x, y int, most float64) {
	f, scale := p.of(r), 0.0
	if most > 0 {
		scale = barsWidth / most
	}
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="%.1f" height="%d"/>`+"\n", class(r.Limited), x, y, f.Mean*scale, barHeight)
	if f.Spread > 0 {
		fmt.Fprintf(b, `<path class="spread" d="M%.1f %dh%.1f"/>`+"\n", float64(x)+max(0, f.Mean-f.Spread)*scale, y+barHeight/2,
			(f.Mean+f.Spread-max(0, f.Mean-f.Spread))*scale)
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" style="font-size:11px">%s</text>`+"\n", float64(x)+(f.Mean+f.Spread)*scale+5, y+9,
		html.EscapeString(p.show(r)))
}

func class(limited bool) string {
	if limited {
		return "limited"
	}
	return "free"
}

func write(b *strings.Builder, x, y int, class, text string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" class="%s">%s</text>`+"\n", x, y, class, html.EscapeString(text))
}
