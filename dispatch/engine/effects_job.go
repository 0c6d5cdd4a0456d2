package engine

import (
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// completeAfter is how long a job reported done waits for the resident to say otherwise.
const completeAfter = 24 * time.Hour

func (t *turn) handBack(f talk.HandBack) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if !r.Status.Taken() || r.Holder != t.person.Contact.ID {
		return nil
	}
	if f.NoShow {
		return t.takenBack(r, byVolunteer, dispatch.OfferNoShow)
	}
	return t.giveBack(r, byVolunteer)
}

// jobDone records that the volunteer is done. The place is forgotten a day later.
func (t *turn) jobDone(f talk.JobDone) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if !r.Status.Taken() || r.Holder != t.person.Contact.ID {
		return nil
	}
	r.DoneAt = t.now
	if err := t.move(r, dispatch.DoneReported); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventDone, byVolunteer, ""); err != nil {
		return err
	}
	if r.PlaceTold {
		if err := t.setTimer(timerErase, r.ID, t.now.Add(eraseAfter)); err != nil {
			return err
		}
	}
	if err := t.setTimer(timerComplete, r.ID, t.now.Add(completeAfter)); err != nil {
		return err
	}
	if err := t.endCheckIns(r.ID); err != nil {
		return err
	}
	if err := t.enoughCame(*r); err != nil {
		return err
	}
	ask := t.callWhenDone
	if f.CheckIn {
		ask = func(r store.Request) error { return t.setTimer(timerCheckCame, r.ID, t.network.AskFrom(t.now)) }
	}
	if err := ask(*r); err != nil {
		return err
	}
	if err := t.hasHelped(); err != nil {
		return err
	}
	return t.sweepSoon()
}

// enoughCame ends the asking for the places left of a request when all who had one say that it is done.
func (w *work) enoughCame(r store.Request) error {
	places, err := w.openPlaces(r)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(places, func(p store.Request) bool { return p.ID != r.ID && p.Status.Taken() }) {
		return nil
	}
	for i := range places {
		if p := &places[i]; p.Status.Waiting() {
			if err := w.close(p, dispatch.NoLongerNeeded, bySystem, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// callWhenDone has a resident called who gets no texts: by text they could say at any time that it is not done.
func (t *turn) callWhenDone(r store.Request) error {
	if r.Channel == dispatch.SMS {
		return nil
	}
	resident, err := t.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	if ways := waysTo(r, resident); ways.Text || !ways.Call {
		return nil
	}
	return t.dial(resident, order{purpose: talk.CallNews, request: r.ID})
}

// report freezes a pairing, never makes it again, and alerts a coordinator at once.
func (t *turn) report(f talk.Report) error {
	t.keep("report", f.Request)
	if f.Request == 0 {
		return t.reportAlone(f.Words)
	}
	r, err := t.tx.RequestByID(f.Request)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	actor := byVolunteer
	if t.person.Contact.ID == r.Resident {
		actor = byResident
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventReported, actor, f.Words); err != nil {
		return err
	}
	if err := t.freeze(&r); err != nil {
		return err
	}
	if r.Holder != 0 {
		if err := t.part(r.Holder, r.Resident); err != nil {
			return err
		}
	}
	return t.alertNow(alarm{why: dispatch.Reported}, r)
}

// freeze freezes a pairing. Of several volunteers a resident may mean any: nothing is passed on between them and any of
// those, until a person has found out.
func (t *turn) freeze(r *store.Request) error {
	if r.Status == dispatch.Closed {
		r.Frozen = true
		if err := t.raiseAndSave(r, dispatch.Reported); err != nil {
			return err
		}
	}
	return t.eachOpen(r, func(p *store.Request) error {
		if p.ID != r.ID && (p.Holder == 0 || t.person.Contact.ID != r.Resident) {
			return nil
		}
		p.Frozen = true
		return t.raiseAndSave(p, dispatch.Reported)
	})
}

// reportAlone is a report about nobody in particular: a case of its own, so that a coordinator can take it and write
// back.
func (t *turn) reportAlone(words string) error {
	r := t.fresh()
	r.Category, r.Details, r.LastWordAt = categoryOther, store.Sealed(words), t.now
	t.mark(r, dispatch.Reported)
	if err := t.put(r, dispatch.Received); err != nil {
		return err
	}
	t.asked = append(t.asked, *r)
	t.about(r.ID)
	if err := t.event(r.ID, t.person.Contact.ID, eventReported, byResident, words); err != nil {
		return err
	}
	return t.alertNow(alarm{why: dispatch.Reported}, *r)
}

// part ends whatever else there is between two people, and never matches them again: what they have together is
// frozen, what one has been asked for the other is withdrawn without a word.
func (w *work) part(volunteer, resident dispatch.ID) error {
	if err := w.keepApart(volunteer, resident, "report"); err != nil {
		return err
	}
	jobs, err := w.tx.RequestsHeldBy(volunteer, w.now.Add(-relayFor))
	if err != nil {
		return fmt.Errorf("requests held: %w", err)
	}
	for i := range jobs {
		j := &jobs[i]
		if j.Resident != resident || j.Frozen {
			continue
		}
		j.Frozen = true
		if err := w.raiseAndSave(j, dispatch.Reported); err != nil {
			return err
		}
	}
	return nil
}

// alert tells the coordinators of danger words at once: when the request that keeps them is stored and has a code.
func (t *turn) alert(f talk.Alert) error {
	t.keep("danger", 0)
	t.after = append(t.after, func() error {
		r, err := t.tx.RequestByID(t.inbound.Request) // danger words are always kept
		if err != nil {
			return fmt.Errorf("request: %w", err)
		}
		if err := t.event(r.ID, t.person.Contact.ID, eventDanger, byResident, f.Kind); err != nil {
			return err
		}
		return t.alertNow(alarm{why: dispatch.DangerWords, kind: f.Kind}, r)
	})
	return nil
}
