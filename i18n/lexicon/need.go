package lexicon

import "slices"

// minForeign is the number of letters from which a word of another language is read as a need.
const minForeign = 4

// maxToward is the longest Toward phrase in tokens.
const maxToward = 4

// How many tokens after "I don't need" are no need, after "I need" may come before what is needed, and an "I need" may
// have.
const (
	noNeedReach = 3
	iNeedReach  = 3
	maxINeed    = 8
)

// Need is one category found in a text.
type Need struct {
	Category string
	Kind     string // a part of the category that has words of its own: "water" of FOOD; usually empty
	People   int    // said with it; 0: not said
	Language string // whose words it was found with
	Keyword  bool   // the text is the category's own keyword with a place, a number or nothing (FOOD 11211 two adults)
}

// hit is one phrase of a need in a text.
type hit struct {
	need
	at, length int
	voice      *vocabulary
}

// Needs finds what a text asks for: the words of lang first, then of the network's other languages; each category
// once, in the order of the text. Exact folded matches and listed spellings; one typo (Damerau-Levenshtein 1, same
// first letter) from six letters on, within lang only.
func (l *Lexicon) Needs(t Text, lang string) []Need {
	hits := l.hits(&t, lang)
	if len(hits) == 0 {
		return nil
	}
	lead := l.lead(&t, lang)
	found := make([]Need, 0, len(hits))
	for i, h := range hits {
		if slices.ContainsFunc(found, func(n Need) bool { return n.Category == h.category }) {
			continue
		}
		end := len(t.Tokens)
		for _, next := range hits[i+1:] {
			if next.category != h.category {
				end = next.at
				break
			}
		}
		n := Need{Category: h.category, Kind: h.kind, Language: h.voice.tag}
		n.People = l.people(&t, h.at, end, lang)
		n.Keyword = h.at <= lead && h.keyword && l.terse(&t, h.at+h.length, lang)
		found = append(found, n)
	}
	if all := l.people(&t, 0, len(t.Tokens), lang); all > 0 {
		for i := range found {
			if found[i].People == 0 {
				found[i].People = all
			}
		}
	}
	return found
}

// hits are the phrases of needs in a text, in its order, the longest at each place, none inside another. What somebody
// says not to need is left out, and so is a second need that only says where to ("a ride to the pharmacy").
func (l *Lexicon) hits(t *Text, lang string) []hit {
	var hits []hit
	free := 0 // tokens before this one are said to be no need
	lead := l.lead(t, lang)
	for i := 0; i < len(t.Tokens); {
		h, n := l.hitAt(t, i, i <= lead, lang)
		if n == 0 {
			if reach := l.noNeedAt(t, i, lang); reach > 0 {
				i += reach
				free = i + noNeedReach
				continue
			}
			i++
			continue
		}
		if h.category != "" && i >= free && (len(hits) == 0 || !h.voice.isWhereTo(t, i)) {
			hits = append(hits, h)
		}
		i += n
	}
	return hits
}

