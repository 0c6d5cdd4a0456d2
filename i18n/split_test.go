package i18n_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"hotline/i18n"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	words := strings.TrimSpace(strings.Repeat("word ", 400))
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":      {"", []string{""}},
		"fits":       {strings.Repeat("x", 1600), []string{strings.Repeat("x", 1600)}},
		"no space":   {strings.Repeat("x", 1601), []string{strings.Repeat("x", 1600), "x"}},
		"words":      {words, []string{words[:1599], words[1600:]}},
		"far space":  {"a " + strings.Repeat("x", 1600), []string{"a " + strings.Repeat("x", 1598), "xx"}},
		"surrogates": {strings.Repeat("🙂", 801), []string{strings.Repeat("🙂", 800), "🙂"}},
		"clusters":   {"a" + strings.Repeat("👩‍🚒", 320), []string{"a" + strings.Repeat("👩‍🚒", 319), "👩‍🚒"}},
		"marks":      {"e" + strings.Repeat("\u0301", 1600), []string{"e" + strings.Repeat("\u0301", 1599), "\u0301"}},
	} {
		if got := i18n.Split(c.text, i18n.MessageUnits); !slices.Equal(got, c.want) {
			t.Errorf("%s: %d parts: %q", name, len(got), got)
		}
	}
}

// TestSplitLosesNothing: every part fits one message, and together they are the text but for the spaces between.
func TestSplitLosesNothing(t *testing.T) {
	t.Parallel()
	spaces := strings.NewReplacer(" ", "", "\n", "")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.String().Draw(t, "text"), rapid.IntRange(1, 400).Draw(t, "times"))
		parts := i18n.Split(text, i18n.MessageUnits)
		for _, part := range parts {
			if n := len(utf16.Encode([]rune(part))); n > 1600 {
				t.Fatalf("a part of %d units", n)
			}
		}
		if got := strings.Join(parts, ""); spaces.Replace(got) != spaces.Replace(text) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
