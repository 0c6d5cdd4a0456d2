package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/store"
)

// relay passes something on to the other side of a job. Neither learns the other's number. The one who says it is told
// only if it was not passed on, or not yet.
func (t *turn) relay(f talk.Relay) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if r.Holder == 0 { // handed back meanwhile
		return nil
	}
	if f.Spoken.SID != "" { // it is passed on once it can be played
		return t.spoke(r.ID, f.Spoken)
	}
	p := store.Passed{Words: store.Sealed(f.Words), Language: t.language}
	if f.Phrase.Number != 0 {
		p = store.Passed{Phrase: f.Phrase.Number, Words: store.Sealed(f.Phrase.Blank)}
	}
	reached := []store.Request{*r}
	if t.call != nil {
		if reached, err = t.pairings(*r, t.person.Contact.ID); err != nil {
			return err
		}
	}
	passed := false
	for i := range reached {
		ok, err := t.passToOther(&reached[i], p)
		if err != nil {
			return err
		}
		passed = passed || ok
	}
	if !passed {
		return nil
	}
	r.LastWordAt = t.now
	return t.saveWords(*r)
}

// passToOther passes something on to the other side of one pairing, and says whether it was.
func (t *turn) passToOther(r *store.Request, p store.Passed) (bool, error) {
	to, err := t.tx.ContactByID(otherOf(*r, t.person.Contact.ID))
	if err != nil {
		return false, fmt.Errorf("other side: %w", err)
	}
	how, err := t.passOn(r, t.person.Contact, to, p)
	if err != nil {
		return false, err
	}
	return how != passedNot, t.sayPassed(how, *r, to)
}

// pairings are those that something said by phone reaches. Keys name nobody, so what a resident says about a request for
// several volunteers goes to each of them.
func (w *work) pairings(r store.Request, from dispatch.ID) ([]store.Request, error) {
	if !r.Several() || from != r.Resident {
		return []store.Request{r}, nil
	}
	places, err := w.placesOf(r)
	return slices.DeleteFunc(places, func(p store.Request) bool { return p.Holder == 0 }), err
}

// sayPassed tells who wrote what came of it, where that is not what they expect. Who is on the phone hears it there.
func (t *turn) sayPassed(how passing, r store.Request, to store.Contact) error {
	switch {
	case t.call != nil:
		return nil
	case how == passedUnread:
		t.says = append(t.says, msg.T(msg.RelayUnread))
	case how == passedCall:
		if at := t.network.CallFrom(false, t.now); at.After(t.now) {
			t.says = append(t.says, msg.T(msg.RelayCallingAt, "Time", msg.Moment(at)))
		}
	case how == passedNot:
		t.keep("not_relayed", r.ID)
		name := any(msg.T(msg.YourNeighbor))
		if to.ID == r.Holder {
			name = nameOr(to.Name)
		}
		t.says = append(t.says, msg.T(msg.RelayFailed, "Name", name, "Promise", t.promise()))
		return t.digestSoon()
	}
	return nil
}

// passing is what came of passing something on.
type passing int

const (
	passedNot    passing = iota // they can be neither texted nor called about it: a person has to
	passedText                  // it is texted
	passedCall                  // they are called, and hear it
	passedUnread                // they get only calls, and nobody can read these words out to them
)

// passOn passes words, a phrase or a recording from one side of a job to the other: a text at once to who gets texts, else
// a call of ours by day that says what waits. Who may turn out to get no texts is kept what a call could say.
func (w *work) passOn(r *store.Request, from, to store.Contact, p store.Passed) (passing, error) {
	if !mayPass(*r, from.ID, to.ID, w.now) {
		return passedNot, nil
	}
	p.Request, p.Sender, p.Recipient = r.ID, from.ID, to.ID
	ways := waysToPass(*r, to)
	if ways.Text {
		if err := w.textPassed(*r, from, to, p); err != nil {
			return passedNot, err
		}
	}
	heard := p.Phrase != 0 || p.Recording != 0 || w.canBeRead(p.Language, to)
	if kept := ways.Call || ways.Text && (p.Recording != 0 || !to.ProvenText); kept && heard {
		if err := w.keepPassed(p); err != nil {
			return passedNot, err
		}
	}
	switch {
	case ways.Call && heard:
		return passedCall, w.callPassed(*r, to)
	case ways.Text:
		return passedText, nil
	case ways.Call:
		return passedUnread, nil
	}
	return passedNot, nil
}

