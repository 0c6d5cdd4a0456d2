package sms

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// twoHelpers is somebody with two requests that two people have: Ana was heard of last, that long ago.
func twoHelpers(ago time.Duration) talk.Person {
	has := func(id, holder dispatch.ID, name string, at time.Time) talk.Request {
		return talk.Request{Request: dispatch.Request{ID: id, Resident: 7, Category: "FOOD", Status: dispatch.Assigned, Holder: holder, PlaceTold: true},
			HolderName: name, HolderTexts: true, EventAt: at}
	}
	ben, ana := has(1, 9, "Ben", noon.Add(-2*time.Hour)), has(2, 10, "Ana María", noon.Add(-ago))
	return talk.Person{Contact: 7, Language: "en", Asked: []talk.Request{ben, ana}}
}

// saidOn is what a text does, for comparing: what is passed on and what is answered.
type saidOn struct {
	Passed []talk.Relay
	Says   []msg.Key
}

func step(t *testing.T, s talk.Session, p talk.Person, text string) (talk.Session, saidOn) {
	t.Helper()
	s.Greeted = true
	s, effects := setup(t).Step(s, talk.Event{At: noon, Text: lexicon.Parse(text), Person: p})
	var got saidOn
	for _, f := range effects {
		switch f := f.(type) {
		case talk.Relay:
			got.Passed = append(got.Passed, f)
		case talk.Say:
			got.Says = append(got.Says, f.Text.Key)
		}
	}
	return s, got
}

// A text is for whom it names, else for who was last heard of within the hour, else we ask.
func TestWhomATextIsFor(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		ago  time.Duration
		to   dispatch.ID // 0: asked
		says string
	}{
		{"Ben: come down", 0, 1, "come down"},
		{"ben, come down", 0, 1, "come down"},
		{"BEN come down", 0, 1, "BEN come down"},
		{"ana maria: come down", 3 * time.Hour, 2, "come down"},
		{"come down", 59 * time.Minute, 2, "come down"},
		{"come down", 61 * time.Minute, 0, ""},
		{"Benny: come down", 61 * time.Minute, 0, ""},
		{"Ben", 5 * time.Minute, 2, "Ben"},
	} {
		_, got := step(t, talk.Session{}, twoHelpers(row.ago), row.text)
		want := saidOn{Says: []msg.Key{msg.ToWhom}}
		if row.to != 0 {
			want = saidOn{Passed: []talk.Relay{{Request: row.to, Words: row.says}}}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, %v ago: %s", row.text, row.ago, diff)
		}
	}
}

// What was written before it is clear for whom is kept, and passed on with the answer.
func TestWordsAreKeptUntilItIsClearForWhom(t *testing.T) {
	t.Parallel()
	p := twoHelpers(90 * time.Minute)
	for answer, to := range map[string]dispatch.ID{"1": 2, "2": 1, "ben": 1, "Ana Maria": 2} {
		s, _ := step(t, talk.Session{}, p, "the bell is broken")
		s, _ = step(t, s, p, "please knock")
		s, got := step(t, s, p, answer)
		want := saidOn{Passed: []talk.Relay{{Request: to, Words: "the bell is broken\nplease knock"}}}
		if diff := cmp.Diff(want, got); diff != "" || len(s.Open) != 0 {
			t.Errorf("%q: %s, open %v", answer, diff, s.Open)
		}
	}
}

// A report that may be about several people alerts at once, and freezes the pairing that is then named.
func TestWhomAReportIsAbout(t *testing.T) {
	t.Parallel()
	for ago, asks := range map[time.Duration]bool{time.Minute: false, 90 * time.Minute: true} {
		p := twoHelpers(ago)
		s, effects := setup(t).Step(talk.Session{Greeted: true}, talk.Event{At: noon, Text: lexicon.Parse("REPORT"), Person: p})
		about := reported(effects)
		if asks {
			_, effects = setup(t).Step(s, talk.Event{At: noon, Text: lexicon.Parse("2"), Person: p})
			about = append(about, reported(effects)...)
		}
		want := map[bool][]dispatch.ID{false: {2}, true: {0, 1}}[asks]
		if diff := cmp.Diff(want, about); diff != "" {
			t.Errorf("%v ago: %s", ago, diff)
		}
	}
}

