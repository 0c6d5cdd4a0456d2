package i18n

import (
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

// Sizes of a text in the carrier's units: septets for GSM-7, UTF-16 units for UCS-2. A text of several parts loses
// six octets of each part to the header that joins them (3GPP TS 23.040, 9.2.3.24).
const (
	gsmSingle, gsmPart = 160, 153
	ucsSingle, ucsPart = 70, 67
)

// The two encodings of a text message, as the carrier names them.
const (
	GSM7 = "GSM-7"
	UCS2 = "UCS-2"
)

// Count is what a text costs.
type Count struct {
	Encoding string // GSM7 or UCS2
	Segments int    // what the carrier bills; 1 for an empty text
	Chars    int    // septets in GSM-7 (an extension character is two), characters as people count them in UCS-2
}

// Segments counts a text as the carrier's own calculator does: an extension character or a grapheme cluster is never
// split over two parts. Held to Twilio's sms-segments-calculator by a test.
func Segments(s string) Count {
	if n, ok := septets(s); ok {
		return Count{GSM7, gsmSegments(s, n), n}
	}
	return ucs2(s)
}

// septets is the length of s in GSM-7, and whether it can be written in it.
func septets(s string) (n int, ok bool) {
	for _, r := range s {
		w := gsmWidth(r)
		if w == 0 {
			return 0, false
		}
		n += w
	}
	return n, true
}

// gsmSegments packs a text of n septets into parts.
func gsmSegments(s string, n int) int {
	if n <= gsmSingle {
		return 1
	}
	segments, used := 1, 0
	for _, r := range s {
		w := gsmWidth(r)
		if used+w > gsmPart {
			segments, used = segments+1, 0
		}
		used += w
	}
	return segments
}

// ucs2 packs a text that GSM-7 cannot hold. A line break of two characters may be split, unlike other clusters.
// Invalid UTF-8 counts as one U+FFFD a byte, which is what would be sent.
func ucs2(s string) Count {
	c := Count{Encoding: UCS2, Segments: 1}
	total, used, state := 0, 0, -1
	for len(s) > 0 {
		cluster, rest, _, next := uniseg.FirstGraphemeClusterInString(s, state)
		if cluster == "\r\n" {
			cluster, rest, next = "\r", s[1:], -1
		}
		s, state = rest, next
		w := units(cluster)
		if used+w > ucsPart && used > 0 {
			c.Segments, used = c.Segments+1, 0
		}
		total, used, c.Chars = total+w, used+w, c.Chars+1
	}
	if total <= ucsSingle {
		c.Segments = 1
	}
	return c
}

// units is the length of s in UTF-16.
func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// gsmWidth is the width of a character in the GSM 7-bit default alphabet (3GPP TS 23.038, 6.2.1): 1, 2 for one of
// its extension table, 0 for one that is in neither.
func gsmWidth(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		switch r {
		case '`':
			return 0
		case '[', '\\', ']', '^', '{', '|', '}', '~':
			return 2
		}
		return 1
	case r == '\n' || r == '\r':
		return 1
	case r == '\f' || r == '€':
		return 2
	}
	switch r {
	case '£', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', 'Ø', 'ø', 'Å', 'å', 'Æ', 'æ', 'ß', 'É', '¤', '¡', 'Ä', 'Ö', 'Ñ', 'Ü',
		'§', '¿', 'ä', 'ö', 'ñ', 'ü', 'à', 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ':
		return 1
	}
	return 0
}
