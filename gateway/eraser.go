package gateway

import (
	"context"
	"errors"
	"log/slog"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
)

// Eraser has the carrier forget the texts and calls that were forgotten here. It sleeps until there are some.
type Eraser struct {
	engine *engine.Engine
	client *twilio.Client
	clock  *engine.Clock
	log    *slog.Logger
}

// eraseBatch is how many are looked up at once.
const eraseBatch = 50

// Run erases until ctx is done. What a stop breaks off is done after the next start.
func (e *Eraser) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		due, next, err := e.engine.ErasuresDue(ctx, eraseBatch)
		if err == nil && len(due) > 0 {
			err = e.erase(ctx, due)
			if err == nil {
				continue
			}
		}
		if err != nil && ctx.Err() == nil {
			e.log.Error("nothing erased at the carrier", "error", err)
			next = e.clock.Now().Add(mendPause)
			_ = e.clock.Sleep(ctx, next, nil) // its only error is ctx's, here and below
			continue
		}
		_ = e.clock.Sleep(ctx, next, e.engine.ErasuresReady())
	}
	return nil
}

// erase has each be forgotten. An error is of the database, or of the account: what fails for its own reasons (a text may
// be on its way still) is tried again later, after the others.
func (e *Eraser) erase(ctx context.Context, due []engine.Erasure) error {
	for _, one := range due {
		err := e.client.Erase(ctx, one.SID)
		if err == nil {
			if err := e.engine.Erased(ctx, one.SID); err != nil {
				return err
			}
			continue
		}
		failure, _ := errors.AsType[*twilio.Error](err)
		if ctx.Err() != nil || failure != nil && failure.Class == twilio.Stop {
			return err
		}
		left, missed := e.engine.EraseMissed(ctx, one)
		if missed != nil {
			return missed
		}
		e.log.Warn("not erased at the carrier", "try", one.Tries+1, "left", left, "error", err)
	}
	return nil
}
