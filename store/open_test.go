package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
)

// TestOpenRefuses spoils what a good database needs, one thing at a time: each is refused with a line that says what
// to do, and nothing is made or changed.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, o Options)
		says  string
	}{
		"keys gone":          {func(t *testing.T, o Options) { must(t, os.Remove(o.KeysFile)) }, "put the copy of it back"},
		"keys for all":       {func(t *testing.T, o Options) { must(t, os.Chmod(o.KeysFile, 0o644)) }, "chmod 600"},
		"keys of another":    {otherKeys, "belongs to another database"},
		"keys damaged":       {func(t *testing.T, o Options) { put(t, o.KeysFile, "{}") }, "cannot be read"},
		"not a database":     {func(t *testing.T, o Options) { put(t, o.Path, strings.Repeat("rubbish ", 1000)) }, "not a database"},
		"short and not one":  {func(t *testing.T, o Options) { put(t, o.Path, "rubbish") }, "not a database"},
		"a folder":           {func(t *testing.T, o Options) { must(t, os.Remove(o.Path)); must(t, os.Mkdir(o.Path, 0o700)) }, "not a file"},
		"of a newer release": {newerSchema, "newer Hotline (schema 99999, this one knows "},
		"folder is a file":   {func(t *testing.T, o Options) { d := filepath.Dir(o.Path); must(t, os.RemoveAll(d)); put(t, d, "") }, "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			o := options(dir)
			db, err := Open(t.Context(), o)
			must(t, err)
			must(t, db.Close())
			c.spoil(t, o)
			before := contents(t, dir)
			db, err = Open(t.Context(), o)
			if err == nil {
				_ = db.Close()
				t.Fatal("it opened")
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), o.Path) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %q", err)
			}
			for file, content := range contents(t, dir) {
				if before[file] != content {
					t.Errorf("%s was made or changed", file)
				}
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, content string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(content), 0o600))
}

func otherKeys(t *testing.T, o Options) {
	must(t, os.Remove(o.KeysFile))
	must(t, makeKeys(o.KeysFile))
}

func newerSchema(t *testing.T, o Options) {
	db, err := Open(t.Context(), o)
	must(t, err)
	c := db.writer.conn
	_, err = c.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
	must(t, err)
	must(t, db.Close())
}

// contents are the files of a folder, except what SQLite keeps beside the database.
func contents(t *testing.T, dir string) map[string]string {
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, ".db-") {
			return err
		}
		b, err := os.ReadFile(path)
		files[path] = string(b)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

// TestOpenMakesFilesForTheirOwnerOnly, and goes on from a first start that was interrupted after the keys or the
// empty file.
func TestOpenMakesFilesForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(t *testing.T, o Options){
		"nothing there": func(*testing.T, Options) {},
		"keys there":    func(t *testing.T, o Options) { must(t, makeKeys(o.KeysFile)) },
		"an empty file": func(t *testing.T, o Options) { must(t, makeFile(o.Path)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			before(t, options(dir))
			db := reopen(t, options(dir))
			addContact(t, db, 1)
			files, err := os.ReadDir(dir)
			must(t, err)
			for _, f := range files {
				if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
					t.Errorf("%s has mode %v (%v)", f.Name(), info.Mode(), err)
				}
			}
		})
	}
}

// TestPragmas reads back what the data source asked for, on every connection.
func TestPragmas(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	check := func(c *conn, queryOnly string) {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "query_only": queryOnly,
		} {
			var got string
			if err := c.Conn.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %s (%v)", pragma, got, err)
			}
		}
	}
	write(t, db, func(*Tx) error {
		check(db.writer.conn, "0")
		return nil
	})
	for range cap(db.readers.free) {
		c, err := db.readers.get(t.Context())
		must(t, err)
		defer func() { db.readers.free <- c }()
		check(c, "1")
	}
}

// TestNothingPersonalOnDisk fills every sealed column with a canary and looks for it in the files.
func TestNothingPersonalOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := Open(t.Context(), options(dir))
	must(t, err)
	fill(t, db, canary, "+12125550142")
	must(t, db.Close())
	db = reopen(t, options(dir)) // and while it is open, with its log
	fill(t, db, canary, "+12125550143")
	copied := t.TempDir()
	must(t, os.CopyFS(copied, os.DirFS(dir)))
	seen, sounds := false, 0
	must(t, filepath.WalkDir(copied, func(path string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		seen = seen || bytes.Contains(b, []byte("FOOD"))
		if filepath.Base(filepath.Dir(path)) == "recordings" {
			sounds++
		}
		for _, secret := range []string{canary, "2125550142", "2125550143"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s holds %s", f.Name(), secret)
			}
		}
		return err
	}))
	if !seen || sounds != 2 {
		t.Errorf("the files hold requests: %v, and %d sounds", seen, sounds)
	}
}

