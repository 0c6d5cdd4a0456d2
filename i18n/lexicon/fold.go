package lexicon

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// class is what a rune does to the word it stands in.
type class uint8

const (
	separator  class = iota
	letter           // part of a word
	digit            // part of a number
	sign             // a letter of a script written without spaces: a word of its own
	emoji            // a word of its own too
	apostrophe       // between letters: splits "d'eau" and remembers that it was one word
	mark             // an accent, belongs to the rune before
	ignored          // as if it were not there: skin tones, variation selectors, zero-width joiners
)

func classify(r rune) class {
	if r < utf8.RuneSelf {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			return letter
		case '0' <= r && r <= '9':
			return digit
		case r == '\'', r == '`':
			return apostrophe
		}
		return separator
	}
	switch {
	case isApostrophe(r):
		return apostrophe
	case isIgnored(r):
		return ignored
	case unspaced(r):
		return sign
	case unicode.IsLetter(r):
		return letter
	case unicode.Is(unicode.Nd, r):
		return digit
	case unicode.Is(unicode.M, r):
		return mark
	case r >= 0x2000 && unicode.Is(unicode.So, r):
		return emoji
	}
	return separator
}

func isApostrophe(r rune) bool {
	switch r {
	case '’', '‘', 'ʼ', '´', '＇', '′', 'ʹ', '‛', 'ꞌ':
		return true
	}
	return false
}

// isIgnored knows what phones put into texts without meaning anything by it: variation selectors, skin tones,
// keycaps, joiners, direction marks, soft hyphens.
func isIgnored(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x20E3, r == 0x2060, r == 0xFEFF:
		return true
	case 0x200B <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0xFE00 <= r && r <= 0xFE0F:
		return true
	case 0x1F3FB <= r && r <= 0x1F3FF, 0xE0020 <= r && r <= 0xE007F:
		return true
	}
	return false
}

// unspaced says whether a rune's script is written without spaces: each of its runes is a token, so that a phrase of
// such a language is found inside a sentence as a sequence of tokens.
func unspaced(r rune) bool {
	switch {
	case r < 0x0E00, 0x1F000 <= r && r < 0x20000:
		return false
	case 0x4E00 <= r && r <= 0x9FFF:
		return true // nearly all Chinese
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar) && unicode.IsLetter(r)
}

// appendSoft appends r in lower case, accents kept.
func appendSoft(b []byte, r rune) []byte {
	if d, ok := digitValue(r); ok {
		return append(b, '0'+d)
	}
	if r == 'İ' {
		return append(b, 'i')
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// appendFold appends r in lower case without accents, ligatures resolved, traditional Chinese signs as simplified.
func appendFold(b []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(b, byte(unicode.ToLower(r)))
	}
	if d, ok := digitValue(r); ok {
		return append(b, '0'+d)
	}
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return append(b, "ss"...)
	case 'æ':
		return append(b, "ae"...)
	case 'œ':
		return append(b, "oe"...)
	case 'ø':
		return append(b, 'o')
	case 'ł':
		return append(b, 'l')
	case 'đ', 'ð':
		return append(b, 'd')
	case 'ı':
		return append(b, 'i')
	}
	if s, ok := simplified[r]; ok {
		return utf8.AppendRune(b, s)
	}
	var buf [utf8.UTFMax]byte
	parts := norm.NFD.Properties(buf[:utf8.EncodeRune(buf[:], r)]).Decomposition()
	base, n := utf8.DecodeRune(parts)
	if n == 0 || n == len(parts) || unicode.In(r, unicode.Hangul) {
		return utf8.AppendRune(b, r)
	}
	return utf8.AppendRune(b, base)
}

// digitValue is the value of a decimal digit of any script. Unicode keeps each script's ten digits together, so the
// value is the distance to the nearest rune below that is no digit.
func digitValue(r rune) (byte, bool) {
	if '0' <= r && r <= '9' {
		return byte(r - '0'), true
	}
	if r < 0x0660 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	d := byte(0)
	for d < 9 && unicode.Is(unicode.Nd, r-1) {
		r--
		d++
	}
	return d, true
}
