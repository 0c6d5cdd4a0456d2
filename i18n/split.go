package i18n

import (
	"strings"

	"github.com/rivo/uniseg"
)

const (
	// messageUnits is what the carrier takes as one message, in UTF-16 units. (Twilio, error 21617)
	messageUnits = 1600
	// splitWithin is how far from its end a message may break to do so between words.
	splitWithin = 100
)

// Split is a text as the messages it takes, in their order: itself, unless it is longer than the carrier allows. It
// breaks between words where it can, else between characters as people see them. Nothing but the space it breaks at is
// lost.
func Split(s string) []string {
	var parts []string
	for units(s) > messageUnits {
		end := splitAt(s)
		parts = append(parts, strings.TrimRight(s[:end], " \n"))
		s = strings.TrimLeft(s[end:], " \n")
	}
	return append(parts, s)
}

// splitAt is where, in bytes, a text longer than one message breaks.
func splitAt(s string) int {
	end, used, space, spaceUsed, state := 0, 0, 0, 0, -1
	for end < len(s) {
		cluster, _, _, next := uniseg.FirstGraphemeClusterInString(s[end:], state)
		w := units(cluster)
		if used+w > messageUnits {
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
		return splitMarks(s)
	}
	return end
}

// splitMarks breaks within what people see as one character.
func splitMarks(s string) int {
	used := 0
	for i, r := range s {
		if used += units(string(r)); used > messageUnits {
			return i
		}
	}
	return len(s)
}
