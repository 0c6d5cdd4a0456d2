package main

import (
	"context"
	"sync"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/gateway/phonetest"
	"hotline/store"
)

// languages are the network's, by their own names.
func (p *practice) languages(cfg *config.Config) []phonetest.Language {
	var list []phonetest.Language
	for _, tag := range cfg.Network.Languages {
		list = append(list, phonetest.Language{Tag: tag, Name: p.app.catalog.Name(tag)})
	}
	return list
}

// next says when the line will do something by itself.
func (a *App) next() (what string, due time.Time, ok bool) {
	err := a.store.Read(context.Background(), func(v *store.View) error {
		timer, err := v.NextTimer()
		if err != nil {
			return err
		}
		dial, err := v.DialNext()
		due = timer
		if due.IsZero() || (!dial.IsZero() && dial.Before(due)) {
			due = dial
		}
		return err
	})
	if err != nil {
		a.log.Error("next timer not read", "error", err)
	}
	return "something is due", due, err == nil && !due.IsZero()
}

// tour says how far anybody has come with a request made by text, and with one made by phone. A tick once given stays;
// with all given nothing is looked up.
func (a *App) tour() func() (texts, calls phonetest.Ticks) {
	var (
		mu    sync.Mutex
		ticks = map[dispatch.Channel]phonetest.Ticks{}
	)
	over := func(c dispatch.Channel) bool { return ticks[c].Place && ticks[c].Done }
	return func() (texts, calls phonetest.Ticks) {
		mu.Lock()
		defer mu.Unlock()
		if over(dispatch.SMS) && over(dispatch.Voice) {
			return ticks[dispatch.SMS], ticks[dispatch.Voice]
		}
		err := a.store.Read(context.Background(), func(v *store.View) error {
			for r, err := range v.ListRequests(time.Time{}) {
				if err != nil {
					return err
				}
				ticks[r.Request.Channel] = tick(ticks[r.Request.Channel], r.Request)
			}
			return nil
		})
		if err != nil {
			a.log.Error("tour not read", "error", err)
		}
		return ticks[dispatch.SMS], ticks[dispatch.Voice]
	}
}

// tick adds what one request shows to have happened.
func tick(t phonetest.Ticks, r store.Request) phonetest.Ticks {
	taken := r.Status.Taken() || r.Status == dispatch.DoneReported || r.Holder != 0
	t.Asked = t.Asked || !r.OpenedAt.IsZero()
	t.Offered = t.Offered || r.Asks > 0
	t.Accepted = t.Accepted || taken
	t.Place = t.Place || r.PlaceTold
	t.Done = t.Done || r.Status == dispatch.DoneReported || r.ClosedReason == dispatch.Completed
	return t
}
