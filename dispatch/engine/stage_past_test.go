package engine_test

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

// begins plays a line "% …" of a scene: how things stand when it begins.
//
//	% past FOOD North 10 of 12 in 3h     lately twelve asked for food in North, ten of them found somebody after three hours
//	% silent ben 12                      ben has not said a word to twelve asks, and asking again takes eight hours
func (s *stage) begins(how string) {
	s.t.Helper()
	var category, zone, name string
	var found, of, times int
	var took string
	if _, err := fmt.Sscanf(how, "past %s %s %d of %d in %s", &category, &zone, &found, &of, &took); err == nil {
		d, err := time.ParseDuration(took)
		if err != nil {
			s.t.Fatal(err)
		}
		s.write(func(tx *store.Tx) error { return addPast(tx, category, zone, found, of, d) })
		s.settle()
		return
	}
	if _, err := fmt.Sscanf(how, "silent %s %d", &name, &times); err != nil {
		s.t.Fatalf("no such beginning: %q", how)
	}
	s.options.Network.Rules.AskAgainAfter = 8 * time.Hour
	s.engine = engine.New(s.options)
	s.write(func(tx *store.Tx) error {
		p, err := tx.PersonByPhone(phones[name].number)
		if err != nil {
			return err
		}
		return tx.Learn(p.Contact.ID, nil, func(h dispatch.Habit) dispatch.Habit {
			h.Silent = times
			return h
		})
	})
}

func (s *stage) write(do func(*store.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(s.t.Context(), do); err != nil {
		s.t.Fatal(err)
	}
}

// addPast adds requests of the last days that are over: some found somebody, the others nobody.
func addPast(tx *store.Tx, category, zone string, found, of int, took time.Duration) error {
	now := tx.Now()
	c := store.Contact{Phone: store.Sealed(fmt.Sprintf("+1212%07d", tx.NewID()%1e7)), Language: "en"}
	if err := tx.InsertContact(&c); err != nil {
		return err
	}
	if err := tx.UpsertVolunteer(store.Volunteer{Volunteer: dispatch.Volunteer{ID: c.ID, Status: dispatch.Removed}}); err != nil {
		return err
	}
	for i := range of {
		opened := now.AddDate(0, 0, -1-i)
		r := store.Request{CreatedAt: opened, Channel: dispatch.SMS, ClosedReason: dispatch.NoLongerNeeded}
		r.Resident, r.Category, r.Place, r.Urgency, r.Language = c.ID, category, dispatch.Place{Zone: zone}, dispatch.TwoDays, "en"
		r.Status, r.OpenedAt, r.ClosedAt = dispatch.Closed, opened, opened.Add(20*time.Hour)
		if i < found {
			r.Holder, r.AssignedAt, r.ClosedReason = c.ID, opened.Add(took), dispatch.Completed
		}
		if err := tx.InsertRequest(&r); err != nil {
			return err
		}
	}
	return nil
}
