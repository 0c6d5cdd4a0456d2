package engine

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/i18n"
	"hotline/store"
)

// A timer that fails is put off and holds no other up; one of a kind nobody knows goes.
func TestATimerThatFails(t *testing.T) {
	t.Parallel()
	clock := StoppedClock(time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC))
	dir := t.TempDir()
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys"), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	catalog, err := i18n.Load(i18n.Options{Languages: []string{"en"}, Default: "en", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	e := New(Options{Store: db, Network: dispatch.Network{Location: time.UTC}, Catalog: catalog, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	var ran []dispatch.ID
	e.handlers["bad"] = func(*work, dispatch.ID) error { return errors.New("out of order") }
	e.handlers["good"] = func(_ *work, id dispatch.ID) error { ran = append(ran, id); return nil }
	err = e.write(t.Context(), func(w *work) error {
		return errors.Join(w.setTimer("bad", 1, w.now.Add(-2)), w.setTimer("good", 2, w.now), w.setTimer("unknown", 3, w.now))
	})
	if err != nil {
		t.Fatal(err)
	}
	next, err := e.RunDue(t.Context())
	if err != nil || !next.Equal(clock.Now().Add(timerRetry)) {
		t.Errorf("next %v, %v", next, err)
	}
	if len(ran) == 0 || ran[len(ran)-1] != 2 {
		t.Errorf("ran %v", ran)
	}
}
