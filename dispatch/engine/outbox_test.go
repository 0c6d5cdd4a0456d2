package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/store"
)

// claim takes what may leave, without handing it over.
func (w *world) claim() []engine.Outgoing {
	w.t.Helper()
	if _, err := w.engine.RunDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	out, _, err := w.engine.Claim(w.t.Context(), 50)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) record(o engine.Outgoing, what engine.Outcome) {
	w.t.Helper()
	if what.Kind == engine.Sent && what.SID == "" {
		what.SID = fmt.Sprintf("SO%032d", o.ID)
	}
	if err := w.engine.Record(w.t.Context(), o.ID, what); err != nil {
		w.t.Fatal(err)
	}
}

// refuses makes the carrier answer texts to one phone with an outcome.
func (w *world) refuses(phone string, what engine.Outcome) {
	w.carrier = func(o engine.Outgoing) engine.Outcome {
		if o.To == phone {
			return what
		}
		return engine.Outcome{Kind: engine.Sent, SID: fmt.Sprintf("SO%032d", o.ID)}
	}
}

func (w *world) contact(phone string) store.Contact {
	w.t.Helper()
	var c store.Contact
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(phone)
		c = p.Contact
		return err
	})
	return c
}

func TestAnOfferOfATakenJobIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	w.only(rosa, "FOOD 11211")
	out := w.claim()
	if len(out) != 3 {
		t.Fatalf("%d offers", len(out))
	}
	w.record(out[0], engine.Outcome{Kind: engine.Sent})
	w.record(out[1], engine.Outcome{Kind: engine.Retry, RetryAfter: time.Minute})
	w.only(out[0].To, "yes") // while one waits to be tried again and one is on its way
	w.record(out[2], engine.Outcome{Kind: engine.Sent})
	w.jump(2 * time.Minute)
	w.wants(out[1].To)
	w.wants(out[2].To, "stand_down B") // the offer had left: whoever has it is told
	wantsIn(t, w.text(out[2].To, "yes"), "too_late")
}

func TestNothingLeavesForAPhoneThatSaidStop(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	w.only(helper(1), "yes") // the news for rosa waits in the outbox
	w.only(rosa, "STOP")
	for _, o := range w.claim() {
		if o.To == rosa {
			t.Errorf("sent to a phone that said STOP: %q", o.Body)
		}
	}
}

func TestOneTextAtATimeForEachPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.got(helper(1))
	w.only(rosa, "5 grand st")
	w.only(rosa, "the blue door")
	out := w.claim()
	if len(out) != 1 || !strings.Contains(out[0].Body, "5 grand st") {
		t.Fatalf("claimed %v", out)
	}
	if more, next, err := w.engine.Claim(t.Context(), 50); err != nil || len(more) > 0 || !next.IsZero() {
		t.Errorf("claimed %v, next %v, %v", more, next, err)
	}
	w.record(out[0], engine.Outcome{Kind: engine.Sent})
	if out = w.claim(); len(out) != 1 || !strings.Contains(out[0].Body, "blue door") {
		t.Errorf("then claimed %v", out)
	}
}

func TestWhatTheCarrierSaysOfAPhone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        engine.OutcomeKind
		unreachable string
		optedOut    bool
		called      bool // and asked by phone
	}{
		{engine.OptedOut, "", true, false},
		{engine.Landline, "landline", false, true},
		{engine.BadNumber, "bad_number", false, false},
		{engine.Blocked, "blocked", false, false},
		{engine.Unroutable, "unroutable", false, true},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.helpers(7, nil)
			w.refuses(helper(2), engine.Outcome{Kind: c.kind, Code: 21610, HTTP: 400})
			w.text(rosa, "FOOD 11211")
			want := []int{1, 3, 4, 5, 6}
			if c.called {
				want = []int{1, 3, 4, 5}
				w.rang(helper(2), talk.CallOffer)
			}
			if got := w.asked(); !slices.Equal(got, want) {
				t.Errorf("asked %v by text, want %v", got, want)
			}
			got := w.contact(helper(2))
			if got.CanText() || got.Unreachable != c.unreachable || got.OptedOutAt.IsZero() == c.optedOut {
				t.Errorf("unreachable %q, opted out %v, can text %v", got.Unreachable, got.OptedOutAt, got.CanText())
			}
			for _, o := range w.offers(w.request(rosa).ID) {
				if o.Letter == "" || o.Status == dispatch.OfferQueued {
					t.Errorf("an offer is left %s", o.Status)
				}
			}
		})
	}
}

