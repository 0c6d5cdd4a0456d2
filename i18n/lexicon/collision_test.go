package lexicon

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// acrossLanguages are the words that mean a yes or no, a command or a need in one language and something else in
// another, with accents folded. Each is read in the writer's own language first, then in English, then in the
// network's order; whoever adds a word that is not here decides whether that is right for it, too.
var acrossLanguages = []string{
	"soupe: fr need FOOD, ht need MEAL", // soup, and supper
}

// A word may mean one thing only: no yes of one language is a no of another, no command an answer, and so on.
func TestWordsAcrossLanguages(t *testing.T) {
	t.Parallel()
	type meaning struct{ tag, group string }
	meanings := map[string][]meaning{}
	for _, tag := range tags {
		v, err := compile(Language{Tag: tag, Words: words(t, tag)})
		if err != nil {
			t.Fatal(err)
		}
		for word, at := range v.places {
			for _, u := range at {
				if u.list != "opt_out_phrases" {
					meanings[word] = append(meanings[word], meaning{tag, u.group})
				}
			}
		}
	}
	var got []string
	for word, all := range meanings {
		seen := map[string]string{}
		for _, m := range all {
			for group, tag := range seen {
				if tag != m.tag && contradict(use{group: group}, use{group: m.group}) {
					pair := []string{tag + " " + group, m.tag + " " + m.group}
					slices.Sort(pair)
					got = append(got, fmt.Sprintf("%s: %s", word, strings.Join(pair, ", ")))
				}
			}
			seen[m.group] = m.tag
		}
	}
	slices.Sort(got)
	got = slices.Compact(got)
	for _, c := range got {
		if !slices.Contains(acrossLanguages, c) {
			t.Errorf("not decided: %q", c)
		}
		if strings.Contains(c, " yes, ") && strings.HasSuffix(c, " no") {
			t.Errorf("a yes is a no: %q", c)
		}
	}
	for _, c := range acrossLanguages {
		if !slices.Contains(got, c) {
			t.Errorf("decided, but no longer there: %q", c)
		}
	}
}

// The carrier acts on its own words before we see them: none of them can be a word of ours.
func TestCarrierWordsAreNotOurs(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, word := range append(CarrierWords(), "STOP", "Cancel") {
		text := Parse(word)
		for _, tag := range append(tags, "") {
			if p := l.YesNo(text, tag); p != Unclear {
				t.Errorf("%s is the answer %v in %s", word, p, tag)
			}
			if c, ok := l.Command(text, tag); ok {
				t.Errorf("%s is the command %s in %s", word, c.Code, tag)
			}
			if n := l.Needs(text, tag); len(n) > 0 {
				t.Errorf("%s is the need %v in %s", word, n, tag)
			}
		}
		if l.OptOut(text) != CarrierWord {
			t.Errorf("%s is not the carrier's", word)
		}
	}
}

func TestNewRefusesContradictions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Words)
		want   string
	}{
		"a yes that is a no":        {func(w *Words) { w.Yes = append(w.Yes, "Nope") }, `"nope" in yes: is in no too`},
		"a command that is a yes":   {func(w *Words) { w.Commands["done"] = append(w.Commands["done"], "yes") }, `is in commands.done too`},
		"a command of two kinds":    {func(w *Words) { w.Commands["done"] = append(w.Commands["done"], "late") }, `"late"`},
		"a need of two kinds":       {func(w *Words) { w.Needs["RX"] = append(w.Needs["RX"], "bread") }, `"bread"`},
		"an opt-out that is a no":   {func(w *Words) { w.OptOut = append(w.OptOut, "no") }, `"no" in no: is in opt_out too`},
		"a carrier's word":          {func(w *Words) { w.Commands["drop"] = append(w.Commands["drop"], "CANCEL") }, "carrier's own"},
		"an entry of nothing":       {func(w *Words) { w.Thanks = append(w.Thanks, "!?") }, "no letter or digit"},
		"an unknown command":        {func(w *Words) { w.Commands["dance"] = []string{"dance"} }, `no "dance"`},
		"an unknown danger":         {func(w *Words) { w.Danger["bears"] = []string{"a bear is here"} }, `no "bears"`},
		"a long letter":             {func(w *Words) { w.Letters = append(w.Letters, "ab") }, "one letter"},
		"a number out of bounds":    {func(w *Words) { w.Numbers["gross"] = 144 }, "0 to 99"},
		"another language's name":   {func(w *Words) { w.Names = append(w.Names, "comida") }, "is in needs.FOOD of es"},
		"an opt-out used elsewhere": {func(w *Words) { w.OptOut = append(w.OptOut, "hecho") }, "is in commands.done of es"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := words(t, "en")
			c.change(&w)
			_, err := New([]Language{{Tag: "en", Words: w}, {Tag: "es", Words: words(t, "es")}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	if _, err := New([]Language{{Tag: "en", Words: words(t, "en")}, {Tag: "en", Words: words(t, "en")}}); err == nil {
		t.Error("a language named twice is accepted")
	}
	if _, err := New(make([]Language, maxLanguages+1)); err == nil {
		t.Error("too many languages are accepted")
	}
	if _, err := New(nil); err != nil {
		t.Errorf("no language at all: %v", err)
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	base := words(t, "en")
	l, err := New([]Language{{Tag: "en", Words: base.Overlay(Words{
		Spelling: "ANGLO", Yes: []string{"bet", "-K"}, Commands: map[string][]string{"done": {"all set"}},
		Needs:   map[string][]string{"FOOD": {"-food", "pantry box"}, "WOOD": {"firewood"}},
		Numbers: map[string]int{"seventy": 70}, Days: map[string]int{"fortnight": 14},
	})}})
	if err != nil {
		t.Fatal(err)
	}
	if l.YesNo(Parse("bet"), "en") != Yes || l.YesNo(Parse("k"), "en") != Unclear || l.YesNo(Parse("yes"), "en") != Yes {
		t.Error("yes words are not laid over")
	}
	if c, _ := l.Command(Parse("all set"), "en"); c.Code != "done" {
		t.Error("command words are not laid over")
	}
	if c, _ := l.Command(Parse("pause fortnight"), "en"); c.N != 14 {
		t.Errorf("a fortnight is %d days", c.N)
	}
	for text, want := range map[string]string{"PANTRY BOX 11211": "FOOD*", "firewood": "WOOD*", "groceries 11211": "FOOD", "bread": "FOOD"} {
		if got := strings.Join(found(l, text, "en"), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if again := words(t, "en"); !maps.Equal(again.Numbers, base.Numbers) || len(again.Yes) != len(base.Yes) {
		t.Error("laying over changed the built-in words")
	}
}

// A language laid over with nothing is the same language.
func TestOverlayOfNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`[a-zé]{1,8}( [a-z]{1,5})?`), 0, 6)
		w := Words{Yes: list.Draw(t, "yes"), Needs: map[string][]string{"FOOD": list.Draw(t, "food")}}
		got := w.Overlay(Words{})
		if !slices.Equal(got.Yes, w.Yes) || !slices.Equal(got.Needs["FOOD"], w.Needs["FOOD"]) {
			t.Fatalf("%v became %v", w, got)
		}
	})
}
