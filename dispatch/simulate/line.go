package simulate

import (
	"time"

	"hotline/dispatch"
)

// line is a network at work under one policy.
type line struct {
	queue
	network dispatch.Network
	letters []string
	seed    uint64
	people  []person
	roster  []dispatch.Volunteer // what the rules see of people; roster[id-1]
	offered [][]*offer           // of each volunteer, those of the last 14 days, oldest first
	lately  [][]dispatch.Offer   // the same as the letters' rules see them
	jobs    []*job
	waiting []*job
	swept   bool // a sweep is set
	count   counts
}

// job is a request at work.
type job struct {
	dispatch.Request
	offers   []dispatch.Offer // as the rules see them
	asked    []*offer         // asked[i] is what becomes of offers[i]
	deadline time.Time
	looked   int // how often a look has been set: only the last one counts
	taken    time.Time
	won      *offer // the one that was taken; nil: none
	raised   bool   // coordinators were told
}

// offer is what becomes of an offer.
type offer struct {
	job       *job
	place     int // in job.offers
	volunteer dispatch.ID
	sent      time.Time
	told      bool // that it is covered, or over
}

// seen is the offer as the rules see it.
func (o *offer) seen() *dispatch.Offer { return &o.job.offers[o.place] }

func (o *offer) live() bool { return o.seen().Status.Live() }

// counts are sums over a run.
type counts struct {
	asks, texts                         int
	ignored, yes, no, silent            int           // what became of each ask
	won, redundant, spared, late, other int           // what became of each yes; other: jobs offered in place of one that was taken
	asked                               [][]time.Time // of each volunteer, in order
}

// rest is how long an offer's letter may matter to the next (dispatch.NextLetter).
const rest = 14 * 24 * time.Hour

func newLine(n dispatch.Network, letters []string, seed uint64, people []person, demand []request) *line {
	l := &line{network: n, letters: letters, seed: seed, people: people, roster: make([]dispatch.Volunteer, len(people)),
		offered: make([][]*offer, len(people)), lately: make([][]dispatch.Offer, len(people)), count: counts{asked: make([][]time.Time, len(people))}}
	for i, p := range people {
		l.roster[i] = p.volunteer
	}
	for _, r := range demand {
		j := &job{Request: r.Request}
		l.jobs = append(l.jobs, j)
		l.at(r.at, func() { l.comes(j) })
	}
	return l
}

// comes takes in a request: its resident has an answer, and the timers that a line sets are set.
func (l *line) comes(j *job) {
	l.count.texts++ // what was understood
	j.deadline = l.network.Deadline(j.Request, j.OpenedAt)
	l.waiting = append(l.waiting, j)
	l.lookAt(j, j.OpenedAt)
	l.at(l.network.EscalateAt(j.Request, l.now), func() { l.escalate(j) })
	l.at(l.network.NewsAt(j.OpenedAt, time.Time{}), func() { l.news(j) })
	if !j.deadline.IsZero() {
		l.at(j.deadline, func() { l.giveUp(j) })
	}
}

// lookAt sets when a request is looked at next, in place of any time set before.
func (l *line) lookAt(j *job, t time.Time) {
	j.looked++
	turn := j.looked
	l.at(t, func() {
		if j.looked == turn && j.Status.Waiting() {
			l.look(j)
		}
	})
}

// look ends the offers that have run out and asks whom the rules name.
func (l *line) look(j *job) {
	for i := range j.offers {
		if o := &j.offers[i]; o.Status.Live() && !o.ExpiresAt.After(l.now) {
			l.ends(o, dispatch.OfferExpired)
		}
	}
	plan := l.network.Plan(l.roster, j.Request, j.offers, l.now)
	for _, id := range plan.Ask {
		l.ask(j, id)
		l.count.texts++
	}
	for _, id := range plan.Still {
		l.still(id)
	}
	j.Status = dispatch.Open
	if dispatch.Live(j.offers) > 0 {
		j.Status = dispatch.Offered
		if j.Attention == dispatch.NobodyLeft {
			j.Attention = ""
		}
	}
	if plan.Nobody {
		l.raise(j, dispatch.NobodyLeft)
	}
	if !plan.Again.IsZero() {
		l.lookAt(j, plan.Again)
	}
}

// ask makes one offer, and has its volunteer answer it in their time, or never.
func (l *line) ask(j *job, id dispatch.ID) {
	made := dispatch.Offer{Request: j.ID, Volunteer: id, Letter: l.letter(id), Status: dispatch.OfferSent, SentAt: l.now,
		ExpiresAt: l.now.Add(l.network.Pace(j.Request, l.now).ReplaceAfter)}
	o := &offer{job: j, place: len(j.offers), volunteer: id, sent: l.now}
	j.offers, j.asked = append(j.offers, made), append(j.asked, o)
	l.offered[id-1], l.lately[id-1] = append(l.offered[id-1], o), append(l.lately[id-1], made)
	j.Asks++
	l.count.asks++
	l.count.asked[id-1] = append(l.count.asked[id-1], l.now)
	v := &l.roster[id-1]
	v.LastAsk, v.Asked = l.now, append(v.Asked, l.now)
	for l.now.Sub(v.Asked[0]) > 7*24*time.Hour {
		v.Asked = v.Asked[1:]
	}
	l.hears(o)
}

// still asks somebody long silent whether they are still with us. Who takes notice says so, sooner or later.
func (l *line) still(id dispatch.ID) {
	l.count.texts++
	v := &l.roster[id-1]
	v.Habit = v.Habit.Still(l.now)
	s := about(l.seed, ofStill, uint64(id), uint64(l.now.Unix()))
	if p := &l.people[id-1]; l.now.Before(p.tiredUntil) || !s.chance(saysStill) {
		return
	}
	l.at(l.now.Add(delay(s.unit())), func() {
		v.Habit = v.Habit.Heard()
		l.sweep()
	})
}

// hears is what a volunteer makes of an offer.
func (l *line) hears(o *offer) {
	p := &l.people[o.volunteer-1]
	if !p.hears(l.seed, o.job.ID, l.now) {
		l.count.ignored++
		return
	}
	switch said, after := p.answers(l.seed, o.job.ID); said {
	case yes:
		l.count.yes++
		l.at(l.now.Add(after), func() { l.saysYes(o) })
	case no:
		l.count.no++
		l.at(l.now.Add(after), func() { l.saysNo(o) })
	default:
		l.count.silent++
	}
}

// letter is the name of a volunteer's next offer. What no longer matters to it is forgotten.
func (l *line) letter(id dispatch.ID) string {
	over := 0
	for over < len(l.lately[id-1]) && l.now.Sub(l.lately[id-1][over].SentAt) >= rest {
		over++
	}
	l.offered[id-1], l.lately[id-1] = l.offered[id-1][over:], l.lately[id-1][over:]
	return dispatch.NextLetter(l.letters, l.lately[id-1], l.now)
}
