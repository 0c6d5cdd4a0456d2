package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/store"
)

func inSpanishToo(n *dispatch.Network) { n.Languages = []string{"en", "es", "ht"} }

// passedTo is what waits to be said to a phone about a request, the number of a sentence with its blank.
func (w *world) passedTo(phone string, request dispatch.ID) (said []string) {
	w.t.Helper()
	to := w.contact(phone).ID
	w.read(func(v *store.View) error {
		rows, err := v.PassedTo(to, request)
		for _, p := range rows {
			words := p.Words.Reveal()
			if p.Phrase != 0 {
				words = strings.TrimSpace(string(rune('0'+p.Phrase/10)) + string(rune('0'+p.Phrase%10)) + " " + words)
			}
			said = append(said, words)
		}
		return err
	})
	return said
}

// called is a job of the first helper's, asked for by phone by somebody who gets no texts, and knows who comes.
func called(t *testing.T, w *world) dispatch.ID {
	t.Helper()
	r := w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	w.ends(pearl, dispatch.CallHeard)
	w.got(helper(1))
	return r
}

// What is written to somebody who gets only calls is said to them on one.
func TestWordsForALandline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inSpanishToo)
	w.helpers(1, nil)
	r := called(t, w)
	if got := w.text(helper(1), "i am\ndownstairs"); got != "" {
		t.Errorf("answered %q", got)
	}
	w.rang(pearl, talk.CallNews)
	w.text(helper(1), "the shop has no red ones")
	if said := w.passedTo(pearl, r); len(said) != 2 || said[0] != "i am\ndownstairs" {
		t.Errorf("waits for her: %q", said)
	}
	w.wants(pearl)
}

// Nobody hears words that no voice of theirs can read. Who wrote them is told at once, and what can be said instead.
func TestForeignWordsForALandline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inSpanishToo)
	w.helpers(1, nil)
	r := called(t, w)
	w.text(helper(1), "ESPAÑOL")
	if got := w.text(helper(1), "estoy abajo, en la puerta"); !strings.HasPrefix(got, "[relay_unread]") {
		t.Errorf("answered %q", got)
	}
	w.rang(pearl)
	for _, text := range []string{"12", "41 12"} {
		if got := w.text(helper(1), text); got != "" {
			t.Errorf("%q is answered %q", text, got)
		}
	}
	w.rang(pearl, talk.CallNews)
	if said := w.passedTo(pearl, r); len(said) != 2 || said[0] != "12" || said[1] != "41 12" {
		t.Errorf("waits for her: %q", said)
	}
}

// At night nobody is called: who writes is told when.
func TestWordsForALandlineAtNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	called(t, w)
	w.advance(12 * time.Hour)
	w.rings = map[string][]string{}
	if got := w.text(helper(1), "see you in the morning"); !strings.HasPrefix(got, "[relay_calling_at]") || !strings.Contains(got, "8:00") {
		t.Errorf("answered %q", got)
	}
	w.rang(pearl)
	w.advance(10 * time.Hour)
	w.rang(pearl, talk.CallNews)
}

// Late by phone and how late: the words wait beside the news.
func TestLateWordsForALandline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := called(t, w)
	if got := w.text(helper(1), "late, 20 min"); !strings.HasPrefix(got, "[late_told]") {
		t.Errorf("answered %q", got)
	}
	w.rang(pearl, talk.CallNews)
	if said := w.passedTo(pearl, r); len(said) != 1 || said[0] != "late, 20 min" {
		t.Errorf("waits for her: %q", said)
	}
}

// What was passed on for a call is gone a day after the job, and nothing is passed on from then on.
func TestPassedWordsAreErased(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := called(t, w)
	w.text(helper(1), "i am downstairs")
	w.advance(20 * time.Hour)
	w.text(helper(1), "DONE")
	w.advance(23 * time.Hour)
	w.text(helper(1), "i found your bag")
	if said := w.passedTo(pearl, r); len(said) != 2 {
		t.Errorf("on the day after: %q", said)
	}
	w.advance(61 * time.Minute)
	if said := w.passedTo(pearl, r); len(said) != 0 {
		t.Errorf("a day after it: %q", said)
	}
	w.text(helper(1), "i found your bag")
	if said := w.passedTo(pearl, r); len(said) != 0 {
		t.Errorf("still passed on: %q", said)
	}
}

// FORGET leaves nothing of what was passed on, from either side.
func TestPassedWordsAreForgotten(t *testing.T) {
	t.Parallel()
	for name, who := range map[string]string{"who said it": helper(1), "who was to hear it": pearl} {
		w := newWorld(t, nil)
		w.helpers(1, nil)
		r := called(t, w)
		w.text(helper(1), "i am downstairs")
		w.calls(who, talk.Forget{})
		if said := w.passedTo(pearl, r); len(said) != 0 {
			t.Errorf("%s is forgotten, left %q", name, said)
		}
	}
}

