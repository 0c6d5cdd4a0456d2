package twilio

import (
	"slices"
	"strings"
)

// withheldNumbers is what the carrier sends for a caller who shows no number: the word on the phone's screen, spelled
// with the letters of the keys. Carriers in between put a plus or the country's 1 in front.
// Carrier's help page 223179988, "Why am I getting calls from these strange numbers?"; 7378742883 is how that page
// spells the fifth, 17378742833 and the country "Lesotho" of the first were seen in requests.
var withheldNumbers = [...]string{
	"266696687",   // ANONYMOUS
	"86282452253", // UNAVAILABLE
	"8656696",     // UNKNOWN
	"2562533",     // BLOCKED
	"7378742833",  // RESTRICTED
	"7378742883",
	"464",
}

// withheldWords is the same in words, in small letters.
var withheldWords = [...]string{"anonymous", "unavailable", "unknown", "blocked", "restricted", "private", "withheld"}

// callerNumber returns the number a caller can be called back on, as E.164; empty: withheld, or no phone number at all,
// such as a SIP address. All callers without a number look alike and must never be taken for one person.
func callerNumber(raw, region string) string {
	raw = strings.TrimSpace(raw)
	if Withheld(raw) {
		return ""
	}
	if number := Number(raw, region); e164(number) {
		return number
	}
	return ""
}

// Withheld says whether from stands for "no number", as the carrier writes it.
func Withheld(from string) bool {
	word := strings.ToLower(strings.TrimSpace(from))
	digits := strings.TrimPrefix(strings.TrimPrefix(word, "+"), "1") // none of the numbers begins with 1
	return word == "" || slices.Contains(withheldWords[:], word) || slices.Contains(withheldNumbers[:], digits)
}