// mayPass says whether anything may still be passed on between two people about a request: they are its two sides, nobody
// has reported the other, and the job is not over for a day.
func mayPass(r store.Request, from, to dispatch.ID, now time.Time) bool {
	sides := r.Holder != 0 && from != to && otherOf(r, from) == to && otherOf(r, to) == from
	over := overAt(r)
	return sides && !r.Frozen && (over.IsZero() || now.Sub(over) < relayFor)
}

// waysToPass are the ways by which something reaches the other side of a job.
func waysToPass(r store.Request, to store.Contact) dispatch.Ways {
	if to.ID == r.Resident {
		return waysTo(r, to)
	}
	return dispatch.Ways{Text: to.CanText(), Call: !to.CanText() && to.CanBeAsked()}
}

// canBeRead says whether words in a language can be read out to somebody: it is theirs, and the carrier has a voice for it.
// No language is ever read by another's voice.
func (w *work) canBeRead(language string, to store.Contact) bool {
	_, voice := w.catalog.Voice(language)
	return voice && language == w.languageOf(to)
}

// textPassed puts it into a text. Whatever somebody writes begins with who wrote it, in each of the texts that it takes.
func (w *work) textPassed(r store.Request, from, to store.Contact, p store.Passed) error {
	name := nameOr(from.Name)
	hint, err := w.phraseHint(r, from, to)
	if err != nil {
		return err
	}
	a := about{lane: store.LaneAnswer, request: r.ID}
	switch {
	case p.Recording != 0:
		_, err = w.tell(to, a, msg.T(msg.RelaySpoken, "Name", name))
	case p.Phrase != 0:
		phrase := msg.Phrase{Number: p.Phrase, Blank: p.Words.Reveal()}
		text := msg.T(msg.RelayPhrase, "Name", name, "Phrase", phrase.Text(), "Code", phrase.Code())
		_, err = w.tell(to, a, append([]msg.Text{text}, hint...)...)
	default:
		parts := i18n.Split(oneLine(p.Words.Reveal()), longestWords)
		for i, words := range parts {
			texts := []msg.Text{msg.T(msg.RelayFrom, "Name", name, "Words", words)}
			if i == len(parts)-1 {
				texts = append(texts, hint...)
			}
			if _, err = w.tell(to, a, texts...); err != nil {
				return err
			}
		}
	}
	return err
}

// longestWords is how much of what somebody writes goes into one text: there is room for a name and the hint.
const longestWords = 1400

// oneLine is a text without its line breaks, so that no line of it looks like another's text.
func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

// keepPassed keeps what a call is to say, until a day after the job.
func (w *work) keepPassed(p store.Passed) error {
	if err := w.tx.AddPassed(&p); err != nil {
		return fmt.Errorf("add passed: %w", err)
	}
	if err := w.tx.AddTimer(store.Timer{Kind: timerErase, Ref: p.Request, Due: w.now.Add(eraseAfter)}); err != nil {
		return fmt.Errorf("add timer: %w", err)
	}
	w.timersSet = true
	return nil
}

// callPassed has somebody called who hears on the phone what was passed on. Who is just talking with us hears it in that
// call, if it is one of ours; else they are called when it is over (callAboutWords).
func (w *work) callPassed(r store.Request, to store.Contact) error {
	if talking, err := w.onThePhone(to.ID); err != nil || talking {
		return err
	}
	purpose := talk.CallJob
	if to.ID == r.Resident {
		purpose = talk.CallNews
	}
	return w.dial(to, order{purpose: purpose, request: r.ID})
}

// waits says whether something was passed on to somebody that they have not heard yet.
func (w *work) waits(r store.Request, to dispatch.ID) (bool, error) {
	if !mayPass(r, otherOf(r, to), to, w.now) {
		return false, nil
	}
	rows, err := w.tx.PassedTo(to, r.ID)
	if err != nil {
		return false, fmt.Errorf("passed to: %w", err)
	}
	from := otherOf(r, to)
	return slices.ContainsFunc(rows, func(p store.Passed) bool { return p.HeardAt.IsZero() && p.Sender == from }), nil
}

