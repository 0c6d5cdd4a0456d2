package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// undoFor is how long a coordinator can undo a command.
const undoFor = 10 * time.Minute

// undoCase undoes the coordinator's last command, once. What somebody has been told cannot be untold: they hear the
// contrary.
func (t *turn) undoCase(talk.UndoCase) error {
	last := t.session.Last
	if last.Do == "" || t.now.Sub(last.At) > undoFor {
		return t.replies(msg.StaffNoUndo)
	}
	if len(last.Changed) > 0 {
		t.session.Last = talk.Act{}
		if err := t.undoIntake(last); err != nil {
			return err
		}
		return t.replies(msg.StaffUndone, "Command", last.Command)
	}
	if last.Status == "" {
		return t.replies(msg.StaffLeft, "Command", last.Command)
	}
	r, err := t.tx.RequestByID(last.Request)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	t.about(r.ID)
	done, err := t.undo(&r, last)
	if err != nil {
		return err
	}
	if !done {
		return t.replies(msg.StaffLeft, "Command", last.Command)
	}
	t.session.Last = talk.Act{}
	return t.replies(msg.StaffUndone, "Command", last.Command)
}

// undo says whether it could: not once somebody else has changed the request.
func (t *turn) undo(r *store.Request, last talk.Act) (bool, error) {
	actor := t.coordinator().Name
	switch {
	case last.Do == "TAKE" && r.Attention == dispatch.Taken && r.Status != dispatch.Closed:
		return true, t.letGoAll(r, actor)
	case last.Do == "BACK" && r.Attention != dispatch.Taken && r.Status == last.Status:
		return true, t.eachOpen(r, func(p *store.Request) error { return t.take(p, actor) })
	case last.Do == "ASSIGN" && r.Status == dispatch.Assigned && r.AssignedAt.Equal(last.At):
		return true, t.unassign(r, last, actor)
	case last.Do == "CLOSE" && r.Status == dispatch.Closed && r.ClosedAt.Equal(last.At):
		newest, err := t.tx.RequestByCode(r.Code)
		if err != nil {
			return false, fmt.Errorf("find request: %w", err)
		}
		if newest.ID != r.ID { // another has its number by now
			return false, nil
		}
		return true, t.reopen(r, last, actor)
	}
	return false, nil
}

// letGoAll gives back every place of a request that a coordinator has in hand.
func (w *work) letGoAll(r *store.Request, actor string) error {
	return w.eachOpen(r, func(p *store.Request) error {
		if p.Attention != dispatch.Taken {
			return nil
		}
		return w.letGo(p, actor)
	})
}

// unassign takes a request off the volunteer who was given it by hand; both are told.
func (t *turn) unassign(r *store.Request, last talk.Act, actor string) error {
	holder, err := t.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	if err := t.takeOff(r, actor); err != nil {
		return err
	}
	if err := t.stands(r, last); err != nil {
		return err
	}
	resident, err := t.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	if err := t.tellHandedBack(*r, resident, holder); err != nil {
		return err
	}
	return t.goesOn(r)
}

// reopen opens a request again that was closed by hand; its resident is told that it goes on.
func (t *turn) reopen(r *store.Request, last talk.Act, actor string) error {
	_, told := whys[r.ClosedReason]
	r.ClosedReason, r.ClosedAt = "", time.Time{}
	if err := t.stands(r, last); err != nil {
		return err
	}
	if err := t.event(r.ID, 0, eventReopened, actor, string(r.Attention)); err != nil {
		return err
	}
	if told && !r.Private && r.Category != "" {
		resident, err := t.tx.ContactByID(r.Resident)
		if err != nil {
			return fmt.Errorf("resident: %w", err)
		}
		text := msg.T(msg.Reopened, "Need", need(r.Request))
		if _, err := t.tellResident(*r, resident, about{lane: store.LaneAnswer, request: r.ID}, text); err != nil {
			return err
		}
	}
	return t.goesOn(r)
}

// stands puts a request back to how it stood. What was being asked for it has ended: it is asked for anew.
func (t *turn) stands(r *store.Request, last talk.Act) error {
	to := last.Status
	if to == dispatch.Offered {
		to = dispatch.Open
	}
	if last.Attention != "" {
		r.Attention, r.AttentionSince = last.Attention, t.now
	}
	return t.move(r, to)
}
