package dispatch

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Pace is how many offers a request keeps live, how long it waits for each, and when people are told.
type Pace struct {
	LiveOffers    int
	ReplaceAfter  time.Duration
	EscalateAfter time.Duration // after asking began, without a yes
}

// Pace of a request at a moment. What is needed today keeps half as many again live (rounded up: 8 for 5), waits half as
// long for each (15 minutes for 30) and is escalated after half the time; everything else keeps the network's numbers.
func (n *Network) Pace(r Request, now time.Time) Pace {
	p := Pace{n.Rules.LiveOffers, n.Rules.ReplaceAfter, n.Rules.EscalateAfter}
	if n.UrgencyAt(r, now) == Today {
		p.LiveOffers += (p.LiveOffers + 1) / 2
		p.ReplaceAfter /= 2
		p.EscalateAfter /= 2
	}
	return p
}

// nearing is how much time to ask may be left when a request is as urgent as one for today.
const nearing = 3 * time.Hour

// UrgencyAt is how urgent a request is now: as was said, until there are only three hours left, not counting quiet ones,
// in which neighbors can be asked before its deadline.
func (n *Network) UrgencyAt(r Request, now time.Time) Urgency {
	from := r.OpenedAt
	if from.IsZero() {
		from = now
	}
	if due := n.Deadline(r, from); !due.IsZero() && !now.Before(n.Rules.Quiet.awakeBefore(n.Local(due), nearing)) {
		return Today
	}
	return r.Urgency
}

// toCome is how many answers may still come from who was asked and was silent for too long to be waited for: an offer
// that has run out counts by the share of answers that take longer than it has had. Three in ten answers come after half
// an hour: asking as many anew as have run out asks people in vain. At least one of a wave is somebody who was asked
// lately, and nothing that is urgent waits for late answers.
func (n *Network) toCome(roster []Volunteer, r Request, offers []Offer, wave int, now time.Time) int {
	if n.UrgencyAt(r, now) == Today {
		return 0
	}
	sum := 0.0
	for _, o := range offers {
		if o.Status == OfferExpired && !o.SentAt.IsZero() {
			sum += 1 - habitOf(roster, o.Volunteer).answersWithin(now.Sub(o.SentAt))
		}
	}
	return min(int(math.Round(sum)), wave-1)
}

// habitOf is a volunteer's habit; of one who is gone, that of somebody never asked.
func habitOf(roster []Volunteer, id ID) Habit {
	i, known := slices.BinarySearchFunc(roster, id, func(v Volunteer, id ID) int { return cmp.Compare(v.ID, id) })
	if !known {
		return Habit{}
	}
	return roster[i].Habit
}
