package engine_test

import (
	"slices"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/store"
)

// pearl has only a landline.
const pearl = "+12125550141"

// food is what a caller asks for, of a place of ours.
var food = talk.OpenRequest{Need: talk.Need{Category: "FOOD"}, Place: dispatch.Place{ZIP: "11211", Zone: "North"},
	Spoken: []talk.Spoken{{SID: "RE1", Kind: talk.SpokenDetails, Seconds: 9}}}

// calls has somebody phone the line, which does what the menu decided, and lets everything happen that follows.
func (w *world) calls(from string, effects ...talk.Effect) dispatch.ID {
	w.t.Helper()
	w.texts++
	w.clock.Advance(time.Millisecond)
	request, err := w.engine.InCall(w.t.Context(), from, "CI"+w.clock.Now().String(), effects...)
	if err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	return request
}

func (w *world) requestByID(id dispatch.ID) (r store.Request) {
	w.t.Helper()
	w.read(func(v *store.View) (err error) {
		r, err = v.RequestByID(id)
		return err
	})
	return r
}

// landline makes the nth volunteer's phone one that gets no texts.
func (w *world) landline(n int) {
	w.t.Helper()
	id := w.contact(helper(n)).ID
	err := w.db.Write(w.t.Context(), func(tx *store.Tx) error { return tx.SetReach(id, "landline", true) })
	if err != nil {
		w.t.Fatal(err)
	}
}

// A caller who never texted is called, and whoever helps knows that.
func TestNewsByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	w.wants(helper(1), "[offer]")
	if got := w.requestByID(r); got.Status != dispatch.Offered || got.Channel != dispatch.Voice {
		t.Fatalf("%s by %s", got.Status, got.Channel)
	}
	wantsIn(t, w.text(helper(1), "YES"), "we call them now")
	w.rang(pearl, talk.CallNews)
	w.wants(pearl) // "this phone" has never proved that it gets texts
	w.ends(pearl, dispatch.CallHeard)
	w.advance(24 * time.Hour)
	w.rang(pearl)
	if d := w.dials[pearl]; w.dial(d.ID).State != store.DialHeard {
		t.Errorf("the call is %s", w.dial(d.ID).State)
	}
}

func TestTextedBesidesIfTheySaidSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, talk.CanText{Yes: true}, food)
	w.got(helper(1))
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	w.wants(pearl, "accepted Helper1")
	w.text(pearl, "12 elm st, pearl") // a text proves it
	w.ends(pearl, dispatch.CallHeard)
	w.text(helper(1), "DROP")
	w.rang(pearl)
	w.wants(pearl, "handed_back")
}

// Three calls in decent hours, then a person; who has the job is told that the resident does not know yet.
func TestThreeCallsThatNobodyTakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.got(helper(1))
	w.rang(pearl, talk.CallNews)
	w.ends(pearl, dispatch.CallNoAnswer)
	w.advance(29 * time.Minute)
	w.rang(pearl)
	w.advance(time.Minute)
	w.rang(pearl, talk.CallNews)
	w.ends(pearl, dispatch.CallMachine)
	w.advance(2 * time.Hour)
	w.rang(pearl, talk.CallNews)
	w.wants(helper(1))
	w.ends(pearl, dispatch.CallNoKey)
	w.wants(helper(1), "not_heard Dora")
	w.wants(coordinator, "alert_waiting")
	if got := w.requestByID(r); got.Attention != dispatch.NotHeard || got.Status != dispatch.Assigned {
		t.Errorf("%s %q", got.Status, got.Attention)
	}
	w.advance(72 * time.Hour)
	w.rang(pearl)
	w.calls(pearl, talk.PhoneBack{Purpose: talk.CallNews, Request: r}) // they call, and ask to be told
	w.advance(time.Minute)
	w.rang(pearl, talk.CallNews)
	w.ends(pearl, dispatch.CallHeard)
	if got := w.requestByID(r); got.Attention != "" {
		t.Errorf("attention %q, and they know", got.Attention)
	}
}

func TestNobodyIsCalledAtNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.got(helper(1))
	w.clock.Advance(12 * time.Hour) // 22:00
	wantsIn(t, w.text(helper(1), "YES"), "we call them at")
	w.advance(9*time.Hour + 59*time.Minute)
	w.rang(pearl)
	w.advance(time.Minute)
	w.rang(pearl, talk.CallNews)
}

// Who has not been called about a neighbor need not hear that the neighbor does not come.
func TestNewsThatIsOver(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		over  func(w *world, r dispatch.ID)
		calls []talk.Purpose
	}{
		{"handed back", func(w *world, _ dispatch.ID) { w.text(helper(1), "DROP") }, nil},
		{"closed by its resident", func(w *world, r dispatch.ID) {
			w.calls(pearl, talk.CloseRequest{Request: r, Reason: dispatch.NoLongerNeeded})
		}, nil},
		{"no calls any more", func(w *world, _ dispatch.ID) { w.calls(pearl, talk.StopCalls{}) }, nil},
		{"erased", func(w *world, _ dispatch.ID) { w.calls(pearl, talk.Forget{}) }, nil},
		{"closed by a coordinator", func(w *world, r dispatch.ID) {
			if err := w.engine.Close(w.t.Context(), w.requestByID(r).Code, dispatch.OutOfScope, "Dora"); err != nil {
				w.t.Fatal(err)
			}
		}, []talk.Purpose{talk.CallNews}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.helpers(1, nil)
			r := w.calls(pearl, food)
			w.clock.Advance(12 * time.Hour)
			w.text(helper(1), "YES")
			c.over(w, r)
			w.advance(10*time.Hour + time.Minute)
			w.rang(pearl, c.calls...)
		})
	}
}

