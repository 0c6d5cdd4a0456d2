package engine

import (
	"fmt"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// swap ends a pairing from either side and never makes it again. The other side learns that it is off, and not by whom.
func (t *turn) swap(f talk.Swap) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if r.Holder == 0 {
		return nil
	}
	if err := t.keepApart(r.Holder, r.Resident, "swap"); err != nil {
		return err
	}
	switch {
	case !r.Status.Taken() || r.Frozen:
		return nil
	case r.Holder == t.person.Contact.ID:
		return t.giveBack(r, byVolunteer)
	}
	r.OpenedAt = t.network.AskFrom(t.now)
	if err := t.takeOff(r, byResident); err != nil {
		return err
	}
	if err := t.sweepSoon(); err != nil {
		return err
	}
	return t.opened(r)
}

// keepApart never matches two people again, and withdraws without a word what one has been asked for the other.
func (w *work) keepApart(volunteer, resident dispatch.ID, why string) error {
	if err := w.tx.AddApart(volunteer, resident, why); err != nil {
		return fmt.Errorf("keep apart: %w", err)
	}
	return w.withdrawFrom(volunteer, func(o store.OfferedJob) bool { return o.Job.Resident == resident })
}

// endAll ends everything that is open for a person; whoever helps them is told that it is off.
func (t *turn) endAll(actor string) error {
	if err := t.endAllWeekly(t.person.Contact.ID); err != nil {
		return err
	}
	for i := range t.asked {
		r := &t.asked[i]
		r.Weekly = false
		if err := t.close(r, dispatch.NoLongerNeeded, actor, r.Resident); err != nil {
			return err
		}
		if r.Holder == 0 {
			continue
		}
		if err := t.tellHolder(*r, dispatch.NoLongerNeeded); err != nil {
			return err
		}
	}
	return nil
}

// forget erases what is kept of the one who asks for it. What is open for them ends; whoever helps them is told no more
// than that. With a private or a reported case a person looks first: the phone may be in another's hands.
func (t *turn) forget(talk.Forget) error {
	for _, r := range append(t.asked[:len(t.asked):len(t.asked)], t.held...) {
		if r.Private && r.Resident == t.person.Contact.ID || r.Frozen {
			t.keep("forget", r.ID)
			if err := t.event(r.ID, t.person.Contact.ID, eventForget, bySystem, "a person decides"); err != nil {
				return err
			}
			return t.digestSoon()
		}
	}
	if err := t.endAll(byResident); err != nil {
		return err
	}
	if err := t.leave(talk.Leave{}); err != nil {
		return err
	}
	c := &t.person.Contact
	if err := t.dropDials(c.ID); err != nil {
		return err
	}
	c.Name, t.changed, t.session = "", true, talk.Session{}
	t.recordingsDue, t.erased, t.state.Forget = true, true, true
	t.after = append(t.after, func() error {
		if err := t.tx.Forget(c.ID); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
		return nil
	})
	return nil
}
