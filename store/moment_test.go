package store

import (
	"testing"

	"hotline/dispatch"
)

// TestUnchanged changes everything that a turn of a resident's reads, each in a transaction of its own, and looks
// whether what was read before is known to be over, for that person alone.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	who, other := addContact(t, db, 1), addContact(t, db, 2)
	r := addRequest(t, db, who)
	unchanged := func(contact dispatch.ID, since Moment) (is bool) {
		write(t, db, func(tx *Tx) error { is = tx.Unchanged(contact, since); return nil })
		return is
	}
	contact := get(t, db, func(v *View) (Contact, error) { return v.ContactByID(who) })
	for name, change := range map[string]func(tx *Tx) error{
		"the contact":            func(tx *Tx) error { return tx.UpdateContact(contact) },
		"reach":                  func(tx *Tx) error { return tx.SetReach(who, "landline", false) },
		"calls":                  func(tx *Tx) error { return tx.SetCalls(who, clock.now(), false) },
		"stop":                   func(tx *Tx) error { return tx.OptOut(who, "word") },
		"the session":            func(tx *Tx) error { return tx.SaveSession(who, 0, []byte("{}")) },
		"a volunteer":            func(tx *Tx) error { return tx.UpsertVolunteer(volunteerOf(who)) },
		"a request":              func(tx *Tx) error { return tx.UpdateRequest(r, r.Status) },
		"the words of a request": func(tx *Tx) error { return tx.UpdateWords(r) },
		"one more request": func(tx *Tx) error {
			more := Request{Request: r.Request, Channel: r.Channel}
			more.ID, more.Code = 0, ""
			return tx.InsertRequest(&more)
		},
		"to be forgotten": func(tx *Tx) error { return tx.Forget(who) },
	} {
		since := get(t, db, func(v *View) (Moment, error) { return v.Moment(), nil })
		if !unchanged(who, since) {
			t.Errorf("before %s: changed", name)
		}
		write(t, db, change)
		if unchanged(who, since) {
			t.Errorf("%s: unchanged", name)
		}
		if !unchanged(other, since) {
			t.Errorf("%s: changed for somebody else", name)
		}
	}
}

func volunteerOf(contact dispatch.ID) Volunteer {
	return Volunteer{Volunteer: dispatch.Volunteer{ID: contact, Status: dispatch.Active}}
}

// TestUnchangedByOthers: when another process has written, nothing is known of what was read before; nor is it in the
// transaction that changes it.
func TestUnchangedByOthers(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	db, other := reopen(t, o), reopen(t, o)
	who := addContact(t, db, 1)
	moment := func() Moment { return get(t, db, func(v *View) (Moment, error) { return v.Moment(), nil }) }
	since := moment()
	write(t, other, func(tx *Tx) error { return tx.SetReach(who, "landline", false) })
	between := moment()
	write(t, db, func(tx *Tx) error {
		if tx.Unchanged(who, since) || tx.Unchanged(who, between) {
			t.Error("unchanged")
		}
		return nil
	})
	since = moment()
	write(t, db, func(tx *Tx) error {
		if !tx.Unchanged(who, since) {
			t.Error("changed")
		}
		if err := tx.SetReach(who, "", false); err != nil {
			return err
		}
		if tx.Unchanged(who, since) {
			t.Error("unchanged by this very transaction")
		}
		return nil
	})
}
