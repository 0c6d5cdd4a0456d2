package lexicon

// maxNumber is the largest number anyone is asked to choose or to count people by.
const maxNumber = 99

// Number reads a text that is only a small number: "1", "1.", "１", "#1", "1️⃣", "one". 0 to 99.
func (l *Lexicon) Number(t Text) (int, bool) {
	if n := l.Numbers(t); len(n) == 1 {
		return n[0], true
	}
	return 0, false
}

// Numbers reads a text that is a list of small numbers: "1 3", "1,3 and 4". For choosing several of a list. Nil if
// anything else is in the text but small words.
func (l *Lexicon) Numbers(t Text) []int {
	var list []int
	for i := 0; i < len(t.Tokens); {
		n, length := l.numberAt(&t, i)
		switch {
		case length > 0 && n >= 0:
			list = append(list, n)
		case length > 0:
			return nil // 11211 is no small number
		default:
			if _, length = l.small(&t, i, "", anySmall); length == 0 {
				return nil
			}
		}
		i += length
	}
	return list
}

// numberAt is the number at token i, in digits or in words of any language; length is 0 if there is none, n is
// negative if it is no number from 0 to 99. Number words that two languages read differently are none.
func (l *Lexicon) numberAt(t *Text, i int) (n, length int) {
	if n, digits := t.Tokens[i].number(); digits {
		return n, 1
	}
	for _, v := range l.langs {
		value, tokens := v.numbers.at(t, i)
		switch {
		case tokens == 0:
		case length > 0 && (value != n || tokens != length):
			return 0, 0
		default:
			n, length = value, tokens
		}
	}
	return n, length
}

// number is the number at token i, in digits or in words of one language; length is 0 if there is none.
func (v *vocabulary) number(t *Text, i int) (n, length int) {
	if n, digits := t.Tokens[i].number(); digits {
		return n, 1
	}
	return v.numbers.at(t, i)
}
