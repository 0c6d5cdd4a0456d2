package sms

import (
	"strconv"
	"strings"
	"time"

	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// phraseRead is the number of a ready sentence as somebody writes it, "12" or "41 12", and the number for its blank.
type phraseRead struct {
	number int
	blank  string
}

// phraseCode reads a text that is such a number, and no more. A blank that the sentence cannot take is left empty.
func phraseCode(text lexicon.Text) (p phraseRead, ok bool) {
	numbers := make([]string, len(text.Tokens))
	for i, k := range text.Tokens {
		if _, err := strconv.ParseUint(k.Fold, 10, 64); err != nil || i > 2 {
			return p, false
		}
		numbers[i] = k.Fold
	}
	if len(numbers) == 0 || len(numbers[0]) != 2 {
		return p, false
	}
	p.number, _ = strconv.Atoi(numbers[0])
	example := msg.ExamplePhrase(p.number)
	switch {
	case len(numbers) == 2, len(numbers) == 3 && example.IsTime() && len(numbers[2]) == 2: // 6:30
		p.blank = strings.Join(numbers[1:], "")
	}
	return p, msg.IsPhrase(p.number) && (len(numbers) == 1 || example.HasBlank())
}

// phrasesFor is how long a bare number is a sentence to somebody with whom one shares a language, after PHRASES.
const phrasesFor = time.Hour

// byNumber says whether a bare number is a ready sentence in a pairing: the two share no language, or the other side gets
// only calls, or this person has just asked for the list. To anybody else "12" may as well be a door.
func byNumber(t *talk.Turn, r *talk.Request) bool {
	texts := r.HolderTexts
	if isJob(t, r) {
		texts = r.ResidentTexts
	}
	return r.Foreign || !texts || t.At.Sub(t.Session.PhrasesAt) < phrasesFor
}

// phrase reads the number of a ready sentence for the other side of a job, also where we wait for something else.
func phrase(t *talk.Turn) bool {
	all := counterparts(t)
	to, words := addressee(t, all)
	if to != nil {
		return sayPhrase(t, to, lexicon.Parse(words))
	}
	if _, ok := phraseCode(t.Text); !ok || len(all) == 0 {
		return false
	}
	for _, r := range all {
		if byNumber(t, r) {
			askWhom(t, all, words)
			return true
		}
	}
	return false
}

// sayPhrase passes a ready sentence on, if the words are the number of one. One for a person from the line reaches both.
func sayPhrase(t *talk.Turn, r *talk.Request, words lexicon.Text) bool {
	read, ok := phraseCode(words)
	if !ok || !byNumber(t, r) {
		return false
	}
	p, whole := msg.ReadPhrase(read.number, read.blank)
	switch {
	case r.Frozen:
		sayFrozen(t)
		return true
	case !whole:
		t.Say(msg.PhraseNumber, "Example", msg.ExamplePhrase(read.number).Code())
		return true
	case p.Number == msg.PhrasePerson:
		t.Do(talk.Keep{Reason: "asks_for_person"})
		t.Say(msg.Kept, "Promise", promise(t))
	}
	t.Do(talk.Relay{Request: r.ID, Phrase: p})
	return true
}

// phrases lists the ready sentences: their groups, or one group with how each is written.
func phrases(t *talk.Turn, c lexicon.Command) bool {
	t.Session.PhrasesAt = t.At
	if c.N < 1 || c.N > msg.PhraseGroups {
		t.Say(msg.Phrases)
		return true
	}
	for item := 1; item <= msg.PhrasesPerGroup; item++ {
		p := msg.ExamplePhrase(c.N*10 + item)
		t.Say(msg.PhraseLine, "Code", p.Code(), "Phrase", p.Text())
	}
	return true
}
