package lexicon

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// aloneVoices are the words that tell a language by themselves, each with the languages that have it.
type aloneVoices struct {
	orders phrases[uint32] // commands and opt-outs
	flyers phrases[uint32] // the first word of each category
	alarms phrases[uint32] // danger
}

func (l *Lexicon) compileAlone() {
	a := aloneVoices{newPhrases[uint32](nil), newPhrases[uint32](nil), newPhrases[uint32](nil)}
	for _, v := range l.langs {
		add := func(p *phrases[uint32], list []string) {
			for _, entry := range list {
				for _, f := range v.accents.of(strings.TrimPrefix(entry, leading)) {
					p.put(f, false, func(old uint32) uint32 { return old | v.bit })
				}
			}
		}
		w := &v.words
		for _, list := range w.Commands {
			add(&a.orders, list)
		}
		add(&a.orders, w.OptOut)
		add(&a.orders, w.OptOutPhrases)
		for key, list := range w.Needs {
			if _, kind := splitNeed(key); kind == "" && len(list) > 0 {
				add(&a.flyers, list[:1])
			}
		}
		for _, list := range w.Danger {
			add(&a.alarms, list)
		}
	}
	l.alone = a
}

// byItself tells the language of a text that is, politeness aside, one command or opt-out of one language, or one
// flyer's keyword with its numbers. An English command tells nothing: our answers teach those to everybody.
func (l *Lexicon) byItself(t *Text) (Guess, bool) {
	if from, to := l.trim(t, "", polite); from < to {
		if set, ok := l.alone.orders.span(t, from, to-from); ok {
			v := l.only(set)
			sure := v != nil && v.tag != "en" && !l.isEnglish(t, from, to)
			return Guess{Language: tagOf(v), Sure: sure, Words: to - from}, sure
		}
	}
	from, to := 0, len(t.Tokens)
	for from < to && t.Tokens[from].kind == digit {
		from++
	}
	for from < to && t.Tokens[to-1].kind == digit {
		to--
	}
	if from == to {
		return Guess{}, false
	}
	set, _ := l.alone.flyers.span(t, from, to-from)
	v := l.only(set)
	return Guess{Language: tagOf(v), Sure: v != nil, Words: to - from}, v != nil
}

func tagOf(v *vocabulary) string {
	if v == nil {
		return ""
	}
	return v.tag
}

// isEnglish says whether English has all the words of [from,to) too, as they are spelled.
func (l *Lexicon) isEnglish(t *Text, from, to int) bool {
	english := l.own("en")
	if english == nil {
		return false
	}
	for i := from; i < to; i++ {
		if k := &t.Tokens[i]; k.Fold != k.Soft || l.evidence[k.Fold].langs&english.bit == 0 {
			return false
		}
	}
	return true
}

// only is the language of a set of one, nil for any other set and for a language that is only read.
func (l *Lexicon) only(set uint32) *vocabulary {
	if bits.OnesCount32(set) != 1 {
		return nil
	}
	if v := l.langs[bits.TrailingZeros32(set)]; !v.silent {
		return v
	}
	return nil
}

// alarmed is the one language of the first danger phrase in a text that only one language has; nil: none.
func (l *Lexicon) alarmed(t *Text) *vocabulary {
	for i := range t.Tokens {
		set, n := l.alone.alarms.at(t, i)
		if n > 1 || n == 1 && utf8.RuneCountInString(t.Tokens[i].Fold) >= minKeyword {
			if v := l.only(set); v != nil {
				return v
			}
		}
	}
	return nil
}
