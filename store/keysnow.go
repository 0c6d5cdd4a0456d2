package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

// errOtherKeys says that neither the keys in memory nor those in the file are this database's.
var errOtherKeys = errors.New("the keys file belongs to another database: put the copy of the right one back")

// keysMoved says whether the keys file has been replaced since it was read. One that cannot be looked at has not: a line
// goes on with the keys it has.
func (db *DB) keysMoved() bool {
	info, err := os.Stat(db.keysAt)
	return err == nil && !db.keys.Load().same(info)
}

// followKeys takes up the keys of a file that was replaced, if they are this database's. Every write transaction does so
// when it has begun, so that none seals with a key that was taken out of use before: RotateKeys counts on it.
func (v *View) followKeys() error {
	if !v.db.keysMoved() {
		v.keys = v.db.keys.Load()
		return nil
	}
	mark, err := v.Meta(metaKeyCheck)
	if err != nil {
		return err
	}
	now, err := readKeys(v.db.keysAt)
	if err == nil && now.fit(mark) {
		v.db.keys.Store(now)
		v.keys = now
		return nil
	}
	if v.keys = v.db.keys.Load(); !v.keys.fit(mark) {
		return errors.Join(errOtherKeys, err)
	}
	return nil // somebody has put another file there
}

// freshenKeys looks for newer keys than this moment of the database was begun with, and says whether there are any.
func (v *View) freshenKeys() bool {
	began := v.keys
	if v.followKeys() != nil || v.keys == began {
		v.keys = began
		return false
	}
	v.before = began
	return true
}

// currentKeys are the keys to be used now, outside of any transaction.
func (db *DB) currentKeys() (*keys, error) {
	if !db.keysMoved() {
		return db.keys.Load(), nil
	}
	err := db.Read(context.Background(), (*View).followKeys)
	return db.keys.Load(), err
}

// TwoKeys says whether old keys are still in the file beside new ones: a rotation is under way, or was broken off.
func (db *DB) TwoKeys() bool { return !db.keys.Load().rotated }

// KeysPrint names the keys file as it is read now, without saying anything of the keys: two programs with the same print
// read the same file.
func (db *DB) KeysPrint() (string, error) {
	k, err := db.currentKeys()
	return k.print, err
}

// lookUp finds what is stored under the keyed hash of s: by the key in use, and while keys are rotated by the other one.
func lookUp[T any](v *View, s string, by func(hash []byte) (T, error)) (none T, err error) {
	for {
		for _, find := range v.keys.finds {
			hash, err := hashWith(find, s)
			if err != nil {
				return none, err
			}
			if found, err := by(hash); !errors.Is(err, ErrNotFound) {
				return found, err
			}
		}
		if !v.freshenKeys() {
			return none, ErrNotFound
		}
	}
}

// knownByOldKey says whether there is a contact whose hash was made with the key that is being taken out of use.
func (tx *Tx) knownByOldKey(key string) (bool, error) {
	for _, find := range tx.keys.finds[1:] {
		hash, err := hashWith(find, key)
		if err != nil {
			return false, err
		}
		if _, err := tx.q.ContactByHash(tx.ctx, hash); !errors.Is(err, sql.ErrNoRows) {
			return err == nil, err
		}
	}
	return false, nil
}
