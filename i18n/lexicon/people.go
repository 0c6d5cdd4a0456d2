package lexicon

import "strings"

// People reads for how many: "two adults", "2 adults and 3 kids", "familia de 4". 0: not said; at most 99.
func (l *Lexicon) People(t Text, lang string) int {
	return l.people(&t, 0, len(t.Tokens), lang)
}

// people counts in the tokens [from,to), in the first language that finds a number of people.
func (l *Lexicon) people(t *Text, from, to int, lang string) int {
	if !l.anyNumber(t, from, to) {
		return 0
	}
	for v := range l.order(lang) {
		n := v.total(t, from, to)
		if n == 0 {
			n = v.sum(t, from, to)
		}
		if n > 0 {
			return min(n, maxNumber)
		}
	}
	return 0
}

// anyNumber saves most texts the search.
func (l *Lexicon) anyNumber(t *Text, from, to int) bool {
	for i := from; i < to; i++ {
		if _, digits := t.Tokens[i].number(); digits {
			return true
		}
		for _, v := range l.langs {
			if v.numbers.longest[t.Tokens[i].Fold] > 0 {
				return true
			}
		}
	}
	return false
}

// total finds the number of a whole household: "family of 4", "4 people", "somos 5".
func (v *vocabulary) total(t *Text, from, to int) int {
	for i := from; i < to; i++ {
		n, length := v.number(t, i)
		if length == 0 || n <= 0 || n == 1 && t.Tokens[i].kind != digit {
			continue // "una persona" is somebody, not a household of one
		}
		if v.around(t, from, i, to, length, v.totals) && !v.around(t, 0, i, len(t.Tokens), length, v.helpers) {
			return n
		}
		i += length - 1
	}
	return 0
}

// around says whether one of these stands around the number at token i, within [from,to).
func (v *vocabulary) around(t *Text, from, i, to, length int, these [][2]string) bool {
	for _, words := range these {
		if v.endsWith(t, from, i, words[0]) && v.startsWith(t, i+length, to, words[1]) {
			return true
		}
	}
	return false
}

// Helpers reads how many volunteers are wanted: "3 helpers", "needs 3 people". 0: not said.
func (l *Lexicon) Helpers(t Text, lang string) int { return l.helpers(&t, 0, lang) }

// helpers reads it in the tokens from one on, in the first language that finds it.
func (l *Lexicon) helpers(t *Text, from int, lang string) int {
	if !l.anyNumber(t, from, len(t.Tokens)) {
		return 0
	}
	for v := range l.order(lang) {
		for i := from; i < len(t.Tokens); i++ {
			n, length := v.number(t, i)
			if length > 0 && n > 0 && v.around(t, from, i, len(t.Tokens), length, v.helpers) {
				return min(n, maxNumber)
			}
			i += max(length, 1) - 1
		}
	}
	return 0
}

// The commands that make a request weekly, also inside a text that asks for something, and that end it.
const (
	weekly    = "weekly"
	notWeekly = "not_weekly"
)

// Weekly says whether a text asks for something every week: "food every week", and not "not every week".
func (l *Lexicon) Weekly(t Text, lang string) bool {
	said := false
	for v := range l.order(lang) {
		for i := range t.Tokens {
			switch code, _ := v.commands.at(&t, i); code {
			case notWeekly:
				return false
			case weekly:
				said = true
			}
		}
	}
	return said
}

// endsWith says whether the tokens [from,end) end with a phrase; nothing is the end of anything.
func (v *vocabulary) endsWith(t *Text, from, end int, phrase string) bool {
	if phrase == "" {
		return true
	}
	n := strings.Count(phrase, " ") + 1
	if end-n < from {
		return false
	}
	fold, _ := t.span(end-n, n)
	return fold == phrase
}

// startsWith says whether the tokens [start,to) start with a phrase. After a total that only has words before it
// ("for #") a common word may follow, or a ZIP, but nothing that is counted instead: "for 2 days", "for 5pm".
func (v *vocabulary) startsWith(t *Text, start, to int, phrase string) bool {
	if phrase == "" {
		if start >= to {
			return true
		}
		if t.Tokens[start].Joined {
			return false
		}
		if _, digits := t.Tokens[start].number(); digits {
			return true
		}
		_, isUnit := v.days.at(t, start)
		_, isNeed := v.needs.at(t, start)
		return isUnit == 0 && isNeed == 0 && v.plain[t.Tokens[start].Fold]
	}
	n := strings.Count(phrase, " ") + 1
	if start+n > to {
		return false
	}
	fold, _ := t.span(start, n)
	return fold == phrase
}

// sum adds up the people counted one kind at a time: "2 adults and 3 kids". One word may stand between: "2 small
// children".
func (v *vocabulary) sum(t *Text, from, to int) int {
	sum := 0
	for i := from; i < to; {
		n, length := v.number(t, i)
		if length == 0 {
			i++
			continue
		}
		at, words := i, length
		i += length
		if v.around(t, 0, at, len(t.Tokens), words, v.helpers) {
			continue
		}
		for skip := 0; skip <= 1 && i+skip < to; skip++ {
			if _, words := v.people.at(t, i+skip); words > 0 && n > 0 {
				sum += n
				i += skip + words
				break
			}
			if _, digits := t.Tokens[i+skip].number(); digits {
				break
			}
		}
	}
	return sum
}

// Urgency reads by when: today, two_days, this_week, anytime; empty: not said. Of several the soonest.
func (l *Lexicon) Urgency(t Text, lang string) string {
	spoken := l.spoken(&t)
	for v := range l.order(lang) {
		if spoken&v.bit == 0 {
			continue
		}
		if when := v.soonest(&t); when != "" {
			return when
		}
	}
	return ""
}

// urgencies from the soonest to the latest.
func urgencies() []string { return []string{"today", "two_days", "this_week", "anytime"} }

func (v *vocabulary) soonest(t *Text) string {
	order := urgencies()
	best := len(order)
	for i := 0; i < len(t.Tokens); {
		when, n := v.urgency.at(t, i)
		for rank, name := range order[:best] {
			if n > 0 && when == name {
				best = rank
				break
			}
		}
		i += max(n, 1)
	}
	if best == len(order) {
		return ""
	}
	return order[best]
}
