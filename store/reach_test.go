package store

import (
	"fmt"
	"testing"
	"time"

	"hotline/dispatch"
)

// Whoever asks whether a volunteer can be asked hears the same: Contact.CanBeAsked, and the three queries that say it.
func TestUnreachableIsOneRule(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	asked := map[dispatch.ID]bool{}
	write(t, db, func(tx *Tx) error {
		for n := range 48 {
			bit := func(i int) bool { return n/3>>i&1 == 1 }
			c := Contact{Phone: Sealed(fmt.Sprintf("+1212555%04d", n)), Name: "Ben"}
			must(t, tx.InsertContact(&c))
			must(t, tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: c.ID, Status: dispatch.Active, Languages: []string{"en"}}}))
			must(t, tx.SetReach(c.ID, []string{"", "landline", noSuchNumber}[n%3], bit(0)))
			stopped := time.Time{}
			if bit(1) {
				stopped = tx.Now()
			}
			must(t, tx.SetCalls(c.ID, stopped, bit(2)))
			if bit(3) {
				must(t, tx.OptOut(c.ID, "word"))
			}
			asked[c.ID] = false
		}
		return nil
	})
	can := 0
	read(t, db, func(v *View) error {
		for id := range asked {
			c, err := v.ContactByID(id)
			must(t, err)
			one, err := v.Volunteer(id)
			must(t, err)
			if asked[id] = c.CanBeAsked(); asked[id] {
				can++
			}
			if one.Unreachable == asked[id] {
				t.Errorf("%+v: asked %v, by itself unreachable %v", c, asked[id], one.Unreachable)
			}
		}
		for listed, err := range v.ListVolunteers(time.Time{}) {
			must(t, err)
			if listed.Unreachable == asked[listed.ID] {
				t.Errorf("asked %v, in the list unreachable %v", asked[listed.ID], listed.Unreachable)
			}
		}
		return nil
	})
	write(t, db, func(tx *Tx) error {
		roster, err := tx.Roster()
		must(t, err)
		for _, one := range roster {
			if one.Unreachable == asked[one.ID] {
				t.Errorf("asked %v, in the roster unreachable %v", asked[one.ID], one.Unreachable)
			}
		}
		return nil
	})
	if can == 0 || can == len(asked) {
		t.Errorf("%d of %d can be asked", can, len(asked))
	}
}
