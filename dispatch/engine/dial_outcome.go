package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

// RecordDial writes down what came of having the carrier make a call that was claimed.
func (e *Engine) RecordDial(ctx context.Context, id dispatch.ID, what Outcome) error {
	err := e.write(ctx, func(w *work) error {
		d, err := w.tx.DialByID(id)
		if err != nil {
			return fmt.Errorf("dial: %w", err)
		}
		if d.State != store.DialDialing && d.State != store.DialUnknown {
			return nil // the call itself was faster
		}
		return w.recordDial(d, what)
	})
	if err != nil {
		return fmt.Errorf("record dial: %w", err)
	}
	return nil
}

func (w *work) recordDial(d store.Dial, what Outcome) error {
	switch what.Kind {
	case Sent:
		return w.dialPlaced(d, what.SID)
	case Unknown:
		from := d.State
		d.State, d.NotBefore = store.DialUnknown, w.now
		return w.saveDial(d, from)
	case Config, Stop, Refused, Bug, GaveUp:
		if err := w.alertSetup(what.Code); err != nil {
			return err
		}
	}
	if after, ok := w.pause(what, 1); ok {
		return w.putOffDial(d, w.now.Add(max(after, w.sinceOrdered(d)/4)))
	}
	w.log.Warn("call not made", "outcome", what.Kind, "code", what.Code)
	if err := w.giveUp(d, dispatch.CallFailed); err != nil || what.Kind != BadNumber {
		return err
	}
	return w.learn(d.Contact, what)
}

// sinceOrdered is how old a call is, to five minutes: the longer the carrier has refused it, the longer it is left.
func (w *work) sinceOrdered(d store.Dial) time.Duration {
	return min(w.now.Sub(d.CreatedAt), 20*time.Minute)
}

// dialPlaced notes that the carrier has a call. An offer counts from now on.
func (w *work) dialPlaced(d store.Dial, sid string) error {
	from := d.State
	d.State, d.SID = store.DialRung, sid
	if err := w.saveDial(d, from); err != nil {
		return err
	}
	if err := w.setTimer(timerDial, d.ID, w.now.Add(dispatch.LongestCall)); err != nil {
		return err
	}
	return w.offerLeft(d.Offer)
}

// UnknownDials lists the calls of which nobody knows whether the carrier has them.
func (e *Engine) UnknownDials(ctx context.Context) ([]OutgoingCall, error) {
	var out []OutgoingCall
	err := e.store.Read(ctx, func(v *store.View) error {
		unknown, err := v.UnknownDials()
		for _, d := range unknown {
			o := outgoingCall(d)
			o.Ended = d.NotBefore
			out = append(out, o)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("unknown dials: %w", err)
	}
	return out, nil
}

// ResolveDial settles a call that was unknown by what the carrier's own list says of it: found, with its SID, or not
// there. That counts as a call all the same: a list that lies would have a phone ring for ever. (facts: Twilio)
func (e *Engine) ResolveDial(ctx context.Context, id dispatch.ID, found bool, sid string) error {
	err := e.write(ctx, func(w *work) error {
		d, err := w.tx.DialByID(id)
		if err != nil {
			return fmt.Errorf("dial: %w", err)
		}
		switch {
		case d.State != store.DialUnknown:
			return nil
		case found:
			return w.dialPlaced(d, sid)
		}
		return w.dialOver(d, dispatch.CallBusy) // it did not ring
	})
	if err != nil {
		return fmt.Errorf("resolve dial: %w", err)
	}
	return nil
}

// RecoverDials makes the calls that an earlier process was having made when it ended unknown, and says how many; what
// waits on a number that is ours no more is made from the first that is. To be called once, before any is claimed.
func (e *Engine) RecoverDials(ctx context.Context) (n int, err error) {
	err = e.write(ctx, func(w *work) error {
		if n, err = w.tx.RecoverDials(); err != nil {
			return err
		}
		return w.tx.AdoptDials(e.lines)
	})
	if err != nil {
		return 0, fmt.Errorf("recover dials: %w", err)
	}
	return n, nil
}

// dialAnswered notes that the carrier has asked what to say in a call of ours: it has the call, whatever we knew.
func (w *work) dialAnswered(id, call dispatch.ID, sid string) error {
	d, err := w.tx.DialByID(id)
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	switch d.State {
	case store.DialDialing, store.DialUnknown:
	case store.DialWaiting:
		if d.Tries == 0 {
			return nil // never made
		}
	case store.DialRung:
		d.Call, d.SID = call, sid
		return w.saveDial(d, d.State)
	default:
		return nil
	}
	d.Call = call
	return w.dialPlaced(d, sid)
}

// dialEnded notes how a call of ours ended. The word of another call than the last one made changes nothing.
func (w *work) dialEnded(id dispatch.ID, sid string, end dispatch.CallEnd) error {
	d, err := w.tx.DialByID(id)
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	switch d.State {
	case store.DialDialing, store.DialUnknown, store.DialRung:
	default:
		return nil
	}
	if d.SID != "" && d.SID != sid {
		return nil
	}
	d.SID = sid
	return w.dialOver(d, end)
}

// dialLost ends a call of which the carrier has never said that it ended.
func (w *work) dialLost(id dispatch.ID) error {
	d, err := w.tx.DialByID(id)
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	if d.State == store.DialRung && d.Call == 0 {
		return w.neverAnswered(CallStatus{SID: d.SID, Dial: id}, dispatch.CallNoAnswer)
	}
	c, err := w.tx.CallByID(d.Call)
	if err == nil && c.EndedAt.IsZero() { // they are still talking; that call's own end ends this
		return w.setTimer(timerDial, id, w.now.Add(dispatch.LongestCall))
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("call: %w", err)
	}
	return w.dialEnded(id, d.SID, dispatch.CallNoAnswer)
}

// neverAnswered ends a call of ours in which nobody has heard anything, and keeps it among the calls: whoever looks at a
// request sees each try. A turn of it that comes late finds it over.
func (w *work) neverAnswered(s CallStatus, end dispatch.CallEnd) error {
	d, err := w.tx.DialByID(s.Dial)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	outcome := string(end)
	switch {
	case isMachine(s.AnsweredBy):
		end, outcome = dispatch.CallMachine, string(dispatch.CallMachine)
	case end == dispatch.CallNoKey:
		outcome = outcomeHungUp
	}
	began := w.now
	if d.Tries > 0 && (d.SID == "" || d.SID == s.SID) {
		began = d.ClaimedAt
	}
	c := store.Call{SID: s.SID, Direction: store.Out, Contact: d.Contact, Line: d.Line,
		Purpose: d.Purpose, Dial: d.ID, Request: d.Request, Offer: d.Offer, Outcome: outcome, AnsweredBy: s.AnsweredBy,
		StartedAt: began, EndedAt: w.now, Seconds: s.Seconds}
	if err := w.tx.InsertCall(&c); err != nil && !errors.Is(err, store.ErrConflict) { // one that began at the fallback
		return fmt.Errorf("insert call: %w", err)
	}
	return w.dialEnded(s.Dial, s.SID, end)
}
