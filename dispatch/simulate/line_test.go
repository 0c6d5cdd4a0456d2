package simulate

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
)

// drawWorld draws a small network with rules of its own.
func drawWorld(t *testing.T, rt *rapid.T) (World, Policy) {
	w := setup(t)
	w.Seed = rapid.Uint64().Draw(rt, "seed")
	w.Volunteers = rapid.IntRange(1, 25).Draw(rt, "volunteers")
	w.PerDay = rapid.Float64Range(0.5, 12).Draw(rt, "requests")
	w.Days = rapid.IntRange(1, 12).Draw(rt, "days")
	w.Yes = rapid.Float64Range(0.02, 0.9).Draw(rt, "yes")
	w.Plain = rapid.Bool().Draw(rt, "plain")
	w.Network.Rules.DailyLimit = rapid.IntRange(1, 3).Draw(rt, "daily")
	w.Network.Rules.WeeklyLimit = rapid.IntRange(1, 8).Draw(rt, "weekly")
	w.Network.Rules.AskAgainAfter = time.Duration(rapid.IntRange(0, 24).Draw(rt, "rest")) * time.Hour
	w.Network.Rules.LiveOffers = rapid.IntRange(1, 6).Draw(rt, "live")
	if rapid.Bool().Draw(rt, "awake") {
		w.Network.Rules.Quiet = dispatch.Quiet{}
	}
	if err := w.Check(); err != nil {
		rt.Fatal(err)
	}
	return w, rapid.SampledFrom(Policies()).Draw(rt, "policy")
}

// worked is a line that has run to its end.
func worked(w World, p Policy) (*line, *made) {
	network := w.Network
	if w.Plain {
		network.Zones, network.Languages = nil, []string{network.Language}
	}
	m := &made{World: w, network: network, seed: w.Seed}
	people := m.people()
	p.apply(&network, people, w.Seed)
	l := newLine(network, w.Letters, w.Seed, people, m.demand())
	l.runAll()
	return l, m
}

// Whatever the network: everything that was asked, said and wanted is accounted for, nobody is asked at night, outside
// their hours, for what they do not do or above their limits, and no letter comes again within two weeks.
func TestLineProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w, p := drawWorld(t, rt)
		l, _ := worked(w, p)
		accounted(rt, l)
		for i := range l.roster {
			gently(rt, l, l.roster[i], p.Limited)
		}
	})
}

// accounted fails unless every ask, yes and request has come to exactly one end.
func accounted(rt *rapid.T, l *line) {
	offers, taken := 0, 0
	for _, j := range l.jobs {
		offers += len(j.offers)
		won := 0
		seen := map[dispatch.ID]bool{}
		for _, o := range j.offers {
			if seen[o.Volunteer] {
				rt.Errorf("volunteer %d was asked twice for request %d", o.Volunteer, j.ID)
			}
			seen[o.Volunteer] = true
			if o.Status == dispatch.OfferCompleted {
				won++
			}
			if o.Status.Live() {
				rt.Errorf("an offer of request %d is live after its end", j.ID)
			}
		}
		switch {
		case j.Status != dispatch.Closed || (j.Holder != 0) != (won == 1) || won > 1:
			rt.Errorf("request %d: %s, holder %d, %d completed", j.ID, j.Status, j.Holder, won)
		case j.Holder != 0 && (j.taken.Before(j.OpenedAt) || j.taken.After(j.deadline)):
			rt.Errorf("request %d: taken %s, open %s to %s", j.ID, j.taken, j.OpenedAt, j.deadline)
		}
		taken += won
		if j.Asks != len(j.offers) {
			rt.Errorf("request %d: %d asks, %d offers", j.ID, j.Asks, len(j.offers))
		}
	}
	c := l.count
	if c.asks != offers || c.asks != c.ignored+c.yes+c.no+c.silent {
		rt.Errorf("%d asks, %d offers: %+v", c.asks, offers, []int{c.ignored, c.yes, c.no, c.silent})
	}
	if c.won != taken || c.yes != c.won+c.redundant+c.spared+c.late {
		rt.Errorf("%d jobs, %d yes: %+v", taken, c.yes, []int{c.won, c.redundant, c.spared, c.late})
	}
	if c.texts < c.asks+c.won || len(l.waiting) != 0 {
		rt.Errorf("%d texts, %d asks, %d requests wait still", c.texts, c.asks, len(l.waiting))
	}
	for _, v := range l.roster {
		if v.JobsHeld != 0 {
			rt.Errorf("volunteer %d holds %d jobs at the end", v.ID, v.JobsHeld)
		}
	}
}

// gently fails unless one volunteer was asked as the rules promise.
func gently(rt *rapid.T, l *line, v dispatch.Volunteer, limited bool) {
	asked := l.count.asked[v.ID-1]
	days := map[string]int{}
	for i, at := range asked {
		local := l.network.Local(at)
		if l.network.QuietAt(at) || !v.Hours.At(local) {
			rt.Errorf("volunteer %d was asked at %s", v.ID, local)
		}
		day := local.Format(time.DateOnly)
		if days[day]++; limited && days[day] > l.network.Rules.DailyLimit {
			rt.Errorf("volunteer %d was asked %d times on %s", v.ID, days[day], day)
		}
		if i > 0 && at.Before(asked[i-1]) {
			rt.Errorf("volunteer %d: asks are out of order", v.ID)
		}
	}
	if most := mostWithin(asked, 7*24*time.Hour); limited && most > l.network.Rules.WeeklyLimit {
		rt.Errorf("volunteer %d was asked %d times in a week", v.ID, most)
	}
	letters := map[string]time.Time{}
	for _, j := range l.jobs {
		for _, o := range j.offers {
			if o.Volunteer != v.ID {
				continue
			}
			letter := fmt.Sprint(o.Letter)
			if last, again := letters[letter]; again && o.SentAt.Sub(last).Abs() < rest || letter == "" {
				rt.Errorf("volunteer %d: letter %q within two weeks", v.ID, letter)
			}
			letters[letter] = o.SentAt
		}
	}
}