func TestNewsThatCannotReachTheResident(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.got(helper(1))
	w.refuses(rosa, engine.Outcome{Kind: engine.Landline, Code: 21614, HTTP: 400})
	w.text(helper(1), "yes")
	r := w.request(rosa)
	if r.Status != dispatch.Assigned || r.Attention != "" {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
	w.rang(rosa, talk.CallNews)
	w.wants(helper(1), "won_calling we call them now")
	w.wants(coordinator)
	if !w.contact(rosa).VoiceOnly {
		t.Error("not noted as a landline")
	}
}

// A status callback says the same later, by message, also for answers that left in the response.
func TestUndeliveredLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	r := w.request(rosa)
	var offer store.Outbox
	w.read(func(v *store.View) (err error) {
		for m, err := range v.ListMessages(time.Time{}) {
			if err != nil {
				return err
			}
			if o, err := v.OutboxByMessage(m.ID); err == nil && o.Offer == w.offers(r.ID)[0].ID {
				offer = o
			}
		}
		return nil
	})
	down := engine.StatusUpdate{Message: offer.Message, SID: w.sids[offer.Message], Status: "undelivered", Code: 30003, Kind: engine.Asleep}
	for range 2 { // callbacks come twice
		if err := w.engine.MessageStatus(t.Context(), down); err != nil {
			t.Fatal(err)
		}
	}
	w.settle()
	if got := w.asked(); !slices.Equal(got, []int{6}) {
		t.Errorf("asked %v instead", got)
	}
	if o := w.offers(r.ID)[0]; o.Status != dispatch.OfferFailed {
		t.Errorf("the offer is %s", o.Status)
	}
	w.text(helper(2), "yes")
	w.got(rosa)
	w.read(func(v *store.View) error { // the good news does not arrive: the phone is off
		for m, err := range v.ListMessages(time.Time{}) {
			if err != nil {
				return err
			}
			if m.Kind == "accepted" {
				down.Message, down.SID = m.ID, m.SID
			}
		}
		return nil
	})
	if err := w.engine.MessageStatus(t.Context(), down); err != nil {
		t.Fatal(err)
	}
	w.advance(3*time.Hour - time.Minute)
	w.wants(rosa)
	w.advance(time.Minute)
	w.wants(rosa, "accepted")
}

func TestAfterThreeTriesACoordinatorHasIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	tries := 0
	w.carrier = func(o engine.Outgoing) engine.Outcome {
		if o.To != rosa {
			return engine.Outcome{Kind: engine.Sent, SID: fmt.Sprintf("SO%032d", o.ID)}
		}
		tries++
		return engine.Outcome{Kind: engine.Asleep, Code: 30003}
	}
	w.text(helper(1), "yes")
	w.advance(9 * time.Hour)
	if r := w.request(rosa); tries != 3 || r.Attention != dispatch.CannotBeTexted {
		t.Errorf("%d tries, %q", tries, r.Attention)
	}
}

