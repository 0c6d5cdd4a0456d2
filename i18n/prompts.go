package i18n

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hotline/i18n/msg"
)

// Prompts are what is said on the phone, under [voice] in a catalog. They have no blanks, so that each can be
// recorded; the three that have one are patterns, of which the prompts of each category and language are made.
const (
	patternForNeed     = "for_need"     // "For {{.Need}},": msg.ForNeed
	patternNeedIs      = "need_is"      // "{{.Need}}.": msg.NeedIs
	patternForLanguage = "for_language" // "For {{.Language}},": msg.ForLanguage
)

// maxPrompt is how many characters a prompt may have: the least that one <Say> takes is 3,000, and nobody listens to
// more than twenty seconds.
const maxPrompt = 600

// patterns are the patterns, with the one blank that each has.
func patterns() map[string]string {
	return map[string]string{patternForNeed: "Need", patternNeedIs: "Need", patternForLanguage: "Language"}
}

// Default is the network's default language.
func (c *Catalog) Default() string { return c.fallback.tag }

// spoken is the language lang, if calls can be in it: the network's, and English when nothing else can be heard.
func (c *Catalog) spoken(lang string) (*speaker, bool) {
	if s, ok := c.speakers[lang]; ok {
		return s, true
	}
	return c.lastResort, lang == complete
}

// Prompt is what the line says for a prompt in a language; not ok, if the language has no words for it. Another
// language's are never given instead: what a turn is spoken in is decided for all of it (ivr/twiml).
func (c *Catalog) Prompt(lang string, key msg.Key) (text string, ok bool) {
	s, ok := c.spoken(lang)
	if !ok {
		return "", false
	}
	if _, pattern := patterns()[string(key)]; pattern {
		return "", false
	}
	if text, ok = s.file.Voice[string(key)]; ok {
		return text, true
	}
	if tag, ok := strings.CutPrefix(string(key), string(msg.ForLanguage(""))); ok {
		name := scene{catalog: c, speaker: s}
		return s.made(patternForLanguage, name.language(tag))
	}
	if code, ok := strings.CutPrefix(string(key), string(msg.ForNeed(""))); ok {
		return s.made(patternForNeed, s.label(code))
	}
	if code, ok := strings.CutPrefix(string(key), string(msg.NeedIs(""))); ok {
		return s.made(patternNeedIs, s.label(code))
	}
	return "", false
}

// made fills the blank of a pattern.
func (s *speaker) made(pattern, value string) (string, bool) {
	p, err := parse(s.file.Voice[pattern])
	if err != nil || len(p) == 0 || value == "" {
		return "", false
	}
	var said strings.Builder
	for i, part := range p {
		switch {
		case part.blank == "":
			said.WriteString(part.text)
		case i == 0:
			said.WriteString(capital(value))
		default:
			said.WriteString(value)
		}
	}
	return said.String(), true
}

// label is a category in this language alone, as short as it is called anywhere.
func (s *speaker) label(code string) string {
	if forms, ok := s.file.says[string(keyMenu)+code]; ok {
		return forms["other"]
	}
	return s.file.says[string(keyCategory)+code]["other"]
}

// Prompts are the prompts that can be recorded in a language, for this network's categories and languages, in the
// order in which the English catalog has them: that of a call.
func (c *Catalog) Prompts(lang string) []msg.Key {
	var all []msg.Key
	seen := map[msg.Key]bool{}
	add := func(keys ...msg.Key) {
		for _, key := range keys {
			if !seen[key] {
				seen[key] = true
				all = append(all, key)
			}
		}
	}
	for _, name := range c.lastResort.file.spoken {
		switch {
		case name == patternForNeed:
			add(each(msg.ForNeed, c.numbered)...)
		case name == patternNeedIs:
			add(each(msg.NeedIs, c.categories)...)
		case name == patternForLanguage && lang == c.fallback.tag: // it names those that cannot name themselves
			add(each(msg.ForLanguage, c.languages)...)
		case name == patternForLanguage:
			add(msg.ForLanguage(lang))
		case !isMade(name):
			add(msg.Key(name))
		}
	}
	add(msg.VoiceNews) // which no catalog has: what is new is the network's own
	return all
}

// CanSay says whether a prompt can be heard in a language: it is recorded, or the carrier has a voice that reads it.
// r may be nil: nothing is recorded.
func (c *Catalog) CanSay(lang string, key msg.Key, r *Recordings) bool {
	if r != nil && r.Has(lang, key) {
		return true
	}
	_, voice := c.Voice(lang)
	_, words := c.Prompt(lang, key)
	return voice && words
}

// Unheard are the prompts that cannot be heard in a language, in the order of Prompts. The network's own news are
// never missed.
func (c *Catalog) Unheard(lang string, r *Recordings) []msg.Key {
	return slices.DeleteFunc(c.Prompts(lang), func(key msg.Key) bool {
		return key == msg.VoiceNews || c.CanSay(lang, key, r)
	})
}

// each is a prompt of each code.
func each(prompt func(string) msg.Key, codes []string) []msg.Key {
	keys := make([]msg.Key, len(codes))
	for i, code := range codes {
		keys[i] = prompt(code)
	}
	return keys
}

// isMade says whether a prompt is of one category or language: made of a pattern where a catalog does not word it.
func isMade(name string) bool {
	for _, prefix := range [...]msg.Key{msg.ForNeed(""), msg.NeedIs("")} {
		if code, ok := strings.CutPrefix(name, string(prefix)); ok && strings.ToUpper(code) == code {
			return true
		}
	}
	return strings.HasPrefix(name, string(msg.ForLanguage("")))
}

// checkVoice refuses a prompt that cannot be said, and remembers in which order they stand.
func (f *file) checkVoice(shown, text string) error {
	lines := linesOf(text, "voice")
	for _, key := range slices.Sorted(maps.Keys(f.Voice)) {
		if err := checkPrompt(key, f.Voice[key]); err != nil {
			return fmt.Errorf("%s:%d: %s: %w", shown, max(lines[key], 1), key, err)
		}
		f.lines["voice."+key] = fmt.Sprintf("%s:%d", shown, max(lines[key], 1))
	}
	f.spoken = slices.SortedFunc(maps.Keys(f.Voice), func(a, b string) int {
		if lines[a] != lines[b] {
			return lines[a] - lines[b]
		}
		return strings.Compare(a, b)
	})
	return nil
}

// checkPrompt refuses what nobody could record or read.
func checkPrompt(key, text string) error {
	if key == "" || len(key) > maxName || strings.Trim(key, promptName) != "" {
		return errors.New("a prompt is called by letters, digits, _ and -")
	}
	if strings.TrimSpace(text) == "" {
		return errors.New("the text is empty")
	}
	if utf8.RuneCountInString(text) > maxPrompt {
		return fmt.Errorf("longer than %d characters", maxPrompt)
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return errors.New("the text has more than one line")
	}
	p, err := parse(text)
	if err != nil {
		return err
	}
	blank, pattern := patterns()[key]
	filled := 0
	for _, part := range p {
		if part.blank != "" && part.blank != blank {
			return fmt.Errorf("nobody fills {{.%s}}: what varies is a prompt of its own", part.blank)
		}
		if part.blank != "" {
			filled++
		}
	}
	if pattern && filled != 1 {
		return fmt.Errorf("lacks {{.%s}}, or has it twice", blank)
	}
	return nil
}
