package i18n

import (
	"bytes"
	"io/fs"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hotline/i18n/msg"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	xlanguage "golang.org/x/text/language"
)

// The messages that this package itself uses to fill blanks; everything else is asked for by a key of package msg.
const (
	keyCategory    msg.Key = "category_" // + code: a need, as said in the middle of a sentence
	keyMenu        msg.Key = "menu_"     // + code: a need, as said in the numbered menu, where that is shorter
	keyKind        msg.Key = "kind_"     // + kind of danger
	keyNeedPeople  msg.Key = "need_people"
	keyNeedHelpers msg.Key = "need_helpers"
	keyWhen        msg.Key = "when_" // + urgency
	keyWhenAt      msg.Key = "when_at"
	keyToday       msg.Key = "today"
	keyTomorrow    msg.Key = "tomorrow"
	keyDate        msg.Key = "date"
	keyMoment      msg.Key = "moment"
	keyAnd         msg.Key = "and"
	keyComma       msg.Key = "comma"
)

// In every menu 5 is something else, in your own words.
const (
	somethingElse  = "OTHER"
	numberOfOthers = 5
)

// speaker is one language, ready to speak.
type speaker struct {
	tag     string
	file    *file
	loc     *goi18n.Localizer
	menu    string
	carrier Voice // on the phone; zero: the carrier has none for this language
}

// newSpeaker reads a language and gives go-i18n its messages. A language that CLDR has no plural rule for, such as Haitian
// Creole, counts as English does; inside go-i18n it is called art-x-<tag>, since plain ht would become French.
func newSpeaker(tag string, overlay fs.FS) (*speaker, error) {
	f, err := language(tag, overlay)
	if err != nil {
		return nil, err
	}
	messages := make([]*goi18n.Message, 0, len(f.says))
	for key, forms := range f.says {
		messages = append(messages, forms.message(key))
	}
	inside := xlanguage.Make(tag)
	bundle := goi18n.NewBundle(inside)
	if err := bundle.AddMessages(inside, messages...); err != nil {
		inside = xlanguage.Make("art-x-" + strings.ToLower(tag))
		bundle = goi18n.NewBundle(inside)
		if err := bundle.AddMessages(inside, messages...); err != nil {
			return nil, err
		}
	}
	return &speaker{tag: tag, file: f, loc: goi18n.NewLocalizer(bundle, inside.String()), carrier: voiceOf(tag)}, nil
}

// has says whether the speaker has a message.
func (v *speaker) has(key msg.Key) bool { return v.file.says[string(key)] != nil }

// Say words a text in a language, as it is to be sent: whole, with every blank filled as that language fills it. A
// language that is not one of the network's gets the default. It never fails: what a language lacks is said in the
// default language, and a blank that nobody filled is empty.
func (c *Catalog) Say(lang string, t msg.Text, now time.Time) string {
	s := scene{catalog: c, speaker: c.speaker(lang), now: now.In(c.zone), start: true}
	return Plain(s.text(t))
}

// Join makes one message of several texts, with a space between them; a full stop as wide as a Chinese sign is space
// enough, where every character counts.
func Join(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		if before, _ := utf8.DecodeLastRuneInString(b.String()); b.Len() > 0 && !strings.ContainsRune("。！？", before) {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}

// scene is a message being said: to whom, when, with what in its blanks.
type scene struct {
	catalog *Catalog
	speaker *speaker
	now     time.Time // in the network's zone
	args    msg.Args
	start   bool // it begins a sentence
}

// text says a message.
func (s *scene) text(t msg.Text) string {
	inner := *s
	inner.args = t.Args
	for _, v := range [...]*speaker{s.speaker, s.catalog.fallback, s.catalog.lastResort} {
		if v.has(t.Key) {
			inner.speaker = v
			return inner.localize(t.Key)
		}
	}
	return ""
}

// own says one of this package's own messages.
func (s *scene) own(key msg.Key, args msg.Args) string {
	inner := *s
	inner.start = false
	return inner.text(msg.Text{Key: key, Args: args})
}

// localize has go-i18n choose the plural form and fill it. Its error is not looked at: a form that a language lacks
// falls back to "other", which every message has.
func (s *scene) localize(key msg.Key) string {
	ask := goi18n.LocalizeConfig{MessageID: string(key), TemplateData: s, TemplateParser: blankParser{}}
	if n, ok := s.args["Count"].(int); ok && len(s.speaker.file.says[string(key)]) > 1 {
		ask.PluralCount = n
	}
	said, _ := s.speaker.loc.Localize(&ask)
	return said
}

// fill puts values into the blanks of a phrase. A blank with nothing in it takes the comma before it along: "Thank
// you, {{.Name}}!" to somebody whose name is not known is "Thank you!".
func (s *scene) fill(p phrase) string {
	var said []byte
	for _, part := range p {
		if part.blank == "" {
			said = append(said, part.text...)
			continue
		}
		value, ok := s.args[part.blank]
		if !ok && part.blank == "Network" {
			value = s.catalog.network
		}
		if v := s.value(value, beginsSentence(said, s.start)); v != "" {
			said = append(said, v...)
		} else {
			said = bytes.TrimRight(said, " ,，")
		}
	}
	return string(bytes.TrimLeft(said, " "))
}

// value says what stands in a blank. Whatever a person wrote is said as it is; our own words get a capital where
// they begin a sentence.
func (s *scene) value(value any, start bool) string {
	var said string
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case msg.Text:
		inner := *s
		inner.start = start
		said = inner.text(v)
	case msg.Need:
		said = s.need(v)
	case msg.When:
		said = s.when(v)
	case msg.Clock:
		said = s.clock(time.Time(v))
	case msg.Day:
		said = s.day(time.Time(v))
	case msg.Moment:
		said = s.moment(time.Time(v))
	case msg.Language:
		said = s.language(string(v))
	case msg.Kind:
		said = s.own(keyKind+msg.Key(v), nil)
	case msg.Menu:
		said = s.speaker.menu
	case msg.Pays:
		said = s.pays(v)
	case msg.List:
		said = s.list(v)
	case msg.Choices:
		said = s.choices(v)
	}
	if start {
		return capital(said)
	}
	return said
}

