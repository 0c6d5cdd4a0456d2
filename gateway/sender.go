package gateway

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/store"
)

// Sender hands the outbox to the carrier: each line at its own pace, answers before offers before the rest, several
// lines and several texts at once. It sleeps until something is put into the outbox or may leave.
type Sender struct {
	engine    *engine.Engine
	store     *store.DB
	client    *twilio.Client
	clock     *engine.Clock
	log       *slog.Logger
	chance    func() float64
	service   string
	statusURL func(message dispatch.ID) string

	lines   []*line
	wake    chan struct{} // something may have changed for the loop
	doubt   chan struct{} // a text became unknown
	mu      sync.Mutex
	landed  []landing // flights that are over and the loop has not seen yet
	held    time.Time // until when a line keeps what waits; see HeldUntil
	flights sync.WaitGroup
}

// landing is the end of one flight.
type landing struct {
	line    *line
	outcome engine.Outcome
}

func newSender(o Options, statusURL func(dispatch.ID) string) *Sender {
	s := &Sender{
		engine: o.Engine, store: o.Store, client: o.Client, clock: o.Clock, log: o.Log, chance: o.Chance, service: o.ServiceSID, statusURL: statusURL,
		wake: make(chan struct{}, 1), doubt: make(chan struct{}, 1),
	}
	for _, number := range o.Lines {
		s.lines = append(s.lines, newLine(number, o.PerSecond))
	}
	return s
}

// Run sends until ctx is done, and returns when what was in flight has landed: a text takes 20 seconds at most.
func (s *Sender) Run(ctx context.Context) error {
	if err := s.inherit(ctx); err != nil {
		return err
	}
	var helpers sync.WaitGroup
	helpers.Go(func() { s.forward(ctx) })
	helpers.Go(func() { settle(ctx, s.clock, s.log, s.doubt, s.settleDue) })
	defer helpers.Wait()
	defer s.flights.Wait()
	for ctx.Err() == nil {
		s.land()
		lines, until, after := s.open()
		texts, next, err := s.claim(ctx, lines)
		switch {
		case err != nil && ctx.Err() == nil:
			s.log.Error("outbox not read", "error", err)
			after = time.Second
		case len(texts) > 0:
			s.start(ctx, texts)
			continue
		case next.After(s.clock.Now()): // in the past it waits for a flight, whose end wakes us
			until = earlier(until, next)
		}
		s.sleep(ctx, until, after)
	}
	return nil
}

// inherit puts in doubt what an earlier process was sending when it ended.
func (s *Sender) inherit(ctx context.Context) error {
	n, err := s.engine.Recover(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		s.log.Warn("texts in doubt since the last stop", "count", n)
	}
	return nil
}

// open returns the lines that may take a text now; for the others, until when one is held and after how long the pace
// lets one go.
func (s *Sender) open() (numbers []string, until time.Time, after time.Duration) {
	for _, l := range s.lines {
		wait := l.wait(time.Now())
		switch {
		case l.busy(): // a flight's end wakes us
		case l.held.After(s.clock.Now()):
			until = earlier(until, l.held)
		case wait > 0:
			if after == 0 || wait < after {
				after = wait
			}
		default:
			numbers = append(numbers, l.number)
		}
	}
	return numbers, until, after
}

// claim takes one text for each line: what comes into the outbox a moment later may be more urgent than the second.
func (s *Sender) claim(ctx context.Context, lines []string) ([]engine.Outgoing, time.Time, error) {
	if len(lines) == 0 {
		return nil, time.Time{}, nil
	}
	return s.engine.Claim(ctx, 1, lines...)
}

func (s *Sender) start(ctx context.Context, texts []engine.Outgoing) {
	for _, text := range texts {
		for _, l := range s.lines {
			if l.number == text.Line {
				l.took(time.Now(), text.Segments)
				s.flights.Go(func() { s.fly(ctx, l, text) })
			}
		}
	}
}

// fly hands one text to the carrier and writes down what came of it. A stop does not break it off: it would only not
// be known any more whether the text was sent.
func (s *Sender) fly(ctx context.Context, l *line, text engine.Outgoing) {
	sent, err := s.client.Send(context.WithoutCancel(ctx), twilio.Outgoing{
		From:           text.Line,
		ServiceSID:     s.service,
		To:             text.To,
		Body:           text.Body,
		StatusCallback: s.statusURL(text.Message),
		ValidFor:       text.ValidFor,
	})
	outcome := outcomeOf(sent, err, text.Try, s.chance())
	tell(s.log, "text", outcome, err)
	// A text that stays "sending" holds up its person's next one.
	untilWritten(ctx, s.log, func(ctx context.Context) error { return s.engine.Record(ctx, text.ID, outcome) })
	s.mu.Lock()
	s.landed = append(s.landed, landing{l, outcome})
	s.mu.Unlock()
	nudge(s.wake)
	if outcome.Kind == engine.Unknown {
		nudge(s.doubt)
	}
}

// land takes in the flights that are over.
func (s *Sender) land() {
	s.mu.Lock()
	over := s.landed
	s.landed = nil
	s.mu.Unlock()
	for _, f := range over {
		until := holdUntil(s.clock.Now(), f.outcome, f.line.failures)
		f.line.landed(until)
		if f.outcome.Kind == engine.Stop { // the account, and with it every line
			for _, l := range s.lines {
				l.held = later(l.held, until)
			}
		}
		s.mu.Lock()
		s.held = later(s.held, until)
		s.mu.Unlock()
	}
}

// HeldUntil says until when one of our numbers sends nothing, since the carrier refuses it or is in trouble; zero: none
// is held.
func (s *Sender) HeldUntil() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.held.After(s.clock.Now()) {
		return time.Time{}
	}
	return s.held
}

// forward passes the engine's signal on to the loop.
func (s *Sender) forward(ctx context.Context) {
	for {
		select {
		case <-s.engine.OutboxReady():
			nudge(s.wake)
		case <-ctx.Done():
			return
		}
	}
}

// sleep waits for a nudge, until a time of the line's clock (zero: none), or for a time of the machine's (0: none).
func (s *Sender) sleep(ctx context.Context, until time.Time, after time.Duration) {
	if after > 0 {
		timer := time.AfterFunc(after, func() { nudge(s.wake) })
		defer timer.Stop()
	}
	_ = s.clock.Sleep(ctx, until, s.wake) // its only error is ctx's, which the caller looks at
}

// nudge signals without waiting: one signal that was not taken yet is enough.
func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// earlier returns the earlier of two times, of which zero means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
