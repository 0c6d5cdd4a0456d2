package lexicon

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// use is one place of a word in the lists of a language: in which list, and as what.
type use struct {
	list  string // as an organiser knows it: "yes", "commands.help", "needs.FOOD"
	group string // uses of two groups contradict each other
}

// groups that a word may have beside each other: "no problem" is a yes and a thanks, "start" a command and an opt-in.
const (
	groupYes     = "yes"
	groupNo      = "no"
	groupNot     = "not"
	groupOptOut  = "opt_out"
	groupName    = "name"
	groupCommand = "command "
	groupNeed    = "need "
)

// uses are the places of every word of a language whose meaning must be one.
func (v *vocabulary) uses() map[string][]use {
	all := map[string][]use{}
	w := &v.words
	add := func(list []string, u use) {
		for _, entry := range list {
			spellings := v.accents.of(entry)
			if len(spellings) == 0 {
				continue
			}
			f := spellings[0]
			key := f.fold
			if v.accents.keep(f) {
				key = f.soft
			}
			if !slices.Contains(all[key], u) {
				all[key] = append(all[key], u)
			}
		}
	}
	add(w.Yes, use{"yes", groupYes})
	add(w.No, use{"no", groupNo})
	add(w.Not, use{"not", groupNot})
	add(w.OptOut, use{"opt_out", groupOptOut})
	add(w.OptOutPhrases, use{"opt_out_phrases", groupOptOut})
	add(w.Names, use{"names", groupName})
	for code, list := range w.Commands {
		add(list, use{"commands." + code, groupCommand + code})
	}
	for key, list := range w.Needs {
		category, _ := splitNeed(key)
		add(list, use{"needs." + key, groupNeed + category})
	}
	return all
}

// contradict says whether one word cannot have both uses.
func contradict(a, b use) bool {
	if a.group == b.group {
		return false
	}
	for _, pair := range [][2]string{{groupNo, groupNot}} {
		if a.group == pair[0] && b.group == pair[1] || a.group == pair[1] && b.group == pair[0] {
			return false
		}
	}
	return true
}

// check finds what cannot be right inside one language.
func (v *vocabulary) check() error {
	var problems []error
	w := &v.words
	places := v.places
	for _, word := range slices.Sorted(maps.Keys(places)) {
		at := places[word]
		for i := range at {
			for j := range at[:i] {
				if contradict(at[i], at[j]) {
					problems = append(problems, entryError(v.tag, at[j].list, word, "is in "+at[i].list+" too"))
				}
			}
		}
	}
	problems = append(problems, checkCodes(v.tag, w.Commands, "commands", CommandCodes())...)
	problems = append(problems, checkCodes(v.tag, w.Danger, "danger", DangerKinds())...)
	problems = append(problems, checkCodes(v.tag, w.Urgency, "urgency", urgencies())...)
	problems = append(problems, checkCodes(v.tag, w.Due, "due", slices.Sorted(maps.Keys(dueCodes())))...)
	problems = append(problems, v.checkEntries()...)
	return errors.Join(problems...)
}

// checkCodes finds tables named after no code of ours.
func checkCodes(tag string, table map[string][]string, name string, codes []string) []error {
	var problems []error
	for _, code := range slices.Sorted(maps.Keys(table)) {
		if !slices.Contains(codes, code) {
			problems = append(problems, fmt.Errorf("words of %s: %s has no %q: only %s", tag, name, code,
				strings.Join(codes, " ")))
		}
	}
	return problems
}

// checkEntries finds entries without a letter, the carrier's words, letters that are words, numbers out of bounds.
func (v *vocabulary) checkEntries() []error {
	var problems []error
	w := &v.words
	carrier := CarrierWords()
	for _, list := range append(w.lists(), w.codeLists()...) {
		for _, entry := range *list {
			spellings := v.accents.of(entry)
			if len(spellings) == 0 {
				problems = append(problems, fmt.Errorf("words of %s: the entry %q has no letter or digit", v.tag, entry))
			} else if list != &w.OptOut && list != &w.Common && slices.Contains(carrier, spellings[0].fold) {
				problems = append(problems, fmt.Errorf("words of %s: %q is the carrier's own opt-out word", v.tag, entry))
			}
		}
	}
	for _, entry := range w.Letters {
		if utf8.RuneCountInString(entry) != 1 {
			problems = append(problems, entryError(v.tag, "letters", entry, "one letter"))
		}
	}
	for _, word := range slices.Sorted(maps.Keys(w.Numbers)) {
		if n := w.Numbers[word]; n < 0 || n > maxNumber {
			problems = append(problems, entryError(v.tag, "numbers", word, fmt.Sprintf("0 to %d", maxNumber)))
		}
	}
	for _, word := range slices.Sorted(maps.Keys(w.Clock)) {
		if h := w.Clock[word]; h < 0 || h > 23 {
			problems = append(problems, entryError(v.tag, "clock", word, "0 to 23"))
		}
	}
	return problems
}

// checkAcross finds what cannot be right between languages: opt-out words and language names are read in every
// language at once, so they may be nothing else in any of them.
func checkAcross(langs []*vocabulary) error {
	var problems []error
	for _, v := range langs {
		for _, word := range slices.Sorted(maps.Keys(v.places)) {
			for _, u := range v.places[word] {
				if u.list == "opt_out" || u.group == groupName {
					problems = append(problems, v.clashes(word, u, langs)...)
				}
			}
		}
	}
	return errors.Join(problems...)
}

// clashes finds the uses of a word in other languages that contradict the one it has here.
func (v *vocabulary) clashes(word string, u use, langs []*vocabulary) []error {
	var problems []error
	for _, other := range langs {
		if other == v {
			continue
		}
		for _, o := range other.places[word] {
			if contradict(u, o) {
				problems = append(problems, entryError(v.tag, u.list, word, "is in "+o.list+" of "+other.tag))
			}
		}
	}
	return problems
}
