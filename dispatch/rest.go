package dispatch

import "time"

// Who is asked for much rests: after a job, and longer after each ask they were silent about. Both are counted in
// ask_again_after, so that a network that sets it to nothing spares nobody.
const (
	restAfterJob = 3 // times ask_again_after

	patience   = 4 // asks in a row that anybody may be silent about; with each more they are left alone twice as long
	longestGap = week
	longSilent = 12 // after so many, "still with us?" is asked instead
	stillAgain = 30 * 24 * time.Hour
)

// restedFrom is when a volunteer has rested from the last ask, the last job, and the question whether they are there.
func (rules Rules) restedFrom(v *Volunteer) time.Time {
	from := v.LastAsk
	if !from.IsZero() {
		from = from.Add(rules.AskAgainAfter)
	}
	if !v.Habit.LastJob.IsZero() {
		from = later(from, v.Habit.LastJob.Add(restAfterJob*rules.AskAgainAfter))
	}
	if !v.Habit.StillAsked.IsZero() {
		from = later(from, v.Habit.StillAsked.Add(rules.AskAgainAfter))
	}
	return from
}

// backOff is how much longer than others a volunteer who stays silent waits for their turn: asks come further and
// further apart, as long as there are others to ask.
func (rules Rules) backOff(h *Habit) time.Duration {
	if h.Silent < patience || rules.AskAgainAfter <= 0 {
		return 0
	}
	return min(rules.AskAgainAfter<<min(h.Silent-patience, 8), longestGap)
}

// unsure says whether a volunteer has been silent for so long that they are asked whether they are still with us, once
// a month, before anything else.
func (a *asking) unsure(v *Volunteer) bool {
	h := &v.Habit
	return h.Silent >= longSilent && a.rules.AskAgainAfter > 0 && !a.standsBy(v) &&
		(h.StillAsked.IsZero() || a.now.Sub(h.StillAsked) >= stillAgain)
}
