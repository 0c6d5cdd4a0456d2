package twilio

import (
	"fmt"
	"net/url"
)

// CallStatus is what became of a call. Callbacks come in any order, more than once, or not at all.
type CallStatus struct {
	SID      string // 1–64 letters, digits, '-', '_'
	Status   string // one of the carrier's own words: initiated, ringing, in-progress, completed, busy, no-answer …
	Seconds  int    // the talk's length, when it is over
	Machine  bool   // an answering machine or a fax picked up
	Answered string // the carrier's own word for who did; empty: it did not look
}

// ParseCallStatus reads the form of a call status callback; ErrMalformed if the identifier is missing or the status is
// none we know.
// https://www.twilio.com/docs/voice/api/call-resource#statuscallback
func ParseCallStatus(form url.Values) (CallStatus, error) {
	s := CallStatus{SID: form.Get("CallSid"), Status: word(form, "CallStatus"), Seconds: seconds(form.Get("CallDuration")),
		Machine: machine(form.Get("AnsweredBy")), Answered: word(form, "AnsweredBy")}
	if !token(s.SID) {
		return CallStatus{}, fmt.Errorf("%w: CallSid", ErrMalformed)
	}
	if !Ended(s.Status) && !underWay(s.Status) {
		return CallStatus{}, fmt.Errorf("%w: CallStatus", ErrMalformed)
	}
	return s, nil
}

// Ended says whether a call of this status is over.
func Ended(status string) bool {
	switch status {
	case "completed", "busy", "no-answer", "failed", "canceled":
		return true
	}
	return false
}

func underWay(status string) bool {
	switch status {
	case "queued", "initiated", "ringing", "in-progress", "answered":
		return true
	}
	return false
}
