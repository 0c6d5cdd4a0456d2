package lexicon

import "strings"

// maxGap is how many tokens a "…" in a danger phrase may stand for.
const maxGap = 3

// DangerKinds are the kinds that Words.Danger may have phrases for.
func DangerKinds() []string {
	return []string{"violence", "overdose", "suicide", "fire", "gas", "medical"}
}

// dangerPhrases are the danger phrases of every language.
type dangerPhrases struct {
	kinds phrases[string] // phrases without a gap
	not   phrases[bool]
	gaps  map[string][]gapped // phrases with gaps, by their first token
}

// gapped is a phrase with gaps: its parts follow each other with at most maxGap tokens between.
type gapped struct {
	kind  string
	parts []string
}

func (l *Lexicon) compileDanger() {
	l.danger = dangerPhrases{kinds: newPhrases[string](nil), not: newPhrases[bool](nil), gaps: map[string][]gapped{}}
	for _, v := range l.langs {
		addAll(v, &l.danger.not, v.words.NotDanger, true)
		for kind, list := range v.words.Danger {
			for _, entry := range list {
				if strings.Contains(entry, "…") {
					l.danger.putGapped(kind, entry)
				} else {
					addAll(v, &l.danger.kinds, []string{entry}, kind)
				}
			}
		}
	}
}

func (d *dangerPhrases) putGapped(kind, entry string) {
	for _, spelling := range []string{entry, strings.Map(dropApostrophe, entry)} {
		g := gapped{kind: kind}
		for part := range strings.SplitSeq(spelling, "…") {
			if fold := foldedPhrase(part); fold != "" {
				g.parts = append(g.parts, fold)
			}
		}
		if len(g.parts) > 0 {
			first, _, _ := strings.Cut(g.parts[0], " ")
			d.gaps[first] = append(d.gaps[first], g)
		}
	}
}

// Danger finds a danger phrase of any language and its kind; NotDanger phrases are taken out first.
func (l *Lexicon) Danger(t Text) (kind string, ok bool) {
	harmless := 0 // tokens before this one belong to a NotDanger phrase
	for i := range t.Tokens {
		if _, n := l.danger.not.at(&t, i); n > 0 {
			harmless = max(harmless, i+n)
		}
		if i < harmless {
			continue
		}
		kind, n := l.danger.at(&t, i)
		if n > 0 && !l.danger.harmless(&t, i, n) {
			return kind, true
		}
	}
	return "", false
}

// harmless says whether a NotDanger phrase begins inside the n tokens from i on and reaches beyond them or fills
// their end: "smell gas at the stove is fixed".
func (d *dangerPhrases) harmless(t *Text, i, n int) bool {
	for j := i + 1; j < i+n; j++ {
		if _, length := d.not.at(t, j); length > 0 && j+length >= i+n {
			return true
		}
	}
	return false
}

// at is the danger phrase that begins at token i; n is 0 if there is none.
func (d *dangerPhrases) at(t *Text, i int) (kind string, n int) {
	if kind, n = d.kinds.at(t, i); n > 0 {
		return kind, n
	}
	for _, g := range d.gaps[t.Tokens[i].Fold] {
		if n = g.length(t, i); n > 0 {
			return g.kind, n
		}
	}
	return "", 0
}

// length is how many tokens from i on the phrase takes, 0 if it is not there.
func (g gapped) length(t *Text, i int) int {
	next := i
	for p, part := range g.parts {
		gap := maxGap
		if p == 0 {
			gap = 0
		}
		end := 0
		for skip := 0; skip <= gap && end == 0; skip++ {
			end = endOf(t, next+skip, part)
		}
		if end == 0 {
			return 0
		}
		next = end
	}
	return next - i
}

// endOf is the token after a phrase that stands at token i, 0 if it does not.
func endOf(t *Text, i int, phrase string) int {
	n := strings.Count(phrase, " ") + 1
	if i+n > len(t.Tokens) {
		return 0
	}
	if fold, _ := t.span(i, n); fold != phrase {
		return 0
	}
	return i + n
}
