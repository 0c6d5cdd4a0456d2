package i18n

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// typographic are marks that word processors and phones put where GSM-7 has a plain one that says the same. Letters
// are never changed: a word is not misspelt to save a segment.
var typographic = strings.NewReplacer(
	"‘", "'", "’", "'", "‚", "'", "‛", "'", "′", "'", "ʼ", "'", "`", "'", "´", "'",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "″", `"`,
	"«\u00a0", `"`, "\u00a0»", `"`, "«\u202f", `"`, "\u202f»", `"`, "« ", `"`, " »", `"`, "«", `"`, "»", `"`,
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-",
	"…", "...", "•", "-", "\t", " ",
	"\u00a0", " ", "\u2007", " ", "\u2009", " ", "\u202f", " ",
	"\u00ad", "", "\u200b", "", "\u200e", "", "\u200f", "", "\u2060", "", "\ufeff", "",
)

// Plain is a text with its letters composed and, if then all of it fits GSM-7, with plain marks for typographic ones.
// A text that needs UCS-2 anyway keeps every mark it has.
func Plain(s string) string {
	if _, ok := septets(s); ok {
		return s
	}
	s = norm.NFC.String(s)
	plain := typographic.Replace(s)
	if _, ok := septets(plain); ok {
		return plain
	}
	return s
}
