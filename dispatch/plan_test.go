package dispatch

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestPlanKeepsFiveLive(t *testing.T) {
	t.Parallel()
	n, now, r := network(t), noon(t), food(t)
	p := n.Plan(volunteers(20), r, nil, now)
	if !slices.Equal(p.Ask, []ID{1, 2, 3, 4, 5}) || !p.Again.Equal(now.Add(30*time.Minute)) {
		t.Fatalf("plan %+v, want five asked and a look in 30 minutes", p)
	}
	r.Urgency = Today
	p = n.Plan(volunteers(20), r, nil, now)
	if len(p.Ask) != 8 || !p.Again.Equal(now.Add(15*time.Minute)) {
		t.Errorf("plan %+v, want eight asked and a look in 15 minutes", p)
	}
}

func TestPlanWaits(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	night := time.Date(2026, 11, 18, 22, 0, 0, 0, n.Location)
	morning := time.Date(2026, 11, 19, 8, 0, 0, 0, n.Location)
	if p := n.Plan(volunteers(9), food(t), nil, night); len(p.Ask) > 0 || !p.Again.Equal(morning) || p.Nobody {
		t.Errorf("at night: %+v", p)
	}
	hold := []Offer{{Volunteer: 1, Status: OfferSent, SentAt: now, ExpiresAt: now.Add(30 * time.Minute), HeldUntil: now.Add(HoldFor)}}
	if p := n.Plan(volunteers(9), food(t), hold, now); len(p.Ask) > 0 || !p.Again.Equal(now.Add(HoldFor)) {
		t.Errorf("while held: %+v", p)
	}
	r := food(t)
	r.Status = Closed
	if p := n.Plan(volunteers(9), r, nil, now); len(p.Ask) > 0 || !p.Again.IsZero() || p.Nobody {
		t.Errorf("closed: %+v", p)
	}
}

func TestPlanNobody(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	roster := volunteers(1)
	for name, c := range map[string]struct {
		change func(v *Volunteer)
		nobody bool
		again  time.Time
	}{
		"nobody near":          {func(v *Volunteer) { v.ZIPs = []string{"11233"} }, true, time.Time{}},
		"free in an hour":      {func(v *Volunteer) { v.LastAsk = now.Add(-7 * time.Hour) }, false, now.Add(time.Hour)},
		"at two o'clock":       {func(v *Volunteer) { v.Hours = Hours{{3, 14 * 60, 15 * 60}} }, false, now.Add(2 * time.Hour)},
		"only tomorrow":        {func(v *Volunteer) { v.Hours = Hours{{4, 14 * 60, 15 * 60}} }, true, now.Add(26 * time.Hour)},
		"asked enough today":   {func(v *Volunteer) { v.DailyLimit, v.Asked = 1, []time.Time{now} }, true, now.Add(20 * time.Hour)},
		"asked enough, a week": {func(v *Volunteer) { v.WeeklyLimit, v.Asked = 1, []time.Time{now.Add(-5 * 24 * time.Hour)} }, true, now.Add(48*time.Hour + time.Millisecond)},
		"hours only at night":  {func(v *Volunteer) { v.Hours = Hours{{3, 22 * 60, 23 * 60}} }, true, time.Time{}},
		"paused for an hour":   {func(v *Volunteer) { v.Status, v.PausedUntil = Paused, now.Add(time.Hour) }, false, now.Add(time.Hour)},
		"has a job":            {func(v *Volunteer) { v.JobsHeld = 1 }, true, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := slices.Clone(roster)
			c.change(&v[0])
			p := n.Plan(v, food(t), nil, now)
			if p.Nobody != c.nobody || !p.Again.Equal(c.again) || len(p.Ask) > 0 {
				t.Errorf("plan %+v, want nobody %v, again %v", p, c.nobody, c.again)
			}
		})
	}
}

