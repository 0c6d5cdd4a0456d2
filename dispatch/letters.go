package dispatch

import (
	"slices"
	"strings"
	"time"
)

// letterRest is how long a letter rests for a volunteer after an offer that had it, so that an old text on the
// phone is not taken for the new one.
const letterRest = 14 * 24 * time.Hour

// NextLetter is the letter of a volunteer's next offer: the first of letters (lexicon.OfferLetters: none of them a
// yes, a no or a word) that no live offer of theirs has and none had in the last 14 days; then pairs, BB, BC … CB,
// then threes. Pairs are made without vowels, so that none is a word. offers are all made to this volunteer in that
// time. Empty only without letters.
func NextLetter(letters []string, offers []Offer, now time.Time) string {
	var used []string
	for i := range offers {
		if o := &offers[i]; o.Status.Live() || now.Sub(o.SentAt) < letterRest {
			used = append(used, o.Letter)
		}
	}
	free := func(name string) bool { return !slices.Contains(used, name) }
	if i := slices.IndexFunc(letters, free); i >= 0 {
		return letters[i]
	}
	consonants := slices.DeleteFunc(slices.Clone(letters), func(l string) bool { return strings.Contains("AEIOUY", l) })
	if len(consonants) == 0 {
		consonants = letters
	}
	for names := consonants; len(names) > 0; names = lengthen(names, consonants) {
		for _, first := range names {
			for _, next := range consonants {
				if name := first + next; free(name) {
					return name
				}
			}
		}
	}
	return ""
}

// lengthen makes every name of one letter more.
func lengthen(names, consonants []string) []string {
	longer := make([]string, 0, len(names)*len(consonants))
	for _, first := range names {
		for _, next := range consonants {
			longer = append(longer, first+next)
		}
	}
	return longer
}
