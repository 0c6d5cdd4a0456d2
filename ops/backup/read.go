package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"slices"

	"filippo.io/age"
)

// longestTail is more than what ends a tar, in bytes.
const longestTail = 1 << 16

// unpack puts the files of an archive into an empty folder and compares them with its manifest.
func unpack(from io.Reader, identities []age.Identity, to *os.Root) (Manifest, error) {
	plain, err := age.Decrypt(bufio.NewReader(from), identities...)
	if _, other := errors.AsType[*age.NoIdentityMatchError](err); other {
		return Manifest{}, errors.New("this key does not open the archive: give the one whose public part it was made for")
	}
	if err != nil {
		return Manifest{}, damaged("%w", err)
	}
	larger, err := gzip.NewReader(plain)
	if err != nil {
		return Manifest{}, damaged("%w", err)
	}
	larger.Multistream(false)
	m, err := untar(larger, kinds(), to)
	if err != nil {
		return Manifest{}, err
	}
	for _, rest := range []io.Reader{larger, plain} { // what comes last proves that all of it is there
		n, err := io.Copy(io.Discard, io.LimitReader(rest, longestTail))
		if err != nil {
			return Manifest{}, damaged("%w", err)
		}
		if n == longestTail {
			return Manifest{}, damaged("it does not end where it should")
		}
	}
	return m, nil
}

// untar puts the files of a tar into an empty folder and compares them with the manifest at its end.
func untar(from io.Reader, may limits, to *os.Root) (Manifest, error) {
	r := tar.NewReader(from)
	var files []File
	for {
		h, err := r.Next()
		if err != nil {
			return Manifest{}, damaged("%w", err) // io.EOF, too: there was no manifest
		}
		most, known := may.of(h.Name)
		if !known || h.Typeflag != tar.TypeReg || h.Size > most || len(files) == mostFiles {
			return Manifest{}, damaged("it holds what no archive holds")
		}
		if h.Name == manifestName {
			m, err := readManifest(r, files)
			if err != nil {
				return Manifest{}, err
			}
			if _, err := r.Next(); !errors.Is(err, io.EOF) {
				return Manifest{}, damaged("something is behind its manifest")
			}
			return m, nil
		}
		f, err := putFile(to, h.Name, r)
		if err != nil {
			return Manifest{}, damaged("%w", err)
		}
		if f.Size != h.Size {
			return Manifest{}, damaged("a file is shorter than it says")
		}
		files = append(files, f)
	}
}

// putFile writes a file that is not there yet, in the folder it says.
func putFile(to *os.Root, name string, content io.Reader) (File, error) {
	if err := to.MkdirAll(path.Dir(name), 0o700); err != nil {
		return File{}, err
	}
	f, err := to.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return File{}, err
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, hash), content)
	if err = errors.Join(err, f.Close()); err != nil {
		return File{}, err
	}
	return File{Name: name, Size: size, SHA256: hex.EncodeToString(hash.Sum(nil))}, nil
}

// readManifest reads the manifest and compares it with the files that came before it.
func readManifest(from io.Reader, files []File) (m Manifest, err error) {
	if err := json.NewDecoder(from).Decode(&m); err != nil {
		return m, damaged("its manifest cannot be read")
	}
	if m.Format > format {
		return m, errors.New("the archive was made by a newer Hotline: use that release")
	}
	if m.Format < 1 || !slices.Equal(m.Files, files) {
		return m, damaged("its files are not those that its manifest names")
	}
	for _, must := range []string{Settings, Keys, Database} {
		if !slices.ContainsFunc(files, func(f File) bool { return f.Name == must }) {
			return m, damaged("%s is missing", must)
		}
	}
	return m, nil
}
