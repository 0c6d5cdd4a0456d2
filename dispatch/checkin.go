package dispatch

import "time"

// Check-ins: whoever has taken a job is asked how it went, and then the one who waits for it.
const (
	checkInAfter = time.Hour      // after the agreed time
	checkInSoon  = 3 * time.Hour  // after the yes to what is wanted today, and after "still on it"
	checkInClock = 17 * 60        // of all else: on the next day, in minutes after midnight
	checkInWait  = 2 * time.Hour  // for a volunteer's answer, before the resident is asked
	checkInOver  = 24 * time.Hour // for the resident's, before a person looks
	maxCheckIns  = 3              // of one volunteer about one job
)

// CheckInAt is when who took a request is asked how it went: an hour after the agreed time, three hours after the yes if
// it is wanted today, else at 17:00, on the day after or that of the due date; never at night.
func (n *Network) CheckInAt(r Request, taken time.Time) time.Time {
	taken = n.Local(taken)
	switch {
	case n.Exact(r.DueAt):
		return n.AskFrom(later(taken, r.DueAt).Add(checkInAfter))
	case r.Urgency == Today:
		return n.AskFrom(taken.Add(checkInSoon))
	}
	at := wall(taken, 1, checkInClock)
	if !r.DueAt.IsZero() {
		at = later(at, wall(n.Local(r.DueAt), 0, checkInClock))
	}
	return n.AskFrom(at)
}

// CheckInAgain is when who is still on it is asked again, after so many times; false: never, a person looks.
func (n *Network) CheckInAgain(r Request, asked int, now time.Time) (time.Time, bool) {
	switch {
	case asked >= maxCheckIns:
		return time.Time{}, false
	case r.Urgency == Today || n.Exact(r.DueAt):
		return n.AskFrom(now.Add(checkInSoon)), true
	}
	return n.CheckInAt(r, now), true
}

// CheckInSilent is when the resident is asked, if the volunteer asked now says nothing.
func (n *Network) CheckInSilent(now time.Time) time.Time { return n.AskFrom(now.Add(checkInWait)) }

// CheckInOver is when a person looks at a job of which neither side says anything, the resident asked now.
func (n *Network) CheckInOver(now time.Time) time.Time { return n.AskFrom(now.Add(checkInOver)) }
