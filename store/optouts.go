package store

import (
	"hotline/dispatch"
	"hotline/store/internal/query"
)

// OptOut records that this phone wants no texts, and how it was said. Said twice, the first time stays.
func (tx *Tx) OptOut(contact dispatch.ID, how string) error {
	rows, err := tx.q.OptOut(tx.ctx, query.OptOutParams{ID: int64(contact), OptedOutAt: unixMS(tx.now), OptOutHow: how})
	if err != nil || rows == 0 {
		return err
	}
	return tx.logOptOut(contact, true, how)
}

// OptIn opens texts again, and records how it was said. It does nothing for a phone that had not opted out.
func (tx *Tx) OptIn(contact dispatch.ID, how string) error {
	rows, err := tx.q.OptIn(tx.ctx, int64(contact))
	if err != nil || rows == 0 {
		return err
	}
	return tx.logOptOut(contact, false, how)
}

// logOptOut keeps the proof: when who said what.
func (tx *Tx) logOptOut(contact dispatch.ID, stopped bool, how string) error {
	tx.touch(contact)
	return tx.q.InsertOptOut(tx.ctx, query.InsertOptOutParams{
		ID: int64(tx.NewID()), Contact: int64(contact), At: unixMS(tx.now), Stopped: stopped, How: how,
	})
}
