package engine

import (
	"context"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

const (
	// latelyFor is how far back the line looks to say how long asks like one take.
	latelyFor = 8 * 7 * 24 * time.Hour
	// latelyEvery is how often it looks: what weeks say does not change within the hour, and no answer waits for it.
	latelyEvery = time.Hour
	// settled is how long ago a search began that says something: of a younger one only a quick end would be known.
	settled = 24 * time.Hour
)

// alike is what is asked for, where, and by when: requests that find somebody about as fast.
type alike struct {
	category, zone string
	urgency        dispatch.Urgency
}

// lately is what the last weeks say of how long it takes to find somebody.
type lately struct {
	at   time.Time
	wait map[alike]dispatch.Wait
}

// lookBack reads how long it took lately, once an hour.
func (e *Engine) lookBack(ctx context.Context) {
	now := e.clock.Now()
	if known := e.lately.Load(); known != nil && now.Sub(known.at) < latelyEvery {
		return
	}
	err := e.store.Read(ctx, func(v *store.View) error {
		past, err := v.PastRequests(now.Add(-latelyFor))
		if err == nil {
			e.lately.Store(&lately{now, e.waits(past, now)})
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		e.log.Error("what is past cannot be read", "error", err)
	}
}

func (e *Engine) waits(past []store.Past, now time.Time) map[alike]dispatch.Wait {
	searches := map[alike][]dispatch.Search{}
	for _, p := range past {
		if s, ok := e.search(p, now); ok {
			key := alike{p.Category, p.Zone, p.Urgency}
			searches[key] = append(searches[key], s)
		}
	}
	waits := make(map[alike]dispatch.Wait, len(searches))
	for key, all := range searches {
		if w, ok := dispatch.WaitOf(all); ok {
			waits[key] = w
		}
	}
	return waits
}

// search is how long it took to find somebody for a request; false: nobody was looked for, or too short a time ago.
func (e *Engine) search(p store.Past, now time.Time) (s dispatch.Search, ok bool) {
	from := e.searchedFrom(p)
	if !e.lookedFor(p) || now.Sub(from) < settled {
		return s, false
	}
	until := now
	switch {
	case !p.AssignedAt.IsZero():
		s.Found, until = true, p.AssignedAt
	case !p.ClosedAt.IsZero():
		until = p.ClosedAt
	}
	s.Took = until.Sub(from)
	return s, s.Took >= 0
}

// lookedFor says whether neighbors were to be asked for a request: it was not a person's only, nor somebody's secret, nor
// a mistake.
func (e *Engine) lookedFor(p store.Past) bool {
	c, known := e.network.Category(p.Category)
	if !known || c.PersonOnly || p.Private || p.OpenedAt.IsZero() {
		return false
	}
	switch p.Reason {
	case dispatch.OutOfArea, dispatch.OutOfScope, dispatch.Referred, dispatch.Duplicate, dispatch.RefusedSafety, dispatch.Spam:
		return false
	}
	return true
}

// openedLate is how long after it was made a request may be opened for its whole wait to count: one that came back to be
// asked for again counts from its beginning, one that was made days ahead does not.
const openedLate = 48 * time.Hour

// searchedFrom is since when somebody was looked for, as whoever waits counts it.
func (e *Engine) searchedFrom(p store.Past) time.Time {
	made := e.network.AskFrom(p.CreatedAt)
	if made.Before(p.OpenedAt) && p.OpenedAt.Sub(made) < openedLate {
		return made
	}
	return p.OpenedAt
}

// wait is how long it lately took to find somebody for a request like this. Once it has waited as long itself, that says
// nothing any more.
func (w *work) wait(r dispatch.Request) (dispatch.Wait, bool) {
	known := w.lately.Load()
	if known == nil || r.Private {
		return dispatch.Wait{}, false
	}
	wait, ok := known.wait[alike{r.Category, r.Place.Zone, r.Urgency}]
	if ok && !r.OpenedAt.IsZero() && w.now.Sub(r.OpenedAt) >= wait.Within {
		return dispatch.Wait{}, false
	}
	return wait, ok
}
