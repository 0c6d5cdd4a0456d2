package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/gateway/twilio"
	"hotline/store"
)

func TestSend(t *testing.T) {
	run(t, func(r *rig) {
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		texts := r.send(time.Second)
		want := []url.Values{{"From": {ourLine}, "To": {rosa}, "Body": {"Told Ben."},
			"StatusCallback": {r.gateway.statusURL(o.Message)}}}
		if diff := cmp.Diff(want, texts); diff != "" {
			r.t.Error(diff)
		}
		if m := r.message(o); m.SID == "" || m.Status != "queued" {
			r.t.Errorf("stored %q %s", m.SID, m.Status)
		}
		if r.outbox(o).State != store.OutboxSent || len(r.send(time.Hour)) != 0 {
			r.t.Error("sent again")
		}
	})
}

// An offer may wait at the carrier only as long as it can be answered.
func TestValidity(t *testing.T) {
	run(t, func(r *rig) {
		r.enqueue(ourLine, rosa, "job B?", func(o *store.Outbox) { o.ExpiresAt = r.clock.Now().Add(30 * time.Minute) })
		pass(10 * time.Minute)
		texts := r.send(time.Second)
		if len(texts) != 1 || texts[0].Get("ValidityPeriod") != "1200" {
			r.t.Errorf("sent %v", texts)
		}
	})
}

func TestLanes(t *testing.T) {
	run(t, func(r *rig) {
		r.pace(1)
		for i, lane := range []store.Lane{store.LaneBroadcast, store.LaneOffer, store.LaneAnswer, store.LaneCheckIn} {
			r.enqueue(ourLine, fmt.Sprintf("+1212555010%d", i), fmt.Sprintf("lane %d", lane), func(o *store.Outbox) { o.Lane = lane })
		}
		if got := bodies(r.send(10 * time.Second)); !cmp.Equal(got, []string{"lane 0", "lane 1", "lane 2", "lane 3"}) {
			r.t.Errorf("sent %q", got)
		}
	})
}

// The pace counts segments, and each line has its own.
func TestPace(t *testing.T) {
	run(t, func(r *rig) {
		r.pace(1)
		long := fmt.Sprintf("%0400d", 0) // three segments
		for i := range 4 {
			r.enqueue(ourLine, fmt.Sprintf("+1212555011%d", i), long, nil)
			r.enqueue(otherLine, fmt.Sprintf("+1212555012%d", i), "short", nil)
		}
		count := map[string]int{}
		for _, text := range r.send(3500 * time.Millisecond) {
			count[text.Get("From")]++
		}
		if want := map[string]int{ourLine: 2, otherLine: 4}; !cmp.Equal(count, want) {
			r.t.Errorf("in 3.5 seconds: %v, want %v", count, want)
		}
	})
}

// A person's texts arrive in the order they were written: the second leaves when the carrier has the first.
func TestOrderPerPerson(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 429, code: 20429})
		r.enqueue(ourLine, rosa, "first", nil)
		r.enqueue(ourLine, rosa, "second", nil)
		got := bodies(r.send(time.Minute))
		if !cmp.Equal(got, []string{"first", "first", "second"}) {
			r.t.Errorf("sent %q", got)
		}
	})
}

func TestTooMany(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 429, code: 20429, retryAfter: "7"})
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		if got := r.send(6 * time.Second); len(got) != 1 || r.outbox(o).State != store.OutboxQueued {
			r.t.Errorf("sent %d times before the carrier wants it", len(got))
		}
		if got := r.send(5 * time.Second); len(got) != 1 || r.outbox(o).State != store.OutboxSent { // and some by chance
			r.t.Errorf("sent %d times after", len(got))
		}
		if tries := r.tries(o); len(tries) != 2 || tries[0].HTTPStatus != 429 || tries[0].Code != 20429 {
			r.t.Errorf("tries: %+v", tries)
		}
	})
}

// A fault may or may not have sent the text: the carrier's list tells.
func TestFaultButSent(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 500, code: 20500, kept: true})
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		if got := r.send(10 * time.Minute); len(got) != 1 {
			r.t.Errorf("sent %d times", len(got))
		}
		if m := r.message(o); r.outbox(o).State != store.OutboxSent || m.SID == "" || m.Status != "queued" {
			r.t.Errorf("%s, %q, %s", r.outbox(o).State, m.SID, m.Status)
		}
	})
}

