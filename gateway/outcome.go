package gateway

import (
	"context"
	"errors"
	"log/slog"
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

// outcomeOf says what became of a text or a call that was handed to the carrier. chance is from 0 up to 1.
func outcomeOf(sent twilio.Sent, err error, try int, chance float64) engine.Outcome {
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
		o.RetryAfter = pause(try, failure.RetryAfter, chance)
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

// holdUntil returns until when what is next must wait, since it would meet the same trouble as the last, after this many
// failures in a row; zero: it need not.
func holdUntil(now time.Time, last engine.Outcome, failures int) time.Time {
	switch last.Kind {
	case engine.Retry, engine.Unknown:
		return now.Add(max(last.RetryAfter, pause(failures, 0, 0)))
	case engine.Config, engine.Stop:
		return now.Add(mendPause)
	}
	return time.Time{}
}

// tell logs what an operator has to mend, and what the carrier's support can be asked about. Of is "text" or "call".
func tell(log *slog.Logger, of string, o engine.Outcome, err error) {
	failure, ok := errors.AsType[*twilio.Error](err)
	switch {
	case !ok:
	case failure.Class.Operator():
		log.Error("the carrier refuses what we send", "of", of, "code", o.Code, "http", o.HTTP,
			"carrier_request", failure.RequestID, "what", twilio.Explain(o.Code).Text)
	default:
		log.Info("not sent", "of", of, "kind", string(o.Kind), "code", o.Code, "http", o.HTTP,
			"carrier_request", failure.RequestID)
	}
}

// untilWritten writes an outcome down, again and again if the database does not take it. What is not written when the
// server stops is found in the carrier's list at the next start.
func untilWritten(ctx context.Context, log *slog.Logger, write func(context.Context) error) {
	for try := 0; ; try++ {
		err := write(context.WithoutCancel(ctx))
		if err == nil {
			return
		}
		log.Error("outcome not written", "error", err)
		select {
		case <-time.After(pause(try, 0, 1)):
		case <-ctx.Done():
			return
		}
	}
}
