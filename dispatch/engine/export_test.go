package engine

import (
	"context"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// DialEnded is what the end of a call does to the call of ours that it was.
func (e *Engine) DialEnded(ctx context.Context, id dispatch.ID, sid string, end dispatch.CallEnd) error {
	return e.write(ctx, func(w *work) error { return w.dialEnded(id, sid, end) })
}

// DialAnswered is what the first turn of a call does to it.
func (e *Engine) DialAnswered(ctx context.Context, id, call dispatch.ID, sid string) error {
	return e.write(ctx, func(w *work) error { return w.dialAnswered(id, call, sid) })
}

// LineFree is what the end of any call with somebody does.
func (e *Engine) LineFree(ctx context.Context, contact dispatch.ID) error {
	return e.write(ctx, func(w *work) error { return w.lineFree(contact) })
}

// InCall carries out what the menu decides in a call with somebody, and returns the request it became about. A phone
// never heard of before is made a contact, as a first call does.
func (e *Engine) InCall(ctx context.Context, phone, sid string, effects ...talk.Effect) (request dispatch.ID, err error) {
	err = e.write(ctx, func(w *work) error {
		c, err := w.contactOf(phone, "", "en")
		if err != nil {
			return err
		}
		t := &turn{work: w, call: &store.Call{ID: w.tx.NewID(), SID: sid, Direction: store.In, Contact: c.ID}, language: "en"}
		if t.person, err = w.personOf(c.ID); err != nil {
			return err
		}
		live, err := w.tx.LiveDialsOf(c.ID)
		if err != nil {
			return err
		}
		for _, d := range live {
			if d.Purpose == string(talk.CallConfirm) && d.State == store.DialRung {
				t.call.Purpose, t.state.Menu.Request = d.Purpose, d.Request
			}
		}
		t.session = readSession(t.person.Session)
		if _, err = t.known(); err != nil {
			return err
		}
		if err := w.tx.InsertCall(t.call); err != nil {
			return err
		}
		for _, f := range effects {
			if err := w.effects.do(t, f); err != nil {
				return err
			}
		}
		if t.changed {
			if err := w.tx.UpdateContact(t.person.Contact); err != nil {
				return err
			}
		}
		for _, do := range t.after {
			if err := do(); err != nil {
				return err
			}
		}
		request = t.call.Request
		ended := *t.call
		ended.EndedAt = w.now
		if err := w.tx.SaveCall(ended, t.call.Next); err != nil {
			return err
		}
		return w.lineFree(c.ID)
	})
	return request, err
}

// Fetched is what RecordingFetched does when the sound is written.
func (e *Engine) Fetched(ctx context.Context, id dispatch.ID) error {
	return e.fetched(ctx, id, false, "mp3")
}

// MayHear says whether a recording is played in a call that goes on.
func (e *Engine) MayHear(ctx context.Context, sid string, recording dispatch.ID) (may bool, err error) {
	err = e.write(ctx, func(w *work) error {
		c, err := w.tx.CallBySID(sid)
		if err != nil {
			return err
		}
		t, err := w.caller(c)
		if err != nil {
			return err
		}
		if _, err := t.known(); err != nil {
			return err
		}
		token, err := t.ticket(recording)
		may = token != ""
		return err
	})
	return may, err
}
