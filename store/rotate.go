package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
)

// Rotated counts what was given to new keys.
type Rotated struct {
	Values int // sealed values in rows
	Hashes int // keyed hashes
	Sounds int // recordings
}

// RotateKeys gives a database new keys, of both kinds, and in the end takes the old ones out of the keys file. It works
// beside others that read and write, in this process or another:
//
//  1. The new keys are put into the file beside the old ones. Whoever looks knows them from now on, and uses the old.
//     Then known is asked: it must make sure that whoever has the database open for long reads this very file (its print,
//     see KeysPrint), and fail otherwise.
//  2. The new ones are put in front. Every transaction that begins now seals and hashes with them, reads what either has
//     sealed, and looks up by both.
//  3. What the old ones have sealed and hashed is sealed and hashed anew, a few rows at a time.
//  4. When nothing is left of them, not even in the file's free pages, the old ones are taken out.
//
// The file is replaced whole each time, so that whatever ends this half way leaves a database that works; done again,
// it goes on with the keys it has made. Two must not run at once.
func (db *DB) RotateKeys(ctx context.Context, known func(print string) error) (done Rotated, err error) {
	if err := db.changeKeys(keySets.withNew); err != nil {
		return done, fmt.Errorf("put new keys beside the old: %w", err)
	}
	k, err := db.currentKeys()
	if err != nil {
		return done, err
	}
	if err := known(k.print); err != nil {
		return done, err
	}
	if err := db.changeKeys(keySets.newFirst); err != nil {
		return done, fmt.Errorf("put the new keys in front: %w", err)
	}
	if err := db.sealAnew(ctx, &done); err != nil {
		return done, err
	}
	if err := db.compact(ctx); err != nil {
		return done, fmt.Errorf("clear free pages: %w", err)
	}
	if err := db.changeKeys(keySets.newOnly); err != nil {
		return done, fmt.Errorf("take the old keys out: %w", err)
	}
	_, err = db.currentKeys()
	return done, err
}

// sealAnew is everything between the new keys' coming into use and the old ones' end.
func (db *DB) sealAnew(ctx context.Context, done *Rotated) error {
	if err := db.Write(ctx, (*Tx).remarkKeys); err != nil { // from now on the old keys alone open no database
		return fmt.Errorf("mark the keys: %w", err)
	}
	for _, step := range []func(context.Context, *Rotated) error{
		db.resealRows, db.rehashContacts, db.rehashTickets, db.resealSounds, db.nothingOld,
	} {
		if err := step(ctx, done); err != nil {
			return fmt.Errorf("rotate keys: %w", err)
		}
	}
	return nil
}

// changeKeys replaces the keys file by what change makes of it; the same keys are left alone.
func (db *DB) changeKeys(change func(keySets) (keySets, error)) error {
	raw, err := os.ReadFile(db.keysAt)
	if err != nil {
		return err
	}
	have, err := parseKeysFile(raw)
	if err != nil {
		return err
	}
	want, err := change(have)
	if err != nil || want == have {
		return err
	}
	if raw, err = want.encode(); err != nil {
		return err
	}
	at, err := filepath.EvalSymlinks(db.keysAt)
	if err != nil {
		return err
	}
	return replaceFile(at, unfinished, raw)
}

// withNew has one more key of each kind, behind the one in use. Where there are two already a rotation was broken off,
// and goes on with them.
func (s keySets) withNew() (keySets, error) {
	seal, err := addKey(s.seal, aead.AES256GCMKeyTemplate())
	if err != nil {
		return s, err
	}
	find, err := addKey(s.find, prf.HMACSHA256PRFKeyTemplate())
	return keySets{seal, find}, err
}

func addKey(set *keyset.Handle, template *tinkpb.KeyTemplate) (*keyset.Handle, error) {
	if set.Len() > 1 {
		return set, nil
	}
	m := keyset.NewManagerFromHandle(set)
	if _, err := m.Add(template); err != nil {
		return nil, err
	}
	return m.Handle()
}

// newFirst has the newest key of each kind in use.
func (s keySets) newFirst() (keySets, error) {
	seal, err := promote(s.seal)
	if err != nil {
		return s, err
	}
	find, err := promote(s.find)
	return keySets{seal, find}, err
}

func promote(set *keyset.Handle) (*keyset.Handle, error) {
	newest := last(set)
	if set.KeysetInfo().GetPrimaryKeyId() == newest {
		return set, nil
	}
	m := keyset.NewManagerFromHandle(set)
	if err := m.SetPrimary(newest); err != nil {
		return nil, err
	}
	return m.Handle()
}

// last is the number of the key that was added last.
func last(set *keyset.Handle) uint32 {
	all := set.KeysetInfo().GetKeyInfo()
	return all[len(all)-1].GetKeyId()
}

// newOnly has nothing but the keys in use.
func (s keySets) newOnly() (keySets, error) {
	seal, err := onlyPrimary(s.seal)
	if err != nil {
		return s, err
	}
	find, err := onlyPrimary(s.find)
	return keySets{seal, find}, err
}

func onlyPrimary(set *keyset.Handle) (*keyset.Handle, error) {
	info := set.KeysetInfo()
	if info.GetPrimaryKeyId() != last(set) {
		return nil, errors.New("the keys file was changed meanwhile")
	}
	m := keyset.NewManagerFromHandle(set)
	for _, k := range info.GetKeyInfo() {
		if k.GetKeyId() != info.GetPrimaryKeyId() {
			if err := m.Delete(k.GetKeyId()); err != nil {
				return nil, err
			}
		}
	}
	return m.Handle()
}

// compact rewrites the database without its free pages, where rows still are as they were before, and empties its log.
func (db *DB) compact(ctx context.Context) error {
	pool, err := openPool(db.path, true, 1)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM")
	if err == nil {
		err = emptyLog(ctx, pool)
	}
	return errors.Join(err, pool.Close())
}
