package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"filippo.io/age"

	"hotline/store"
)

// Source is what is backed up.
type Source struct {
	Store    *store.DB
	Work     string // a folder of the line's own, where the copy of the database is while it is packed
	KeysFile string
	Settings []byte // without secrets
	Prompts  string // folders that need not be there
	Words    string
	Hotline  string // this release
}

// ErrNoRecipient says that nobody could open the backup.
var ErrNoRecipient = errors.New("nobody could open the backup")

// Write writes an archive that any of the recipients can open. The line may be running: the database is of one moment,
// and a recording that was erased since is left out. No keys may be rotated meanwhile.
func Write(ctx context.Context, to io.Writer, recipients []age.Recipient, from Source) (Manifest, error) {
	if len(recipients) == 0 {
		return Manifest{}, ErrNoRecipient
	}
	database := filepath.Join(from.Work, "backup.db")
	if err := os.Remove(database); err != nil && !errors.Is(err, fs.ErrNotExist) { // a death has left it
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	if err := from.Store.CopyTo(ctx, database); err != nil {
		return Manifest{}, err
	}
	m, err := pack(ctx, to, recipients, from, database)
	if err = errors.Join(err, os.Remove(database)); err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	return m, nil
}

func pack(ctx context.Context, to io.Writer, recipients []age.Recipient, from Source, database string) (Manifest, error) {
	facts, err := store.Inspect(ctx, database)
	if err != nil {
		return Manifest{}, err
	}
	sealed, err := age.Encrypt(to, recipients...)
	if err != nil {
		return Manifest{}, err
	}
	small, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed) // most of it is sealed already and gets no smaller
	if err != nil {
		return Manifest{}, err
	}
	p := &packer{ctx: ctx, tar: tar.NewWriter(small), limits: kinds(), manifest: Manifest{
		Format: format, Hotline: from.Hotline, CreatedAt: from.Store.Now(), Schema: facts.Schema, Rows: facts.Rows}}
	p.bytes(Settings, from.Settings)
	p.file(Keys, from.KeysFile)
	p.file(Database, database)
	for _, id := range facts.Sounds {
		sound, err := from.Store.SealedSound(id)
		if errors.Is(err, store.ErrNotFound) {
			continue // erased since
		}
		p.fail(err)
		p.bytes(fmt.Sprint(soundsFolder, int64(id)), sound)
	}
	p.folder(promptFolder, from.Prompts)
	p.folder(wordsFolder, from.Words)
	p.end()
	return p.manifest, errors.Join(p.err, p.tar.Close(), small.Close(), sealed.Close())
}

// packer writes one file after another, and keeps the first error.
type packer struct {
	ctx      context.Context
	tar      *tar.Writer
	limits   limits
	manifest Manifest
	err      error
}

func (p *packer) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *packer) bytes(name string, content []byte) {
	if p.begin(name, int64(len(content))) {
		_, err := p.tar.Write(content)
		p.fail(err)
		p.note(name, int64(len(content)), sha256.Sum256(content))
	}
}

// file packs a file that nobody changes meanwhile.
func (p *packer) file(name, from string) {
	if p.err != nil {
		return
	}
	f, err := os.Open(from)
	if err != nil {
		p.fail(err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		p.fail(err)
		return
	}
	if !p.begin(name, info.Size()) {
		return
	}
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(p.tar, hash), f)
	p.fail(err)
	p.note(name, info.Size(), [sha256.Size]byte(hash.Sum(nil)))
}

// folder packs the files of a folder, and of those in it, that an archive may have.
func (p *packer) folder(name, from string) {
	if p.err != nil || from == "" {
		return
	}
	err := fs.WalkDir(os.DirFS(from), ".", func(at string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		if _, ok := p.limits.of(name + at); !ok {
			return nil
		}
		content, err := fs.ReadFile(os.DirFS(from), at)
		if err == nil {
			p.bytes(name+path.Clean(at), content)
		}
		return err
	})
	if !errors.Is(err, fs.ErrNotExist) {
		p.fail(err)
	}
}

func (p *packer) begin(name string, size int64) bool {
	most, ok := p.limits.of(name)
	switch {
	case p.err != nil:
	case p.ctx.Err() != nil:
		p.fail(p.ctx.Err())
	case !ok || size > most:
		p.fail(fmt.Errorf("%s has %d bytes, and %d are the most", name, size, most))
	default:
		p.fail(p.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX}))
	}
	return p.err == nil
}

func (p *packer) note(name string, size int64, sum [sha256.Size]byte) {
	p.manifest.Files = append(p.manifest.Files, File{Name: name, Size: size, SHA256: hex.EncodeToString(sum[:])})
}

// end writes the manifest, which is not in itself.
func (p *packer) end() {
	content, err := json.Marshal(p.manifest)
	p.fail(err)
	if p.begin(manifestName, int64(len(content))) {
		_, err := p.tar.Write(content)
		p.fail(err)
	}
}
