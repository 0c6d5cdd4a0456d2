package i18n

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hotline/i18n/msg"
)

// Problem is something about a language that a person ought to look at.
type Problem struct {
	Lang  string
	Key   string // the message, or empty
	What  string // one line, with what to write where
	Fatal bool   // must be mended: somebody would be told something wrong or nothing
}

// Problems are what ought to be mended in the languages of the network, in their order. None is a fault of one
// conversation: they are for `check`, and for whoever starts the server.
func (c *Catalog) Problems() []Problem { return slices.Clone(c.problems) }

// look goes through every language of a network.
func (c *Catalog) look(o Options) []Problem {
	var all []Problem
	for _, tag := range o.Languages {
		found := c.lookAt(c.speakers[tag], o)
		slices.SortFunc(found, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.What, b.What))
		})
		all = append(all, found...)
	}
	if o.Overlay == nil {
		return all
	}
	names, _ := fs.Glob(o.Overlay, "*.toml") // the pattern is good, and a Glob has no other error
	for _, name := range names {
		if tag := strings.TrimSuffix(path.Base(name), ".toml"); !slices.Contains(o.Languages, tag) {
			all = append(all, Problem{Lang: tag, What: "lang/" + name + " is not used: " + tag + " is not among languages"})
		}
	}
	return all
}

// lookAt goes through one language.
func (c *Catalog) lookAt(v *speaker, o Options) []Problem {
	var found []Problem
	add := func(key, what string, fatal bool) {
		found = append(found, Problem{v.tag, key, what, fatal})
	}
	if !v.file.Reviewed {
		add("", "no native speaker has read this catalog yet (reviewed = false)", false)
	}
	if t := v.file.Time; v.file.Name == "" || t.Clock == "" || t.Weekdays == nil || t.Months == nil {
		add("", "name, or clock, weekdays or months of [time], is missing", false)
	}
	if len(v.file.Words.Yes) == 0 || len(v.file.Words.No) == 0 {
		add("", "no words for yes or for no: nobody could answer; write them under [words]", true)
	}
	return slices.Concat(found, v.missing(c.lastResort), v.strange(c.lastResort, o.Categories), v.unlabelled(o.Categories))
}

// missing are the messages that a language lacks. A menu's shorter names may be, and labels are looked at apart.
func (v *speaker) missing(whole *speaker) (found []Problem) {
	for key := range whole.file.says {
		if !v.has(msg.Key(key)) && !isLabel(key) {
			found = append(found, Problem{v.tag, key, "missing, so it is said in another language", false})
		}
	}
	return found
}

// strange are an organiser's messages that nobody says, and those with a blank that nobody fills.
func (v *speaker) strange(whole *speaker, categories []string) (found []Problem) {
	for key := range v.file.own {
		at := v.file.lines[key] + ": "
		if prompt, ok := strings.CutPrefix(key, "voice."); ok {
			if !isPrompt(prompt, whole, categories) {
				found = append(found, Problem{v.tag, prompt, at + "Hotline has no such prompt", false})
			}
			continue
		}
		theirs, known := whole.file.says[key]
		if !known {
			_, code, _ := strings.Cut(key, "_")
			if !isLabel(key) || categories != nil && !slices.Contains(categories, code) {
				found = append(found, Problem{v.tag, key, at + "Hotline has no such message", false})
			}
			continue
		}
		ours, standard := v.file.says[key].blanks(), theirs.blanks()
		for blank := range ours {
			if !standard[blank] {
				found = append(found, Problem{v.tag, key, at + "nobody fills {{." + blank + "}} in this message", true})
			}
		}
		for blank := range standard {
			if !ours[blank] {
				found = append(found, Problem{v.tag, key, at + "leaves out {{." + blank + "}}", false})
			}
		}
	}
	return found
}

// isPrompt says whether a prompt can ever be said: English has it, it is of a category or language, or it is the
// network's own news.
func isPrompt(name string, whole *speaker, categories []string) bool {
	for _, of := range [...]func(string) msg.Key{msg.ForNeed, msg.NeedIs} {
		if code, ok := strings.CutPrefix(name, string(of(""))); ok && (categories == nil || slices.Contains(categories, code)) {
			return true
		}
	}
	_, known := whole.file.Voice[name]
	return known || msg.Key(name) == msg.VoiceNews || strings.HasPrefix(name, string(msg.ForLanguage("")))
}

// unlabelled are the network's categories that a language has no name for.
func (v *speaker) unlabelled(categories []string) (found []Problem) {
	for _, code := range categories {
		key := string(keyCategory) + code
		if !v.has(msg.Key(key)) {
			found = append(found, Problem{v.tag, key, "the category has no name: write it under [messages] in lang/" + v.tag + ".toml", true})
		}
		if len(v.file.Words.Needs[code]) == 0 && code != somethingElse {
			found = append(found, Problem{v.tag, key, "nobody can ask for it in words: write some under [words.needs] in lang/" + v.tag + ".toml", false})
		}
	}
	return found
}

// isLabel says whether a message is the name of a category.
func isLabel(key string) bool {
	return strings.HasPrefix(key, string(keyCategory)) || strings.HasPrefix(key, string(keyMenu))
}
