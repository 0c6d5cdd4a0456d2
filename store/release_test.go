package store

import (
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hotline/dispatch"
)

var update = flag.Bool("update", false, "write testdata/release-2 anew, until that release is out")

const (
	releaseWords = "two adults, near the park"
	releasePhone = "+12125550142"
)

// TestOpensEveryRelease opens a database that each release wrote, with its keys, and finds what is in it.
func TestOpensEveryRelease(t *testing.T) {
	t.Parallel()
	if *update {
		writeRelease(t, filepath.Join("testdata", "release-2"))
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
			must(t, os.CopyFS(dir, os.DirFS(from)))
			o := options(dir)
			must(t, errors.Join(os.Rename(filepath.Join(dir, "database"), o.Path), os.Rename(filepath.Join(dir, "keys"), o.KeysFile),
				os.Chmod(o.KeysFile, 0o600)))
			db := reopen(t, o)
			findRelease(t, db)
			if from != filepath.Join("testdata", "release-1") {
				findCalls(t, db)
			}
		})
	}
}

func writeRelease(t *testing.T, to string) {
	dir := t.TempDir()
	db, err := Open(t.Context(), options(dir))
	must(t, err)
	fill(t, db, releaseWords, releasePhone)
	must(t, db.Close())
	must(t, os.RemoveAll(to))
	must(t, os.CopyFS(to, os.DirFS(dir)))
	must(t, errors.Join(os.Rename(filepath.Join(to, "hotline.db"), filepath.Join(to, "database")),
		os.Rename(filepath.Join(to, "hotline.keys"), filepath.Join(to, "keys"))))
}

// findRelease finds in each table what fill wrote.
func findRelease(t *testing.T, db *DB) {
	t.Helper()
	p := get(t, db, func(v *View) (Person, error) { return v.PersonByPhone(releasePhone) })
	if p.Contact.Name != releaseWords || string(p.Session.Data) != releaseWords ||
		p.Contact.CanText() || !p.Contact.CanCall() {
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

// findCalls finds what fillCalls wrote.
func findCalls(t *testing.T, db *DB) {
	t.Helper()
	calls := all(t, db, func(v *View) iter.Seq2[ListedCall, error] { return v.ListCalls(time.Time{}) })
	voicemails := all(t, db, func(v *View) iter.Seq2[ListedRecording, error] { return v.ListVoicemails(time.Time{}) })
	if len(calls) != 1 || calls[0].State != releaseWords || calls[0].Phone != releasePhone || len(voicemails) != 1 {
		t.Fatalf("calls %+v, voicemails %+v", calls, voicemails)
	}
	turn := get(t, db, func(v *View) ([]byte, error) { return v.TurnOf(calls[0].ID, 0) })
	sound, err := db.Audio(voicemails[0].ID)
	if string(turn) != releaseWords || string(sound) != releaseWords || err != nil {
		t.Errorf("turn %q, sound %q, %v", turn, sound, err)
	}
	if dials := claimDials(t, db, 9); len(dials) != 1 || dials[0].To != releasePhone {
		t.Errorf("dials %+v", dials)
	}
}
