package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/store"
)

// callers is a world in which people text and phone, with what must stay true of the calls of ours.
type callers struct {
	*chaos
	rang map[dispatch.ID]int // how often a phone may have rung for a call of ours
	sids []string
}

func (c *callers) somebodyPhones() {
	from := rapid.SampledFrom([]string{pearl, keyed, rosa, helper(1)}).Draw(c.rt, "phones")
	c.clock.Advance(time.Second)
	id := fmt.Sprintf("CI%d", c.clock.Now().UnixMilli())
	_, err := c.engine.InCall(c.t.Context(), from, id, c.decided(from))
	if err != nil {
		c.rt.Fatal(err)
	}
}

// aNeighborSaysYes has somebody take what they were asked for last.
func (c *callers) aNeighborSaysYes() {
	in := engine.Inbound{SID: fmt.Sprintf("SM%032d", len(c.seen)), To: ourNumber, Body: "YES",
		From: helper(rapid.SampledFrom([]int{1, 3, 4}).Draw(c.rt, "says yes"))}
	c.clock.Advance(time.Second)
	c.timersRun()
	c.answers[in.SID] = c.inbound(in)
	c.seen = append(c.seen, in)
}

// decided is something the menu may have decided for somebody.
func (c *callers) decided(from string) talk.Effect {
	open := food
	open.Spoken = []talk.Spoken{{SID: fmt.Sprintf("RE%d", c.clock.Now().UnixMilli()), Kind: talk.SpokenDetails, Seconds: 3}}
	var own dispatch.ID
	var taken bool
	c.read(func(v *store.View) error {
		p, err := v.PersonByPhone(from)
		if err != nil {
			return nil // never heard of
		}
		all, err := v.RequestsOf(p.Contact.ID, c.clock.Now().Add(time.Hour))
		for _, r := range all {
			own, taken = r.ID, r.Status.Taken()
		}
		return err
	})
	switch n := rapid.IntRange(0, 14).Draw(c.rt, "decides"); {
	case n == 0:
		return talk.StopCalls{}
	case n == 1:
		return talk.PhoneBack{Purpose: talk.CallBack}
	case n == 2:
		return talk.CanText{Yes: rapid.Bool().Draw(c.rt, "texts")}
	case n == 3:
		return talk.ConfirmNumber{Yes: rapid.Bool().Draw(c.rt, "theirs")}
	case n == 4:
		open.Phone = keyed
		return open
	case n == 5 && own != 0:
		return talk.PhoneBack{Purpose: talk.CallNews, Request: own}
	case n == 6 && taken:
		return talk.Swap{Request: own}
	case n == 7 && own != 0:
		return talk.CloseRequest{Request: own, Reason: dispatch.NoLongerNeeded}
	case n == 8:
		return talk.Forget{}
	}
	return open
}

// callsAreMade has the carrier make what may be made now; now and then the process ends before its answer is written down.
func (c *callers) callsAreMade() {
	if next := c.nextCall(); !next.IsZero() && rapid.Bool().Draw(c.rt, "waits for it") {
		c.clock.Advance(next.Sub(c.clock.Now()))
	}
	out, _, err := c.engine.ClaimDials(c.t.Context(), 10)
	if err != nil {
		c.rt.Fatal(err)
	}
	for i, o := range out {
		c.mayRing(o)
		if slices.ContainsFunc(out[:i], func(p engine.OutgoingCall) bool { return p.To == o.To }) {
			c.rt.Fatal("two calls to one phone at once")
		}
	}
	for _, o := range out {
		c.rang[o.ID]++
		if rapid.IntRange(0, 9).Draw(c.rt, "killed") == 0 {
			c.restart()
			return
		}
		kind := rapid.SampledFrom([]engine.OutcomeKind{engine.Sent, engine.Sent, engine.Sent, engine.Unknown, engine.Retry, engine.Refused,
			engine.BadNumber}).Draw(c.rt, "placed")
		if kind == engine.Retry {
			c.rang[o.ID]--
		}
		sid := fmt.Sprintf("CA%d", len(c.sids))
		c.sids = append(c.sids, sid)
		if err := c.engine.RecordDial(c.t.Context(), o.ID, engine.Outcome{Kind: kind, SID: sid}); err != nil {
			c.rt.Fatal(err)
		}
	}
}

