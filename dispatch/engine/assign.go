package engine

import (
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/sms"
	"hotline/store"
)

// assign gives a waiting request to the volunteer of one of its offers: the first to get here. It stands the others
// down, tells the resident, and returns what the volunteer is to be told. condition is what came with the yes.
func (w *work) assign(r *store.Request, winner *store.Offer, volunteer store.Contact, condition, actor string) ([]msg.Text, error) {
	winner.RepliedAt, winner.HeldUntil, winner.Standby = w.now, time.Time{}, false
	accepted := w.moveOffer
	if actor != byVolunteer {
		accepted = w.putOffer
	}
	if err := accepted(winner, dispatch.OfferAccepted); err != nil {
		return nil, err
	}
	if err := w.filled(*r, winner); err != nil {
		return nil, err
	}
	resident, err := w.personOf(r.Resident)
	if err != nil {
		return nil, err
	}
	r.Holder, r.AssignedAt, r.DoneAt = volunteer.ID, w.now, time.Time{}
	lower(r, dispatch.NobodyLeft, dispatch.DeadlineNear, dispatch.Conditional, dispatch.Unhelped, dispatch.Taken)
	if err := w.event(r.ID, volunteer.ID, eventAssigned, actor, condition); err != nil {
		return nil, err
	}
	texts := wonTexts(w.pays(r.Category), r, volunteer, resident.Contact)
	ways := waysTo(*r, resident.Contact)
	switch {
	case ways == (dispatch.Ways{}):
		err = w.raise(r, untold(*r), "somebody said yes")
	case r.Several():
		err = w.oneMore(*r, resident, volunteer, condition)
	default:
		err = w.goodNews(r, resident, volunteer, condition)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case resident.Contact.NoPhone():
		who, _, _ := w.answers(w.now)
		texts = append(texts, msg.T(msg.WonNoNumber, "Who", who))
	case !ways.Text:
		texts = append(texts, w.howTheyHear(ways))
	}
	if r.Address != "" && !volunteer.CanText() {
		place := store.Passed{Words: r.Address, Language: w.languageOf(resident.Contact)}
		how, err := w.passOn(r, resident.Contact, volunteer, place)
		if err == nil && how != passedCall {
			err = w.raise(r, dispatch.CannotBeTexted, "who has it does not know where to come")
		}
		if err != nil {
			return nil, err
		}
	}
	spoken, err := w.spokenText(*r)
	if err != nil {
		return nil, err
	}
	if r.Several() {
		if texts, err = w.wonTogether(*r, texts); err != nil {
			return nil, err
		}
	}
	if err := w.move(r, dispatch.Assigned); err != nil {
		return nil, err
	}
	if !r.Private {
		if err := w.setTimer(timerCheckIn, r.ID, w.network.CheckInAt(r.Request, w.now)); err != nil {
			return nil, err
		}
	}
	return append(texts, spoken...), w.cancelTimers(r.ID, timerOpen, timerDispatch, timerEscalate, timerNews)
}

// howTheyHear tells the winner how a resident who gets no texts learns of it.
func (w *work) howTheyHear(ways dispatch.Ways) msg.Text {
	switch at := w.network.CallFrom(false, w.now); {
	case !ways.Call:
		who, _, _ := w.answers(w.now)
		return msg.T(msg.WonUnreachable, "Who", who)
	case at.After(w.now):
		return msg.T(msg.WonCallingAt, "Time", msg.Moment(at))
	}
	return msg.T(msg.WonCalling)
}

// wonTogether tells the winner of one of several places how many go with them, before anything that ends with a
// person's own words.
func (w *work) wonTogether(r store.Request, texts []msg.Text) ([]msg.Text, error) {
	places, err := w.placesOf(r)
	if err != nil {
		return nil, err
	}
	found := dispatch.Found(ruledPlaces(places)) + 1
	return slices.Insert(texts, 1, msg.T(msg.WonOthers, "Count", found, "Of", r.Slots)), nil
}

// spokenText tells the winner of what a resident has said by phone, if they have.
func (w *work) spokenText(r store.Request) ([]msg.Text, error) {
	said, err := w.hasSpoken(r)
	if err != nil || !said {
		return nil, err
	}
	return []msg.Text{msg.T(msg.WonSpoken)}, nil
}

// wonTexts is what the winner is told: that it is theirs, what to do next, and where, if the resident has said it.
func wonTexts(pays dispatch.Pays, r *store.Request, volunteer, resident store.Contact) []msg.Text {
	args := []any{"Name", firstName(volunteer.Name), "Need", need(r.Request), "When", when(r.Request)}
	key := msg.Won
	if pays.By == dispatch.PayResident || pays.By == dispatch.PayNetwork {
		key, args = msg.WonPays, append(args, "Pays", msg.Pays{By: string(pays.By), UpTo: pays.UpTo})
	}
	texts := []msg.Text{msg.T(key, args...)}
	if resident.Language != "" && resident.Language != volunteer.Language {
		texts = append(texts, msg.T(msg.WonSpeaks, "Language", msg.Language(resident.Language)))
	}
	if r.Address != "" {
		texts = append(texts, msg.T(msg.PlaceIs, "Place", r.Address.Reveal()))
	}
	return texts
}

