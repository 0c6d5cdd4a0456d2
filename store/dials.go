package store

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// DialState is where a call of ours stands.
type DialState string

const (
	DialWaiting DialState = "waiting"
	DialDialing DialState = "dialing" // claimed: the carrier may have it
	DialUnknown DialState = "unknown" // a 5xx or a time-out: the carrier may or may not have it
	DialRung    DialState = "rung"    // the carrier has it, and it is not over
	DialHeard   DialState = "heard"   // somebody pressed a key
	DialGaveUp  DialState = "gave_up" // tried as often as it may be
	DialDropped DialState = "dropped" // became stale while it waited
)

// Dial is a call to be made, until somebody has heard it. One that nobody answers goes back to waiting.
type Dial struct {
	ID        dispatch.ID
	Contact   dispatch.ID
	Purpose   string
	Request   dispatch.ID // 0: none
	Offer     dispatch.ID // 0: none
	State     DialState
	Line      string    // our number it is made from
	NotBefore time.Time // in unknown: when the last try had ended
	ExpiresAt time.Time // zero: never
	Tries     int       // begun
	ClaimedAt time.Time // of the last try
	HeardAt   time.Time
	Call      dispatch.ID // the last one made; 0: none
	SID       string      // the carrier's id of that call; empty: not known
	CreatedAt time.Time
}

// ClaimedDial is a call to hand to the carrier.
type ClaimedDial struct {
	Dial
	To Sealed // E.164
}

// DialByID finds a call to be made.
func (v *View) DialByID(id dispatch.ID) (Dial, error) {
	row, err := v.q.DialByID(v.ctx, int64(id))
	return one(row, err, dial)
}

// DialBySID finds a call to be made by the carrier's id of the last call made for it.
func (v *View) DialBySID(sid string) (Dial, error) {
	row, err := v.q.DialBySID(v.ctx, nullText(sid))
	return one(row, err, dial)
}

// LiveDialsOf are the calls to a contact that are still to be made or under way, oldest first.
func (v *View) LiveDialsOf(contact dispatch.ID) ([]Dial, error) {
	rows, err := v.q.LiveDialsOf(v.ctx, int64(contact))
	return many(rows, err, dial)
}

// LiveDialsAbout are the calls about a request that are still to be made or under way, oldest first.
func (v *View) LiveDialsAbout(request dispatch.ID) ([]Dial, error) {
	rows, err := v.q.LiveDialsAbout(v.ctx, nullID(request))
	return many(rows, err, dial)
}

// CountDials counts the calls of one purpose ordered for a contact since then.
func (v *View) CountDials(contact dispatch.ID, purpose string, since time.Time) (int, error) {
	n, err := v.q.CountDials(v.ctx, query.CountDialsParams{
		Contact: int64(contact), ID: int64(firstID(since)), Purpose: purpose,
	})
	return int(n), err
}

// CountDialsFor counts the calls of one purpose ordered for anybody since then.
func (v *View) CountDialsFor(purpose string, since time.Time) (int, error) {
	n, err := v.q.CountDialsFor(v.ctx, query.CountDialsForParams{ID: int64(firstID(since)), Purpose: purpose})
	return int(n), err
}

// DialNext says when the next waiting call may be made; zero: none waits. Calls that wait only because their contact
// has another one under way count too.
func (v *View) DialNext() (time.Time, error) { return dialTime(v.q.DialNext(v.ctx)) }

// DialAfter says when the next waiting call may be made of those that may not be at t; zero: none waits.
func (v *View) DialAfter(t time.Time) (time.Time, error) {
	return dialTime(v.q.DialAfter(v.ctx, unixMS(t)))
}

func dialTime(next int64, err error) (time.Time, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return fromMS(max(next, 1)), err // "at once" is not "never"
}

// ExpiredDials are the waiting calls whose time is over, oldest first.
func (v *View) ExpiredDials() ([]Dial, error) {
	rows, err := v.q.ExpiredDials(v.ctx, unixMS(v.now))
	return many(rows, err, dial)
}

// UnknownDials are the calls of which we do not know whether the carrier has them, oldest first.
func (v *View) UnknownDials() ([]ClaimedDial, error) {
	rows, err := v.q.UnknownDials(v.ctx)
	return many(rows, err, func(r query.UnknownDialsRow) (ClaimedDial, error) {
		return v.claimedDial(query.ClaimableDialsRow(r))
	})
}

