package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/ivr"
	"hotline/store"
)

// CallStatus is what the carrier says of a call.
type CallStatus struct {
	SID        string
	Dial       dispatch.ID // what a call of ours was made for; 0: somebody phones us
	Status     string      // "completed", "busy", "no-answer", "failed", "canceled": it is over; any other: it is not
	Seconds    int
	AnsweredBy string
}

// CallStatus takes a status callback. It may come late, twice and in any order.
func (e *Engine) CallStatus(ctx context.Context, s CallStatus) error {
	end, over := ends[s.Status]
	if !over {
		return nil
	}
	err := e.write(ctx, func(w *work) error {
		c, err := w.tx.CallBySID(s.SID)
		switch {
		case errors.Is(err, store.ErrNotFound) && s.Dial != 0:
			return w.neverAnswered(s, end)
		case errors.Is(err, store.ErrNotFound):
			return nil
		case err != nil:
			return fmt.Errorf("find call: %w", err)
		}
		c.Seconds = max(c.Seconds, s.Seconds)
		if s.AnsweredBy != "" {
			c.AnsweredBy = s.AnsweredBy
		}
		return w.hungUp(c)
	})
	if err != nil {
		return fmt.Errorf("call status: %w", err)
	}
	return nil
}

// ends are the statuses with which a call is over, and what they say of one that nobody has heard anything in.
var ends = map[string]dispatch.CallEnd{
	"completed": dispatch.CallNoKey, "no-answer": dispatch.CallNoAnswer, "canceled": dispatch.CallNoAnswer,
	"busy": dispatch.CallBusy, "failed": dispatch.CallFailed,
}

// lastWords is how long after its end a call waits for the recording its caller was speaking.
const lastWords = time.Minute

// hungUp ends a call. Of one in which the caller was just speaking, the recording comes after the end.
func (w *work) hungUp(c store.Call) error {
	first := c.EndedAt.IsZero()
	if first {
		c.EndedAt = w.now
	}
	t, err := w.caller(c)
	if err != nil {
		return err
	}
	switch {
	case t.state.Left:
		return t.saveCall(c.Next)
	case !t.speaking():
		return t.endCall()
	case first:
		if err := w.setTimer(timerHangUp, c.ID, w.now.Add(lastWords)); err != nil {
			return err
		}
	}
	return t.saveCall(c.Next)
}

// speaking says whether a caller who has hung up was being recorded.
func (t *turn) speaking() bool {
	return !t.call.EndedAt.IsZero() && !t.state.Left && t.state.Listen.For == ivr.ForRecording
}

// callOver ends a call whose end the carrier has not told, or whose last words never came.
func (w *work) callOver(id dispatch.ID) error {
	c, err := w.tx.CallByID(id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("call: %w", err)
	}
	t, err := w.caller(c)
	if err != nil {
		return err
	}
	if c.EndedAt.IsZero() {
		if until := c.StartedAt.Add(longestTalk); t.state.Listen.For == ivr.ForRing && w.now.Before(until) {
			return w.setTimer(timerHangUp, id, until)
		}
		t.call.EndedAt = w.now
	}
	return t.endCall()
}

// longestTalk is how long two people who were connected may talk: the carrier's own limit for a call between two, and
// the time before. (Twilio, Dial: timeLimit)
const longestTalk = 5 * time.Hour

// endCall is the end of a call: the menu keeps what was said so far, and what waits for the phone to be free goes on.
func (t *turn) endCall() error {
	if t.state.Left {
		return nil
	}
	t.state.Left = true
	hungUp := !t.state.Menu.Over
	if hungUp {
		if _, err := t.step(talk.Heard{Kind: talk.HungUp}); err != nil {
			return err
		}
	}
	if t.call.Outcome == "" {
		t.call.Outcome = t.nothing(hungUp)
	}
	if err := t.keepUnheard(); err != nil {
		return err
	}
	if err := t.dropUnkept(); err != nil {
		return err
	}
	if err := t.saveCall(t.call.Next); err != nil {
		return err
	}
	if err := t.cancelTimers(t.call.ID, timerHangUp); err != nil {
		return err
	}
	if err := t.afterCall(); err != nil || !t.state.Forget {
		return err
	}
	t.erased = true
	if err := t.tx.ForgetCall(t.call.ID); err != nil {
		return fmt.Errorf("forget call: %w", err)
	}
	return nil
}

// afterCall does what follows from a call that is over.
func (t *turn) afterCall() error {
	if t.call.Dial != 0 {
		if err := t.dialEnded(t.call.Dial, t.call.SID, t.howItEnded()); err != nil {
			return err
		}
	}
	if t.call.Contact == 0 {
		return nil
	}
	if err := t.callAboutWords(); err != nil {
		return err
	}
	wanted, err := t.wantsCallBack()
	if err != nil {
		return err
	}
	if wanted {
		if _, err := t.phoneBack(t.person.Contact, talk.PhoneBack{Purpose: talk.CallBack}); err != nil {
			return err
		}
	}
	return t.lineFree(t.call.Contact)
}

