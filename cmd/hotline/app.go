package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
	"hotline/gateway"
	"hotline/i18n"
	"hotline/store"
)

// A stop takes at most the sum of these and the 20 seconds that a text or a call on its way may take: under 30.
const (
	webhooksEnd = 5 * time.Second // for webhooks under way
	flushEnd    = 4 * time.Second // for answers that still wait in the outbox
)

// App is one running line: its database, its engine, the edge to the carrier and two listeners.
type App struct {
	log             *slog.Logger
	lock            *dataLock
	store           *store.DB
	clock           *engine.Clock
	catalog         *i18n.Catalog
	prompts         *i18n.Recordings
	engine          *engine.Engine
	gateway         *gateway.Gateway
	private         *http.ServeMux // may be added to before Run
	public, console net.Listener
}

// Parts are what an App may be given instead of making it itself.
type Parts struct {
	Log             *slog.Logger   // a must
	Clock           *engine.Clock  // nil: the machine's time
	Public, Console net.Listener   // nil: where the settings say
	Carrier         *http.Client   // how the carrier is reached; nil: over the network
	Chance          func() float64 // from 0 up to 1; nil: random
}

// NewApp opens everything a line needs and starts nothing. Errors are one line for the operator. Close releases it
// all, the given listeners too.
func NewApp(ctx context.Context, cfg *config.Config, p Parts) (_ *App, err error) {
	a := &App{log: p.Log, clock: p.Clock, private: http.NewServeMux(), public: p.Public, console: p.Console}
	if a.clock == nil {
		a.clock = engine.NewClock()
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if a.catalog, err = loadCatalog(cfg); err != nil {
		return nil, err
	}
	for _, p := range a.catalog.Problems() {
		if p.Fatal {
			a.log.Warn("a language must be mended", "language", p.Lang, "key", p.Key, "what", p.What)
		}
	}
	if a.lock, err = lockData(cfg.Server.DataDir); err != nil {
		return nil, err
	}
	options := storeOptions(cfg)
	options.Now, options.Chance = a.clock.Now, p.Chance
	if a.store, err = store.Open(ctx, options); err != nil {
		return nil, err
	}
	if a.prompts, err = i18n.OpenRecordings(cfg.Server.Prompts()); err != nil {
		return nil, err
	}
	a.engine = newEngine(cfg, a.catalog, a.store, a.clock, a.log, a.prompts)
	if err := a.edge(cfg, p); err != nil {
		return nil, err
	}
	return a, a.listen(cfg.Server)
}

// edge makes the gateway.
func (a *App) edge(cfg *config.Config, p Parts) error {
	client, err := newClient(cfg, p.Carrier)
	if err != nil {
		return err
	}
	a.gateway, err = gateway.New(gateway.Options{
		Engine: a.engine, Store: a.store, Client: client, Clock: a.clock, Log: a.log,
		Catalog: a.catalog, Recordings: a.prompts, Languages: cfg.Network.Languages,
		PublicURL: cfg.Server.PublicURL, Tokens: cfg.Twilio.Tokens(), Lines: cfg.Twilio.Numbers,
		ServiceSID: cfg.Twilio.MessagingServiceSID, PerSecond: cfg.Twilio.MaxPerSecond, Chance: p.Chance,
	})
	if err != nil {
		return err
	}
	a.private.Handle("/wake", a.gateway.Wake())
	a.private.Handle("GET /keys", keysPrint(a.store))
	return nil
}

func (a *App) listen(s config.Server) (err error) {
	if a.public == nil {
		if a.public, err = listen("public_listen", s.PublicListen); err != nil {
			return err
		}
	}
	if a.console == nil {
		a.console, err = listen("console_listen", s.ConsoleListen)
	}
	return err
}

// Run serves until ctx is done and then stops gracefully: webhooks under way are finished, waiting answers are handed
// to the carrier, and what remains stays in the outbox for the next start. It returns early if a part fails.
func (a *App) Run(ctx context.Context) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	parts, working := errgroup.WithContext(working)
	public := gateway.NewServer(a.gateway.Public(), a.log)
	console := gateway.NewServer(a.private, a.log)
	console.BaseContext = func(net.Listener) context.Context { return ctx } // pages that stay open let go at the stop
	serve := func(s *http.Server, l net.Listener) func() error {
		return func() error {
			if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		}
	}
	parts.Go(serve(public, a.public))
	parts.Go(serve(console, a.console))
	parts.Go(until(working, a.engine.Run))
	parts.Go(until(working, a.gateway.Sender.Run))
	parts.Go(until(working, a.gateway.Reconciler.Run))
	parts.Go(until(working, a.gateway.Dialer.Run))
	parts.Go(until(working, a.gateway.Fetcher.Run))
	parts.Go(until(working, a.gateway.Eraser.Run))
	a.log.Info("ready", "public", a.public.Addr().String(), "console", a.console.Addr().String())

	select {
	case <-ctx.Done():
		a.log.Info("stopping")
	case <-working.Done(): // a part failed
	}
	a.shut(public, console)
	a.flush(working)
	stop()
	err := parts.Wait()
	a.log.Info("stopped")
	return err
}

// until runs a part; being told to stop is no failure.
func until(ctx context.Context, run func(context.Context) error) func() error {
	return func() error {
		if err := run(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		return nil
	}
}

// shut lets requests under way finish.
func (a *App) shut(servers ...*http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), webhooksEnd)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(ctx); err != nil {
			_ = s.Close() // its only errors are of connections that are to be closed anyway
		}
	}
}

// flush waits until no text may leave any more, for a while: with the carrier down, or many texts, the rest goes out
// after the next start.
func (a *App) flush(working context.Context) {
	ctx, cancel := context.WithTimeout(working, flushEnd)
	defer cancel()
	if err := a.settled(ctx); err != nil && ctx.Err() == nil {
		a.log.Error("outbox not flushed", "error", err)
	}
}

// settled waits until the outbox holds nothing that may leave now.
func (a *App) settled(ctx context.Context) error {
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		var next time.Time
		err := a.store.Read(ctx, func(v *store.View) (err error) {
			next, err = v.OutboxNext()
			return err
		})
		if err != nil || next.IsZero() || next.After(a.clock.Now()) {
			return err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close releases what NewApp opened. Call it after Run has returned.
func (a *App) Close() error {
	var errs []error
	for _, l := range []net.Listener{a.public, a.console} {
		if l != nil {
			if err := l.Close(); !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
	}
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	return errors.Join(append(errs, a.lock.Close())...)
}