// lineWaits says whether a person from the line wrote something to a request's resident that they have not heard yet.
func (w *work) lineWaits(r store.Request, to dispatch.ID) (bool, error) {
	if r.Private || to != r.Resident {
		return false, nil
	}
	rows, err := w.tx.PassedTo(to, r.ID)
	if err != nil {
		return false, fmt.Errorf("passed to: %w", err)
	}
	return slices.ContainsFunc(rows, func(p store.Passed) bool { return p.HeardAt.IsZero() && p.Sender == to }), nil
}

// phraseHint tells somebody once of the ready sentences, with the first thing that is passed on to them from the other
// side of a job with whom they share no language.
func (w *work) phraseHint(r store.Request, from, to store.Contact) ([]msg.Text, error) {
	shared, err := w.shareLanguage(r, from, to)
	if err != nil || shared {
		return nil, err
	}
	events, err := w.tx.EventsOf(r.ID)
	if err != nil {
		return nil, fmt.Errorf("events of: %w", err)
	}
	if slices.ContainsFunc(events, func(e store.Event) bool { return e.Kind == eventHinted && e.Contact == to.ID }) {
		return nil, nil
	}
	if err := w.event(r.ID, to.ID, eventHinted, bySystem, ""); err != nil {
		return nil, err
	}
	return []msg.Text{msg.T(msg.RelayHint, "Language", msg.Language(w.languageOf(from)))}, nil
}

// eventHinted: this side of a job, which shares no language with the other, was told of the ready sentences.
const eventHinted = "told_of_phrases"

// shareLanguage says whether the two sides of a job have a language in common, as far as we know.
func (w *work) shareLanguage(r store.Request, one, other store.Contact) (bool, error) {
	if w.languageOf(one) == w.languageOf(other) {
		return true, nil
	}
	resident := one
	if resident.ID != r.Resident {
		resident = other
	}
	v, err := w.tx.Volunteer(r.Holder)
	if err != nil {
		return false, fmt.Errorf("volunteer: %w", err)
	}
	return slices.Contains(v.Languages, w.languageOf(resident)), nil
}

// otherOf is the other side of a job than this one.
func otherOf(r store.Request, side dispatch.ID) dispatch.ID {
	if side == r.Resident {
		return r.Holder
	}
	return r.Resident
}

// listened notes what has been heard in a call of ours; a call to us says nothing of it.
func (t *turn) listened(f talk.Listened) error {
	if f.Line {
		if err := t.tx.HeardFromLine(t.person.Contact.ID, f.Request, f.Last); err != nil {
			return fmt.Errorf("heard from the line: %w", err)
		}
		return nil
	}
	if err := t.tx.HeardPassed(t.person.Contact.ID, f.Request, f.Last); err != nil {
		return fmt.Errorf("heard passed: %w", err)
	}
	return nil
}

// passedTo is what the other side of a job has passed on to the one in this call. What somebody said who has the job no
// more, or before it was frozen, is not among it.
func (t *turn) passedTo(r store.Request) ([]talk.Passed, error) {
	if t.call == nil || r.Holder == 0 || r.Frozen || r.Private {
		return nil, nil
	}
	me := t.person.Contact.ID
	rows, err := t.tx.PassedTo(me, r.ID)
	if err != nil {
		return nil, fmt.Errorf("passed to: %w", err)
	}
	var some []talk.Passed
	for _, row := range rows {
		if row.Sender != otherOf(r, me) {
			continue
		}
		heard, ok, err := t.viewPassed(row)
		if err != nil {
			return nil, err
		}
		if ok {
			some = append(some, heard)
		}
	}
	return some, nil
}

// viewPassed is something passed on as a call may tell it; not ok: a recording that is not fetched yet, or is gone.
func (w *work) viewPassed(row store.Passed) (p talk.Passed, ok bool, err error) {
	p = talk.Passed{ID: row.ID, Recording: row.Recording, At: row.CreatedAt, Heard: !row.HeardAt.IsZero()}
	switch {
	case row.Phrase != 0:
		p.Phrase, ok = msg.ReadPhrase(row.Phrase, row.Words.Reveal())
	case row.Recording != 0:
		rec, err := w.tx.RecordingByID(row.Recording)
		if err != nil {
			return p, false, fmt.Errorf("recording: %w", err)
		}
		ok = rec.State == store.RecordingStored
	default:
		p.Words, p.Language, ok = row.Words.Reveal(), row.Language, row.Words != ""
	}
	return p, ok, nil
}
