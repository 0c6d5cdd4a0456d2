package talk

import "unicode/utf8"

// Bounds of what a conversation, and a request made of it, keeps of a person's own words: as much as anybody reads.
// The messages themselves are all kept, by the store.
const (
	maxTexts = 20
	maxWords = 16 << 10 // bytes
)

// Keep adds a text to the words of a draft, as far as they may grow.
func (d *Draft) Keep(text string) {
	size := 0
	for _, w := range d.Words {
		size += len(w) + 1
	}
	if text = cut(text, maxWords-size); text != "" && len(d.Words) < maxTexts {
		d.Words = append(d.Words, text)
	}
}

// Bounded is the words of a request, as far as they may grow.
func Bounded(words string) string { return cut(words, maxWords) }

// cut is the first bytes of a text, between two characters.
func cut(s string, size int) string {
	if len(s) <= size {
		return s
	}
	for size > 0 && !utf8.RuneStart(s[size]) {
		size--
	}
	return s[:max(size, 0)]
}
