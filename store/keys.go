package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/core/cryptofmt"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keys are the two keys of a database: one that seals values, one that hashes a phone number to look it up by. They
// are apart so that neither says anything about the other. While they are rotated there are two of each (see rotate.go).
type keys struct {
	aead    tink.AEAD
	finds   []prf.PRF   // the one in use first
	newest  []byte      // what everything begins with that the key in use has sealed
	rotated bool        // there is only one key of each kind
	file    os.FileInfo // as it was when they were read
	print   string      // the file's fingerprint
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
func (k *keys) hash(s string) ([]byte, error) { return hashWith(k.finds[0], s) }

func hashWith(find prf.PRF, s string) ([]byte, error) {
	h, err := find.ComputePRF([]byte(s), 16)
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
	return readKeys(path)
}

// readKeys reads the keys file. What it notes of the file is of the very one it has read.
func readKeys(path string) (*keys, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("keys file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("keys file: %w", err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("keys file: %w", err)
	}
	k, err := parseKeys(raw)
	if err != nil {
		return nil, fmt.Errorf("the keys file %s cannot be read: put the copy of it back: %w", path, err)
	}
	k.file = info
	return k, nil
}

// same says whether the file is still the one these keys were read from.
func (k *keys) same(now os.FileInfo) bool {
	return os.SameFile(k.file, now) && k.file.ModTime().Equal(now.ModTime()) && k.file.Size() == now.Size()
}

func parseKeys(raw []byte) (*keys, error) {
	f, err := parseKeysFile(raw)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	k := &keys{newest: sealedBy(f.seal), rotated: f.seal.Len() == 1 && f.find.Len() == 1, print: hex.EncodeToString(sum[:16])}
	if k.aead, err = aead.New(f.seal); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	finds, err := prf.NewPRFSet(f.find)
	if err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	k.finds = []prf.PRF{finds.PRFs[finds.PrimaryID]}
	for id, find := range finds.PRFs {
		if id != finds.PrimaryID {
			k.finds = append(k.finds, find)
		}
	}
	return k, nil
}

// sealedBy is what the primary key of a set writes in front of what it seals: a version, and the key's number.
// (developers.google.com/tink/wire-format, output prefix)
func sealedBy(set *keyset.Handle) []byte {
	return binary.BigEndian.AppendUint32([]byte{cryptofmt.TinkStartByte}, set.KeysetInfo().GetPrimaryKeyId())
}

// keySets are the keys as they are in the file.
type keySets struct{ seal, find *keyset.Handle }

func parseKeysFile(raw []byte) (s keySets, err error) {
	var f keysFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return s, err
	}
	if s.seal, err = readKeyset(f.Seal); err != nil {
		return s, fmt.Errorf("seal: %w", err)
	}
	if s.find, err = readKeyset(f.Find); err != nil {
		return s, fmt.Errorf("find: %w", err)
	}
	return s, nil
}

func (s keySets) encode() ([]byte, error) {
	f := keysFile{Note: keysNote}
	var err error
	if f.Seal, err = writeKeyset(s.seal); err != nil {
		return nil, err
	}
	if f.Find, err = writeKeyset(s.find); err != nil {
		return nil, err
	}
	raw, err := json.MarshalIndent(f, "", "  ")
	return append(raw, '\n'), err
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
	var s keySets
	var err error
	if s.seal, err = keyset.NewHandle(aead.AES256GCMKeyTemplate()); err != nil {
		return nil, err
	}
	if s.find, err = keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate()); err != nil {
		return nil, err
	}
	return s.encode()
}

func writeKeyset(h *keyset.Handle) (json.RawMessage, error) {
	var b bytes.Buffer
	err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b))
	return b.Bytes(), err
}
