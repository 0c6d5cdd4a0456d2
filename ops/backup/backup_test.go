package backup

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"filippo.io/age"

	"hotline/store"
)

// TestBackUpWhileWriting: a backup taken while many write is one moment: all that was acknowledged before it is in it, and
// what is put back has the rows and the recordings that its manifest counts, for its owner only.
func TestBackUpWhileWriting(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	const before = 300
	for n := range before {
		must(t, l.say(n))
	}
	var next atomic.Int64
	next.Store(before)
	quit := make(chan struct{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				select {
				case <-quit:
					return
				default:
				}
				if err := l.say(int(next.Add(1)) - 1); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	archive, m := l.backUp()
	close(quit)
	wg.Wait()

	to := filepath.Join(t.TempDir(), "line")
	back, err := Restore(t.Context(), bytes.NewReader(archive), []age.Identity{l.key}, to)
	must(t, err)
	if back.Rows["messages"] != m.Rows["messages"] || m.Recordings() != 1 || back.Schema != m.Schema {
		t.Errorf("wrote %+v, read %+v", m, back)
	}
	db := restored(t, to)
	found := bodies(db, t, int(next.Load()))
	if found < before || int64(found) != m.Rows["messages"]-1 {
		t.Errorf("%d texts are there, of %d rows; %d were written before", found, m.Rows["messages"], before)
	}
	must(t, db.Read(t.Context(), func(v *store.View) error {
		rec, err := v.RecordingBySID("RE1")
		if sound, err := db.Audio(rec.ID); err != nil || string(sound) != words {
			t.Errorf("recording: %q %v", sound, err)
		}
		return err
	}))
	if left := waiting(db, t); len(left) != 1 || left[0].ClaimedAt.IsZero() {
		t.Errorf("what waited to leave: %+v", left)
	}
	for name, want := range map[string]string{Settings: settings, "data/prompts/en/menu.wav": "RIFF", "lang/es.toml": "[text]\n"} {
		if got, err := os.ReadFile(filepath.Join(to, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	must(t, filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	}))
	if _, err := os.Stat(filepath.Join(l.dir, "backup.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the copy of the database is still there: %v", err)
	}
}

// TestNobodyElseOpensIt: without a recipient there is no backup, and nothing of it can be read without the key.
func TestNobodyElseOpensIt(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	var b bytes.Buffer
	if _, err := Write(t.Context(), &b, nil, l.source()); !errors.Is(err, ErrNoRecipient) || b.Len() > 0 {
		t.Errorf("%v, and %d bytes", err, b.Len())
	}
	archive, _ := l.backUp()
	for _, secret := range []string{"SQLite", "hotline.keys", "Eastside", "keyId", "RIFF"} {
		if bytes.Contains(archive, []byte(secret)) {
			t.Errorf("the archive shows %q", secret)
		}
	}
	other, err := age.GenerateX25519Identity()
	must(t, err)
	parent := t.TempDir()
	_, err = Restore(t.Context(), bytes.NewReader(archive), []age.Identity{other}, filepath.Join(parent, "line"))
	if err == nil || !strings.Contains(err.Error(), "this key does not open") {
		t.Error(err)
	}
	empty(t, parent)
}

func empty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) > 0 {
		t.Errorf("something was left in %s: %v", dir, left)
	}
}

// TestDamagedIsRefused changes one bit of an archive at one place after another, and cuts it short: it is refused, and
// nothing is put back.
func TestDamagedIsRefused(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	archive, _ := l.backUp()
	parent := t.TempDir()
	refused := func(what string, at int, spoilt []byte) {
		t.Helper()
		_, err := Restore(t.Context(), bytes.NewReader(spoilt), []age.Identity{l.key}, filepath.Join(parent, "line"))
		if err == nil {
			t.Fatalf("%s at byte %d of %d is not noticed", what, at, len(archive))
		}
	}
	step := len(archive)/150 + 1
	for at := 0; at < len(archive); at += step {
		spoilt := bytes.Clone(archive)
		spoilt[at] ^= 1 << (at % 8)
		refused("a bit", at, spoilt)
		refused("the end", at, archive[:at])
	}
	for at := range 200 { // the header, whole, and the last bytes
		spoilt := bytes.Clone(archive)
		spoilt[at] ^= 0x20
		spoilt[len(spoilt)-1-at%16] ^= 1
		refused("bits", at, spoilt)
	}
	refused("something behind it", len(archive), append(bytes.Clone(archive), 'x'))
	empty(t, parent)
	must(t, l.say(1))
	if _, err := Verify(t.Context(), bytes.NewReader(archive), []age.Identity{l.key}, parent); err != nil {
		t.Error("the good one is refused, too: ", err)
	}
	empty(t, parent)
}

// TestNothingIsWrittenOver: a folder with anything in it stays as it is; an empty one is taken.
func TestNothingIsWrittenOver(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	archive, _ := l.backUp()
	to := t.TempDir()
	_, err := Restore(t.Context(), bytes.NewReader(archive), []age.Identity{l.key}, to)
	must(t, err)
	before, err := os.Stat(filepath.Join(to, Database))
	must(t, err)
	_, err = Restore(t.Context(), bytes.NewReader(archive), []age.Identity{l.key}, to)
	if err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Error(err)
	}
	if after, err := os.Stat(filepath.Join(to, Database)); err != nil || !os.SameFile(before, after) {
		t.Errorf("the database was written over: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(to), ".restoring-*")); err != nil || len(left) > 0 {
		t.Errorf("left %v %v", left, err)
	}
}

// TestRestoreOfEveryRelease backs up the database of each release as it was then: this release restores it, brought up to
// date.
func TestRestoreOfEveryRelease(t *testing.T) {
	t.Parallel()
	releases, err := filepath.Glob("../../store/testdata/release-*")
	must(t, err)
	if len(releases) == 0 {
		t.Fatal("no release")
	}
	key, err := age.GenerateX25519Identity()
	must(t, err)
	schemas := map[int]bool{}
	for _, from := range releases {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(from)))
		must(t, os.Chmod(filepath.Join(dir, "keys"), 0o600))
		source := Source{Store: newLine(t).db, Work: dir, KeysFile: filepath.Join(dir, "keys"), Settings: []byte(settings)}
		var b bytes.Buffer
		m, err := pack(t.Context(), &b, []age.Recipient{key.Recipient()}, source, filepath.Join(dir, "database"))
		must(t, err)
		schemas[m.Schema] = true
		to := filepath.Join(dir, "line")
		_, err = Restore(t.Context(), &b, []age.Identity{key}, to)
		must(t, err)
		must(t, restored(t, to).Read(t.Context(), func(v *store.View) error {
			p, err := v.PersonByPhone("+12125550142")
			if p.Contact.Name != words {
				t.Errorf("%s: %#v", from, p)
			}
			return err
		}))
	}
	if len(schemas) != len(releases) {
		t.Errorf("schemas %v of %d releases", schemas, len(releases))
	}
}
