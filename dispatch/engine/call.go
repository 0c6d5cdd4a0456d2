package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// CallEvent is what was heard in one turn of a call.
type CallEvent struct {
	SID      string      // the carrier's id of the call
	Turn     int         // which answer is asked for; 0: the call begins
	From, To string      // E.164; From is empty if the caller withheld it
	Dial     dispatch.ID // what a call of ours was made for; 0: somebody phones us
	Parent   dispatch.ID // the caller's call, of a leg that rings somebody for them; 0: not one
	Heard    talk.Heard
	Again    bool // Fallback: it has answered this call before
}

// CallAnswer is what is said in one turn of a call, and what is needed to say it.
type CallAnswer struct {
	ivr.Turn
	Call    dispatch.ID            // of ours: named by the screening of a leg
	Next    int                    // the number of the turn that follows
	Tickets map[dispatch.ID]string // for Audio, by recording
}

// callState is what a call's row keeps of the conversation, as JSON.
type callState struct {
	Menu   ivr.Call   `json:"menu"`
	Listen ivr.Listen `json:"listen"`           // what the last answer waits for
	Said   []said     `json:"said,omitempty"`   // recorded, and nobody's yet
	Opened string     `json:"opened,omitempty"` // the number of the request opened in this call
	Taken  bool       `json:"taken,omitempty"`  // a coordinator who was rung has pressed 1
	Sorry  bool       `json:"sorry,omitempty"`  // Fallback has answered
	Staff  string     `json:"staff,omitempty"`  // the coordinator whose PIN was keyed
	Left   bool       `json:"left,omitempty"`   // the menu knows that the call is over
	Forget bool       `json:"forget,omitempty"` // its person was forgotten in it, so it is as well when it ends
}

// Call handles one turn of a call and returns once all of it is durable. It is idempotent by SID and turn: the same turn
// again, also at the same time, changes nothing and gets the same answer; one that is not the call's next gets the last
// answer, and answers no question. Heard HungUp ends the call, whatever its turn.
func (e *Engine) Call(ctx context.Context, ev CallEvent) (CallAnswer, error) {
	var a CallAnswer
	err := e.write(ctx, func(w *work) (err error) {
		a, err = w.heard(ev)
		return err
	})
	if err != nil {
		return CallAnswer{}, fmt.Errorf("call: %w", err)
	}
	return a, nil
}

// hangsUp is the answer where there is nothing to say.
func hangsUp() CallAnswer { return CallAnswer{Turn: ivr.Turn{Listen: ivr.Listen{For: ivr.HangUp}}} }

func (w *work) heard(ev CallEvent) (CallAnswer, error) {
	c, err := w.tx.CallBySID(ev.SID)
	switch {
	case errors.Is(err, store.ErrNotFound) && ev.Heard.Kind == talk.HungUp:
		return hangsUp(), nil
	case errors.Is(err, store.ErrNotFound):
		return w.begin(ev)
	case err != nil:
		return CallAnswer{}, fmt.Errorf("find call: %w", err)
	case ev.Heard.Kind == talk.HungUp:
		return hangsUp(), w.hungUp(c)
	case ev.Turn != c.Next:
		return w.answered(c, ev.Turn)
	}
	if !c.EndedAt.IsZero() {
		if ev.Heard.Kind != talk.Recorded {
			return hangsUp(), nil
		}
		// The carrier told of the end before it told of the last recording.
		return hangsUp(), w.recordingIn(c, RecordingStatus{SID: ev.Heard.SID, Status: toldByTurn, Seconds: ev.Heard.Seconds})
	}
	t, err := w.caller(c)
	if err != nil {
		return CallAnswer{}, err
	}
	return t.goOn(ev.Heard)
}

