package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// sealedRows are all sealed columns, with the column that holds what each row is bound to. The turns of a call share
// its id; their second key is in the name they are bound by.
var sealedRows = []struct {
	col     column
	id      string
	second  string // empty: the id alone names the row
	boundBy func(second int64) column
}{
	{col: contactPhone, id: "id"}, {col: contactName, id: "id"}, {col: sessionData, id: "contact"},
	{col: requestDetails, id: "id"}, {col: requestCorner, id: "id"}, {col: requestAddress, id: "id"},
	{col: messageBody, id: "id"}, {col: eventWhy, id: "id"}, {col: callState, id: "id"}, {col: passedWords, id: "id"},
	{col: "turns/answer", id: "call", second: "n", boundBy: func(n int64) column { return turnAnswer(int(n)) }},
}

// resealBatch is how many rows one transaction seals anew: few, since webhooks wait for it.
const resealBatch = 200

// sealedRow names a row by what it is bound to.
type sealedRow struct{ id, second int64 }

// resealRows seals anew what another key than the one in use has sealed. Rows written meanwhile need it not.
func (db *DB) resealRows(ctx context.Context, done *Rotated) error {
	for i := range sealedRows {
		for after := (sealedRow{-1 << 62, 0}); ; {
			rows, err := db.sealedByOthers(ctx, i, after, resealBatch)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			err = db.Write(ctx, func(tx *Tx) error {
				for _, row := range rows {
					if err := tx.reseal(i, row); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			done.Values += len(rows)
			after = rows[len(rows)-1]
		}
	}
	return nil
}

// sealedByOthers are the next rows of a column that another key than the one in use has sealed.
func (db *DB) sealedByOthers(ctx context.Context, which int, after sealedRow, most int) (found []sealedRow, err error) {
	c := sealedRows[which]
	table, name, _ := strings.Cut(string(c.col), "/")
	second := c.second
	if second == "" {
		second = "0"
	}
	statement := fmt.Sprintf("SELECT %[1]s AS a, %[2]s AS b FROM %[3]s WHERE %[1]s >= ?1 AND (%[1]s > ?1 OR %[2]s > ?2) "+
		"AND length(%[4]s) > 0 AND substr(%[4]s, 1, %[5]d) <> ?3 ORDER BY a, b LIMIT ?4", c.id, second, table, name, len(db.keys.Load().newest))
	err = db.Read(ctx, func(v *View) error {
		rows, err := v.conn.QueryContext(ctx, statement, after.id, after.second, v.keys.newest, most)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var row sealedRow
			if err := rows.Scan(&row.id, &row.second); err != nil {
				return err
			}
			found = append(found, row)
		}
		return rows.Err()
	})
	return found, err
}

// reseal seals one value anew, if it is there still and is not.
func (tx *Tx) reseal(which int, row sealedRow) error {
	c := sealedRows[which]
	table, name, _ := strings.Cut(string(c.col), "/")
	bound, where, args := c.col, c.id+" = ?2", []any{nil, row.id}
	if c.second != "" {
		bound, where, args = c.boundBy(row.second), where+" AND "+c.second+" = ?3", append(args, row.second)
	}
	var sealed []byte
	err := tx.conn.QueryRowContext(tx.ctx, "SELECT "+name+" FROM "+table+" WHERE "+strings.NewReplacer("?2", "?1", "?3", "?2").Replace(where),
		args[1:]...).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (len(sealed) == 0 || bytes.HasPrefix(sealed, tx.keys.newest)) {
		return nil
	}
	if err != nil {
		return err
	}
	plain, err := tx.keys.open(bound, dispatch.ID(row.id), sealed)
	if err != nil {
		return err
	}
	if args[0], err = tx.keys.seal(bound, dispatch.ID(row.id), plain); err != nil {
		return err
	}
	_, err = tx.conn.ExecContext(tx.ctx, "UPDATE "+table+" SET "+name+" = ?1 WHERE "+where, args...)
	return err
}

// remarkKeys has the keys in use be those that a database is known by.
func (tx *Tx) remarkKeys() error {
	sealed, err := tx.seal(keyCheck, 0, keyCheckWord)
	if err != nil {
		return err
	}
	return tx.SetMeta(metaKeyCheck, base64.StdEncoding.EncodeToString(sealed))
}

// rehashContacts has every contact be found by the key in use. Who gave no number is looked up by nobody, and gets a hash
// of their own.
func (db *DB) rehashContacts(ctx context.Context, done *Rotated) error {
	for after := int64(-1 << 62); ; {
		var hashed, seen int
		next := after
		err := db.Write(ctx, func(tx *Tx) error {
			hashed, seen, next = 0, 0, after
			rows, err := tx.q.ContactsAfter(tx.ctx, query.ContactsAfterParams{ID: after, Limit: resealBatch})
			if err != nil {
				return err
			}
			for _, r := range rows {
				changed, err := tx.rehash(r)
				if err != nil {
					return err
				}
				if changed {
					hashed++
				}
				seen, next = seen+1, r.ID
			}
			return nil
		})
		if err != nil || seen == 0 {
			return err
		}
		done.Hashes += hashed
		after = next
	}
}

func (tx *Tx) rehash(r query.ContactsAfterRow) (changed bool, err error) {
	phone, err := tx.open(contactPhone, dispatch.ID(r.ID), r.Phone)
	if err != nil {
		return false, err
	}
	key := phone.Reveal()
	if key == "" {
		key = nobodysKey(r.ID)
	}
	hash, err := tx.keys.hash(key)
	if err != nil || bytes.Equal(hash, r.PhoneHash) {
		return false, err
	}
	return true, tx.q.SetPhoneHash(tx.ctx, query.SetPhoneHashParams{ID: r.ID, PhoneHash: hash})
}

// rehashTickets keeps the tickets of calls under way good: each can be made again from what it is for, with either key.
func (db *DB) rehashTickets(ctx context.Context, done *Rotated) error {
	hashed := 0
	err := db.Write(ctx, func(tx *Tx) error {
		hashed = 0
		rows, err := tx.q.AllTickets(tx.ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			for _, find := range tx.keys.finds[1:] {
				token, err := ticketToken(find, dispatch.ID(r.Call), dispatch.ID(r.Recording))
				if err != nil {
					return err
				}
				was, err := hashWith(find, token)
				if err != nil {
					return err
				}
				is, err := tx.keys.hash(token)
				if err != nil {
					return err
				}
				if !bytes.Equal(was, r.Token) {
					continue
				}
				hashed++
				if err := tx.q.RenameTicket(tx.ctx, query.RenameTicketParams{Token: was, Token_2: is}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	done.Hashes += hashed
	return err
}

// resealed ends the name of a sound that is being sealed anew.
const resealed = ".resealed"

// resealSounds seals the recordings anew that another key than the one in use has sealed.
func (db *DB) resealSounds(ctx context.Context, done *Rotated) error {
	return db.eachSound(func(name string, id dispatch.ID) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if strings.HasSuffix(name, resealed) { // a death has left it, unless its sound has just been sealed anew
			if err := os.Remove(filepath.Join(db.audioDir, name)); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		}
		if err := db.lockSounds(func() error { return db.resealSound(id, done) }); err != nil {
			return err
		}
		return db.sweepOne(ctx, id) // it may have been erased since it was read
	})
}

func (db *DB) resealSound(id dispatch.ID, done *Rotated) error {
	old, err := db.soundOfOther(id)
	if err != nil || !old {
		return err
	}
	k, err := db.currentKeys()
	if err != nil {
		return err
	}
	sound, err := db.readAudio(id, k)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	sealed, err := k.seal(recordingAudio, id, sound)
	if err != nil {
		return err
	}
	done.Sounds++
	return replaceFile(db.audioPath(id), resealed, sealed)
}

// soundOfOther says whether another key than the one in use has sealed a sound. One that is gone is of none.
func (db *DB) soundOfOther(id dispatch.ID) (bool, error) {
	f, err := os.Open(db.audioPath(id))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	k := db.keys.Load()
	begins := make([]byte, len(k.newest))
	n, err := f.Read(begins)
	return n > 0 && !bytes.Equal(begins[:n], k.newest), errors.Join(err, f.Close())
}

// nothingOld makes sure that the old keys may go.
func (db *DB) nothingOld(ctx context.Context, _ *Rotated) error {
	for i, c := range sealedRows {
		left, err := db.sealedByOthers(ctx, i, sealedRow{-1 << 62, 0}, 1)
		if err != nil {
			return err
		}
		if len(left) > 0 {
			return fmt.Errorf("%s: values of the old key are left: do it again", c.col)
		}
	}
	return db.eachSound(func(_ string, id dispatch.ID) error {
		old, err := db.soundOfOther(id)
		if old {
			return errors.Join(err, errors.New("recordings of the old key are left: do it again"))
		}
		return err
	})
}

// eachSound calls fn for every sound, and every rest of one, in the folder of recordings.
func (db *DB) eachSound(fn func(name string, id dispatch.ID) error) error {
	files, err := os.ReadDir(db.audioDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		number, _, _ := strings.Cut(f.Name(), ".")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			continue
		}
		if err := fn(f.Name(), dispatch.ID(id)); err != nil {
			return err
		}
	}
	return nil
}
