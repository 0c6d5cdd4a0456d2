package store

import (
	"time"

	"hotline/dispatch"
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
	Message   dispatch.ID
	Contact   dispatch.ID
	Lane      Lane
	Line      string // our number it goes out from
	State     OutboxState
	NotBefore time.Time
	ExpiresAt time.Time   // zero: never
	Tries     int         // begun
	ClaimedAt time.Time   // of the last try
	Offer     dispatch.ID // 0: none
	Request   dispatch.ID // 0: none
	CreatedAt time.Time
}

// Claimed is a text to hand to the carrier now.
type Claimed struct {
	Outbox
	To   Sealed // E.164
	Body Sealed
}

// Try is one attempt to hand a text to the carrier.
type Try struct {
	Outbox     dispatch.ID
	At         time.Time
	HTTPStatus int    // 0: no answer
	Code       int    // the carrier's error code; 0: none
	Outcome    string // "sent", "retry", "unknown", "failed", …
	Note       string // nothing personal
}

// Enqueue puts a text on its way out. It sets ID, CreatedAt and State if they are zero.
func (tx *Tx) Enqueue(o *Outbox) error { return nil }

// ClaimOutbox takes the texts that may leave now, at most max for each line, and marks them sending: by lane, then
// by age. Of one contact's texts only one is ever in sending, and none overtakes an older one of its lane.
func (tx *Tx) ClaimOutbox(max int) ([]Claimed, error) { return nil, nil }

// OutboxNext says when the next queued text may leave; zero: none waits. A text whose contact has another one in
// sending counts: ClaimOutbox gives it when that one is recorded.
func (v *View) OutboxNext() (time.Time, error) { return time.Time{}, nil }

// RecordTry writes down what came of a claimed text and moves it: to sent, failed or unknown, or back to queued, not
// before a time. A text that is neither sending nor unknown is ErrConflict.
func (tx *Tx) RecordTry(t Try, to OutboxState, notBefore time.Time) error { return nil }

// OutboxByID finds a text in the outbox.
func (v *View) OutboxByID(id dispatch.ID) (Outbox, error) { return Outbox{}, ErrNotFound }

// OutboxByMessage finds a message's text in the outbox.
func (v *View) OutboxByMessage(message dispatch.ID) (Outbox, error) { return Outbox{}, ErrNotFound }

// DropOffer drops an offer's texts that still wait, cancels their messages, and says how many there were.
func (tx *Tx) DropOffer(offer dispatch.ID) (int, error) { return 0, nil }

// DropExpired drops the queued texts whose time is over, cancels their messages and returns them.
func (tx *Tx) DropExpired() ([]Outbox, error) { return nil, nil }

// UnknownOutbox are the texts of which we do not know whether the carrier has them, oldest first.
func (v *View) UnknownOutbox() ([]Claimed, error) { return nil, nil }

// RecoverSending makes every text in sending unknown, and says how many: a process that died while sending left them.
func (tx *Tx) RecoverSending() (int, error) { return 0, nil }

// Tries are the attempts of one text, oldest first.
func (v *View) Tries(outbox dispatch.ID) ([]Try, error) { return nil, nil }
