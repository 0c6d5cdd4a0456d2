package engine

import (
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// wordsCanBeHeard passes on what one side of a job has said to the other, now that it can be played. What cannot be passed
// on any more is a person's to listen to.
func (w *work) wordsCanBeHeard(rec store.Recording) error {
	r, err := w.find(rec.Request)
	if err != nil || r == nil {
		return err
	}
	reached, err := w.pairings(*r, rec.Contact)
	if err != nil {
		return err
	}
	passed := false
	for i := range reached {
		ok, err := w.passRecording(&reached[i], rec)
		if err != nil {
			return err
		}
		passed = passed || ok
	}
	if passed {
		return nil
	}
	return w.raiseAndSave(r, dispatch.Voicemail)
}

// passRecording passes a recording on to the other side of one pairing, and says whether it was.
func (w *work) passRecording(r *store.Request, rec store.Recording) (bool, error) {
	if !mayPass(*r, rec.Contact, otherOf(*r, rec.Contact), w.now) {
		return false, nil
	}
	from, err := w.tx.ContactByID(rec.Contact)
	if err != nil {
		return false, fmt.Errorf("who said it: %w", err)
	}
	to, err := w.tx.ContactByID(otherOf(*r, rec.Contact))
	if err != nil {
		return false, fmt.Errorf("other side: %w", err)
	}
	how, err := w.passOn(r, from, to, store.Passed{Recording: rec.ID, Language: rec.Language})
	return how != passedNot, err
}

// isForThem says whether a recording is for the one in this call: what a resident has said about a request is for who has
// it, and what one side of a job has said to the other for that other; on a call of ours alone, since a number shown is no
// proof of who calls.
func (t *turn) isForThem(rec store.Recording) (bool, error) {
	kind := talk.SpokenKind(rec.Kind)
	if t.call.Dial == 0 || !kind.ForHolder() && kind != talk.SpokenWords {
		return false, nil
	}
	me := t.person.Contact.ID
	if kind.ForHolder() {
		has := func(r store.Request) bool { return tells(r, rec) && r.Holder == me && !r.Frozen }
		return slices.ContainsFunc(t.held, has), nil
	}
	r, err := t.find(rec.Request)
	if err != nil || r == nil || r.Private {
		return false, err
	}
	reached, err := t.pairings(*r, rec.Contact)
	return slices.ContainsFunc(reached, func(p store.Request) bool { return mayPass(p, rec.Contact, me, t.now) }), err
}

// callAboutWords has somebody called who has hung up and to whom something was passed on meanwhile that they have not heard:
// nobody was called while they were on the phone.
func (t *turn) callAboutWords() error {
	me := t.person.Contact
	requests, err := t.tx.UnheardSince(me.ID, t.call.StartedAt)
	if err != nil {
		return fmt.Errorf("unheard since: %w", err)
	}
	for _, id := range requests {
		r, err := t.find(id)
		if err != nil {
			return err
		}
		if r == nil || r.Private || !waysToPass(*r, me).Call {
			continue
		}
		waits, err := t.waits(*r, me.ID)
		if err != nil {
			return err
		}
		line, err := t.lineWaits(*r, me.ID)
		if err != nil {
			return err
		}
		if !waits && !line {
			continue
		}
		if err := t.callPassed(*r, me); err != nil {
			return err
		}
	}
	return nil
}
