package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// move writes a request in a new status, if nobody has moved it meanwhile.
func (w *work) move(r *store.Request, to dispatch.Status) error {
	from := r.Status
	r.Status = to
	if err := w.tx.UpdateRequest(*r, from); err != nil {
		return fmt.Errorf("move request to %s: %w", to, err)
	}
	return nil
}

// save writes a request whose status stays.
func (w *work) save(r *store.Request) error { return w.move(r, r.Status) }

// saveWords writes what was said about a request that stays as it is.
func (w *work) saveWords(r store.Request) error {
	if err := w.tx.UpdateWords(r); err != nil {
		return fmt.Errorf("save words: %w", err)
	}
	return nil
}

// opened starts the asking for a request that may be asked for: the timer does it, so that no webhook waits for it.
func (w *work) opened(r *store.Request) error {
	if r.Several() {
		return w.openedPlaces(r)
	}
	return w.openedOne(r)
}

// openedOne does so for the one row by which volunteers are asked.
func (w *work) openedOne(r *store.Request) error {
	switch {
	case w.network.Askable(r.Request):
		return w.setTimer(timerOpen, r.ID, w.now)
	case r.Status == dispatch.Open && !r.Private:
		return w.setTimer(timerNews, r.ID, w.network.NewsAt(w.now, time.Time{}))
	}
	return nil
}

// raise makes a request wait for a person. A graver reason stays. The caller saves the request.
func (w *work) raise(r *store.Request, a dispatch.Attention, why string) error {
	if !w.mark(r, a) {
		return nil
	}
	return w.raised(*r, why)
}

// mark is the first half of raise, for a request that is not stored yet: it says whether the reason is news.
func (w *work) mark(r *store.Request, a dispatch.Attention) bool {
	if a == "" || r.Attention == a || grave(r.Attention) > grave(a) {
		return false
	}
	r.Attention, r.AttentionSince = a, w.now
	return true
}

// raised is the second half, for a request that is stored: its timeline says why, and the coordinators hear of it.
func (w *work) raised(r store.Request, why string) error {
	if err := w.event(r.ID, 0, eventAttention, bySystem, string(r.Attention)+because(why)); err != nil {
		return err
	}
	if r.Attention == dispatch.PrivateCase {
		return w.alertNow(alarm{why: r.Attention}, r)
	}
	return w.digestSoon()
}

