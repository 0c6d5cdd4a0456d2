package lexicon

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// seeds are texts of every kind that the readers tell apart.
var seeds = []string{
	"", "YES B", "yes but after 5", "no problem 👍🏽", "Liked “YES B? STOP”", "FOOD 11211 two adults", "pause 2 weeks", "stop texting me",
	"necesito comida y un viaje al doctor", "m bzwen mnj, 4 moun", "我需要食物，一家四口", "j’ai besoin d’eau", "1️⃣", "１１２１１", "i can't", "\x00\xff",
	"STOP", "e\u0301te\u0301", "ﷺ", "👨‍👩‍👧‍👦", "ไม่เป็นไร", "ДА", "٣٤", strings.Repeat("a ", 900), strings.Repeat("好", 900), "'''", "don't'", ":D", "<3", "a'b'c'1'2",
}

// Whatever arrives is read without a panic, within bounds, and the same way again.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text := Parse(body)
		if text.Reaction != NoReaction {
			if len(text.Tokens) > 0 || text.Raw != "" {
				t.Fatalf("%q: a reaction has words left: %q", body, text.Raw)
			}
			return
		}
		if !utf8.ValidString(text.Raw) || strings.ContainsRune(text.Raw, 0) || utf8.RuneCountInString(text.Raw) > maxText {
			t.Fatalf("%q: raw %q", body, text.Raw)
		}
		var folds, softs []string
		for i, k := range text.Tokens {
			if k.Fold == "" || k.Soft == "" || strings.ContainsAny(k.Fold, " \t\n") || i == 0 && k.Joined {
				t.Fatalf("%q: token %d is %+v", body, i, k)
			}
			folds, softs = append(folds, k.Fold), append(softs, k.Soft)
		}
		if strings.Join(folds, " ") != text.fold || strings.Join(softs, " ") != text.soft {
			t.Fatalf("%q: %q and %q are not its tokens", body, text.fold, text.soft)
		}
		if again := Parse(text.Raw); again.fold != text.fold || again.Raw != text.Raw {
			t.Fatalf("%q: read again as %q, %q", body, again.fold, again.Raw)
		}
	})
}

// Every reader takes every text in every language, and stays within its bounds.
func FuzzReaders(f *testing.F) {
	l := setup(f)
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text := Parse(body)
		for _, lang := range append(tags, "", "xx") {
			checkReaders(t, l, text, lang)
		}
	})
}

func checkReaders(t *testing.T, l *Lexicon, text Text, lang string) {
	if d, _ := l.Due(text, lang); d.Minute < NotSaid || d.Minute >= 24*60 || d.Days > 2 {
		t.Fatalf("%q in %q is due %+v", text.Raw, lang, d)
	}
	if name := l.Name(text, lang); utf8.RuneCountInString(name) > maxName {
		t.Fatalf("%q in %q is the name %q", text.Raw, lang, name)
	}
	t.Helper()
	letters := []string{"B", "C", "BB"}
	if n := l.Helpers(text, lang); n < 0 || n > maxNumber {
		t.Errorf("%d helpers", n)
	}
	l.Weekly(text, lang)
	if n := l.People(text, lang); n < 0 || n > maxNumber {
		t.Fatalf("%q: %d people", text.Raw, n)
	}
	if n, ok := l.Number(text); ok && (n < 0 || n > maxNumber) {
		t.Fatalf("%q: number %d", text.Raw, n)
	}
	if zip, ok := l.ZIP(text, nil); ok && (len(zip) != zipDigits || !slices.Contains(l.ZIPs(text), zip)) {
		t.Fatalf("%q: ZIP %q", text.Raw, zip)
	}
	if r, ok := l.LetterReply(text, lang, letters); ok && !slices.Contains(letters, r.Letter) {
		t.Fatalf("%q: letter %q", text.Raw, r.Letter)
	}
	if c, ok := l.Command(text, lang); ok && c.Code != languageCommand && !slices.Contains(CommandCodes(), c.Code) {
		t.Fatalf("%q: command %+v", text.Raw, c)
	}
	seen := map[string]bool{}
	for _, n := range l.Needs(text, lang) {
		if n.Category == "" || seen[n.Category] || n.People < 0 || n.People > maxNumber {
			t.Fatalf("%q: need %+v", text.Raw, n)
		}
		seen[n.Category] = true
	}
	if l.LeadsWithNeed(text, lang) && len(seen) == 0 {
		t.Fatalf("%q leads with a need and has none", text.Raw)
	}
	if kind, ok := l.Danger(text); ok && !slices.Contains(DangerKinds(), kind) {
		t.Fatalf("%q: danger %q", text.Raw, kind)
	}
	if g := l.Guess(text); g.Sure && g.Language == "" || g.Strong && !g.Sure {
		t.Fatalf("%q: %+v", text.Raw, g)
	}
	l.YesNo(text, lang)
	l.OptOut(text)
	l.OptIn(text)
	l.Thanks(text, lang)
	l.Sorry(text, lang)
	l.Question(text, lang)
	l.Urgency(text, lang)
	l.Numbers(text)
	l.Languages(text)
}

// A word of a list is read in whatever case, with whatever punctuation and emoji, with and without accents.
func TestWordsSurviveThumbs(t *testing.T) {
	t.Parallel()
	l := setup(t)
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom(tags).Draw(t, "language")
		own := l.own(lang)
		word := rapid.SampledFrom(own.words.Yes).Draw(t, "yes")
		if utf8.RuneCountInString(word) < 2 {
			return
		}
		shape := rapid.SampledFrom([]func(string) string{
			strings.ToUpper, strings.ToLower, func(s string) string { return "  " + s + "!!" }, func(s string) string { return "“" + s + ".”" },
			func(s string) string { return s + " 👍🏾" }, func(s string) string { return s + " :)" },
			func(s string) string { return strings.ReplaceAll(s, "'", "’") },
			func(s string) string { return strings.ReplaceAll(s, "'", "´") },
		}).Draw(t, "shape")
		if p := l.YesNo(Parse(shape(word)), lang); p != Yes {
			t.Fatalf("%s %q is %v", lang, shape(word), p)
		}
	})
}

// An opt-out never depends on the language a phone is thought to have, and no answer is one.
func TestAnswersAreNoOptOuts(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, v := range l.langs {
		for _, list := range [][]string{v.words.Yes, v.words.No, v.words.Thanks, v.words.Sorry, v.words.Filler} {
			for _, word := range list {
				if o := l.OptOut(Parse(word)); o == CarrierWord || o == OwnWord || o == OptOutPhrase {
					t.Errorf("%s: %q opts out", v.tag, word)
				}
			}
		}
		for _, table := range v.words.tables() {
			for code, list := range *table {
				for _, word := range list {
					if o := l.OptOut(Parse(word)); o == CarrierWord || o == OwnWord || o == OptOutPhrase {
						t.Errorf("%s: %q of %s opts out", v.tag, word, code)
					}
				}
			}
		}
	}
}
