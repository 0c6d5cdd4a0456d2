package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"hotline/store"
)

const (
	probeTimeout = 2 * time.Second
	probeEvery   = time.Second // the check is open to anybody, and writes
)

// readiness is the body of /health/ready. A carrier that cannot be reached does not make the line unready, since texts
// must go on coming in: it shows in the outbox.
type readiness struct {
	Ready  bool   `json:"ready"`
	Reason string `json:"reason,omitempty"`
	Outbox struct {
		LagSeconds float64    `json:"lag_seconds"`          // how long the oldest text that may leave has been waiting
		HeldUntil  *time.Time `json:"held_until,omitempty"` // the carrier refuses what we send, or is in trouble
	} `json:"outbox"`
}

// probe finds out whether the database takes writes, at most once a second.
type probe struct {
	store *store.DB
	held  func() time.Time // until when the outbox is; zero: it is not
	log   *slog.Logger

	mu   sync.Mutex
	at   time.Time
	last readiness
}

func (p *probe) serve(c echo.Context) error {
	r := p.now(c.Request().Context())
	status := http.StatusOK
	if !r.Ready {
		status = http.StatusServiceUnavailable
	}
	return c.JSON(status, r)
}

func (p *probe) now(ctx context.Context) readiness {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.at) < probeEvery {
		return p.last
	}
	// Not the asker's patience: its answer is everybody's for the next second.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeTimeout)
	defer cancel()
	p.last = p.look(ctx)
	p.at = time.Now()
	return p.last
}

func (p *probe) look(ctx context.Context) (r readiness) {
	err := p.store.Write(ctx, func(tx *store.Tx) error {
		since, err := tx.OutboxDueSince()
		if err != nil {
			return err
		}
		r.Outbox.LagSeconds = 0
		if !since.IsZero() {
			r.Outbox.LagSeconds = max(0, tx.Now().Sub(since).Seconds())
		}
		return tx.SetMeta("ready_at", tx.Now().Format(time.RFC3339))
	})
	if err != nil {
		p.log.Error("the database does not take writes", "error", err)
		r.Reason = "the database does not take writes"
		if why := store.Why(err); why != "" {
			r.Reason += ": " + why
		}
		return r
	}
	if until := p.held().UTC().Truncate(time.Second); !until.IsZero() {
		r.Outbox.HeldUntil = &until
	}
	r.Ready = true
	return r
}
