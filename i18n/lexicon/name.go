package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxName     = 24 // characters
	maxHanName  = 4  // signs
	maxFullName = 3  // words of a text that is a name and nothing else
)

// perhaps stands after an entry of Words.NameIs that begins other sentences too: "i'm?" is "i'm Rosa" and "i'm late".
const perhaps = "?"

// introduction is what stands before a name; sure if nothing else than a name can follow.
type introduction struct{ sure bool }

// spelling is a word of a text as its writer spelled it.
type spelling struct {
	word    string
	token   int  // its first
	tokens  int  // how many it has: a name with a hyphen has two, a Chinese sentence one for each sign
	stopped bool // punctuation follows
}

// Name reads the first name in a short text, with or without a "my name is" before it, and keeps the person's own
// spelling. Empty for a yes or no, thanks, a question, a number and a sentence.
func (l *Lexicon) Name(t Text, lang string) string {
	intro, at := l.introduced(&t, lang)
	if asked(&t) || intro == nil && (l.Question(t, lang) || l.YesNo(t, lang) != Unclear || l.Thanks(t, lang)) {
		return ""
	}
	words := spellings(&t)
	for i, w := range words {
		if at < w.token || at >= w.token+w.tokens {
			continue
		}
		if t.Tokens[at].kind == sign {
			return hanName(&t, at, w.token+w.tokens)
		}
		if at == w.token && named(w) && l.isName(&t, words, i, intro, lang) {
			return w.word
		}
		return ""
	}
	return ""
}

// introduced is the token after a greeting and a "my name is"; the introduction is nil if there is none.
func (l *Lexicon) introduced(t *Text, lang string) (intro *introduction, at int) {
	for at < len(t.Tokens) {
		n := 0
		for v := range l.order(lang) {
			if found, length := v.nameIs.at(t, at); length > 0 {
				intro, n = &found, length
				break
			}
		}
		if n == 0 && intro == nil {
			n = l.greeting(t, at, lang)
		}
		if n == 0 {
			break
		}
		at += n
	}
	return intro, at
}

// greeting is the length of a polite word at token i in the writer's language or in English: elsewhere it may be a name
// (French "ben").
func (l *Lexicon) greeting(t *Text, i int, lang string) int {
	for _, v := range []*vocabulary{l.own(lang), l.own("en")} {
		if v == nil {
			continue
		}
		if said, n := v.answers.at(t, i); said&polite != 0 {
			return n
		}
	}
	return 0
}

// isName says whether the word i is meant as a name: a word of the language is one only where it is written like one.
func (l *Lexicon) isName(t *Text, words []spelling, i int, intro *introduction, lang string) bool {
	w, last := words[i], i == len(words)-1
	nextIsName := !last && capitalized(words[i+1].word)
	ordinary := l.ordinary(t, w, lang)
	if intro == nil {
		if ordinary {
			return last && i == 0 && !l.isKeyword(t, lang) || nextIsName && len(words)-i <= maxFullName
		}
		return w.stopped || len(words)-i <= maxFullName
	}
	written := capitalized(w.word) && strings.ToUpper(t.Raw) != t.Raw
	switch {
	case ordinary:
		return written
	case intro.sure, last, w.stopped, written, nextIsName:
		return true
	}
	return len(words)-i == 2 && !l.ordinary(t, words[i+1], lang) // a surname
}

// ordinary says whether a word is one of the writer's language or of English.
func (l *Lexicon) ordinary(t *Text, w spelling, lang string) bool {
	word := t.Tokens[w.token].Fold
	own, english := l.own(lang), l.own("en")
	return w.tokens == 1 && (own != nil && own.plain[word] || english != nil && english.plain[word])
}

// isKeyword says whether a text asks for something as a flyer says.
func (l *Lexicon) isKeyword(t *Text, lang string) bool {
	needs := l.Needs(*t, lang)
	return len(needs) > 0 && needs[0].Keyword
}

// named says whether a word can be a name at all: letters, and what stands inside names.
func named(w spelling) bool {
	return utf8.RuneCountInString(w.word) <= maxName && strings.IndexFunc(w.word, unicode.IsDigit) < 0
}

func capitalized(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// hanName is the name in the signs [from,to): all of them, or none if they are too many for a name.
func hanName(t *Text, from, to int) string {
	if to-from > maxHanName {
		return ""
	}
	var b strings.Builder
	for i := from; i < to; i++ {
		b.WriteString(t.Tokens[i].Soft)
	}
	return b.String()
}

// spellings are the words of a text as written; none if they cannot be told from its tokens.
func spellings(t *Text) []spelling {
	var words []spelling
	tokens := 0
	inWord := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '-' || r == '.' || classify(r) == apostrophe
	}
	for rest := t.Raw; rest != ""; {
		start := strings.IndexFunc(rest, inWord)
		if start < 0 {
			break
		}
		end := strings.IndexFunc(rest[start:], func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(rest) - start
		}
		raw := rest[start : start+end]
		rest = rest[start+end:]
		w := strings.Trim(raw, "-.'’")
		if w == "" {
			continue
		}
		n := len(split(w).Tokens)
		stopped := strings.HasSuffix(raw, ".") || rest != "" && rest[0] != ' '
		words = append(words, spelling{word: w, token: tokens, tokens: n, stopped: stopped})
		tokens += n
	}
	if tokens != len(t.Tokens) {
		return nil
	}
	return words
}