// mayRing holds what rings to the night, to what its person has said, and to three times.
func (c *callers) mayRing(o engine.OutgoingCall) {
	d := c.dial(o.ID)
	asked, to := d.Offer == 0 && !d.ExpiresAt.IsZero(), c.contact(o.To)
	switch now := c.clock.Now(); {
	case !to.CallsStoppedAt.IsZero() || to.NeverCall || to.Unreachable == "bad_number":
		c.rt.Fatalf("a phone that takes no calls rings for %s", d.Purpose)
	case c.network.QuietAt(now) && !asked:
		c.rt.Fatalf("rings at %v for %s", now, d.Purpose)
	case c.rang[o.ID] >= 3 || o.Try > 3:
		c.rt.Fatalf("rings the %dth time, try %d", c.rang[o.ID]+1, o.Try)
	case !d.HeardAt.IsZero():
		c.rt.Fatal("rings again for what was heard")
	}
}

func (c *callers) aCallEnds() {
	d, ok := c.someDial(store.DialRung)
	if !ok {
		return
	}
	if rapid.Bool().Draw(c.rt, "answered") {
		if err := c.engine.DialAnswered(c.t.Context(), d.ID, 7, d.SID); err != nil {
			c.rt.Fatal(err)
		}
	}
	how := rapid.SampledFrom([]dispatch.CallEnd{dispatch.CallHeard, dispatch.CallNoKey, dispatch.CallMachine, dispatch.CallNoAnswer,
		dispatch.CallBusy, dispatch.CallFailed}).Draw(c.rt, "ends")
	for range rapid.IntRange(1, 2).Draw(c.rt, "said") { // the carrier may say it twice
		if err := c.engine.DialEnded(c.t.Context(), d.ID, d.SID, how); err != nil {
			c.rt.Fatal(err)
		}
	}
}

func (c *callers) callsInDoubtAreSettled() {
	unknown, err := c.engine.UnknownDials(c.t.Context())
	if err != nil {
		c.rt.Fatal(err)
	}
	for _, o := range unknown {
		found := rapid.Bool().Draw(c.rt, "found")
		if err := c.engine.ResolveDial(c.t.Context(), o.ID, found, fmt.Sprintf("CF%d", o.ID)); err != nil {
			c.rt.Fatal(err)
		}
	}
}

// someDial is one of the calls in a state.
func (c *callers) someDial(state store.DialState) (store.Dial, bool) {
	var some []store.Dial
	for id := range c.rang {
		if d := c.dial(id); d.State == state {
			some = append(some, d)
		}
	}
	if len(some) == 0 {
		return store.Dial{}, false
	}
	slices.SortFunc(some, func(a, b store.Dial) int { return int(a.ID - b.ID) })
	return rapid.SampledFrom(some).Draw(c.rt, "call"), true
}

// onceEach: nothing is ordered twice.
func (c *callers) onceEach() {
	for _, phone := range []string{pearl, keyed, rosa, omar, helper(1), helper(2)} {
		c.read(func(v *store.View) error {
			p, err := v.PersonByPhone(phone)
			if err != nil {
				return nil // never heard of
			}
			live, err := v.LiveDialsOf(p.Contact.ID)
			for i, d := range live {
				same := func(o store.Dial) bool { return o.Purpose == d.Purpose && o.Request == d.Request && o.Offer == d.Offer }
				if slices.ContainsFunc(live[:i], same) {
					c.rt.Fatalf("%s about %d is ordered twice", d.Purpose, d.Request)
				}
			}
			return err
		})
	}
}

// Whoever phones and texts, however calls end, whatever the carrier says of them, and whenever the process is killed.
func TestCallsOfOursInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, func(n *dispatch.Network) { n.Rules.AskAgainAfter = 0 })
		defer func() { _ = w.db.Close() }()
		w.helpers(4, nil)
		w.landline(2)
		c := &callers{chaos: &chaos{world: w, rt: rt, answers: map[string]string{}, asks: map[string]int{}}, rang: map[dispatch.ID]int{}}
		steps := []func(){c.someText, c.somebodyPhones, c.somebodyPhones, c.aNeighborSaysYes, c.aNeighborSaysYes, c.timePasses, c.timePasses,
			c.textsLeave, c.callsAreMade, c.callsAreMade, c.callsAreMade, c.aCallEnds, c.aCallEnds, c.callsInDoubtAreSettled, c.aCoordinatorActs}
		w.clock.Advance(rapid.SampledFrom([]time.Duration{0, 10 * time.Hour, 13 * time.Hour}).Draw(rt, "begins"))
		c.somebodyPhones()
		c.timersRun()
		for range rapid.IntRange(10, 50).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")()
			c.onceEach()
		}
		c.holds()
	})
}
