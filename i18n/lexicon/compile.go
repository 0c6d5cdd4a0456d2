package lexicon

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// role is what a phrase can be in an answer; a phrase may have several ("ok" is a yes and a thanks).
type role uint16

const (
	roleYes role = 1 << iota
	roleNo
	roleNot
	roleCondition
	roleThanks
	roleSorry
	roleFiller
	roleLinking
	roleQuestion
	roleNumber // a number word; its value is in vocabulary.numbers
)

// need is one entry of Words.Needs; the zero need is an entry of NotNeeds.
type need struct {
	category, kind string
	keyword        bool // the one on the flyer
	leads          bool // only where it leads the text
}

// leading stands before an entry of Words.Needs that counts only where it leads the text.
const leading = "^"

// vocabulary is one language's compiled words.
type vocabulary struct {
	tag      string
	silent   bool   // Language.OnlyRead
	bit      uint32 // of this language in a set of languages
	answers  phrases[role]
	repeats  map[string]role // yes and no words with every run of a letter cut to one: "yesss" is "yes"
	plain    map[string]bool // the words of all its lists: in a text that has one, other languages' yes is none
	commands phrases[string]
	needs    phrases[need]
	typos    map[string][]string // need words of six letters and more, by first letter
	iNeed    phrases[bool]
	noNeed   phrases[bool]
	toward   phrases[bool]
	nameIs   phrases[introduction]
	numbers  phrases[int]
	days     phrases[int]
	people   phrases[bool]
	totals   [][2]string // "family of #": what stands before and after the number
	helpers  [][2]string // "# helpers": as totals
	urgency  phrases[string]
	dues     phrases[dueWord]
	clock    phrases[int]
	words    Words
	accents  accents
	places   map[string][]use // of every word whose meaning must be one
}

// compile builds one language's vocabulary and checks it.
func compile(lang Language) (*vocabulary, error) {
	a := accentsOf(lang.Words)
	v := &vocabulary{
		tag: lang.Tag, silent: lang.OnlyRead, words: lang.Words, accents: a, repeats: map[string]role{}, plain: map[string]bool{},
		typos: map[string][]string{}, answers: newPhrases[role](a.apart), commands: newPhrases[string](a.apart),
		needs: newPhrases[need](a.apart), iNeed: newPhrases[bool](a.apart), noNeed: newPhrases[bool](a.apart),
		toward: newPhrases[bool](a.apart), nameIs: newPhrases[introduction](a.apart), numbers: newPhrases[int](a.apart), days: newPhrases[int](a.apart),
		people: newPhrases[bool](a.apart), urgency: newPhrases[string](a.apart), dues: newPhrases[dueWord](a.apart), clock: newPhrases[int](a.apart),
	}
	v.places = v.uses()
	v.compileAnswers()
	v.compileNeeds()
	v.compileCommands()
	w := &v.words
	addAll(v, &v.iNeed, w.INeed, true)
	addAll(v, &v.noNeed, w.NoNeed, true)
	addAll(v, &v.toward, w.Toward, true)
	for _, entry := range w.NameIs {
		addAll(v, &v.nameIs, []string{entry}, introduction{sure: !strings.HasSuffix(entry, perhaps)})
	}
	for word, n := range w.Numbers {
		addAll(v, &v.numbers, []string{word}, n)
	}
	for word, n := range w.Days {
		addAll(v, &v.days, []string{word}, n)
	}
	for when, list := range w.Urgency {
		addAll(v, &v.urgency, list, when)
	}
	v.compileDue()
	for _, entry := range w.Helpers {
		before, after, _ := strings.Cut(entry, "#")
		v.helpers = append(v.helpers, [2]string{foldedPhrase(before), foldedPhrase(after)})
	}
	for _, entry := range w.People {
		if before, after, total := strings.Cut(entry, "#"); total {
			v.totals = append(v.totals, [2]string{foldedPhrase(before), foldedPhrase(after)})
		} else {
			addAll(v, &v.people, []string{entry}, true)
		}
	}
	for _, spellings := range a.forms {
		for _, f := range spellings {
			if f.tokens == 1 {
				v.plain[f.fold] = true
			}
		}
	}
	return v, v.check()
}

// codeLists are the lists of all tables.
func (w *Words) codeLists() []*[]string {
	var all []*[]string
	for _, table := range w.tables() {
		for _, list := range *table {
			all = append(all, &list)
		}
	}
	return all
}

// addAll adds every spelling of every entry of a list, all with the same meaning.
func addAll[V any](v *vocabulary, p *phrases[V], list []string, meaning V) {
	v.each(list, func(f form, keepAccents bool) {
		p.put(f, keepAccents, func(V) V { return meaning })
	})
}

// each calls add with every spelling of every entry that is the entry's own: a spelling without its apostrophe that
// is another word of the language ("we'll" and "well") is left out.
func (v *vocabulary) each(list []string, add func(f form, keepAccents bool)) {
	for _, entry := range list {
		for i, f := range v.accents.of(entry) {
			if i > 0 && v.accents.written[f.fold] {
				continue
			}
			add(f, v.accents.keep(f))
		}
	}
}

