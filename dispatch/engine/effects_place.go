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
	r.Address, r.PlaceTold, r.LastWordAt = store.Sealed(f.Words), true, t.now
	if err := t.saveWords(*r); err != nil {
		return err
	}
	t.about(r.ID)
	t.inbound.Kind = store.KindPlace
	if err := t.spoke(r.ID, f.Spoken); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventPlace, byResident, ""); err != nil {
		return err
	}
	if r.Holder == 0 {
		return nil
	}
	holder, err := t.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	if f.Words == "" {
		return t.tellVolunteer(holder, r.ID, msg.T(msg.PlaceSpoken, "Network", t.network.Name))
	}
	if !holder.CanText() { // a call plays what was said, and reads nothing out
		if err := t.raiseAndSave(r, dispatch.CannotBeTexted); err != nil {
			return err
		}
	}
	return t.tellVolunteer(holder, r.ID, msg.T(msg.PlaceIs, "Place", f.Words))
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
	all, err := w.tx.RecordingsOf(r.ID)
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