// grave ranks reasons: those that keep a request from being offered above the others, danger and secrets above all.
func grave(a dispatch.Attention) int {
	switch {
	case a == dispatch.PrivateCase, a == dispatch.DangerWords, a == dispatch.Reported:
		return 2
	case !a.MayBeAsked():
		return 1
	}
	return 0
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// lower ends a request's waiting for a person, if it waited for one of these reasons. The caller saves it.
func lower(r *store.Request, reasons ...dispatch.Attention) bool {
	for _, a := range reasons {
		if r.Attention == a && a != "" {
			r.Attention, r.AttentionSince = "", time.Time{}
			return true
		}
	}
	return false
}

// resume lets a request that was kept back be asked for again.
func (w *work) resume(r *store.Request, actor, why string) error {
	lower(r, r.Attention)
	r.OpenedAt = w.network.AskFrom(w.now)
	if err := w.save(r); err != nil {
		return err
	}
	if err := w.event(r.ID, 0, eventResumed, actor, why); err != nil {
		return err
	}
	return w.opened(r)
}

// withdraw ends the live offers of a request, and tells those who were asked lately (but for winner) that it is
// covered. Texts that have not left are dropped instead. A volunteer who stood by while another decided hears that
// too.
func (w *work) withdraw(offers []store.Offer, winner dispatch.ID) error {
	plain := make([]dispatch.Offer, len(offers))
	for i, o := range offers {
		plain[i] = o.Offer
	}
	told := map[dispatch.ID]bool{}
	for _, o := range dispatch.StandDown(plain, winner, w.network.Rules.StandDownWindow, w.now) {
		told[o.ID] = true
	}
	for i := range offers {
		o := &offers[i]
		said := msg.Key("")
		switch {
		case !o.Status.Live() && !told[o.ID]:
			continue
		case o.Volunteer == winner: // an older offer of the same job
		case o.Standby && o.Status.Live():
			said = msg.StandbyOver
		case told[o.ID]:
			said = msg.StandDown
		}
		if err := w.withdrawOne(o, said); err != nil {
			return err
		}
	}
	return nil
}

// withdrawOne ends one offer, live or not, and says so to its volunteer; an empty key says nothing.
func (w *work) withdrawOne(o *store.Offer, said msg.Key) error {
	if o.Status == dispatch.OfferQueued {
		if _, err := w.tx.DropOffer(o.ID); err != nil {
			return fmt.Errorf("drop offer: %w", err)
		}
	}
	if o.Status.Live() {
		if err := w.moveOffer(o, dispatch.OfferWithdrawn); err != nil {
			return err
		}
	}
	if said == "" {
		return nil
	}
	c, err := w.tx.ContactByID(o.Volunteer)
	if err != nil {
		return fmt.Errorf("volunteer: %w", err)
	}
	_, err = w.tell(c, about{lane: store.LaneAnswer, request: o.Request, offer: o.ID},
		msg.T(said, "Letter", o.Letter, "Name", firstName(c.Name)))
	return err
}

// accepted finds the offer by which a request's holder has it.
func (w *work) accepted(r store.Request) (*store.Offer, []store.Offer, error) {
	offers, err := w.tx.OffersOf(r.ID)
	if err != nil {
		return nil, nil, fmt.Errorf("offers of: %w", err)
	}
	for i := range offers {
		if o := &offers[i]; o.Volunteer == r.Holder && o.Status == dispatch.OfferAccepted {
			return o, offers, nil
		}
	}
	return nil, offers, nil
}

// eraseAfter is how long the place of a job is kept when it is over.
const eraseAfter = 24 * time.Hour

// close ends a request. It withdraws what is live, ends the holder's offer, and sees to it that the place is erased.
func (w *work) close(r *store.Request, reason dispatch.Reason, actor string, contact dispatch.ID) error {
	mine, offers, err := w.accepted(*r)
	if err != nil {
		return err
	}
	if r.Holder != 0 {
		if err := w.endCheckIns(r.ID); err != nil {
			return err
		}
	}
	if err := w.withdraw(offers, r.Holder); err != nil {
		return err
	}
	if mine != nil {
		over := w.now
		if !r.DoneAt.IsZero() { // its volunteer has said so before
			over = r.DoneAt
		}
		if err := w.endOffer(mine, endOf(reason), over); err != nil {
			return err
		}
		if err := w.sweepSoon(); err != nil {
			return err
		}
	}
	r.ClosedReason, r.ClosedAt = reason, w.now
	r.Attention, r.AttentionSince = "", time.Time{}
	if err := w.move(r, dispatch.Closed); err != nil {
		return err
	}
	if reason == dispatch.Completed && r.Holder != 0 && actor != bySystem {
		if err := w.confirm(r.Holder, 1); err != nil {
			return err
		}
	}
	if err := w.event(r.ID, contact, eventClosed, actor, string(reason)); err != nil {
		return err
	}
	if r.PlaceTold && r.DoneAt.IsZero() {
		if err := w.setTimer(timerErase, r.ID, w.now.Add(eraseAfter)); err != nil {
			return err
		}
	}
	if err := w.closedWeekly(r); err != nil {
		return err
	}
	return w.cancelTimers(r.ID, timerOpen, timerDispatch, timerEscalate, timerNews, timerUnanswered, timerComplete)
}

// endOf is what becomes of the holder's offer when the request is closed.
func endOf(reason dispatch.Reason) dispatch.OfferStatus {
	if reason == dispatch.Completed || reason == dispatch.DoneByOthers {
		return dispatch.OfferCompleted
	}
	return dispatch.OfferWithdrawn
}

// confirm counts a job confirmed by the resident (or one that was not, after all: -1): two make a volunteer who
// joined by text a known one.
func (w *work) confirm(volunteer dispatch.ID, by int) error {
	v, err := w.tx.Volunteer(volunteer)
	if err != nil {
		return fmt.Errorf("volunteer: %w", err)
	}
	v.Confirmed = max(0, v.Confirmed+by)
	return w.saveVolunteer(v)
}

func (w *work) saveVolunteer(v store.Volunteer) error {
	if err := w.tx.UpsertVolunteer(v); err != nil {
		return fmt.Errorf("save volunteer: %w", err)
	}
	return nil
}

// What happens to a request, as its timeline names it.
const (
	eventDraft      = "draft"
	eventOpened     = "opened"
	eventResumed    = "resumed"
	eventWords      = "words_added"
	eventAttention  = "needs_coordinator"
	eventAsked      = "asked"
	eventDeclined   = "declined"
	eventSilent     = "silent"
	eventFailed     = "not_reached"
	eventTooLate    = "too_late"
	eventStandby    = "standby"
	eventHeld       = "held"
	eventHoldOver   = "hold_over"
	eventAssigned   = "assigned"
	eventPlace      = "place_told"
	eventDiscreet   = "discreet" // private from now on, or not any more
	eventErased     = "place_erased"
	eventHandedBack = "handed_back"
	eventOnWay      = "on_the_way"
	eventLate       = "late"
	eventCheckIn    = "checked_in" // with the contact who was asked how it went
	eventStillOn    = "still_on_it"
	eventNoShow     = "no_show"
	eventDone       = "done_reported"
	eventNews       = "news_sent"
	eventNobodyFree = "nobody_free"
	eventStopped    = "texts_stopped"
	eventReported   = "reported"
	eventDanger     = "danger"
	eventConfirmed  = "number_confirmed"
	eventNotHeard   = "call_not_heard"
	eventForget     = "asked_to_be_forgotten"
	eventForgotten  = "forgotten"
	eventWrote      = "coordinator_wrote"
	eventTold       = "resident_told" // of a request for several volunteers: one more text that nobody asked for
	eventHelpers    = "helpers"       // why: how many
	eventWeekly     = "weekly"
	eventOnce       = "not_weekly"
	eventAgain      = "asked_again" // the weekly request of a week before
	eventClosed     = "closed"
	eventReason     = "reason_changed"
)
