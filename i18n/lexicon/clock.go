package lexicon

// clockAt is the time of day that is written at token i, and its number of tokens; 0: none. A number is one only with
// an am or pm, a colon, an hour word, or an "at" before it.
func (r *dueReading) clockAt(i int) (c clockTime, n int) {
	if hour, length := r.v.clock.at(r.t, i); length > 0 {
		c = clockTime{hour: hour, exact: hour == 12}
		length += r.part(&c, i+length)
		return c, length
	}
	hour, n := r.v.number(r.t, i)
	if n == 0 || hour < 0 || hour > 23 {
		return c, 0
	}
	k := &r.t.Tokens[i]
	c = clockTime{hour: hour, exact: hour == 0 || hour > 12 || k.kind == digit && k.Fold[0] == '0'}
	said := false
	if minute, ok := r.minutes(i+n, ':'); ok && k.kind == digit {
		c.minute, said = minute, true
		n++
	} else if length := r.is(dueHour, i+n); length > 0 {
		if r.prev&dueSpan != 0 || r.amount(i+n) {
			r.span = true
			return c, 0
		}
		said = true
		n += length
		n += r.minutesAfterHour(&c, i+n)
	} else if minute, ok := r.minutes(i+n, '.'); ok && r.is(dueAM|duePM, i+n+1) > 0 {
		c.minute = minute
		n++
	}
	n += r.part(&c, i+n)
	length := r.meridiem(&c, i+n)
	n += length
	if !said && length == 0 && (r.prev&dueAt == 0 || r.counts(i+n)) {
		return c, 0
	}
	return c, n
}

// minutes reads two digits at token i after one separator: the 30 of 9:30.
func (r *dueReading) minutes(i int, gap byte) (int, bool) {
	if i >= len(r.t.Tokens) || r.t.Tokens[i].gap != gap || len(r.t.Tokens[i].Fold) != 2 {
		return 0, false
	}
	minute, digits := r.t.Tokens[i].number()
	return minute, digits && minute < 60
}

// minutesAfterHour reads the 30 of "14h30" and of 9点30分.
func (r *dueReading) minutesAfterHour(c *clockTime, i int) int {
	minute, ok := r.minutes(i, 0)
	if !ok {
		return 0
	}
	c.minute = minute
	if i+1 < len(r.t.Tokens) && r.t.Tokens[i+1].Fold == "分" {
		return 2
	}
	return 1
}

// part reads a half or a quarter after an hour.
func (r *dueReading) part(c *clockTime, i int) int {
	if n := r.is(dueHalf, i); n > 0 {
		c.minute = 30
		return n
	}
	if n := r.is(dueQuarter, i); n > 0 {
		c.minute = 15
		return n
	}
	return 0
}

// meridiem reads an am or pm.
func (r *dueReading) meridiem(c *clockTime, i int) int {
	if c.hour > 12 {
		return 0
	}
	if n := r.is(dueAM, i); n > 0 {
		c.hour, c.exact = c.hour%12, true
		return n
	}
	if n := r.is(duePM, i); n > 0 {
		c.hour, c.exact = c.hour%12+12, true
		return n
	}
	return 0
}

// is the length of a phrase of one kind at token i.
func (r *dueReading) is(kind dueWord, i int) int {
	if i >= len(r.t.Tokens) {
		return 0
	}
	if said, n := r.v.dues.at(r.t, i); said&kind != 0 {
		return n
	}
	return 0
}

// amount says whether what seems to be an hour at token i is "a little": 一点吃的, unless a part of the day was said.
func (r *dueReading) amount(i int) bool {
	return i > 0 && r.t.Tokens[i-1].Fold == "一" && r.prev&(duePart|dueDays) == 0
}

// counts says whether the number before token i counts something or is part of an address: "at 2 adults", "at 9 main
// st". An hour is followed by nothing, by a ZIP, or by an ordinary word of the language.
func (r *dueReading) counts(i int) bool {
	if i >= len(r.t.Tokens) {
		return false
	}
	k := &r.t.Tokens[i]
	if k.Joined {
		return true
	}
	if _, zip := zipAt(r.t, i); zip {
		return false
	}
	if _, n := r.v.dues.at(r.t, i); n > 0 {
		return false
	}
	_, unit := r.v.days.at(r.t, i)
	_, people := r.v.people.at(r.t, i)
	_, need := r.v.needs.at(r.t, i)
	return unit > 0 || people > 0 || need > 0 || !r.v.plain[k.Fold]
}
