package i18n

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hotline/i18n/msg"
)

// What a person is told at once may last twenty seconds at 150 words a minute, in Chinese at four and a half signs a
// second; the first half of an option is over in time for its key. (the figures: plumvoice.com, Avaya; product.md)
const (
	longestPrompt = 20.0
	longestOption = 5.6 // fourteen words: two of the network's own, and a pause
)

// lasts is for how many seconds a text is spoken.
func lasts(text string) float64 {
	signs, words := 0, 0
	for _, word := range strings.Fields(text) {
		han := 0
		for _, r := range word {
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
		if signs += han; han == 0 {
			words++
		}
	}
	return float64(words)/2.5 + float64(signs)/4.5
}

// Every prompt of a call is worded in every language, short enough, and in pieces that make a sentence: what English
// begins with a comma or a colon, the others do, too.
func TestEveryPromptInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := setup(t)
	ends := map[rune]string{',': ",，", ':': ":：", '.': ".。", '!': "!！.。", '?': "?？"}
	for _, lang := range builtinTags() {
		for _, key := range c.Prompts(lang) {
			if key == msg.VoiceNews {
				continue // the network's own
			}
			text, ok := c.Prompt(lang, key)
			english, _ := c.Prompt("en", key)
			if !ok || strings.ContainsAny(text, "{}") || strings.TrimSpace(text) != text {
				t.Errorf("%s: %s is %q", lang, key, text)
				continue
			}
			last, _ := utf8.DecodeLastRuneInString(text)
			want, _ := utf8.DecodeLastRuneInString(english)
			if marks := ends[want]; marks != "" && !strings.ContainsRune(marks, last) {
				t.Errorf("%s: %s is %q; English ends in %q", lang, key, text, want)
			}
			if most := lasts(text); most > longestPrompt || want == ',' && most > longestOption {
				t.Errorf("%s: %s lasts %.1f seconds: %s", lang, key, most, text)
			}
		}
		for key := range c.speakers[lang].file.Voice {
			if !isPrompt(key, c.lastResort, categories) {
				t.Errorf("%s: nobody says the prompt %s", lang, key)
			}
		}
	}
}

// Every key and digit has a piece of its own.
func TestKeysAndDigitsAreSaid(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for _, lang := range builtinTags() {
		seen := map[string]bool{}
		for _, key := range []byte("0123456789*#") {
			for _, prompt := range []msg.Key{msg.Press(key), msg.Digit(key)} {
				text, ok := c.Prompt(lang, prompt)
				if digit := key != '*' && key != '#'; ok != digit && prompt != msg.Press(key) || seen[text] && ok {
					t.Errorf("%s: %s is %q", lang, prompt, text)
				}
				seen[text] = true
			}
		}
	}
}
