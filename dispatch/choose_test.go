package dispatch

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ask chooses five for the request, out of one roster.
func ask(n *Network, roster []Volunteer, r Request, offers []Offer, now time.Time) []ID {
	return n.Choose(roster, r, offers, 5, now)
}

func TestNobodyWhoMayNotBeAskedIs(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	for name, spoil := range map[string]func(v *Volunteer, r *Request){
		"pending":               func(v *Volunteer, _ *Request) { v.Status = Pending },
		"removed":               func(v *Volunteer, _ *Request) { v.Status = Removed },
		"paused":                func(v *Volunteer, _ *Request) { v.Status = Paused },
		"paused until tomorrow": func(v *Volunteer, _ *Request) { v.Status, v.PausedUntil = Paused, now.Add(24*time.Hour) },
		"unreachable":           func(v *Volunteer, _ *Request) { v.Unreachable = true },
		"another category":      func(v *Volunteer, _ *Request) { v.Categories = []string{"RX"} },
		"another zone":          func(v *Volunteer, _ *Request) { v.ZIPs = []string{"11233"} },
		"the resident":          func(v *Volunteer, r *Request) { r.Resident = v.ID },
		"kept apart":            func(v *Volunteer, r *Request) { v.Apart = []ID{r.Resident} },
		"outside their hours":   func(v *Volunteer, _ *Request) { v.Hours = Hours{{3, 0, 720}, {4, 720, 1440}} },
		"has a job":             func(v *Volunteer, _ *Request) { v.JobsHeld = 1 },
		"asked an hour ago":     func(v *Volunteer, _ *Request) { v.LastAsk = now.Add(-time.Hour) },
		"asked twice today": func(v *Volunteer, _ *Request) {
			v.Asked = []time.Time{now.Add(-11 * time.Hour), now.Add(-9 * time.Hour)}
		},
		"asked eight times a week":  func(v *Volunteer, _ *Request) { v.Asked = slices.Repeat([]time.Time{now.Add(-50 * time.Hour)}, 8) },
		"own daily limit":           func(v *Volunteer, _ *Request) { v.DailyLimit, v.Asked = 1, []time.Time{now.Add(-9 * time.Hour)} },
		"new, and it needs trust":   func(v *Volunteer, r *Request) { r.Category, v.Categories, v.Trusted = "RIDE", []string{"RIDE"}, false },
		"trusted, not named":        func(_ *Volunteer, r *Request) { r.Category = "RIDE" },
		"new with a job, limit two": func(v *Volunteer, _ *Request) { v.Trusted, v.OpenJobs, v.JobsHeld = false, 2, 1 },
		"a coordinator's category":  func(_ *Volunteer, r *Request) { r.Category = "SAFE" },
		"an unknown category":       func(_ *Volunteer, r *Request) { r.Category = "GONE" },
		"private":                   func(_ *Volunteer, r *Request) { r.Private = true },
		"assigned":                  func(_ *Volunteer, r *Request) { r.Status = Assigned },
		"held back for a person":    func(_ *Volunteer, r *Request) { r.Attention = DangerWords },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, r := volunteers(1), food(t)
			spoil(&v[0], &r)
			if got := ask(n, v, r, nil, now); len(got) != 0 {
				t.Errorf("asked %v", got)
			}
		})
	}
	if got := ask(n, volunteers(1), food(t), nil, time.Date(2026, 11, 18, 23, 0, 0, 0, n.Location)); len(got) != 0 {
		t.Errorf("asked %v at night", got)
	}
}

