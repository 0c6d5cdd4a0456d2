package phonetest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// maxChips is how many quick replies are offered.
const maxChips = 5

var words = regexp.MustCompile(`[\p{Latin}\p{M}]+|[0-9]+`)

// chips returns the quick replies a text names: words in capitals, with the letter after them (YES B, NO B, DONE), and
// the numbers of a list that begins at 1. It goes by how a text looks, since the phones do not know what it means; the
// words that end texts are not offered, nor the network's own name.
func chips(body, network string) []string {
	found := words.FindAllStringIndex(body, -1)
	word := func(i int) string { return body[found[i][0]:found[i][1]] }
	var all []string
	numbers, sure := 0, false
	for i := 0; i < len(found); i++ {
		w := word(i)
		if w[0] <= '9' {
			if w == string(rune('1'+numbers)) && numbers < 9 {
				numbers++
				sure = sure || numbers > 1 || answersOne(body, found[i])
			}
			continue
		}
		if !capitals(w) || len(w) < 2 || notAnswer(w) || strings.Contains(network, w) {
			continue
		}
		if i+1 < len(found) && body[found[i][1]:found[i+1][0]] == " " && jobLetter(word(i+1)) {
			i++
			w += " " + word(i)
		}
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	if sure {
		for n := range numbers {
			all = append(all, string(rune('1'+n)))
		}
	}
	return all[:min(len(all), maxChips)]
}

// notAnswer says whether capitals are no answer, or none to press by mistake.
func notAnswer(w string) bool {
	switch w {
	case "STOP", "START", "HELP", "ZIP", "PIN", "OK", "SMS":
		return true
	}
	return false
}

func capitals(w string) bool {
	for _, r := range w {
		if !unicode.IsUpper(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}

// jobLetter says whether a word is a job's letter: B, or BC when the alphabet is through.
func jobLetter(w string) bool {
	return capitals(w) && (len(w) == 1 || (len(w) == 2 && !strings.ContainsAny(w, "AEIOU")))
}

// answersOne says whether a lone 1 is an answer: "1 = yes", or after a question.
func answersOne(body string, at []int) bool {
	return strings.HasPrefix(strings.TrimSpace(body[at[1]:]), "=") || strings.ContainsAny(body[:at[0]], "?？")
}
