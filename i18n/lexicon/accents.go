package lexicon

import "slices"

// listed is a form, accents kept, as one of the lists has it.
type listed struct {
	list int
	soft string
}

// accents knows which spellings of one language differ only by their accents.
type accents struct {
	forms   map[string][]form   // of every entry
	listed  map[string][]listed // by folded form
	written map[string]bool     // folded forms of entries as written
	apart   map[string]bool     // accented forms that are another word without their accents
}

func accentsOf(w Words) accents {
	a := accents{
		forms: map[string][]form{}, listed: map[string][]listed{}, written: map[string]bool{}, apart: map[string]bool{},
	}
	for i, list := range append(w.lists(), w.codeLists()...) {
		for _, entry := range *list {
			if all := a.of(entry); len(all) > 0 {
				f := all[0]
				a.listed[f.fold] = append(a.listed[f.fold], listed{i, f.soft})
				a.written[f.fold] = true
			}
		}
	}
	for fold, entries := range a.listed {
		for _, e := range entries {
			if a.keep(form{fold: fold, soft: e.soft}) {
				a.apart[e.soft] = true
			}
		}
	}
	return a
}

// of are the spellings of an entry, the one as written first; none for an entry without a letter or digit.
func (a accents) of(entry string) []form {
	known, ok := a.forms[entry]
	if !ok {
		known = forms(entry)
		a.forms[entry] = known
	}
	return known
}

// keep says whether a spelling must keep its accents, since without them it is another word of the language:
// Spanish "té" is tea, "te" is you. It is another word if a list has it that does not have the accented one.
func (a accents) keep(f form) bool {
	if f.fold == f.soft {
		return false
	}
	entries := a.listed[f.fold]
	for _, e := range entries {
		if e.soft == f.fold && !slices.Contains(entries, listed{e.list, f.soft}) {
			return true
		}
	}
	return false
}
