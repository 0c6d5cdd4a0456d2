package store

import (
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Lane is the order in which texts leave.
type Lane int

const (
	LaneAnswer    Lane = iota // answers to a person, and danger
	LaneOffer                 // offers
	LaneCheckIn               // check-ins and news nobody waits for
	LaneBroadcast             // broadcasts
)

// OutboxState is where a text on its way out stands.
type OutboxState string

const (
	OutboxQueued  OutboxState = "queued"
	OutboxSending OutboxState = "sending" // claimed: the carrier may have it
	OutboxSent    OutboxState = "sent"
	OutboxUnknown OutboxState = "unknown" // a 5xx or a time-out: the carrier may or may not have it
	OutboxFailed  OutboxState = "failed"
	OutboxDropped OutboxState = "dropped" // became stale while it waited
)

// Outbox is a text on its way out.
type Outbox struct {
	ID        dispatch.ID
	Message   dispatch.ID // one outbox row a message
	Contact   dispatch.ID
	Lane      Lane
	Line      string // our number it goes out from
	State     OutboxState
	NotBefore time.Time   // in unknown: when the last try had ended
	ExpiresAt time.Time   // zero: never
	Tries     int         // begun
	ClaimedAt time.Time   // of the last try
	Offer     dispatch.ID // 0: none. In LaneOffer the text is the offer, in another it says that the offer is over
	Request   dispatch.ID // 0: none
	CreatedAt time.Time
}

// Offers says whether the text makes an offer.
func (o Outbox) Offers() bool { return o.Offer != 0 && o.Lane == LaneOffer }

// Claimed is a text to hand to the carrier.
type Claimed struct {
	Outbox
	To   Sealed // E.164
	Body Sealed
}

// OutboxByID finds a text in the outbox.
func (v *View) OutboxByID(id dispatch.ID) (Outbox, error) {
	row, err := v.q.OutboxByID(v.ctx, int64(id))
	return one(row, err, outbox)
}

// OutboxByMessage finds a message's text in the outbox.
func (v *View) OutboxByMessage(message dispatch.ID) (Outbox, error) {
	row, err := v.q.OutboxByMessage(v.ctx, int64(message))
	return one(row, err, outbox)
}

// OutboxNext says when the next queued text may leave; zero: none waits. Texts that wait only because their contact
// has another one in sending count too.
func (v *View) OutboxNext() (time.Time, error) {
	lines, err := v.q.OutboxLines(v.ctx)
	var next int64
	for i, l := range lines {
		if i == 0 || l.Earliest < next {
			next = l.Earliest
		}
	}
	if len(lines) > 0 {
		next = max(next, 1) // "at once" is not "never"
	}
	return fromMS(next), err
}

// OutboxDueSince says since when the oldest text that may leave now has been waiting to; zero: none is due. A text that
// was put off waits from the time it was put off to.
func (v *View) OutboxDueSince() (time.Time, error) {
	since, err := v.q.OutboxDueSince(v.ctx, unixMS(v.now))
	return fromMS(since), err
}

// UnknownOutbox are the texts of which we do not know whether the carrier has them, oldest first.
func (v *View) UnknownOutbox() ([]Claimed, error) {
	rows, err := v.q.UnknownOutbox(v.ctx)
	return many(rows, err, func(r query.UnknownOutboxRow) (Claimed, error) {
		return v.claimed(query.ClaimableRow(r))
	})
}

func outbox(r query.Outbox) (Outbox, error) {
	return Outbox{
		ID: dispatch.ID(r.ID), Message: dispatch.ID(r.Message), Contact: dispatch.ID(r.Contact), Lane: Lane(r.Lane),
		Line: r.Line, State: OutboxState(r.State), NotBefore: fromMS(r.NotBefore), ExpiresAt: fromMS(r.ExpiresAt),
		Tries: int(r.Tries), ClaimedAt: fromMS(r.ClaimedAt), Offer: dispatch.ID(r.Offer.Int64),
		Request: dispatch.ID(r.Request.Int64), CreatedAt: fromMS(r.CreatedAt),
	}, nil
}

func (v *View) claimed(r query.ClaimableRow) (c Claimed, err error) {
	if c.Outbox, err = outbox(r.Outbox); err != nil {
		return Claimed{}, err
	}
	if c.To, err = v.open(contactPhone, c.Contact, r.Phone); err != nil {
		return Claimed{}, err
	}
	c.Body, err = v.open(messageBody, c.Message, r.Body)
	return c, err
}

// Enqueue puts a text on its way out. It sets ID, CreatedAt and State if they are zero.
func (tx *Tx) Enqueue(o *Outbox) error {
	tx.fill(&o.ID, &o.CreatedAt)
	if o.State == "" {
		o.State = OutboxQueued
	}
	return tx.q.Enqueue(tx.ctx, query.EnqueueParams{
		ID: int64(o.ID), Message: int64(o.Message), Contact: int64(o.Contact), Lane: int64(o.Lane), Line: o.Line,
		State: string(o.State), NotBefore: unixMS(o.NotBefore), ExpiresAt: unixMS(o.ExpiresAt), Tries: int64(o.Tries),
		ClaimedAt: unixMS(o.ClaimedAt), Offer: nullID(o.Offer), Request: nullID(o.Request),
		CreatedAt: unixMS(o.CreatedAt),
	})
}

// ClaimOutbox takes the texts that may leave now, at most perLine for each of these numbers of ours (none named: for
// each), and marks them sending: by lane, then by age. Of one contact's texts only one is ever in sending, and none
// overtakes an older one of its lane that could leave too.
func (tx *Tx) ClaimOutbox(lines []string, perLine int) ([]Claimed, error) {
	waiting, err := tx.q.OutboxLines(tx.ctx)
	if err != nil {
		return nil, err
	}
	var all []Claimed
	for _, l := range waiting {
		if l.Earliest > unixMS(tx.now) || len(lines) > 0 && !slices.Contains(lines, l.Line) {
			continue
		}
		rows, err := tx.q.Claimable(tx.ctx, query.ClaimableParams{Line: l.Line, Now: unixMS(tx.now), Most: int32(perLine)})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			c, err := tx.claim(r)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

func (tx *Tx) claim(r query.ClaimableRow) (Claimed, error) {
	c, err := tx.claimed(r)
	if err != nil {
		return Claimed{}, err
	}
	c.State, c.ClaimedAt = OutboxSending, tx.now
	c.Tries++
	return c, changed(tx.q.Claim(tx.ctx, query.ClaimParams{ID: int64(c.ID), ClaimedAt: unixMS(tx.now)}))
}

// PutOff takes back that a text was claimed: it leaves later, and this was no try.
func (tx *Tx) PutOff(id dispatch.ID, notBefore time.Time) error {
	return changed(tx.q.Unclaim(tx.ctx, query.UnclaimParams{ID: int64(id), NotBefore: unixMS(notBefore)}))
}

// UnaskedTo is when texts but this one left to a contact after a moment that they had not asked for, oldest first: offers,
// check-ins, news and broadcasts, those that are just being sent too.
func (v *View) UnaskedTo(contact dispatch.ID, after time.Time, but dispatch.ID) ([]time.Time, error) {
	rows, err := v.q.UnaskedTo(v.ctx, query.UnaskedToParams{Contact: int64(contact), ClaimedAt: unixMS(after), ID: int64(but)})
	return many(rows, err, moment)
}

func moment(at int64) (time.Time, error) { return fromMS(at), nil }

// DropOffer drops an offer's texts that still wait, cancels their messages, and says how many there were.
func (tx *Tx) DropOffer(offer dispatch.ID) (int, error) {
	rows, err := tx.q.QueuedOfOffer(tx.ctx, nullID(offer))
	if err != nil {
		return 0, err
	}
	dropped, err := tx.drop(rows)
	return len(dropped), err
}

// DropExpired drops the queued texts whose time is over, cancels their messages and returns them.
func (tx *Tx) DropExpired() ([]Outbox, error) {
	rows, err := tx.q.QueuedExpired(tx.ctx, unixMS(tx.now))
	if err != nil {
		return nil, err
	}
	return tx.drop(rows)
}

func (tx *Tx) drop(rows []query.Outbox) ([]Outbox, error) {
	for i := range rows {
		rows[i].State = string(OutboxDropped)
		if err := tx.q.Drop(tx.ctx, rows[i].ID); err != nil {
			return nil, err
		}
		if _, err := tx.SetMessageStatus(dispatch.ID(rows[i].Message), StatusChange{Status: MessageCanceled}); err != nil {
			return nil, err
		}
	}
	return many(rows, nil, outbox)
}

// AdoptOutbox gives what waits on a number that is none of these to the first of them. Nobody would send it any more,
// nor what is written to the same person after it.
func (tx *Tx) AdoptOutbox(lines []string) error {
	waiting, err := tx.q.OutboxLines(tx.ctx)
	if err != nil || len(lines) == 0 {
		return err
	}
	for _, l := range waiting {
		if slices.Contains(lines, l.Line) {
			continue
		}
		if err := tx.q.MoveOutboxLine(tx.ctx, query.MoveOutboxLineParams{New: lines[0], Old: l.Line}); err != nil {
			return err
		}
	}
	return nil
}

// LiftRefused lets the texts leave at once that wait because the carrier refused the account or our number, and says
// how many there were.
func (tx *Tx) LiftRefused() (int, error) {
	rows, err := tx.q.LiftRefused(tx.ctx, unixMS(tx.now))
	return int(rows), err
}

// RecoverSending makes every text in sending unknown as of now, and says how many: a process that died while sending
// left them.
func (tx *Tx) RecoverSending() (int, error) {
	rows, err := tx.q.RecoverSending(tx.ctx, unixMS(tx.now))
	return int(rows), err
}
