package store

import (
	"time"

	"hotline/dispatch"
)

// Volunteer is a volunteer's row. Its ID is the contact's. Unreachable, JobsHeld, Asked, Apart and LastAsk are
// worked out by the roster; UpsertVolunteer does not write them.
type Volunteer struct {
	dispatch.Volunteer
	JoinedAt time.Time
}

// Volunteer finds a volunteer by contact id, with everything the roster knows.
func (v *View) Volunteer(id dispatch.ID) (Volunteer, error) { return Volunteer{}, ErrNotFound }

// UpsertVolunteer adds a volunteer or writes every field of one.
func (tx *Tx) UpsertVolunteer(v Volunteer) error { return nil }

// AddApart records that these two are never paired again. Said twice is said once.
func (tx *Tx) AddApart(volunteer, resident dispatch.ID, why string) error { return nil }

// Roster is every volunteer who was not removed, by id, as this transaction sees them. It is a copy kept in memory:
// do not change it and do not keep it; it is valid until the transaction's next change or its end. Asked may hold
// times older than seven days.
func (tx *Tx) Roster() ([]dispatch.Volunteer, error) { return nil, nil }
