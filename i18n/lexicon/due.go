package lexicon

import "time"

// Due is by when something is wanted, as a text says it: a day, a time of day, or both. Who has a clock makes a
// moment of it.
type Due struct {
	Days     int          // from today on; NotSaid: no day, or a weekday
	Weekday  time.Weekday // NotSaid: none
	NextWeek bool         // the weekday of the week that begins after this one, on Monday
	Minute   int          // after midnight, below 24*60; NotSaid: no time of day
	Either   bool         // no am or pm was said: 12 hours later may be meant as well
	After    bool         // not before then: "after 5"
}

// NotSaid stands for a part of a Due that the text leaves out.
const NotSaid = -1

// dueWord is what a phrase says about a time; a phrase may say several ("tonight" is today and evening).
type dueWord uint32

// The lowest seven are the weekdays, Sunday first.
const (
	dueWeekday dueWord = 1<<7 - 1
	dueToday   dueWord = 1 << (iota + 6)
	dueTomorrow
	dueDayAfter
	dueNextWeek
	dueMorning
	dueAfternoon
	dueEvening
	dueNoon
	dueAM
	duePM
	dueHour    // after a number: "o'clock", "h", "zè", "点"
	dueHalf    // after an hour: "y media"
	dueQuarter // after an hour: "et quart"
	dueOn      // before a day: "on"
	dueAt      // before a bare hour: "at 9"
	dueAfter   // before or after a time: "after 5"
	dueSpan    // before a span, which is no time of day: "in 2 hours"
	dueNone    // no time at all, and beside a weekday no day to come: "every monday"
	dueShort   // a short form, which counts only beside a time or an "on": "mon."

	duePart = dueMorning | dueAfternoon | dueEvening
	dueDays = dueWeekday | dueToday | dueTomorrow | dueDayAfter
)

// dueCodes are the lists that Words.Due may have, each with what its phrases say.
func dueCodes() map[string]dueWord {
	return map[string]dueWord{
		"sunday": 1 << time.Sunday, "monday": 1 << time.Monday, "tuesday": 1 << time.Tuesday, "wednesday": 1 << time.Wednesday,
		"thursday": 1 << time.Thursday, "friday": 1 << time.Friday, "saturday": 1 << time.Saturday,
		"today": dueToday, "tomorrow": dueTomorrow, "day_after": dueDayAfter, "next_week": dueNextWeek,
		"morning": dueMorning, "afternoon": dueAfternoon, "evening": dueEvening, "noon": dueNoon, "am": dueAM, "pm": duePM,
		"hour": dueHour, "half": dueHalf, "quarter": dueQuarter,
		"on": dueOn, "at": dueAt, "after": dueAfter, "span": dueSpan, "none": dueNone,
	}
}

// Due reads by when: a day ("tomorrow", "friday"), a time of day ("9:30 am", "at 9", "14h30", "下午3点"), or both, in
// lang first. Two days are none, and neither is a past or a vague one ("last friday", "next friday"). Of several times
// the earliest counts; a span of them ("9-11am") is no time. Bare numbers, ZIPs and house numbers are none either.
func (l *Lexicon) Due(t Text, lang string) (Due, bool) {
	none := Due{Days: NotSaid, Weekday: NotSaid, Minute: NotSaid}
	best := none
	for v := range l.order(lang) {
		if !v.maybeDue(&t) {
			continue
		}
		d, ok, span := v.due(&t)
		if span && !ok {
			break // "dans 2h" is no time, whatever other languages make of "2h"
		}
		if !ok {
			continue
		}
		if d.Days != NotSaid || d.Weekday != NotSaid {
			return d, true
		}
		if best == none {
			best = d
		}
	}
	return best, best != none
}

// maybeDue saves most texts the search.
func (v *vocabulary) maybeDue(t *Text) bool {
	for i := range t.Tokens {
		if v.dues.longest[t.Tokens[i].Fold] > 0 || v.clock.longest[t.Tokens[i].Fold] > 0 {
			return true
		}
		if t.Tokens[i].gap == ':' && t.Tokens[i].kind == digit {
			return true
		}
	}
	return false
}

// dueReading is a text being read for a time.
type dueReading struct {
	v        *vocabulary
	t        *Text
	days     dueWord // all days seen
	parts    dueWord // all parts of a day seen
	nextWeek bool
	after    bool
	vague    bool // a span of times
	span     bool // a number of hours
	times    []clockTime
	prev     dueWord // the phrase that ends before the token being read
}

// clockTime is a time of day as written.
type clockTime struct {
	hour, minute int
	exact        bool // am, pm or 24 hours leave no doubt
}

