package backup

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"hotline/store"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// line is a line to back up, and the key that opens its backups.
type line struct {
	t   testing.TB
	dir string
	db  *store.DB
	key *age.X25519Identity
	who store.Contact
}

const (
	words    = "two adults, near the park"
	someone  = "+12125550142"
	settings = "[network]\nname = \"Eastside Mutual Aid\"\n"
)

// newLine has a bit of everything.
func newLine(t testing.TB) *line {
	t.Helper()
	l := &line{t: t, dir: t.TempDir(), who: store.Contact{Phone: someone, Name: words, Language: "en"}}
	var err error
	l.key, err = age.GenerateX25519Identity()
	must(t, err)
	l.db = open(t, l.dir)
	rec := store.Recording{SID: "RE1", Kind: "message", State: store.RecordingStored, Format: "mp3"}
	must(t, l.db.Write(t.Context(), func(tx *store.Tx) error {
		err := tx.InsertContact(&l.who)
		waits := store.Message{Direction: store.Out, Contact: l.who.ID, Body: words}
		rec.Contact = l.who.ID
		return errors.Join(err, tx.InsertMessage(&waits), tx.InsertRecording(&rec),
			tx.Enqueue(&store.Outbox{Message: waits.ID, Contact: l.who.ID, Line: "+12125550100"}))
	}))
	must(t, l.db.SaveAudio(rec.ID, []byte(words)))
	for name, content := range map[string]string{"prompts/en/menu.wav": "RIFF", "prompts/en/.new-1": "half", "lang/es.toml": "[text]\n", "lang/notes.txt": "no"} {
		at := filepath.Join(l.dir, name)
		must(t, errors.Join(os.MkdirAll(filepath.Dir(at), 0o700), os.WriteFile(at, []byte(content), 0o600)))
	}
	return l
}

// open opens the database in a line's folder until the test is over.
func open(t testing.TB, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys")})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func (l *line) source() Source {
	return Source{Store: l.db, Work: l.dir, KeysFile: filepath.Join(l.dir, "hotline.keys"), Settings: []byte(settings),
		Prompts: filepath.Join(l.dir, "prompts"), Words: filepath.Join(l.dir, "lang"), Hotline: "test"}
}

// backUp is an archive of the line.
func (l *line) backUp() ([]byte, Manifest) {
	l.t.Helper()
	var b bytes.Buffer
	m, err := Write(l.t.Context(), &b, []age.Recipient{l.key.Recipient()}, l.source())
	must(l.t, err)
	return b.Bytes(), m
}

// restored opens what was put back.
func restored(t testing.TB, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, Database), KeysFile: filepath.Join(dir, Keys)})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// say writes the n-th text of the one who is there.
func (l *line) say(n int) error {
	return l.db.Write(l.t.Context(), func(tx *store.Tx) error {
		return tx.InsertMessage(&store.Message{SID: fmt.Sprint("SM", n), Direction: store.In, Contact: l.who.ID, Body: words})
	})
}

// bodies are the texts with these carrier's ids that are there and can be read.
func bodies(db *store.DB, t testing.TB, many int) (n int) {
	t.Helper()
	must(t, db.Read(t.Context(), func(v *store.View) error {
		for i := range many {
			m, err := v.MessageBySID(fmt.Sprint("SM", i))
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil || m.Body != words {
				return errors.Join(err, errors.New("a text is not what it was"))
			}
			n++
		}
		return nil
	}))
	return n
}

// waiting are the texts of which nobody knows whether they have left.
func waiting(db *store.DB, t testing.TB) (all []store.Claimed) {
	t.Helper()
	must(t, db.Read(t.Context(), func(v *store.View) (err error) {
		all, err = v.UnknownOutbox()
		return err
	}))
	return all
}
