package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keys are the two keys of a database: one that seals values, one that hashes a phone number to look it up by. They
// are apart so that neither says anything about the other.
type keys struct {
	aead tink.AEAD
	prf  *prf.Set
}

// keysFile is the file they are kept in.
type keysFile struct {
	Note string          `json:"note"`
	Seal json.RawMessage `json:"seal"`
	Find json.RawMessage `json:"find"`
}

const keysNote = "Hotline's keys. Nobody can read the database without this file: keep a copy of it, apart from the database."

// hash is what a number, or another thing that is stored sealed or not at all, is looked up by. Without the key it says
// nothing about the number, although there are few enough numbers to try them all. It has 128 bits.
func (k *keys) hash(s string) ([]byte, error) {
	h, err := k.prf.ComputePrimaryPRF([]byte(s), 16)
	if err != nil {
		return nil, fmt.Errorf("hash: %w", err)
	}
	return h, nil
}

// loadKeys reads the keys file, or makes it where there is no database yet.
func loadKeys(path string, haveDatabase bool) (*keys, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && haveDatabase:
		return nil, fmt.Errorf("the database is there, but its keys file %s is not: put the copy of it back", path)
	case errors.Is(err, fs.ErrNotExist):
		if err := makeKeys(path); err != nil {
			return nil, fmt.Errorf("make the keys file: %w", err)
		}
	case err != nil:
		return nil, fmt.Errorf("keys file: %w", err)
	case info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("the keys file %s has mode %04o, so others can read it: chmod 600 it", path, info.Mode().Perm())
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("keys file: %w", err)
	}
	k, err := parseKeys(raw)
	if err != nil {
		return nil, fmt.Errorf("the keys file %s cannot be read: put the copy of it back: %w", path, err)
	}
	return k, nil
}

func parseKeys(raw []byte) (*keys, error) {
	var f keysFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, err
	}
	seal, err := readKeyset(f.Seal)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	find, err := readKeyset(f.Find)
	if err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	k := &keys{}
	if k.aead, err = aead.New(seal); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if k.prf, err = prf.NewPRFSet(find); err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	return k, nil
}

func readKeyset(raw []byte) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
}

// makeKeys writes new keys. The file appears whole or not at all, and never replaces one that another process made
// meanwhile.
func makeKeys(path string) error {
	raw, err := newKeys()
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// syncDir makes the names in a folder as durable as the files.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func newKeys() ([]byte, error) {
	f := keysFile{Note: keysNote}
	seal, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	find, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, err
	}
	if f.Seal, err = writeKeyset(seal); err != nil {
		return nil, err
	}
	if f.Find, err = writeKeyset(find); err != nil {
		return nil, err
	}
	raw, err := json.MarshalIndent(f, "", "  ")
	return append(raw, '\n'), err
}

func writeKeyset(h *keyset.Handle) (json.RawMessage, error) {
	var b bytes.Buffer
	err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b))
	return b.Bytes(), err
}
