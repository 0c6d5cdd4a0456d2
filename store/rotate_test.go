package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/dispatch"
)

// known is the answer of whoever has the database open: yes.
func known(string) error { return nil }

// TestRotateKeys: afterwards everything is there, nothing that the old keys have sealed is in any file, and the old keys
// open nothing.
func TestRotateKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := options(dir)
	db := reopen(t, o)
	fill(t, db, releaseWords, releasePhone)
	before := db.keys.Load()
	old, err := os.ReadFile(o.KeysFile)
	must(t, err)
	done, err := db.RotateKeys(t.Context(), known)
	must(t, err)
	if done.Values < 10 || done.Hashes != 3 || done.Sounds != 1 { // two contacts and a ticket
		t.Errorf("it rotated %+v", done)
	}
	if now := db.keys.Load(); db.TwoKeys() || bytes.Equal(now.newest, before.newest) {
		t.Error("the old keys are in use, or in the file")
	}
	must(t, db.Close())
	for name, content := range contents(t, dir) {
		if strings.Contains(content, string(before.newest)) {
			t.Errorf("%s holds what the old key has sealed", name)
		}
	}
	db = reopen(t, o)
	findRelease(t, db)
	findCalls(t, db)
	put(t, o.KeysFile, string(old))
	if again, err := Open(t.Context(), o); err == nil {
		_ = again.Close()
		t.Error("the old keys open it")
	}
}

// TestRotateIsRefused: who has the database open and does not read the keys file that was changed keeps the old keys in
// use. Asked again it goes on with the new ones it has made.
func TestRotateIsRefused(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	fill(t, db, releaseWords, releasePhone)
	before, no := db.keys.Load(), errors.New("reads another file")
	asked := ""
	_, err := db.RotateKeys(t.Context(), func(print string) error {
		asked = print
		return no
	})
	now := db.keys.Load()
	if !errors.Is(err, no) || asked == before.print || !bytes.Equal(now.newest, before.newest) || len(now.finds) != 2 || !db.TwoKeys() {
		t.Errorf("%v, asked about %q", err, asked)
	}
	_, err = db.RotateKeys(t.Context(), func(print string) error {
		if print != asked {
			t.Error("it made further keys")
		}
		return nil
	})
	must(t, err)
	findRelease(t, db)
}

// TestOldKeyIsStillLookedUp: while there are two keys, a number is found by the hash of either, and entered once only.
func TestOldKeyIsStillLookedUp(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	id := addContact(t, db, 1)
	ticket := Ticket{ExpiresAt: db.now().Add(time.Hour)}
	rec := addRecording(t, db, Recording{SID: "RE1", State: RecordingStored})
	call := addCall(t, db, "CA1", id)
	ticket.Recording, ticket.Call = rec.ID, call.ID
	write(t, db, func(tx *Tx) error { return tx.AddTicket(&ticket) })
	must(t, errors.Join(db.changeKeys(keySets.withNew), db.changeKeys(keySets.newFirst)))
	if p := get(t, db, func(v *View) (Person, error) { return v.PersonByPhone(phone(1).Reveal()) }); p.Contact.ID != id {
		t.Errorf("found %v", p.Contact.ID)
	}
	err := db.Write(t.Context(), func(tx *Tx) error { return tx.InsertContact(&Contact{Phone: phone(1)}) })
	if !errors.Is(err, ErrConflict) {
		t.Errorf("entered again: %v", err)
	}
	addContact(t, db, 2)
	for range 2 {
		if found := get(t, db, func(v *View) (Ticket, error) { return v.TicketFor(ticket.Token) }); found.Recording != rec.ID {
			t.Errorf("ticket for %v", found.Recording)
		}
		_, err = db.RotateKeys(t.Context(), known)
		must(t, err)
	}
}

// TestOtherKeysAreNotTakenUp: a keys file that is put there while the database is open, and is another's, is left alone.
func TestOtherKeysAreNotTakenUp(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	db := reopen(t, o)
	right, err := os.ReadFile(o.KeysFile)
	must(t, err)
	otherKeys(t, o)
	addContact(t, db, 1)
	must(t, os.Remove(o.KeysFile))
	addContact(t, db, 2)
	put(t, o.KeysFile, string(right))
	must(t, db.Close())
	db = reopen(t, o)
	for n := range 2 {
		get(t, db, func(v *View) (Person, error) { return v.PersonByPhone(phone(n + 1).Reveal()) })
	}
}

