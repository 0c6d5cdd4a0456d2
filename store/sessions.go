package store

import (
	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Session is the stored conversation of a contact. Version 0 is one never saved.
type Session struct {
	Data    SealedBytes // the conversation's own encoding
	Version int64
}

// SaveSession writes data if the stored session still has this version, else ErrConflict.
func (tx *Tx) SaveSession(contact dispatch.ID, version int64, data []byte) error {
	sealed, err := tx.keys.seal(sessionData, contact, data)
	if err != nil {
		return err
	}
	return changed(tx.q.SaveSession(tx.ctx, query.SaveSessionParams{
		Contact: int64(contact), Version: version, Data: sealed, SavedAt: unixMS(tx.now),
	}))
}
