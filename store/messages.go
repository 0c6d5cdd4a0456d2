package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Direction is which way a message went.
type Direction string

const (
	In  Direction = "in"
	Out Direction = "out"
)

// MessageStatus is where a message stands: the carrier's own word for it, or one of these.
type MessageStatus string

const (
	MessageWaiting  MessageStatus = "waiting"  // ours: written, the carrier does not have it yet
	MessageReceived MessageStatus = "received" // inbound
	MessageFailed   MessageStatus = "failed"
	MessageCanceled MessageStatus = "canceled" // dropped before it was sent
)

// rank is how far along a status is; -1 for a word we do not know. The carrier reports in any order, without a
// sequence number, so a message only moves to a higher rank. (facts: Twilio, status callbacks)
func (s MessageStatus) rank() int {
	switch s {
	case MessageWaiting, "receiving":
		return 0
	case "accepted":
		return 1
	case "scheduled":
		return 2
	case "queued":
		return 3
	case "sending":
		return 4
	case "sent":
		return 5
	case "partially_delivered":
		return 6
	case "delivered", "undelivered", MessageFailed, MessageCanceled, MessageReceived:
		return 7
	case "read":
		return 8
	}
	return -1
}

// Message is a text, inbound or outbound.
type Message struct {
	ID        dispatch.ID
	SID       string // the carrier's id; empty: not known yet
	Direction Direction
	Contact   dispatch.ID
	Line      string // our number
	Body      Sealed
	Status    MessageStatus
	ErrorCode int
	Segments  int
	Media     int
	Kind      string      // the message key of an outbound text, or KindPlace; else empty
	Request   dispatch.ID // 0: about none
	KeptFor   string      // why a coordinator should read it; empty: need not
	Answer    dispatch.ID // of an inbound: the outbound message it was answered with; 0: with nothing
	CreatedAt time.Time
}

// Seen is an inbound message that was handled, and what it was answered.
type Seen struct {
	Message dispatch.ID
	Answer  dispatch.ID // 0: nothing was said
	Body    Sealed      // of the answer
}

// InboundBySID finds the inbound message with the carrier's id, and its answer. ErrNotFound: never seen.
func (v *View) InboundBySID(sid string) (Seen, error) {
	row, err := v.q.InboundBySID(v.ctx, nullText(sid))
	return one(row, err, func(r query.InboundBySIDRow) (Seen, error) {
		seen := Seen{Message: dispatch.ID(r.ID), Answer: dispatch.ID(r.Answer.Int64)}
		var err error
		seen.Body, err = v.open(messageBody, seen.Answer, r.AnswerBody)
		return seen, err
	})
}

// MessageByID finds a message.
func (v *View) MessageByID(id dispatch.ID) (Message, error) {
	row, err := v.q.MessageByID(v.ctx, int64(id))
	return one(row, err, v.message)
}

// MessageBySID finds a message by the carrier's id.
func (v *View) MessageBySID(sid string) (Message, error) {
	row, err := v.q.MessageBySID(v.ctx, nullText(sid))
	return one(row, err, v.message)
}

// AnswersUnheard are the answers made between two times, given in a webhook's response, that have no id of the carrier's:
// it has said nothing of them. Oldest first, at most a thousand.
func (v *View) AnswersUnheard(from, until time.Time) ([]Message, error) {
	rows, err := v.q.AnswersUnheard(v.ctx, query.AnswersUnheardParams{Since: int64(firstID(from)), Until: int64(firstID(until))})
	return many(rows, err, v.message)
}

// MessagesKept are the messages kept for a coordinator since then, oldest first.
func (v *View) MessagesKept(since time.Time) ([]Message, error) {
	rows, err := v.q.MessagesKept(v.ctx, int64(firstID(since)))
	return many(rows, err, v.message)
}

func (v *View) message(r query.Message) (Message, error) {
	m := Message{
		ID: dispatch.ID(r.ID), SID: r.Sid.String, Direction: Direction(r.Direction), Contact: dispatch.ID(r.Contact),
		Line: r.Line, Status: MessageStatus(r.Status), ErrorCode: int(r.ErrorCode), Segments: int(r.Segments),
		Media: int(r.Media), Kind: r.Kind, Request: dispatch.ID(r.Request.Int64), KeptFor: r.KeptFor,
		Answer: dispatch.ID(r.Answer.Int64), CreatedAt: fromMS(r.CreatedAt),
	}
	var err error
	m.Body, err = v.open(messageBody, m.ID, r.Body)
	return m, err
}

