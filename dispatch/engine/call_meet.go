package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/ivr"
	"hotline/store"
)

// meet finds out whose call it is that begins, and what it is for. Nil: nobody to talk to (our own number come back, a
// call of ours that nobody has ordered, a leg whose caller is gone).
func (w *work) meet(ev CallEvent) (*turn, error) {
	switch {
	case ev.Dial != 0:
		return w.meetCalled(ev)
	case ev.Parent != 0:
		return w.meetRung(ev)
	case slices.Contains(w.lines, ev.From):
		w.loop.Do(func() { w.log.Error("one of our own numbers reaches us, left alone as are all that follow") })
		return nil, nil
	}
	return w.meetCaller(ev)
}

// meetCaller is somebody who phones us. Nobody is known by a number that was withheld.
func (w *work) meetCaller(ev CallEvent) (*turn, error) {
	t := w.newCall(store.Call{SID: ev.SID, Direction: store.In, Line: ev.To})
	t.person.Contact.Line = ev.To
	if ev.From == "" {
		t.firstText = true
		return t, nil
	}
	p, err := w.tx.PersonByPhone(ev.From)
	switch {
	case errors.Is(err, store.ErrNotFound):
		t.firstText = true
		t.person.Contact.ID, t.person.Contact.Phone = w.tx.NewID(), store.Sealed(ev.From)
	case err != nil:
		return nil, fmt.Errorf("find person: %w", err)
	default:
		t.changed = p.Contact.Line != ev.To
		p.Contact.Line = ev.To
		t.person, t.language = p, w.languageOf(p.Contact)
	}
	return t, nil
}

// meetCalled is somebody we have phoned.
func (w *work) meetCalled(ev CallEvent) (*turn, error) {
	d, err := w.tx.DialByID(ev.Dial)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	t := w.newCall(store.Call{SID: ev.SID, Direction: store.Out, Line: ev.From, Purpose: d.Purpose, Dial: d.ID,
		Request: d.Request, Offer: d.Offer})
	t.state.Menu = ivr.Call{Purpose: talk.Purpose(d.Purpose), Request: d.Request, Offer: d.Offer}
	return t, t.meetAgain(d.Contact)
}

// meetRung is a coordinator who is rung for a caller.
func (w *work) meetRung(ev CallEvent) (*turn, error) {
	caller, err := w.tx.CallByID(ev.Parent)
	if errors.Is(err, store.ErrNotFound) || err == nil && !caller.EndedAt.IsZero() {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("caller's call: %w", err)
	}
	i := slices.IndexFunc(w.network.Coordinators, func(c dispatch.Coordinator) bool { return c.Phone == ev.To })
	if i < 0 {
		return nil, nil
	}
	c, err := w.coordinator(w.network.Coordinators[i])
	if err != nil {
		return nil, err
	}
	t := w.newCall(store.Call{SID: ev.SID, Direction: store.Out, Line: caller.Line, Purpose: string(talk.CallScreen),
		Parent: caller.ID})
	t.state.Menu = ivr.Call{Purpose: talk.CallScreen}
	return t, t.meetAgain(c.ID)
}

func (w *work) newCall(c store.Call) *turn {
	c.ID = w.tx.NewID()
	return &turn{work: w, call: &c, language: w.network.Language}
}

// meetAgain loads somebody the line knows.
func (t *turn) meetAgain(contact dispatch.ID) error {
	p, err := t.personOf(contact)
	if err != nil {
		return err
	}
	t.person, t.language = p, t.languageOf(p.Contact)
	t.state.Menu.Language = p.Contact.Language
	return nil
}

// caller loads a call that goes on, and the one who is on the phone.
func (w *work) caller(c store.Call) (*turn, error) {
	t := &turn{work: w, call: &c, language: w.network.Language}
	if err := t.readState(); err != nil {
		return nil, err
	}
	if c.Contact == 0 {
		t.firstText = true
	} else {
		p, err := w.personOf(c.Contact)
		if err != nil {
			return nil, err
		}
		t.person, t.language = p, w.languageOf(p.Contact)
	}
	if c.Language != "" {
		t.language = c.Language
	}
	return t, nil
}

// readState reads where the conversation stands. That of a call of yesterday is forgotten, and the call over.
func (t *turn) readState() error {
	if t.call.State == "" {
		t.state = callState{Left: true}
		return nil
	}
	if err := json.Unmarshal([]byte(t.call.State.Reveal()), &t.state); err != nil {
		return fmt.Errorf("read call: %w", err)
	}
	return nil
}
