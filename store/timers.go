package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Timer is something to be done at a time. Kind and Ref name it: setting it again moves it.
type Timer struct {
	Kind string
	Ref  dispatch.ID
	Due  time.Time
}

// SetTimer sets or moves a timer.
func (tx *Tx) SetTimer(t Timer) error {
	return tx.q.SetTimer(tx.ctx, query.SetTimerParams{Kind: t.Kind, Ref: int64(t.Ref), Due: unixMS(t.Due)})
}

// AddTimer sets a timer unless it is set.
func (tx *Tx) AddTimer(t Timer) error {
	return tx.q.AddTimer(tx.ctx, query.AddTimerParams{Kind: t.Kind, Ref: int64(t.Ref), Due: unixMS(t.Due)})
}

// CancelTimer removes a timer, if it is set.
func (tx *Tx) CancelTimer(kind string, ref dispatch.ID) error {
	return tx.q.CancelTimer(tx.ctx, query.CancelTimerParams{Kind: kind, Ref: int64(ref)})
}

// DueTimers are the timers due at the transaction's time, earliest first, at most limit. They stay set until
// cancelled or moved.
func (v *View) DueTimers(limit int) ([]Timer, error) {
	rows, err := v.q.DueTimers(v.ctx, query.DueTimersParams{Due: unixMS(v.now), Limit: int32(limit)})
	return many(rows, err, func(r query.Timer) (Timer, error) {
		return Timer{Kind: r.Kind, Ref: dispatch.ID(r.Ref), Due: fromMS(r.Due)}, nil
	})
}

// NextTimer is when the earliest timer is due; zero: none is set.
func (v *View) NextTimer() (time.Time, error) {
	due, err := v.q.NextTimer(v.ctx)
	return fromMS(due), err
}
