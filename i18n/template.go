package i18n

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// A message's text has blanks such as {{.Name}} and nothing else of a template language: an organiser writes these
// files, and filling a blank is all that a webhook has time for.

// part is a stretch of text, or a blank if it has a name.
type part struct{ text, blank string }

// phrase is a parsed text.
type phrase []part

// parse reads a text with its blanks.
func parse(text string) (phrase, error) {
	var p phrase
	for text != "" {
		before, rest, open := strings.Cut(text, "{{")
		if before != "" {
			p = append(p, part{text: before})
		}
		if !open {
			break
		}
		inside, after, closed := strings.Cut(rest, "}}")
		name, dot := strings.CutPrefix(strings.TrimSpace(inside), ".")
		if !closed || !dot || !isName(name) {
			return nil, fmt.Errorf("a blank is written {{.Name}}, not {{%s}}", cutShort(inside))
		}
		p, text = append(p, part{blank: name}), after
	}
	return p, nil
}

// isName says whether a blank may be called so.
func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

// cutShort keeps an error readable.
func cutShort(s string) string {
	if utf8.RuneCountInString(s) > 20 {
		return string([]rune(s)[:20]) + "..."
	}
	return s
}

// Execute fills the blanks of a phrase from a scene. It is what go-i18n calls.
func (p phrase) Execute(data any) (string, error) {
	s, ok := data.(*scene)
	if !ok {
		return "", errors.New("i18n: a message outside a scene")
	}
	return s.fill(p), nil
}

// blankParser lets go-i18n keep our phrases; it parses each text once.
type blankParser struct{}

// Cacheable is part of template.Parser.
func (blankParser) Cacheable() bool { return true }

// Parse is part of template.Parser.
func (blankParser) Parse(text, _, _ string) (template.ParsedTemplate, error) { return parse(text) }

// pluralForms are the names of the forms a message may have, as CLDR calls them.
var pluralForms = [...]string{"zero", "one", "two", "few", "many", "other"}

// forms are the plural forms of one message; a message that counts nothing has "other" alone.
type forms map[string]string

// formsOf reads a message as an organiser writes it: a string, or a table of plural forms.
func formsOf(v any) (forms, error) {
	out := forms{}
	switch v := v.(type) {
	case string:
		out["other"] = v
	case map[string]any:
		for name, text := range v {
			s, ok := text.(string)
			if !ok {
				return nil, fmt.Errorf("%s is not a text in quotes", name)
			}
			out[name] = s
		}
	default:
		return nil, errors.New("not a text in quotes")
	}
	return out, out.check()
}

// check refuses what can never be said.
func (f forms) check() error {
	if f["other"] == "" {
		return errors.New(`the text (of plural forms, the one called "other") is empty`)
	}
	known := 0
	for _, name := range pluralForms {
		text, ok := f[name]
		if !ok {
			continue
		}
		known++
		if utf8.RuneCountInString(text) > maxMessage {
			return fmt.Errorf("longer than %d characters", maxMessage)
		}
		if _, err := parse(text); err != nil {
			return err
		}
	}
	if known < len(f) {
		return fmt.Errorf("plural forms are called %s", strings.Join(pluralForms[:], ", "))
	}
	return nil
}

// blanks are the names of all blanks of all forms.
func (f forms) blanks() map[string]bool {
	out := map[string]bool{}
	for _, text := range f {
		p, err := parse(text)
		if err != nil {
			continue // checked when the file was read
		}
		for _, part := range p {
			if part.blank != "" {
				out[part.blank] = true
			}
		}
	}
	return out
}

// message is the message as go-i18n takes it.
func (f forms) message(key string) *goi18n.Message {
	return &goi18n.Message{ID: key, Zero: f["zero"], One: f["one"], Two: f["two"], Few: f["few"], Many: f["many"], Other: f["other"]}
}
