package engine

import (
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/sms"
	"hotline/store"
)

// mayCheck reads a request somebody has, of which it may be asked how it goes; nil: it may not. A person's case is that
// person's.
func (w *work) mayCheck(id dispatch.ID) (*store.Request, error) {
	r, err := w.find(id)
	if err != nil || r == nil {
		return nil, err
	}
	switch r.Attention {
	case dispatch.Disputed, dispatch.Stalled, dispatch.StoppedTexts:
		return nil, nil
	}
	held := r.Status.Taken() || r.Status == dispatch.DoneReported
	if !held || r.Frozen || r.Private {
		return nil, nil
	}
	return r, nil
}

// checkIn asks who has a job how it went: by text, or by a call.
func (w *work) checkIn(id dispatch.ID) error {
	r, err := w.mayCheck(id)
	if err != nil || r == nil || !r.Status.Taken() {
		return err
	}
	if r.Attention == dispatch.Taken { // a person has it in hand, for so long
		return w.setTimer(timerCheckIn, id, w.network.AskFrom(w.now.Add(inHandsFor)))
	}
	if late, err := w.night(timerCheckIn, id); late || err != nil {
		return err
	}
	holder, err := w.personOf(r.Holder)
	if err != nil {
		return err
	}
	switch c := holder.Contact; {
	case c.CanText():
		asked := sms.CheckInQuestion(readSession(holder.Session), r.Request, false, w.now)
		if err := w.saveSession(c.ID, holder.Session.Version, asked); err != nil {
			return err
		}
		text := msg.T(msg.CheckIn, "Network", w.network.Name, "Need", need(r.Request))
		if _, err := w.tell(c, about{lane: store.LaneCheckIn, request: r.ID}, text); err != nil {
			return err
		}
	case c.CanCall():
		if err := w.dial(c, order{purpose: talk.CallJob, request: r.ID}); err != nil {
			return err
		}
	default:
		return w.setTimer(timerCheckCame, r.ID, w.now)
	}
	if err := w.event(r.ID, r.Holder, eventCheckIn, bySystem, ""); err != nil {
		return err
	}
	return w.setTimer(timerCheckCame, r.ID, w.network.CheckInSilent(w.now))
}

// checkCame asks the resident: the volunteer says that it is done, or nothing. Where that would be one text too many, or
// nobody can be asked, a day without a word completes what is said to be done; of all else a person looks.
func (w *work) checkCame(id dispatch.ID) error {
	r, err := w.mayCheck(id)
	if err != nil || r == nil || r.Attention == dispatch.NotHeard { // a person sees to it
		return err
	}
	if r.Attention == dispatch.Taken { // for so long
		return w.setTimer(timerCheckCame, id, w.network.AskFrom(w.now.Add(inHandsFor)))
	}
	if late, err := w.night(timerCheckCame, id); late || err != nil {
		return err
	}
	resident, err := w.personOf(r.Resident)
	if err != nil {
		return err
	}
	asked, err := w.wereAsked(*r)
	switch {
	case err != nil:
		return err
	case asked && r.Several():
		return w.stalled(r)
	case asked:
		return nil
	}
	ways := waysTo(*r, resident.Contact)
	room, err := w.roomToAsk(*r)
	switch {
	case err != nil:
		return err
	case ways == (dispatch.Ways{}), ways.Text && !room:
		return w.stalled(r)
	case ways.Text:
		err = w.textCame(*r, resident)
	default:
		err = w.dial(resident.Contact, order{purpose: talk.CallNews, request: wholeOf(*r)})
	}
	if err != nil {
		return err
	}
	if r.Several() {
		if err := w.event(r.Lead, r.Resident, eventTold, bySystem, string(msg.CheckCame)); err != nil {
			return err
		}
	}
	if err := w.event(r.ID, r.Resident, eventCheckIn, bySystem, ""); err != nil || !r.Status.Taken() {
		return err
	}
	return w.setTimer(timerCheckOver, r.ID, w.network.CheckInOver(w.now))
}