func TestFaultAndNotSent(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 503})
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		if got := r.send(settleAfter - time.Second); len(got) != 1 || r.outbox(o).State != store.OutboxUnknown {
			r.t.Errorf("sent %d times, %s", len(got), r.outbox(o).State)
		}
		if got := r.send(10 * time.Minute); len(got) != 1 || r.outbox(o).State != store.OutboxSent {
			r.t.Errorf("sent %d times more, %s", len(got), r.outbox(o).State)
		}
	})
}

// A text of which the carrier's list shows nothing is sent once more and then given up; tries before that the carrier
// surely had not taken do not count.
func TestFaultAfterFault(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 429, code: 20429}, response{status: 429, code: 20429})
		r.carrier.answer(slices.Repeat([]response{{status: 500}}, 9)...)
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		if got := r.send(24 * time.Hour); len(got) != 2+2 || r.outbox(o).State != store.OutboxFailed {
			r.t.Errorf("sent %d times, %s", len(got), r.outbox(o).State)
		}
	})
}

// A try that takes its time is looked for when the carrier has had its own, too.
func TestFaultAfterLongTry(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 503})
		r.carrier.delay = 19 * time.Second
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		r.send(settleAfter + 18*time.Second)
		if n := r.carrier.lookups(); n != 0 || r.outbox(o).State != store.OutboxUnknown {
			r.t.Errorf("%d lookups before two minutes after the end of the try, %s", n, r.outbox(o).State)
		}
		if got := r.send(time.Minute); len(got) != 1 || r.carrier.lookups() != 1 {
			r.t.Errorf("sent %d times more, %d lookups", len(got), r.carrier.lookups())
		}
	})
}

// Two equal texts to one phone: what the list shows for the one is not taken for the other.
func TestFaultWithTwin(t *testing.T) {
	run(t, func(r *rig) {
		r.enqueue(ourLine, rosa, "ok", nil)
		r.send(time.Second)
		r.carrier.answer(response{status: 500})
		twin := r.enqueue(ourLine, rosa, "ok", nil)
		if got := r.send(10 * time.Minute); len(got) != 2 || r.outbox(twin).State != store.OutboxSent {
			r.t.Errorf("sent %d times, %s", len(got), r.outbox(twin).State)
		}
	})
}

// A report of the carrier's settles a doubt as well as its list does.
func TestFaultAndReport(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 500})
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		r.send(time.Second)
		path := r.gateway.statusURL(o.Message)[len(publicURL):]
		r.post(path, url.Values{"MessageSid": {messageSID(9)}, "MessageStatus": {"delivered"}})
		if got := r.send(10 * time.Minute); len(got) != 0 || r.outbox(o).State != store.OutboxSent {
			r.t.Errorf("sent %d times more, %s", len(got), r.outbox(o).State)
		}
	})
}

// A process that dies while it sends leaves the text in doubt.
func TestDiedWhileSending(t *testing.T) {
	run(t, func(r *rig) {
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		if _, _, err := r.engine.Claim(r.t.Context(), 1); err != nil {
			r.t.Fatal(err)
		}
		r.restart()
		if got := r.send(10 * time.Minute); len(got) != 1 || r.outbox(o).State != store.OutboxSent {
			r.t.Errorf("sent %d times, %s", len(got), r.outbox(o).State)
		}
	})
}

func TestRefusedTexts(t *testing.T) {
	for code, check := range map[int]func(c store.Contact) bool{
		21610: func(c store.Contact) bool { return !c.OptedOutAt.IsZero() },
		21614: func(c store.Contact) bool { return c.Unreachable == "landline" },
		21211: func(c store.Contact) bool { return c.Unreachable == "bad_number" },
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			run(t, func(r *rig) {
				r.carrier.answer(response{status: http.StatusBadRequest, code: code})
				o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
				if got := r.send(time.Hour); len(got) != 1 || r.outbox(o).State != store.OutboxFailed {
					r.t.Errorf("sent %d times, %s", len(got), r.outbox(o).State)
				}
				if m := r.message(o); m.Status != store.MessageFailed || m.ErrorCode != code {
					r.t.Errorf("message %s, %d", m.Status, m.ErrorCode)
				}
				if c := r.contact(rosa); !check(c) {
					r.t.Errorf("contact: unreachable %q, opted out %v", c.Unreachable, c.OptedOutAt)
				}
			})
		})
	}
}

