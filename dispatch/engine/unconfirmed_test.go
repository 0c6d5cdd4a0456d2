package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// Until a phone has confirmed that it asked, it is a phone with nothing open: a stranger may have keyed its number.
func TestAnUnconfirmedRequestIsNotThePhones(t *testing.T) {
	t.Parallel()
	for name, answered := range map[string]func(w *world){
		"not yet called": func(*world) {},
		"nobody answers": func(w *world) {
			w.advance(time.Minute)
			w.ends(keyed, dispatch.CallNoAnswer)
		},
		"a wrong key": func(w *world) {
			w.advance(time.Minute)
			c := w.picksUp(keyed, false)
			c.presses("8")
			c.hangsUp()
			w.settle()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			r := w.calls(pearl, foodFor(keyed))
			answered(w)
			before := w.requestByID(r)
			if before.Resident != w.contact(pearl).ID || before.Status != dispatch.NeedsInfo {
				t.Errorf("%s, of %d", before.Status, before.Resident)
			}
			if name != "not yet called" && before.Attention != dispatch.Unanswered {
				t.Errorf("attention %q: who sees to it?", before.Attention)
			}
			w.text(keyed, "hi, it is me")
			w.text(keyed, "DONE")
			w.text(keyed, "STOP")
			c := w.phones(keyed)
			c.presses("2") // what I asked for
			for _, p := range c.said.Say {
				if p.Key == msg.NeedIs("FOOD") || p.Key == msg.Key("for_FOOD") {
					t.Error("the phone hears what somebody has asked for")
				}
			}
			c.hangsUp()
			after := w.requestByID(r)
			if after.Status == dispatch.Closed || after.Details != before.Details || after.Resident != before.Resident {
				t.Errorf("changed by a stranger: %+v", after)
			}
		})
	}
}

// Strangers cannot use up what a phone may have open.
func TestStrangersDoNotFillAPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for range 4 {
		w.calls(pearl, foodFor(keyed))
	}
	c, sid := w.asksForFood(keyed)
	c.hangsUp()
	if r := w.requestByID(w.recording(sid).Request); r.Status != dispatch.Open || r.Resident != w.contact(keyed).ID {
		t.Errorf("%s", r.Status)
	}
}

// Whoever stops our calls before we have called leaves the request to a person.
func TestANumberThatCannotBeConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	r := w.calls(pearl, foodFor(keyed))
	w.text(keyed, "STOP")
	w.advance(time.Hour)
	w.rang(keyed)
	if got := w.requestByID(r); got.Attention != dispatch.Unanswered {
		t.Errorf("attention %q", got.Attention)
	}
}

// A caller without a number who breaks off and goes on has asked once.
func TestOneRequestOfADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.phones("")
	for _, keys := range []string{"1", "1", "11211", "1"} {
		c.presses(keys)
	}
	c.speaks(9)
	c.presses("1")
	c.presses(keyed[2:])
	c.presses("1")
	c.presses("2")
	c.hangsUp()
	w.settle()
	if all := w.allRequests(); len(all) != 1 || all[0].Attention != dispatch.Unconfirmed {
		t.Errorf("%+v", all)
	}
	w.advance(time.Minute)
	in := w.picksUp(keyed, false)
	in.presses("1")
	in.hangsUp()
	w.settle()
	r := w.allRequests()[0]
	if r.Resident != w.contact(keyed).ID || !r.Status.Waiting() || r.Attention == dispatch.Unconfirmed {
		t.Errorf("confirmed, and %s of %d (%s)", r.Status, r.Resident, r.Attention)
	}
	if got := w.recordingsOf(r.ID); len(got) != 1 {
		t.Errorf("%d recordings", len(got))
	}
}

// A call that waits for its phone to be free does not hold up those to other phones.
func TestNextWhileOneIsBlocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.calls(pearl, talk.PhoneBack{Purpose: talk.CallBack}) // rings
	w.text(omar, "hello")
	due := w.clock.Now().Add(5 * time.Minute)
	w.write(func(tx *store.Tx) error {
		for phone, at := range map[string]time.Time{pearl: w.clock.Now(), omar: due} {
			p, err := tx.PersonByPhone(phone)
			if err != nil {
				return err
			}
			if err := tx.InsertDial(&store.Dial{Contact: p.Contact.ID, Purpose: "job", NotBefore: at, Line: ourNumber}); err != nil {
				return err
			}
		}
		return nil
	})
	w.clock.Advance(time.Second)
	out, next, err := w.engine.ClaimDials(t.Context(), 1)
	if err != nil || len(out) != 0 || !next.Equal(due.Truncate(time.Millisecond)) {
		t.Errorf("%v, next %v, want %v; %v", out, next, due, err)
	}
}

// Whoever calls again and again does not find a PIN; the coordinators' own phones are not shut out by it.
func TestGuessingThePIN(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	opens := func(from, pin string) bool {
		c := w.phones(from)
		defer c.hangsUp()
		c.presses("7")
		c.presses(pin)
		return w.callRow(c.ev.SID).LastQuestion != "pin"
	}
	for range 9 {
		opens("", "000000")
	}
	if !opens(rosa, "482913") {
		t.Error("the right one is not taken")
	}
	opens(omar, "000000")
	if opens("", "482913") || opens(rosa, "482913") {
		t.Error("the right one is taken after ten wrong ones")
	}
	if !opens(coordinator, "482913") {
		t.Error("a coordinator is shut out")
	}
	w.clock.Advance(24 * time.Hour)
	if !opens(rosa, "482913") {
		t.Error("the next day it is not taken")
	}
}

// Reference numbers are read from a phone until it has tried ten wrong ones in a day; from other phones they still are.
func TestGuessingANumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	code := w.request(rosa).Code
	wrong := "100000"
	known := func(from, code string) bool {
		c := w.phones(from)
		defer c.hangsUp()
		c.presses("2")
		c.presses("1")
		return !saysKey(c.presses(code), msg.VoiceCodeUnknown)
	}
	for range 9 {
		known(omar, wrong)
	}
	if !known(omar, code) {
		t.Error("the right one is not read")
	}
	known(omar, wrong)
	if known(omar, code) {
		t.Error("the right one is read after ten wrong ones")
	}
	if !known(helper(9), code) {
		t.Error("nor from another phone")
	}
	w.clock.Advance(24 * time.Hour)
	if !known(omar, code) {
		t.Error("the next day it is not read")
	}
}
