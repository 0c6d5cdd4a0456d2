package i18n

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/i18n/msg"
)

// lay writes files into a folder of prompts, each a second younger than the one before.
func lay(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i, name := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("sound"), 0o600); err != nil {
			t.Fatal(err)
		}
		at := now.Add(time.Duration(i) * time.Second)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, dir string) *Recordings {
	t.Helper()
	r, err := OpenRecordings(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRecordingsAreFound(t *testing.T) {
	t.Parallel()
	dir := lay(t, "ht/greeting.wav", "ht/greeting.mp3", "ht/press_1.mp3", "ht/press_1.wav", "zh-Hans/greeting.wav", "ht/notes.txt",
		"ht/press_2.WAV", "ht/.new-123", "ht/a b.wav", "stray.wav", "ht/deep/press_3.wav")
	if err := os.WriteFile(filepath.Join(dir, "ht", "press_4.wav"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "ht", "press_5.wav"), make([]byte, maxRecording+1), 0o600); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	for name, want := range map[string]string{"ht/greeting": "ht/greeting.mp3", "ht/press_1": "ht/press_1.wav", "zh-Hans/greeting": "zh-Hans/greeting.wav",
		"ht/notes": "", "ht/press_2": "", "ht/.new-123": "", "ht/a b": "", "/stray": "", "ht/deep": "", "ht/press_4": "", "ht/press_5": "",
		"../prompts/ht/greeting": "", "ht/../zh-Hans/greeting": "", "ht/": ""} {
		lang, key, _ := strings.Cut(name, "/")
		path, mime, ok := r.File(lang, msg.Key(key))
		if ok != (want != "") || ok != r.Has(lang, msg.Key(key)) || ok && path != filepath.Join(dir, want) {
			t.Errorf("%s: %q, %t", name, path, ok)
		}
		if ok && mime != recordingMIME()[filepath.Ext(want)[1:]] {
			t.Errorf("%s is %s", name, mime)
		}
	}
	if open(t, filepath.Join(dir, "not there")).Has("ht", "greeting") {
		t.Error("a recording of a folder that is not there")
	}
	if _, err := OpenRecordings(filepath.Join(dir, "stray.wav")); err == nil {
		t.Error("a file was read as a folder")
	}
}

func TestSaveReplaces(t *testing.T) {
	t.Parallel()
	dir := lay(t, "ht/greeting.wav")
	r := open(t, dir)
	for _, ext := range []string{"mp3", "mp3", "wav"} {
		if err := r.Save("ht", "greeting", ext, []byte("new "+ext)); err != nil {
			t.Fatal(err)
		}
		for _, r := range []*Recordings{r, open(t, dir)} { // also after a restart
			path, _, _ := r.File("ht", "greeting")
			if audio, err := os.ReadFile(path); string(audio) != "new "+ext || err != nil {
				t.Errorf("%s: %q, %v", path, audio, err)
			}
		}
	}
	if err := r.Save("ht", "press_1", "mp3", []byte("sound")); err != nil || !r.Has("ht", "press_1") {
		t.Errorf("a new prompt: %v", err)
	}
	if files, err := os.ReadDir(filepath.Join(dir, "ht")); len(files) != 2 || err != nil {
		t.Errorf("left over: %v, %v", files, err)
	}
}

func TestSaveRefuses(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "prompts")
	r := open(t, dir)
	for _, bad := range []struct{ lang, key, ext string }{
		{"..", "greeting", "mp3"}, {"ht", "../greeting", "mp3"}, {"ht", "", "mp3"}, {"", "greeting", "mp3"}, {"ht", "greeting", "exe"},
		{"ht/x", "greeting", "mp3"}, {"ht", "a.b", "mp3"}, {"ht", "greeting\x00", "mp3"}, {"ht", strings.Repeat("a", maxName+1), "mp3"},
	} {
		if err := r.Save(bad.lang, msg.Key(bad.key), bad.ext, []byte("sound")); err == nil {
			t.Errorf("saved %v", bad)
		}
	}
	for _, audio := range [][]byte{nil, make([]byte, maxRecording+1)} {
		if err := r.Save("ht", "greeting", "mp3", audio); err == nil {
			t.Errorf("saved %d bytes", len(audio))
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
	if err := os.WriteFile(dir, []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Save("ht", "greeting", "mp3", []byte("sound")); err == nil || r.Has("ht", "greeting") {
		t.Errorf("saved into a file: %v", err)
	}
}

// Two who record at once leave one recording whole; whoever listens meanwhile hears one of them.
func TestRecordingsAtOnce(t *testing.T) {
	t.Parallel()
	r := open(t, t.TempDir())
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			audio := bytes.Repeat(fmt.Appendf(nil, "%d", i), 1000)
			if err := r.Save("ht", "greeting", []string{"mp3", "wav"}[i%2], audio); err != nil {
				t.Error(err)
			}
			if path, _, ok := r.File("ht", "greeting"); !ok || path == "" {
				t.Error("no recording")
			}
		})
	}
	all.Wait()
	path, _, _ := r.File("ht", "greeting")
	audio, err := os.ReadFile(path)
	if err != nil || len(audio) != 1000 || bytes.Count(audio, audio[:1]) != 1000 {
		t.Errorf("%.20q, %v", audio, err)
	}
}

// A file that somebody puts into the folder is heard at once, and no longer when it is taken away.
func TestRecordingsPutThereByHand(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "prompts")
	r := open(t, dir)
	if r.Has("ht", "greeting") {
		t.Fatal("heard before it is there")
	}
	name := filepath.Join(dir, "ht", "greeting.mp3")
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	if path, _, ok := r.File("ht", "greeting"); !ok || path != name {
		t.Errorf("not heard: %q", path)
	}
	if err := os.Remove(name); err != nil || r.Has("ht", "greeting") {
		t.Errorf("still heard: %v", err)
	}
}
