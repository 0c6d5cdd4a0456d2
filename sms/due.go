package sms

import (
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
)

// dueSaid is by when the text wants it, as a moment in the network's zone: a day without a time is its last minute,
// today without a time has none. A time without a day is meant on the day on, if that is set, else today. ok is false
// for a text that says nothing of it or names a moment that is over.
func dueSaid(t *talk.Turn, on time.Time) (due time.Time, u dispatch.Urgency, ok bool) {
	said, ok := t.Lexicon.Due(t.Text, t.Language)
	if !ok {
		return due, "", false
	}
	now := t.Network.Local(t.At)
	day := dayOf(said, now, on)
	if said.Minute == lexicon.NotSaid {
		if dispatch.SameDay(day, now) {
			return time.Time{}, dispatch.Today, true
		}
		due = dispatch.LastMinute(day)
		return due, t.Network.UrgencyBy(due, now), true
	}
	due = dispatch.Clock(day, said.Minute)
	if said.Either && !due.After(now) {
		due = dispatch.Clock(day, said.Minute+12*60)
	}
	if !due.After(now) {
		return time.Time{}, "", false
	}
	return due, t.Network.UrgencyBy(due, now), true
}

// dayOf is a moment of the day that is meant. A weekday is the next one; today's counts only while its time is ahead.
func dayOf(said lexicon.Due, now, on time.Time) time.Time {
	switch {
	case said.Weekday != lexicon.NotSaid:
		days := (int(said.Weekday-now.Weekday()) + 7) % 7
		if said.NextWeek {
			monday := (int(time.Monday-now.Weekday())+6)%7 + 1
			return now.AddDate(0, 0, monday+(int(said.Weekday)+6)%7)
		}
		if days == 0 && (said.Minute == lexicon.NotSaid || !dispatch.Clock(now, said.Minute).After(now)) {
			days = 7
		}
		return now.AddDate(0, 0, days)
	case said.Days != lexicon.NotSaid:
		return now.AddDate(0, 0, said.Days)
	case !on.IsZero():
		return on.In(now.Location())
	}
	return now
}
