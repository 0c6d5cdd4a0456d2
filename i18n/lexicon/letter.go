package lexicon

import (
	"slices"
	"strings"
)

// LetterReply is an answer that names an offer.
type LetterReply struct {
	Letter string // as in letters
	Does   string // "yes", "no", "yes_if", "no_but", "done", "drop"
}

// LetterReply reads a reply that names a live offer's letter: the letter alone, or with one yes, no, done or drop
// word beside it ("YES B", "b yes", "B.", "yes to job B"). The letter alone is a yes. A longer text counts if the
// letter is among its first words and the rest reads as an answer ("yes b but after 6"). Two letters name none.
func (l *Lexicon) LetterReply(t Text, lang string, letters []string) (r LetterReply, ok bool) {
	at := -1
	for i := range t.Tokens {
		letter, found := letterAt(&t, i, letters)
		if !found {
			continue
		}
		if at >= 0 && letter != r.Letter {
			return LetterReply{}, false
		}
		if at < 0 {
			at, r.Letter = i, letter
		}
	}
	if at < 0 || l.covers(&t, at, lang) {
		return LetterReply{}, false
	}
	from := at
	if at > 0 && l.article(&t, at-1, lang) {
		from--
	}
	if before := without(&t, from, len(t.Tokens)); before.size() > shortAnswer {
		return LetterReply{}, false
	}
	r.Does, ok = l.does(without(&t, from, at+1), lang)
	if !ok {
		return LetterReply{}, false
	}
	return r, true
}

// does reads what is said beside the letter.
func (l *Lexicon) does(rest Text, lang string) (does string, ok bool) {
	if l.onlySmall(&rest, lang) {
		return "yes", !asked(&rest) // "B?" asks
	}
	if from, to := l.trim(&rest, lang, anySmall); from < to {
		if c, ok := l.command(&rest, from, to, lang); ok {
			return c.Code, c.Code == "done" || c.Code == "drop"
		}
	}
	switch l.YesNo(rest, lang) {
	case Yes:
		return "yes", true
	case No:
		return "no", true
	case YesIf:
		return "yes_if", true
	case NoBut:
		return "no_but", true
	case Unclear:
	}
	switch {
	case l.Sorry(rest, lang):
		return "no", true
	case l.beginsCondition(&rest, lang):
		return "yes_if", true // "B but after 6"
	}
	return "", false
}

// onlySmall says whether nothing but small words stands beside the letter: "job B", "B please".
func (l *Lexicon) onlySmall(t *Text, lang string) bool {
	for i := 0; i < len(t.Tokens); {
		said, n := l.small(t, i, lang, anySmall)
		if n == 0 || said&(roleYes|roleNo) != 0 {
			return false
		}
		i += n
	}
	return true
}

func (l *Lexicon) beginsCondition(t *Text, lang string) bool {
	for v := range l.order(lang) {
		r := v.read(t)
		if r.head&(roleCondition|roleNumber) != 0 && r.has&(roleNo|roleNot) == 0 {
			return true
		}
	}
	return false
}

// article says whether token i is a short word that says nothing: "claro que sí, la B".
func (l *Lexicon) article(t *Text, i int, lang string) bool {
	k := &t.Tokens[i]
	if k.kind != letter || len(k.Fold) > 3 {
		return false
	}
	for v := range l.order(lang) {
		if said, _ := v.role(t, i); said != 0 {
			return false
		}
	}
	return true
}

// covers says whether the token is part of a longer phrase of an answer: the d of "d accord" is no offer.
func (l *Lexicon) covers(t *Text, at int, lang string) bool {
	for v := range l.order(lang) {
		for i := 0; i < len(t.Tokens) && i <= at; {
			_, n := v.role(t, i)
			if n > 1 && i+n > at {
				return true
			}
			i += n
		}
	}
	return false
}

// letterAt is the letter that token i is, if it stands alone ("B", not the d of "I'd").
func letterAt(t *Text, i int, letters []string) (string, bool) {
	k := &t.Tokens[i]
	if len(k.Fold) > 2 || k.Joined || i+1 < len(t.Tokens) && t.Tokens[i+1].Joined {
		return "", false
	}
	for _, letter := range letters {
		if strings.EqualFold(letter, k.Fold) {
			return letter, true
		}
	}
	return "", false
}

// without is t without the tokens [from,to).
func without(t *Text, from, to int) Text {
	var s splitter
	for i := range t.Tokens {
		if i < from || i >= to {
			s.start(t.Tokens[i].kind, t.Tokens[i].Joined)
			s.fold = append(s.fold, t.Tokens[i].Fold...)
			s.soft = append(s.soft, t.Tokens[i].Soft...)
			s.close()
		}
	}
	rest := s.text()
	if asked(t) {
		rest.Raw = "?"
	}
	return rest
}

// compileLetters chooses the letters that an offer may have.
func (l *Lexicon) compileLetters() {
	words := map[string]bool{}
	for _, v := range l.langs {
		if v.silent {
			continue
		}
		for _, list := range [][]string{v.words.Yes, v.words.No, v.words.Letters} {
			for _, entry := range list {
				words[foldedPhrase(entry)] = true
			}
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		if !words[strings.ToLower(string(c))] {
			l.letters = append(l.letters, string(c))
		}
	}
}

// OfferLetters are the letters an offer may have: A to Z without any that is a yes, a no or a word in a language
// of the network.
func (l *Lexicon) OfferLetters() []string { return slices.Clone(l.letters) }
