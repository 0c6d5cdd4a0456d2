package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"filippo.io/age"

	"hotline/cmd/hotline/config"
	"hotline/ops/backup"
	"hotline/store"
)

type backupCmd struct {
	File string   `arg:"" help:"The archive to write; nothing is written over."`
	To   []string `help:"Who can open it, instead of privacy.backup_to: age1…; once for each." placeholder:"RECIPIENT"`
}

// Run backs the line up; a server may be running. It says nothing when all is well.
func (c *backupCmd) Run(e *env) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	recipients, err := c.recipients(cfg)
	if err != nil {
		return err
	}
	settings, err := config.Portable(e.configPath)
	if err != nil {
		return err
	}
	lock, err := lockKeeping(cfg.Server.DataDir)
	if err != nil {
		return err
	}
	db, err := store.Open(e.ctx, storeOptions(cfg))
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	err = newFile(c.File, func(to io.Writer) error {
		_, err := backup.Write(e.ctx, to, recipients, backup.Source{
			Store: db, Work: cfg.Server.DataDir, KeysFile: cfg.Privacy.KeysFile, Settings: settings,
			Prompts: cfg.Server.Prompts(), Words: cfg.Words(), Hotline: version(),
		})
		return err
	})
	return errors.Join(err, db.Close(), lock.Close())
}

func (c *backupCmd) recipients(cfg *config.Config) ([]age.Recipient, error) {
	written := cfg.Privacy.BackupTo
	if len(c.To) > 0 {
		written = c.To
	}
	if len(written) == 0 {
		return nil, fmt.Errorf("nobody could open the backup: run hotline keys new backup.key, keep that file elsewhere, and write " +
			`backup_to = ["age1…"] with the line it prints under [privacy]`)
	}
	recipients := make([]age.Recipient, len(written))
	for i, to := range written {
		r, err := age.ParseX25519Recipient(to)
		if err != nil {
			return nil, usageError{errors.New("--to must be the public part of a key: age1 and 58 letters or digits")}
		}
		recipients[i] = r
	}
	return recipients, nil
}

// newFile writes a file for its owner only that appears whole or not at all, and replaces none.
func newFile(path string, write func(io.Writer) error) error {
	taken := fmt.Errorf("%s is there already, and nothing is written over: name another file", path)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, taken)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".hotline-*") // mode 0600
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, errors.Unwrap(err))
	}
	defer os.Remove(f.Name())
	out := bufio.NewWriterSize(f, 1<<20)
	err = write(out)
	if err = errors.Join(err, out.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Link(f.Name(), path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return taken
	case err != nil: // a disk that knows no second names, such as a memory stick: take the name first
		if err := reserve(path); err != nil {
			return err
		}
		if err := os.Rename(f.Name(), path); err != nil {
			return err
		}
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

type restoreCmd struct {
	File   string `arg:"" help:"The archive."`
	Key    string `required:"" help:"The file of the key it was made for." placeholder:"FILE"`
	To     string `help:"The folder to put it back to: a new or an empty one." placeholder:"DIR" xor:"what" required:""`
	Verify bool   `help:"See whether it could be put back, and put nothing back." xor:"what" required:""`
}

// Run puts a line back into a folder of its own, once everything was found good.
func (c *restoreCmd) Run(e *env) error {
	identities, err := readIdentities(c.Key)
	if err != nil {
		return err
	}
	archive, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("%s: cannot be read: %w", c.File, errors.Unwrap(err))
	}
	defer archive.Close()
	if c.Verify {
		m, err := backup.Verify(e.ctx, archive, identities, os.TempDir())
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		return tell(e.stdout, m, "It is whole, and this release can use it.")
	}
	m, err := backup.Restore(e.ctx, archive, identities, c.To)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return tell(e.stdout, m, "It is in "+c.To+". Secrets are not in a backup: set HOTLINE_TWILIO_AUTH_TOKEN, and the PINs. Stop the old server "+
		"before you start: hotline serve --config "+filepath.Join(c.To, backup.Settings))
}

func readIdentities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", path, errors.Unwrap(err))
	}
	defer f.Close()
	identities, err := age.ParseIdentities(io.LimitReader(f, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("%s: is no key that hotline keys new (or age-keygen) has made", path)
	}
	return identities, nil
}

// tell prints what an archive holds.
func tell(to io.Writer, m backup.Manifest, last string) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "made\t%s\nby\t%s\nschema\t%d\nrecordings\t%d\n", m.CreatedAt.Format("2006-01-02 15:04:05 MST"),
		printable(m.Hotline), m.Schema, m.Recordings())
	for _, name := range slices.Sorted(maps.Keys(m.Rows)) {
		if !strings.HasPrefix(name, "goose") {
			fmt.Fprintf(table, "%s\t%d\n", printable(name), m.Rows[name])
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(to, last)
	return err
}
