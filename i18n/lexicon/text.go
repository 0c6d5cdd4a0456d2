package lexicon

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxText is the longest text the carrier delivers, in characters.
const maxText = 1600

// Text is a text as read: a phone's reaction cut off, the rest folded and split.
type Text struct {
	Raw      string   // what the person wrote, without a reaction's quoted part; NUL and invalid UTF-8 removed
	Reaction Reaction // Liked "…", 👍 to "…"
	Quoted   string   // the text reacted to
	Tokens   []Token

	fold, soft string // the tokens' Fold and Soft, joined by single spaces
}

// Token is one word, number or emoji of a text, or one sign of a script written without spaces.
type Token struct {
	Fold string // lower case, accents and full-width forms folded
	Soft string // lower case, accents kept
	// Joined is set where no space stands before: the t of "don't", the pm of "5pm". It is one word with the
	// token before.
	Joined bool

	kind                             class // letter, digit, sign or emoji
	gap                              byte  // the one sign before it, such as the colon of 9:30; 0: none; ' ': other
	foldAt, foldEnd, softAt, softEnd int32 // in Text.fold and Text.soft
}

// Parse reads a text. Texts over 1600 characters are cut there (the carrier's limit).
func Parse(body string) Text {
	body = clean(body)
	reaction, quoted, ok := parseReaction(body)
	if ok {
		return Text{Reaction: reaction, Quoted: quoted}
	}
	t := split(body)
	t.Raw = body
	return t
}

// clean removes what no person wrote (NUL, invalid UTF-8) and cuts to the carrier's limit.
func clean(body string) string {
	body = strings.ToValidUTF8(body, "")
	if strings.IndexByte(body, 0) >= 0 {
		body = strings.ReplaceAll(body, "\x00", "")
	}
	if len(body) > maxText {
		count := 0
		for i := range body {
			if count == maxText {
				body = body[:i]
				break
			}
			count++
		}
	}
	return strings.TrimSpace(body)
}

// splitter gathers the tokens of a text. The folded and the soft form grow side by side; tokens are cut out of them
// at the end, so that a phrase of several tokens is a substring and costs no allocation to look up.
type splitter struct {
	fold, soft []byte
	tokens     []Token
	open       class // letter or digit while a token is open
	join       bool  // the next token follows without a space
	gap        byte  // what stands before the next token, as in Token
}

func split(body string) Text {
	if !ascii(body) {
		// NFKC would turn a spacing acute accent into a space and an accent: it is an apostrophe here.
		body = norm.NFKC.String(strings.ReplaceAll(body, "´", "'"))
	}
	s := splitter{
		fold:   make([]byte, 0, len(body)+8),
		soft:   make([]byte, 0, len(body)+8),
		tokens: make([]Token, 0, len(body)/4+2),
	}
	for i := 0; i < len(body); {
		if n := emoticon(body, i); n > 0 {
			s.close()
			i += n
			continue
		}
		r, n := rune(body[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(body[i:])
		}
		i += n
		s.add(r)
	}
	s.close()
	return s.text()
}

// add takes one rune of the text.
func (s *splitter) add(r rune) {
	switch c := classify(r); c {
	case ignored:
	case mark:
		if s.open == letter || s.open == sign {
			s.soft = utf8.AppendRune(s.soft, r)
			if r < 0x0300 || r > 0x036F {
				s.fold = utf8.AppendRune(s.fold, r)
			}
		}
	case letter, digit:
		if s.open != c {
			joined := s.open == letter || s.open == digit || s.join
			s.close()
			s.start(c, joined)
		}
		s.put(r)
	case sign, emoji:
		s.close()
		s.start(c, false)
		s.put(r)
	case apostrophe:
		joined := s.open == letter
		s.close()
		s.join = joined
	default:
		s.close()
		if s.gap == 0 && r < utf8.RuneSelf {
			s.gap = byte(r)
		} else {
			s.gap = ' '
		}
	}
}

func (s *splitter) start(c class, joined bool) {
	if len(s.tokens) > 0 {
		s.fold = append(s.fold, ' ')
		s.soft = append(s.soft, ' ')
	}
	at, softAt := int32(len(s.fold)), int32(len(s.soft))
	s.tokens = append(s.tokens, Token{Joined: joined, kind: c, gap: s.gap, foldAt: at, softAt: softAt})
	s.open, s.gap = c, 0
}

func (s *splitter) put(r rune) {
	s.fold = appendFold(s.fold, r)
	s.soft = appendSoft(s.soft, r)
}

func (s *splitter) close() {
	if s.open != separator {
		last := &s.tokens[len(s.tokens)-1]
		last.foldEnd, last.softEnd = int32(len(s.fold)), int32(len(s.soft))
	}
	s.open, s.join = separator, false
}

func (s *splitter) text() Text {
	t := Text{fold: string(s.fold), Tokens: s.tokens}
	t.soft = t.fold
	if string(s.soft) != t.fold {
		t.soft = string(s.soft)
	}
	for i := range t.Tokens {
		k := &t.Tokens[i]
		k.Fold, k.Soft = t.fold[k.foldAt:k.foldEnd], t.soft[k.softAt:k.softEnd]
	}
	return t
}

// emoticon is the length of a typed face at i, 0 if there is none: ":)" ";-)" ":D" "=P" "<3". Its mouth is no
// letter: "yes :D" names no offer D.
func emoticon(s string, i int) int {
	if s[i] == '<' && i+1 < len(s) && s[i+1] == '3' && !wordByte(s, i+2) {
		return 2
	}
	if s[i] != ':' && s[i] != ';' && s[i] != '=' {
		return 0
	}
	n := i + 1
	if n < len(s) && (s[n] == '-' || s[n] == '\'') {
		n++
	}
	if n >= len(s) || !strings.ContainsRune("DdPpOoXx3", rune(s[n])) || wordByte(s, n+1) {
		return 0
	}
	if s[n] == '3' && wordByte(s, i-1) {
		return 0 // "zone:3", "5:3"
	}
	return n + 1 - i
}

func wordByte(s string, i int) bool {
	return i >= 0 && i < len(s) && classify(rune(s[i])) != separator
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// number says whether a token is digits, and its value; of more than two digits -1.
func (k *Token) number() (n int, digits bool) {
	if k.kind != digit {
		return 0, false
	}
	if len(k.Fold) > 2 {
		return -1, true
	}
	for i := 0; i < len(k.Fold); i++ {
		n = n*10 + int(k.Fold[i]-'0')
	}
	return n, true
}

// size is how long a text is, in half words: a word counts two, a sign of a script without spaces one, a joined
// token or an emoji nothing.
func (t *Text) size() int {
	n := 0
	for i := range t.Tokens {
		switch k := &t.Tokens[i]; {
		case k.Joined, k.kind == emoji:
		case k.kind == sign:
			n++
		default:
			n += 2
		}
	}
	return n
}

// span is the folded and the soft form of n tokens from i on.
func (t *Text) span(i, n int) (fold, soft string) {
	first, last := &t.Tokens[i], &t.Tokens[i+n-1]
	return t.fold[first.foldAt:last.foldEnd], t.soft[first.softAt:last.softEnd]
}

// foldedPhrase is a phrase as it is looked up.
func foldedPhrase(s string) string { t := split(s); return t.fold }
