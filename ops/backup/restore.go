package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"syscall"

	"filippo.io/age"

	"hotline/store"
)

// Verify puts an archive back into a new folder in parent, which it removes again: it holds what its manifest says, the
// database is sound, has the rows it had, and this release opens it with the keys beside it.
func Verify(ctx context.Context, from io.Reader, identities []age.Identity, parent string) (Manifest, error) {
	m, dir, err := verified(ctx, from, identities, parent)
	return m, errors.Join(err, removeAll(dir))
}

// Restore does what Verify does, and then gives the folder the name to, which nothing must have, or an empty folder.
// Nothing appears there before all of it was found good.
func Restore(ctx context.Context, from io.Reader, identities []age.Identity, to string) (Manifest, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	if err := free(to); err != nil {
		return Manifest{}, err
	}
	m, dir, err := verified(ctx, from, identities, filepath.Dir(to))
	if err == nil {
		err = moveIn(dir, to)
	}
	if err != nil {
		return Manifest{}, errors.Join(err, removeAll(dir))
	}
	return m, nil
}

// free says whether an archive can be put back to a folder: it must not be there, or be empty.
func free(to string) error {
	entries, err := os.ReadDir(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("restore: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty, and nothing is written over: name a new folder", to)
	}
	return nil
}

func moveIn(dir, to string) error {
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder; any other stays
		return fmt.Errorf("restore: %w", err)
	}
	syscall.Sync() // every file in it, before it has its name
	if err := os.Rename(dir, to); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	parent, err := os.Open(filepath.Dir(to))
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return errors.Join(parent.Sync(), parent.Close())
}

func removeAll(dir string) error {
	if dir == "" {
		return nil
	}
	return os.RemoveAll(dir)
}

// verified is a new folder in parent with everything an archive holds, found good. The caller removes it, after an error,
// too.
func verified(ctx context.Context, from io.Reader, identities []age.Identity, parent string) (m Manifest, dir string, err error) {
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return m, "", fmt.Errorf("restore: %w", err)
	}
	if dir, err = os.MkdirTemp(parent, ".restoring-"); err != nil { // mode 0700
		return m, "", fmt.Errorf("restore: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return m, dir, fmt.Errorf("restore: %w", err)
	}
	m, err = unpack(from, identities, root)
	if err = errors.Join(err, root.Close()); err != nil {
		return m, dir, err
	}
	return m, dir, sound(ctx, m, dir)
}

// sound makes sure that the database is the one the manifest speaks of and that this release can run on it.
func sound(ctx context.Context, m Manifest, dir string) error {
	facts, err := store.Inspect(ctx, filepath.Join(dir, Database))
	if err != nil {
		return damaged("%w", err)
	}
	if facts.Schema != m.Schema || !maps.Equal(facts.Rows, m.Rows) {
		return damaged("the database has not the rows that its manifest counts")
	}
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, Database), KeysFile: filepath.Join(dir, Keys)})
	if err != nil {
		return fmt.Errorf("the archive cannot be used, and nothing was put back: %w", err)
	}
	return errors.Join(db.DoubtWhatLeaves(ctx), db.Close())
}