func TestUnknownIsLookedUpBeforeItIsSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.only(helper(1), "yes")
	out := w.claim()
	if len(out) != 1 {
		t.Fatalf("%d texts", len(out))
	}
	w.record(out[0], engine.Outcome{Kind: engine.Unknown})
	w.advance(time.Hour)
	w.wants(rosa)
	unknown, err := w.engine.Unknown(t.Context())
	if err != nil || len(unknown) != 1 || unknown[0].ID != out[0].ID {
		t.Fatalf("unknown %v, %v", unknown, err)
	}
	if err := w.engine.Resolve(t.Context(), out[0].ID, false, "", ""); err != nil {
		t.Fatal(err)
	}
	again := w.claim()
	if len(again) != 1 || again[0].ID != out[0].ID || again[0].Try != 2 {
		t.Fatalf("sent again: %v", again)
	}
	w.record(again[0], engine.Outcome{Kind: engine.Unknown})
	if err := w.engine.Resolve(t.Context(), out[0].ID, true, "SMfound", "delivered"); err != nil {
		t.Fatal(err)
	}
	if left := w.claim(); len(left) > 0 {
		t.Errorf("sent once more: %v", left)
	}
	w.read(func(v *store.View) error {
		m, err := v.MessageBySID("SMfound")
		if err == nil && m.Status != "delivered" {
			t.Errorf("status %s", m.Status)
		}
		return err
	})
}

// A text of which the carrier's list shows nothing twice is given up, and people hear of it.
func TestATextThatStaysUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.only(helper(1), "yes")
	for range 2 {
		out := w.claim()
		if len(out) != 1 || out[0].To != rosa {
			t.Fatalf("%d texts", len(out))
		}
		w.record(out[0], engine.Outcome{Kind: engine.Unknown, HTTP: 500, Code: 20500})
		if err := w.engine.Resolve(t.Context(), out[0].ID, false, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	w.settle()
	w.wants(rosa)
	w.wants(coordinator, "alert_setup 20500", "alert_waiting")
	if r := w.request(rosa); r.Attention != dispatch.CannotBeTexted {
		t.Errorf("waits for a person because of %q", r.Attention)
	}
}

// A callback may be faster than the response to the request it is about.
func TestACallbackSettlesWhatWasUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.only(rosa, "FOOD 11211")
	out := w.claim()
	w.record(out[0], engine.Outcome{Kind: engine.Unknown})
	u := engine.StatusUpdate{Message: out[0].Message, SID: "SMlate", Status: "sent"}
	if err := w.engine.MessageStatus(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if o := w.offers(w.request(rosa).ID)[0]; o.Status != dispatch.OfferSent || o.SentAt.IsZero() {
		t.Errorf("the offer is %s", o.Status)
	}
}

func TestAKilledSenderLeavesItsTextsUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.only(rosa, "FOOD 11211")
	if out := w.claim(); len(out) != 1 {
		t.Fatalf("%d texts", len(out))
	}
	w.restart()
	if out := w.claim(); len(out) != 0 {
		t.Errorf("sent blindly again: %v", out)
	}
	if unknown, err := w.engine.Unknown(t.Context()); err != nil || len(unknown) != 1 {
		t.Errorf("unknown %v, %v", unknown, err)
	}
}

func TestTheCarrierRefusesUs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	refusing := true
	w.carrier = func(o engine.Outgoing) engine.Outcome {
		if refusing && o.To == rosa {
			return engine.Outcome{Kind: engine.Config, Code: 21606, HTTP: 400}
		}
		return engine.Outcome{Kind: engine.Sent, SID: fmt.Sprintf("SO%032d", o.ID)}
	}
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.advance(time.Hour)
	w.wants(rosa)
	w.wants(coordinator, "alert_setup 21606") // once, not for every try
	refusing = false
	w.advance(10 * time.Minute)
	w.wants(rosa, "accepted")
}

func TestSpending(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.DailySpend = 0.3 }) // 20 segments
	w.helpers(10, nil)
	w.text(rosa, "FOOD 11211") // two of an answer, five of offers
	w.text(omar, "FOOD 11211")
	w.asked()
	w.wants(coordinator)
	for i := 0; i < 9 && len(w.heard[coordinator]) == 0; i++ {
		w.text(omar, "STATUS")
	}
	w.wants(coordinator, "alert_spend")
	w.text(omar, "STATUS")
	w.text(omar, "STATUS")
	w.text(helper(11), "MEDICINE 11211")
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v near the limit", got)
	}
	if a := w.text(rosa, "STATUS"); a == "" {
		t.Error("an answer was stopped")
	}
	w.wants(second, "alert_spend")
	w.text(omar, "my husband wants to kill me")
	w.wants(coordinator, "alert_danger")
	w.advance(22 * time.Hour)
	if got := w.asked(); len(got) == 0 {
		t.Error("nobody asked on the next day")
	}
}