// wereAsked says whether a resident was asked how it went, and has not said; of several volunteers, ever.
func (w *work) wereAsked(r store.Request) (bool, error) {
	places, err := w.placesOf(r)
	if err != nil {
		return false, err
	}
	for _, p := range places {
		events, err := w.tx.EventsOf(p.ID)
		if err != nil {
			return false, fmt.Errorf("events of: %w", err)
		}
		asked := func(e store.Event) bool { return e.Kind == eventCheckIn && e.Contact == r.Resident }
		if checkInOpen(events, r.Resident) || r.Several() && slices.ContainsFunc(events, asked) {
			return true, nil
		}
	}
	return false, nil
}

func (w *work) textCame(r store.Request, resident store.Person) error {
	asked := sms.CheckInQuestion(readSession(resident.Session), r.Request, true, w.now)
	if err := w.saveSession(resident.Contact.ID, resident.Session.Version, asked); err != nil {
		return err
	}
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	text := msg.T(msg.CheckCame, "Network", w.network.Name, "Name", nameOr(holder.Name), "Need", needOne(r.Request))
	if r.Several() {
		names, err := w.whoCame(r)
		if err != nil {
			return err
		}
		if len(names) > 1 {
			text = msg.T(msg.CheckCameAll, "Names", names, "Need", needOne(r.Request))
		}
	}
	_, err = w.tell(resident.Contact, about{lane: store.LaneCheckIn, request: r.ID}, text)
	return err
}

// whoCame are the names of all who have a place, or say that it is done.
func (w *work) whoCame(r store.Request) (names msg.List, err error) {
	places, err := w.openPlaces(r)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		if p.Holder == 0 {
			continue
		}
		holder, err := w.tx.ContactByID(p.Holder)
		if err != nil {
			return nil, fmt.Errorf("holder: %w", err)
		}
		names = append(names, nameOr(holder.Name))
	}
	return names, nil
}

// roomToAsk says whether a resident may get one more text that nobody asked for: who comes has been told, and while the
// job is not done, that they do not come after all may have to be.
func (w *work) roomToAsk(r store.Request) (bool, error) {
	said, err := w.unasked(r)
	switch {
	case err != nil:
		return false, err
	case r.Several():
		return said < maxUnasked, nil
	}
	if r.Status.Taken() {
		return said+perPairing+1 <= maxUnasked, nil
	}
	return said+1+1 <= maxUnasked, nil
}

// stalled gives a job to a person of which nobody says how it goes.
func (w *work) stalled(r *store.Request) error {
	if !r.Status.Taken() {
		return nil
	}
	return w.raiseAndSave(r, dispatch.Stalled)
}

// checkOver gives a job to a person of which neither side has said anything.
func (w *work) checkOver(id dispatch.ID) error {
	r, err := w.mayCheck(id)
	if err != nil || r == nil {
		return err
	}
	if r.Attention == dispatch.Taken {
		return w.setTimer(timerCheckOver, id, w.network.AskFrom(w.now.Add(inHandsFor)))
	}
	return w.stalled(r)
}

