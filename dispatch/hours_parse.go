package dispatch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const hourForm = "hours are written like 09:00-18:00 or mon-fri 09:00-12:00;sat 10:00-24:00"

// days are the names of the weekdays, Sunday first; three letters are enough and longer ones are understood.
var days = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseHours reads weekly hours: parts separated by semicolons, each with days (mon, mon-fri, sat,sun; none: every
// day) and one stretch of time. A stretch past midnight (22:00-06:00) runs into the next day. Empty means always.
func ParseHours(text string) (Hours, error) {
	var h Hours
	for part := range strings.SplitSeq(text, ";") {
		part = strings.ToLower(strings.TrimSpace(part))
		if part == "" {
			continue
		}
		which, stretch, found := cutLast(part)
		on := [7]bool{true, true, true, true, true, true, true}
		if found {
			var err error
			if on, err = parseDays(which); err != nil {
				return nil, err
			}
		}
		from, until, err := parseStretch(stretch)
		if err != nil {
			return nil, err
		}
		for day := range on {
			if on[day] {
				h = appendStretch(h, day, from, until)
			}
		}
	}
	return h, nil
}

// cutLast cuts at the last space.
func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", s, false
	}
	return strings.TrimSpace(s[:i]), s[i+1:], true
}

func appendStretch(h Hours, day, from, until int) Hours {
	if from < until {
		return append(h, Span{day, from, until})
	}
	h = append(h, Span{day, from, dayMinutes})
	if until > 0 {
		h = append(h, Span{(day + 1) % 7, 0, until})
	}
	return h
}

func parseDays(text string) (on [7]bool, err error) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		first, last, ranged := strings.Cut(part, "-")
		from, ok := weekday(first)
		until := from
		if ok && ranged {
			until, ok = weekday(last)
		}
		if !ok {
			return on, fmt.Errorf("%q is no day: %s", part, hourForm)
		}
		for day := from; ; day = (day + 1) % 7 {
			on[day] = true
			if day == until {
				break
			}
		}
	}
	return on, nil
}

func weekday(name string) (int, bool) {
	for i, day := range days {
		if name == day || len(name) > 3 && strings.HasPrefix(strings.ToLower(time.Weekday(i).String()), name) {
			return i, true
		}
	}
	return 0, false
}

func parseStretch(text string) (from, until int, err error) {
	a, b, ok := strings.Cut(text, "-")
	if !ok {
		return 0, 0, fmt.Errorf("%q is no stretch of time: %s", text, hourForm)
	}
	if from, err = ParseClock(a); err != nil {
		return 0, 0, err
	}
	if until, err = ParseClock(b); err != nil {
		return 0, 0, err
	}
	if from == until || from == dayMinutes {
		return 0, 0, fmt.Errorf("%q is no time at all: %s", text, hourForm)
	}
	return from, until, nil
}

// ParseClock reads a time of day, 0:00 to 24:00, as minutes since midnight.
func ParseClock(text string) (int, error) {
	hour, minute, ok := strings.Cut(strings.TrimSpace(text), ":")
	h, errH := strconv.ParseUint(hour, 10, 8)
	m, errM := strconv.ParseUint(minute, 10, 8)
	if !ok || errH != nil || errM != nil || len(minute) != 2 || m > 59 || h*60+m > dayMinutes {
		return 0, fmt.Errorf("%q is no time of day: write it like 21:00", text)
	}
	return int(h*60 + m), nil
}

// String writes the hours as ParseHours reads them; a stretch that every day has is written once, without days.
func (h Hours) String() string {
	var parts []string
	for i, s := range h {
		stretch := clock(s.From) + "-" + clock(s.Until)
		switch {
		case !h.daily(s):
			parts = append(parts, days[s.Day]+" "+stretch)
		case !slices.ContainsFunc(h[:i], s.sameTime):
			parts = append(parts, stretch)
		}
	}
	return strings.Join(parts, ";")
}

// daily says whether every day has this stretch.
func (h Hours) daily(s Span) bool {
	var on [7]bool
	for _, other := range h {
		if other.sameTime(s) {
			on[other.Day] = true
		}
	}
	return on == [7]bool{true, true, true, true, true, true, true}
}

func (s Span) sameTime(other Span) bool { return s.From == other.From && s.Until == other.Until }

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
