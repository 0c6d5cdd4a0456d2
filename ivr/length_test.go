package ivr

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
)

// What people can follow by ear: a question of twenty seconds at most, the first key within eight, five things to
// choose from, and two and a half seconds for each language. (product.md; plumvoice.com, Avaya)
const (
	longestQuestion = 20.0
	longestToKey    = 8.0
	longestLanguage = 2.5
	mostOptions     = 5
)

// listener measures what is said in one language: 150 words a minute, four and a half Chinese signs a second.
type listener struct {
	*testing.T
	catalog *i18n.Catalog
	lang    string
}

func (l listener) text(s string) float64 {
	signs, words := 0, 0
	for _, word := range strings.Fields(s) {
		han, letters := 0, 0
		for _, r := range word {
			switch {
			case unicode.Is(unicode.Han, r):
				han++
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				letters++
			}
		}
		if signs += han; letters > 0 {
			words++
		}
	}
	return float64(words)/2.5 + float64(signs)/4.5
}

func (l listener) keys(keys ...msg.Key) (seconds float64) {
	for _, key := range keys {
		text, ok := l.catalog.Prompt(l.lang, key)
		if !ok {
			l.Errorf("%s: %s has no words", l.lang, key)
		}
		seconds += l.text(text)
	}
	return seconds
}

func (l listener) pieces(said []Prompt) (seconds float64) {
	for _, p := range said {
		switch {
		case p.Key != "":
			seconds += l.keys(p.Key)
		case p.Digits != "":
			for _, digit := range []byte(p.Digits) {
				seconds += l.keys(msg.Digit(digit))
			}
		default:
			seconds += l.text(p.Words)
		}
	}
	return seconds
}

func everyListener(t *testing.T) (all []listener) {
	c := catalog(t)
	for _, lang := range tongue {
		all = append(all, listener{t, c, lang})
	}
	return all
}

// Every question, with every option it can have and the keys that work everywhere, in every language. What is told
// before it (a number read back, how a request stands) is as long as it is.
func TestQuestionsAreShort(t *testing.T) {
	t.Parallel()
	for _, l := range everyListener(t) {
		for state, n := range nodes() {
			options := map[byte]float64{}
			for _, o := range n.Options {
				if o.Say != "" {
					options[o.Key] = max(options[o.Key], l.keys(o.Say, msg.Press(o.Key)))
				}
			}
			if state == needed {
				for i, k := range network().Categories[:4] {
					options[byte('1'+i)] = l.keys(msg.ForNeed(k.Code), msg.Press(byte('1'+i)))
				}
			}
			for _, key := range longestList(l, state) {
				options[key[0]] = l.keys(msg.Key(key[1:]), msg.Press(key[0]))
			}
			whole := l.keys(n.Say...)
			if first := options['1']; first > 0 && whole+first > longestToKey {
				t.Errorf("%s: %s: the first key comes after %.1f seconds", l.lang, state, whole+first)
			}
			for _, seconds := range options {
				whole += seconds
			}
			if n.listens().Digits == 1 && !n.Alone && !n.Quiet {
				whole += l.keys(msg.VoiceHearAgain, msg.Press('9'), msg.VoiceGoBack, msg.Press('*'))
			}
			if n.After != "" {
				whole += l.keys(n.After)
			}
			if whole > longestQuestion {
				t.Errorf("%s: %s lasts %.1f seconds", l.lang, state, whole)
			}
			if delete(options, '#'); len(options) > mostOptions { // another language is no choice of this menu
				t.Errorf("%s has %d options", state, len(options))
			}
		}
	}
}

// longestList are the keys of a question about ready sentences, each with what it says: of the group that takes longest.
func longestList(l listener, state talk.State) (longest []string) {
	most := 0.0
	for group := 1; group <= msg.PhraseGroups; group++ {
		c := &caller{Turn: &talk.Turn{Session: talk.Session{Open: []talk.Question{{State: state}}}}}
		inGroup(group)(c)
		list := map[talk.State]func(*caller) []listed{sentence: sentenceList, sentences: groupList}[state]
		if list == nil {
			return nil
		}
		var keys []string
		whole := 0.0
		for _, o := range list(c) {
			keys = append(keys, string(o.Key)+string(o.Say[0].Key))
			whole += l.pieces(o.Say)
		}
		if whole > most {
			most, longest = whole, keys
		}
	}
	return longest
}

// The first thing a caller hears: who we are, whom to call in danger, and the whole menu.
func TestBeginningIsShort(t *testing.T) {
	t.Parallel()
	for _, l := range everyListener(t) {
		facts := rosaCalls()
		facts.News = func(string) bool { return true }
		call := phoned(setup(t), talk.Person{Language: l.lang}, facts, Call{})
		if whole := l.pieces(call.turn.Say); whole > longestQuestion || call.state() != mainMenu {
			t.Errorf("%s: %s lasts %.1f seconds", l.lang, call.state(), whole)
		}
		for i, p := range call.turn.Say {
			if p.Key == msg.Press('1') && l.pieces(call.turn.Say[:i+1]) > longestToKey {
				t.Errorf("%s: the first key comes after %.1f seconds", l.lang, l.pieces(call.turn.Say[:i+1]))
			}
		}
		for i := range tongue {
			if seconds := l.keys(msg.ForLanguage(l.lang), msg.Press(byte('1'+i))); seconds > longestLanguage {
				t.Errorf("%s: the language with key %d takes %.1f seconds", l.lang, i+1, seconds)
			}
		}
	}
}

// heardLine is what is heard in one turn of a call of the transcripts.
var heardLine = regexp.MustCompile(`(?m)^[a-z]+\| (.*)$`)

// Whole turns, as people hear them in the transcripts: what is told and the question after it. What is said slowly, to
// whoever did not understand, and to a machine, may take longer; a neighbor's own words are as long as they are.
func TestTurnsAreShort(t *testing.T) {
	t.Parallel()
	number := strings.NewReplacer("####", "4 1 7 3", "0", "0 ", "1", "1 ", "2", "2 ", "3", "3 ", "4", "4 ", "5", "5 ", "6", "6 ", "7", "7 ", "8", "8 ", "9", "9 ")
	for _, l := range everyListener(t) {
		scenes, err := os.ReadFile(filepath.Join("testdata", l.lang+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range heardLine.FindAllStringSubmatch(string(scenes), -1) {
			said := line[1][strings.LastIndex(line[1], "▶")+1:]
			slow, _ := l.catalog.Prompt(l.lang, msg.VoiceOnceMore)
			callBack, _ := l.catalog.Prompt(l.lang, msg.VoiceCallBack)
			if strings.Contains(said, slow) || strings.Contains(said, callBack) {
				continue
			}
			if whole := l.text(number.Replace(aside.ReplaceAllString(said, ""))); whole > longestQuestion {
				t.Errorf("%s: %.1f seconds: %s", l.lang, whole, said)
			}
		}
	}
}

// aside is what a transcript says of a turn that nobody hears.
var aside = regexp.MustCompile(`\[[a-zA-Z-]+\]|\([^)]*\)`)
