package lexicon

import (
	"slices"
	"testing"
)

// A network that does not speak English still understands its words, and the carrier's.
func TestEnglishIsOnlyRead(t *testing.T) {
	t.Parallel()
	l, err := New([]Language{{Tag: "es", Words: words(t, "es")}, {Tag: "en", Words: words(t, "en"), OnlyRead: true}})
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := l.Command(Parse("HELP"), "es"); c.Code != "help" {
		t.Errorf("HELP is %+v", c)
	}
	if p := l.YesNo(Parse("yes"), "es"); p != Yes {
		t.Errorf("yes is %v", p)
	}
	if c, ok := l.Command(Parse("english"), "es"); ok {
		t.Errorf("english is %+v", c)
	}
	if g := l.Guess(Parse("i need some help for my mother please")); g != (Guess{}) {
		t.Errorf("guessed %+v", g)
	}
	if g := l.Guess(Parse("necesito ayuda para mi mamá")); g.Language != "es" || !g.Sure {
		t.Errorf("guessed %+v", g)
	}
	if n := l.OtherNames("es"); len(n) > 0 {
		t.Errorf("named %v", n)
	}
	if !slices.Contains(l.OfferLetters(), "I") {
		t.Error("I is kept from offers")
	}
}

// A language that an organiser has just begun is read as far as it goes; nothing needs English, or a full file.
func TestSmallLanguage(t *testing.T) {
	t.Parallel()
	l, err := New([]Language{{Tag: "so", Words: Words{
		Names: []string{"soomaali"}, Spelling: "SOOMAALI", Yes: []string{"haa"}, No: []string{"maya"},
		Needs: map[string][]string{"FOOD": {"cunto"}}, Commands: map[string][]string{"help": {"caawimaad"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range seeds {
		checkReaders(t, l, Parse(body), "so")
	}
	if p := l.YesNo(Parse("Haa!"), "so"); p != Yes {
		t.Errorf("haa is %v", p)
	}
	if n := l.Needs(Parse("CUNTO 55404"), "so"); len(n) != 1 || !n[0].Keyword {
		t.Errorf("cunto is %+v", n)
	}
	if l.OptOut(Parse("STOP")) != CarrierWord || l.OptOut(Parse("stop please")) != MaybeOptOut || !l.OptIn(Parse("START")) {
		t.Error("the carrier's words are not read")
	}
}

// No language at all is no panic either.
func TestNoLanguage(t *testing.T) {
	t.Parallel()
	l, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range seeds {
		checkReaders(t, l, Parse(body), "")
	}
	if got := l.OfferLetters(); len(got) != 26 {
		t.Errorf("letters: %v", got)
	}
}