func TestWhoMayBeAskedIs(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	for name, change := range map[string]func(v *Volunteer, r *Request){
		"plain":                   func(*Volunteer, *Request) {},
		"all ZIPs":                func(v *Volunteer, _ *Request) { v.ZIPs = nil },
		"another ZIP of the zone": func(v *Volunteer, _ *Request) { v.ZIPs = []string{"10001", "11206"} },
		"the pause is over":       func(v *Volunteer, _ *Request) { v.Status, v.PausedUntil = Paused, now.Add(-time.Minute) },
		"in their hours":          func(v *Volunteer, _ *Request) { v.Hours = Hours{{3, 720, 721}} },
		"two confirmed jobs": func(v *Volunteer, r *Request) {
			r.Category, v.Categories, v.Trusted, v.Confirmed = "RIDE", []string{"RIDE"}, false, 2
		},
		"second job, limit two": func(v *Volunteer, _ *Request) { v.OpenJobs, v.JobsHeld = 2, 1 },
		"asked yesterday":       func(v *Volunteer, _ *Request) { v.Asked = slices.Repeat([]time.Time{now.Add(-13 * time.Hour)}, 2) },
		"standing by": func(v *Volunteer, _ *Request) {
			v.LastAsk, v.Standby, v.StandbyFor = now.Add(-time.Hour), now.Add(-time.Hour), "FOOD"
		},
		"in the neighboring zone":      func(v *Volunteer, _ *Request) { v.ZIPs = []string{"11221"} },
		"nobody left, but now there's": func(_ *Volunteer, r *Request) { r.Attention = NobodyLeft },
		"of another language":          func(v *Volunteer, _ *Request) { v.Languages = []string{"fr"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, r := volunteers(1), food(t)
			change(&v[0], &r)
			if got := ask(n, v, r, nil, now); len(got) != 1 {
				t.Errorf("asked %v", got)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	v := volunteers(7)
	v[0].LastAsk = now.Add(-10 * time.Hour)
	v[1].LastAsk = now.Add(-30 * time.Hour)
	v[2].Standby, v[2].StandbyFor, v[2].LastAsk = now.Add(-time.Hour), "FOOD", now.Add(-time.Hour)
	v[3].Standby, v[3].StandbyFor, v[3].LastAsk = now.Add(-26*time.Hour), "FOOD", now.Add(-26*time.Hour) // yesterday's counts no more
	v[4].Standby, v[4].StandbyFor, v[4].LastAsk = now.Add(-9*time.Hour), "RX", now.Add(-9*time.Hour)     // another kind of job
	want := []ID{3, 6, 7, 2, 4}
	if diff := cmp.Diff(want, ask(n, v, food(t), nil, now)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// Another order changes whose turn it is, and nothing of who may be asked, or that who stands by goes first.
func TestAnotherOrder(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	n.Order = func(v *Volunteer, request ID) int64 { return -int64(v.ID) * int64(request) }
	v := volunteers(5)
	v[1].Standby, v[1].StandbyFor = now.Add(-time.Hour), "FOOD"
	v[2].Status = Paused
	v[4].LastAsk = now.Add(-30 * time.Hour)
	if diff := cmp.Diff([]ID{2, 5, 4, 1}, ask(n, v, food(t), nil, now)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	v, r := volunteers(4), food(t)
	r.Language = "es"
	v[2].Languages = []string{"en", "es"}
	if got := ask(n, v, r, nil, now); !slices.Equal(got, []ID{3}) {
		t.Fatalf("asked %v, want the one who speaks Spanish", got)
	}
	offers := []Offer{{Volunteer: 3, Status: OfferSent, SentAt: now}}
	if got := ask(n, v, r, offers, now); len(got) != 0 {
		t.Errorf("asked %v while the one who speaks Spanish decides", got)
	}
	offers[0].Status = OfferDeclined
	if got := ask(n, v, r, offers, now); !slices.Equal(got, []ID{1, 2, 4}) {
		t.Errorf("asked %v, want everybody else after the no", got)
	}
}

func TestNeighbors(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	v := volunteers(3)
	v[1].ZIPs, v[2].ZIPs = []string{"11221"}, []string{"11233"}
	if got := ask(n, v, food(t), nil, now); !slices.Equal(got, []ID{1}) {
		t.Fatalf("asked %v, want only who is in the zone", got)
	}
	offers := []Offer{{Volunteer: 1, Status: OfferSent, SentAt: now}}
	if got := ask(n, v, food(t), offers, now.Add(29*time.Minute)); len(got) != 0 {
		t.Errorf("asked %v before replace_after", got)
	}
	if got := ask(n, v, food(t), offers, now.Add(30*time.Minute)); !slices.Equal(got, []ID{2}) {
		t.Errorf("asked %v, want the neighboring zone's but not the one beyond", got)
	}
	n.Zones = nil
	if got := ask(n, v, food(t), offers, now.Add(30*time.Minute)); len(got) != 0 {
		t.Errorf("asked %v, but without zones each ZIP is its own", got)
	}
}

func TestAskedBefore(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	for status, again := range map[OfferStatus]bool{OfferDeclined: false, OfferExpired: false, OfferFailed: false,
		OfferHandedBack: false, OfferNoShow: false, OfferSent: false, OfferTooLate: true, OfferWithdrawn: true} {
		offers := []Offer{{Volunteer: 1, Status: status, SentAt: now.Add(-9 * time.Hour)}}
		if got := ask(n, volunteers(1), food(t), offers, now); (len(got) == 1) != again {
			t.Errorf("%s: asked again: %v", status, got)
		}
	}
}

// drawRoster makes people of every kind.
func drawRoster(rt *rapid.T, now time.Time) []Volunteer {
	zips := []string{"11206", "11211", "11221", "11233", "99999"}
	some := func(of []string, name string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID).Draw(rt, name)
	}
	ago := func(name string) time.Time {
		return now.Add(-time.Duration(rapid.IntRange(1, 8*24*60).Draw(rt, name)) * time.Minute)
	}
	roster := make([]Volunteer, rapid.IntRange(0, 30).Draw(rt, "volunteers"))
	for i := range roster {
		v := &roster[i]
		v.ID = ID(i + 1)
		v.Status = rapid.SampledFrom([]VolunteerStatus{Active, Active, Active, Pending, Paused, Removed}).Draw(rt, "status")
		v.Trusted, v.Confirmed = rapid.Bool().Draw(rt, "trusted"), rapid.IntRange(0, 3).Draw(rt, "confirmed")
		v.Categories = some([]string{"FOOD", "RX", "RIDE"}, "categories")
		v.ZIPs, v.Languages = some(zips, "zips"), some([]string{"en", "es", "ht"}, "languages")
		v.JobsHeld, v.OpenJobs = rapid.IntRange(0, 2).Draw(rt, "held"), rapid.IntRange(0, 2).Draw(rt, "open jobs")
		v.DailyLimit, v.WeeklyLimit = rapid.IntRange(0, 3).Draw(rt, "daily"), rapid.IntRange(0, 9).Draw(rt, "weekly")
		v.Unreachable = rapid.IntRange(0, 9).Draw(rt, "unreachable") == 0
		for range rapid.IntRange(0, 9).Draw(rt, "asks") {
			v.Asked = append(v.Asked, ago("asked"))
		}
		slices.SortFunc(v.Asked, time.Time.Compare)
		if len(v.Asked) > 0 {
			v.LastAsk = v.Asked[len(v.Asked)-1]
		}
		if rapid.IntRange(0, 4).Draw(rt, "standby") == 0 {
			v.Standby, v.StandbyFor = ago("stands by since"), rapid.SampledFrom([]string{"FOOD", "RX"}).Draw(rt, "standby for")
		}
		if rapid.Bool().Draw(rt, "has hours") {
			v.Hours = Hours{{Day: rapid.IntRange(2, 4).Draw(rt, "day"), From: 60, Until: rapid.IntRange(61, 1440).Draw(rt, "until")}}
		}
		if rapid.IntRange(0, 9).Draw(rt, "apart") == 0 {
			v.Apart = []ID{1000}
		}
		if v.Habit.Silent = rapid.IntRange(0, 20).Draw(rt, "silent"); v.Habit.Silent > 10 && rapid.Bool().Draw(rt, "still asked") {
			v.Habit.StillAsked = now.AddDate(0, 0, -rapid.IntRange(0, 60).Draw(rt, "days ago"))
		}
		if rapid.Bool().Draw(rt, "had a job") {
			v.Habit.LastJob = now.Add(-time.Duration(rapid.IntRange(0, 50).Draw(rt, "hours ago")) * time.Hour)
		}
	}
	return roster
}

// mayBeAsked states the rule of product.md once more, the slow way, for everything but language and zone.
func mayBeAsked(n *Network, v Volunteer, r Request, now time.Time) bool {
	c, _ := n.Category(r.Category)
	proven := v.Trusted || v.Confirmed >= 2
	open, daily, weekly := n.Rules.OpenJobs, n.Rules.DailyLimit, n.Rules.WeeklyLimit
	if v.OpenJobs > 0 {
		open = v.OpenJobs
	}
	if !proven {
		open = 1
	}
	if v.DailyLimit > 0 {
		daily = v.DailyLimit
	}
	if v.WeeklyLimit > 0 {
		weekly = v.WeeklyLimit
	}
	today, lately := 0, 0
	for _, at := range v.Asked {
		if at.In(n.Location).Format(time.DateOnly) == now.Format(time.DateOnly) {
			today++
		}
		if now.Sub(at) <= 7*24*time.Hour {
			lately++
		}
	}
	active := v.Status == Active || v.Status == Paused && !v.PausedUntil.IsZero() && !v.PausedUntil.After(now)
	does := slices.Contains(v.Categories, r.Category) || len(v.Categories) == 0 && !c.TrustedOnly
	standby := v.StandbyFor == r.Category && v.Standby.In(n.Location).Format(time.DateOnly) == now.Format(time.DateOnly)
	rested := now.Sub(v.LastAsk) >= n.Rules.AskAgainAfter && now.Sub(v.Habit.LastJob) >= 24*time.Hour &&
		now.Sub(v.Habit.StillAsked) >= n.Rules.AskAgainAfter
	return active && does && (proven || !c.TrustedOnly) && !v.Unreachable && v.JobsHeld < open && today < daily &&
		lately < weekly && (standby || rested) && v.Hours.At(now) &&
		!slices.Contains(v.Apart, r.Resident) && v.ID != r.Resident
}

func TestChooseProperty(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	zoneOf := func(v Volunteer, zips ...string) bool {
		return len(v.ZIPs) == 0 || slices.ContainsFunc(v.ZIPs, func(z string) bool { return slices.Contains(zips, z) })
	}
	rapid.Check(t, func(rt *rapid.T) {
		roster, r := drawRoster(rt, now), food(t)
		r.Category = rapid.SampledFrom([]string{"FOOD", "RX", "RIDE"}).Draw(rt, "category")
		r.Language = rapid.SampledFrom([]string{"en", "es", "ht", "fr"}).Draw(rt, "language")
		r.Resident = ID(rapid.SampledFrom([]int{1000, 1, 2}).Draw(rt, "resident"))
		a := n.asking(r, nil, now)
		want := rapid.IntRange(0, 6).Draw(rt, "want")
		got := n.Choose(roster, r, nil, want, now)

		// The eligible people of the zone, else of its neighbor; of those who share the language, else of the others.
		var pool []Volunteer
		for _, zips := range [][]string{{"11206", "11211"}, {"11221"}} {
			for _, v := range roster {
				if mayBeAsked(n, v, r, now) && !a.unsure(&v) && zoneOf(v, zips...) {
					pool = append(pool, v)
				}
			}
			if len(pool) > 0 {
				break
			}
		}
		shares := func(v Volunteer) bool {
			return slices.Contains(v.Languages, r.Language) || len(v.Languages) == 0 && r.Language == "en"
		}
		if slices.ContainsFunc(pool, shares) {
			pool = slices.DeleteFunc(pool, func(v Volunteer) bool { return !shares(v) })
		}
		if len(got) != min(want, len(pool)) {
			rt.Fatalf("%d asked, want %d of %d", len(got), want, len(pool))
		}
		byID := func(id ID) Volunteer {
			i := slices.IndexFunc(pool, func(v Volunteer) bool { return v.ID == id })
			if i < 0 {
				rt.Fatalf("%d may not be asked", id)
			}
			return pool[i]
		}
		for i, id := range got {
			v := byID(id)
			if slices.Contains(got[:i], id) {
				rt.Fatalf("%d is asked twice", id)
			}
			for _, other := range pool {
				if first := ranked(&a, roster, other).before(ranked(&a, roster, v)); first && !slices.Contains(got[:i], other.ID) {
					rt.Fatalf("%d is asked before %d, whose turn it is", id, other.ID)
				}
			}
		}
	})
}

// ranked is a volunteer's place, with all that puts them back.
func ranked(a *asking, roster []Volunteer, v Volunteer) place {
	return a.putBack(a.place(&v), roster, &v)
}

// crowd is 50,000 volunteers of fifty ZIPs, asked at random times of the last month.
func crowd(now time.Time) []Volunteer {
	rnd := rand.New(rand.NewPCG(1, 2))
	roster := make([]Volunteer, 50_000)
	for i := range roster {
		last := now.Add(-time.Duration(rnd.IntN(30*24*60)) * time.Minute)
		roster[i] = Volunteer{ID: ID(i + 1), Status: Active, Trusted: true, ZIPs: []string{fmt.Sprint(11200 + rnd.IntN(50))},
			Languages: []string{"en"}, Categories: []string{"FOOD", "RX"}, Hours: Hours{{Day: rnd.IntN(7), From: 540, Until: 1080}, {Day: 3, From: 600, Until: 1200}},
			LastAsk: last, Asked: []time.Time{last}}
	}
	return roster
}

func BenchmarkChoose(b *testing.B) {
	n, now := network(b), noon(b)
	roster := crowd(now)
	r := Request{ID: 1, Resident: 90_000, Status: Open, Category: "FOOD", Place: Place{ZIP: "11211"}, Language: "en"}
	cases := map[string]func(*Request){
		"five-of-50000":     func(*Request) {},
		"nobody-of-50000":   func(r *Request) { r.Place = Place{ZIP: "99999"} },
		"none-share-tongue": func(r *Request) { r.Language = "ht" },
	}
	for name, change := range cases {
		b.Run(name, func(b *testing.B) {
			r := r
			change(&r)
			b.ReportAllocs()
			for b.Loop() {
				n.Choose(roster, r, nil, 5, now)
			}
		})
	}
}
