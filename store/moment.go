package store

import (
	"hotline/dispatch"
)

// Moment is how far the database had come when a View began. It is worth something in the process that took it only.
type Moment int64

// Moment is the View's.
func (v *View) Moment() Moment { return v.moment }

// changes is the writer's memory of whose things were changed last, and when: by the number of the transaction. With it
// a caller can read and think before the transaction, where nobody waits, and find out in it whether that still holds.
type changes struct {
	number  Moment                 // of the transaction under way; one that is undone had one, too
	last    map[dispatch.ID]Moment // by contact
	known   Moment                 // of what was read before it nothing is known any more
	foreign int64                  // SQLite's data_version: another when somebody else has written
}

// maxChanges bounds how many contacts are remembered.
const maxChanges = 20_000

// begin starts a transaction. foreign is what it finds as data_version.
func (c *changes) begin(foreign int64) {
	c.number++
	if foreign != c.foreign || len(c.last) > maxChanges {
		c.known, c.foreign = c.number, foreign
		clear(c.last)
	}
}

// note records that this transaction changes something of a contact's: the contact itself, the session, the volunteer,
// or a request they made. Everything that does must call it.
func (tx *Tx) note(contact dispatch.ID) {
	c := &tx.db.writer.changes
	c.last[contact] = c.number
}

// Unchanged says for certain that nothing of a contact's has changed since a moment: the contact, the session, the
// volunteer, the requests they made. It may be wrong the other way, and is after another process has written. Of the
// offers to a volunteer and the jobs of one it says nothing.
func (tx *Tx) Unchanged(contact dispatch.ID, since Moment) bool {
	c := &tx.db.writer.changes
	return since >= c.known && c.last[contact] <= since
}
