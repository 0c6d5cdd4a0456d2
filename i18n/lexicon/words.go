package lexicon

import (
	"slices"
	"strings"
)

// Words are the vocabulary of one language, as an organiser writes it in i18n/words/<tag>.toml or in the [words]
// table of lang/<tag>.toml. Entries are words or phrases in the language's own spelling; case, accents (where that
// is safe), apostrophes, hyphens and full-width forms are folded on both sides.
type Words struct {
	Names    []string `toml:"names"`    // what people text for the language itself: "espanol", "español", "castellano"
	Spelling string   `toml:"gsm_name"` // its name in GSM-7 capitals, for the first reply: "ESPANOL"
	Script   string   `toml:"script"`   // a script that only this language of the network uses: "Han"; else empty

	Yes       []string `toml:"yes"`
	No        []string `toml:"no"`
	Not       []string `toml:"not"`       // words that turn a yes: not, n't, pas
	Condition []string `toml:"condition"` // words that make a yes or no conditional: but, after, tomorrow, if
	Thanks    []string `toml:"thanks"`    // words that answer nothing and need no answer
	Sorry     []string `toml:"sorry"`     // "can't make it", sorry: from the holder of a job they ask for a hand-back
	Questions []string `toml:"questions"` // words that begin a question
	Filler    []string `toml:"filler"`    // polite words around an answer or a command that change nothing: please, hello
	Linking   []string `toml:"linking"`   // small words between an answer and what it is about: to, for, job, and

	Commands map[string][]string `toml:"commands"`  // by Command code: "help", "status", …; whole message only
	Needs    map[string][]string `toml:"needs"`     // by category code: "FOOD" …; the first of each is the keyword on the flyer
	NotNeeds []string            `toml:"not_needs"` // phrases that contain a need word and are none: "food for thought"
	INeed    []string            `toml:"i_need"`    // "i need", "necesito"
	NoNeed   []string            `toml:"no_need"`   // "i don't need": the next words are no need
	Toward   []string            `toml:"toward"`    // "to the": what follows is where to, no further need

	// NameIs stands before a first name: "my name is". A "?" after a phrase that begins other sentences too: "i'm?".
	NameIs []string `toml:"name_is"`

	Danger    map[string][]string `toml:"danger"`     // by kind: phrases, not bare words; "…" stands for up to three words
	NotDanger []string            `toml:"not_danger"` // "gas card", "fire department number"

	OptOut        []string `toml:"opt_out"`         // whole message, accents kept where folding would meet another word
	OptOutPhrases []string `toml:"opt_out_phrases"` // closed, unambiguous: the whole message, or several of them
	OptIn         []string `toml:"opt_in"`

	Numbers map[string]int      `toml:"numbers"` // "two" = 2
	Days    map[string]int      `toml:"days"`    // spans of time for PAUSE: "day" = 1, "weeks" = 7
	People  []string            `toml:"people"`  // words counted as persons: adults, kids; with "#" a total: "family of #"
	Helpers []string            `toml:"helpers"` // how many volunteers are wanted: "# helpers", "needs # people"
	Urgency map[string][]string `toml:"urgency"` // today, two_days, this_week, anytime
	// Due has the words that times are made of, by code (dueCodes): "tomorrow", "friday", "morning", "at", "pm". A short
	// form ends with a full stop: "fri." counts only beside a time or an "on".
	Due     map[string][]string `toml:"due"`
	Clock   map[string]int      `toml:"clock"`   // words that are an hour by themselves: "twazè" = 3
	Common  []string            `toml:"common"`  // frequent words, to tell the language by
	Letters []string            `toml:"letters"` // single letters that are words here: never an offer's letter
}

// Kind of a need, written after its category in Words.Needs: "FOOD water" holds the words for water, which belong to
// FOOD and can still be told apart (Need.Kind).
func splitNeed(key string) (category, kind string) {
	category, kind, _ = strings.Cut(key, " ")
	return category, kind
}

// Overlay returns w with an organiser's own words laid over it. Lists are added to; an entry that starts with "-"
// takes that word out. The first word of a category stays the keyword on the flyer, unless it is taken out: then
// the organiser's first word is it. Numbers, Days and Clock of extra win; Spelling and Script of extra win unless empty.
func (w Words) Overlay(extra Words) Words {
	if extra.Spelling != "" {
		w.Spelling = extra.Spelling
	}
	if extra.Script != "" {
		w.Script = extra.Script
	}
	own, more := w.lists(), extra.lists()
	for i := range own {
		*own[i] = overlayList(*own[i], *more[i])
	}
	tables, moreTables := w.tables(), extra.tables()
	for i := range tables {
		*tables[i] = overlayTable(*tables[i], *moreTables[i])
	}
	w.Numbers = overlayNumbers(w.Numbers, extra.Numbers)
	w.Days = overlayNumbers(w.Days, extra.Days)
	w.Clock = overlayNumbers(w.Clock, extra.Clock)
	return w
}

// lists are the plain lists, in a fixed order.
func (w *Words) lists() []*[]string {
	return []*[]string{
		&w.Names, &w.Yes, &w.No, &w.Not, &w.Condition, &w.Thanks, &w.Sorry, &w.Questions, &w.Filler, &w.Linking,
		&w.NotNeeds,
		&w.INeed, &w.NoNeed, &w.Toward, &w.NameIs, &w.NotDanger, &w.OptOut, &w.OptOutPhrases, &w.OptIn, &w.People, &w.Helpers, &w.Common, &w.Letters,
	}
}

// tables are the lists by code, in a fixed order.
func (w *Words) tables() []*map[string][]string {
	return []*map[string][]string{&w.Commands, &w.Needs, &w.Danger, &w.Urgency, &w.Due}
}

func overlayList(own, extra []string) []string {
	if len(extra) == 0 {
		return own
	}
	var added, removed []string
	for _, e := range extra {
		if word, out := strings.CutPrefix(e, "-"); out {
			removed = append(removed, foldedPhrase(word))
		} else {
			added = append(added, e)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(own), func(e string) bool {
		return slices.Contains(removed, foldedPhrase(e))
	})
	if len(own) > 0 && (len(kept) == 0 || kept[0] != own[0]) {
		return append(added, kept...)
	}
	return append(kept, added...)
}

func overlayTable(own, extra map[string][]string) map[string][]string {
	merged := make(map[string][]string, len(own)+len(extra))
	for code, list := range own {
		merged[code] = overlayList(list, extra[code])
	}
	for code, list := range extra {
		if _, done := merged[code]; !done {
			merged[code] = overlayList(nil, list)
		}
	}
	return merged
}

func overlayNumbers(own, extra map[string]int) map[string]int {
	merged := make(map[string]int, len(own)+len(extra))
	for _, numbers := range []map[string]int{own, extra} {
		for word, n := range numbers {
			merged[word] = n
		}
	}
	return merged
}