// When the account is refused nothing is lost and nothing more is tried, but now and then.
func TestAccountRefused(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: http.StatusUnauthorized, code: 20003})
		r.enqueue(ourLine, rosa, "one", nil)
		r.send(time.Second)
		r.enqueue(otherLine, "+12125550143", "two", nil)
		if got := r.send(mendPause - 10*time.Second); len(got) != 0 {
			r.t.Errorf("tried %d times meanwhile", len(got))
		}
		if got := r.send(mendPause); len(got) != 2 {
			r.t.Errorf("sent %q after it was mended", bodies(got))
		}
	})
}

// What was in flight when the server stops still lands.
func TestStopWhileSending(t *testing.T) {
	run(t, func(r *rig) {
		o := r.enqueue(ourLine, rosa, "Told Ben.", nil)
		r.carrier.delay = 5 * time.Second
		r.send(time.Second)
		if r.outbox(o).State != store.OutboxSent {
			r.t.Errorf("left %s behind", r.outbox(o).State)
		}
	})
}

// The sender sleeps: an hour with nothing to do costs the carrier and the outbox nothing.
func TestSenderSleepsUntilWoken(t *testing.T) {
	run(t, func(r *rig) {
		ctx, stop := context.WithCancel(r.t.Context())
		done := make(chan error)
		go func() { done <- r.gateway.Sender.Run(ctx) }()
		pass(time.Hour)
		r.enqueue(ourLine, rosa, "now", nil)
		later := r.enqueue(ourLine, "+12125550143", "later", func(o *store.Outbox) { o.NotBefore = r.clock.Now().Add(time.Hour) })
		r.engine.Wake()
		synctest.Wait()
		if got := bodies(r.carrier.texts()); !cmp.Equal(got, []string{"now"}) {
			r.t.Errorf("sent %q at once", got)
		}
		pass(time.Hour + time.Second)
		if r.outbox(later).State != store.OutboxSent {
			r.t.Error("a text that may leave later did not")
		}
		stop()
		if err := <-done; err != nil {
			r.t.Error(err)
		}
	})
}

func TestReconcile(t *testing.T) {
	run(t, func(r *rig) {
		now := r.clock.Now()
		r.post(smsPath, text(1, rosa, "FOOD 11211 two adults"))
		seen := len(r.messages())
		r.reports(r.messages()[1].Message, 101)
		r.carrier.list(listed(1, rosa, "FOOD 11211 two adults", now)) // seen by its webhook
		r.carrier.list(listed(2, "+12125550143", "HELP", now.Add(-2*time.Hour)))
		r.carrier.list(listed(3, "+12125550144", "HELP", now.Add(-30*time.Minute)))
		r.carrier.list(listed(4, "+12125550145", "HELP", now.Add(-time.Second))) // its webhook may still come
		ctx, stop := context.WithCancel(r.t.Context())
		done := make(chan error)
		go func() { done <- r.gateway.Reconciler.Run(ctx) }()
		synctest.Wait()
		if got := len(r.messages()) - seen; got != 2 {
			r.t.Errorf("%d new messages, want one text and its answer", got)
		}
		pass(3 * time.Minute)
		if got := len(r.messages()) - seen; got != 4 {
			r.t.Errorf("%d new messages, want two texts and their answers", got)
		}
		r.carrier.list(listed(5, "+12125550146", "HELP", r.clock.Now()))
		pass(time.Hour)
		if got := len(r.messages()) - seen; got != 6 {
			r.t.Errorf("%d new messages after an hour, want three texts and their answers", got)
		}
		stop()
		if err := <-done; err != nil {
			r.t.Error(err)
		}
		if got := r.send(time.Minute); len(got) != 3 {
			r.t.Errorf("answered %d missed texts, want 3: %q", len(got), bodies(got))
		}
	})
}

