package phonetest

import (
	"time"

	"hotline/gateway/twilio"
	"hotline/i18n"
)

// Where a message is, in the carrier's words.
const (
	accepted    = "accepted"
	queued      = "queued"
	sent        = "sent"
	delivered   = "delivered"
	undelivered = "undelivered"
	failed      = "failed"
	receiving   = "receiving"
	received    = "received"
)

// Which way it goes.
const (
	inbound       = "inbound"        // from a phone to a line
	outboundAPI   = "outbound-api"   // by REST
	outboundReply = "outbound-reply" // in the answer to an inbound text, or the carrier's own answer
)

// Text is a message as it stands now.
type Text struct {
	N         int // counts up; a later text has a greater one
	SID       string
	From, To  string
	Body      string
	Media     int // pictures
	Inbound   bool
	Reply     bool // in the answer to an inbound text
	Carrier   bool // the carrier's own answer to STOP, START or HELP
	Status    string
	ErrorCode int // 0: none
	Segments  int
	Encoding  string
	At        time.Time
	Deleted   bool // the application had the carrier forget it
}

// message is a text and what the carrier keeps with it. Carrier.mu guards what is not set at its making.
type message struct {
	n         int
	sid       string
	from, to  string
	body      string
	media     []string
	direction string
	carrier   bool   // its own answer
	deleted   bool   // by REST; the phone has it still
	service   string // the messaging service it was sent with, or ""
	callback  string // StatusCallback, or ""
	validity  time.Duration
	size      i18n.Count
	created   time.Time
	slow      time.Duration // how long its phone keeps it in the queue

	status  string
	code    int
	sent    time.Time // zero: not yet
	updated time.Time
	claimed bool // a test has expected it
}

// keep stores a new message and shows it on its phone. The caller holds c.mu.
func (c *Carrier) keep(m *message) {
	m.n = len(c.messages) + 1
	m.sid = newSID("SM")
	if len(m.media) > 0 {
		m.sid = newSID("MM")
	}
	m.size = i18n.Segments(m.body)
	m.created = c.clock.Now()
	m.updated = m.created
	c.messages = append(c.messages, m)
	c.bySID[m.sid] = m
	number := m.to
	if m.direction == inbound {
		number = m.from
	}
	if p := c.byNumber[number]; p != nil {
		p.thread = append(p.thread, m)
	}
	c.changedLocked()
}

// move sets where a message is. The caller holds c.mu.
func (c *Carrier) move(m *message, status string, code int) {
	m.status, m.code, m.updated = status, code, c.clock.Now()
	if m.sent.IsZero() && (status == sent || status == delivered || status == received) {
		m.sent = m.updated
	}
	c.changedLocked()
}

func (m *message) text() Text {
	return Text{
		N: m.n, SID: m.sid, From: m.from, To: m.to, Body: m.body, Media: len(m.media), Inbound: m.direction == inbound,
		Reply: m.direction == outboundReply, Carrier: m.carrier, Status: m.status, ErrorCode: m.code, Segments: m.size.Segments, Encoding: m.size.Encoding,
		At: m.created, Deleted: m.deleted,
	}
}

// texts returns what is on a phone after its nth text, oldest first.
func (c *Carrier) texts(id string, after int) []Text {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.phone(id)
	if p == nil {
		return nil
	}
	all := []Text{} // not nil: it becomes JSON
	for _, m := range p.thread {
		if m.n > after {
			all = append(all, m.text())
		}
	}
	return all
}

// tooLong says whether a body has more UTF-16 units than the carrier takes.
func tooLong(body string) bool {
	n := 0
	for _, r := range body {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n > twilio.MaxBody
}
