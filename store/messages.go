package store

import (
	"time"

	"hotline/dispatch"
)

// Direction is which way a message went.
type Direction string

const (
	In  Direction = "in"
	Out Direction = "out"
)

// MessageStatus is where a message stands: the carrier's word for it, or ours.
type MessageStatus string

const (
	MessageWaiting  MessageStatus = "waiting"  // ours: written, the carrier does not have it yet
	MessageReceived MessageStatus = "received" // inbound
	MessageFailed   MessageStatus = "failed"
	MessageCanceled MessageStatus = "canceled" // dropped before it was sent
)

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
	Kind      string      // the message key of an outbound text; empty for inbound
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
func (v *View) InboundBySID(sid string) (Seen, error) { return Seen{}, ErrNotFound }

// MessageByID finds a message.
func (v *View) MessageByID(id dispatch.ID) (Message, error) { return Message{}, ErrNotFound }

// MessageBySID finds a message by the carrier's id.
func (v *View) MessageBySID(sid string) (Message, error) { return Message{}, ErrNotFound }

// MessagesKept are the inbound messages kept for a coordinator since then, oldest first.
func (v *View) MessagesKept(since time.Time) ([]Message, error) { return nil, nil }

// InsertMessage adds a message. It sets ID and CreatedAt if they are zero. A SID that is there is ErrConflict.
func (tx *Tx) InsertMessage(m *Message) error { return nil }

// SetAnswer records what an inbound message was answered with.
func (tx *Tx) SetAnswer(inbound, answer dispatch.ID) error { return nil }

// SetKept marks a message for a coordinator, and the request it is about (0: none).
func (tx *Tx) SetKept(message dispatch.ID, why string, request dispatch.ID) error { return nil }

// StatusChange is what the carrier says of a message.
type StatusChange struct {
	SID       string // empty: not said
	Status    MessageStatus
	ErrorCode int
	Segments  int // 0: not said
}

// SetMessageStatus moves a message's status, never backwards whatever the order of the calls (accepted < scheduled
// < queued < sending < sent < delivered, undelivered, failed, canceled < read), and says whether it moved. The SID
// is kept the first time it is heard, moved or not. An unknown status moves nothing.
func (tx *Tx) SetMessageStatus(message dispatch.ID, c StatusChange) (moved bool, err error) {
	return false, nil
}
