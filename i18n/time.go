package i18n

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"hotline/i18n/msg"
)

// timeWords are how a language says times. Days with an empty name are said as a date: so a weekday whose name would
// double the price of a text can be left out.
type timeWords struct {
	Clock    string   `toml:"clock"`    // 3:04 in the afternoon, as it is written: "3:04 pm", "15:04", "15h04"
	Weekdays []string `toml:"weekdays"` // Sunday first, as said in the middle of a sentence
	Months   []string `toml:"months"`
}

// afternoon is what Clock is a picture of; the 31st shows a picture that holds more than a time of day.
var afternoon = time.Date(2026, time.December, 31, 15, 4, 0, 0, time.UTC)

// check refuses a table that would say a wrong time.
func (w timeWords) check() error {
	if w.Clock != "" && (afternoon.Format(w.Clock) != w.Clock || !strings.Contains(w.Clock, "04")) {
		return fmt.Errorf("clock = %q: write 3:04 in the afternoon, such as \"15:04\" or \"3:04 pm\"", w.Clock)
	}
	if n := len(w.Weekdays); n != 0 && n != 7 {
		return errors.New("weekdays: seven names, Sunday first")
	}
	if n := len(w.Months); n != 0 && n != 12 {
		return errors.New("months: twelve names, January first")
	}
	return nil
}

// lay lays an organiser's table over the built-in one.
func (w *timeWords) lay(over timeWords) {
	if over.Clock != "" {
		w.Clock = over.Clock
	}
	if over.Weekdays != nil {
		w.Weekdays = over.Weekdays
	}
	if over.Months != nil {
		w.Months = over.Months
	}
}

// clock says a time of day; 08:05 is 8:05.
func (s *scene) clock(t time.Time) string {
	layout := s.speaker.file.Time.Clock
	if layout == "" {
		layout = "15:04"
	}
	return strings.TrimPrefix(t.In(s.now.Location()).Format(layout), "0")
}

// day says a day, seen from now: today, tomorrow, a weekday in the week to come, else the date.
func (s *scene) day(t time.Time) string {
	t = t.In(s.now.Location())
	words := s.speaker.file.Time
	switch n := daysBetween(s.now, t); {
	case n == 0:
		return s.own(keyToday, nil)
	case n == 1:
		return s.own(keyTomorrow, nil)
	case n > 1 && n < 7 && words.Weekdays != nil && words.Weekdays[t.Weekday()] != "":
		return words.Weekdays[t.Weekday()]
	}
	if words.Months == nil {
		return t.Format("01-02")
	}
	return s.own(keyDate, msg.Args{"Month": words.Months[t.Month()-1], "Number": t.Day()})
}

// moment says a time of day and, unless it is today, the day.
func (s *scene) moment(t time.Time) string {
	if daysBetween(s.now, t.In(s.now.Location())) == 0 {
		return s.clock(t)
	}
	return s.own(keyMoment, msg.Args{"Day": s.day(t), "Clock": s.clock(t)})
}

// when says by when help is needed.
func (s *scene) when(w msg.When) string {
	if w.Due.IsZero() {
		return s.own(keyWhen+msg.Key(w.Urgency), nil)
	}
	due := w.Due.In(s.now.Location())
	if due.Hour() == 23 && due.Minute() == 59 {
		return s.day(due)
	}
	return s.own(keyWhenAt, msg.Args{"Day": s.day(due), "Clock": s.clock(due)})
}

// daysBetween is how many midnights lie between two times of one zone.
func daysBetween(from, to time.Time) int {
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}

// midnight is a time's date, counted where every day has 24 hours.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
