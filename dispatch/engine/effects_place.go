package engine

import (
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// setPlace passes on where to come, to the one who has the job alone.
func (t *turn) setPlace(f talk.SetPlace) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	t.inbound.Kind = store.KindPlace
	if err := t.spoke(wholeOf(*r), f.Spoken); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventPlace, byResident, ""); err != nil {
		return err
	}
	places, err := t.openPlaces(*r)
	if err != nil {
		return err
	}
	for i := range places {
		if places[i].ID == r.ID {
			places[i] = *r
		}
		if err := t.placeIs(&places[i], f); err != nil {
			return err
		}
	}
	return nil
}

// placeIs keeps where to come with one place of a request, and tells who has it.
func (t *turn) placeIs(r *store.Request, f talk.SetPlace) error {
	r.Address, r.PlaceTold, r.LastWordAt = store.Sealed(f.Words), true, t.now
	if err := t.saveWords(*r); err != nil {
		return err
	}
	if r.Holder == 0 || r.Frozen {
		return nil
	}
	holder, err := t.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	if f.Words == "" {
		return t.tellVolunteer(holder, r.ID, msg.T(msg.PlaceSpoken, "Network", t.network.Name))
	}
	if !holder.CanText() {
		return t.placeByCall(r, holder, f.Words)
	}
	if err := t.tellVolunteer(holder, r.ID, msg.T(msg.PlaceIs, "Place", f.Words)); err != nil || holder.ProvenText {
		return err
	}
	return t.placeWaits(*r, holder)
}

// placeByCall has the holder of a job called who gets no texts, and hears where to come; where nobody can read it out, a
// person tells them.
func (t *turn) placeByCall(r *store.Request, holder store.Contact, words string) error {
	how, err := t.passOn(r, t.person.Contact, holder, store.Passed{Words: store.Sealed(words), Language: t.language})
	if err != nil {
		return err
	}
	if how == passedCall {
		t.says = append(t.says, msg.T(msg.ToldPlace, "Name", nameOr(holder.Name)))
	} else if err := t.raiseAndSave(r, dispatch.CannotBeTexted); err != nil {
		return err
	}
	return t.sayPassed(how, *r, holder)
}

// placeWaits keeps where to come for a call to the holder, whose phone may turn out to get no texts.
func (t *turn) placeWaits(r store.Request, holder store.Contact) error {
	if !t.canBeRead(t.language, holder) {
		return nil
	}
	return t.keepPassed(store.Passed{Request: r.ID, Sender: r.Resident, Recipient: holder.ID, Words: r.Address, Language: t.language})
}

// mayBeSpoken says whether something about a request may have been said by phone.
func mayBeSpoken(r store.Request) bool {
	return r.Channel == dispatch.Voice || r.PlaceTold && r.Address == ""
}

// hasSpoken says whether something was said about a request by phone that its holder hears as soon as it is fetched.
func (w *work) hasSpoken(r store.Request) (bool, error) {
	if !mayBeSpoken(r) {
		return false, nil
	}
	all, err := w.tx.RecordingsOf(wholeOf(r))
	if err != nil {
		return false, fmt.Errorf("recordings of: %w", err)
	}
	return slices.ContainsFunc(all, func(s store.Recording) bool {
		switch s.State {
		case store.RecordingAnnounced, store.RecordingReady, store.RecordingStored:
			return talk.SpokenKind(s.Kind).ForHolder()
		}
		return false
	}), nil
}
