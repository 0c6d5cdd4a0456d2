package dispatch

import (
	"slices"
	"time"
)

// Choose picks whom to ask next for a request: at most want volunteers of the roster, the first to be asked first.
// It asks nobody who may not be asked (see asking.fits and asking.free). offers are all that were ever made for it.
//
// Of those who may be asked, who shares the resident's language goes before everybody else; the others have their
// turn when nobody who shares it is left, and nobody who does has an answer to give. Neighboring zones have theirs
// when nobody in the zone is left, and replace_after has passed since the last ask. Among equals: who stands by,
// then who is not kept for other requests (see asking.reserved), then who was asked longest ago (or would have been, had
// they not been silent for long), then who has been with us longest. Least recently asked filled most jobs with fewest
// asks in every simulation (no favorites, no tired people), broadcasting fewest with most: hotline simulate.
func (n *Network) Choose(roster []Volunteer, r Request, offers []Offer, want int, now time.Time) []ID {
	if want <= 0 || !n.Askable(r) || n.QuietAt(now) {
		return nil
	}
	ask, _ := n.choose(n.asking(r, offers, now), roster, offers, want)
	return ask
}

// choose does, and names who would be asked but has been silent for so long that they are asked something else first.
func (n *Network) choose(a asking, roster []Volunteer, offers []Offer, want int) (ask, still []ID) {
	ask, still = a.pick(roster, offers, want)
	if len(ask) > 0 || a.now.Before(n.neighborsFrom(a.request, offers, a.now)) {
		return ask, still
	}
	if a.near = n.beyond(a.request.Place); len(a.near) == 0 {
		return nil, still
	}
	a.kept.scarce = nil
	ask, more := a.pick(roster, offers, want)
	return ask, append(still, more...)
}

// neighborsFrom is when neighboring zones may be asked, once nobody in the zone is left.
func (n *Network) neighborsFrom(r Request, offers []Offer, now time.Time) time.Time {
	var last time.Time
	for _, o := range offers {
		if o.SentAt.After(last) {
			last = o.SentAt
		}
	}
	if last.IsZero() {
		return last
	}
	return last.Add(n.Pace(r, now).ReplaceAfter)
}

// turns are the first places of some volunteers: of those who are asked, and of those who would be, had they not been
// silent for so long.
type turns struct{ asked, silent top }

// still are the silent whose turn it is no later than that of whoever is asked last.
func (t *turns) still() (ids []ID) {
	for _, p := range t.silent.best {
		if t.asked.wants(p) {
			ids = append(ids, p.id)
		}
	}
	return ids
}

// pick takes the best of the roster: those who speak the language, or the others if there are none.
func (a *asking) pick(roster []Volunteer, offers []Offer, want int) (ask, still []ID) {
	speakers, others := turns{newTop(want), newTop(want)}, turns{newTop(want), newTop(want)}
	for i := range roster {
		v := &roster[i]
		// Whose turn it is costs little to tell, what they speak more, whether they may be asked a lot: so turn first.
		place := a.place(v)
		first, second := speakers.asked.wants(place), len(speakers.asked.best) == 0 && others.asked.wants(place)
		if !first && !second {
			continue
		}
		mine, wanted := &others, second
		if a.speaks(v) {
			mine, wanted = &speakers, first
		}
		if !wanted || !a.fits(v) || !a.free(v) {
			continue
		}
		best := &mine.asked
		if a.unsure(v) {
			best = &mine.silent
		}
		if place = a.putBack(place, roster, v); best.wants(place) {
			best.add(place)
		}
	}
	switch {
	case len(speakers.asked.best) > 0:
		return speakers.asked.ids(), speakers.still()
	case a.speakerDeciding(roster, offers):
		return nil, speakers.still()
	}
	return others.asked.ids(), append(speakers.still(), others.still()...)
}

// speakerDeciding says whether someone who shares the resident's language has a live offer.
func (a *asking) speakerDeciding(roster []Volunteer, offers []Offer) bool {
	if a.request.Language == "" {
		return false
	}
	var deciding []ID
	for _, o := range offers {
		if o.Status.Live() {
			deciding = append(deciding, o.Volunteer)
		}
	}
	if len(deciding) == 0 {
		return false
	}
	return slices.ContainsFunc(roster, func(v Volunteer) bool { return a.speaks(&v) && slices.Contains(deciding, v.ID) })
}

// place is a volunteer's place in the order of asking.
type place struct {
	standby  bool
	reserved bool
	turn     int64 // unix nanoseconds of the last ask; never: the smallest
	id       ID
}

// place is a volunteer's place at best: what puts them back takes longer to tell.
func (a *asking) place(v *Volunteer) place {
	p := place{standby: a.standsBy(v), id: v.ID, turn: -1 << 63}
	switch {
	case a.order != nil:
		p.turn = a.order(v, a.request.ID)
	case !v.LastAsk.IsZero():
		p.turn = v.LastAsk.UnixNano()
	}
	return p
}

// putBack is the place of a volunteer who is kept for other requests, or has been silent for long: further back.
func (a *asking) putBack(p place, roster []Volunteer, v *Volunteer) place {
	p.reserved = !p.standby && a.reserved(roster, v)
	if a.order == nil && !v.LastAsk.IsZero() {
		p.turn += int64(a.rules.backOff(&v.Habit))
	}
	return p
}

func (p place) before(q place) bool {
	if p.standby != q.standby {
		return p.standby
	}
	if p.reserved != q.reserved {
		return q.reserved
	}
	if p.turn != q.turn {
		return p.turn < q.turn
	}
	return p.id < q.id
}

// top keeps the first few places, in order.
type top struct {
	best []place
	want int
}

func newTop(want int) top { return top{best: make([]place, 0, want+1), want: want} }

// wants says whether a place would be among the first.
func (t *top) wants(p place) bool { return len(t.best) < t.want || p.before(t.best[len(t.best)-1]) }

func (t *top) add(p place) {
	at := len(t.best)
	for at > 0 && p.before(t.best[at-1]) {
		at--
	}
	t.best = slices.Insert(t.best, at, p)
	if len(t.best) > t.want {
		t.best = t.best[:t.want]
	}
}

func (t *top) ids() []ID {
	ids := make([]ID, len(t.best))
	for i, p := range t.best {
		ids[i] = p.id
	}
	return ids
}
