package twiml

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ivr"
)

// english is the language of the built-in catalog that lacks nothing, and the carrier reads it: what is left when
// neither the caller's language nor the network's default can be heard.
const english = "en"

// Between two digits and between two groups of them, so that somebody can write them down, in ms.
const (
	digitBreak = 200
	groupBreak = 600
)

// maxWords is how much is read of a text that somebody wrote: what one text can hold.
const maxWords = 1600

// saying is a turn being said.
type saying struct {
	Options
	speech
	lang string          // of whatever names no other
	said map[string]bool // runs that were said, by language and keys
}

// say says a turn: in its language, if all of it can be heard in that, else in the network's default, with the offer
// to leave a message in one's own.
func (o Options) say(d *document, t ivr.Turn) {
	s := &saying{Options: o, speech: speech{doc: d}, said: map[string]bool{}}
	s.lang = s.choose(t)
	own := t.Language != "" && t.Language != s.lang && t.Listen.For == ivr.ForKeys && t.Listen.Digits <= oneKey
	rest := t.Say
	if own {
		rest = withoutZero(rest)
	}
	for len(rest) > 0 {
		n := run(rest, t.Language)
		s.run(rest[:n], t.Language)
		rest = rest[n:]
	}
	if own {
		lang := s.lang
		if s.hears(t.Language, ownLanguage) {
			lang = t.Language
		}
		s.key(lang, ownLanguage)
	}
	s.end()
}

// withoutZero leaves out what else is said of key 0: the message in one's own language is what it is for then.
func withoutZero(say []ivr.Prompt) []ivr.Prompt {
	zero := slices.IndexFunc(say, func(p ivr.Prompt) bool { return p.Key == msg.Press('0') })
	if zero < 1 || say[zero-1].Key == "" {
		return say
	}
	return slices.Delete(slices.Clone(say), zero-1, zero+1)
}

// choose is the language of the pieces that name none: all of them or none are said in the turn's own.
func (s *saying) choose(t ivr.Turn) string {
	for _, lang := range []string{t.Language, s.Catalog.Default()} {
		own := slices.DeleteFunc(slices.Clone(t.Say), func(p ivr.Prompt) bool { return other(p, t.Language) != "" })
		if lang != "" && s.canAll(lang, own) {
			return lang
		}
	}
	return english
}

// run is how many pieces, from the first, are said in one language.
func run(say []ivr.Prompt, turn string) int {
	n := 1
	for n < len(say) && other(say[n], turn) == other(say[0], turn) {
		n++
	}
	return n
}

// other is the language of a piece, if it is not the turn's.
func other(p ivr.Prompt, turn string) string {
	if p.Language == turn {
		return ""
	}
	return p.Language
}

// run says pieces of one language. What cannot be heard in a language of its own is said in the turn's, once: a
// language that cannot name itself is named for it, and a sentence in five languages is not repeated.
func (s *saying) run(say []ivr.Prompt, turn string) {
	lang, keys := other(say[0], turn), ""
	for _, p := range say {
		keys += " " + string(p.Key)
	}
	if lang == "" {
		lang = s.lang
	} else if !s.canAll(lang, say) {
		if lang = s.lang; s.said[lang+keys] {
			return
		}
	}
	s.said[lang+keys] = true
	for _, p := range say {
		s.piece(lang, p)
	}
}

// canAll says whether all pieces can be heard in a language.
func (s *saying) canAll(lang string, say []ivr.Prompt) bool {
	return !slices.ContainsFunc(say, func(p ivr.Prompt) bool { return !s.can(lang, p) })
}

// can says whether a piece can be heard in a language. Names and texts are left out where there is no voice, and what
// somebody recorded is played in whatever language it is.
func (s *saying) can(lang string, p ivr.Prompt) bool {
	switch {
	case p.Key != "":
		return s.hears(lang, p.Key)
	case p.Digits != "":
		for _, digit := range []byte(digits(p.Digits)) {
			if !s.hears(lang, msg.Digit(digit)) {
				return false
			}
		}
	}
	return true
}

// hears says whether a prompt is recorded in a language, or can be read in it.
func (s *saying) hears(lang string, key msg.Key) bool {
	return s.Catalog.CanSay(lang, key, s.Recordings)
}

// piece says one piece.
func (s *saying) piece(lang string, p ivr.Prompt) {
	switch {
	case p.Key != "":
		s.key(lang, p.Key)
	case p.Digits != "":
		s.digits(lang, digits(p.Digits))
	case p.Words != "":
		if p.Language != "" { // a text that somebody wrote in a language of their own
			lang = p.Language
		}
		if voice, ok := s.Catalog.Voice(lang); ok {
			s.read(voice, sentence(voice, short(p.Words)))
		}
	case p.Recording != 0 && s.AudioURL != nil:
		s.play(s.AudioURL(p.Recording))
	case p.Pause != 0:
		s.pause(p.Pause)
	}
}

// key says a prompt.
func (s *saying) key(lang string, key msg.Key) {
	if s.Recordings != nil && s.Recordings.Has(lang, key) && s.PromptURL != nil {
		s.play(s.PromptURL(lang, key))
		return
	}
	voice, ok := s.Catalog.Voice(lang)
	if text, has := s.Catalog.Prompt(lang, key); ok && has {
		s.read(voice, text)
	}
}

// digits says digits one by one, as people say a number. It is not left to say-as: the carrier's neural voices do not
// all know it, and recordings need the pieces anyway.
func (s *saying) digits(lang string, all string) {
	for i, group := range groups(all) {
		if i > 0 {
			s.pause(groupBreak)
		}
		for j := range len(group) {
			if j > 0 {
				s.pause(digitBreak)
			}
			s.key(lang, msg.Digit(group[j]))
		}
	}
	s.pause(groupBreak)
}

// digits are the digits of a number; the rest of it is not said.
func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}

// groups are the digits as people say them: a North American number without its country code in three, a ZIP code and
// a short number in one.
func groups(all string) []string {
	if len(all) == 11 && all[0] == '1' {
		all = all[1:]
	}
	switch n := len(all); {
	case n <= 5:
		return []string{all}
	case n == 7 || n == 10:
		return append(groups(all[:n-4]), all[n-4:])
	default:
		return append([]string{all[:3]}, groups(all[3:])...)
	}
}

// sentence ends a name or a text as a sentence, so that it does not run into what is said next.
func sentence(voice i18n.Voice, text string) string {
	text = strings.TrimSpace(clean(text))
	if last, _ := utf8.DecodeLastRuneInString(text); text == "" || strings.ContainsRune(".!?,;:…。！？，；：", last) {
		return text
	}
	if base, _, _ := strings.Cut(voice.Language, "-"); base == "cmn" || base == "yue" || base == "ja" {
		return text + "。"
	}
	return text + "."
}

// short is a text as much as is read of it.
func short(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxWords {
			return text[:i]
		}
	}
	return text
}
