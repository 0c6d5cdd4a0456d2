package gateway

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/store"
)

const (
	// settleAfter is how long after the end of a try its text or call is looked for: by then the carrier has it in its list or
	// not at all.
	settleAfter = 2 * time.Minute
	// settleSlack allows for the carrier's clock being behind ours.
	settleSlack = 2 * time.Minute
)

// settle finds out, for texts or calls of which nobody knows whether they were sent, what the carrier's own list says.
// It runs at start (a process that died while sending left such), and whenever one more is in doubt. due looks up those
// whose time has come, and says when the next one's does; zero: none is in doubt.
func settle(ctx context.Context, clock *engine.Clock, log *slog.Logger, doubt <-chan struct{}, due func(context.Context) (time.Time, error)) {
	failures := 0
	for ctx.Err() == nil {
		next, err := due(ctx)
		if err != nil && ctx.Err() == nil {
			log.Warn("what is in doubt not looked up", "error", err)
			failures++
			next = clock.Now().Add(pause(failures, settleAfter, 0))
		} else {
			failures = 0
		}
		_ = clock.Sleep(ctx, next, doubt)
	}
}

// settleDue looks up each text whose time has come, and returns when the next one's does; zero: none is in doubt.
func (s *Sender) settleDue(ctx context.Context) (next time.Time, err error) {
	texts, err := s.engine.Unknown(ctx)
	if err != nil {
		return next, err
	}
	for _, text := range texts {
		if due := text.Ended.Add(settleAfter); due.After(s.clock.Now()) {
			next = earlier(next, due)
			continue
		}
		if err := s.settleOne(ctx, text); err != nil {
			return next, err
		}
	}
	return next, nil
}

func (s *Sender) settleOne(ctx context.Context, text engine.Outgoing) error {
	m, found, err := s.find(ctx, text)
	if err != nil {
		return err
	}
	if err := s.engine.Resolve(ctx, text.ID, found, m.SID, ""); err != nil || !found {
		return err
	}
	// What became of it since follows from its status, as if the carrier had just reported it.
	return s.engine.MessageStatus(ctx, engine.StatusUpdate{
		Message: text.Message, SID: m.SID, Status: m.Status, Code: m.Code, Segments: m.Segments, Kind: kindOf(m.Code),
	})
}

// find returns the message in the carrier's list that is this text: the same words to the same phone since it was
// tried, and no other message of ours.
func (s *Sender) find(ctx context.Context, text engine.Outgoing) (m twilio.Listed, found bool, err error) {
	listed, err := s.client.FindOutbound(ctx, text.To, text.Claimed.Add(-settleSlack))
	if err != nil {
		return m, false, err
	}
	for _, m := range listed {
		if m.Body != twilio.Sendable(text.Body) {
			continue
		}
		if other, err := s.isAnother(ctx, m.SID, text.Message); err != nil || !other {
			return m, err == nil, err
		}
	}
	return m, false, nil
}

// isAnother says whether the carrier's identifier is that of another message of ours.
func (s *Sender) isAnother(ctx context.Context, sid string, message dispatch.ID) (another bool, err error) {
	err = s.store.Read(ctx, func(v *store.View) error {
		m, err := v.MessageBySID(sid)
		another = err == nil && m.ID != message
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return another, err
}
