package engine

import (
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// OutcomeKind is what came of handing a text to the carrier: the classes of gateway/twilio, by the same names.
type OutcomeKind string

const (
	Sent       OutcomeKind = "sent"       // the carrier has it
	Retry      OutcomeKind = "retry"      // never processed: again after a growing pause
	Unknown    OutcomeKind = "unknown"    // may or may not have been sent
	Later      OutcomeKind = "later"      // once more after a while
	Asleep     OutcomeKind = "asleep"     // phone off: twice more, hours apart
	NextDay    OutcomeKind = "next_day"   // a daily cap is used up
	Quiet      OutcomeKind = "quiet"      // the carrier's quiet hours
	OptedOut   OutcomeKind = "opted_out"  // its owner wants no texts
	Blocked    OutcomeKind = "blocked"    // probably opted out
	Landline   OutcomeKind = "landline"   // takes no texts: call it
	BadNumber  OutcomeKind = "bad_number" // no phone has this number
	Unroutable OutcomeKind = "unroutable" // cannot be texted from our number
	Refused    OutcomeKind = "refused"    // the account may not text this phone
	Filtered   OutcomeKind = "filtered"   // taken for spam
	Expired    OutcomeKind = "expired"    // its time was up before it could be sent
	Bug        OutcomeKind = "bug"        // our text or request was wrong
	Config     OutcomeKind = "config"     // our number is wrong: nothing leaves until mended
	Stop       OutcomeKind = "stop"       // the account is refused: nothing leaves until mended
	Loop       OutcomeKind = "loop"       // too many answers in a row: silent for 30 seconds
	GaveUp     OutcomeKind = "gave_up"    // the carrier's list shows nothing of it, twice
)

// Outcome is what came of one try.
type Outcome struct {
	Kind       OutcomeKind
	SID        string // the carrier's id, with Sent
	Status     string // the carrier's word for it, with Sent
	HTTP       int    // 0: no answer
	Code       int    // the carrier's error code; 0: none
	RetryAfter time.Duration
	Segments   int // as the carrier counts; 0: not said
}

// again says how a kind of failure is tried again: after how long, and how many tries there are in all. A kind that
// is not in it is final.
var again = map[OutcomeKind]struct {
	after time.Duration
	tries int
}{
	Retry:   {time.Second, 12}, // or as long as the gateway says
	Later:   {10 * time.Minute, 2},
	Asleep:  {3 * time.Hour, 3},
	NextDay: {0, 3},
	Quiet:   {time.Hour, 3},
	Loop:    {30 * time.Second, 10},
	Config:  {5 * time.Minute, 1000}, // a person mends it, and nothing is lost meanwhile: the gateway holds the line
	Stop:    {5 * time.Minute, 1000},
}

// pause is how long to wait before a text is tried again after its nth try; false: not again.
func (w *work) pause(what Outcome, tries int) (time.Duration, bool) {
	rule, ok := again[what.Kind]
	if !ok || tries >= rule.tries {
		return 0, false
	}
	after := rule.after
	switch what.Kind {
	case NextDay: // caps end at midnight on the carriers' west coast: by 4:00 anywhere in the country
		y, m, d := w.network.Local(w.now).Date()
		return w.network.AskFrom(time.Date(y, m, d+1, 4, 0, 0, 0, w.network.Local(w.now).Location())).Sub(w.now), true
	case Quiet:
		after = max(after, w.network.AskFrom(w.now).Sub(w.now))
	}
	return max(after, what.RetryAfter), true
}

// record writes one try down and does what follows.
func (w *work) record(o store.Outbox, what Outcome) error {
	try := store.Try{Outbox: o.ID, HTTPStatus: what.HTTP, Code: what.Code, Outcome: string(what.Kind)}
	if what.Kind == Config || what.Kind == Stop {
		if err := w.alertSetup(what.Code); err != nil {
			return err
		}
	}
	switch what.Kind {
	case Sent:
		if err := w.tried(try, store.OutboxSent, time.Time{}); err != nil {
			return err
		}
		return w.sent(o, what)
	case Unknown:
		return w.tried(try, store.OutboxUnknown, w.now)
	}
	if after, ok := w.pause(what, o.Tries); ok && (!o.Offers() || after < w.network.Rules.ReplaceAfter) {
		return w.tried(try, store.OutboxQueued, w.now.Add(after))
	}
	if err := w.tried(try, store.OutboxFailed, time.Time{}); err != nil {
		return err
	}
	failed := store.StatusChange{Status: store.MessageFailed, ErrorCode: what.Code}
	if _, err := w.tx.SetMessageStatus(o.Message, failed); err != nil {
		return fmt.Errorf("message status: %w", err)
	}
	m, err := w.tx.MessageByID(o.Message)
	if err != nil {
		return fmt.Errorf("message: %w", err)
	}
	return w.failed(m, o.Offer, what)
}

// sent notes that the carrier has a text. An offer counts from now on.
func (w *work) sent(o store.Outbox, what Outcome) error {
	status := store.MessageStatus(what.Status)
	if status == "" {
		status = messageAccepted
	}
	change := store.StatusChange{SID: what.SID, Status: status, Segments: what.Segments}
	if _, err := w.tx.SetMessageStatus(o.Message, change); err != nil {
		return fmt.Errorf("message status: %w", err)
	}
	if !o.Offers() {
		return nil
	}
	return w.offerLeft(o.Offer)
}

// offerLeft notes that an offer (0: none) is on its way to its volunteer, by text or by call.
func (w *work) offerLeft(id dispatch.ID) error {
	if id == 0 {
		return nil
	}
	f, r, err := w.offered(id)
	if err != nil || f.Status == dispatch.OfferSent { // a call that is made again
		return err
	}
	f.SentAt = w.now
	if f.Status != dispatch.OfferQueued {
		return w.crossed(&f, r.Request)
	}
	f.ExpiresAt = w.now.Add(w.network.Pace(r.Request, w.now).ReplaceAfter)
	return w.moveOffer(&f, dispatch.OfferSent)
}

// crossed notes that an offer left although the asking had ended meanwhile. Whoever has it on the phone is told that
// it is covered, as everybody else was; who has answered it already knows.
func (w *work) crossed(f *store.Offer, r dispatch.Request) error {
	if err := w.moveOffer(f, f.Status); err != nil {
		return err
	}
	over := r.Status.Taken() || r.Status == dispatch.Closed
	if f.Status != dispatch.OfferWithdrawn || !over || !f.RepliedAt.IsZero() || w.network.Rules.StandDownWindow == 0 {
		return nil
	}
	return w.withdrawOne(f, msg.StandDown)
}

// undelivered reacts to the carrier's word that a text it had taken did not arrive: as to one it refused, but that
// trying again is a new message.
func (w *work) undelivered(m store.Message, o store.Outbox, u StatusUpdate) error {
	what := Outcome{Kind: u.Kind, Code: u.Code}
	if what.Kind == "" {
		what.Kind = Later
	}
	if what.Kind == Config || what.Kind == Stop {
		if err := w.alertSetup(what.Code); err != nil {
			return err
		}
	}
	tries := max(o.Tries, 1)
	if after, ok := w.pause(what, tries); ok && o.Offer == 0 {
		return w.sendAgain(m, o, tries, after)
	}
	return w.failed(m, o.Offer, what)
}

// sendAgain puts a text that did not arrive in the outbox once more. It keeps count of the tries.
func (w *work) sendAgain(m store.Message, o store.Outbox, tries int, after time.Duration) error {
	copied := store.Message{Direction: store.Out, Contact: m.Contact, Line: w.ours(m.Line), Body: m.Body,
		Status: store.MessageWaiting, Segments: m.Segments, Kind: m.Kind, Request: m.Request}
	if err := w.tx.InsertMessage(&copied); err != nil {
		return fmt.Errorf("insert message: %w", err)
	}
	queued := store.Outbox{Message: copied.ID, Contact: m.Contact, Lane: o.Lane, Line: copied.Line, Request: m.Request,
		Tries: tries, NotBefore: w.now.Add(after)}
	if err := w.tx.Enqueue(&queued); err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	w.textsQueued = true
	return w.spend(m.Segments)
}

// failed does what follows from a text that will not arrive: what it says of the phone, of the offer, and of the
// request it was about; and who has to hear it instead.
func (w *work) failed(m store.Message, offer dispatch.ID, what Outcome) error {
	w.log.Warn("text not delivered", "outcome", what.Kind, "code", what.Code)
	if c, called, err := w.takesCallsInstead(m.Contact, what); called || err != nil {
		return errors.Join(err, w.callInstead(c, m, offer))
	}
	if offer != 0 {
		if err := w.offerFailed(offer); err != nil {
			return err
		}
	}
	if err := w.learn(m.Contact, what); err != nil {
		return err
	}
	if err := w.alertOthers(m); err != nil {
		return err
	}
	switch what.Kind {
	case Refused, Filtered, Bug, GaveUp:
		if err := w.alertSetup(what.Code); err != nil {
			return err
		}
	}
	if m.Request == 0 || offer != 0 {
		return nil
	}
	return w.missedNews(m.Contact, m.Request)
}

// learn notes what a failure says of a phone. Its requests and jobs follow.
func (w *work) learn(contact dispatch.ID, what Outcome) error {
	c, err := w.tx.ContactByID(contact)
	if err != nil {
		return fmt.Errorf("contact: %w", err)
	}
	switch what.Kind {
	case OptedOut:
		if !c.OptedOutAt.IsZero() {
			return nil
		}
		if err := w.tx.OptOut(contact, "code"); err != nil {
			return fmt.Errorf("opt out: %w", err)
		}
		c.OptedOutAt = w.now
		return w.silenced(c, dispatch.StoppedTexts)
	case Landline, BadNumber, Blocked, Unroutable:
		if c.Unreachable != "" && (what.Kind != BadNumber || c.Unreachable == string(BadNumber)) {
			return nil
		}
		if err := w.tx.SetReach(contact, string(what.Kind), false); err != nil {
			return fmt.Errorf("set reach: %w", err)
		}
		c.Unreachable = string(what.Kind)
		return w.silenced(c, dispatch.CannotBeTexted)
	}
	return nil
}

// offerFailed notes that an offer did not reach its volunteer, and brings in the next person.
func (w *work) offerFailed(id dispatch.ID) error {
	o, err := w.tx.OfferByID(id)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	if !o.Status.Live() {
		return nil
	}
	if err := w.moveOffer(&o, dispatch.OfferFailed); err != nil {
		return err
	}
	if err := w.event(o.Request, o.Volunteer, eventFailed, bySystem, ""); err != nil {
		return err
	}
	return w.setTimer(timerDispatch, o.Request, w.now)
}

// missedNews gives a request to a coordinator when a text about it did not reach its resident or its holder.
func (w *work) missedNews(contact, request dispatch.ID) error {
	r, err := w.find(request)
	if err != nil || r == nil || r.Status == dispatch.Closed || contact != r.Resident && contact != r.Holder {
		return err
	}
	if err := w.event(r.ID, contact, eventFailed, bySystem, ""); err != nil {
		return err
	}
	return w.raiseAndSave(r, dispatch.CannotBeTexted)
}