// A report that a text did not arrive settles it, too: it is tried again as such a text is, and not once more as one
// that nobody knows of.
func TestAFailureSettlesWhatWasUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.only(helper(1), "yes")
	out := w.claim()
	w.record(out[0], engine.Outcome{Kind: engine.Unknown})
	w.reports(engine.StatusUpdate{Message: out[0].Message, SID: "SMlate", Status: "undelivered", Code: 30003, Kind: engine.Asleep})
	w.notFound(out[0])
	w.wants(rosa)
	w.advance(3 * time.Hour)
	w.wants(rosa, "accepted")
}

// Whatever the carrier reports of a text proves that it has it, also while we wait to send it again.
func TestAnyReportKeepsATextFromGoingOutTwice(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(*world, engine.Outgoing, func()){
		"while it is sent": func(w *world, o engine.Outgoing, report func()) {
			report()
			w.record(o, engine.Outcome{Kind: engine.Unknown})
			w.notFound(o)
		},
		"while it waits to be sent again": func(w *world, o engine.Outgoing, report func()) {
			w.record(o, engine.Outcome{Kind: engine.Unknown})
			w.notFound(o)
			report()
		},
	} {
		for _, u := range []engine.StatusUpdate{{Status: "delivered"}, {Status: "failed", Code: 30007, Kind: engine.Filtered}} {
			t.Run(name+", "+u.Status, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, nil)
				w.helpers(1, nil)
				w.text(rosa, "FOOD 11211")
				w.only(helper(1), "yes")
				out := w.claim()
				u.Message, u.SID = out[0].Message, "SMlate"
				before(w, out[0], func() { w.reports(u) })
				w.advance(time.Hour)
				w.wants(rosa)
			})
		}
	}
}

// Tries that the carrier refused do not count as ones nobody knows of.
func TestATextInDoubtIsSentOnceMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.only(helper(1), "yes")
	sent := 0
	w.carrier = func(o engine.Outgoing) engine.Outcome {
		if sent++; sent <= 3 {
			return engine.Outcome{Kind: engine.Retry, Code: 20429, RetryAfter: time.Second}
		}
		return engine.Outcome{Kind: engine.Unknown, HTTP: 500}
	}
	for range 3 {
		w.advance(time.Minute)
		unknown, err := w.engine.Unknown(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range unknown {
			if !o.Ended.After(o.Claimed.Add(-time.Millisecond)) {
				t.Errorf("the try began %v and ended %v", o.Claimed, o.Ended)
			}
			w.notFound(o)
		}
	}
	r := w.request(rosa)
	if sent < 5 || r.Attention != dispatch.CannotBeTexted {
		t.Errorf("handed over %d times, %q", sent, r.Attention)
	}
}

func (w *world) reports(u engine.StatusUpdate) {
	w.t.Helper()
	if err := w.engine.MessageStatus(w.t.Context(), u); err != nil {
		w.t.Fatal(err)
	}
}

// notFound says that the carrier's list does not show a text.
func (w *world) notFound(o engine.Outgoing) {
	w.t.Helper()
	if err := w.engine.Resolve(w.t.Context(), o.ID, false, "", ""); err != nil {
		w.t.Fatal(err)
	}
}

// Who opts out by words of ours gets one confirmation, also if the text was fetched late.
func TestALateStopIsConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	w.got(rosa)
	for i := range 2 {
		w.inbound(engine.Inbound{SID: fmt.Sprintf("SMlate%d", i), From: rosa, To: ourNumber, Body: "stop texting me", Late: true})
		w.settle()
	}
	w.wants(rosa, "opted_out")
}
