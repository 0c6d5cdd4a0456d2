package twilio

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Class is how to react to a message that was refused or not delivered.
type Class string

const (
	Retry      Class = "retry"      // never processed: safe to send again, after a growing pause
	Unknown    Class = "unknown"    // may or may not have been sent: look into the carrier's list before sending again
	Later      Class = "later"      // failed on the way: one more try after a while
	Asleep     Class = "asleep"     // phone off or out of reach: one or two tries more, hours apart
	NextDay    Class = "next_day"   // a daily cap is used up
	Quiet      Class = "quiet"      // the carrier's quiet hours: after them
	OptedOut   Class = "opted_out"  // its owner wants no texts; nothing but START ends that
	Blocked    Class = "blocked"    // probably opted out: stop texting it, a person looks
	Landline   Class = "landline"   // takes no texts: call it
	BadNumber  Class = "bad_number" // no phone has this number
	Unroutable Class = "unroutable" // cannot be texted from our number; a call may get through
	Refused    Class = "refused"    // the account may not text this phone; an operator can change that
	Filtered   Class = "filtered"   // taken for spam: never the same text again, an operator looks
	Expired    Class = "expired"    // its time was up before it could be sent: as intended, for an offer
	Bug        Class = "bug"        // our text or request was wrong: an operator is told
	Config     Class = "config"     // our number or its registration is wrong: nothing leaves it until mended
	Stop       Class = "stop"       // the account is refused: nothing leaves until mended
	Loop       Class = "loop"       // too many answers between two numbers: be silent for 30 seconds
	Webhook    Class = "webhook"    // the carrier could not reach this server or not read its answer: an operator looks
	Ignored    Class = "ignored"    // says nothing about a message of ours
)

// Operator says whether somebody has to mend something before it gets better.
func (c Class) Operator() bool {
	switch c {
	case Refused, Filtered, Bug, Config, Stop, Loop, Webhook:
		return true
	}
	return false
}

// Error is a call to the carrier that did not succeed. It holds nothing of the request or of the carrier's words, in
// which phone numbers stand.
type Error struct {
	HTTPStatus int // 0: no answer
	Code       int // the carrier's own; 0: none
	Class      Class
	RetryAfter time.Duration // the carrier's wish; 0: none
	RequestID  string        // for a question to the carrier's support
	cause      error
}

func (e *Error) Error() string {
	switch {
	case e.HTTPStatus == 0 && e.Code != 0:
		return fmt.Sprintf("carrier: not asked, code %d (%s): %v", e.Code, e.Class, e.cause)
	case e.HTTPStatus == 0:
		return fmt.Sprintf("carrier: no answer (%s): %v", e.Class, e.cause)
	case e.cause != nil:
		return fmt.Sprintf("carrier: HTTP %d (%s): %v", e.HTTPStatus, e.Class, e.cause)
	default:
		return fmt.Sprintf("carrier: HTTP %d, code %d (%s)", e.HTTPStatus, e.Code, e.Class)
	}
}

// Unwrap returns what went wrong below HTTP, such as context.Canceled.
func (e *Error) Unwrap() error { return e.cause }

// unanswered makes an Error of a request that got no answer. It was never processed if nothing of it was written.
func unanswered(err error, written bool) *Error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // its own text quotes the URL, with a phone number in the query
	}
	e := &Error{Class: Retry, cause: err}
	if written {
		e.Class = Unknown
	}
	return e
}

// classify says how to react to an answer that is not a success.
func classify(httpStatus, code int) Class {
	switch {
	case httpStatus == http.StatusTooManyRequests:
		return Retry
	case httpStatus >= 500, httpStatus == http.StatusRequestTimeout:
		return Unknown
	case code != 0:
		return Explain(code).Class
	case httpStatus == http.StatusUnauthorized, httpStatus == http.StatusForbidden:
		return Stop
	case httpStatus < 400: // a redirect, which is not followed: a wrong address in the configuration
		return Config
	case httpStatus == http.StatusNotFound:
		return Config
	default:
		return Later
	}
}
