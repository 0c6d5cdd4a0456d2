package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/ivr"
	"hotline/store"
)

// ringsOff lets it ring for a moment, to be called back.
func (w *world) ringsOff(phone string) {
	w.t.Helper()
	c := w.phones(phone)
	c.over = true
	if err := w.engine.CallStatus(w.t.Context(), engine.CallStatus{SID: c.ev.SID, Status: "completed", Seconds: 2}); err != nil {
		w.t.Fatal(err)
	}
	w.advance(10 * time.Second)
}

// A phone that somebody dangerous may hear is not rung because its owner hung up.
func TestAPrivateCaseIsNotCalledBack(t *testing.T) {
	t.Parallel()
	for way, rings := range map[string]bool{"": false, "neither": false, "text": false, "call": true} {
		w := newWorld(t, nil)
		w.voice.Callback = true
		w.restart()
		w.ringsOff(omar)
		w.rang(omar, talk.CallBack)
		var said []talk.Effect
		if way != "" {
			said = append(said, talk.SetContactWay{Way: way})
		}
		w.calls(pearl, append(said, talk.OpenRequest{Need: talk.Need{Category: "SAFE"}, Private: true, Attention: dispatch.PrivateCase})...)
		w.rings = map[string][]string{}
		w.ringsOff(pearl)
		if got := len(w.rings[pearl]) > 0; got != rings {
			t.Errorf("reach them by %q: called back %v", way, got)
		}
	}
}

// Whoever keys one number after another has but a few phones ring.
func TestFewNumbersAreConfirmedAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	rung, open := 0, 0
	for n := range 10 {
		phone := fmt.Sprintf("+1212555%04d", 7000+n)
		r := w.calls(pearl, foodFor(phone))
		w.advance(2 * time.Minute)
		rung += len(w.rings[phone])
		if w.requestByID(r).Attention == dispatch.Unanswered {
			open++
		}
	}
	if rung != 6 || open != 4 {
		t.Errorf("%d phones rung, %d requests left to a person", rung, open)
	}
	w.advance(time.Hour)
	w.calls(pearl, foodFor(keyed))
	w.advance(time.Minute)
	w.rang(keyed, talk.CallConfirm)
}

// News that come while the second try rings are heard in it, and not called again.
func TestNewsWhileTheSecondTryRings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.picksUp(pearl, true)
	w.advance(30 * time.Minute)
	w.rang(pearl, talk.CallNews, talk.CallNews)
	w.text(helper(1), "DROP")
	c := w.picksUp(pearl, false)
	c.presses("1")
	c.hangsUp()
	w.advance(10 * time.Minute)
	w.rang(pearl)
}

// Somebody who talks for longer than an hour is still on the phone.
func TestALongCallIsNotLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.voice.MaxMinutes = 240
	w.restart()
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	c := w.picksUp(pearl, false)
	c.presses("1")
	w.advance(90 * time.Minute)
	w.rang(pearl)
	c.hangsUp()
	w.advance(3 * time.Hour)
	w.rang(pearl)
	if d := w.dial(w.dials[pearl].ID); d.State != store.DialHeard {
		t.Errorf("the call is %s", d.State)
	}
}

// A machine that calls all day makes one request, with every message in it.
func TestMessagesOfOnePhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	leave := func(from string) dispatch.ID {
		return w.calls(from, talk.KeepSpoken{Spoken: talk.Spoken{SID: newSID("RE"), Kind: talk.SpokenMessage, Seconds: 3}})
	}
	first := leave(pearl)
	for range 3 {
		if again := leave(pearl); again != first {
			t.Errorf("a message makes a request of its own")
		}
	}
	if n := len(w.recordingsOf(first)); n != 4 {
		t.Errorf("%d recordings", n)
	}
	if leave(omar) == first {
		t.Error("another's message is with it")
	}
	w.advance(25 * time.Hour)
	if leave(pearl) == first {
		t.Error("a message is with that of the day before")
	}
}

// A coordinator who takes a call whose caller has hung up is not left with silence.
func TestTheCallerHasHungUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones(rosa)
	for tries := 0; c.said.Listen.For != ivr.ForRing; tries++ {
		if tries > 4 {
			t.Fatalf("hears %v", c.said.Say)
		}
		c.presses("0")
	}
	leg := &call{t: t, engine: w.engine, ev: engine.CallEvent{SID: newSID("CA"), From: ourNumber, To: c.said.Listen.Ring.Number, Parent: c.said.Call}}
	leg.begins(false)
	c.hangsUp()
	leg.presses("1")
	if leg.said.Listen.For != ivr.HangUp || len(leg.said.Say) == 0 {
		t.Errorf("hears %+v", leg.said)
	}
	if row := w.callRow(leg.ev.SID); row.Outcome != "hung_up" {
		t.Errorf("outcome %q", row.Outcome)
	}
}

// Whoever is forgotten in a call is not in its row, nor in those before, and is a stranger the next time.
func TestForgottenCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Languages = []string{"en", "es"} })
	first := w.phones(rosa)
	for _, keys := range append([]string{"2"}, keysForFood[:4]...) {
		first.presses(keys)
	}
	sid := first.speaks(5)
	first.hangsUp()
	c := w.phones(rosa)
	for _, keys := range []string{"2", "3", "2", "3", "1"} {
		c.presses(keys)
	}
	if w.contact(rosa).Language != "" {
		t.Fatalf("not forgotten: %v", c.said.Say)
	}
	c.hangsUp() // the carrier says so once more
	w.advance(2 * time.Minute)
	for _, row := range []store.Call{w.callRow(first.ev.SID), w.callRow(c.ev.SID)} {
		if row.Contact != 0 || row.Language != "" || strings.Contains(row.State.Reveal(), "began\":\"2") {
			t.Errorf("call %+v", row)
		}
		w.read(func(v *store.View) error {
			if _, err := v.TurnOf(row.ID, 1); err == nil {
				t.Error("a turn is kept")
			}
			return nil
		})
	}
	if r := w.recording(sid); r.Contact != 0 || r.State != store.RecordingErased {
		t.Errorf("recording %+v", r)
	}
}

// A volunteer on a landline who was called before the sound was here is called when it is, and once.
func TestTheSoundComesAfterTheCall(t *testing.T) {
	t.Parallel()
	for _, early := range []bool{false, true} {
		w := newWorld(t, nil)
		w.helpers(1, nil)
		w.landline(1)
		w.text(rosa, "FOOD 11211")
		w.calls(helper(1), talk.Accept{Offer: w.offers(w.request(rosa).ID)[0].ID})
		w.ends(helper(1), dispatch.CallHeard)
		w.rings = map[string][]string{}
		r := w.request(rosa).ID
		w.calls(rosa, talk.SetPlace{Request: r, Spoken: talk.Spoken{SID: "RE7", Kind: talk.SpokenPlace, Seconds: 6}})
		w.rang(helper(1), talk.CallJob)
		if !early {
			w.ends(helper(1), dispatch.CallHeard)
		}
		said := w.recording("RE7")
		said.State = store.RecordingReady
		w.write(func(tx *store.Tx) error { return tx.SaveRecording(said, store.RecordingAnnounced) })
		if err := w.engine.RecordingFetched(t.Context(), said.ID, []byte("sound"), "mp3"); err != nil {
			t.Fatal(err)
		}
		w.settle()
		if early { // rings already, and plays it
			w.rang(helper(1))
			w.ends(helper(1), dispatch.CallHeard)
			w.advance(time.Hour)
			w.rang(helper(1))
			continue
		}
		w.rang(helper(1), talk.CallJob)
	}
}
