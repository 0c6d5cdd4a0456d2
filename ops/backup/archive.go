// Package backup puts a whole line into one file that only its owner can open, and back. The file is a tar of the
// database, its recordings and keys, the settings, the network's own words and recorded prompts, and a manifest that says
// what must be in it; compressed, then encrypted with age. The keys are inside because of that alone: without a recipient
// there is no backup.
//
// Whoever knows a recipient can make a file that opens, so an archive is read as what a stranger wrote: only names that
// are known, no larger than they can be, into a new folder.
package backup

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"hotline/store"
)

// Names in an archive, and in the folder that it is put back to.
const (
	Settings = "hotline.toml"
	Keys     = "hotline.keys"
	Database = "data/hotline.db"

	manifestName = "manifest.json"
	soundsFolder = "data/recordings/"
	promptFolder = "data/prompts/"
	wordsFolder  = "lang/"
)

// format is the archive's own version.
const format = 1

// Manifest says what is in an archive. It is the last file in it, so that one that was cut short has none.
type Manifest struct {
	Format    int              `json:"format"`
	Hotline   string           `json:"hotline"` // the release that wrote it
	CreatedAt time.Time        `json:"created_at"`
	Schema    int              `json:"schema"` // of the database
	Rows      map[string]int64 `json:"rows"`   // by table
	Files     []File           `json:"files"`
}

// File is one of an archive's files.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Recordings counts those that are in the archive.
func (m Manifest) Recordings() (n int) {
	for _, f := range m.Files {
		if strings.HasPrefix(f.Name, soundsFolder) {
			n++
		}
	}
	return n
}

// kind is a kind of file that an archive may have: what it is called, and its size in bytes at most.
type kind struct {
	name *regexp.Regexp
	most int64
}

// kinds are all of them. A tag or a prompt's name never begins with a point, so no name leads out of its folder.
func kinds() []kind {
	const word = `[A-Za-z0-9][A-Za-z0-9_-]{0,63}`
	exactly := func(pattern string) *regexp.Regexp { return regexp.MustCompile("^" + pattern + "$") }
	return []kind{
		{exactly(regexp.QuoteMeta(Settings)), 1 << 20},
		{exactly(regexp.QuoteMeta(Keys)), 1 << 16},
		{exactly(regexp.QuoteMeta(Database)), 1 << 36},
		{exactly(soundsFolder + `[0-9]{1,19}`), store.MaxSealedSound},
		{exactly(promptFolder + word + `/` + word + `\.(mp3|wav)`), 10 << 20},
		{exactly(wordsFolder + word + `\.toml`), 1 << 20},
		{exactly(regexp.QuoteMeta(manifestName)), 1 << 28},
	}
}

// mostFiles bounds how many files an archive has.
const mostFiles = 1 << 21

// limits says how large the file with this name may be; false: no archive has one.
type limits []kind

func (l limits) of(name string) (most int64, ok bool) {
	for _, k := range l {
		if k.name.MatchString(name) {
			return k.most, true
		}
	}
	return 0, false
}

// damaged is an archive that is not as it was written.
func damaged(format string, args ...any) error {
	return fmt.Errorf("the archive is damaged or incomplete, and nothing was put back: "+format, args...)
}