// fill writes a row of every table with these words wherever a person's words go.
func fill(t *testing.T, db *DB, words Sealed, phone Sealed) {
	t.Helper()
	write(t, db, func(tx *Tx) error {
		c := Contact{Phone: phone, Name: words}
		r := Request{Details: words, Corner: words, Address: words, Channel: dispatch.SMS, Request: dispatch.Request{
			Status: dispatch.Open, Category: "FOOD", Urgency: dispatch.Today}}
		m := Message{Direction: Out, Body: words}
		o := Outbox{}
		return errors.Join(
			tx.InsertContact(&c),
			tx.SaveSession(c.ID, 0, []byte(words)),
			tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: c.ID, Status: dispatch.Active}}),
			tx.AddApart(c.ID, c.ID, "swap"),
			func() error { r.Resident = c.ID; return tx.InsertRequest(&r) }(),
			func() error { m.Contact = c.ID; return tx.InsertMessage(&m) }(),
			tx.InsertOffer(&Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: c.ID, Letter: "B", Status: dispatch.OfferSent}}),
			func() error { o.Message, o.Contact = m.ID, c.ID; return tx.Enqueue(&o) }(),
			tx.AddEvent(Event{Request: r.ID, Contact: c.ID, Kind: "opened", Actor: "resident", Why: words}),
			tx.SetTimer(Timer{Kind: "check", Ref: r.ID, Due: tx.Now()}),
			tx.OptOut(c.ID, "word"),
			tx.SetMeta("spent", "1"),
		)
	})
	fillCalls(t, db, words, phone)
}

// fillCalls writes what a call leaves, of the person with this number.
func fillCalls(t *testing.T, db *DB, words Sealed, phone Sealed) {
	t.Helper()
	rec := Recording{SID: "RE" + phone.Reveal()[9:], Kind: "message", Language: "en", State: RecordingStored, Format: "mp3"}
	write(t, db, func(tx *Tx) error {
		p, err := tx.PersonByPhone(phone.Reveal())
		if err != nil {
			return err
		}
		c := Call{SID: "CA" + phone.Reveal()[9:], Direction: In, Contact: p.Contact.ID, State: words}
		d := Dial{Contact: p.Contact.ID, Purpose: "news"}
		return errors.Join(
			tx.InsertCall(&c),
			tx.AddTurn(c.ID, 0, []byte(words)),
			tx.InsertDial(&d),
			func() error { rec.Call, rec.Contact = c.ID, c.Contact; return tx.InsertRecording(&rec) }(),
			tx.AddTicket(&Ticket{Recording: rec.ID, Call: c.ID, ExpiresAt: tx.Now().Add(time.Hour)}),
			tx.InsertCaller(&Contact{Name: words}, c.SID),
		)
	})
	must(t, db.SaveAudio(rec.ID, []byte(words)))
}

// TestCloseLeavesOneFile: a closed database is one file, which can be copied.
func TestCloseLeavesOneFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := Open(t.Context(), options(dir))
	must(t, err)
	addContact(t, db, 1)
	must(t, db.Close())
	files, err := os.ReadDir(dir)
	must(t, err)
	if len(files) != 2 {
		t.Errorf("left %v", files)
	}
}

// FuzzKeysFile reads any keys file: it is refused or it works.
func FuzzKeysFile(f *testing.F) {
	good, err := newKeys()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("{}"))
	f.Add(bytes.Replace(good, []byte("find"), []byte("seal"), 1))
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := parseKeys(raw)
		if err != nil {
			return
		}
		sealed, err := k.seal(messageBody, 1, []byte("FOOD"))
		must(t, err)
		if plain, err := k.open(messageBody, 1, sealed); err != nil || string(plain) != "FOOD" {
			t.Errorf("opened %q, %v", plain, err)
		}
		_, err = k.hash("+12125550142")
		must(t, err)
	})
}
