package store

import (
	"time"

	"hotline/dispatch"
)

// Contact is a phone and what we know of its person.
type Contact struct {
	ID         dispatch.ID
	Phone      Sealed // E.164
	Name       Sealed
	Language   string // catalog tag; empty: not known
	Line       string // our number that this phone last wrote to or was written from, E.164
	ProvenText bool   // a text came from it
	ContactWay string // "safe to reach you here?": "text", "call", "neither"; empty: not asked
	CreatedAt  time.Time

	// The following are changed by SetReach, OptOut and OptIn only.
	VoiceOnly   bool   // wants calls only
	Unreachable string // why it cannot be texted ("landline", "bad_number", …); empty: it can
	OptedOutAt  time.Time
	OptOutHow   string // "carrier", "word", "phrase", "code" (the carrier refused with 21610)
}

// CanText says whether this phone may and can be texted.
func (c Contact) CanText() bool {
	return c.OptedOutAt.IsZero() && c.Unreachable == "" && !c.VoiceOnly
}

// Person is everything a turn needs to know of the one who wrote, read in one query.
type Person struct {
	Contact   Contact
	Session   Session
	Volunteer *Volunteer // nil: not one. JobsHeld, Asked and Apart are the roster's and are zero here.
}

// PersonByPhone finds a person by number (E.164).
func (v *View) PersonByPhone(phone string) (Person, error) { return Person{}, ErrNotFound }

// PersonByID finds a person by contact id.
func (v *View) PersonByID(id dispatch.ID) (Person, error) { return Person{}, ErrNotFound }

// ContactByID finds a contact.
func (v *View) ContactByID(id dispatch.ID) (Contact, error) { return Contact{}, ErrNotFound }

// InsertContact adds a contact. It sets ID and CreatedAt if they are zero. A number that is there is ErrConflict.
func (tx *Tx) InsertContact(c *Contact) error { return nil }

// UpdateContact writes name, language, line, proven and contact way.
func (tx *Tx) UpdateContact(c Contact) error { return nil }

// SetReach writes whether the phone can be texted: unreachable is why not, empty for reachable.
func (tx *Tx) SetReach(contact dispatch.ID, unreachable string, voiceOnly bool) error { return nil }

// OptOut records that this phone wants no texts, and how it was said. Said twice, the first time stays.
func (tx *Tx) OptOut(contact dispatch.ID, how string) error { return nil }

// OptIn opens texts again, and records how it was said.
func (tx *Tx) OptIn(contact dispatch.ID, how string) error { return nil }
