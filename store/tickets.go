package store

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/tink-crypto/tink-go/v2/prf"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Ticket lets whoever shows it hear one recording in one call. The carrier fetches what it plays from a plain address;
// the ticket is what nobody else can guess in it. It is dead when the call ends or at ExpiresAt.
type Ticket struct {
	Token     string // 128 bits as 32 hexadecimal digits
	Recording dispatch.ID
	Call      dispatch.ID
	ExpiresAt time.Time
}

// AddTicket makes a ticket, sets its Token, and drops the expired ones. The same recording in the same call has the same
// token each time, with the last ExpiresAt, so that a turn repeated says what it said before.
func (tx *Tx) AddTicket(t *Ticket) error {
	var err error
	if t.Token, err = ticketToken(tx.keys.finds[0], t.Call, t.Recording); err != nil {
		return err
	}
	hash, err := tx.keys.hash(t.Token)
	if err != nil {
		return err
	}
	if err := tx.q.DropTickets(tx.ctx, unixMS(tx.now)); err != nil {
		return err
	}
	return tx.q.AddTicket(tx.ctx, query.AddTicketParams{
		Token: hash, Recording: int64(t.Recording), Call: int64(t.Call), ExpiresAt: unixMS(t.ExpiresAt),
	})
}

// TicketFor finds a living ticket.
func (v *View) TicketFor(token string) (Ticket, error) {
	return lookUp(v, token, func(hash []byte) (Ticket, error) {
		row, err := v.q.TicketFor(v.ctx, query.TicketForParams{Token: hash, ExpiresAt: unixMS(v.now)})
		return one(row, err, func(r query.TicketForRow) (Ticket, error) {
			return Ticket{
				Token: token, Recording: dispatch.ID(r.Recording), Call: dispatch.ID(r.Call), ExpiresAt: fromMS(r.ExpiresAt),
			}, nil
		})
	})
}

// ticketToken is the token of a recording in a call.
func ticketToken(find prf.PRF, call, recording dispatch.ID) (string, error) {
	secret, err := hashWith(find, fmt.Sprintf("ticket/%d/%d", call, recording))
	return hex.EncodeToString(secret), err
}
