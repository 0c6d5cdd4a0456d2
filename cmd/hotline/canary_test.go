package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// canary is something personal that is told the line and must be found nowhere.
type canary struct {
	what  string
	forms [][]byte // every way it may be written, A to Z in lower case
}

// canaries are made of numbers (E.164) and of words.
func canaries(numbers, words []string) (all []canary) {
	for _, n := range numbers {
		all = append(all, canary{n, written(spellings(n))})
	}
	for _, w := range words {
		all = append(all, canary{w, written([]string{w})})
	}
	return all
}

// spellings are the ways in which people and programs write a number's last ten digits, and the last seven.
func spellings(number string) []string {
	d := number[len(number)-10:]
	area, exchange, line := d[:3], d[3:6], d[6:]
	out := []string{d, exchange + line, strings.Join(strings.Split(d, ""), " "), "(" + area + ") " + exchange + "-" + line}
	for _, between := range []string{"-", ".", " ", "/", "\u00a0", "\u2011"} {
		out = append(out, area+between+exchange+between+line, exchange+between+line)
	}
	return out
}

// written is each text in every encoding that a program may put it into.
func written(texts []string) (forms [][]byte) {
	keep := func(s string) { forms = append(forms, lowered([]byte(s))) }
	for _, s := range texts {
		keep(strings.ToUpper(s))
		keep(strings.ToLower(s))
		var inXML bytes.Buffer
		_ = xml.EscapeText(&inXML, []byte(s)) // a buffer takes everything
		keep(s)
		keep(url.QueryEscape(s))
		keep(url.PathEscape(s))
		keep(strings.Trim(strconv.QuoteToASCII(s), `"`))
		keep(html.EscapeString(s))
		keep(inXML.String())
		keep(hex.EncodeToString([]byte(s)))
		keep(fmt.Sprintf("% x", s))
		keep(allEscaped(s, `\u%04x`))
		keep(allEscaped(s, `&#%d;`))
		keep(allEscaped(s, `&#x%x;`))
		keep(allBytes(s, `%%%02x`))
		keep(allBytes(s, `=%02x`))
		for _, order := range []func(uint16) []byte{
			func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} }, func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} },
		} {
			var wide []byte
			for _, u := range utf16.Encode([]rune(s)) {
				wide = append(wide, order(u)...)
			}
			forms = append(forms, wide, lowered(wide))
		}
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for skip := range 3 { // where it begins in what is encoded
				text := alphabet.EncodeToString(append(make([]byte, skip), s...))
				whole := text[(skip*8+5)/6 : len(text)-1] // without what its neighbors have a part in
				keep(whole)
			}
		}
	}
	slices.SortFunc(forms, bytes.Compare)
	return slices.CompactFunc(forms, bytes.Equal)
}

func allEscaped(s, format string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, format, u)
	}
	return b.String()
}

func allBytes(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

// lowered has A to Z in lower case, whatever else the bytes are.
func lowered(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// sing names the canaries that can be found in something, in any encoding.
func sing(all []canary, in []byte) (found []string) {
	low := lowered(in)
	for _, c := range all {
		for _, form := range c.forms {
			if bytes.Contains(low, form) {
				found = append(found, fmt.Sprintf("%s as %q", c.what, form))
				break
			}
		}
	}
	return found
}

// TestSing: the search finds what is hidden in each way; else it would prove nothing.
func TestSing(t *testing.T) {
	t.Parallel()
	all := canaries([]string{"+12125550142"}, []string{"Zoë Quetzal"})
	wide := []byte{}
	for _, u := range utf16.Encode([]rune("Zoë Quetzal")) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, hidden := range map[string]string{
		"plain": "x+12125550142x", "in a URL": "?To=%2B12125550142&x", "spoken": "two: 2 1 2 5 5 5 0 1 4 2.", "as printed": "call 212-555-0142",
		"short": "5550142", "upper": "ZOË QUETZAL", "query": "n=Zo%C3%AB+Quetzal", "path": "/Zo%c3%ab%20Quetzal", "JSON": `"Zo\u00eb Quetzal"`,
		"base64": base64.StdEncoding.EncodeToString([]byte(`{"name":"Zoë Quetzal"}`)), "base64, later": base64.URLEncoding.EncodeToString([]byte(`{"a":"+12125550142","b":1}`)),
		"hex": hex.EncodeToString([]byte("-Zoë Quetzal-")), "UTF-16": string(wide), "all XML": allEscaped("Zoë Quetzal", "&#x%X;"),
		"mail": allBytes("Zoë Quetzal", "=%02X"),
	} {
		if len(sing(all, []byte(hidden))) == 0 {
			t.Errorf("%s: not found in %q", name, hidden)
		}
	}
	if found := sing(all, []byte("Zoe Quetzal, 212-555-0143, 55501 42")); len(found) > 0 {
		t.Errorf("found %q where there is none", found)
	}
}
