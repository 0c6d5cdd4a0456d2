package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"hotline/i18n/msg"
)

// Bounds of a recorded prompt and its name, which is part of a path and of a URL.
const (
	maxRecording = 10 << 20 // bytes
	maxName      = 64
	tagName      = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
	promptName   = tagName + "_"
)

// recordingMIME are the kinds of file a prompt may be, with what the carrier's <Play> takes them for.
// (twilio.com/docs/voice/twiml/play)
func recordingMIME() map[string]string {
	return map[string]string{"wav": "audio/wav", "mp3": "audio/mpeg"}
}

// Recordings are the prompts that somebody has recorded: files <dir>/<language>/<prompt>.(wav|mp3). The folder is looked
// at whenever a prompt is wanted, so that a file put there is heard at once. It is safe for concurrent use.
type Recordings struct {
	dir    string
	saving sync.Mutex
}

// OpenRecordings are the recordings of a folder, which need not be there yet. Files that cannot be prompts (another kind,
// empty, over 10 MB) are not looked at.
func OpenRecordings(dir string) (*Recordings, error) {
	if _, err := os.ReadDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("prompts: %w", err)
	}
	return &Recordings{dir: dir}, nil
}

// isFileName says whether a language or a prompt may be called so.
func isFileName(s, of string) bool { return s != "" && len(s) <= maxName && strings.Trim(s, of) == "" }

// Has says whether a prompt is recorded in a language.
func (r *Recordings) Has(lang string, key msg.Key) bool {
	_, _, ok := r.File(lang, key)
	return ok
}

// File is where a recorded prompt is, and what kind of sound: of two kinds of one prompt the newer. Whatever the names
// are, it is a file of the folder.
func (r *Recordings) File(lang string, key msg.Key) (path, mime string, ok bool) {
	if !isFileName(lang, tagName) || !isFileName(string(key), promptName) {
		return "", "", false
	}
	var newest time.Time
	for _, ext := range [...]string{"mp3", "wav"} {
		name := filepath.Join(r.dir, lang, string(key)+"."+ext)
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || info.Size() == 0 || info.Size() > maxRecording {
			continue
		}
		if !ok || info.ModTime().After(newest) {
			path, mime, ok, newest = name, recordingMIME()[ext], true, info.ModTime()
		}
	}
	return path, mime, ok
}

// Save keeps a recording of a prompt, in the place of an older one: whole, or not at all. ext is "wav" or "mp3".
func (r *Recordings) Save(lang string, key msg.Key, ext string, audio []byte) error {
	if recordingMIME()[ext] == "" || !isFileName(lang, tagName) || !isFileName(string(key), promptName) {
		return fmt.Errorf("save prompt: no file is called %q", lang+"/"+string(key)+"."+ext)
	}
	if len(audio) == 0 || len(audio) > maxRecording {
		return fmt.Errorf("save prompt: %d bytes; a recording has 1 to %d", len(audio), maxRecording)
	}
	r.saving.Lock()
	defer r.saving.Unlock()
	folder := filepath.Join(r.dir, lang)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("save prompt: %w", err)
	}
	if err := replace(filepath.Join(folder, string(key)+"."+ext), audio); err != nil {
		return fmt.Errorf("save prompt: %w", err)
	}
	for other := range recordingMIME() {
		if other == ext {
			continue
		}
		if err := os.Remove(filepath.Join(folder, string(key)+"."+other)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("save prompt: %w", err)
		}
	}
	return nil
}

// replace writes a file so that it is the old or the new one, whatever happens meanwhile.
func replace(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
