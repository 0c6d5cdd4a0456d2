package engine

import (
	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/sms"
	"hotline/store"
)

// What the resident of a request for several volunteers hears. The bound on texts that nobody asked for holds for all of
// them together: who is found first and that all are found is told, who comes between as far as there is room; STATUS and
// the daily news tell of everybody.

// tellOne tells the resident something unasked, and counts it.
func (w *work) tellOne(r store.Request, resident store.Contact, texts ...msg.Text) error {
	told, err := w.tellResident(r, resident, about{lane: store.LaneAnswer, request: r.ID}, texts...)
	if err != nil || !told {
		return err
	}
	return w.event(wholeOf(r), r.Resident, eventTold, bySystem, string(texts[0].Key))
}

// oneMore tells the resident that somebody takes one of the places.
func (w *work) oneMore(r store.Request, resident store.Person, volunteer store.Contact, condition string) error {
	places, err := w.placesOf(r)
	if err != nil {
		return err
	}
	for i := range places {
		if places[i].ID == r.ID {
			places[i].Holder, places[i].Status, places[i].AssignedAt = volunteer.ID, dispatch.Assigned, w.now
		}
	}
	s, err := w.standingOf(places)
	if err != nil {
		return err
	}
	said, err := w.unasked(r)
	if err != nil {
		return err
	}
	asks := !r.PlaceTold && len(s.names) == 1
	switch {
	case asks:
	case s.waiting == 0 && said >= maxUnasked, s.waiting > 0 && said+1+perPairing > maxUnasked:
		return nil
	}
	texts := []msg.Text{w.oneMoreText(r, s, volunteer, asks)}
	if condition != "" {
		texts = append(texts, msg.T(msg.AcceptedCondition, "Name", nameOr(volunteer.Name), "Words", condition))
	}
	if err := w.tellOne(r, resident.Contact, texts...); err != nil {
		return err
	}
	if !asks || !waysTo(r, resident.Contact).Text {
		return nil
	}
	asked := sms.PlaceQuestion(readSession(resident.Session), wholeOf(r), w.now)
	return w.saveSession(resident.Contact.ID, resident.Session.Version, asked)
}

func (w *work) oneMoreText(r store.Request, s standing, volunteer store.Contact, asks bool) msg.Text {
	one := needOne(r.Request)
	switch {
	case asks:
		args := []any{"Name", nameOr(volunteer.Name), "Of", r.Slots, "Need", one, "When", when(r.Request)}
		switch pays := w.pays(r.Category); pays.By {
		case dispatch.PayResident:
			return msg.T(msg.AcceptedFirstPays, append(args, "Pays", msg.T(msg.YouPay))...)
		case dispatch.PayNetwork:
			return msg.T(msg.AcceptedFirstPays, append(args, "Pays", msg.T(msg.WePay, "Amount", pays.UpTo))...)
		}
		return msg.T(msg.AcceptedFirst, args...)
	case s.waiting == 0 && len(s.names) == r.Slots && r.Slots > 2:
		return msg.T(msg.AcceptedAll, "Of", r.Slots, "Need", one, "Names", s.names)
	}
	return msg.T(msg.AcceptedToo, "Name", nameOr(volunteer.Name), "Count", len(s.names), "Of", r.Slots, "Need", one)
}

// oneLess tells the resident that one of those who had a place does not come, and who does.
func (w *work) oneLess(r store.Request, resident, holder store.Contact) error {
	said, err := w.unasked(r)
	if err != nil || said >= maxUnasked {
		return err // a person tells them
	}
	places, err := w.placesOf(r)
	if err != nil {
		return err
	}
	s, err := w.standingOf(places)
	if err != nil {
		return err
	}
	texts := []msg.Text{w.handedBackText(r, holder)}
	if len(s.names) > 0 {
		texts = append(texts, msg.T(msg.StillCome, "Names", s.names, "Count", len(s.names)))
	}
	return w.tellOne(r, resident, texts...)
}
