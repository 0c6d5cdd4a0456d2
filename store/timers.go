package store

import (
	"slices"
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

// cancelAtOnce is how many timers one statement removes.
const cancelAtOnce = 6

// CancelTimers removes timers of one thing, those that are set.
func (tx *Tx) CancelTimers(ref dispatch.ID, kinds ...string) error {
	for some := range slices.Chunk(kinds, cancelAtOnce) {
		var k [cancelAtOnce]string
		copy(k[:], some)
		err := tx.q.CancelTimers(tx.ctx, query.CancelTimersParams{Ref: int64(ref),
			Kind: k[0], Kind_2: k[1], Kind_3: k[2], Kind_4: k[3], Kind_5: k[4], Kind_6: k[5]})
		if err != nil {
			return err
		}
	}
	return nil
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