// TestRotateBesideOthers rotates several times while another that has the database open writes, reads and looks up as
// fast as it can: nothing it wrote is lost, and it never misses anybody.
func TestRotateBesideOthers(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	db, server := reopen(t, o), reopen(t, o)
	const people = 30
	for n := range people {
		addContact(t, server, n)
	}
	quit := make(chan struct{})
	var wg sync.WaitGroup
	var mu sync.Mutex
	wrote := map[dispatch.ID]Sealed{}
	for g := range 3 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-quit:
					return
				default:
				}
				who, body := phone((g*7+n)%people).Reveal(), Sealed(fmt.Sprint("text ", g, " ", n))
				var m Message
				err := server.Write(context.Background(), func(tx *Tx) error {
					p, err := tx.PersonByPhone(who)
					m = Message{Direction: In, Contact: p.Contact.ID, Body: body}
					return errors.Join(err, tx.InsertMessage(&m))
				})
				rec := dispatch.ID(g + 1)
				err = errors.Join(err, server.SaveAudio(rec, []byte(body)),
					server.Read(context.Background(), func(v *View) error {
						_, err := v.PersonByPhone(who)
						read, err2 := v.MessageByID(m.ID)
						if err2 == nil && read.Body != body {
							err2 = errors.New("another text")
						}
						return errors.Join(err, err2)
					}))
				if sound, err2 := server.Audio(rec); err2 != nil || string(sound) != body.Reveal() {
					err = errors.Join(err, errors.New("not the sound that was saved"), err2)
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				wrote[m.ID] = body
				mu.Unlock()
			}
		})
	}
	for range 3 {
		_, err := db.RotateKeys(t.Context(), func(print string) error {
			theirs, err := server.KeysPrint()
			if theirs != print {
				err = errors.Join(err, errors.New("another file"))
			}
			return err
		})
		must(t, err)
	}
	close(quit)
	wg.Wait()
	must(t, server.Close())
	third := reopen(t, o)
	for id, body := range wrote {
		if m := get(t, third, func(v *View) (Message, error) { return v.MessageByID(id) }); m.Body != body {
			t.Errorf("message %d is lost", id)
		}
	}
	if len(wrote) == 0 {
		t.Error("nothing was written meanwhile")
	}
}

// rotateUntilKilled rotates once, and says how far it is.
func rotateUntilKilled(dir string) error {
	db, err := Open(context.Background(), options(dir))
	if err != nil {
		return err
	}
	fmt.Println("open")
	if _, err := db.RotateKeys(context.Background(), known); err != nil {
		return err
	}
	fmt.Println("done")
	return db.Close()
}

// TestRotateIsKilled kills a rotation at one moment after another: whatever is left works, with every number found and
// every word readable, and rotating once more ends with the new keys alone.
func TestRotateIsKilled(t *testing.T) {
	t.Parallel()
	const rows, rounds = 600, 12
	dir := t.TempDir()
	o := options(dir)
	db, err := Open(t.Context(), o)
	must(t, err)
	for n := range 20 {
		addContact(t, db, n)
		must(t, db.SaveAudio(dispatch.ID(n+1), []byte("sound "+strconv.Itoa(n))))
	}
	write(t, db, func(tx *Tx) error {
		for n := range rows {
			if err := tx.AddEvent(Event{ID: dispatch.ID(n + 1), Kind: "said", Why: Sealed("words " + strconv.Itoa(n))}); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, db.Close())
	for round := range rounds {
		cmd, out := child(t, "rotate until killed", dir)
		if !out.Scan() || out.Text() != "open" {
			t.Fatal("it did not begin")
		}
		time.AfterFunc(time.Duration(round*round)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		for out.Scan() {
		}
		_ = cmd.Wait()
		db := reopen(t, o)
		whole(t, db, rows)
		must(t, db.Close())
	}
	db = reopen(t, o)
	_, err = db.RotateKeys(t.Context(), known)
	must(t, err)
	if db.TwoKeys() {
		t.Error("the old keys are still there")
	}
	whole(t, db, rows)
	files, err := filepath.Glob(filepath.Join(dir, "recordings", "*"))
	must(t, err)
	if len(files) != 20 {
		t.Errorf("left in the folder of recordings: %v", files)
	}
}

// whole finds everything that TestRotateIsKilled wrote.
func whole(t *testing.T, db *DB, rows int) {
	t.Helper()
	read(t, db, func(v *View) error {
		for n := range 20 {
			p, err := v.PersonByPhone(phone(n).Reveal())
			if err != nil || p.Contact.Phone != phone(n) || p.Contact.Name != Sealed("Person "+strconv.Itoa(n)) {
				return fmt.Errorf("person %d: %w", n, err)
			}
			sound, err := db.Audio(dispatch.ID(n + 1))
			if err != nil || string(sound) != "sound "+strconv.Itoa(n) {
				return fmt.Errorf("sound %d: %w", n, err)
			}
		}
		statement := "SELECT id, why FROM events ORDER BY id"
		found, err := v.conn.QueryContext(t.Context(), statement)
		if err != nil {
			return err
		}
		defer found.Close()
		n := 0
		for ; found.Next(); n++ {
			var id int64
			var why []byte
			if err := found.Scan(&id, &why); err != nil {
				return err
			}
			if words, err := v.open(eventWhy, dispatch.ID(id), why); err != nil || words != Sealed("words "+strconv.Itoa(n)) {
				return fmt.Errorf("event %d: %w", id, err)
			}
		}
		if n != rows {
			return fmt.Errorf("%d rows", n)
		}
		return found.Err()
	})
}

// TestEverySealedColumnIsRotated: a column that holds bytes is sealed, and rotated, or a keyed hash.
func TestEverySealedColumnIsRotated(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	known := []string{"contacts/phone_hash", "tickets/token"}
	for _, c := range sealedRows {
		known = append(known, string(c.col))
	}
	var found []string
	read(t, db, func(v *View) error {
		rows, err := v.conn.QueryContext(t.Context(), "SELECT m.name || '/' || c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c "+
			"WHERE m.type = 'table' AND c.type = 'BLOB'")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			found = append(found, name)
		}
		return rows.Err()
	})
	slices.Sort(known)
	slices.Sort(found)
	equal(t, found, known)
}
