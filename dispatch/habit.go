package dispatch

import (
	"math"
	"time"
)

// Habit is what a volunteer's past answers say of them: how often they say yes, how fast they answer, how long they
// have been silent. It is kept with the volunteer and brought up to date by After, Heard and Still; nothing but the
// rules reads it. The zero Habit is somebody's who was never asked.
type Habit struct {
	Asks       float64       `json:"asks,omitempty"`       // older ones counted less, and in part: at most 20
	Yes        float64       `json:"yes,omitempty"`        // of them; at most Asks
	Delay      time.Duration `json:"delay,omitempty"`      // the mean time to an answer, begun with what is usual; 0: none yet
	Silent     int           `json:"silent,omitempty"`     // asks in a row without a word
	LastAsk    time.Time     `json:"last_ask,omitzero"`    // the latest ask that ended
	LastJob    time.Time     `json:"last_job,omitzero"`    // when they last had done a job
	StillAsked time.Time     `json:"still_asked,omitzero"` // when they were asked "still with us?", and have not said yet
}

const (
	// memory is what is left of what was learned when another ask ends: what counts are the last 20 or so.
	memory   = 0.95
	mostAsks = 1 / (1 - memory)

	// tiredFor is how soon after another ask one is half as telling. Whoever was asked a short time ago is not heard
	// from for a day on average, however willing they are. (facts: dispatch, 4.2 and 4.4)
	tiredFor = 24 * time.Hour

	// mostSilent bounds Habit.Silent: more of it changes nothing.
	mostSilent = 100

	// longestDelay bounds Habit.Delay: an answer after more than a day is to another question.
	longestDelay = 24 * time.Hour
)

// After is the habit once an offer has ended, or was answered although it had ended: was is its status before, o the
// offer as it is now. One that was handed back, or never arrived, says nothing.
//
// A silent ask counts by the share of answers that come in the time it had, and any ask by how rested its volunteer
// was: the silence of somebody tired says little of how willing they are, and must not make the line ask more.
func (h Habit) After(was OfferStatus, o Offer, at time.Time) Habit {
	switch o.Status {
	case OfferAccepted, OfferTooLate:
		return h.answered(was, o, at, 1)
	case OfferDeclined:
		return h.answered(was, o, at, 0)
	case OfferExpired, OfferWithdrawn:
		return h.unanswered(was, o, at)
	case OfferCompleted:
		h.LastJob = later(h.LastJob, at)
	}
	return h
}

// answered learns from an answer, yes (1) or no (0).
func (h Habit) answered(was OfferStatus, o Offer, at time.Time, yes float64) Habit {
	if !o.RepliedAt.IsZero() {
		at = o.RepliedAt
	}
	weight := 1.0
	switch {
	case was.Live():
		weight = h.restedFor(o)
		h = h.another(o, weight)
	case was == OfferExpired || was == OfferWithdrawn: // what it had no time for, it had now
		h.Asks = min(h.Asks+1-AnsweredWithin(o.ExpiresAt.Sub(o.SentAt)), mostAsks)
	default:
		return h
	}
	h.Yes = min(h.Yes+weight*yes, h.Asks)
	took := min(max(at.Sub(o.SentAt), time.Second), longestDelay)
	if h.Delay == 0 {
		h.Delay = typicalDelay
	}
	h.Delay += (took - h.Delay) / 8
	return h.Heard()
}

// unanswered learns from an offer that ended without a word. Who was stood down was not silent: there was no time.
func (h Habit) unanswered(was OfferStatus, o Offer, at time.Time) Habit {
	if !was.Live() || o.SentAt.IsZero() {
		return h
	}
	h = h.another(o, h.restedFor(o)*AnsweredWithin(at.Sub(o.SentAt)))
	if o.Status == OfferExpired {
		h.Silent = min(h.Silent+1, mostSilent)
	}
	return h
}

// another counts one more ask.
func (h Habit) another(o Offer, weight float64) Habit {
	h.Asks, h.Yes = min(h.Asks*memory+weight, mostAsks), h.Yes*memory
	h.LastAsk = later(h.LastAsk, o.SentAt)
	return h
}

// restedFor says how telling an ask is: wholly, or half of it right after another.
func (h Habit) restedFor(o Offer) float64 {
	if h.LastAsk.IsZero() {
		return 1
	}
	since := o.SentAt.Sub(h.LastAsk).Abs()
	return 1 - math.Exp2(-1-since.Hours()/tiredFor.Hours())
}

// Heard is the habit when any word has come from them.
func (h Habit) Heard() Habit {
	h.Silent, h.StillAsked = 0, time.Time{}
	return h
}

// Still is the habit when they are asked "still with us?".
func (h Habit) Still(at time.Time) Habit {
	h.StillAsked = at
	return h
}

const (
	usualYes   = 0.15 // the share of asks that are answered with a yes, for all we know before we have asked
	usualDoubt = 4    // how many asks it takes to know as much of somebody
)

// YesRate is how likely a volunteer says yes to an ask when they are not tired: over 0, under 1.
func (h Habit) YesRate() float64 {
	return (h.Yes + usualYes*usualDoubt) / (h.Asks + usualDoubt)
}

// typicalDelay is the mean of answers that come within a day, on the curve of AnsweredWithin.
const typicalDelay = 36 * time.Minute

// answersWithin is the share of this volunteer's answers that come within this time: everybody's curve, faster or slower
// as theirs have come, at most twice.
func (h Habit) answersWithin(d time.Duration) float64 {
	if h.Delay > 0 {
		d = time.Duration(float64(d) * min(max(float64(typicalDelay)/float64(h.Delay), 0.5), 2))
	}
	return AnsweredWithin(d)
}

// AnsweredWithin is the share of all answers that come within this time: the curve covidliste fitted to texts of 2021,
// F(t) = 1 - 1.498 exp(-0.007 t - 0.435 t^(1/3)), t in minutes; half within 12.5. (facts: dispatch, 4.1)
func AnsweredWithin(d time.Duration) float64 {
	t := max(d.Minutes(), 0)
	return max(0, 1-1.498*math.Exp(-0.007*t-0.435*math.Cbrt(t)))
}
