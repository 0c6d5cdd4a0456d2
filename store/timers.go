package store

import (
	"time"

	"hotline/dispatch"
)

// Timer is something to be done at a time. Kind and Ref name it: setting it again moves it.
type Timer struct {
	Kind string
	Ref  dispatch.ID
	Due  time.Time
}

// SetTimer sets or moves a timer.
func (tx *Tx) SetTimer(t Timer) error { return nil }

// CancelTimer removes a timer, if it is set.
func (tx *Tx) CancelTimer(kind string, ref dispatch.ID) error { return nil }

// DueTimers are the timers due at the transaction's time, earliest first, at most max. They stay set until
// cancelled or moved.
func (v *View) DueTimers(max int) ([]Timer, error) { return nil, nil }

// NextTimer is when the earliest timer is due; zero: none is set.
func (v *View) NextTimer() (time.Time, error) { return time.Time{}, nil }
