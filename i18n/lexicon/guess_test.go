package lexicon

import (
	"slices"
	"testing"
)

func TestGuess(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		text, lang   string
		sure, strong bool
	}{
		{"FOOD 11211", "en", true, false}, {"COMIDA 11211", "es", true, false}, {"manje", "ht", true, false}, {"nourriture", "fr", true, false},
		{"食物", "zh-Hans", true, true}, {"你好", "zh-Hans", true, true}, {"food 面条", "zh-Hans", true, true}, {"gracias", "es", true, false},
		{"bonjou", "ht", true, false}, {"español", "es", true, false}, {"kreyol", "ht", true, false}, {"hello", "en", true, false},
		{"necesito ayuda para mi mamá por favor", "es", true, true}, {"mwen ta renmen jwenn yon moun pou ede m", "ht", true, true},
		{"bonjour, j'ai besoin d'aide pour mes enfants", "fr", true, true}, {"i need some help for my mother please", "en", true, true},
		{"FOOD 11211 dos adultos por favor", "es", true, false}, {"m bezwen dlo", "ht", true, false}, {"j'ai faim", "fr", true, false},
		{"ok", "", false, false}, {"no", "", false, false}, {"11211", "", false, false}, {"", "", false, false}, {"👍", "", false, false},
		{"B", "", false, false}, {"pan", "", false, false}, {"1", "", false, false}, {"DONE", "en", false, false},
		{"AYUDA", "es", true, false}, {"estado", "es", true, false}, {"ALTO", "es", true, false}, {"Privado, por favor", "es", true, false},
		{"AYÚDAME", "es", true, false}, {"ÈD", "ht", true, false}, {"SISPANN", "ht", true, false}, {"ARRÊT", "fr", true, false},
		{"ARRET", "fr", true, false}, {"AIDE", "fr", true, false}, {"NOURRITURE 11211", "fr", true, false}, {"11211 nourriture", "fr", true, false},
		{"j'ai besoin de nourriture", "fr", true, false}, {"gen dife", "ht", true, false}, {"hay fuego", "es", true, false},
		{"STATUS", "", false, false}, {"INFO", "", false, false}, {"fini", "", false, false}, {"prive", "", false, false}, {"RX 11211", "", false, false},
		{"abri 11211", "", false, false}, {"MONEY 11211", "en", true, false}, {"FOOD 11211 por favor", "", false, false},
		{"Mera ghar sailab ki nazar ho gaya hai aur koi imdad nahi", "", false, false},
	} {
		g := l.Guess(Parse(c.text))
		if c.lang != "" && g.Language != c.lang || g.Sure != c.sure || g.Strong != c.strong {
			t.Errorf("%q: %+v, want %s sure %v strong %v", c.text, g, c.lang, c.sure, c.strong)
		}
	}
}

func TestOtherNames(t *testing.T) {
	t.Parallel()
	l := setup(t)
	if got := l.OtherNames("en"); !slices.Equal(got, []string{"ESPANOL", "KREYOL", "ZHONGWEN", "FRANCAIS"}) {
		t.Errorf("from English: %v", got)
	}
	if got := l.OtherNames("ht"); !slices.Equal(got, []string{"ENGLISH", "ESPANOL", "ZHONGWEN", "FRANCAIS"}) {
		t.Errorf("from Kreyòl: %v", got)
	}
	if got := setup(t, "en").OtherNames("en"); len(got) != 0 {
		t.Errorf("English alone: %v", got)
	}
	for _, tag := range tags {
		name := words(t, tag).Spelling
		if c, ok := l.Command(Parse(name), "en"); !ok || c.Language != tag {
			t.Errorf("%q does not lead to %s", name, tag)
		}
	}
}
