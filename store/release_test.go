package store

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hotline/dispatch"
)

var update = flag.Bool("update", false, "write testdata/release-1 anew, until that release is out")

const (
	releaseWords = "two adults, near the park"
	releasePhone = "+12125550142"
)

// TestOpensEveryRelease opens a database that each release wrote, with its keys, and finds what is in it.
func TestOpensEveryRelease(t *testing.T) {
	t.Parallel()
	if *update {
		writeRelease(t, filepath.Join("testdata", "release-1"))
	}
	releases, err := filepath.Glob(filepath.Join("testdata", "release-*"))
	must(t, err)
	if len(releases) == 0 {
		t.Fatal("no release to open")
	}
	for _, from := range releases {
		t.Run(filepath.Base(from), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for kept, name := range map[string]string{"database": "hotline.db", "keys": "hotline.keys"} {
				b, err := os.ReadFile(filepath.Join(from, kept))
				must(t, err)
				put(t, filepath.Join(dir, name), string(b))
			}
			findRelease(t, reopen(t, options(dir)))
		})
	}
}

func writeRelease(t *testing.T, to string) {
	dir := t.TempDir()
	db, err := Open(t.Context(), options(dir))
	must(t, err)
	fill(t, db, releaseWords, releasePhone)
	must(t, db.Close())
	must(t, os.MkdirAll(to, 0o755))
	for name, kept := range map[string]string{"hotline.db": "database", "hotline.keys": "keys"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		put(t, filepath.Join(to, kept), string(b))
	}
}

// findRelease finds in each table what fill wrote.
func findRelease(t *testing.T, db *DB) {
	t.Helper()
	p := get(t, db, func(v *View) (Person, error) { return v.PersonByPhone(releasePhone) })
	if p.Contact.Name != releaseWords || string(p.Session.Data) != releaseWords || p.Contact.CanText() {
		t.Errorf("person %#v", p)
	}
	v := get(t, db, func(v *View) (Volunteer, error) { return v.Volunteer(p.Contact.ID) })
	if v.Status != dispatch.Active || len(v.Apart) != 1 {
		t.Errorf("volunteer %+v", v)
	}
	requests := get(t, db, func(v *View) ([]Request, error) { return v.RequestsOf(p.Contact.ID, time.Time{}) })
	if len(requests) != 1 || requests[0].Details != releaseWords || requests[0].Address != releaseWords {
		t.Fatalf("requests %+v", requests)
	}
	r := requests[0].ID
	if events := get(t, db, func(v *View) ([]Event, error) { return v.EventsOf(r) }); len(events) != 1 || events[0].Why != releaseWords {
		t.Errorf("events %+v", events)
	}
	if offers := get(t, db, func(v *View) ([]Offer, error) { return v.OffersOf(r) }); len(offers) != 1 {
		t.Errorf("offers %+v", offers)
	}
	if timers := get(t, db, func(v *View) ([]Timer, error) { return v.DueTimers(9) }); len(timers) != 1 || timers[0].Ref != r {
		t.Errorf("timers %+v", timers)
	}
	if texts := claim(t, db, 9); len(texts) != 1 || texts[0].Body != releaseWords || texts[0].To != releasePhone {
		t.Errorf("outbox %+v", texts)
	}
}
