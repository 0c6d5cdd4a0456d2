package lexicon

import (
	"bytes"
	"os"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// tags are the languages with words, in the order of the default network.
var tags = []string{"en", "es", "ht", "zh-Hans", "fr"}

// words decodes a language's words as strictly as package i18n does.
func words(t testing.TB, tag string) Words {
	t.Helper()
	b, err := os.ReadFile("../words/" + tag + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var w Words
	if err := toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(&w); err != nil {
		t.Fatalf("words of %s: %v", tag, err)
	}
	return w
}

// setup compiles the words of some languages, of all if none is named.
func setup(t testing.TB, only ...string) *Lexicon {
	t.Helper()
	if len(only) == 0 {
		only = tags
	}
	var langs []Language
	for _, tag := range only {
		langs = append(langs, Language{Tag: tag, Words: words(t, tag)})
	}
	l, err := New(langs)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
