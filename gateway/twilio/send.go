package twilio

import (
	"context"
	"strconv"
	"time"

	rest "github.com/twilio/twilio-go/rest/api/v2010"
)

// The carrier keeps a message for at most ten hours before it gives up.
const maxValidity = 10 * time.Hour

// Outgoing is a message to send. From, ServiceSID or both must be set: with both, From is one of the service's numbers.
type Outgoing struct {
	From           string // one of our numbers
	ServiceSID     string
	To             string // E.164
	Body           string // control characters are dropped, and what is beyond MaxBody
	StatusCallback string // absolute URL; empty: delivery is not reported
	ValidFor       time.Duration
	// ValidFor is how long the carrier may hold the message before it drops it (30036): at least a second; 0 and
	// anything over ten hours: ten hours.
}

// Sent is what the carrier says of a message it took.
type Sent struct {
	SID, Status string
	Segments    int // 0: not known yet, as with a messaging service
}

// Send hands one message to the carrier. A failure is always an *Error, whose Class says whether the message may have
// been sent nonetheless: there is no idempotency key.
func (c *Client) Send(ctx context.Context, o Outgoing) (Sent, error) {
	body := Sendable(o.Body)
	if body == "" {
		return Sent{}, &Error{Code: 21602, Class: Bug, cause: ErrMalformed}
	}
	if !e164(o.To) {
		return Sent{}, &Error{Code: 21211, Class: BadNumber, cause: ErrMalformed}
	}
	p := &rest.CreateMessageParams{}
	p.SetTo(o.To)
	p.SetBody(body)
	if o.From != "" {
		p.SetFrom(o.From)
	}
	if o.ServiceSID != "" {
		p.SetMessagingServiceSid(o.ServiceSID)
	}
	if o.StatusCallback != "" {
		p.SetStatusCallback(o.StatusCallback)
	}
	if o.ValidFor > 0 && o.ValidFor < maxValidity {
		p.SetValidityPeriod(max(1, int(o.ValidFor/time.Second)))
	}
	api, call := c.api(ctx)
	answer, err := api.CreateMessage(p)
	if err != nil {
		return Sent{}, call.asError(err)
	}
	sent := Sent{SID: value(answer.Sid), Status: value(answer.Status)}
	if !ValidSID(sent.SID) || !knownStatus(sent.Status) {
		return Sent{}, call.asError(ErrMalformed)
	}
	sent.Segments = atoi(value(answer.NumSegments))
	return sent, nil
}

func value[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}

// atoi reads a count the carrier sends as a string; 0 if it is none.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
