package twilio

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// received makes a value of a form safe to keep: invalid UTF-8 and NUL, which no database column takes, are dropped,
// and what is longer than limit characters is cut. Nothing else is touched: a text that looks like base64 is a text.
func received(s string, limit int) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	n := 0
	for i := range s {
		if n == limit {
			return s[:i]
		}
		n++
	}
	return s
}

// Sendable makes a text fit to leave: control characters but the line feed, and what cannot stand in XML or stands for
// a decoding error, are dropped; a text longer than the carrier takes is cut rather than lost.
func Sendable(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError, r == '\uFFFE', r == '\uFFFF':
			return -1
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	units := 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units > MaxBody {
			return s[:i]
		}
	}
	return s
}
