package dispatch

import "time"

// At says whether quiet hours are in force at t, which must be in the network's zone.
func (q Quiet) At(t time.Time) bool {
	minute := t.Hour()*60 + t.Minute()
	switch {
	case q.From == q.Until:
		return false
	case q.From < q.Until:
		return minute >= q.From && minute < q.Until
	}
	return minute >= q.From || minute < q.Until
}

// Ends is the first moment from t on at which nobody's sleep is disturbed: t itself outside quiet hours, else their
// end. It holds on the days the clocks change.
func (q Quiet) Ends(t time.Time) time.Time {
	if !q.At(t) {
		return t
	}
	if end := wall(t, 0, q.Until); end.After(t) {
		return end
	}
	return wall(t, 1, q.Until)
}

// awakeBefore is the moment before t from which so much time outside quiet hours is left until t.
func (q Quiet) awakeBefore(t time.Time, left time.Duration) time.Time {
	for {
		if q.At(t.Add(-time.Nanosecond)) {
			t = lastAt(t, q.From)
			continue
		}
		began := lastAt(t, q.Until)
		if awake := t.Sub(began); awake < left {
			t, left = began, left-awake
			continue
		}
		return t.Add(-left)
	}
}

// lastAt is the last moment before t when the clocks of its zone showed this minute of the day.
func lastAt(t time.Time, minute int) time.Time {
	if at := wall(t, 0, minute); at.Before(t) {
		return at
	}
	return wall(t, -1, minute)
}

// Local is t in the network's zone.
func (n *Network) Local(t time.Time) time.Time {
	if n.Location == nil {
		return t.UTC()
	}
	return t.In(n.Location)
}

// QuietAt says whether the network's quiet hours are in force: nobody is asked, checked on or sent news unasked.
func (n *Network) QuietAt(t time.Time) bool { return n.Rules.Quiet.At(n.Local(t)) }

// AskFrom is the first moment from t on at which asking may start.
func (n *Network) AskFrom(t time.Time) time.Time { return n.Rules.Quiet.Ends(n.Local(t)) }