// endCheckIns ends the asking how a job goes: there is nothing to ask any more. A text that waits is dropped when its
// turn comes, a question that is open is over.
func (w *work) endCheckIns(request dispatch.ID) error {
	if err := w.cancelTimers(request, timerCheckIn, timerCheckCame, timerCheckOver); err != nil {
		return err
	}
	live, err := w.tx.LiveDialsAbout(request)
	if err != nil {
		return fmt.Errorf("live dials about: %w", err)
	}
	for _, d := range live {
		if d.Purpose == string(talk.CallJob) && d.State == store.DialWaiting && !wasAsked(d) {
			if err := w.dropDial(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// stillOnIt has a volunteer asked again later; who has said so often enough is a person's to ask.
func (t *turn) stillOnIt(f talk.StillOnIt) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	me := t.person.Contact.ID
	if !r.Status.Taken() || r.Holder != me {
		return nil
	}
	events, err := t.tx.EventsOf(r.ID)
	if err != nil {
		return fmt.Errorf("events of: %w", err)
	}
	if err := t.event(r.ID, me, eventStillOn, byVolunteer, ""); err != nil {
		return err
	}
	if err := t.endCheckIns(r.ID); err != nil {
		return err
	}
	at, again := t.network.CheckInAgain(r.Request, checkInsOf(events, me), t.now)
	if !again {
		return t.stalled(r)
	}
	return t.setTimer(timerCheckIn, r.ID, at)
}

// checkInsOf counts how often somebody was asked how the job goes that was given away last.
func checkInsOf(events []store.Event, contact dispatch.ID) (n int) {
	for _, e := range events {
		switch {
		case e.Kind == eventAssigned:
			n = 0
		case e.Kind == eventCheckIn && e.Contact == contact:
			n++
		}
	}
	return n
}

// checkInOpen says whether somebody was asked how it goes, and has not said.
func checkInOpen(events []store.Event, contact dispatch.ID) (open bool) {
	for _, e := range events {
		switch {
		case e.Kind == eventCheckIn:
			open = open || e.Contact == contact
		case e.Kind == eventAssigned, e.Contact == contact && (e.Kind == eventStillOn || e.Kind == eventDone):
			open = false
		}
	}
	return open
}

// cameOrNot is the resident's word. Both say done: it is, at once. A no to what is said to be done is a coordinator's; to
// what nobody says anything of, others are asked.
func (t *turn) cameOrNot(f talk.Came) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	me := t.person.Contact.ID
	switch {
	case r.Resident != me || !r.Status.Taken() && r.Status != dispatch.DoneReported:
		return nil
	case r.Several():
		return t.cameAll(r, f.Yes)
	case f.Yes:
		if err := t.close(r, dispatch.Completed, byResident, me); err != nil {
			return err
		}
		return t.tellHolder(*r, dispatch.Completed)
	case r.Status.Taken():
		return t.noShow(r)
	}
	return t.disputed(r)
}

// cameAll is the resident's word of all who had a place. A yes ends all of it; of a no to several a person finds out who
// it is about, and to one others are asked.
func (t *turn) cameAll(r *store.Request, yes bool) error {
	places, err := t.openPlaces(*r)
	if err != nil {
		return err
	}
	held := 0
	for i := range places {
		if places[i].Holder != 0 {
			held++
		}
		if yes {
			if err := t.closeOwn(&places[i], dispatch.Completed); err != nil {
				return err
			}
		}
	}
	switch {
	case yes:
		return nil
	case held == 1 && r.Status.Taken():
		return t.noShow(r)
	}
	return t.disputed(r)
}

// disputed gives a job to a coordinator that is not as its volunteer says.
func (t *turn) disputed(r *store.Request) error {
	t.keep("disputed", r.ID)
	if t.call == nil {
		t.says = append(t.says, msg.T(msg.Kept, "Promise", t.promise()))
	}
	return t.raiseAndSave(r, dispatch.Disputed)
}

// promise says who reads something, and by when.
func (w *work) promise() msg.Text {
	who, by, known := w.answers(w.now)
	if !known {
		return msg.T(msg.PromiseNobody)
	}
	return msg.T(msg.Promise, "Name", who, "By", by)
}

// noShow takes a job from somebody who did not come, and has others asked.
func (t *turn) noShow(r *store.Request) error {
	said, err := t.unasked(*r)
	if err != nil {
		return err
	}
	if said+t.nextPairing(*r)-1 > maxUnasked && waysTo(*r, t.person.Contact).Text {
		if err := t.raise(r, dispatch.NeedsPerson, "nobody came"); err != nil {
			return err
		}
	}
	r.OpenedAt = t.network.AskFrom(t.now)
	if err := t.endPairing(r, byResident, dispatch.OfferNoShow, eventNoShow); err != nil {
		return err
	}
	if t.call == nil {
		t.says = append(t.says, t.noShowText(*r))
	}
	if err := t.sweepSoon(); err != nil {
		return err
	}
	return t.opened(r)
}

func (w *work) noShowText(r store.Request) msg.Text {
	switch {
	case !r.Attention.MayBeAsked():
		who, _, _ := w.answers(w.now)
		return msg.T(msg.NoShowPerson, "Who", who)
	case w.network.QuietAt(w.now):
		return msg.T(msg.NoShowNight, "Time", msg.Moment(w.network.AskFrom(w.now)))
	}
	return msg.T(msg.NoShow)
}
