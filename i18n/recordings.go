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

// Recordings are the prompts that somebody has recorded: files <dir>/<language>/<prompt>.(wav|mp3). The folder is read
// once; prompts recorded by phone are added while the line runs. It is safe for concurrent use.
type Recordings struct {
	dir string
	mu  sync.RWMutex
	has map[string]recording // by "<language>/<prompt>"
}

type recording struct {
	ext string
	at  time.Time
}

// OpenRecordings reads what is there. A folder that is not there has no recordings, and files that cannot be prompts
// (another kind, empty, over 10 MB) are not looked at.
func OpenRecordings(dir string) (*Recordings, error) {
	r := &Recordings{dir: dir, has: map[string]recording{}}
	languages, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("prompts: %w", err)
	}
	for _, language := range languages {
		if !language.IsDir() || !isFileName(language.Name(), tagName) {
			continue
		}
		files, err := os.ReadDir(filepath.Join(dir, language.Name()))
		if err != nil {
			return nil, fmt.Errorf("prompts: %w", err)
		}
		for _, file := range files {
			r.found(language.Name(), file)
		}
	}
	return r, nil
}

// found takes a file of a language's folder, if it is a prompt; of two kinds of one prompt the newer is heard.
func (r *Recordings) found(lang string, file fs.DirEntry) {
	key, ext, _ := strings.Cut(file.Name(), ".")
	info, err := file.Info()
	if err != nil || !info.Mode().IsRegular() || recordingMIME()[ext] == "" || !isFileName(key, promptName) {
		return
	}
	name := lang + "/" + key
	if info.Size() > 0 && info.Size() <= maxRecording && !r.has[name].at.After(info.ModTime()) {
		r.has[name] = recording{ext, info.ModTime()}
	}
}

// isFileName says whether a language or a prompt may be called so.
func isFileName(s, of string) bool { return s != "" && len(s) <= maxName && strings.Trim(s, of) == "" }

// Has says whether a prompt is recorded in a language.
func (r *Recordings) Has(lang string, key msg.Key) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	_, ok := r.has[lang+"/"+string(key)]
	return ok
}

// File is where a recorded prompt is, and what kind of sound. Whatever the names are, it is a file of the folder.
func (r *Recordings) File(lang string, key msg.Key) (path, mime string, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	name := lang + "/" + string(key)
	found, ok := r.has[name]
	if !ok {
		return "", "", false
	}
	return filepath.Join(r.dir, filepath.FromSlash(name)) + "." + found.ext, recordingMIME()[found.ext], true
}

// Save keeps a recording of a prompt, in the place of an older one: whole, or not at all. ext is "wav" or "mp3".
func (r *Recordings) Save(lang string, key msg.Key, ext string, audio []byte) error {
	if recordingMIME()[ext] == "" || !isFileName(lang, tagName) || !isFileName(string(key), promptName) {
		return fmt.Errorf("save prompt: no file is called %q", lang+"/"+string(key)+"."+ext)
	}
	if len(audio) == 0 || len(audio) > maxRecording {
		return fmt.Errorf("save prompt: %d bytes; a recording has 1 to %d", len(audio), maxRecording)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	folder := filepath.Join(r.dir, lang)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("save prompt: %w", err)
	}
	if err := replace(filepath.Join(folder, string(key)+"."+ext), audio); err != nil {
		return fmt.Errorf("save prompt: %w", err)
	}
	name := lang + "/" + string(key)
	old, had := r.has[name]
	r.has[name] = recording{ext, time.Time{}}
	if had && old.ext != ext { // the newer is heard anyway: what is left is only untidy
		return os.Remove(filepath.Join(folder, string(key)+"."+old.ext))
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
