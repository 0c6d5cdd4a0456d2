package store

import (
	"iter"
	"testing"
	"time"

	"hotline/dispatch"
)

// TestPlaces stores a request for three, of which two places are taken: its code names the first row, open or closed, and
// the list shows one line with both names.
func TestPlaces(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	resident, ben, ana := addContact(t, db, 1), addVolunteer(t, db, 2), addVolunteer(t, db, 3)
	lead := Request{Intake: 1, Channel: dispatch.SMS, Weekly: true}
	lead.Resident, lead.Status, lead.Category, lead.Urgency = resident, dispatch.Open, "HOME", dispatch.Today
	lead.Slots, lead.Asks = 3, 4
	write(t, db, func(tx *Tx) error {
		if err := tx.InsertRequest(&lead); err != nil {
			return err
		}
		for slot := 2; slot <= 3; slot++ {
			place := lead
			place.ID, place.Slot, place.Asks, place.Weekly = 0, slot, 0, false
			if err := tx.InsertRequest(&place); err != nil {
				return err
			}
		}
		return nil
	})
	places := get(t, db, func(v *View) ([]Request, error) { return v.PlacesOf(lead.ID) })
	if len(places) != 3 || places[0].Lead != lead.ID || places[2].Lead != lead.ID || places[2].Slot != 3 || places[2].Code != lead.Code {
		t.Fatalf("the places are %+v", places)
	}
	write(t, db, func(tx *Tx) error {
		for i, holder := range []dispatch.ID{ben, ana} {
			places[i].Holder, places[i].Status = holder, dispatch.Assigned
			if err := tx.UpdateRequest(places[i], dispatch.Open); err != nil {
				return err
			}
		}
		return nil
	})
	if r := get(t, db, func(v *View) (Request, error) { return v.RequestByCode(lead.Code) }); r.ID != lead.ID {
		t.Errorf("the code names slot %d", r.Slot)
	}
	listed := all(t, db, func(v *View) iter.Seq2[ListedRequest, error] { return v.ListRequests(time.Time{}) })
	if len(listed) != 1 || len(listed[0].AssignedTo) != 2 || listed[0].Status != dispatch.Open || listed[0].Asks != 4 || !listed[0].Weekly {
		t.Errorf("the list shows %+v", listed)
	}
	write(t, db, func(tx *Tx) error {
		places[0].Status, places[0].ClosedReason = dispatch.Closed, dispatch.Completed
		return tx.UpdateRequest(places[0], dispatch.Assigned)
	})
	if r := get(t, db, func(v *View) (Request, error) { return v.RequestByCode(lead.Code) }); r.ID != lead.ID {
		t.Errorf("with the first place over the code names slot %d", r.Slot)
	}
}

// TestMoveOffer gives one of two places to who was asked for the other.
func TestMoveOffer(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	resident, ben := addContact(t, db, 1), addVolunteer(t, db, 2)
	first := Request{Channel: dispatch.SMS}
	first.Resident, first.Status, first.Urgency, first.Slots = resident, dispatch.Offered, dispatch.Today, 2
	write(t, db, func(tx *Tx) error { return tx.InsertRequest(&first) })
	second := first
	second.ID, second.Slot, second.Status = 0, 2, dispatch.Open
	write(t, db, func(tx *Tx) error { return tx.InsertRequest(&second) })
	o := addOffer(t, db, first.ID, ben)
	write(t, db, func(tx *Tx) error { return tx.MoveOffer(&o, second.ID) })
	of := func(id dispatch.ID) []Offer {
		return get(t, db, func(v *View) ([]Offer, error) { return v.OffersOf(id) })
	}
	if len(of(first.ID)) != 0 || len(of(second.ID)) != 1 {
		t.Error("the offer was not moved")
	}
	if both := get(t, db, func(v *View) ([]Offer, error) { return v.OffersOfPlaces(first.ID) }); len(both) != 1 || both[0].ID != o.ID {
		t.Errorf("of both places: %v", both)
	}
}

// TestEndWeekly ends what somebody has asked for every week, but for what they asked for last.
func TestEndWeekly(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	resident := addContact(t, db, 1)
	before, now := addRequest(t, db, resident), addRequest(t, db, resident)
	before.Weekly, now.Weekly = true, true
	ended := false
	write(t, db, func(tx *Tx) (err error) {
		for _, r := range []Request{before, now} {
			if err := tx.UpdateRequest(r, r.Status); err != nil {
				return err
			}
		}
		ended, err = tx.EndWeekly(resident, now.Category, now.ID)
		return err
	})
	weekly := func(id dispatch.ID) bool {
		return get(t, db, func(v *View) (Request, error) { return v.RequestByID(id) }).Weekly
	}
	if !ended || weekly(before.ID) || !weekly(now.ID) {
		t.Errorf("ended %v, before %v, now %v", ended, weekly(before.ID), weekly(now.ID))
	}
}
