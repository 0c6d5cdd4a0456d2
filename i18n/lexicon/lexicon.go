// Package lexicon reads what people text: yes and no, commands, needs, places, danger, opt-outs, and which language
// it is. The words are data (i18n/words/<tag>.toml), read and overlaid by package i18n; this package is pure: it
// knows no clock, no database, no network, and decides nothing. A reader that is not sure says so.
//
// Words of a person's own language come before those of the network's other languages: "no" or "pan" mean what they
// mean there. New refuses words that contradict each other inside one language.
package lexicon

import (
	"errors"
	"fmt"
)

// Language is one language of the network with its words.
type Language struct {
	Tag   string
	Words Words
	// OnlyRead: its words are understood, as English ones are everywhere, but the network does not speak it: it is
	// never guessed, named or switched to, and its letters are free for offers.
	OnlyRead bool
}

// Lexicon is the compiled vocabulary of a network's languages. It is safe for concurrent use.
type Lexicon struct {
	langs []*vocabulary
	byTag map[string]int

	names     phrases[string] // language names → tag
	danger    dangerPhrases
	optOut    phrases[optOutWord]
	optIn     phrases[bool]
	evidence  map[string]evidence // by folded word: the languages it belongs to
	keyVoices phrases[uint32]     // needs, "i need", thanks: the languages a phrase belongs to
	alone     aloneVoices
	letters   []string
}

// maxLanguages is bounded by the bit sets that tell which languages a word belongs to; four a menu page, eight pages.
const maxLanguages = 32

// New compiles the languages, in the network's order. Words that contradict each other (a yes that is a no in the
// same language, a command that is an opt-out) are an error that names both; all such errors are joined.
func New(langs []Language) (*Lexicon, error) {
	if len(langs) > maxLanguages {
		return nil, fmt.Errorf("%d languages: at most %d", len(langs), maxLanguages)
	}
	l := &Lexicon{byTag: make(map[string]int, len(langs))}
	var problems []error
	for i, lang := range langs {
		if _, twice := l.byTag[lang.Tag]; twice || lang.Tag == "" {
			problems = append(problems, fmt.Errorf("language %q: empty or named twice", lang.Tag))
			continue
		}
		l.byTag[lang.Tag] = i
		v, err := compile(lang)
		if err != nil {
			problems = append(problems, err)
		}
		l.langs = append(l.langs, v)
	}
	problems = append(problems, checkAcross(l.langs))
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	l.compileShared()
	return l, nil
}

// order yields the vocabularies in the order a text of lang is read: its own, English, the others as configured.
func (l *Lexicon) order(lang string) func(yield func(*vocabulary) bool) {
	return func(yield func(*vocabulary) bool) {
		own, known := l.byTag[lang]
		if known && !yield(l.langs[own]) {
			return
		}
		english, has := l.byTag["en"]
		if has && english != own || has && !known {
			if !yield(l.langs[english]) {
				return
			}
		}
		for i, v := range l.langs {
			if known && i == own || has && i == english {
				continue
			}
			if !yield(v) {
				return
			}
		}
	}
}

// own is the vocabulary of lang, nil if the network does not have it.
func (l *Lexicon) own(lang string) *vocabulary {
	if i, ok := l.byTag[lang]; ok {
		return l.langs[i]
	}
	return nil
}
