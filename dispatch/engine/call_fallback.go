package engine

import (
	"context"
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

// longestMessage bounds the message that is left when something is broken here.
const longestMessage = 2 * time.Minute

// Fallback answers where Call has failed: it apologizes in the caller's language and takes a message, without the menu.
// What the caller had said before is kept when the call ends. Its answer goes on at Fallback itself: the recording is
// kept, and the call ends. It does not fail: what cannot be stored is said all the same, since a message recorded then
// is found at the carrier later (ForeignRecording).
func (e *Engine) Fallback(ctx context.Context, ev CallEvent) CallAnswer {
	var a CallAnswer
	err := e.write(ctx, func(w *work) (err error) {
		a, err = w.sorry(ev)
		return err
	})
	if err != nil {
		e.log.Error("a call cannot be kept", "error", err)
		a = apology(ev, e.network.Language)
	}
	return a
}

func (w *work) sorry(ev CallEvent) (CallAnswer, error) {
	if ev.Heard.Kind == talk.HungUp {
		return w.heard(ev)
	}
	t, err := w.fallenBack(ev)
	if err != nil {
		return CallAnswer{}, err
	}
	if t == nil {
		return w.sorryTo(ev), nil
	}
	ev.Again = ev.Again || t.state.Sorry
	t.state.Sorry = true
	if ev.Heard.Kind == talk.Recorded {
		if err := t.leftMessage(ev.Heard); err != nil {
			return CallAnswer{}, err
		}
	}
	a := apology(ev, t.language)
	a.Call, t.state.Listen = t.call.ID, a.Listen
	return a, t.saveCall(t.call.Next)
}

// sorryTo is what somebody hears of whom nothing is known: we have called them, and do not know why. One of our own
// numbers hears nothing, or it would answer itself.
func (w *work) sorryTo(ev CallEvent) CallAnswer {
	if ev.Parent != 0 || slices.Contains(w.lines, ev.To) {
		return hangsUp()
	}
	return saying(w.network.Language, ivr.Listen{For: ivr.HangUp}, msg.VoiceSorry, msg.VoiceGoodbye)
}

// leftMessage keeps what the menu never hears of: a message. The carrier may tell of it twice, and what became of it
// before who left it; one that is known is somewhere already.
func (t *turn) leftMessage(heard talk.Heard) error {
	_, err := t.tx.RecordingBySID(heard.SID)
	if err == nil {
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("find recording: %w", err)
	}
	t.saying(heard.SID, heard.Seconds)
	return t.keepUnheard()
}

// fallenBack loads the call, or enters it if its beginning was what failed. Nil: there is nobody to talk to.
func (w *work) fallenBack(ev CallEvent) (*turn, error) {
	c, err := w.tx.CallBySID(ev.SID)
	if err == nil {
		return w.caller(c)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("find call: %w", err)
	}
	if ev.Dial == 0 && slices.Contains(w.lines, ev.From) {
		if ev.Dial, err = w.dialOf(ev.SID); err != nil {
			return nil, err
		}
	}
	t, err := w.meet(ev)
	if err != nil || t == nil {
		return nil, err
	}
	if ev.Heard.Machine {
		t.call.AnsweredBy = byMachine
	}
	if err := t.enterCall(); err != nil {
		return nil, err
	}
	if t.call.Dial != 0 {
		if err := w.dialAnswered(t.call.Dial, t.call.ID, ev.SID); err != nil {
			return nil, err
		}
	}
	return t, w.setTimer(timerHangUp, t.call.ID, w.now.Add(lostAfter))
}

// dialOf is what a call of ours was made for, which the carrier does not tell the fallback; 0: not known.
func (w *work) dialOf(sid string) (dispatch.ID, error) {
	d, err := w.tx.DialBySID(sid)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("find dial: %w", err)
	}
	return d.ID, nil
}

// apology says that something is broken and asks for a message; then it thanks for one, or says goodbye. A machine is
// asked for none.
func apology(ev CallEvent, language string) CallAnswer {
	switch {
	case ev.Parent != 0:
		return hangsUp() // a coordinator who was rung: the caller is told that nobody is there
	case ev.Heard.Kind == talk.Recorded:
		return saying(language, ivr.Listen{For: ivr.HangUp}, msg.VoiceMessageKept, msg.VoiceGoodbye)
	case ev.Again:
		return saying(language, ivr.Listen{For: ivr.HangUp}, msg.VoiceGoodbye)
	case ev.Heard.Machine:
		return saying(language, ivr.Listen{For: ivr.HangUp}, msg.VoiceSorry, msg.VoiceGoodbye)
	}
	return saying(language, ivr.Listen{For: ivr.ForRecording, Most: longestMessage}, msg.VoiceSorry, msg.VoiceSayMessage)
}

func saying(language string, listen ivr.Listen, keys ...msg.Key) CallAnswer {
	a := CallAnswer{Turn: ivr.Turn{Language: language, Listen: listen}}
	for _, key := range keys {
		a.Say = append(a.Say, ivr.Prompt{Key: key})
	}
	return a
}
