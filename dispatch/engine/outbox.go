package engine

import (
	"context"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/store"
)

// Outgoing is a text to hand to the carrier now.
type Outgoing struct {
	ID       dispatch.ID // in the outbox: for Record and Resolve
	Message  dispatch.ID // for the carrier's status callback
	Line     string      // our number it leaves from, E.164
	To       string      // E.164
	Body     string
	Segments int           // as we count them
	ValidFor time.Duration // after which the carrier should not send it any more; 0: no limit
	Try      int           // 1 for the first
	Claimed  time.Time     // when the last try began: for a look into the carrier's own list
	Ended    time.Time     // when the last try had ended, of a text in Unknown
}

// Claim takes the texts that may leave now from these of our numbers (none: from any), at most max for each, and says when
// the next may from any; zero: not before OutboxReady. Texts that became stale while they waited are dropped: an offer of a job that is taken or
// at night, a stand-down to somebody who has answered meanwhile, and anything to a phone that is not to be texted. What
// nobody asked for waits while its phone has had enough of that (see heldBack).
func (e *Engine) Claim(ctx context.Context, max int, lines ...string) (out []Outgoing, next time.Time, err error) {
	if next, err = e.outboxNext(ctx); err != nil || next.IsZero() || next.After(e.clock.Now()) {
		return nil, next, err
	}
	err = e.write(ctx, func(w *work) (err error) {
		out, next, err = w.claim(lines, max)
		return err
	})
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("claim: %w", err)
	}
	return out, next, nil
}

func (e *Engine) outboxNext(ctx context.Context) (next time.Time, err error) {
	err = e.store.Read(ctx, func(v *store.View) error {
		next, err = v.OutboxNext()
		return err
	})
	if err != nil {
		return next, fmt.Errorf("next in outbox: %w", err)
	}
	return next, nil
}

func (w *work) claim(lines []string, max int) (out []Outgoing, next time.Time, err error) {
	expired, err := w.tx.DropExpired()
	if err != nil {
		return nil, next, fmt.Errorf("drop expired: %w", err)
	}
	for _, o := range expired {
		if err := w.neverAsked(o.Offer); err != nil {
			return nil, next, err
		}
	}
	claimed, err := w.tx.ClaimOutbox(lines, max)
	if err != nil {
		return nil, next, fmt.Errorf("claim outbox: %w", err)
	}
	for _, c := range claimed {
		leaves, err := w.mayLeave(c.Outbox)
		if err != nil {
			return nil, next, err
		}
		if leaves {
			out = append(out, w.outgoing(c))
		}
	}
	if next, err = w.tx.OutboxNext(); err != nil {
		return nil, next, fmt.Errorf("next in outbox: %w", err)
	}
	if len(claimed) == 0 && !next.After(w.now) {
		next = time.Time{} // what waits, waits for another line, or for a text to the same phone to be recorded
	}
	return out, next, nil
}

func (w *work) outgoing(c store.Claimed) Outgoing {
	o := Outgoing{ID: c.ID, Message: c.Message, Line: c.Line, To: c.To.Reveal(), Body: c.Body.Reveal(), Try: c.Tries,
		Claimed: c.ClaimedAt, Segments: i18n.Segments(c.Body.Reveal()).Segments}
	if !c.ExpiresAt.IsZero() {
		o.ValidFor = c.ExpiresAt.Sub(w.now)
	}
	return o
}

// mayLeave looks once more at a text about to leave, and drops it or puts it off if it may not.
func (w *work) mayLeave(o store.Outbox) (bool, error) {
	night := w.network.QuietAt(w.now)
	why, err := w.stale(o, night)
	if err != nil {
		return false, err
	}
	if why != "" {
		return false, w.drop(o, why)
	}
	until, err := w.heldBack(o)
	if err != nil {
		return false, err
	}
	if o.Lane >= store.LaneCheckIn && night {
		until = w.network.AskFrom(w.now)
	}
	if until.IsZero() {
		return true, nil
	}
	w.textsQueued = true // another text to the same phone may leave now
	if err := w.tx.PutOff(o.ID, until); err != nil {
		return false, fmt.Errorf("put off: %w", err)
	}
	return false, nil
}