// reported are the requests that a report is about, 0 for one about nobody in particular.
func reported(effects []talk.Effect) (about []dispatch.ID) {
	for _, f := range effects {
		if r, ok := f.(talk.Report); ok {
			about = append(about, r.Request)
		}
	}
	return about
}

// A bare number is a ready sentence where it can be meant as one, also while we wait for the place.
func TestPhrasesByNumber(t *testing.T) {
	t.Parallel()
	own := func(change func(*talk.Request)) talk.Person {
		p := pair(noJob)
		change(&p.Asked[0])
		return p
	}
	foreign := func(r *talk.Request) { r.Foreign = true }
	door := msg.Phrase{Number: 12}
	for _, row := range []struct {
		name, text string
		person     talk.Person
		phrase     msg.Phrase
		words      string
		says       msg.Key
	}{
		{"no common language", "12", own(foreign), door, "", ""},
		{"who gets only calls", "12", own(func(r *talk.Request) { r.HolderTexts = false }), door, "", ""},
		{"a door number", "12", own(func(*talk.Request) {}), msg.Phrase{}, "12", ""},
		{"of no sentence", "77", own(foreign), msg.Phrase{}, "77", ""},
		{"a blank", "41 12", own(foreign), msg.Phrase{Number: 41, Blank: "12"}, "", ""},
		{"a time", "13 6:30", own(foreign), msg.Phrase{Number: 13, Blank: "630"}, "", ""},
		{"wide digits", "１２", own(foreign), door, "", ""},
		{"no number in it", "41", own(foreign), msg.Phrase{}, "", msg.PhraseNumber},
		{"cents", "41 12.50", own(foreign), msg.Phrase{}, "", msg.PhraseNumber},
		{"more words", "12 is the bell", own(foreign), msg.Phrase{}, "12 is the bell", ""},
		{"a person from the line", "55", own(foreign), msg.Phrase{Number: 55}, "", msg.Kept},
		{"reported", "12", own(func(r *talk.Request) { r.Foreign, r.Frozen = true, true }), msg.Phrase{}, "", msg.RelayFrozen},
		{"nobody there", "12", talk.Person{Contact: 7, Language: "en"}, msg.Phrase{}, "", msg.AskWhat},
	} {
		open := talk.Session{}
		if row.person.Asked != nil {
			open = PlaceQuestion(open, 1, noon)
		}
		if row.words != "" {
			open = talk.Session{}
		}
		_, got := step(t, open, row.person, row.text)
		var want saidOn
		if row.phrase.Number != 0 || row.words != "" {
			want.Passed = []talk.Relay{{Request: 1, Phrase: row.phrase, Words: row.words}}
		}
		if row.says != "" {
			want.Says = []msg.Key{row.says}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %q: %s", row.name, row.text, diff)
		}
	}
}

// Who asks for the list may use the numbers for a while.
func TestPhrasesAreListed(t *testing.T) {
	t.Parallel()
	p := pair(noJob)
	s, got := step(t, talk.Session{}, p, "PHRASES")
	if diff := cmp.Diff([]msg.Key{msg.Phrases}, got.Says); diff != "" {
		t.Error(diff)
	}
	if s, got = step(t, s, p, "phrases 4"); len(got.Says) != msg.PhrasesPerGroup {
		t.Errorf("a group: %v", got.Says)
	}
	if _, got = step(t, s, p, "12"); len(got.Passed) != 1 || got.Passed[0].Phrase.Number != 12 {
		t.Errorf("then: %+v", got)
	}
}

// Whatever a text is and whatever a name, what is left of it is its end or all of it.
func TestANameInFront(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom([]string{"Ben", "Jean-Paul", "José", "小明", "O'Neil", ""}), rapid.String()).Draw(r, "name")
		between := rapid.OneOf(rapid.SampledFrom([]string{": ", " ", ", ", "，", "", "\u0301: "}), rapid.String()).Draw(r, "between")
		text := lexicon.Parse(name + between + rapid.String().Draw(r, "words"))
		if rest, ok := namedFirst(text, name); ok && (rest == "" || !strings.HasSuffix(text.Raw, rest)) {
			r.Fatalf("of %q, %q is left", text.Raw, rest)
		}
	})
}
