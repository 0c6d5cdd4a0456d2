package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// entry is a file in an archive that we did not write.
type entry struct {
	name    string
	content string
	kind    byte
	link    string
	size    int64 // if it is not the content's
}

// tarOf is a tar of these files, as far as one can be written.
func tarOf(t testing.TB, files ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Typeflag: f.kind, Name: f.name, Linkname: f.link, Mode: 0o777, Size: int64(len(f.content))}
		if f.kind == 0 {
			h.Typeflag = tar.TypeReg
		}
		if f.size > 0 {
			h.Size = f.size
		}
		must(t, w.WriteHeader(h))
		_, err := io.WriteString(w, f.content)
		must(t, err)
	}
	if len(files) == 0 || files[len(files)-1].size == 0 {
		must(t, w.Close())
	}
	return b.Bytes()
}

// manifestOf is a manifest that is right about these files.
func manifestOf(t testing.TB, files ...entry) entry {
	t.Helper()
	m := Manifest{Format: format, Schema: 1}
	for _, f := range files {
		sum := sha256.Sum256([]byte(f.content))
		m.Files = append(m.Files, File{f.name, int64(len(f.content)), hex.EncodeToString(sum[:])})
	}
	content, err := json.Marshal(m)
	must(t, err)
	return entry{name: manifestName, content: string(content)}
}

// TestStrangersArchive puts into an archive, encrypted for the right key, what none of ours has: it is refused, and
// nothing is written outside of the new folder, nor left.
func TestStrangersArchive(t *testing.T) {
	t.Parallel()
	musts := []entry{{name: Settings, content: "x"}, {name: Keys, content: "x"}, {name: Database, content: "x"}}
	with := func(more ...entry) []entry { return append(musts[:len(musts):len(musts)], more...) }
	for name, files := range map[string][]entry{
		"a way out":           with(entry{name: "../outside", content: "x"}),
		"a way out, hidden":   with(entry{name: "data/recordings/../../../outside", content: "x"}),
		"a word that is none": with(entry{name: "lang/../../outside.toml", content: "x"}),
		"from the root":       with(entry{name: "/tmp/outside", content: "x"}),
		"with backslashes":    with(entry{name: `lang\..\outside.toml`, content: "x"}),
		"a link":              with(entry{name: "data/recordings/1", kind: tar.TypeSymlink, link: "/etc/passwd"}),
		"a second name":       with(entry{name: "data/recordings/1", kind: tar.TypeLink, link: Keys}),
		"a folder":            with(entry{name: "data/recordings/1", kind: tar.TypeDir}),
		"a device":            with(entry{name: "data/recordings/1", kind: tar.TypeChar}),
		"another file":        with(entry{name: "data/hotline.db-wal", content: "x"}),
		"the lock":            with(entry{name: "data/hotline.lock", content: "x"}),
		"twice":               with(entry{name: Keys, content: "y"}),
		"no keys":             {musts[0], musts[2]},
		"too large":           {musts[0], {name: Keys, content: strings.Repeat("x", 1<<16+1)}, musts[2]},
		"larger than there":   {musts[0], {name: Keys, content: "x", size: 100}},
		"no database":         with(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, err := age.GenerateX25519Identity()
			must(t, err)
			all := append(files[:len(files):len(files)], manifestOf(t, files...))
			if files[len(files)-1].size > 0 {
				all = files
			}
			var b bytes.Buffer
			sealed, err := age.Encrypt(&b, key.Recipient())
			must(t, err)
			small := gzip.NewWriter(sealed)
			_, err = small.Write(tarOf(t, all...))
			must(t, err)
			must(t, small.Close())
			must(t, sealed.Close())
			above := t.TempDir()
			parent := filepath.Join(above, "a", "b")
			must(t, os.MkdirAll(parent, 0o700))
			_, err = Restore(t.Context(), &b, []age.Identity{key}, filepath.Join(parent, "line"))
			if err == nil || !strings.Contains(err.Error(), "nothing was put back") || strings.Contains(err.Error(), "%!") {
				t.Errorf("it says %v", err)
			}
			empty(t, parent)
			if left, err := filepath.Glob(filepath.Join(above, "*")); err != nil || len(left) != 1 {
				t.Errorf("outside: %v", left)
			}
		})
	}
}

// FuzzUntar reads any tar: it is refused, or holds what its manifest names, and nothing is written outside of its folder
// or larger than it may be.
func FuzzUntar(f *testing.F) {
	good := []entry{{name: Settings, content: "x"}, {name: Keys, content: "x"}, {name: Database, content: "x"}, {name: "data/recordings/1", content: "x"}}
	f.Add(tarOf(f, append(good, manifestOf(f, good...))...))
	f.Add(tarOf(f, entry{name: "../outside", content: "x"}))
	f.Add(tarOf(f, entry{name: "data/recordings/1", kind: tar.TypeSymlink, link: "/etc"}, entry{name: "data/recordings/1", content: "x"}))
	f.Add(tarOf(f, entry{name: manifestName, content: `{"format":1,"files":[]}`}))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		parent := t.TempDir()
		dir := filepath.Join(parent, "line")
		must(t, os.Mkdir(dir, 0o700))
		root, err := os.OpenRoot(dir)
		must(t, err)
		defer root.Close()
		small := kinds()
		for i := range small {
			small[i].most = min(small[i].most, 1<<16) // a header says anything; the disk need not hold it
		}
		m, err := untar(bytes.NewReader(raw), small, root)
		if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
			t.Errorf("outside: %v %v", entries, err)
		}
		if err != nil {
			return
		}
		for _, file := range m.Files {
			content, err := os.ReadFile(filepath.Join(dir, file.Name))
			if sum := sha256.Sum256(content); err != nil || hex.EncodeToString(sum[:]) != file.SHA256 || len(content) > 1<<16 {
				t.Errorf("%s: %d bytes, %v", file.Name, len(content), err)
			}
		}
	})
}
