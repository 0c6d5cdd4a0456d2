package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Event is one line of a timeline: what happened, by whom and why.
type Event struct {
	ID      dispatch.ID
	Request dispatch.ID // 0: about none
	Contact dispatch.ID // whose doing, or whom it is about; 0: nobody's
	At      time.Time
	Kind    string
	Actor   string // "resident", "volunteer", "system" or a coordinator's name; a neighbour is Contact, never a name here
	Why     Sealed
	Name    Sealed // the contact's name; read, not written
}

// AddEvent writes an event. ID and At are set if they are zero.
func (tx *Tx) AddEvent(e Event) error {
	tx.fill(&e.ID, &e.At)
	why, err := tx.seal(eventWhy, e.ID, e.Why)
	if err != nil {
		return err
	}
	return tx.q.InsertEvent(tx.ctx, query.InsertEventParams{
		ID: int64(e.ID), Request: nullID(e.Request), Contact: nullID(e.Contact), At: unixMS(e.At), Kind: e.Kind,
		Actor: e.Actor, Why: why,
	})
}

// HasEvent says whether something is in a request's timeline.
func (v *View) HasEvent(request dispatch.ID, kind string) (bool, error) {
	return v.q.HasEvent(v.ctx, query.HasEventParams{Request: nullID(request), Kind: kind})
}

// EventsOf is a request's timeline, oldest first.
func (v *View) EventsOf(request dispatch.ID) ([]Event, error) {
	rows, err := v.q.EventsOf(v.ctx, nullID(request))
	return many(rows, err, func(r query.EventsOfRow) (Event, error) {
		e := Event{
			ID: dispatch.ID(r.Event.ID), Request: dispatch.ID(r.Event.Request.Int64),
			Contact: dispatch.ID(r.Event.Contact.Int64), At: fromMS(r.Event.At), Kind: r.Event.Kind, Actor: r.Event.Actor,
		}
		var err error
		if e.Why, err = v.open(eventWhy, e.ID, r.Event.Why); err != nil {
			return Event{}, err
		}
		e.Name, err = v.open(contactName, e.Contact, r.Name)
		return e, err
	})
}
