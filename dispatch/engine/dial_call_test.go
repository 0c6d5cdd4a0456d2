package engine_test

import (
	"slices"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// picksUp answers the last call of ours to a phone.
func (w *world) picksUp(phone string, machine bool) *call {
	w.t.Helper()
	d := w.dials[phone]
	c := &call{t: w.t, engine: w.engine, ev: engine.CallEvent{SID: d.SID, From: ourNumber, To: phone, Dial: d.ID}}
	c.begins(machine)
	return c
}

func says(a engine.CallAnswer, key msg.Key) bool {
	return slices.ContainsFunc(a.Say, func(p ivr.Prompt) bool { return p.Key == key })
}

// Who phones us and hears how it stands is not called about it.
func TestToldWhileTheyCallUs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil) // and nobody to ask
	w.clock.Advance(11*time.Hour - time.Minute)
	w.calls(pearl, food) // 20:59: there is nobody to ask, which is news
	if d := w.dials[pearl]; d.Purpose != string(talk.CallNews) {
		t.Fatalf("called for %q", d.Purpose)
	}
	w.ends(pearl, dispatch.CallNoAnswer) // the next try waits for the morning
	w.rings = map[string][]string{}
	in := newCall(t, w.engine, pearl)
	a := in.begins(false)
	for try := 0; !says(a, msg.VoiceStatePerson) && !says(a, msg.VoiceStateAsking) && try < 3; try++ {
		a = in.presses("2") // in one language the menu comes at once
	}
	if !says(a, msg.VoiceStatePerson) && !says(a, msg.VoiceStateAsking) {
		t.Fatalf("hears %v", a.Say)
	}
	in.hangsUp()
	if d := w.dial(w.dials[pearl].ID); d.State != store.DialDropped {
		t.Errorf("the call is %s", d.State)
	}
	w.advance(11 * time.Hour)
	w.rang(pearl)
}

// The whole of it: an answering machine first, then a person, who hears it and says where to come.
func TestNewsIsHeard(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.got(helper(1))
	w.rang(pearl, talk.CallNews)
	machine := w.picksUp(pearl, true)
	if !machine.over || says(machine.said, msg.VoiceStateHas) {
		t.Errorf("a machine hears %v", machine.said.Say)
	}
	w.advance(30 * time.Minute)
	w.rang(pearl, talk.CallNews)
	c := w.picksUp(pearl, false)
	if c.presses("1"); c.said.Listen.For != ivr.ForRecording || !says(c.said, msg.VoiceStateHas) {
		t.Fatalf("hears %v", c.said.Say)
	}
	c.speaks(5)
	c.presses("1")
	c.hangsUp()
	w.settle()
	w.wants(helper(1), "place_spoken")
	if got := w.requestByID(r); !got.PlaceTold || w.dial(w.dials[pearl].ID).State != store.DialHeard {
		t.Errorf("place told %v", got.PlaceTold)
	}
	w.advance(5 * time.Hour)
	w.rang(pearl)
}

// A volunteer on a landline takes a job by key, and is not called once more to be told so.
func TestJobTakenByKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.landline(1)
	w.text(rosa, "FOOD 11211")
	w.rang(helper(1), talk.CallOffer)
	c := w.picksUp(helper(1), false)
	c.presses("1")
	c.presses("1")
	c.hangsUp()
	w.settle()
	if r := w.request(rosa); r.Status != dispatch.Assigned {
		t.Fatalf("the request is %s; heard %v", r.Status, c.said.Say)
	}
	w.wants(rosa, "accepted Helper1")
	w.advance(time.Hour)
	w.rang(helper(1))
}

// Where to come was written before: a volunteer without texts is called, and hears it.
func TestWrittenPlaceForAHolderWithoutTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.landline(2)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "YES")
	w.text(rosa, "12 elm st")
	w.text(helper(1), "DROP")
	r := w.request(rosa)
	offers := w.offers(r.ID)
	o := offers[slices.IndexFunc(offers, func(o store.Offer) bool { return o.Volunteer == w.contact(helper(2)).ID })]
	w.calls(helper(2), talk.Accept{Offer: o.ID})
	if got := w.request(rosa); got.Status != dispatch.Assigned || got.Attention != "" {
		t.Errorf("%s %q", got.Status, got.Attention)
	}
	if said := w.passedTo(helper(2), r.ID); len(said) != 1 || said[0] != "12 elm st" {
		t.Errorf("waits for them: %q", said)
	}
}

// A phone that no number belongs to is called no more, and its jobs go back.
func TestNoSuchNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.landline(1)
	w.only(rosa, "FOOD 11211")
	if _, err := w.engine.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	out, _, err := w.engine.ClaimDials(t.Context(), 1)
	if err != nil || len(out) != 1 {
		t.Fatal(out, err)
	}
	if err := w.engine.RecordDial(t.Context(), out[0].ID, engine.Outcome{Kind: engine.BadNumber, Code: 21211, HTTP: 400}); err != nil {
		t.Fatal(err)
	}
	w.settle()
	if c := w.contact(helper(1)); c.CanBeAsked() || c.Unreachable != "bad_number" {
		t.Errorf("can be asked %v, %q", c.CanBeAsked(), c.Unreachable)
	}
	if o := w.offers(w.request(rosa).ID)[0]; o.Status.Live() {
		t.Errorf("the offer is %s", o.Status)
	}
	w.wants(coordinator, "alert_nobody_left 1 not reached")
}

// Who was told that a neighbor comes hears that they do not, before how it stands now.
func TestHandedBackIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	c := w.picksUp(pearl, false)
	c.presses("1")
	if says(c.said, msg.VoiceStateAgain) {
		t.Errorf("hears %v", c.said.Say)
	}
	c.hangsUp()
	w.advance(2 * time.Minute)
	w.text(helper(1), "DROP")
	w.advance(time.Minute)
	c = w.picksUp(pearl, false)
	if c.presses("1"); !says(c.said, msg.VoiceStateAgain) {
		t.Errorf("hears %v", c.said.Say)
	}
}
