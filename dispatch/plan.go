package dispatch

import (
	"slices"
	"time"
)

// Plan is what to do about a request now.
type Plan struct {
	Ask    []ID      // whom to ask, in this order
	Still  []ID      // whom to ask "still with us?" in place of an offer: they have been silent for long
	Again  time.Time // when to look again unless something happens before; zero: only when something does
	Nobody bool      // nobody is being asked, and nobody can be before the request is escalated anyway
}

// Plan decides about one request: it keeps the pace's number of answers to come. offers are all that were ever made for
// it; those that have run out must be marked expired before. The roster is in order of ID.
func (n *Network) Plan(roster []Volunteer, r Request, offers []Offer, now time.Time) Plan {
	now = n.Local(now)
	if !n.Askable(r) || !r.DueAt.IsZero() && !now.Before(r.DueAt) {
		return Plan{} // what was wanted by then is a coordinator's now
	}
	if from := n.AskFrom(now); from.After(now) {
		return Plan{Again: earliest(from, nextExpiry(offers, now))}
	}
	if held := heldUntil(offers, now); !held.IsZero() {
		return Plan{Again: held}
	}
	pace := n.Pace(r, now)
	if first := n.firstAsked(roster, r, offers, now); len(first) > 0 {
		return Plan{Ask: first, Again: now.Add(pace.ReplaceAfter)}
	}
	wave := n.wave(roster, r.Place, pace)
	wave += max(0, r.Wanted-1) * ((wave + 1) / 2) // each further place: half as many again
	live := Live(offers)
	want := wave - live - n.toCome(roster, r, offers, wave, now)
	p := Plan{Again: nextExpiry(offers, now)}
	if want <= 0 {
		return p
	}
	a := n.asking(r, offers, now)
	p.Ask, p.Still = n.choose(a, roster, offers, want)
	if len(p.Ask) > 0 {
		p.Again = earliest(p.Again, now.Add(pace.ReplaceAfter))
	}
	if len(p.Ask) == want {
		return p
	}
	chance := n.nextChance(a, roster, offers, p.Ask)
	p.Again = earliest(p.Again, chance)
	p.Nobody = live == 0 && len(p.Ask) == 0 && (chance.IsZero() || !chance.Before(n.EscalateAt(r, now)))
	return p
}

// Live counts the offers that wait for an answer.
func Live(offers []Offer) int {
	n := 0
	for _, o := range offers {
		if o.Status.Live() {
			n++
		}
	}
	return n
}

// nextExpiry is when the next live offer runs out.
func nextExpiry(offers []Offer, now time.Time) (next time.Time) {
	for _, o := range offers {
		if o.Status.Live() && o.ExpiresAt.After(now) {
			next = earliest(next, o.ExpiresAt)
		}
	}
	return next
}

// heldUntil is the end of a conditional yes that holds the request; zero if none does.
func heldUntil(offers []Offer, now time.Time) (until time.Time) {
	for _, o := range offers {
		if o.HeldUntil.After(now) && o.HeldUntil.After(until) {
			until = o.HeldUntil
		}
	}
	return until
}

// earliest of two moments; a zero one does not count.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// lastCall is how long before the deadline coordinators hear at the latest that nobody has said yes.
const lastCall = time.Hour

// EscalateAt is when coordinators hear that nobody has said yes: the pace's time after asking could begin; sooner if
// the deadline is near, the evening before if it is in the early morning, but not before the first have had their
// time to answer; never at night. A request that was never opened counts from now.
func (n *Network) EscalateAt(r Request, now time.Time) time.Time {
	from := r.OpenedAt
	if from.IsZero() {
		from = now
	}
	from = n.AskFrom(from)
	pace := n.Pace(r, from)
	at := from.Add(pace.EscalateAfter)
	if due := n.Deadline(r, from); !due.IsZero() && n.AskFrom(at).After(due.Add(-lastCall)) {
		at = later(from.Add(pace.ReplaceAfter), n.awake(due.Add(-lastCall)))
	}
	return n.AskFrom(at)
}

// awake is t, or the last call of the evening before if t is at night.
func (n *Network) awake(t time.Time) time.Time {
	if !n.QuietAt(t) {
		return t
	}
	return lastAt(t.Add(time.Nanosecond), n.Rules.Quiet.From).Add(-lastCall)
}

// nextChance is when somebody who cannot be asked now could be, for want of nothing but time: their hours, a pause,
// their limits, or a neighboring zone's turn. Zero: nobody.
func (n *Network) nextChance(a asking, roster []Volunteer, offers []Offer, chosen []ID) (next time.Time) {
	a.before = append(slices.Clip(a.before), chosen...)
	here, beyond, now := a.near, n.beyond(a.request.Place), a.now
	neighbors := later(now, n.neighborsFrom(a.request, offers, now))
	for i := range roster {
		v := &roster[i]
		a.near = here
		from := now
		if !here.near(v.ZIPs) {
			a.near, from = beyond, neighbors
		}
		if !a.fits(v) || !v.MayHold(n.Rules) || a.unsure(v) || v.Status == Paused && v.PausedUntil.IsZero() {
			continue
		}
		if from = a.freeFrom(v, from); !next.IsZero() && !from.Before(next) {
			continue
		}
		if at := n.inHours(v.Hours, from); at.After(now) {
			next = earliest(next, at)
		}
	}
	return next
}

// freeFrom is the first moment from t on at which this volunteer's pause, rests and limits let them be asked.
func (a *asking) freeFrom(v *Volunteer, t time.Time) time.Time {
	if v.Status == Paused {
		t = later(t, v.PausedUntil)
	}
	if !a.rested(v) {
		t = later(t, a.rules.restedFrom(v))
	}
	if asksSince(v, a.midnight) >= or(v.DailyLimit, a.rules.DailyLimit) {
		t = later(t, wall(a.now, 1, 0))
	}
	if limit := or(v.WeeklyLimit, a.rules.WeeklyLimit); asksSince(v, a.now.Add(-week)) >= limit && limit <= len(v.Asked) {
		t = later(t, v.Asked[len(v.Asked)-limit].Add(week+time.Millisecond))
	}
	return t
}

// inHours is the first moment from t on that is in these hours and outside quiet ones; zero if they never meet.
func (n *Network) inHours(h Hours, t time.Time) time.Time {
	t = n.Local(t)
	for range 2 * (len(h) + 8) {
		from := n.AskFrom(t)
		if from = h.Next(from); from.IsZero() || from.Equal(t) {
			return from
		}
		t = from
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
