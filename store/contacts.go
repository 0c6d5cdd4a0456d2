package store

import (
	"cmp"
	"errors"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Contact is a phone and what we know of its person.
type Contact struct {
	ID         dispatch.ID
	Phone      Sealed // E.164; empty: of a caller who gave none
	Name       Sealed
	Language   string // catalog tag; empty: not known
	Line       string // our number that this phone last wrote to or was written from, E.164
	ProvenText bool   // a text came from it
	ContactWay string // "safe to reach you here?": "text", "call", "neither"; empty: not asked
	Texts      string // "can this phone receive texts?", as said in a call: "yes", "no"; empty: not asked
	CreatedAt  time.Time

	// The following are changed by SetReach, SetCalls, OptOut and OptIn only.
	VoiceOnly      bool   // gets calls instead of texts: wants them, or is a landline
	Unreachable    string // why it cannot be texted ("landline", "bad_number", …); empty: it can
	OptedOutAt     time.Time
	OptOutHow      string    // "carrier", "word", "phrase", "code" (the carrier refused with 21610)
	CallsStoppedAt time.Time // wants no calls of ours since then; zero: may be called
	NeverCall      bool      // whoever answered said that the number was given to us wrongly
}

// NoPhone says whether this is a caller who gave no number. Each of their calls is a contact of its own.
func (c Contact) NoPhone() bool { return c.Phone == "" }

// CanText says whether this phone may and can be texted.
func (c Contact) CanText() bool {
	return !c.NoPhone() && c.OptedOutAt.IsZero() && c.Unreachable == "" && !c.VoiceOnly
}

// CanCall says whether we may and can call this phone.
func (c Contact) CanCall() bool {
	return !c.NoPhone() && c.CallsStoppedAt.IsZero() && !c.NeverCall && c.Unreachable != noSuchNumber
}

// CanBeAsked says whether a volunteer's phone can be sent offers: by text, or by call if it gets calls instead. Who
// stopped texts is not called in their place.
func (c Contact) CanBeAsked() bool {
	return c.CanText() || c.OptedOutAt.IsZero() && c.VoiceOnly && c.CanCall()
}

// noSuchNumber is the Unreachable of a number that no phone has.
const noSuchNumber = "bad_number"

// Person is everything a turn needs to know of the one who wrote, read in one query; of a volunteer, in two.
type Person struct {
	Contact   Contact
	Session   Session
	Volunteer *Volunteer // nil: not one. JobsHeld, Asked and Apart are the roster's and are zero here.
}

// PersonByPhone finds a person by number (E.164).
func (v *View) PersonByPhone(phone string) (Person, error) {
	return lookUp(v, phone, func(hash []byte) (Person, error) {
		row, err := v.q.PersonByPhone(v.ctx, hash)
		return one(query.PersonByIDRow(row), err, v.person)
	})
}

// PersonByID finds a person by contact id.
func (v *View) PersonByID(id dispatch.ID) (Person, error) {
	row, err := v.q.PersonByID(v.ctx, int64(id))
	return one(row, err, v.person)
}

// ContactByID finds a contact.
func (v *View) ContactByID(id dispatch.ID) (Contact, error) {
	row, err := v.q.ContactByID(v.ctx, int64(id))
	return one(row, err, v.contact)
}

func (v *View) contact(r query.Contact) (Contact, error) {
	id := dispatch.ID(r.ID)
	phone, err := v.open(contactPhone, id, r.Phone)
	if err != nil {
		return Contact{}, err
	}
	name, err := v.open(contactName, id, r.Name)
	if err != nil {
		return Contact{}, err
	}
	return Contact{
		ID: id, Phone: phone, Name: name, Language: r.Language, Line: r.Line, ProvenText: r.ProvenText,
		ContactWay: r.ContactWay, CreatedAt: fromMS(r.CreatedAt), VoiceOnly: r.VoiceOnly, Unreachable: r.Unreachable,
		OptedOutAt: fromMS(r.OptedOutAt), OptOutHow: r.OptOutHow, CallsStoppedAt: fromMS(r.CallsStoppedAt),
		NeverCall: r.NeverCall, Texts: r.Texts,
	}, nil
}

func (v *View) person(r query.PersonByIDRow) (p Person, err error) {
	if p.Contact, err = v.contact(r.Contact); err != nil {
		return Person{}, err
	}
	p.Session.Version = r.SessionVersion.Int64
	if p.Session.Data, err = v.openBytes(sessionData, p.Contact.ID, r.SessionData); err != nil {
		return Person{}, err
	}
	if !r.Volunteer.Valid {
		return p, nil
	}
	row, err := v.q.VolunteerByContact(v.ctx, r.Contact.ID)
	if err != nil {
		return Person{}, err
	}
	volunteer, err := volunteerRow(row, !p.Contact.CanBeAsked())
	p.Volunteer = &volunteer
	return p, err
}

// InsertContact adds a contact. It sets ID and CreatedAt if they are zero. A number that is there is ErrConflict.
func (tx *Tx) InsertContact(c *Contact) error {
	if c.NoPhone() {
		return errors.New("a contact without a number, and of no call")
	}
	return tx.insertContact(c, c.Phone.Reveal())
}

// InsertCaller adds the contact of a caller who gave no number, as InsertContact does: one for each call, which sid (the
// carrier's id) names.
func (tx *Tx) InsertCaller(c *Contact, sid string) error { return tx.insertContact(c, "call:"+sid) }

func (tx *Tx) insertContact(c *Contact, key string) error {
	tx.fill(&c.ID, &c.CreatedAt)
	hash, err := tx.keys.hash(key)
	if err != nil {
		return err
	}
	if known, err := tx.knownByOldKey(key); err != nil || known {
		return cmp.Or(err, ErrConflict)
	}
	phone, err := tx.seal(contactPhone, c.ID, c.Phone)
	if err != nil {
		return err
	}
	if phone == nil {
		phone = []byte{} // the column is never NULL
	}
	name, err := tx.seal(contactName, c.ID, c.Name)
	if err != nil {
		return err
	}
	return changed(tx.q.InsertContact(tx.ctx, query.InsertContactParams{
		ID: int64(c.ID), PhoneHash: hash, Phone: phone, Name: name, Language: c.Language, Line: c.Line,
		ProvenText: c.ProvenText, ContactWay: c.ContactWay, VoiceOnly: c.VoiceOnly, Unreachable: c.Unreachable,
		OptedOutAt: unixMS(c.OptedOutAt), OptOutHow: c.OptOutHow, CreatedAt: unixMS(c.CreatedAt),
		CallsStoppedAt: unixMS(c.CallsStoppedAt), NeverCall: c.NeverCall, Texts: c.Texts,
	}))
}

// UpdateContact writes name, language, line, proven, contact way and texts.
func (tx *Tx) UpdateContact(c Contact) error {
	name, err := tx.seal(contactName, c.ID, c.Name)
	if err != nil {
		return err
	}
	return changed(tx.q.UpdateContact(tx.ctx, query.UpdateContactParams{
		ID: int64(c.ID), Name: name, Language: c.Language, Line: c.Line, ProvenText: c.ProvenText, ContactWay: c.ContactWay,
		Texts: c.Texts,
	}))
}

// SetReach writes whether the phone can be texted: unreachable is why not, empty for reachable.
func (tx *Tx) SetReach(contact dispatch.ID, unreachable string, voiceOnly bool) error {
	tx.touch(contact)
	return changed(tx.q.SetReach(tx.ctx, query.SetReachParams{
		ID: int64(contact), Unreachable: unreachable, VoiceOnly: voiceOnly,
	}))
}

// SetCalls writes whether we may call the phone: stopped is since when not, zero for it may be; never is for a number
// that was given to us wrongly.
func (tx *Tx) SetCalls(contact dispatch.ID, stopped time.Time, never bool) error {
	tx.touch(contact)
	return changed(tx.q.SetCalls(tx.ctx, query.SetCallsParams{
		ID: int64(contact), CallsStoppedAt: unixMS(stopped), NeverCall: never,
	}))
}