// Nothing passes between two of whom one has reported the other, nor what the line kept before for a call.
func TestNothingPassesBetweenWhoWasReported(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := called(t, w)
	w.text(helper(1), "REPORT")
	if got := w.text(helper(1), "i am downstairs"); !strings.HasPrefix(got, "[relay_frozen]") {
		t.Errorf("answered %q", got)
	}
	w.calls(pearl, talk.Relay{Request: r, Words: "where are you"})
	w.text(helper(1), "12")
	if said := append(w.passedTo(pearl, r), w.passedTo(helper(1), r)...); len(said) != 0 {
		t.Errorf("passed on: %q", said)
	}
}

// Two who share no language are told once each of the ready sentences, which arrive in the reader's own.
func TestTwoWithoutACommonLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inSpanishToo)
	w.helpers(1, func(_ int, v *dispatch.Volunteer) { v.Languages = []string{"en"} })
	w.text(rosa, "ESPAÑOL")
	w.text(rosa, "COMIDA 11211")
	w.text(helper(1), "YES")
	w.text(rosa, "12 elm st")
	w.got(rosa)
	w.got(helper(1))
	w.text(helper(1), "i am at the door")
	w.wants(rosa, "relay_from] Helper1: i am at the door (FRASES: frases hechas que pasamos en inglés.)")
	w.text(helper(1), "12")
	w.wants(rosa, "relay_phrase] Helper1: Estoy en la puerta. (12)")
	w.text(rosa, "42")
	w.wants(helper(1), "relay_phrase] Your neighbor: How much do I owe you? (42) (PHRASES: sentences that we say in Spanish for you.)")
	w.text(helper(1), "41 12")
	w.wants(rosa, "relay_phrase] Helper1: Costó $12. (41 12)")
}

// A volunteer who speaks the resident's language needs no ready sentences: a bare number is what they wrote.
func TestABareNumberBetweenTwoOfOneLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "YES")
	w.text(rosa, "12 elm st")
	w.got(helper(1))
	w.text(rosa, "42")
	w.wants(helper(1), "relay_from] Your neighbor: 42")
}

// Whatever somebody writes, each text that passes it on begins with who they are, and has no line of its own that could
// be another's.
func TestNobodyPosesAsAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "YES")
	w.text(rosa, "12 elm st")
	for _, words := range []string{
		"Eastside: give Ben your card", "hi\nEastside: give me your card", "hi\u2028Ana: it is me\r\nAna: come down",
		strings.Repeat("hello there ", 130) + "Eastside: give me your card",
	} {
		w.got(rosa)
		w.text(helper(1), words)
		texts := w.got(rosa)
		if len(texts) == 0 {
			t.Errorf("%q is not passed on", words)
		}
		for _, text := range texts {
			if !strings.HasPrefix(text, "[relay_from] Helper1: ") || strings.ContainsAny(text, "\n\r\u2028") {
				t.Errorf("passed on %q", text)
			}
		}
	}
}

// A phone that turns out to get no texts: what was written to it is said on a call, as to one known before.
func TestWordsThatNoTextBrought(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inSpanishToo)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	r := w.request(rosa)
	w.text(coordinator, "ASSIGN "+r.Code+" Helper1")
	w.refuses(helper(1), engine.Outcome{Kind: engine.Landline, Code: 30006})
	w.text(rosa, "12 elm st")
	w.rang(helper(1), talk.CallJob)
	w.ends(helper(1), dispatch.CallHeard)
	w.text(rosa, "the bell is broken")
	w.rang(helper(1), talk.CallJob)
	if said := w.passedTo(helper(1), r.ID); len(said) != 2 || said[0] != "12 elm st" || said[1] != "the bell is broken" {
		t.Errorf("waits for them: %q", said)
	}
}

// One whose words nobody can read out is told so when the text has failed.
func TestForeignWordsThatNoTextBrought(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inSpanishToo)
	w.helpers(1, nil)
	w.text(rosa, "ESPAÑOL")
	w.text(rosa, "COMIDA 11211")
	w.text(coordinator, "ASSIGN "+w.request(rosa).Code+" Helper1")
	w.text(rosa, "12 elm st")
	w.got(rosa)
	w.refuses(helper(1), engine.Outcome{Kind: engine.Landline, Code: 30006})
	if got := w.text(rosa, "el timbre no funciona"); got != "" {
		t.Errorf("answered %q", got)
	}
	w.wants(rosa, "FRASES")
	w.rang(helper(1))
	w.text(rosa, "25")
	w.rang(helper(1), talk.CallJob)
}

// Whose resident can be neither texted nor called is answered, too: a person passes it on.
func TestOnMyWayToNobodyWhoCanBeTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := called(t, w)
	w.write(func(tx *store.Tx) error { return tx.SetCalls(w.contact(pearl).ID, w.clock.Now(), true) })
	for _, text := range []string{"on my way", "late, 20 min", "i am downstairs"} {
		if got := w.text(helper(1), text); !strings.Contains(got, "Dora") {
			t.Errorf("%q is answered %q", text, got)
		}
	}
	w.rang(pearl)
	if said := w.passedTo(pearl, r); len(said) != 0 {
		t.Errorf("waits for her: %q", said)
	}
}
