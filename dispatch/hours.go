package dispatch

import "time"

// Hours are weekly hours, in the network's zone. Empty means always.
type Hours []Span

// Span is one stretch of a weekday, in minutes since midnight; Until may be 1440 (24:00).
type Span struct {
	Day         int // 0 = Sunday, as time.Weekday
	From, Until int
}

const dayMinutes = 24 * 60

// At says whether the hours include t, which must be in the network's zone.
func (h Hours) At(t time.Time) bool {
	return h.at(int(t.Weekday()), t.Hour()*60+t.Minute())
}

func (h Hours) at(day, minute int) bool {
	if len(h) == 0 {
		return true
	}
	for _, s := range h {
		if s.Day == day && minute >= s.From && minute < s.Until {
			return true
		}
	}
	return false
}

// Next is the first moment from t on that the hours include; t must be in the network's zone. Zero: never. A span
// whose start is skipped by the change to summer time starts when the clocks do.
func (h Hours) Next(t time.Time) time.Time {
	if h.At(t) {
		return t
	}
	var first time.Time
	for ahead := range 8 {
		for _, s := range h {
			if s.Day != (int(t.Weekday())+ahead)%7 || s.From >= s.Until {
				continue
			}
			start := wall(t, ahead, s.From)
			if start.After(t) && h.At(start) && (first.IsZero() || start.Before(first)) {
				first = start
			}
		}
		if !first.IsZero() {
			return first
		}
	}
	return first
}

// wall is the first moment when the clocks of t's zone show this minute of the day (or more), so many days after
// t's. A minute that summer time skips is the moment of the change; one that comes twice is the first.
func wall(t time.Time, days, minute int) time.Time {
	y, m, d := t.Date()
	at := time.Date(y, m, d+days, 0, minute, 0, 0, t.Location())
	want := time.Date(y, m, d+days, 0, minute, 0, 0, time.UTC)
	start, end := at.ZoneBounds()
	switch shows := shown(at); {
	case shows.After(want): // skipped, and time.Date landed after the change
		return start
	case shows.Before(want): // skipped, and it landed before
		return end
	case start.IsZero():
		return at
	}
	_, now := at.Zone()
	_, before := start.Add(-time.Nanosecond).Zone()
	if first := at.Add(time.Duration(now-before) * time.Second); first.Before(start) {
		return first
	}
	return at
}

// shown is what the clocks show, as if it were UTC, so that it can be compared.
func shown(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// midnight is the start of t's day, in t's zone.
func midnight(t time.Time) time.Time { return wall(t, 0, 0) }
