package lexicon

import "slices"

const zipDigits = 5

// ZIP finds the place: a ZIP for which ours is true, wherever it stands; otherwise the last 5-digit run that does
// not lead the text (a leading one is a house number) unless it is the whole text. ZIP+4 counts by its first five.
// A text of five single digits ("1 1 2 1 1") is a ZIP too.
func (l *Lexicon) ZIP(t Text, ours func(zip string) bool) (string, bool) {
	found, leading := "", ""
	foundOurs := false
	for i := range t.Tokens {
		zip, ok := zipAt(&t, i)
		if !ok {
			continue
		}
		isOurs := ours != nil && ours(zip)
		switch {
		case i == 0 && !isOurs:
			leading = zip
		case i == 0:
			found, foundOurs = zip, true
		case isOurs || !foundOurs:
			found, foundOurs = zip, isOurs
		}
	}
	if found != "" {
		return found, true
	}
	if leading != "" && onlyZIP(&t) {
		return leading, true
	}
	return spelled(&t)
}

// ZIPs finds every 5-digit run, each once, for a volunteer's list.
func (l *Lexicon) ZIPs(t Text) []string {
	var list []string
	for i := range t.Tokens {
		if zip, ok := zipAt(&t, i); ok && !slices.Contains(list, zip) {
			list = append(list, zip)
		}
	}
	if zip, ok := spelled(&t); ok {
		list = append(list, zip)
	}
	return list
}

// zipAt is the ZIP at token i: five digits, or ZIP+4 typed without its hyphen.
func zipAt(t *Text, i int) (string, bool) {
	k := &t.Tokens[i]
	if k.kind != digit || len(k.Fold) != zipDigits && len(k.Fold) != zipDigits+4 {
		return "", false
	}
	return k.Fold[:zipDigits], true
}

// leadingZIP is how many tokens of a ZIP a text begins with: 0, 1, or 2 for ZIP+4.
func leadingZIP(t *Text) int {
	if len(t.Tokens) == 0 {
		return 0
	}
	if _, zip := zipAt(t, 0); !zip {
		return 0
	}
	if len(t.Tokens) > 1 && t.Tokens[1].kind == digit && len(t.Tokens[1].Fold) == 4 {
		return 2
	}
	return 1
}

// onlyZIP says whether the leading ZIP, with its +4, is the whole text.
func onlyZIP(t *Text) bool {
	if len(t.Tokens) == 2 {
		_, digits := t.Tokens[1].number()
		return digits && len(t.Tokens[1].Fold) == 4
	}
	return len(t.Tokens) == 1
}

// spelled reads a text of five single digits.
func spelled(t *Text) (string, bool) {
	if len(t.Tokens) != zipDigits {
		return "", false
	}
	zip := make([]byte, 0, zipDigits)
	for i := range t.Tokens {
		k := &t.Tokens[i]
		if k.kind != digit || len(k.Fold) != 1 {
			return "", false
		}
		zip = append(zip, k.Fold[0])
	}
	return string(zip), true
}