// goodNews tells the resident who comes, and asks where to, unless that was said before.
func (w *work) goodNews(r *store.Request, resident store.Person, volunteer store.Contact, condition string) error {
	args := []any{"Name", nameOr(volunteer.Name), "Need", need(r.Request), "When", when(r.Request)}
	key := msg.Accepted
	switch pays := w.pays(r.Category); {
	case r.PlaceTold:
		key = msg.AcceptedPlaceKnown
	case pays.By == dispatch.PayResident:
		key, args = msg.AcceptedPays, append(args, "Pays", msg.T(msg.YouPay))
	case pays.By == dispatch.PayNetwork:
		key, args = msg.AcceptedPays, append(args, "Pays", msg.T(msg.WePay, "Amount", pays.UpTo))
	}
	texts := []msg.Text{msg.T(key, args...)}
	if condition != "" {
		texts = append(texts, msg.T(msg.AcceptedCondition, "Name", nameOr(volunteer.Name), "Words", condition))
	}
	if _, err := w.tellResident(*r, resident.Contact, about{lane: store.LaneAnswer, request: r.ID}, texts...); err != nil {
		return err
	}
	if r.PlaceTold || !waysTo(*r, resident.Contact).Text {
		return nil
	}
	asked := sms.PlaceQuestion(readSession(resident.Session), r.ID, w.now)
	return w.saveSession(resident.Contact.ID, resident.Session.Version, asked)
}

func (e *Engine) pays(category string) dispatch.Pays {
	c, _ := e.network.Category(category)
	return c.Pays
}

// giveBack returns a job to the head of the queue, without the volunteer who had it, and tells the resident.
func (w *work) giveBack(r *store.Request, actor string) error {
	return w.takenBack(r, actor, dispatch.OfferHandedBack)
}

// takenBack does so; end is what becomes of the volunteer's offer.
func (w *work) takenBack(r *store.Request, actor string, end dispatch.OfferStatus) error {
	if err := w.endCheckIns(r.ID); err != nil {
		return err
	}
	mine, _, err := w.accepted(*r)
	if err != nil {
		return err
	}
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	if mine != nil {
		mine.RepliedAt = w.now
		if err := w.moveOffer(mine, end); err != nil {
			return err
		}
	}
	said, err := w.unasked(*r)
	if err != nil {
		return err
	}
	if err := w.event(r.ID, holder.ID, eventHandedBack, actor, ""); err != nil {
		return err
	}
	r.Holder, r.AssignedAt, r.DoneAt = 0, time.Time{}, time.Time{}
	r.OpenedAt = w.network.AskFrom(w.now)
	if said+w.nextPairing(*r) > maxUnasked {
		if err := w.raise(r, dispatch.NeedsPerson, "handed back too often"); err != nil {
			return err
		}
	}
	if err := w.move(r, dispatch.Open); err != nil {
		return err
	}
	resident, err := w.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	if err := w.tellHandedBack(*r, resident, holder); err != nil {
		return err
	}
	if err := w.sweepSoon(); err != nil {
		return err
	}
	return w.opened(r)
}

// tellHandedBack tells a resident that their neighbor does not come; who has not yet been called about that neighbor need
// not hear of them.
func (w *work) tellHandedBack(r store.Request, resident, holder store.Contact) error {
	if r.Several() {
		return w.oneLess(r, resident, holder)
	}
	a, text := about{lane: store.LaneAnswer, request: r.ID}, w.handedBackText(r, holder)
	ways := waysTo(r, resident)
	if !ways.Call {
		_, err := w.tellResident(r, resident, a, text)
		return err
	}
	unsaid, err := w.unsaidNews(r)
	switch {
	case err != nil:
		return err
	case unsaid == nil:
		_, err = w.tellResident(r, resident, a, text)
		return err
	case ways.Text:
		if _, err := w.tell(resident, a, text); err != nil {
			return err
		}
	}
	return w.dropDial(*unsaid)
}

// unsaidNews is the call with news of a request that has not rung yet; nil: there is none.
func (w *work) unsaidNews(r store.Request) (*store.Dial, error) {
	live, err := w.tx.LiveDialsAbout(r.ID)
	if err != nil {
		return nil, fmt.Errorf("live dials about: %w", err)
	}
	for i, d := range live {
		if d.Purpose == string(talk.CallNews) && d.State == store.DialWaiting && d.Tries == 0 && !wasAsked(d) {
			return &live[i], nil
		}
	}
	return nil, nil
}

// A resident gets at most maxUnasked texts that nobody asked for. A pairing that fails costs perPairing of them
// (somebody comes; they do not after all), so a person takes a job over that came back when another would not fit.
const (
	maxUnasked = 4
	perPairing = 2
)

// nextPairing is what has to be left of those texts when somebody hands a job back. Of a request for several volunteers
// each is counted when it is sent.
func (w *work) nextPairing(r store.Request) int {
	if r.Several() {
		return perPairing
	}
	return 2 * perPairing
}

// unasked counts the texts nobody asked for that a request's resident has had.
func (w *work) unasked(r store.Request) (n int, err error) {
	events, err := w.tx.EventsOf(wholeOf(r))
	if err != nil {
		return 0, fmt.Errorf("events of: %w", err)
	}
	for _, e := range events {
		if r.Several() {
			if e.Kind == eventTold || e.Kind == eventAgain {
				n++
			}
			continue
		}
		switch e.Kind {
		case eventHandedBack:
			if e.Actor != byResident {
				n += perPairing
			}
		case eventNobodyFree, eventNoShow, eventAgain:
			n++
		case eventCheckIn:
			if e.Contact == r.Resident {
				n++
			}
		}
	}
	return n, nil
}

// handedBackText tells a resident that their neighbor does not come, and what happens now.
func (w *work) handedBackText(r store.Request, holder store.Contact) msg.Text {
	name := nameOr(holder.Name)
	switch {
	case !r.Attention.MayBeAsked():
		who, _, _ := w.answers(w.now)
		return msg.T(msg.HandedBackPerson, "Name", name, "Who", who)
	case w.network.QuietAt(w.now):
		return msg.T(msg.HandedBackNight, "Name", name, "Time", msg.Moment(w.network.AskFrom(w.now)))
	}
	return msg.T(msg.HandedBack, "Name", name)
}