// An answer that the carrier says nothing of is looked for in its list, and sent if it is not there: the response that
// carried it may have been lost with every try. One that was reported, or is listed, is left alone.
func TestAnswerThatNobodyGot(t *testing.T) {
	run(t, func(r *rig) {
		for i, body := range []string{"HELP", "STATUS", "WHO"} {
			r.post(smsPath, text(i+1, rosa, body))
		}
		var answers []store.Message
		for _, m := range r.messages() {
			if m.Direction == store.Out {
				answers = append(answers, m.Message)
			}
		}
		r.reports(answers[0], 101)
		sent := listed(102, ourLine, twilio.Sendable(answers[1].Body.Reveal()), r.clock.Now())
		sent["direction"], sent["to"], sent["status"] = "outbound-reply", rosa, "delivered"
		r.carrier.list(sent)
		ctx, stop := context.WithCancel(r.t.Context())
		done := make(chan error)
		go func() { done <- r.gateway.Reconciler.Run(ctx) }()
		if got := r.send(10 * time.Minute); len(got) != 1 || got[0].Get("Body") != twilio.Sendable(answers[2].Body.Reveal()) {
			r.t.Errorf("sent %q, want the last answer once", bodies(got))
		}
		if got := r.send(2 * time.Hour); len(got) != 0 {
			r.t.Errorf("sent once more: %q", bodies(got))
		}
		stop()
		if err := <-done; err != nil {
			r.t.Error(err)
		}
	})
}

// reports has the carrier say that a message was delivered, under an id of its own.
func (r *rig) reports(m store.Message, sid int) {
	path := r.gateway.statusURL(m.ID)[len(publicURL):]
	r.post(path, url.Values{"MessageSid": {messageSID(sid)}, "MessageStatus": {"delivered"}})
}

// What one look cannot hold is looked at in slices of time, and the mark waits for all of it.
func TestReconcileMoreThanOneLookHolds(t *testing.T) {
	run(t, func(r *rig) {
		now := r.clock.Now()
		r.carrier.list(listed(1, rosa, "HELP", now.Add(-55*time.Minute)))
		for i := range 6000 { // a look is full, though nothing of this is for us
			m := listed(1000+i, rosa, "", now.Add(-40*time.Minute+time.Duration(i)*200*time.Millisecond))
			m["direction"] = "outbound-api"
			r.carrier.list(m)
		}
		r.carrier.list(listed(2, "+12125550143", "HELP", now.Add(-15*time.Minute)))
		again, err := r.gateway.Reconciler.once(r.t.Context())
		if err != nil || again {
			r.t.Fatal(again, err)
		}
		var from []string
		for _, m := range r.messages() {
			if m.Direction == store.In {
				from = append(from, m.Phone.Reveal())
			}
		}
		if want := []string{rosa, "+12125550143"}; !cmp.Equal(from, want) {
			r.t.Errorf("took texts of %d, want those of both in their order", len(from))
		}
		if since, err := lastLook(r.t.Context(), r.store, reconciledUntil, now); err != nil || now.Sub(since) > reconcileOverlap+time.Second {
			r.t.Errorf("the next look begins %v before now, %v", now.Sub(since), err)
		}
	})
}

func listed(sid int, from, body string, at time.Time) map[string]any {
	return map[string]any{"sid": messageSID(sid), "direction": "inbound", "from": from, "to": ourLine, "body": body,
		"status": "received", "num_segments": "1", "num_media": "0",
		"date_created": at.UTC().Format(time.RFC1123Z), "date_sent": at.UTC().Format(time.RFC1123Z)}
}

func bodies(texts []url.Values) []string {
	var all []string
	for _, text := range texts {
		all = append(all, text.Get("Body"))
	}
	return all
}

// pace makes the lines of this rig send so many segments a second.
func (r *rig) pace(perSecond float64) {
	for i, l := range r.gateway.Sender.lines {
		r.gateway.Sender.lines[i] = newLine(l.number, perSecond)
	}
}

func (r *rig) tries(o store.Outbox) []store.Try {
	r.t.Helper()
	var all []store.Try
	err := r.store.Read(r.t.Context(), func(v *store.View) (err error) {
		all, err = v.Tries(o.ID)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}
