package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Past is how the search for somebody went, or goes, for one place of a request: nothing personal.
type Past struct {
	Category, Zone string
	Urgency        dispatch.Urgency
	Status         dispatch.Status
	Reason         dispatch.Reason // why it was closed
	Private        bool
	Held           bool // somebody has it, or had it in the end
	CreatedAt      time.Time
	OpenedAt       time.Time // when asking could begin, the last time; zero: not yet
	AssignedAt     time.Time // when somebody took it, the last time; zero: nobody has
	ClosedAt       time.Time // zero: it is not
}

// PastRequests are those made since then, oldest first. It reads a few numbers of each and is for statistics, not for
// the answer to somebody who waits.
func (v *View) PastRequests(since time.Time) ([]Past, error) {
	rows, err := v.q.PastRequests(v.ctx, int64(firstID(since)))
	return many(rows, err, func(r query.PastRequestsRow) (Past, error) {
		return Past{Category: r.Category, Zone: r.Zone, Urgency: dispatch.Urgency(r.Urgency), Status: dispatch.Status(r.Status),
			Reason: dispatch.Reason(r.ClosedReason), Private: r.Private, Held: r.Held, CreatedAt: fromMS(r.CreatedAt),
			OpenedAt: fromMS(r.OpenedAt), AssignedAt: fromMS(r.AssignedAt), ClosedAt: fromMS(r.ClosedAt)}, nil
	})
}
