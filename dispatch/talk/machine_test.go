package talk

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// setup is a machine of three questions: a name, then a color; and one that may lapse.
func setup() *Machine {
	read := func(t *Turn) Answer { return Answer(t.Text.Raw) }
	return &Machine{
		Blanks: func(*Turn, Question) msg.Args { return nil },
		Nodes: map[State]Node{
			"name":  {Ask: "name", Again: "name_again", Read: read, Next: map[Answer]Edge{"Rosa": {To: "color"}, "?": {To: "name"}}},
			"color": {Ask: "color", Read: read, Next: map[Answer]Edge{"red": {Do: func(t *Turn) { t.Say("nice") }}}},
			"other": {Ask: "other", Lapses: true, Read: read, Next: map[Answer]Edge{"1": {Do: func(t *Turn) { t.Say("good") }}}},
		},
	}
}

// step writes one text and returns what is open and what was said after it.
func step(m *Machine, s Session, text string, do func(*Turn)) (Session, []string) {
	t := m.Begin(s, Event{At: noon, Text: lexicon.Parse(text)}, nil, nil)
	do(t)
	s, effects := t.End()
	var said []string
	for _, e := range effects {
		said = append(said, string(e.(Say).Text.Key))
	}
	return s, said
}

func answer(t *Turn) { t.Answer() }

func states(s Session) string {
	var open []string
	for _, q := range s.Open {
		open = append(open, string(q.State))
	}
	return strings.Join(open, " ")
}

func TestQuestionsFollowEachOther(t *testing.T) {
	t.Parallel()
	m, s := setup(), Session{}
	for _, line := range []struct {
		text string
		do   func(*Turn)
		said []string
		open string
	}{
		{"", func(t *Turn) { t.Push(Question{State: "name"}) }, []string{"name"}, "name"},
		{"nonsense", answer, nil, "name"},
		{"?", answer, []string{"name_again"}, "name"},
		{"Rosa", answer, []string{"color"}, "color"},
		{"", func(t *Turn) { t.Push(Question{State: "other"}) }, []string{"other"}, "color other"},
		{"1", answer, []string{"good", "color"}, "color"}, // the one it had interrupted is asked again
		{"", func(t *Turn) { t.Push(Question{State: "other"}) }, []string{"other"}, "color other"},
		{"", func(t *Turn) { t.Interrupt(Question{State: "name"}) }, []string{"name"}, "color other name"},
		{"", func(t *Turn) { t.Push(Question{State: "name"}) }, []string{"name"}, "color name"}, // what may lapse has
		{"", func(t *Turn) { t.Pop() }, nil, "color"},
		{"red", answer, []string{"nice"}, ""},
		{"red", answer, nil, ""},
	} {
		var said []string
		s, said = step(m, s, line.text, line.do)
		if diff := cmp.Diff(line.said, said); diff != "" || states(s) != line.open {
			t.Errorf("%q: open %q, want %q; said (-want +got) %s", line.text, states(s), line.open, diff)
		}
	}
}

// A state of an older release goes home.
func TestUnknownStatesAreForgotten(t *testing.T) {
	t.Parallel()
	s := Session{Open: []Question{{State: "gone"}, {State: "color", At: noon.Add(-time.Hour)}, {State: "name", At: noon}}}
	old := func(q Question) bool { return q.Age(noon) >= time.Hour }
	after, _ := step(setup(), s, "", func(t *Turn) { t.Forget(old) })
	if states(after) != "name" || states(s) != "gone color name" {
		t.Errorf("open %q; the session it began with %q", states(after), states(s))
	}
}

// What a draft keeps is bounded, and never ends within a character.
func TestWordsAreBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var d Draft
		for range rapid.IntRange(0, 40).Draw(r, "texts") {
			d.Keep(strings.Repeat(rapid.SampledFrom([]string{"a", "é", "食", "👍🏽"}).Draw(r, "letter"), rapid.IntRange(0, 1600).Draw(r, "length")))
		}
		all := strings.Join(d.Words, "\n")
		if len(d.Words) > maxTexts || len(all) > maxWords || !utf8.ValidString(all) || Bounded(all) != all {
			r.Fatalf("%d texts, %d bytes", len(d.Words), len(all))
		}
	})
}