func (v *vocabulary) compileAnswers() {
	w := &v.words
	numbers := make([]string, 0, len(w.Numbers))
	for word, n := range w.Numbers {
		if n != 1 { // "one" is as often no number: "that one"
			numbers = append(numbers, word)
		}
	}
	for _, l := range []struct {
		list []string
		role role
	}{
		{w.Yes, roleYes}, {w.No, roleNo}, {w.Not, roleNot}, {w.Condition, roleCondition}, {w.Thanks, roleThanks},
		{w.Sorry, roleSorry}, {w.Filler, roleFiller}, {w.Linking, roleLinking}, {w.Questions, roleQuestion}, {numbers, roleNumber},
	} {
		v.each(l.list, func(f form, keepAccents bool) {
			v.answers.put(f, keepAccents, func(old role) role { return old | l.role })
			if l.role&(roleYes|roleNo) != 0 && f.tokens == 1 && utf8.RuneCountInString(f.fold) > 1 {
				v.repeats[squeeze(f.fold)] |= l.role
			}
		})
	}
}

func (v *vocabulary) compileNeeds() {
	w := &v.words
	addAll(v, &v.needs, w.NotNeeds, need{})
	for _, key := range slices.Sorted(maps.Keys(w.Needs)) {
		category, kind := splitNeed(key)
		for i, entry := range w.Needs[key] {
			entry, leads := strings.CutPrefix(entry, leading)
			n := need{category: category, kind: kind, keyword: i == 0 && kind == "", leads: leads}
			v.each([]string{entry}, func(f form, keepAccents bool) {
				v.needs.put(f, keepAccents, n.merge)
				if f.tokens == 1 && utf8.RuneCountInString(f.fold) >= minTypo && !keepAccents {
					v.typos[f.fold[:1]] = append(v.typos[f.fold[:1]], f.fold)
				}
			})
		}
	}
	v.compileCodes()
}

// compileDue adds the words for times.
func (v *vocabulary) compileDue() {
	for code, word := range dueCodes() {
		for _, entry := range v.words.Due[code] {
			said := word
			if strings.HasSuffix(entry, ".") {
				said |= dueShort
			}
			v.each([]string{entry}, func(f form, keepAccents bool) {
				v.dues.put(f, keepAccents, func(old dueWord) dueWord { return old | said })
			})
		}
	}
	for word, hour := range v.words.Clock {
		addAll(v, &v.clock, []string{word}, hour)
	}
}

// compileCommands adds the commands. Their accents may be left out ("QUIEN", "ETAT") wherever the bare word is not
// something else that a whole message can say: as a whole message an ordinary word ("quien", who) means the command.
func (v *vocabulary) compileCommands() {
	for code, list := range v.words.Commands {
		addAll(v, &v.commands, list, code)
		v.each(list, func(f form, keepAccents bool) {
			if keepAccents && len(v.places[f.fold]) == 0 {
				v.commands.put(form{f.fold, f.fold, f.tokens}, false, func(string) string { return code })
			}
		})
	}
}

// compileCodes adds the code of every category as a keyword of this language too: flyers in all languages may have
// "RX 11211" on them. It counts only where it leads, since "home" and "other" are ordinary words elsewhere.
func (v *vocabulary) compileCodes() {
	for key := range v.words.Needs {
		category, _ := splitNeed(key)
		f := formOf(category)
		taken := slices.ContainsFunc(v.places[f.fold], func(u use) bool { return u.group != groupNeed+category })
		if f.tokens > 0 && !taken {
			v.needs.put(f, false, need{category: category, keyword: true, leads: true}.merge)
		}
	}
}

// merge joins two entries of one word in the same category: a keyword that belongs to a kind too.
func (n need) merge(old need) need {
	if old.category != n.category {
		return n
	}
	n.leads = n.leads && old.leads
	if n.kind == "" {
		n.kind = old.kind
	}
	n.keyword = n.keyword || old.keyword
	return n
}

// doubled says whether a word has a letter twice in a row.
func doubled(word string) bool {
	for i := 1; i < len(word); i++ {
		if word[i] == word[i-1] {
			return true
		}
	}
	return false
}

// squeeze cuts every run of the same rune to one: "yesss" and "yeess" are "yes", "siii" is "si".
func squeeze(s string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// compileShared builds what is read in every language at once.
func (l *Lexicon) compileShared() {
	l.names, l.optIn = newPhrases[string](nil), newPhrases[bool](nil)
	for i, v := range l.langs {
		v.bit = 1 << i
		if !v.silent {
			addAll(v, &l.names, v.words.Names, v.tag)
		}
		addAll(v, &l.optIn, v.words.OptIn, true)
	}
	l.compileDanger()
	l.compileOptOut()
	l.compileEvidence()
	l.compileLetters()
	for _, v := range l.langs {
		v.accents, v.places = accents{}, nil // needed no more
	}
}

// entryError names an entry and what is wrong with it.
func entryError(tag, list, entry, problem string) error {
	return fmt.Errorf("words of %s: %q in %s: %s", tag, entry, list, problem)
}