// answered is what a turn was answered, or the last answer for a turn that is not there.
func (w *work) answered(c store.Call, turn int) (a CallAnswer, err error) {
	stored, err := w.tx.TurnOf(c.ID, turn)
	if errors.Is(err, store.ErrNotFound) {
		stored, err = w.tx.TurnOf(c.ID, c.Next-1)
	}
	if errors.Is(err, store.ErrNotFound) {
		return hangsUp(), nil // forgotten since, with all that was said and keyed in the call
	}
	if err != nil {
		return a, fmt.Errorf("stored turn: %w", err)
	}
	if err := json.Unmarshal(stored, &a); err != nil {
		return a, fmt.Errorf("read turn: %w", err)
	}
	return a, nil
}

// lostAfter is how long after its longest a call counts as over of which the carrier has not said that it is.
const lostAfter = 10 * time.Minute

// begin meets whoever phones, or whom we have phoned. A call the carrier is in the midst of and that we know nothing of
// (it was lost with a database) begins anew at its turn.
func (w *work) begin(ev CallEvent) (CallAnswer, error) {
	t, err := w.meet(ev)
	if err != nil || t == nil {
		return hangsUp(), err
	}
	t.call.Next = ev.Turn
	if err := t.enterCall(); err != nil {
		return CallAnswer{}, err
	}
	if t.call.Dial != 0 {
		if err := w.dialAnswered(t.call.Dial, t.call.ID, ev.SID); err != nil {
			return CallAnswer{}, err
		}
	}
	longest := lostAfter
	if t.call.Parent == 0 {
		longest += time.Duration(w.voice.MaxMinutes) * time.Minute
	}
	if err := w.setTimer(timerHangUp, t.call.ID, w.now.Add(longest)); err != nil {
		return CallAnswer{}, err
	}
	if ev.Heard.Machine {
		t.call.AnsweredBy = byMachine
	}
	return t.goOn(talk.Heard{Kind: talk.Answered, Machine: ev.Heard.Machine})
}

// enterCall stores the call that begins, and a phone never heard of before. A caller without a number is a contact only
// once there is something to keep.
func (t *turn) enterCall() error {
	c := &t.person.Contact
	if t.firstText && !c.NoPhone() {
		if err := t.tx.InsertContact(c); err != nil {
			return fmt.Errorf("insert contact: %w", err)
		}
	}
	t.call.Contact = c.ID
	if err := t.tx.InsertCall(t.call); err != nil {
		return fmt.Errorf("insert call: %w", err)
	}
	return nil
}

// goOn hears one thing, says what follows, and stores both the answer and where the conversation stands.
func (t *turn) goOn(heard talk.Heard) (CallAnswer, error) {
	if heard.Kind == talk.Recorded && heard.SID != "" {
		t.saying(heard.SID, heard.Seconds).Heard = true
	}
	said, err := t.step(t.meant(heard))
	if err != nil {
		return CallAnswer{}, err
	}
	if t.call.EndedAt.IsZero() {
		if err := t.toldState(said, t.question().Request); err != nil {
			return CallAnswer{}, err
		}
	}
	if t.callerGone {
		said = ivr.Turn{Language: t.language, Say: []ivr.Prompt{{Key: msg.VoiceGoodbye}}, Listen: ivr.Listen{For: ivr.HangUp}}
	}
	a := CallAnswer{Turn: said, Call: t.call.ID, Next: t.call.Next + 1}
	if err := t.resolve(&a); err != nil {
		return CallAnswer{}, err
	}
	t.state.Listen = a.Listen
	answer, err := json.Marshal(a)
	if err != nil {
		return CallAnswer{}, fmt.Errorf("write turn: %w", err)
	}
	if err := t.tx.AddTurn(t.call.ID, t.call.Next, answer); err != nil {
		return CallAnswer{}, fmt.Errorf("store turn: %w", err)
	}
	t.call.Next++
	if err := t.saveCall(t.call.Next - 1); err != nil || t.call.Parent == 0 || a.Listen.For == ivr.ForKeys {
		return a, err
	}
	t.call.EndedAt = t.now // the carrier does not tell of the end of a leg
	return a, t.endCall()
}