// The neighboring zone's turn is not missed when the zone's own are asked and silent.
func TestPlanComesBackForNeighbors(t *testing.T) {
	t.Parallel()
	n, now := network(t), noon(t)
	roster := volunteers(2)
	roster[1].ZIPs = []string{"11221"}
	offers := []Offer{{Volunteer: 1, Status: OfferDeclined, SentAt: now}}
	p := n.Plan(roster, food(t), offers, now.Add(time.Minute))
	if p.Nobody || !p.Again.Equal(now.Add(30*time.Minute)) {
		t.Fatalf("plan %+v, want a look at the neighbors in half an hour", p)
	}
	if p = n.Plan(roster, food(t), offers, p.Again); !slices.Equal(p.Ask, []ID{2}) {
		t.Errorf("plan %+v, want the neighbor asked", p)
	}
}

// Played through: as long as people are left, exactly the pace's number of answers is to come; nobody is asked twice; each no or
// silence brings in the next; and the plan never sleeps through what it waits for.
func TestPlanProperty(t *testing.T) {
	t.Parallel()
	n := network(t)
	rapid.Check(t, func(rt *rapid.T) {
		now, r := noon(t), food(t)
		r.Urgency = rapid.SampledFrom([]Urgency{Today, TwoDays}).Draw(rt, "urgency")
		n.Rules.ReplaceAfter = time.Duration(rapid.IntRange(1, 60).Draw(rt, "replace after")) * time.Minute
		pace := n.Pace(r, now)
		roster := volunteers(rapid.IntRange(0, 25).Draw(rt, "volunteers"))
		for i := range roster {
			roster[i].Habit = Habit{Asks: 20, Yes: float64(rapid.IntRange(0, 20).Draw(rt, "yes")),
				Delay: time.Duration(rapid.IntRange(0, 200).Draw(rt, "delay")) * time.Minute}
		}
		near := len(roster)
		for i := range 20 { // far away and unwilling: their zones' share of the wave is larger, and North's smaller
			roster = append(roster, Volunteer{ID: ID(100 + i), Status: Active, ZIPs: []string{"11233"}, Habit: Habit{Asks: 20}})
		}
		wave := n.wave(roster, r.Place, pace)
		var offers []Offer
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			for i := range offers {
				if offers[i].Status.Live() && !offers[i].ExpiresAt.After(now) {
					offers[i].Status = OfferExpired
				}
			}
			p := n.Plan(roster, r, offers, now)
			for _, id := range p.Ask {
				if slices.ContainsFunc(offers, func(o Offer) bool { return o.Volunteer == id }) {
					rt.Fatalf("%d is asked twice", id)
				}
				offers = append(offers, Offer{Volunteer: id, Status: OfferSent, SentAt: now, ExpiresAt: now.Add(pace.ReplaceAfter)})
			}
			if n.QuietAt(now) {
				if len(p.Ask) > 0 {
					rt.Fatal("asked at night")
				}
			} else if live, left := Live(offers), near-len(offers); live > wave ||
				live+n.toCome(roster, r, offers, wave, now) < wave && left > 0 || live == 0 && left > 0 {
				rt.Fatalf("%d live with %d left to ask", live, left)
			} else if p.Nobody != (live == 0 && left == 0) {
				rt.Fatalf("nobody is %v with %d live and %d left", p.Nobody, live, left)
			}
			if p.Again.IsZero() {
				if Live(offers) > 0 {
					rt.Fatal("offers are live, but nobody looks at them again")
				}
				return
			}
			if !p.Again.After(now) {
				rt.Fatalf("looks again at %v, which is not later than %v", p.Again, now)
			}
			if live := slices.IndexFunc(offers, func(o Offer) bool { return o.Status.Live() }); live >= 0 && rapid.Bool().Draw(rt, "a no") {
				offers[live].Status = OfferDeclined
				now = now.Add(time.Minute)
			} else {
				now = p.Again
			}
		}
	})
}

