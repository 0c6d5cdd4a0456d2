package engine_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"hotline/dispatch/engine"
	"hotline/store"
)

// Run asks as soon as a request is there, sleeps, and goes on when the clock is moved. Every text it writes is
// announced.
func TestRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.engine.Run(ctx) }()
	w.only(rosa, "FOOD 11211")
	w.deliverUntil(5)
	w.clock.Advance(31 * time.Minute)
	w.deliverUntil(6)
	stop()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

// deliverUntil delivers whenever texts are announced, until so many have left for volunteers.
func (w *world) deliverUntil(texts int) {
	w.t.Helper()
	for left := 0; left < texts; {
		select {
		case <-w.engine.OutboxReady():
			w.deliver()
		case <-w.t.Context().Done():
			w.t.Fatal("the test's time is over")
		}
		left = 0
		for n := 1; n <= texts; n++ {
			left += min(1, len(w.heard[helper(n)]))
		}
	}
}

// A command in another process writes to the same database and wakes the server.
func TestAnotherProcessActs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	o := databaseIn(w.dir)
	o.Now = w.clock.Now
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	command := engine.New(engine.Options{Store: db, Network: w.network, Catalog: w.catalog, Clock: w.clock,
		Log: slog.New(slog.DiscardHandler), Lines: []string{ourNumber}})
	if err := command.Assign(t.Context(), w.request(rosa).Code, helper(2), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.engine.Wake()
	<-w.engine.OutboxReady()
	w.settle()
	w.wants(helper(2), "assigned")
	wantsIn(t, w.text(helper(1), "yes"), "too_late")
}
