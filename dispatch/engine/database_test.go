package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/i18n"
	"hotline/store"
)

// newDatabase is a folder with a new database in it, and its keys: a copy, for to make one costs more than most tests.
func newDatabase(t testing.TB) (o store.Options) {
	t.Helper()
	files, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return databaseIn(dir)
}

func databaseIn(dir string) store.Options {
	return store.Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys")}
}

// empty are the files of a database that nobody has written to, by name.
var empty = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "hotline")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	db, err := store.Open(context.Background(), databaseIn(dir))
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range []string{"hotline.db", "hotline.keys"} {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
})

// catalogs are those loaded so far, by the network's name and languages: words do not change.
var catalogs sync.Map

// catalogFor are the words of a network whose languages begin with its own.
func catalogFor(t testing.TB, network string, languages []string, at *time.Location) *i18n.Catalog {
	t.Helper()
	load := func() (*i18n.Catalog, error) {
		return i18n.Load(i18n.Options{Languages: languages, Default: "en", Menu: []string{"FOOD", "RX", "RIDE", "BABY"},
			Network: network, Location: at})
	}
	once, _ := catalogs.LoadOrStore(network+" "+strings.Join(languages, " "), sync.OnceValues(load))
	c, err := once.(func() (*i18n.Catalog, error))()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