// need says a category, for how many, and how many volunteers it takes.
func (s *scene) need(n msg.Need) string {
	label := s.own(keyCategory+msg.Key(n.Category), nil)
	if label == "" {
		label = n.Category // a Problem that must be mended, but not by saying nothing
	}
	if n.People > 0 {
		label = s.own(keyNeedPeople, msg.Args{"Need": label, "Count": n.People})
	}
	if n.Helpers > 1 {
		label = s.own(keyNeedHelpers, msg.Args{"Need": label, "Count": n.Helpers})
	}
	return label
}

// language says the name of a language: in the reader's, else in itself.
func (s *scene) language(tag string) string {
	if name := s.speaker.file.Languages[tag]; name != "" {
		return name
	}
	if v, ok := s.catalog.speakers[tag]; ok && v.file.Name != "" {
		return v.file.Name
	}
	return tag
}

// pays says whose money a job costs; nothing when it costs none.
func (s *scene) pays(p msg.Pays) string {
	switch p.By {
	case "resident":
		return s.own(msg.PaysResident, nil)
	case "network":
		return s.own(msg.PaysNetwork, msg.Args{"Amount": p.UpTo})
	}
	return ""
}

// list joins things as the language joins them.
func (s *scene) list(items msg.List) string {
	var said string
	for i, item := range items {
		next := s.value(item, false)
		switch {
		case i == 0:
			said = next
		case i < len(items)-1:
			said = s.own(keyComma, msg.Args{"First": said, "Next": next})
		default:
			said = s.own(keyAnd, msg.Args{"First": said, "Last": next})
		}
	}
	return said
}

// choices numbers things, from 1.
func (s *scene) choices(items msg.Choices) string {
	var b strings.Builder
	for i, item := range items {
		number(&b, i+1, s.value(item, false))
	}
	return b.String()
}

// menu is the numbered list of a network's commonest needs, as a speaker says it.
func (c *Catalog) menu(v *speaker, codes []string) string {
	s := scene{catalog: c, speaker: v, now: time.Time{}.In(c.zone)}
	var b strings.Builder
	for i, code := range codes {
		number(&b, i+1, s.menuLabel(code))
	}
	number(&b, numberOfOthers, s.menuLabel(somethingElse))
	return b.String()
}

// menuLabel is a category as the menu calls it.
func (s *scene) menuLabel(code string) string {
	if key := keyMenu + msg.Key(code); s.speaker.has(key) {
		return s.own(key, nil)
	}
	return s.own(keyCategory+msg.Key(code), nil)
}

// number adds one line of a numbered list; two spaces keep the lines apart without a character more.
func number(b *strings.Builder, n int, what string) {
	if b.Len() > 0 {
		b.WriteString("  ")
	}
	b.WriteString(strconv.Itoa(n))
	b.WriteByte(' ')
	b.WriteString(what)
}

// beginsSentence says whether what follows begins a sentence; first: the very first word would.
func beginsSentence(said []byte, first bool) bool {
	before := bytes.TrimRight(said, ` ¿¡"(`)
	if len(before) == 0 {
		return first
	}
	return len(before) < len(said) && strings.IndexByte(".!?", before[len(before)-1]) >= 0
}

// capital gives a sentence its first letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if up := unicode.ToUpper(r); up != r && n > 0 {
		return string(up) + s[n:]
	}
	return s
}
