package engine

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// setHelpers is the resident's word on how many volunteers are wanted.
func (t *turn) setHelpers(f talk.SetHelpers) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	return t.forHelpers(r, f.Helpers, byResident)
}

// forHelpers makes a request one for so many volunteers: places are added, or those that nobody has are given up. What is
// private or a person's is one case.
func (w *work) forHelpers(r *store.Request, helpers int, actor string) error {
	c, _ := w.network.Category(r.Category)
	if r.Private || c.PersonOnly || isDraft(*r) {
		return nil
	}
	all, err := w.placesOf(*r)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(slices.Clone(all), func(p store.Request) bool { return p.Status == dispatch.Closed })
	held := dispatch.Found(ruledPlaces(open))
	over := dispatch.Found(ruledPlaces(all)) - held
	want := max(min(helpers, dispatch.MaxHelpers), held, 1)
	if len(open) == 0 || want == len(open) {
		return nil
	}
	if err := w.event(wholeOf(*r), 0, eventHelpers, actor, strconv.Itoa(want)); err != nil {
		return err
	}
	if want < len(open) {
		return w.fewer(open, want, want+over, actor)
	}
	return w.more(all, open, want, want+over)
}

// more adds the places that are missing: they wait like any that nobody has had.
func (w *work) more(all, open []store.Request, want, slots int) error {
	for i := range open {
		p := &open[i]
		if p.Slots = slots; p.Lead == 0 {
			p.Lead = p.ID
		}
		if err := w.save(p); err != nil {
			return err
		}
	}
	like := open[0]
	for _, p := range open {
		if p.Status.Waiting() {
			like = p // as this one waits
		}
	}
	if !like.Status.Waiting() {
		like.Attention, like.AttentionSince, like.OpenedAt = "", time.Time{}, w.network.AskFrom(w.now)
	}
	like.Status, like.Lead = dispatch.Open, open[0].Lead
	last := all[len(all)-1].Slot
	like.Slots = slots
	for slot := last + 1; slot <= last+want-len(open); slot++ {
		if err := w.addPlace(like, slot); err != nil {
			return err
		}
	}
	return w.opened(&like)
}

// fewer gives up places that nobody has: the one by which volunteers are asked goes last.
func (w *work) fewer(open []store.Request, want, slots int, actor string) error {
	for excess := len(open) - want; excess > 0; excess-- {
		asking := w.network.Asking(ruledPlaces(open))
		last := -1
		for i, p := range open {
			if p.Holder == 0 && (i != asking || last < 0) {
				last = i
			}
		}
		if last < 0 {
			return nil
		}
		if err := w.close(&open[last], dispatch.NoLongerNeeded, actor, 0); err != nil {
			return err
		}
		open = slices.Delete(open, last, last+1)
	}
	for i := range open {
		open[i].Slots = slots
		if err := w.save(&open[i]); err != nil {
			return err
		}
	}
	lead, err := w.leadOf(&open[0])
	if err != nil || lead.Status != dispatch.Closed {
		return err
	}
	lead.Slots = slots // next week's is made of it, though its own place was given up
	return w.save(lead)
}

// addPlaces makes the other rows of a request for several volunteers.
func (w *work) addPlaces(r store.Request) error {
	for slot := 2; slot <= r.Slots; slot++ {
		if err := w.addPlace(r, slot); err != nil {
			return err
		}
	}
	return nil
}

// addPlace adds a place that waits as another does.
func (w *work) addPlace(like store.Request, slot int) error {
	p := like
	p.ID, p.Slot, p.Asks = 0, slot, 0
	p.Holder, p.AssignedAt, p.DoneAt, p.Frozen, p.Weekly, p.Follows = 0, time.Time{}, time.Time{}, false, false, 0
	if err := w.tx.InsertRequest(&p); err != nil {
		return fmt.Errorf("insert place: %w", err)
	}
	return nil
}
