package engine

import (
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// A weekly request is closed like any other; a timer of its own asks for the next one a week after it was made. What it
// was about stays with the request that is over, so that it can be asked for again: all but where to come.

// setWeekly is the resident's word on whether something is asked for every week.
func (t *turn) setWeekly(f talk.SetWeekly) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if f.Off {
		return t.notEveryWeek(r, byResident)
	}
	return t.everyWeek(r, byResident)
}

// leadOf is the row that says whether a request is weekly.
func (w *work) leadOf(r *store.Request) (*store.Request, error) {
	if wholeOf(*r) == r.ID {
		return r, nil
	}
	lead, err := w.tx.RequestByID(r.Lead)
	if err != nil {
		return nil, fmt.Errorf("lead: %w", err)
	}
	return &lead, nil
}

// everyWeek has a request asked for again a week later. It takes the place of whatever its resident has asked for every
// week of that kind before.
func (w *work) everyWeek(r *store.Request, actor string) error {
	lead, err := w.leadOf(r)
	if err != nil || lead.Private || lead.Weekly {
		return err
	}
	if _, err := w.tx.EndWeekly(lead.Resident, lead.Category, lead.ID); err != nil {
		return fmt.Errorf("end weekly: %w", err)
	}
	lead.Weekly = true
	if err := w.save(lead); err != nil {
		return err
	}
	if err := w.event(lead.ID, 0, eventWeekly, actor, ""); err != nil {
		return err
	}
	return w.nextWeek(*lead)
}

// notEveryWeek ends that.
func (w *work) notEveryWeek(r *store.Request, actor string) error {
	lead, err := w.leadOf(r)
	if err != nil || !lead.Weekly {
		return err
	}
	lead.Weekly = false
	if err := w.save(lead); err != nil {
		return err
	}
	if err := w.event(lead.ID, 0, eventOnce, actor, ""); err != nil {
		return err
	}
	return w.cancelTimers(lead.ID, timerWeekly)
}

// endAllWeekly ends whatever somebody has asked for every week.
func (w *work) endAllWeekly(resident dispatch.ID) error {
	if _, err := w.tx.EndWeekly(resident, "", 0); err != nil {
		return fmt.Errorf("end weekly: %w", err)
	}
	return nil
}

// nextWeek sets when a weekly request is asked for again.
func (w *work) nextWeek(r store.Request) error {
	due := w.network.WeekAfter(r.CreatedAt)
	if due.Before(w.now) {
		due = w.network.AskFrom(w.now)
	}
	return w.setTimer(timerWeekly, r.ID, due)
}

// closedWeekly has a weekly request asked for again that has just been closed; one whose week is over, at once.
func (w *work) closedWeekly(r *store.Request) error {
	if !r.Weekly && !r.Several() {
		return nil
	}
	lead, err := w.leadOf(r)
	if err != nil || !lead.Weekly {
		return err
	}
	return w.nextWeek(*lead)
}

// weekly asks again for what is asked for every week. What somebody still has, or a person, is let be finished first.
func (w *work) weekly(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || !r.Weekly {
		return err
	}
	if late, err := w.night(timerWeekly, id); late || err != nil {
		return err
	}
	places, err := w.openPlaces(*r)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.Holder != 0 || !p.Status.Waiting() || !p.Attention.MayBeAsked() {
			return nil // its closing sets the timer again
		}
	}
	for i := range places {
		if err := w.close(&places[i], dispatch.NoVolunteer, bySystem, 0); err != nil {
			return err
		}
	}
	if r, err = w.find(id); err != nil || r == nil {
		return err
	}
	if err := w.cancelTimers(id, timerWeekly); err != nil {
		return err
	}
	return w.askAgain(r)
}

