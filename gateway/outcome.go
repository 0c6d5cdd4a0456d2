package gateway

import (
	"errors"
	"math/rand/v2"
	"time"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
)

// Pauses after failures in a row: so long that a carrier in trouble is left alone, so short that nobody waits long
// after it is well again.
const (
	firstPause   = 2 * time.Second
	longestPause = 5 * time.Minute

	// mendPause is how often it is tried whether an operator has mended the account or the number.
	mendPause = 5 * time.Minute
)

// outcomeOf says what became of a text that was handed to the carrier.
func outcomeOf(sent twilio.Sent, err error, try int) engine.Outcome {
	if err == nil {
		return engine.Outcome{Kind: engine.Sent, SID: sent.SID, Status: sent.Status, Segments: sent.Segments}
	}
	failure, ok := errors.AsType[*twilio.Error](err)
	if !ok {
		return engine.Outcome{Kind: engine.Unknown}
	}
	o := engine.Outcome{Kind: engine.OutcomeKind(failure.Class), Code: failure.Code, HTTP: failure.HTTPStatus}
	switch failure.Class {
	case twilio.Retry:
		o.RetryAfter = pause(try, failure.RetryAfter, rand.Float64())
	case twilio.Config, twilio.Stop:
		o.RetryAfter = mendPause
	default:
		o.RetryAfter = twilio.Explain(failure.Code).After
	}
	return o
}

// pause returns how long to wait after this many failures: as long as the carrier wishes or twice as long as the time
// before, and up to half as much again by chance, so that many texts do not come back at one moment.
func pause(failures int, wish time.Duration, chance float64) time.Duration {
	full := longestPause
	if failures < 9 {
		full = min(firstPause<<max(failures-1, 0), longestPause)
	}
	full = max(full, wish)
	return full + time.Duration(chance*float64(full/2))
}

// kindOf says how the engine is to react to an error code of a status callback; empty: no error.
func kindOf(code int) engine.OutcomeKind {
	if code == 0 {
		return ""
	}
	return engine.OutcomeKind(twilio.Explain(code).Class)
}