// What happens while somebody listens to how it stood is called again.
func TestNewsWhileTheyListen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	d := w.dials[pearl]
	if err := w.engine.DialAnswered(t.Context(), d.ID, 7, d.SID); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(20 * time.Second)
	w.text(helper(1), "DROP")
	w.rang(pearl)
	w.ends(pearl, dispatch.CallHeard)
	w.advance(time.Minute)
	w.rang(pearl, talk.CallNews)
}

// A volunteer on a landline is asked by phone, and the next one when they do not take it.
func TestOfferByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.LiveOffers = 1 })
	w.helpers(2, nil)
	w.landline(1)
	w.text(rosa, "FOOD 11211")
	w.rang(helper(1), talk.CallOffer)
	w.wants(helper(1))
	o := w.offers(w.request(rosa).ID)[0]
	if o.Status != dispatch.OfferSent || o.SentAt.IsZero() {
		t.Fatalf("the offer is %s", o.Status)
	}
	w.ends(helper(1), dispatch.CallNoAnswer)
	w.rang(helper(1)) // they may call back while it lives
	w.advance(30 * time.Minute)
	if got := w.asked(); !slices.Equal(got, []int{2}) {
		t.Errorf("asked %v", got)
	}
	w.rang(helper(1))
}

// A volunteer takes a job by key.
func TestJobTakenByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.landline(1)
	w.text(rosa, "FOOD 11211")
	w.rang(helper(1), talk.CallOffer)
	w.calls(helper(1), talk.Accept{Offer: w.offers(w.request(rosa).ID)[0].ID})
	w.ends(helper(1), dispatch.CallHeard)
	w.wants(rosa, "accepted")
	w.text(rosa, "DONE")
	w.rang(helper(1)) // thanks are not worth a call
	w.text(rosa, "2") // no longer needed, after all
	w.rang(helper(1), talk.CallJob)
}

// A call that is being placed when the process ends is not placed twice.
func TestCallsInDoubt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.only(helper(1), "YES")
	if _, err := w.engine.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	claim := func() []engine.OutgoingCall {
		out, _, err := w.engine.ClaimDials(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	out := claim()
	if len(out) != 1 || out[0].To != pearl || out[0].Line != ourNumber || out[0].Try != 1 {
		t.Fatalf("claimed %v", out)
	}
	w.restart()
	if again := claim(); len(again) != 0 {
		t.Fatalf("claimed again: %v", again)
	}
	unknown, err := w.engine.UnknownDials(t.Context())
	if err != nil || len(unknown) != 1 || unknown[0].Ended.IsZero() {
		t.Fatalf("in doubt: %v %v", unknown, err)
	}
	if err := w.engine.ResolveDial(t.Context(), out[0].ID, true, "CA1"); err != nil {
		t.Fatal(err)
	}
	if d := w.dial(out[0].ID); d.State != store.DialRung || d.SID != "CA1" {
		t.Errorf("%s %s", d.State, d.SID)
	}
}

// The call itself proves that the carrier has it, whatever the answer to our request was; a late answer changes nothing.
func TestTheCallIsFasterThanItsRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.only(helper(1), "YES")
	out, _, err := w.engine.ClaimDials(t.Context(), 10)
	if err != nil || len(out) != 1 {
		t.Fatal(out, err)
	}
	id := out[0].ID
	for _, step := range []error{
		w.engine.DialAnswered(t.Context(), id, 7, "CA1"),
		w.engine.DialEnded(t.Context(), id, "CA1", dispatch.CallHeard),
		w.engine.RecordDial(t.Context(), id, engine.Outcome{Kind: engine.Unknown}),
		w.engine.DialEnded(t.Context(), id, "CA1", dispatch.CallNoAnswer),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	if d := w.dial(id); d.State != store.DialHeard {
		t.Errorf("the call is %s", d.State)
	}
}

// A call of which nothing more is heard has ended all the same.
func TestACallThatNeverEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	w.advance(61 * time.Minute)
	w.rang(pearl)
	w.advance(30 * time.Minute)
	w.rang(pearl, talk.CallNews)
}

// What the carrier would not make is made later, and is no call that nobody took.
func TestTheCarrierRefusesACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	w.only(helper(1), "YES")
	for range 5 {
		out, _, err := w.engine.ClaimDials(t.Context(), 10)
		if err != nil || len(out) != 1 || out[0].Try != 1 {
			t.Fatal(out, err)
		}
		if err := w.engine.RecordDial(t.Context(), out[0].ID, engine.Outcome{Kind: engine.Retry, HTTP: 429}); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(5 * time.Minute)
	}
	out, _, err := w.engine.ClaimDials(t.Context(), 10)
	if err != nil || len(out) != 1 {
		t.Fatal(out, err)
	}
	if err := w.engine.RecordDial(t.Context(), out[0].ID, engine.Outcome{Kind: engine.BadNumber, HTTP: 400, Code: 21211}); err != nil {
		t.Fatal(err)
	}
	w.settle()
	if got := w.requestByID(r); got.Attention != dispatch.NotHeard && got.Attention != dispatch.CannotBeTexted {
		t.Errorf("attention %q", got.Attention)
	}
	if w.contact(pearl).CanCall() {
		t.Error("is called again, though there is no such number")
	}
}
