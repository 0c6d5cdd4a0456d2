package store

import (
	"time"

	"hotline/dispatch"
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

// AddEvent writes an event. ID and At are set here if they are zero.
func (tx *Tx) AddEvent(e Event) error { return nil }

// EventsOf is a request's timeline, oldest first.
func (v *View) EventsOf(request dispatch.ID) ([]Event, error) { return nil, nil }
