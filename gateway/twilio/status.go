package twilio

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Status is what became of a message we sent. Callbacks come in any order, more than once, or not at all.
type Status struct {
	SID    string // 1–64 letters, digits, '-', '_'
	Status string // one of the carrier's own words: queued, sent, delivered …
	Code   int    // the error, with failed and undelivered; 0: none
}

// ParseStatus reads the form of a message status callback; ErrMalformed if the identifier is missing or the status is
// none we know.
// https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
func ParseStatus(form url.Values) (Status, error) {
	s := Status{SID: form.Get("MessageSid"), Status: strings.ToLower(form.Get("MessageStatus"))}
	if s.Status == "" { // older callbacks
		s.Status = strings.ToLower(form.Get("SmsStatus"))
	}
	if !token(s.SID) {
		return Status{}, fmt.Errorf("%w: MessageSid", ErrMalformed)
	}
	if !knownStatus(s.Status) {
		return Status{}, fmt.Errorf("%w: MessageStatus", ErrMalformed)
	}
	if code, err := strconv.Atoi(form.Get("ErrorCode")); err == nil && code > 0 && code < 1_000_000 {
		s.Code = code
	}
	return s, nil
}

// knownStatus holds the statuses of a message that leaves, as the carrier's OpenAPI document lists them.
func knownStatus(s string) bool {
	switch s {
	case "accepted", "scheduled", "queued", "sending", "sent", "partially_delivered", "delivered", "undelivered",
		"failed", "canceled", "read":
		return true
	}
	return false
}
