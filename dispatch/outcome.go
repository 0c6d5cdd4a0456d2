package dispatch

import "time"

// HoldFor is how long a conditional yes keeps a job for one volunteer.
const HoldFor = 10 * time.Minute

// StandDown lists the offers whose volunteers are told that the job is covered: those asked within the window who
// have not said anything, but for the winner. Who was asked earlier hears it only if they answer: measured, most
// later answers never come, and each text would cost one. Nor is anybody told twice: who was asked before the job
// came back heard it when it was given the first time.
func StandDown(offers []Offer, winner ID, window time.Duration, now time.Time) []Offer {
	back := cameBack(offers)
	var told []Offer
	for _, o := range offers {
		silent := o.Status == OfferSent || o.Status == OfferExpired
		asked := !o.SentAt.IsZero() && !o.SentAt.Before(back) && now.Sub(o.SentAt) <= window
		if silent && asked && o.Volunteer != winner {
			told = append(told, o)
		}
	}
	return told
}

// cameBack is when the job was last handed back; zero: never.
func cameBack(offers []Offer) (at time.Time) {
	for _, o := range offers {
		if (o.Status == OfferHandedBack || o.Status == OfferNoShow) && o.RepliedAt.After(at) {
			at = o.RepliedAt
		}
	}
	return at
}

// Counts is what became of a request's offers, as coordinators are told.
type Counts struct {
	Asked  int // all that left us, and those on their way
	No     int
	Silent int // ran out or stood down without an answer, or still live
	Failed int // could not be delivered
}

// Count sums up the offers of one request.
func Count(offers []Offer) Counts {
	var c Counts
	for _, o := range offers {
		c.Asked++
		switch o.Status {
		case OfferDeclined:
			c.No++
		case OfferFailed:
			c.Failed++
		case OfferExpired, OfferQueued, OfferSent, OfferWithdrawn:
			c.Silent++
		}
	}
	return c
}

// Deadline is by when help is needed, for a request whose asking may begin at from: the due time that was said (of a
// whole day its evening, when quiet hours begin, or midnight), else the evening of that day, two days later, seven
// days later; zero for any time.
func (n *Network) Deadline(r Request, from time.Time) time.Time {
	from = n.AskFrom(from)
	switch {
	case n.Exact(r.DueAt):
		return n.Local(r.DueAt)
	case !r.DueAt.IsZero():
		return n.evening(wall(n.Local(r.DueAt), 0, 0))
	}
	switch r.Urgency {
	case Today:
		return n.evening(from)
	case ThisWeek:
		return from.AddDate(0, 0, 7)
	case Anytime:
		return time.Time{}
	}
	return from.AddDate(0, 0, 2)
}

// evening is when quiet hours begin on t's day, after t, or midnight.
func (n *Network) evening(t time.Time) time.Time {
	evening := wall(t, 0, n.Rules.Quiet.From)
	if n.Rules.Quiet.From == n.Rules.Quiet.Until || !evening.After(t) {
		return wall(t, 1, 0)
	}
	return evening
}

const (
	newsFirst = 4 * time.Hour
	newsThen  = 24 * time.Hour
)

// NewsAt is when a resident who still waits hears from us next: four hours after asking could begin, then once a
// day, never at night. last is the last such text, zero if there was none.
func (n *Network) NewsAt(opened, last time.Time) time.Time {
	if last.IsZero() {
		return n.AskFrom(n.AskFrom(opened).Add(newsFirst))
	}
	return n.AskFrom(last.Add(newsThen))
}