func TestEscalationAndNewsSpareTheNight(t *testing.T) {
	t.Parallel()
	n := network(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, n.Location) }
	for _, c := range []struct {
		name      string
		got, want time.Time
	}{
		{"escalate at four hours", n.EscalateAt(Request{OpenedAt: at(18, 12)}, at(18, 12)), at(18, 16)},
		{"escalate in the morning", n.EscalateAt(Request{OpenedAt: at(18, 19)}, at(18, 19)), at(19, 8)},
		{"opened at night", n.EscalateAt(Request{OpenedAt: at(18, 23)}, at(18, 23)), at(19, 12)},
		{"today's sooner", n.EscalateAt(Request{OpenedAt: at(18, 12), Urgency: Today}, at(18, 12)), at(18, 14)},
		{"today's, late: an hour before the evening", n.EscalateAt(Request{OpenedAt: at(18, 19), Urgency: Today}, at(18, 19)), at(18, 20)},
		{"never opened", n.EscalateAt(Request{}, at(18, 12)), at(18, 16)},
		{"first news", n.NewsAt(at(18, 12), time.Time{}), at(18, 16)},
		{"then daily", n.NewsAt(at(18, 12), at(18, 16)), at(19, 16)},
		{"news in the morning", n.NewsAt(at(18, 18), time.Time{}), at(19, 8)},
		{"due today", n.Deadline(Request{Urgency: Today}, at(18, 12)), at(18, 21)},
		{"today, said at night", n.Deadline(Request{Urgency: Today}, at(18, 22)), at(19, 21)},
		{"due in two days", n.Deadline(Request{}, at(18, 12)), at(20, 12)},
		{"due this week", n.Deadline(Request{Urgency: ThisWeek}, at(18, 12)), at(25, 12)},
		{"any time", n.Deadline(Request{Urgency: Anytime}, at(18, 12)), time.Time{}},
		{"due at ten", n.Deadline(Request{Urgency: Today, DueAt: at(20, 10)}, at(18, 12)), at(20, 10)},
		{"due on a day", n.Deadline(Request{DueAt: LastMinute(at(20, 10))}, at(18, 12)), at(20, 21)},
		{"told an hour before", n.EscalateAt(Request{OpenedAt: at(18, 12), DueAt: at(18, 15), Urgency: TwoDays}, at(18, 12)), at(18, 14)},
		{"told the evening before", n.EscalateAt(Request{OpenedAt: at(18, 18), DueAt: at(19, 8), Urgency: TwoDays}, at(18, 18)), at(18, 20)},
	} {
		if !c.got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

// An hour of silence from five does not have five more asked: answers may still come.
func TestPlanCountsAnswersToCome(t *testing.T) {
	t.Parallel()
	n, now, r := network(t), noon(t), food(t)
	offers := make([]Offer, 5)
	for i := range offers {
		offers[i] = Offer{Volunteer: ID(i + 1), Status: OfferExpired, SentAt: now.Add(-30 * time.Minute), ExpiresAt: now}
	}
	roster := volunteers(20)
	if p := n.Plan(roster, r, offers, now); len(p.Ask) != 3 {
		t.Errorf("half an hour of silence from five: %d asked anew, want 3", len(p.Ask))
	}
	if p := n.Plan(roster, r, offers, now.Add(2*time.Hour)); len(p.Ask) != 5 {
		t.Errorf("two hours later: %d asked anew, want 5", len(p.Ask))
	}
	for i := range roster[:5] {
		roster[i].Habit.Delay = time.Minute
	}
	if p := n.Plan(roster, r, offers, now); len(p.Ask) != 4 {
		t.Errorf("five who answer fast were silent: %d asked anew, want 4", len(p.Ask))
	}
	if r.Urgency = Today; len(n.Plan(roster, r, offers, now).Ask) != 8 {
		t.Error("nothing that is urgent waits for late answers")
	}
	offers[0].Status = OfferDeclined
	if p := n.Plan(volunteers(20), food(t), offers[:1], now); len(p.Ask) != 5 {
		t.Errorf("after a no: %d asked, want 5", len(p.Ask))
	}
}
