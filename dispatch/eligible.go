package dispatch

import (
	"slices"
	"time"
)

const (
	week = 7 * 24 * time.Hour

	// provenJobs is how many confirmed jobs make a volunteer who joined by text a known one.
	provenJobs = 2
)

// Proven says whether a volunteer is past being new: trusted by a coordinator, or two jobs confirmed. A new one gets
// one job at a time and none that needs trust.
func (v *Volunteer) Proven() bool { return v.Trusted || v.Confirmed >= provenJobs }

// MayHold says whether the volunteer may take another job now.
func (v *Volunteer) MayHold(rules Rules) bool {
	limit := or(v.OpenJobs, rules.OpenJobs)
	if !v.Proven() {
		limit = 1
	}
	return v.JobsHeld < limit
}

// or is own, or the network's where the volunteer has set none.
func or(own, network int) int {
	if own > 0 {
		return own
	}
	return network
}

// MayBeAsked says whether an attention leaves the request to be offered: a person looks at it, and neighbors are
// asked meanwhile. Any other keeps it back until that person has decided.
func (a Attention) MayBeAsked() bool {
	switch a {
	case "", NobodyLeft, DeadlineNear, CannotBeTexted, Conditional, NotHeard, Voicemail, NoNumber, Unhelped:
		return true
	}
	return false
}

// YesTakes says whether a yes takes the job at once. It does not where a person decides what becomes of it: it was handed
// back too often, or there is more to it. Who has only taken it to look at gives it to whoever says yes.
func (a Attention) YesTakes() bool { return a == Taken || a.MayBeAsked() }

// Askable says whether neighbors may be asked for this request at all: it waits, it is nobody's secret, and its
// category is not a coordinator's own.
func (n *Network) Askable(r Request) bool {
	c, ok := n.Category(r.Category)
	return ok && !c.PersonOnly && !r.Private && r.Status.Waiting() && r.Attention.MayBeAsked()
}

// Anybody says whether there is anybody at all who could ever be asked for a category at a place, whatever the time and
// however often they were asked.
func (n *Network) Anybody(roster []Volunteer, category string, p Place) bool {
	a := n.asking(Request{Category: category, Place: p}, nil, time.Time{})
	here, beyond := a.near, n.beyond(p)
	for i := range roster {
		v := &roster[i]
		if v.Status == Paused && v.PausedUntil.IsZero() {
			continue
		}
		if a.near = here; a.fits(v) {
			return true
		}
		if a.near = beyond; len(beyond) > 0 && a.fits(v) {
			return true
		}
	}
	return false
}

// asking is one request at one moment, laid out so that thousands of volunteers are looked at in a millisecond.
type asking struct {
	request  Request
	category Category
	language string // the network's own
	rules    Rules
	order    Order
	near     zips
	before   []ID // asked before for this request, not to be asked again
	kept     reserve
	now      time.Time
	midnight time.Time
	weekday  int
	minute   int
}

func (n *Network) asking(r Request, offers []Offer, now time.Time) asking {
	now = n.Local(now)
	c, _ := n.Category(r.Category)
	a := asking{request: r, category: c, language: n.Language, rules: n.Rules, order: n.Order, near: n.around(r.Place), now: now,
		kept:     reserve{languages: n.Languages, categories: n.Categories},
		midnight: midnight(now), weekday: int(now.Weekday()), minute: now.Hour()*60 + now.Minute()}
	for _, o := range offers {
		if !o.Status.againAfterHandBack() {
			a.before = append(a.before, o.Volunteer)
		}
	}
	return a
}

// againAfterHandBack says whether someone whose offer ended so may be asked for the same request once more, when it
// has come back: only who was stood down or came too late, since nobody else had the job then but the one who
// handed it back.
func (s OfferStatus) againAfterHandBack() bool { return s == OfferWithdrawn || s == OfferTooLate }

// fits says whether this volunteer could ever be asked for this request, whatever the time and however often they
// were asked: all but the language.
func (a *asking) fits(v *Volunteer) bool {
	switch {
	case v.Status != Active && v.Status != Paused, v.Unreachable, v.ID == a.request.Resident:
		return false
	case !v.does(&a.category), !a.near.near(v.ZIPs):
		return false
	}
	return !slices.Contains(a.before, v.ID) && !slices.Contains(v.Apart, a.request.Resident)
}

// does says whether the volunteer helps with a category. One that needs trust is only for who is proven and named it:
// "everything" does not include it.
func (v *Volunteer) does(c *Category) bool {
	if c.TrustedOnly {
		return v.Proven() && slices.Contains(v.Categories, c.Code)
	}
	return len(v.Categories) == 0 || slices.Contains(v.Categories, c.Code)
}

// free says whether the volunteer may be asked now: in their hours, not paused, under all their limits.
func (a *asking) free(v *Volunteer) bool {
	return v.active(a.now) && v.MayHold(a.rules) && a.rested(v) && a.underLimits(v) && v.Hours.at(a.weekday, a.minute)
}

// active says whether the volunteer may be asked at all at this moment: their pause, if they have one, is over.
func (v *Volunteer) active(now time.Time) bool {
	return v.Status == Active || v.Status == Paused && !v.PausedUntil.IsZero() && !now.Before(v.PausedUntil)
}

// rested says whether the last ask and the last job are long enough ago. Who stands by has offered to go: that is not asking anew.
func (a *asking) rested(v *Volunteer) bool {
	return a.standsBy(v) || !a.now.Before(a.rules.restedFrom(v))
}

// standsBy says whether the volunteer said a yes today to a like job, which came too late.
func (a *asking) standsBy(v *Volunteer) bool {
	return !v.Standby.IsZero() && v.StandbyFor == a.request.Category && !v.Standby.Before(a.midnight) && !v.Standby.After(a.now)
}

// underLimits counts asks: a day is the calendar's in the network's zone, a week is the last seven days.
func (a *asking) underLimits(v *Volunteer) bool {
	return asksSince(v, a.midnight) < or(v.DailyLimit, a.rules.DailyLimit) &&
		asksSince(v, a.now.Add(-week)) < or(v.WeeklyLimit, a.rules.WeeklyLimit)
}

// asksSince counts the asks at or after a moment; Asked is oldest first.
func asksSince(v *Volunteer, since time.Time) int {
	n := 0
	for i := len(v.Asked) - 1; i >= 0 && !v.Asked[i].Before(since); i-- {
		n++
	}
	return n
}

// speaks says whether the volunteer shares the resident's language. A request whose language nobody knows is
// everybody's; a volunteer who named no language speaks the network's.
func (a *asking) speaks(v *Volunteer) bool {
	if a.request.Language == "" {
		return true
	}
	if len(v.Languages) == 0 {
		return a.request.Language == a.language
	}
	return slices.Contains(v.Languages, a.request.Language)
}