// askAgain opens the request that follows a weekly one, unless it is not to be asked for any more.
func (w *work) askAgain(r *store.Request) error {
	resident, err := w.tx.ContactByID(r.Resident)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	open, err := w.tx.RequestsOf(r.Resident, w.now.Add(neverClosed))
	if err != nil {
		return fmt.Errorf("requests of: %w", err)
	}
	mayNot := r.Private || dispatch.EndsWeekly(r.ClosedReason) || waysTo(*r, resident) == (dispatch.Ways{})
	var same *store.Request
	count := map[dispatch.ID]bool{}
	for i := range open {
		o := &open[i]
		mayNot = mayNot || o.Private
		if isDraft(*o) {
			continue
		}
		if count[wholeOf(*o)] = true; o.Category == r.Category {
			same = o
		}
	}
	switch {
	case mayNot:
		return w.notEveryWeek(r, bySystem)
	case same != nil: // they have asked for it themselves
		return w.everyWeek(same, bySystem)
	case len(count) >= maxOpen:
		return w.setTimer(timerWeekly, r.ID, w.network.AskFrom(w.now.Add(24*time.Hour)))
	}
	return w.openNext(*r, resident)
}

// maxOpen is how many requests a phone may have open.
const maxOpen = 3

func (w *work) openNext(r store.Request, resident store.Contact) error {
	next := store.Request{Intake: w.tx.NewID(), Channel: r.Channel, Details: r.Details, Corner: r.Corner, Weekly: true, Follows: r.ID,
		LastWordAt: w.now, Request: dispatch.Request{Resident: r.Resident, Status: dispatch.Open, Category: r.Category, Place: r.Place,
			People: r.People, Urgency: r.Urgency, Language: r.Language, Slots: r.Slots, DueAt: w.network.DueAgain(r.DueAt, w.now)}}
	if !next.DueAt.IsZero() {
		next.Urgency = w.network.UrgencyBy(next.DueAt, w.now)
	}
	why := w.whyNext(next)
	if why == "" {
		next.OpenedAt = w.network.AskFrom(w.now)
		alone, err := w.unhelped(r)
		if err != nil {
			return err
		}
		if alone {
			why = dispatch.Unhelped
		}
	}
	marked := w.mark(&next, why)
	if err := w.tx.InsertRequest(&next); err != nil {
		return fmt.Errorf("insert next: %w", err)
	}
	if err := w.addPlaces(next); err != nil {
		return err
	}
	if err := w.tx.MoveRecordings(r.ID, next.ID); err != nil {
		return fmt.Errorf("move recordings: %w", err)
	}
	if err := w.event(next.ID, r.Resident, eventAgain, bySystem, "after "+r.Code); err != nil {
		return err
	}
	if marked {
		if err := w.raised(next, ""); err != nil {
			return err
		}
	}
	r.Weekly = false // from now on it is the next one that says so
	if err := w.save(&r); err != nil {
		return err
	}
	if err := w.nextWeek(next); err != nil {
		return err
	}
	text := msg.T(msg.WeeklyAgain, "Need", need(next.Request), "When", when(next.Request))
	if _, err := w.tellResident(next, resident, about{lane: store.LaneAnswer, request: next.ID}, text); err != nil {
		return err
	}
	return w.opened(&next)
}

// whyNext is why a person looks at the next one before anybody is asked, as at the first.
func (w *work) whyNext(r store.Request) dispatch.Attention {
	c, known := w.network.Category(r.Category)
	switch {
	case !known, c.PersonOnly:
		return dispatch.NeedsPerson
	case r.Place.Zone == "" && r.Place.ZIP == "":
		return dispatch.PlaceUnknown
	case r.Place.Zone == "":
		return dispatch.OutOfZones
	}
	return ""
}

// unhelped says whether nobody has come for so many weeks in a row that a person looks.
func (w *work) unhelped(r store.Request) (bool, error) {
	for week := 1; r.ClosedReason == dispatch.NoVolunteer; week++ {
		if week == dispatch.UnhelpedWeeks {
			return true, nil
		}
		before, err := w.find(r.Follows)
		if err != nil || before == nil {
			return false, err
		}
		r = *before
	}
	return false, nil
}

// helpedBefore are those who did for a weekly request the week before what is asked for again.
func (w *work) helpedBefore(r store.Request) (ids []dispatch.ID, err error) {
	before, err := w.find(r.Follows)
	if err != nil || before == nil {
		return nil, err
	}
	places, err := w.placesOf(*before)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		if p.Holder != 0 && p.ClosedReason == dispatch.Completed {
			ids = append(ids, p.Holder)
		}
	}
	return ids, nil
}
