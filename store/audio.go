package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"hotline/dispatch"
)

// maxAudio bounds a recording's sound, in bytes: 20 minutes of the carrier's largest format (16 bit, 8 kHz) and more.
const maxAudio = 20 << 20

// SaveAudio keeps a recording's sound, sealed and bound to its id. The file appears whole or not at all, and replaces
// one that is there. It is durable when SaveAudio returns.
func (db *DB) SaveAudio(id dispatch.ID, audio []byte) error {
	if len(audio) == 0 || len(audio) > maxAudio {
		return fmt.Errorf("keep a recording: %d bytes of sound", len(audio))
	}
	for {
		k, err := db.currentKeys()
		if err != nil {
			return fmt.Errorf("keep a recording: %w", err)
		}
		sealed, err := k.seal(recordingAudio, id, audio)
		if err != nil {
			return err
		}
		if err := db.writeAudio(id, sealed); err != nil {
			return fmt.Errorf("keep a recording: %w", err)
		}
		if !db.keysMoved() && db.keys.Load() == k {
			return nil
		} // else the keys were rotated meanwhile, and whoever did may have passed this file by
	}
}

func (db *DB) writeAudio(id dispatch.ID, sealed []byte) error {
	if err := os.MkdirAll(db.audioDir, 0o700); err != nil {
		return err
	}
	return db.lockSounds(func() error { return replaceFile(db.audioPath(id), unfinished, sealed) })
}

// lockSounds runs fn while nobody else, of this process or another, writes a recording: two of one id would write the same
// file, and one that is being sealed anew would be put in the place of one that is newer.
func (db *DB) lockSounds(fn func() error) error {
	dir, err := os.Open(db.audioDir)
	if err != nil {
		return err
	}
	defer dir.Close() // and with it the lock
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return fn()
}

// replaceFile writes a file for its owner only, whole or not at all, and durably. suffix ends its name until it is whole.
func replaceFile(path, suffix string, content []byte) error {
	f, err := os.OpenFile(path+suffix, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+suffix))
	}
	if err := os.Rename(path+suffix, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// Audio is a recording's sound. ErrNotFound: there is none.
func (db *DB) Audio(id dispatch.ID) ([]byte, error) {
	plain, err := db.readAudio(id, db.keys.Load())
	if err == nil || errors.Is(err, ErrNotFound) {
		return plain, err
	}
	k, moved := db.currentKeys() // it may have been sealed anew since
	if moved != nil {
		return nil, moved
	}
	return db.readAudio(id, k)
}

func (db *DB) readAudio(id dispatch.ID, k *keys) ([]byte, error) {
	sealed, err := os.ReadFile(db.audioPath(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read a recording: %w", err)
	}
	if len(sealed) == 0 {
		return nil, errors.New("read a recording: the file is empty")
	}
	return k.open(recordingAudio, id, sealed)
}

// DeleteAudio erases a recording's sound, and what a death while it was written left of it. None there is no error.
func (db *DB) DeleteAudio(id dispatch.ID) error {
	path := db.audioPath(id)
	for _, err := range []error{os.Remove(path), os.Remove(path + unfinished), os.Remove(path + resealed), syncDir(db.audioDir)} {
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("erase a recording: %w", err)
		}
	}
	return nil
}

// unfinished ends the name of a file that is being written. A death leaves it; the next try writes over it.
const unfinished = ".part"

func (db *DB) audioPath(id dispatch.ID) string {
	return filepath.Join(db.audioDir, strconv.FormatInt(int64(id), 10))
}
