package engine

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// find reads the request a timer is about; nil when it is gone.
func (w *work) find(id dispatch.ID) (*store.Request, error) {
	r, err := w.tx.RequestByID(id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	return &r, nil
}

// open begins the asking for a request, or begins it anew in another place. What its resident has been told by then,
// or is about to be, is not told again.
func (w *work) open(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || !w.network.Askable(r.Request) {
		return err
	}
	if err := w.setTimer(timerEscalate, id, w.network.EscalateAt(r.Request, w.now)); err != nil {
		return err
	}
	if err := w.newsFrom(*r); err != nil {
		return err
	}
	return w.askFor(r)
}

// newsFrom sets when a resident who waits hears from us. A timer that is set stays: whoever was told that nobody is
// free hears the next day, wherever they have moved meanwhile.
func (w *work) newsFrom(r store.Request) error {
	due := w.network.NewsAt(r.OpenedAt, time.Time{})
	if !due.After(w.now) {
		due = w.network.NewsAt(w.now, time.Time{})
	}
	w.timersSet = true
	if err := w.tx.AddTimer(store.Timer{Kind: timerNews, Ref: r.ID, Due: due}); err != nil {
		return fmt.Errorf("add timer %s: %w", timerNews, err)
	}
	return nil
}

// escalate tells the coordinators that nobody has said yes.
func (w *work) escalate(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || !r.Status.Waiting() || r.Attention != "" {
		return err
	}
	if late, err := w.night(timerEscalate, id); late || err != nil {
		return err
	}
	return w.raiseAndSave(r, dispatch.DeadlineNear)
}

// news tells a resident who waits how it stands: honestly, and who looks at it.
func (w *work) news(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || !r.Status.Waiting() || r.Private {
		return err
	}
	if late, err := w.night(timerNews, id); late || err != nil {
		return err
	}
	resident, err := w.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	texts, err := w.someNews(*r)
	if err != nil {
		return err
	}
	told, err := w.tellResident(*r, resident, about{lane: store.LaneCheckIn, request: id}, texts...)
	if err != nil {
		return err
	}
	if told {
		if err := w.event(id, 0, eventNews, bySystem, ""); err != nil {
			return err
		}
	}
	return w.setTimer(timerNews, id, w.network.NewsAt(r.OpenedAt, w.now))
}

// nobodyFree tells a resident at once, and once, that there is nobody to ask: the answer to their text has just said
// that neighbors are being asked. The next news is the next day's.
func (w *work) nobodyFree(r store.Request) error {
	before, err := w.tx.HasEvent(r.ID, eventNobodyFree)
	if err != nil {
		return fmt.Errorf("has event: %w", err)
	}
	if before {
		return nil
	}
	said, err := w.unasked(r)
	if err != nil || said+1+perPairing > maxUnasked {
		return err // they hear it with the next news
	}
	resident, err := w.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	told, err := w.tellResident(r, resident, about{lane: store.LaneAnswer, request: r.ID}, w.nobodyFreeText(r))
	if err != nil || !told {
		return err
	}
	if err := w.event(r.ID, 0, eventNobodyFree, bySystem, ""); err != nil {
		return err
	}
	return w.setTimer(timerNews, r.ID, w.network.NewsAt(r.OpenedAt, w.now))
}

func (w *work) nobodyFreeText(r store.Request) msg.Text {
	who, by, known := w.answers(w.now)
	if !known {
		return msg.T(msg.NobodyFreeAlone, "Need", need(r.Request))
	}
	return msg.T(msg.NobodyFree, "Need", need(r.Request), "Who", who, "By", by)
}

// someNews are the news of a request of which some places are taken already: who comes, and how many are asked for still.
// Of any other they are how it stands.
func (w *work) someNews(r store.Request) ([]msg.Text, error) {
	if !r.Several() {
		return w.newsTexts(r), nil
	}
	places, err := w.placesOf(r)
	if err != nil {
		return nil, err
	}
	s, err := w.standingOf(places)
	if err != nil || len(s.names) == 0 || !r.Attention.MayBeAsked() {
		return w.newsTexts(r), err
	}
	return []msg.Text{msg.T(msg.StillAskingMore, "Need", needOne(r.Request), "Names", s.names, "Count", s.waiting)}, nil
}

func (w *work) newsTexts(r store.Request) []msg.Text {
	who, by, known := w.answers(w.now)
	switch {
	case !r.Attention.MayBeAsked(), !r.DueAt.IsZero() && !w.now.Before(r.DueAt):
		return []msg.Text{msg.T(msg.Prefix, "Network", w.network.Name),
			msg.T(msg.StatusPerson, "Need", need(r.Request), "Who", who)}
	case r.Asks == 0 && !r.Several():
		return []msg.Text{w.nobodyFreeText(r)}
	}
	texts := []msg.Text{msg.T(msg.StillAskingNobody, "Need", need(r.Request), "Count", r.Asks)}
	if known {
		texts[0] = msg.T(msg.StillAsking, "Need", need(r.Request), "Count", r.Asks, "Who", who, "By", by)
	}
	if wait, ok := w.wait(r.Request); ok {
		texts = append(texts, talk.WaitText(wait))
	}
	return texts
}

// unanswered gives a conversation that stopped half way to a coordinator, with what is known.
func (w *work) unanswered(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || r.Attention != "" || r.Status != dispatch.Received && r.Status != dispatch.NeedsInfo {
		return err
	}
	if late, err := w.night(timerUnanswered, id); late || err != nil {
		return err
	}
	if r.Private {
		return w.raiseAndSave(r, dispatch.PrivateCase)
	}
	return w.raiseAndSave(r, dispatch.Unanswered)
}

// complete closes a job that was reported done a day ago.
func (w *work) complete(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || r.Status != dispatch.DoneReported {
		return err
	}
	switch r.Attention {
	case dispatch.Disputed, dispatch.Reported: // a person decides
		return nil
	case dispatch.Taken: // for so long
		return w.setTimer(timerComplete, id, w.now.Add(inHandsFor))
	}
	return w.close(r, dispatch.Completed, bySystem, 0)
}

// erase forgets, a day after a job, where it was, in the request and in the texts that said it, and what was passed on for
// a call.
func (w *work) erase(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil {
		return err
	}
	over := overAt(*r)
	if over.IsZero() { // not yet, or somebody else has the job now
		over = w.now
	}
	if due := over.Add(eraseAfter); due.After(w.now) {
		return w.setTimer(timerErase, id, due)
	}
	w.recordingsDue, w.erased = true, true // their sound is to be deleted, and all of it at the carrier
	if err := w.tx.ErasePassed(id); err != nil {
		return fmt.Errorf("erase passed: %w", err)
	}
	if !r.PlaceTold {
		return nil
	}
	r.Address = ""
	if err := w.save(r); err != nil {
		return err
	}
	if err := w.erasePlaces(*r); err != nil {
		return err
	}
	return w.event(id, 0, eventErased, bySystem, "")
}

// erasePlaces erases what said where a job was, once nobody needs it any more.
func (w *work) erasePlaces(r store.Request) error {
	places, err := w.placesOf(r)
	if err != nil {
		return err
	}
	needed := func(p store.Request) bool {
		return p.ID != r.ID && p.PlaceTold && p.Address != "" && overAt(p).IsZero()
	}
	if slices.ContainsFunc(places, needed) {
		return nil
	}
	for _, p := range places {
		if err := w.tx.ErasePlace(p.ID); err != nil {
			return fmt.Errorf("erase place: %w", err)
		}
	}
	return nil
}

// sweep looks at the requests nobody is being asked for.
func (w *work) sweep(dispatch.ID) error {
	waiting, err := w.tx.RequestsWaiting()
	if err != nil {
		return fmt.Errorf("requests waiting: %w", err)
	}
	for _, r := range waiting {
		if r.Status == dispatch.Open && w.network.Askable(r.Request) {
			if err := w.setTimer(timerDispatch, r.ID, w.now); err != nil {
				return err
			}
		}
	}
	return nil
}