// due reads a text in one language. span is set if it has a number of hours.
func (v *vocabulary) due(t *Text) (d Due, ok, span bool) {
	r := dueReading{v: v, t: t}
	for i := 0; i < len(t.Tokens); {
		if c, n := r.clockAt(i); n > 0 {
			r.timeSaid(c, i, n)
			r.prev = 0
			i += n
			continue
		}
		said, n := v.dues.at(t, i)
		r.phrase(said, i, n)
		r.prev = said
		i += max(n, 1)
	}
	d, ok = r.result()
	return d, ok, r.span
}

// phrase notes a phrase of n tokens that stands at token i.
func (r *dueReading) phrase(said dueWord, i, n int) {
	if n == 0 {
		return
	}
	next := dueWord(0)
	if i+n < len(r.t.Tokens) {
		next, _ = r.v.dues.at(r.t, i+n)
	}
	day := said & dueDays
	switch {
	case day&dueWeekday != 0 && (r.prev|next)&dueNone != 0:
		day = 0
	case said&dueShort != 0 && r.prev&(dueOn|dueAt) == 0 && next&(duePart|dueAt) == 0 && !r.timeFollows(i+n):
		day = 0
	}
	r.days |= day
	if day != 0 || said&dueDays == 0 {
		r.parts |= said & duePart
	}
	r.nextWeek = r.nextWeek || said&dueNextWeek != 0 && (len(r.t.Tokens[i].Fold) > maxPrefix || next&dueWeekday != 0)
	if said&dueNoon != 0 && !r.timeFollows(i+n) {
		r.times = append(r.times, clockTime{12, 0, true})
	} else if said&dueNoon != 0 {
		r.parts |= dueAfternoon // 中午1点
	}
}

// maxPrefix is the length in bytes of a sign that says "next" only right before a weekday: 下周五.
const maxPrefix = 3

// timeFollows says whether a time of day stands at token i.
func (r *dueReading) timeFollows(i int) bool {
	if i >= len(r.t.Tokens) {
		return false
	}
	_, n := r.clockAt(i)
	return n > 0
}

// timeSaid notes a time of day of n tokens at token i, and whether it ends a span: "9-11am", "between 9 and 11am".
func (r *dueReading) timeSaid(c clockTime, i, n int) {
	r.times = append(r.times, c)
	next := dueWord(0)
	if i+n < len(r.t.Tokens) {
		next, _ = r.v.dues.at(r.t, i+n)
		k := &r.t.Tokens[i+n]
		r.vague = r.vague || k.kind == digit && k.gap == '-' && len(k.Fold) <= 2
	}
	r.after = r.after || (r.prev|next)&dueAfter != 0
	switch {
	case i == 0:
	case r.t.Tokens[i].gap == '-':
		r.vague = true
	case i > 1 && len(r.times) == 1 && r.t.Tokens[i-2].kind == digit && len(r.t.Tokens[i-2].Fold) <= 2:
		said, _ := r.v.answers.at(r.t, i-1)
		r.vague = r.vague || said&roleLinking != 0 || r.t.Tokens[i-1].Fold == "to"
	}
}

// result is what the text says in all.
func (r *dueReading) result() (Due, bool) {
	d := Due{Days: NotSaid, Weekday: NotSaid, Minute: NotSaid, After: r.after}
	switch r.days {
	case 0:
		if r.nextWeek {
			return d, false
		}
	case dueToday:
		d.Days = 0
	case dueTomorrow:
		d.Days = 1
	case dueDayAfter:
		d.Days = 2
	default:
		for day := time.Sunday; day <= time.Saturday; day++ {
			if r.days == 1<<day {
				d.Weekday, d.NextWeek = day, r.nextWeek
			}
		}
		if d.Weekday == NotSaid {
			return d, false
		}
	}
	for _, c := range r.times {
		minute, either := c.resolve(r.parts)
		if !r.vague && minute != NotSaid && (d.Minute == NotSaid || minute < d.Minute) {
			d.Minute, d.Either = minute, either
		}
	}
	return d, r.days != 0 || d.Minute != NotSaid
}

// resolve is the minute of the day that is meant. Without am or pm, 1 to 6 are in the afternoon and 7 to 11 in the
// morning, unless the text speaks of one part of the day.
func (c clockTime) resolve(parts dueWord) (minute int, either bool) {
	hour := c.hour
	switch {
	case c.exact:
	case parts == dueMorning:
		hour %= 12
	case parts == dueAfternoon, parts == dueEvening && hour >= 4 && hour < 12:
		hour = hour%12 + 12
	case parts == dueEvening && hour < 13:
		return NotSaid, false
	case hour < 7:
		hour += 12
	case hour < 12:
		either = parts == 0
	}
	return hour*60 + c.minute, either
}