// meant is what was heard as the last answer waited for it: the carrier cannot tell silence from nobody to ring.
func (t *turn) meant(heard talk.Heard) talk.Heard {
	switch l := t.state.Listen; {
	case l.For == ivr.ForRing && heard.Kind == talk.Silence:
		heard = talk.Heard{Kind: talk.Rang}
	case l.For == ivr.ForRing && heard.Kind == talk.Rang && l.Ring.Screened:
		heard.Bridged, t.state.Taken = t.state.Taken, false
	}
	return heard
}

// step takes one step in the menu and carries out what it decides.
func (t *turn) step(heard talk.Heard) (ivr.Turn, error) {
	t.asked = nil // of the step before, if the call ends with this one
	if err := t.showsLifeOnThePhone(heard); err != nil {
		return ivr.Turn{}, err
	}
	person, err := t.known()
	if err != nil {
		return ivr.Turn{}, err
	}
	facts, lookup := t.facts()
	menu, said, effects := t.menu.Step(t.state.Menu, talk.Event{At: t.now, Heard: heard, Person: person, Wait: t.wait}, facts)
	if err := lookup(); err != nil {
		return ivr.Turn{}, err
	}
	t.state.Menu = menu
	if menu.Language != "" {
		t.language, t.call.Language = menu.Language, menu.Language
	}
	if q := t.question(); q.State != talk.Home {
		t.call.LastQuestion = string(q.State)
	}
	return said, t.carryOut(effects)
}

// question is the one that is open in the menu; its zero value: none.
func (t *turn) question() (q talk.Question) {
	if open := t.state.Menu.Open; len(open) > 0 {
		q = open[len(open)-1]
	}
	return q
}

// carryOut does what was decided in a call.
func (t *turn) carryOut(effects []talk.Effect) error {
	lasting := func(f talk.Effect) bool { _, fleeting := f.(talk.SetLanguage); return !fleeting }
	if slices.ContainsFunc(effects, lasting) {
		if err := t.keepCaller(); err != nil {
			return err
		}
	}
	for _, f := range effects {
		if err := t.effects.do(t, f); err != nil {
			return err
		}
		t.came(f)
		if !opens(f) {
			continue
		}
		r, err := t.tx.RequestByID(t.call.Request)
		if err != nil {
			return fmt.Errorf("request: %w", err)
		}
		t.state.Opened = r.Code
	}
	return nil
}

// opens says whether an effect makes a request, whose number the caller is told.
func opens(f talk.Effect) bool {
	switch f := f.(type) {
	case talk.OpenRequest:
		return true
	case talk.KeepSpoken:
		return f.Request == 0 && f.Code == ""
	}
	return false
}

// keepCaller makes a contact of a caller who gave no number: one of their own, now that there is something to keep.
func (t *turn) keepCaller() error {
	if t.call.Contact != 0 {
		return nil
	}
	c := &t.person.Contact
	c.Language = t.language
	if err := t.tx.InsertCaller(c, t.call.SID); err != nil {
		return fmt.Errorf("insert caller: %w", err)
	}
	t.call.Contact, t.firstText = c.ID, false
	return nil
}

// saveCall stores what the call has changed; next is the turn it expected when it was read. What a volunteer is told of
// a job they took in the call goes to their phone by text, to be read on the way.
func (t *turn) saveCall(next int) error {
	if len(t.says) > 0 {
		if _, err := t.tell(t.person.Contact, about{lane: store.LaneAnswer, request: t.call.Request}, t.says...); err != nil {
			return err
		}
		t.says = nil
	}
	if t.changed && t.call.Contact != 0 {
		if err := t.tx.UpdateContact(t.person.Contact); err != nil {
			return fmt.Errorf("update contact: %w", err)
		}
	}
	state, err := json.Marshal(t.state)
	if err != nil {
		return fmt.Errorf("write call: %w", err)
	}
	t.call.State = store.Sealed(state)
	if err := t.tx.SaveCall(*t.call, next); err != nil {
		return fmt.Errorf("save call: %w", err)
	}
	for _, do := range t.after {
		if err := do(); err != nil {
			return err
		}
	}
	t.after = nil
	return nil
}