// InsertMessage adds a message. It sets ID and CreatedAt if they are zero, and Status: received for inbound, waiting
// for outbound. A SID that is there is ErrConflict.
func (tx *Tx) InsertMessage(m *Message) error {
	tx.fill(&m.ID, &m.CreatedAt)
	if m.Status == "" {
		m.Status = MessageWaiting
		if m.Direction == In {
			m.Status = MessageReceived
		}
	}
	body, err := tx.seal(messageBody, m.ID, m.Body)
	if err != nil {
		return err
	}
	return changed(tx.q.InsertMessage(tx.ctx, query.InsertMessageParams{
		ID: int64(m.ID), Sid: nullText(m.SID), Direction: string(m.Direction),
		Contact: int64(m.Contact), Line: m.Line, Body: body, Status: string(m.Status),
		StatusRank: int64(m.Status.rank()), ErrorCode: int64(m.ErrorCode), Segments: int64(m.Segments),
		Media: int64(m.Media), Kind: m.Kind, Request: nullID(m.Request), KeptFor: m.KeptFor, Answer: nullID(m.Answer),
		CreatedAt: unixMS(m.CreatedAt),
	}))
}

// InsertExchange adds an inbound message and what it is answered in the same breath, as InsertMessage twice would, in
// one statement. Who wrote is who is answered, on the same line and about the same request; it sets in.Answer. After
// ErrConflict the transaction has to be given up: the answer is in it.
func (tx *Tx) InsertExchange(in, answer *Message) error {
	tx.fill(&answer.ID, &answer.CreatedAt)
	tx.fill(&in.ID, &in.CreatedAt)
	in.Answer = answer.ID
	body, err := tx.seal(messageBody, in.ID, in.Body)
	if err != nil {
		return err
	}
	answerBody, err := tx.seal(messageBody, answer.ID, answer.Body)
	if err != nil {
		return err
	}
	rows, err := tx.q.InsertExchange(tx.ctx, query.InsertExchangeParams{
		ID: int64(in.ID), Sid: nullText(in.SID), Contact: int64(in.Contact), Line: in.Line, Body: body,
		StatusRank: int64(MessageReceived.rank()), Segments: int64(in.Segments), Media: int64(in.Media), Kind: in.Kind,
		Request: nullID(in.Request), KeptFor: in.KeptFor, Answer: int64(answer.ID), AnswerBody: answerBody,
		AnswerStatus: string(answer.Status), AnswerRank: int64(answer.Status.rank()),
		AnswerSegments: int64(answer.Segments), AnswerKind: answer.Kind, CreatedAt: unixMS(in.CreatedAt),
	})
	return changed(rows/2, err) // one row: the SID was there
}

// StatusChange is what the carrier says of a message.
type StatusChange struct {
	SID       string // empty: not said
	Status    MessageStatus
	ErrorCode int
	Segments  int // 0: not said
}

// SetMessageStatus moves a message's status, never backwards whatever the order of the calls (accepted < scheduled
// < queued < sending < sent < delivered, undelivered, failed, canceled < read), and says whether it moved. The SID
// is kept the first time it is heard, moved or not. An unknown status moves nothing. No such message is ErrNotFound.
func (tx *Tx) SetMessageStatus(message dispatch.ID, c StatusChange) (moved bool, err error) {
	rows, err := tx.q.NoteMessage(tx.ctx, query.NoteMessageParams{
		ID: int64(message), Sid: nullText(c.SID), Segments: int64(c.Segments),
	})
	if err != nil {
		return false, err
	}
	if rows == 0 {
		return false, ErrNotFound
	}
	if c.Status.rank() < 0 {
		return false, nil
	}
	rows, err = tx.q.MoveMessage(tx.ctx, query.MoveMessageParams{
		ID: int64(message), Status: string(c.Status), StatusRank: int64(c.Status.rank()), ErrorCode: int64(c.ErrorCode),
	})
	return rows == 1, err
}
