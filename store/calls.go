package store

import (
	"strconv"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Call is a phone call, of ours or to us.
type Call struct {
	ID        dispatch.ID
	SID       string // the carrier's id
	Direction Direction
	Contact   dispatch.ID // 0: a withheld number, and none given yet
	Line      string      // our number
	Language  string      // spoken in; empty: not chosen yet
	Purpose   string      // of a call of ours; empty: somebody phoned us
	Dial      dispatch.ID // what it was made for; 0: somebody phoned us
	Request   dispatch.ID // what it is about; 0: nothing yet
	Offer     dispatch.ID
	Parent    dispatch.ID // the caller's call, of a leg that rings somebody for them; 0: not one

	State        Sealed // where the conversation stands, in its own encoding
	Next         int    // the turn expected; SaveCall compares it
	Outcome      string // what came of it: "request", "voicemail", …; empty: nothing yet
	LastQuestion string
	AnsweredBy   string // the carrier's word for who picked up: "human", "machine_start", …; empty: not known
	StartedAt    time.Time
	EndedAt      time.Time // zero: it goes on
	Seconds      int
}

// CallBySID finds a call by the carrier's id.
func (v *View) CallBySID(sid string) (Call, error) {
	row, err := v.q.CallBySID(v.ctx, sid)
	return one(row, err, v.call)
}

// CallByID finds a call.
func (v *View) CallByID(id dispatch.ID) (Call, error) {
	row, err := v.q.CallByID(v.ctx, int64(id))
	return one(row, err, v.call)
}

// LiveCallsOf are a contact's calls that have not ended, oldest first.
func (v *View) LiveCallsOf(contact dispatch.ID) ([]Call, error) {
	rows, err := v.q.LiveCallsOf(v.ctx, nullID(contact))
	return many(rows, err, v.call)
}

// LiveCalls are the calls begun since then that have not ended, oldest first.
func (v *View) LiveCalls(since time.Time) ([]Call, error) {
	rows, err := v.q.LiveCalls(v.ctx, int64(firstID(since)))
	return many(rows, err, v.call)
}

// CallsOf are the calls about a request, oldest first.
func (v *View) CallsOf(request dispatch.ID) ([]Call, error) {
	rows, err := v.q.CallsOf(v.ctx, nullID(request))
	return many(rows, err, v.call)
}

func (v *View) call(r query.Call) (Call, error) {
	c := Call{
		ID: dispatch.ID(r.ID), SID: r.Sid, Direction: Direction(r.Direction), Contact: dispatch.ID(r.Contact.Int64),
		Line: r.Line, Language: r.Language, Purpose: r.Purpose, Dial: dispatch.ID(r.Dial.Int64),
		Request: dispatch.ID(r.Request.Int64), Offer: dispatch.ID(r.Offer.Int64), Parent: dispatch.ID(r.Parent.Int64),
		Next: int(r.Next), Outcome: r.Outcome, LastQuestion: r.LastQuestion, AnsweredBy: r.AnsweredBy,
		StartedAt: fromMS(r.StartedAt), EndedAt: fromMS(r.EndedAt), Seconds: int(r.Seconds),
	}
	var err error
	c.State, err = v.open(callState, c.ID, r.State)
	return c, err
}

// InsertCall adds a call. It sets ID and StartedAt if they are zero. A SID that is there is ErrConflict. The turns of the
// calls that began a day before, and what was said in them, are dropped.
func (tx *Tx) InsertCall(c *Call) error {
	tx.fill(&c.ID, &c.StartedAt)
	if err := tx.dropTurns(); err != nil {
		return err
	}
	state, err := tx.seal(callState, c.ID, c.State)
	if err != nil {
		return err
	}
	return changed(tx.q.InsertCall(tx.ctx, query.InsertCallParams{
		ID: int64(c.ID), Sid: c.SID, Direction: string(c.Direction), Contact: nullID(c.Contact), Line: c.Line,
		Language: c.Language, Purpose: c.Purpose, Dial: nullID(c.Dial), Request: nullID(c.Request),
		Offer: nullID(c.Offer), Parent: nullID(c.Parent), State: state, Next: int64(c.Next), Outcome: c.Outcome,
		LastQuestion: c.LastQuestion, AnsweredBy: c.AnsweredBy, StartedAt: unixMS(c.StartedAt),
		EndedAt: unixMS(c.EndedAt), Seconds: int64(c.Seconds),
	}))
}

// SaveCall writes the call if the turn it expects is still next, else ErrConflict: give the Next it was read with. SID,
// direction, line, purpose, dial, parent and StartedAt never change.
func (tx *Tx) SaveCall(c Call, next int) error {
	state, err := tx.seal(callState, c.ID, c.State)
	if err != nil {
		return err
	}
	return changed(tx.q.UpdateCall(tx.ctx, query.UpdateCallParams{
		ID: int64(c.ID), Next: int64(next), Contact: nullID(c.Contact), Language: c.Language,
		Request: nullID(c.Request), Offer: nullID(c.Offer), State: state, Next_2: int64(c.Next), Outcome: c.Outcome,
		LastQuestion: c.LastQuestion, AnsweredBy: c.AnsweredBy, EndedAt: unixMS(c.EndedAt), Seconds: int64(c.Seconds),
	}))
}

// AddTurn stores what turn n of a call was answered; the carrier may ask for it again. A turn that is there is
// ErrConflict.
func (tx *Tx) AddTurn(call dispatch.ID, n int, answer []byte) error {
	sealed, err := tx.keys.seal(turnAnswer(n), call, answer)
	if err != nil {
		return err
	}
	return changed(tx.q.InsertTurn(tx.ctx, query.InsertTurnParams{
		Call: int64(call), N: int64(n), Answer: sealed, At: unixMS(tx.now),
	}))
}

// TurnOf is what turn n of a call was answered. ErrNotFound: it never came.
func (v *View) TurnOf(call dispatch.ID, n int) ([]byte, error) {
	row, err := v.q.TurnOf(v.ctx, query.TurnOfParams{Call: int64(call), N: int64(n)})
	return one(row, err, func(sealed []byte) ([]byte, error) {
		return v.openBytes(turnAnswer(n), call, sealed)
	})
}

// turnAnswer is the column of a turn's answer. A call's turns share its id, so the column says which one it is.
func turnAnswer(n int) column { return column("turns/answer/" + strconv.Itoa(n)) }

// turnsKept is how long the turns of a call are kept, and what was said and keyed in it: longer than a call can be, and
// than the carrier asks for a turn again.
const turnsKept = 24 * time.Hour

// dropTurns forgets what has been kept long enough.
func (tx *Tx) dropTurns() error {
	before := int64(firstID(tx.now.Add(-turnsKept)))
	if err := tx.q.DropTurns(tx.ctx, before); err != nil {
		return err
	}
	return tx.q.DropCallStates(tx.ctx, before)
}

// CallsTo is when calls of ours to a contact began that have been answered, or have ended, since then.
func (v *View) CallsTo(contact dispatch.ID, since time.Time) ([]time.Time, error) {
	rows, err := v.q.CallsTo(v.ctx, query.CallsToParams{Contact: nullID(contact), ID: int64(firstID(since))})
	return many(rows, err, moment)
}