func dial(r query.Dial) (Dial, error) {
	return Dial{
		ID: dispatch.ID(r.ID), Contact: dispatch.ID(r.Contact), Purpose: r.Purpose, Request: dispatch.ID(r.Request.Int64),
		Offer: dispatch.ID(r.Offer.Int64), State: DialState(r.State), Line: r.Line, NotBefore: fromMS(r.NotBefore),
		ExpiresAt: fromMS(r.ExpiresAt), Tries: int(r.Tries), ClaimedAt: fromMS(r.ClaimedAt), HeardAt: fromMS(r.HeardAt),
		Call: dispatch.ID(r.Call), SID: r.Sid.String, CreatedAt: fromMS(r.CreatedAt),
	}, nil
}

func (v *View) claimedDial(r query.ClaimableDialsRow) (c ClaimedDial, err error) {
	if c.Dial, err = dial(r.Dial); err != nil {
		return ClaimedDial{}, err
	}
	c.To, err = v.open(contactPhone, c.Contact, r.Phone)
	return c, err
}

// InsertDial orders a call. It sets ID, CreatedAt and State if they are zero. While one with the same contact, purpose,
// request and offer is still to be made or under way, it is ErrConflict.
func (tx *Tx) InsertDial(d *Dial) error {
	tx.fill(&d.ID, &d.CreatedAt)
	if d.State == "" {
		d.State = DialWaiting
	}
	return changed(tx.q.InsertDial(tx.ctx, query.InsertDialParams{
		ID: int64(d.ID), Contact: int64(d.Contact), Purpose: d.Purpose, Request: nullID(d.Request),
		Offer: nullID(d.Offer), State: string(d.State), Line: d.Line, NotBefore: unixMS(d.NotBefore),
		ExpiresAt: unixMS(d.ExpiresAt), Tries: int64(d.Tries), ClaimedAt: unixMS(d.ClaimedAt),
		HeardAt: unixMS(d.HeardAt), Call: int64(d.Call), Sid: nullText(d.SID), CreatedAt: unixMS(d.CreatedAt),
	}))
}

// SaveDial writes the call if its state is still from, else ErrConflict. To move it, set d.State and give the state it
// was read with. Contact, purpose, request, offer and CreatedAt never change. Brought back to life (waiting) beside
// another like it, it is ErrConflict too.
func (tx *Tx) SaveDial(d Dial, from DialState) error {
	return changed(tx.q.UpdateDial(tx.ctx, query.UpdateDialParams{
		ID: int64(d.ID), State: string(from), State_2: string(d.State), Line: d.Line, NotBefore: unixMS(d.NotBefore),
		ExpiresAt: unixMS(d.ExpiresAt), Tries: int64(d.Tries), ClaimedAt: unixMS(d.ClaimedAt),
		HeardAt: unixMS(d.HeardAt), Call: int64(d.Call), Sid: nullText(d.SID),
	}))
}

// ClaimDials takes the calls that may be made now, at most so many, and marks them dialing: those due longest first. No
// contact gets two calls of ours at once.
func (tx *Tx) ClaimDials(most int) ([]ClaimedDial, error) {
	rows, err := tx.q.ClaimableDials(tx.ctx, query.ClaimableDialsParams{
		Now: unixMS(tx.now), Ringing: unixMS(tx.now.Add(-dispatch.LongestCall)), Most: int32(most),
	})
	claimed, err := many(rows, err, tx.claimedDial)
	for i := range claimed {
		d := &claimed[i].Dial
		d.State, d.ClaimedAt = DialDialing, tx.now
		d.Call, d.SID = 0, "" // of the try before
		d.Tries++
		if err := tx.SaveDial(*d, DialWaiting); err != nil {
			return nil, err
		}
	}
	return claimed, err
}

// RecoverDials makes every call in dialing unknown as of now, and says how many: a process that died while dialing left
// them.
func (tx *Tx) RecoverDials() (int, error) {
	rows, err := tx.q.RecoverDials(tx.ctx, unixMS(tx.now))
	return int(rows), err
}

// AdoptDials gives what waits on a number that is none of these to the first of them: nobody would make it any more.
func (tx *Tx) AdoptDials(lines []string) error {
	rows, err := tx.q.WaitingDials(tx.ctx)
	waiting, err := many(rows, err, dial)
	if err != nil || len(lines) == 0 {
		return err
	}
	for _, d := range waiting {
		if slices.Contains(lines, d.Line) {
			continue
		}
		d.Line = lines[0]
		if err := tx.SaveDial(d, DialWaiting); err != nil {
			return err
		}
	}
	return nil
}
