package main

import (
	"fmt"
	"slices"
	"strings"

	"hotline/dispatch"
	"hotline/store"
)

// moment is one line of a request's timeline.
type moment struct {
	eventJSON
	who string // the actor, with a name if there is one
}

// words are why it happened, and how long it lasted.
func (m moment) words() string {
	if m.Seconds == nil {
		return m.Why
	}
	return strings.TrimSpace(fmt.Sprintf("%s %d s", m.Why, *m.Seconds))
}

// timeline is what happened to a request, what was said about it by phone and the calls it was said in, in order.
func timeline(v *store.View, r store.Request) ([]moment, error) {
	if !r.Several() {
		return timelineOf(v, r)
	}
	places, err := v.PlacesOf(r.Lead)
	if err != nil {
		return nil, err
	}
	var all []moment
	for _, p := range places {
		some, err := timelineOf(v, p)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.At.Compare(b.At) })
	return all, nil
}

// timelineOf is that of one place.
func timelineOf(v *store.View, r store.Request) ([]moment, error) {
	events, err := v.EventsOf(r.ID)
	if err != nil {
		return nil, err
	}
	calls, err := v.CallsOf(r.ID)
	if err != nil {
		return nil, err
	}
	recordings, err := v.RecordingsOf(r.ID)
	if err != nil {
		return nil, err
	}
	side := func(contact dispatch.ID) string {
		if _, err := v.Volunteer(contact); err == nil && contact != r.Resident {
			return "volunteer"
		}
		return "resident" // or who asked for them, from a phone of their own
	}
	var all []moment
	for _, e := range events {
		m := moment{eventJSON{At: e.At.UTC(), Kind: e.Kind, Actor: e.Actor, Why: e.Why.Reveal()}, e.Actor}
		if e.Name != "" {
			m.who += " " + e.Name.Reveal()
		}
		all = append(all, m)
	}
	for _, c := range calls {
		why := strings.TrimSpace(c.Purpose + " " + c.Outcome)
		j := eventJSON{At: c.StartedAt.UTC(), Kind: "call", Actor: side(c.Contact), Why: why, SID: c.SID, Seconds: &c.Seconds}
		all = append(all, moment{j, j.Actor})
	}
	for _, rec := range recordings {
		why := rec.Kind
		if rec.State != store.RecordingStored {
			why += " (" + string(rec.State) + ")"
		}
		j := eventJSON{At: rec.CreatedAt.UTC(), Kind: "recording", Actor: side(rec.Contact), Why: why, SID: rec.SID, Seconds: &rec.Seconds}
		all = append(all, moment{j, j.Actor})
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.At.Compare(b.At) })
	return all, nil
}
