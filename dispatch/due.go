package dispatch

import "time"

// A day without a time of day is wanted by its last minute, 23:59: nobody says that minute and means it.

// Clock is the moment when the clocks of t's zone show this minute on t's day.
func Clock(t time.Time, minute int) time.Time { return wall(t, 0, minute) }

// LastMinute is the last minute of t's day, which stands for the whole day.
func LastMinute(t time.Time) time.Time { return wall(t, 0, 24*60-1) }

// Exact says whether a due time has a time of day, and is not a whole day.
func (n *Network) Exact(due time.Time) bool {
	return !due.IsZero() && !due.Equal(LastMinute(n.Local(due)))
}

// SameDay says whether two moments of one zone have the same date.
func SameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// UrgencyBy is the urgency of what is wanted by a moment: its day is today, within two days, within a week, or later.
func (n *Network) UrgencyBy(due, now time.Time) Urgency {
	due, now = n.Local(due), n.Local(now)
	switch day := LastMinute(due); {
	case SameDay(due, now):
		return Today
	case !day.After(LastMinute(now.AddDate(0, 0, 2))):
		return TwoDays
	case !day.After(LastMinute(now.AddDate(0, 0, 7))):
		return ThisWeek
	}
	return Anytime
}
