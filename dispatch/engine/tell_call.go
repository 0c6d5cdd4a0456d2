package engine

import (
	"cmp"
	"fmt"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/store"
)

// What a person from the line writes to somebody who gets only calls is read out to them on a call of ours. It is kept like
// what one side of a job passes on to the other, with its listener as the sender, and erased like it.

// readOut has words read out to a request's resident; false: nobody can read them out. writes is the language of who wrote
// them, as far as the words do not show another.
func (w *work) readOut(r store.Request, resident store.Contact, words, writes string) (bool, error) {
	language := cmp.Or(writes, w.network.Language)
	if g := w.catalog.Lexicon().Guess(lexicon.Parse(words)); g.Sure {
		language = g.Language
	}
	if !waysTo(r, resident).Call || !w.canBeRead(language, resident) {
		return false, nil
	}
	p := store.Passed{Request: r.ID, Sender: resident.ID, Recipient: resident.ID, Language: language, Words: store.Sealed(oneLine(words))}
	if err := w.keepPassed(p); err != nil {
		return false, err
	}
	return true, w.callPassed(r, resident)
}

// calledAbout is the request that a call of ours is about; 0: none, or no call.
func (t *turn) calledAbout() dispatch.ID {
	if t.call == nil || t.call.Direction == store.In {
		return 0
	}
	return t.state.Menu.Request
}

// toldByLine is what is to be read out to the one in this call about a request of theirs.
func (t *turn) toldByLine(r store.Request) (some []talk.Passed, err error) {
	if t.call == nil || t.call.Purpose != string(talk.CallNews) || r.Private {
		return nil, nil
	}
	me := t.person.Contact.ID
	rows, err := t.tx.PassedTo(me, r.ID)
	if err != nil {
		return nil, fmt.Errorf("passed to: %w", err)
	}
	for _, row := range rows {
		if row.Sender != me {
			continue
		}
		p, ok, err := t.viewPassed(row)
		if err != nil {
			return nil, err
		}
		if ok {
			some = append(some, p)
		}
	}
	return some, nil
}