// stale says why a text is not worth sending any more; empty: it is.
func (w *work) stale(o store.Outbox, night bool) (why string, err error) {
	to, err := w.tx.ContactByID(o.Contact)
	if err != nil {
		return "", fmt.Errorf("contact: %w", err)
	}
	switch {
	case !to.CanText():
		confirms, err := w.confirmsOptOut(o)
		if err == nil && (!confirms || to.Unreachable != "") {
			why = "not to be texted"
		}
		return why, err
	case o.Offers():
		live, err := w.stillOffered(o.Offer)
		if err == nil && (!live || night) {
			why = "no longer an offer"
		}
		return why, err
	case o.Offer != 0:
		knows, err := w.knowsItIsOver(o)
		if err == nil && knows {
			why = "answered meanwhile"
		}
		return why, err
	case o.Lane >= store.LaneCheckIn && o.Request != 0:
		return w.staleNews(o)
	}
	return "", nil
}

// staleNews says why news, or the question how it went, is not worth sending any more; empty: it is.
func (w *work) staleNews(o store.Outbox) (string, error) {
	r, err := w.find(o.Request)
	if err != nil || r == nil {
		return "no longer news", err
	}
	m, err := w.tx.MessageByID(o.Message)
	if err != nil {
		return "", fmt.Errorf("message: %w", err)
	}
	fresh := r.Status.Waiting()
	switch msg.Key(m.Kind) {
	case msg.CheckIn:
		fresh = r.Status.Taken() && r.Holder == o.Contact && !r.Frozen
	case msg.CheckCame, msg.CheckCameAll:
		fresh = (r.Status.Taken() || r.Status == dispatch.DoneReported) && !r.Frozen
	}
	if fresh {
		return "", nil
	}
	return "no longer news", nil
}

// confirmsOptOut says whether a text is the one that whoever opted out still gets. It waits in the outbox only if the
// text that opted out came late. (47 CFR 64.1200(a)(12))
func (w *work) confirmsOptOut(o store.Outbox) (bool, error) {
	m, err := w.tx.MessageByID(o.Message)
	if err != nil {
		return false, fmt.Errorf("message: %w", err)
	}
	return msg.Key(m.Kind) == msg.OptedOut, nil
}

func (w *work) stillOffered(id dispatch.ID) (bool, error) {
	o, r, err := w.offered(id)
	return err == nil && o.Status == dispatch.OfferQueued && r.Status.Waiting(), err
}

// knowsItIsOver says whether a stand-down would tell its volunteer what an answer has told them since it was written.
func (w *work) knowsItIsOver(standDown store.Outbox) (bool, error) {
	o, err := w.tx.OfferByID(standDown.Offer)
	if err != nil {
		return false, fmt.Errorf("offer: %w", err)
	}
	switch o.Status {
	case dispatch.OfferTooLate, dispatch.OfferDeclined, dispatch.OfferAccepted:
		return true, nil
	}
	return o.RepliedAt.After(standDown.CreatedAt), nil
}

// drop gives a claimed text up before it leaves.
func (w *work) drop(o store.Outbox, why string) error {
	if err := w.tried(store.Try{Outbox: o.ID, Outcome: "dropped", Note: why}, store.OutboxDropped, time.Time{}); err != nil {
		return err
	}
	if _, err := w.tx.SetMessageStatus(o.Message, store.StatusChange{Status: store.MessageCanceled}); err != nil {
		return fmt.Errorf("message status: %w", err)
	}
	return w.neverAsked(o.Offer)
}

// neverAsked withdraws an offer whose text never left: its volunteer may be asked again, and somebody else now.
func (w *work) neverAsked(offer dispatch.ID) error {
	if offer == 0 {
		return nil
	}
	o, err := w.tx.OfferByID(offer)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	if o.Status != dispatch.OfferQueued {
		return nil
	}
	if err := w.moveOffer(&o, dispatch.OfferWithdrawn); err != nil {
		return err
	}
	return w.setTimer(timerDispatch, o.Request, w.now)
}