// lead is the first token that is no greeting, no small word and no ZIP: "hi, some food" and "11211 food" lead with
// food, "the food was good" and "thanks for the food" do not.
func (l *Lexicon) lead(t *Text, lang string) int {
	i := leadingZIP(t)
	for i < len(t.Tokens) {
		_, n := l.small(t, i, lang, roleFiller|roleLinking)
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// isWhereTo says whether a phrase like "to the" ends right before token i.
func (v *vocabulary) isWhereTo(t *Text, i int) bool {
	for n := 1; n <= maxToward && n <= i; n++ {
		if _, ok := v.toward.span(t, i-n, n); ok {
			return true
		}
	}
	return false
}

// hitAt is the need, or the phrase that is none, at token i; n is 0 if there is neither. Any match of the writer's
// own language comes before those of others.
func (l *Lexicon) hitAt(t *Text, i int, leads bool, lang string) (h hit, n int) {
	own := l.own(lang)
	known := l.evidence[t.Tokens[i].Fold]
	if known.needs != 0 {
		for v := range l.order(lang) {
			if known.needs&v.bit == 0 {
				continue
			}
			found, length := v.needs.at(t, i)
			switch {
			case length == 0, found.leads && i > leadingZIP(t), length == 1 && v != own && foreign(t, i, own, leads && found.keyword):
				continue
			case n == 0:
				h, n = hit{need: found, at: i, length: length, voice: v}, length
			case found.category == h.category && length == n:
				h.keyword = h.keyword || found.keyword // the same word is on another language's flyer
			}
			if v == own || !leads {
				return h, n
			}
		}
	}
	if n == 0 && own != nil && known.langs == 0 {
		if found, ok := own.typo(t.Tokens[i].Fold); ok {
			return hit{need: found, at: i, length: 1, voice: own}, 1
		}
	}
	return h, n
}

// foreign says whether a word that is a need in another language is better not read as one: it is a word of the
// writer's own, or too short to be sure ("pan", "let") and no keyword of a flyer.
func foreign(t *Text, i int, own *vocabulary, keyword bool) bool {
	word := t.Tokens[i].Fold
	if own != nil && own.plain[word] {
		return true
	}
	return !keyword && (len(word) < minForeign || t.Tokens[i].kind == sign)
}

// noNeedAt is the length of an "I don't need" at token i.
func (l *Lexicon) noNeedAt(t *Text, i int, lang string) int {
	if l.evidence[t.Tokens[i].Fold].noNeed == 0 {
		return 0
	}
	for v := range l.order(lang) {
		if _, n := v.noNeed.at(t, i); n > 0 {
			return n
		}
	}
	return 0
}

// terse says whether what follows a keyword is only what a flyer asks for: a place, a number of people, by when, or
// a few small words. "FOOD 11211 two adults, no pork" is; "food for my neighbor's family" is free text, and so is a
// question.
func (l *Lexicon) terse(t *Text, after int, lang string) bool {
	if asked(t) {
		return false
	}
	for i := after; i < len(t.Tokens); i++ {
		if _, zip := zipAt(t, i); zip {
			return true
		}
	}
	if l.people(t, after, len(t.Tokens), lang) > 0 || l.helpers(t, after, lang) > 0 {
		return true
	}
	for i := after; i < len(t.Tokens); {
		n := l.smallOrWhen(t, i, lang)
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

// smallOrWhen is the length of a small word or a word for a time at token i.
func (l *Lexicon) smallOrWhen(t *Text, i int, lang string) int {
	if _, n := l.small(t, i, lang, anySmall); n > 0 {
		return n
	}
	for v := range l.order(lang) {
		if _, n := v.urgency.at(t, i); n > 0 {
			return n
		}
		if code, n := v.commands.at(t, i); code == weekly {
			return n
		}
		if said, n := v.dues.at(t, i); said&(dueDays|duePart|dueAt|dueOn|dueNoon) != 0 && said&dueShort == 0 {
			return n
		}
		if _, n := (&dueReading{v: v, t: t}).clockAt(i); n > 0 {
			return n
		}
	}
	return 0
}

// LeadsWithNeed says whether a text starts with a category word or says "I need" something we know.
func (l *Lexicon) LeadsWithNeed(t Text, lang string) bool {
	hits := l.hits(&t, lang)
	if len(hits) == 0 {
		return false
	}
	if hits[0].at <= l.lead(&t, lang) {
		return true
	}
	for _, h := range hits {
		if l.neededAt(&t, h.at, lang) {
			return true
		}
	}
	return false
}

// neededAt says whether an "I need" ends shortly before token i: "i need some more milk".
func (l *Lexicon) neededAt(t *Text, i int, lang string) bool {
	for start := max(0, i-iNeedReach-maxINeed); start < i; start++ {
		if l.evidence[t.Tokens[start].Fold].langs == 0 {
			continue
		}
		for v := range l.order(lang) {
			if _, n := v.iNeed.at(t, start); n > 0 && start+n <= i && i-start-n <= iNeedReach {
				return true
			}
		}
	}
	return false
}
