package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

// TestAudioIsBoundToItsRecording keeps sound and gives it back; a file changed, cut or put under another id does not
// open.
func TestAudioIsBoundToItsRecording(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	rapid.Check(t, func(rt *rapid.T) {
		sound := rapid.SliceOfN(rapid.Byte(), 1, 2000).Draw(rt, "sound")
		id := dispatch.ID(rapid.Int64().Draw(rt, "id"))
		if err := db.SaveAudio(id, sound); err != nil {
			rt.Fatal(err)
		}
		if got, err := db.Audio(id); err != nil || !bytes.Equal(got, sound) {
			rt.Fatalf("%d bytes, %v", len(got), err)
		}
		sealed, err := os.ReadFile(db.audioPath(id))
		if err != nil {
			rt.Fatal(err)
		}
		for what, content := range map[string][]byte{
			"swapped": sealed, "cut": sealed[:len(sealed)-1], "longer": append(sealed, 0), "empty": {},
		} {
			at := id
			if what == "swapped" {
				at++
			}
			if err := os.WriteFile(db.audioPath(at), content, 0o600); err != nil {
				rt.Fatal(err)
			}
			if got, err := db.Audio(at); err == nil {
				rt.Fatalf("%s: opened %d bytes", what, len(got))
			}
		}
	})
}

// TestAudioFiles are their owner's only, one each, and replaced whole; what a death left half written is no recording and
// is in nobody's way.
func TestAudioFiles(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	if _, err := db.Audio(1); !errors.Is(err, ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	must(t, db.DeleteAudio(1)) // not even the folder is there
	must(t, os.MkdirAll(db.audioDir, 0o700))
	put(t, db.audioPath(1)+unfinished, "half")
	if _, err := db.Audio(1); !errors.Is(err, ErrNotFound) {
		t.Errorf("half written: %v", err)
	}
	must(t, db.SaveAudio(1, []byte("first")))
	must(t, db.SaveAudio(1, []byte("second")))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { must(t, db.SaveAudio(2, bytes.Repeat([]byte("x"), 1<<16))) })
	}
	wg.Wait()
	if got, err := db.Audio(1); err != nil || string(got) != "second" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := db.Audio(2); err != nil || len(got) != 1<<16 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	files, err := os.ReadDir(db.audioDir)
	must(t, err)
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode() != 0o600 || strings.HasSuffix(f.Name(), unfinished) {
			t.Errorf("%s has mode %v (%v)", f.Name(), info.Mode(), err)
		}
	}
	if len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
	put(t, db.audioPath(2)+unfinished, "half")
	must(t, errors.Join(db.DeleteAudio(1), db.DeleteAudio(2), db.DeleteAudio(2)))
	if files, err := os.ReadDir(db.audioDir); len(files) != 0 || err != nil {
		t.Errorf("left %v, %v", files, err)
	}
	for _, size := range []int{0, maxAudio + 1} {
		if err := db.SaveAudio(3, make([]byte, size)); err == nil {
			t.Errorf("%d bytes were kept", size)
		}
	}
}

// TestAudioThatCannotBeKept says so, without a number in what it says, and leaves nothing.
func TestAudioThatCannotBeKept(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	put(t, db.audioDir, "") // a file where the folder should be
	if err := db.SaveAudio(1, []byte(canary)); err == nil || strings.Contains(err.Error(), canary) {
		t.Errorf("it says %v", err)
	}
	if _, err := db.Audio(1); err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrNotFound) {
		t.Errorf("it says %v", err)
	}
	if left, err := filepath.Glob(db.audioDir + "*"); len(left) != 1 || err != nil {
		t.Errorf("left %v, %v", left, err)
	}
}
