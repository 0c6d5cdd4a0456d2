package engine

import (
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// confirmFrom is when a keyed number is called: whoever keyed it may be on that phone, and has to hang up.
const confirmFrom = time.Minute

// isAnothers says whether a request is made for another phone than the caller's. A private one stays with the caller:
// nobody else is called about it.
func (t *turn) isAnothers(f talk.OpenRequest) bool {
	return f.Phone != "" && f.Phone != t.person.Contact.Phone.Reveal() && !f.Private && !slices.Contains(t.lines, f.Phone)
}

// openFor makes a request for a phone whose number was keyed. Nobody is asked for it before whoever answers there has
// confirmed it, and the number gets no texts before that. Until then it is the caller's, and nothing of it is to be had or
// done from that phone: a number keyed is no proof, and a stranger could fill another's with what they never asked for.
func (t *turn) openFor(f talk.OpenRequest) error {
	to, err := t.contactOf(f.Phone, "", t.language)
	if err != nil {
		return err
	}
	r, isDraft := t.draft(false)
	if !isDraft {
		r = t.fresh()
	}
	t.fill(r, f)
	lower(r, r.Attention)
	called, err := t.mayBeConfirmed(to)
	if err != nil {
		return err
	}
	attention := dispatch.Unanswered
	if called {
		attention = dispatch.Unconfirmed
	}
	t.mark(r, attention)
	if err := t.put(r, dispatch.NeedsInfo); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventOpened, byResident, "for "+f.Phone); err != nil {
		return err
	}
	t.about(r.ID)
	if err := t.spoke(r.ID, f.Spoken...); err != nil {
		return err
	}
	if isDraft {
		if err := t.cancelTimers(r.ID, timerUnanswered); err != nil {
			return err
		}
	}
	if !called {
		return t.raised(*r, "the number keyed is not to be called")
	}
	return t.dial(to, order{purpose: talk.CallConfirm, request: r.ID, from: t.now.Add(confirmFrom)})
}

// confirmsAnHour bounds the calls to numbers that were keyed: whoever keys one after another has strangers' phones ring, at
// our cost, and a carrier blocks a number from which sixteen calls in an hour come. (facts: dispatch, rate limits)
const confirmsAnHour = 6

// mayBeConfirmed says whether a keyed number may be called to confirm it: once a day, whoever keys it how often, and a few
// numbers an hour. Beyond that a person looks.
func (w *work) mayBeConfirmed(to store.Contact) (bool, error) {
	all, err := w.tx.CountDialsFor(string(talk.CallConfirm), w.now.Add(-time.Hour))
	if err != nil {
		return false, fmt.Errorf("count dials for: %w", err)
	}
	if all >= confirmsAnHour {
		return false, nil
	}
	before, err := w.tx.CountDials(to.ID, string(talk.CallConfirm), w.now.Add(-24*time.Hour))
	if err != nil {
		return false, fmt.Errorf("count dials: %w", err)
	}
	return before == 0 && to.CanCall() && to.OptedOutAt.IsZero(), nil
}

// confirmNumber is the answer on that call: it is theirs, and what was asked for with it begins; or it is not, and nothing
// of ours ever reaches it again.
func (t *turn) confirmNumber(f talk.ConfirmNumber) error {
	if !f.Yes {
		c := &t.person.Contact
		if err := t.tx.SetCalls(c.ID, c.CallsStoppedAt, true); err != nil {
			return fmt.Errorf("never call: %w", err)
		}
		c.NeverCall = true
	}
	for i := range t.asked {
		if r := &t.asked[i]; r.ID == t.state.Menu.Request && unconfirmed(*r) {
			return t.confirmed(r, f.Yes)
		}
	}
	return nil
}

func (t *turn) confirmed(r *store.Request, yes bool) error {
	lower(r, dispatch.Unconfirmed)
	if !yes {
		if err := t.event(r.ID, t.person.Contact.ID, eventNotHeard, byResident, "the number is another's"); err != nil {
			return err
		}
		return t.raiseAndSave(r, dispatch.Unanswered)
	}
	if err := t.tx.SetResident(*r, t.person.Contact.ID); err != nil {
		return fmt.Errorf("set resident: %w", err)
	}
	r.Resident, r.OpenedAt = t.person.Contact.ID, t.network.AskFrom(t.now)
	category, known := t.network.Category(r.Category)
	why := dispatch.Attention("")
	switch {
	case known && category.PersonOnly:
		why = dispatch.NeedsPerson
	case r.Place.Zone == "" && r.Place.ZIP != "":
		why = dispatch.OutOfZones
	case r.Place.Zone == "":
		why = dispatch.PlaceUnknown
	}
	if why != "" {
		r.OpenedAt = time.Time{}
	}
	if err := t.move(r, dispatch.Open); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventConfirmed, byResident, ""); err != nil {
		return err
	}
	if why != "" {
		if err := t.raiseAndSave(r, why); err != nil {
			return err
		}
	}
	return t.opened(r)
}

