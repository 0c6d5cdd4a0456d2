package store

import (
	"database/sql"
	"encoding/base64"
	"errors"

	"hotline/store/internal/query"
)

// Keys of the store's own in the meta table.
const (
	metaKeyCheck      = "key_check"      // a sealed word, to know the database's keys by
	metaRosterVersion = "roster_version" // see roster
)

const keyCheckWord = "hotline"

// Meta reads a value of the line's own memory (when it last reconciled, what was spent today); empty: never set.
func (v *View) Meta(key string) (string, error) {
	value, err := v.q.Meta(v.ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SetMeta writes one.
func (tx *Tx) SetMeta(key, value string) error {
	return tx.q.SetMeta(tx.ctx, query.SetMetaParams{Key: key, Value: value})
}

// markKeys writes what keys are recognised by, unless another process was quicker.
func (tx *Tx) markKeys() error {
	stored, err := tx.Meta(metaKeyCheck)
	if err != nil || stored != "" {
		return err
	}
	sealed, err := tx.seal(keyCheck, 0, keyCheckWord)
	if err != nil {
		return err
	}
	return tx.SetMeta(metaKeyCheck, base64.StdEncoding.EncodeToString(sealed))
}

// fit says whether these keys made the mark.
func (k *keys) fit(mark string) bool {
	sealed, err := base64.StdEncoding.DecodeString(mark)
	if err != nil {
		return false
	}
	plain, err := k.open(keyCheck, 0, sealed)
	return err == nil && string(plain) == keyCheckWord
}