// atOnce is how soon who hangs up wants to be called back: a call that costs nothing.
const atOnce = 5 * time.Second

// wantsCallBack says whether somebody who hung up at once is to be called back. A phone with a private case rings only if
// its owner said that it may: nobody knows who else hears it.
func (t *turn) wantsCallBack() (bool, error) {
	way := t.person.Contact.ContactWay
	if !t.hungUpAtOnce() || way != "" && way != "call" {
		return false, nil
	}
	own, err := t.tx.RequestsOf(t.call.Contact, t.now.Add(neverClosed))
	if err != nil {
		return false, fmt.Errorf("requests of: %w", err)
	}
	private := slices.ContainsFunc(own, func(r store.Request) bool { return r.Private })
	return !private || way == "call", nil
}

// hungUpAtOnce says whether somebody let it ring for a moment, and the network calls back who does.
func (t *turn) hungUpAtOnce() bool {
	lasted := time.Duration(t.call.Seconds) * time.Second
	if lasted == 0 {
		lasted = t.call.EndedAt.Sub(t.call.StartedAt)
	}
	return t.voice.Callback && t.call.Direction == store.In && !t.state.Menu.Pressed && lasted <= atOnce
}

// howItEnded is what a call of ours that was answered has come to.
func (t *turn) howItEnded() dispatch.CallEnd {
	switch {
	case t.state.Menu.Heard():
		return dispatch.CallHeard
	case isMachine(t.call.AnsweredBy):
		return dispatch.CallMachine
	}
	return dispatch.CallNoKey
}

func isMachine(answeredBy string) bool {
	return answeredBy == byFax || strings.HasPrefix(answeredBy, byMachine)
}

// Who picks up, in the carrier's words: "machine_start", "machine_end_beep", …; "human" and "unknown" are people.
// (twilio.com/docs/voice/answering-machine-detection)
const (
	byMachine = "machine"
	byFax     = "fax"
)

// What came of a call, as `list calls` shows it; the first of several, but for a no.
const (
	outcomeRequest   = "request"
	outcomeVoicemail = "voicemail"
	outcomeConnected = "connected"
	outcomeTold      = "told"
	outcomeTook      = "took"
	outcomeDeclined  = "declined"
	outcomeConfirmed = "confirmed"
	outcomeRecorded  = "recorded"
	outcomeHungUp    = "hung_up"
)

// A call of ours that came to nothing has the words of dispatch.CallEnd: "no_answer", "busy", "failed", "machine"; and any
// in which nobody pressed a key or spoke "no_key".

// came notes what has come of the call.
func (t *turn) came(f talk.Effect) {
	outcome := ""
	switch f.(type) {
	case talk.OpenRequest, talk.KeepDraft:
		outcome = outcomeRequest
	case talk.KeepSpoken:
		outcome = outcomeVoicemail
	case talk.TakeCall:
		outcome = outcomeConnected
		if t.callerGone {
			outcome = outcomeHungUp
		}
	case talk.Accept:
		outcome = outcomeTook
	case talk.Decline:
		outcome = outcomeDeclined
	case talk.ConfirmNumber:
		outcome = outcomeConfirmed
	case talk.KeepPrompt:
		outcome = outcomeRecorded
	}
	if outcome != "" && (t.call.Outcome == "" || t.call.Outcome == outcomeDeclined) {
		t.call.Outcome = outcome
	}
}

// nothing is the outcome of a call in which nothing was done: heard, by a machine at most, hung up half way, or in
// silence.
func (t *turn) nothing(hungUp bool) string {
	out := t.call.Direction == store.Out
	switch {
	case out && t.state.Menu.Heard(), !out && t.state.Menu.Pressed && !hungUp:
		return outcomeTold
	case out && isMachine(t.call.AnsweredBy):
		return string(dispatch.CallMachine)
	case hungUp:
		return outcomeHungUp
	}
	return string(dispatch.CallNoKey)
}

// takeCall connects the coordinator who was rung with the caller: the caller's call hears of it when the two part.
func (t *turn) takeCall(talk.TakeCall) error {
	if t.call == nil || t.call.Parent == 0 {
		return nil
	}
	c, err := t.tx.CallByID(t.call.Parent)
	if err != nil {
		return fmt.Errorf("caller's call: %w", err)
	}
	if err := t.takeAlarms(c.Contact, t.coordinator().Name); err != nil {
		return err
	}
	if !c.EndedAt.IsZero() {
		t.callerGone = true
		return nil
	}
	caller, err := t.work.caller(c)
	if err != nil {
		return err
	}
	caller.state.Taken = true
	caller.came(talk.TakeCall{})
	return caller.saveCall(c.Next)
}
