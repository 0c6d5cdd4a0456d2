package i18n

import (
	"strings"

	"github.com/rivo/uniseg"
)

const (
	// MessageUnits is what the carrier takes as one message, in UTF-16 units. (Twilio, error 21617)
	MessageUnits = 1600
	// splitWithin is how far from its end a message may break to do so between words.
	splitWithin = 100
)

// Split is a text in parts of at most so many UTF-16 units, in their order: itself, unless it is longer. It breaks between
// words where it can, else between characters as people see them. Nothing but the space it breaks at is lost.
func Split(s string, most int) []string {
	var parts []string
	for units(s) > most {
		end := splitAt(s, most)
		parts = append(parts, strings.TrimRight(s[:end], " \n"))
		s = strings.TrimLeft(s[end:], " \n")
	}
	return append(parts, s)
}

// splitAt is where, in bytes, a text longer than one part breaks.
func splitAt(s string, most int) int {
	end, used, space, spaceUsed, state := 0, 0, 0, 0, -1
	for end < len(s) {
		cluster, _, _, next := uniseg.FirstGraphemeClusterInString(s[end:], state)
		w := units(cluster)
		if used+w > most {
			break
		}
		end, used, state = end+len(cluster), used+w, next
		if cluster == " " || cluster == "\n" {
			space, spaceUsed = end, used
		}
	}
	switch {
	case space > 0 && used-spaceUsed <= splitWithin:
		return space
	case end == 0: // one character of marks upon marks
		return splitMarks(s, most)
	}
	return end
}

// splitMarks breaks within what people see as one character.
func splitMarks(s string, most int) int {
	used := 0
	for i, r := range s {
		if used += units(string(r)); used > most {
			return i
		}
	}
	return len(s)
}