// callBack has the line phone whoever asks for it, at once and also at night. Who writes is told whether it does.
func (t *turn) callBack(f talk.PhoneBack) error {
	if err := t.takesCalls(); err != nil {
		return err
	}
	if f.Request != 0 {
		t.about(f.Request)
	}
	called, err := t.phoneBack(t.person.Contact, f)
	if err != nil || t.call != nil {
		return err
	}
	key := msg.CalledEnough
	if called {
		key = msg.CallingYou
	}
	t.says = append(t.says, msg.T(key))
	return nil
}

// takesCalls lifts the stop of calls from a phone whose owner asks for one, or asks by phone for help.
func (t *turn) takesCalls() error {
	c := &t.person.Contact
	if t.firstText || c.CallsStoppedAt.IsZero() && !c.NeverCall {
		return nil
	}
	c.CallsStoppedAt, c.NeverCall = time.Time{}, false
	if err := t.tx.SetCalls(c.ID, time.Time{}, false); err != nil {
		return fmt.Errorf("allow calls: %w", err)
	}
	return nil
}

// phoneBack has somebody called at once, unless they have been called too often today or take no calls.
func (w *work) phoneBack(to store.Contact, f talk.PhoneBack) (bool, error) {
	if may, err := w.mayPhoneBack(to, f.Purpose); err != nil || !may || !to.CanCall() {
		return false, err
	}
	return true, w.dial(to, order{purpose: f.Purpose, request: f.Request, asked: true})
}

// mayPhoneBack says whether a phone has not been called too often today, which is bounded even if its owner asks for it.
func (w *work) mayPhoneBack(to store.Contact, why talk.Purpose) (bool, error) {
	y, m, d := w.network.Local(w.now).Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, w.network.Local(w.now).Location())
	today, err := w.tx.CountDials(to.ID, string(why), midnight)
	if err != nil {
		return false, fmt.Errorf("count dials: %w", err)
	}
	return dispatch.MayCallBack(why == talk.CallBack, today), nil
}

// stopCalls ends all calls of ours to this phone. News that can reach it in no other way is a coordinator's to bring.
func (t *turn) stopCalls(talk.StopCalls) error {
	c := &t.person.Contact
	if err := t.tx.SetCalls(c.ID, t.now, c.NeverCall); err != nil {
		return fmt.Errorf("stop calls: %w", err)
	}
	c.CallsStoppedAt = t.now
	if err := t.dropDials(c.ID); err != nil {
		return err
	}
	for i := range t.asked {
		r := &t.asked[i]
		if r.Private || waysTo(*r, *c) != (dispatch.Ways{}) {
			continue
		}
		if err := t.raiseAndSave(r, dispatch.CannotBeTexted); err != nil {
			return err
		}
	}
	if t.person.Volunteer == nil || c.CanBeAsked() {
		return nil
	}
	return t.withdrawFrom(c.ID, func(store.OfferedJob) bool { return true })
}

// dropDials gives up every call to a phone that waits.
func (w *work) dropDials(contact dispatch.ID) error {
	live, err := w.tx.LiveDialsOf(contact)
	if err != nil {
		return fmt.Errorf("live dials of: %w", err)
	}
	for _, d := range live {
		if d.State != store.DialWaiting {
			continue
		}
		if err := w.dropDial(d); err != nil {
			return err
		}
	}
	return nil
}

// canText keeps what somebody said of their phone. Only a text from it proves that it gets texts.
func (t *turn) canText(f talk.CanText) error {
	c := &t.person.Contact
	c.Texts, t.changed = "no", true
	if f.Yes {
		c.Texts = "yes"
	}
	if c.Unreachable != "" || c.VoiceOnly == !f.Yes {
		return nil
	}
	c.VoiceOnly = !f.Yes
	if err := t.tx.SetReach(c.ID, "", c.VoiceOnly); err != nil {
		return fmt.Errorf("set reach: %w", err)
	}
	return nil
}
