package lexicon

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// tags are the languages with words, in the order of the default network.
var tags = []string{"en", "es", "ht", "zh-Hans", "fr"}

// words decodes a language's words as strictly as package i18n does.
func words(t testing.TB, tag string) Words {
	t.Helper()
	w, err := read(tag)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func read(tag string) (w Words, err error) {
	b, err := os.ReadFile("../words/" + tag + ".toml")
	if err != nil {
		return w, err
	}
	if err := toml.NewDecoder(bytes.NewReader(b)).DisallowUnknownFields().Decode(&w); err != nil {
		return w, fmt.Errorf("words of %s: %w", tag, err)
	}
	return w, nil
}

func compiled(only ...string) (*Lexicon, error) {
	var langs []Language
	for _, tag := range only {
		w, err := read(tag)
		if err != nil {
			return nil, err
		}
		langs = append(langs, Language{Tag: tag, Words: w})
	}
	return New(langs)
}

// everyLanguage is compiled once for all tests: a Lexicon does not change.
var everyLanguage = sync.OnceValues(func() (*Lexicon, error) { return compiled(tags...) })

// setup is the lexicon of some languages, of all if none is named.
func setup(t testing.TB, only ...string) *Lexicon {
	t.Helper()
	l, err := everyLanguage()
	if len(only) > 0 {
		l, err = compiled(only...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}
