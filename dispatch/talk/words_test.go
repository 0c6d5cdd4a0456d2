package talk_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hotline/dispatch/talk"
)

func TestADraftKeepsTheFirstTwentyTexts(t *testing.T) {
	t.Parallel()
	var d talk.Draft
	for range 30 {
		d.Keep("I need food")
	}
	if len(d.Words) != 20 {
		t.Errorf("%d texts", len(d.Words))
	}
}

// TestKeptWordsAreBounded: whatever is written, what is kept is the beginning of it, in whole characters.
func TestKeptWordsAreBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var d talk.Draft
		texts := rapid.SliceOfN(rapid.Map(rapid.String(), func(s string) string { return strings.Repeat(s, 40) }), 0, 30).Draw(t, "texts")
		for _, text := range texts {
			d.Keep(text)
		}
		kept := strings.Join(d.Words, "\n")
		if len(d.Words) > 20 || len(kept) > 16<<10 || !utf8.ValidString(kept) {
			t.Fatalf("%d texts, %d bytes", len(d.Words), len(kept))
		}
		all := strings.Join(texts, "\n")
		if b := talk.Bounded(all); len(b) > 16<<10 || !strings.HasPrefix(all, b) || !utf8.ValidString(b) {
			t.Fatalf("%d bytes of %d", len(b), len(all))
		}
	})
}
