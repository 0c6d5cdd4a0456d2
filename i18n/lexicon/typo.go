package lexicon

import "unicode/utf8"

// minTypo is the number of letters from which a typo is forgiven. Shorter words become other words too easily: on
// real texts every lower bound loses more than it finds.
const minTypo = 6

// typo finds the need word that a long word is one slip of the thumb away from. Two different ones are none.
func (v *vocabulary) typo(word string) (found need, ok bool) {
	if utf8.RuneCountInString(word) < minTypo {
		return need{}, false
	}
	for _, known := range v.typos[word[:1]] {
		if !oneSlip(word, known) {
			continue
		}
		n := v.needs.fold[known]
		if ok && n.category != found.category {
			return need{}, false
		}
		found, ok = n, true
	}
	return found, ok
}

// oneSlip says whether a and b differ by one letter more, less, other or swapped with its neighbour.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
