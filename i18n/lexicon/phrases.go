package lexicon

import "strings"

// phrases maps phrases to what they mean. A phrase is looked up as a stretch of a text's tokens.
type phrases[V any] struct {
	fold    map[string]V
	soft    map[string]V   // phrases that keep their accents, because without them they are another word
	longest map[string]int // by a phrase's folded first token: tokens of the longest phrase that begins with it
	apart   map[string]bool
}

// newPhrases makes an empty set. apart are the accented spellings that are words of their own: they are never read
// as their unaccented neighbour.
func newPhrases[V any](apart map[string]bool) phrases[V] {
	return phrases[V]{fold: map[string]V{}, soft: map[string]V{}, longest: map[string]int{}, apart: apart}
}

// form is one spelling of an entry of a word list.
type form struct {
	fold, soft string
	tokens     int
}

// put adds a spelling. A spelling with kept accents is found only where the text has them too.
func (p *phrases[V]) put(f form, keepAccents bool, merge func(old V) V) {
	first, _, _ := strings.Cut(f.fold, " ")
	p.longest[first] = max(p.longest[first], f.tokens)
	if keepAccents {
		p.soft[f.soft] = merge(p.soft[f.soft])
		return
	}
	p.fold[f.fold] = merge(p.fold[f.fold])
}

// at is the longest phrase that begins at token i, and its number of tokens; 0: none.
func (p *phrases[V]) at(t *Text, i int) (v V, n int) {
	longest, found := p.longest[t.Tokens[i].Fold]
	if !found {
		return v, 0
	}
	for n = min(longest, len(t.Tokens)-i); n > 0; n-- {
		if v, found = p.span(t, i, n); found {
			return v, n
		}
	}
	return v, 0
}

// span looks up exactly n tokens from i on.
func (p *phrases[V]) span(t *Text, i, n int) (v V, ok bool) {
	fold, soft := t.span(i, n)
	if fold != soft {
		if v, ok = p.soft[soft]; ok {
			return v, true
		}
		if p.apart[soft] {
			return v, false
		}
	}
	v, ok = p.fold[fold]
	return v, ok
}

// whole looks up the whole text.
func (p *phrases[V]) whole(t *Text) (v V, ok bool) {
	if len(t.Tokens) == 0 {
		return v, false
	}
	return p.span(t, 0, len(t.Tokens))
}

// forms are the spellings of an entry: as written, and with its apostrophes and hyphens left out ("dont",
// "checkin"), as thumbs do.
func forms(entry string) []form {
	written := formOf(entry)
	if written.tokens == 0 {
		return nil
	}
	bare := formOf(strings.Map(dropApostrophe, entry))
	if bare.fold == written.fold || bare.tokens == 0 {
		return []form{written}
	}
	return []form{written, bare}
}

func formOf(s string) form {
	t := split(s)
	return form{fold: t.fold, soft: t.soft, tokens: len(t.Tokens)}
}

// dropApostrophe removes apostrophes and hyphens, as thumbs do.
func dropApostrophe(r rune) rune {
	if r == '-' || classify(r) == apostrophe {
		return -1
	}
	return r
}