func (w *work) tried(t store.Try, to store.OutboxState, notBefore time.Time) error {
	if err := w.tx.RecordTry(t, to, notBefore); err != nil {
		return fmt.Errorf("record try: %w", err)
	}
	w.textsQueued = true // another text to the same phone may leave now
	return nil
}

// Record writes down what came of a text that was claimed, and does what follows from it.
func (e *Engine) Record(ctx context.Context, id dispatch.ID, what Outcome) error {
	err := e.write(ctx, func(w *work) error {
		o, err := w.tx.OutboxByID(id)
		if err != nil {
			return fmt.Errorf("outbox: %w", err)
		}
		if o.State != store.OutboxSending && o.State != store.OutboxUnknown {
			return nil // the carrier's status callback was faster
		}
		return w.record(o, what)
	})
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

// Unknown lists the texts of which nobody knows whether the carrier has them.
func (e *Engine) Unknown(ctx context.Context) ([]Outgoing, error) {
	var out []Outgoing
	err := e.store.Read(ctx, func(v *store.View) error {
		claimed, err := v.UnknownOutbox()
		for _, c := range claimed {
			w := work{Engine: e, now: v.Now()}
			o := w.outgoing(c)
			o.Ended = c.NotBefore
			out = append(out, o)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("unknown: %w", err)
	}
	return out, nil
}

// notThere is the outcome of a try of which the carrier's list shows nothing.
const notThere = "not there"

// Resolve settles a text that was unknown by what the carrier's own list says of it: found, with its SID and status,
// or not there, so that it is sent again. That happens once: a list that lies twice would have somebody texted for
// ever. (facts: Twilio, error codes) A text that stays unknown is a person's to look after.
func (e *Engine) Resolve(ctx context.Context, id dispatch.ID, found bool, sid, status string) error {
	err := e.write(ctx, func(w *work) error {
		o, err := w.tx.OutboxByID(id)
		if err != nil {
			return fmt.Errorf("outbox: %w", err)
		}
		switch {
		case o.State != store.OutboxUnknown:
			return nil
		case found:
			return w.record(o, Outcome{Kind: Sent, SID: sid, Status: status})
		}
		return w.sendOnceMore(o)
	})
	if err != nil {
		return fmt.Errorf("resolve: %w", err)
	}
	return nil
}

// sendOnceMore sends a text again that the carrier does not have, or gives it up if that has been done before.
func (w *work) sendOnceMore(o store.Outbox) error {
	tries, err := w.tx.Tries(o.ID)
	if err != nil {
		return fmt.Errorf("tries: %w", err)
	}
	last := Outcome{Kind: GaveUp}
	before := false
	for _, t := range tries {
		before = before || t.Outcome == notThere
		if t.Outcome == string(Unknown) {
			last.HTTP, last.Code = t.HTTPStatus, t.Code
		}
	}
	if before {
		return w.record(o, last)
	}
	if err := w.tried(store.Try{Outbox: o.ID, Outcome: notThere, Note: "sent again"}, store.OutboxQueued, w.now); err != nil {
		return err
	}
	return w.tx.AdoptOutbox(w.lines) // it may have been tried by an earlier process
}

// Recover makes the texts that an earlier process was sending when it ended unknown, and says how many; what waits on
// a number that is ours no more leaves from the first that is. What the carrier refused because of our set-up may leave
// at once: an operator who has mended it starts the server again and sees at once whether it is. To be called once,
// before anything is claimed.
func (e *Engine) Recover(ctx context.Context) (n int, err error) {
	err = e.write(ctx, func(w *work) error {
		if n, err = w.tx.RecoverSending(); err != nil {
			return err
		}
		if _, err = w.tx.LiftRefused(); err != nil {
			return err
		}
		return w.tx.AdoptOutbox(e.lines)
	})
	if err != nil {
		return 0, fmt.Errorf("recover: %w", err)
	}
	return n, nil
}
