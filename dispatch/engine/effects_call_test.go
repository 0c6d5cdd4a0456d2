package engine_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// keyed is a number that a caller gives us.
const keyed = "+12125550142"

// foodFor is what somebody without a number of their own asks for.
func foodFor(phone string) talk.OpenRequest {
	f := food
	f.Phone = phone
	return f
}

// A keyed number is called once, and nobody is asked before it is confirmed; nor is it ever texted.
func TestAKeyedNumberIsConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, foodFor(keyed))
	if got := w.requestByID(r); got.Status != dispatch.NeedsInfo || got.Resident != w.contact(pearl).ID {
		t.Fatalf("%s, of %d", got.Status, got.Resident)
	}
	w.rang(keyed)
	w.advance(time.Minute) // they have to hang up first
	w.rang(keyed, talk.CallConfirm)
	w.wants(helper(1))
	w.wants(coordinator)
	w.calls(keyed, talk.ConfirmNumber{Yes: true})
	w.ends(keyed, dispatch.CallHeard)
	w.wants(helper(1), "[offer]")
	w.text(helper(1), "YES")
	w.rang(keyed, talk.CallNews)
	w.wants(keyed)
	w.wants(pearl)
}

func TestAKeyedNumberIsAnothers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, foodFor(keyed))
	w.advance(time.Minute)
	w.rang(keyed, talk.CallConfirm)
	w.calls(keyed, talk.ConfirmNumber{})
	w.ends(keyed, dispatch.CallHeard)
	if got := w.requestByID(r); got.Attention != dispatch.Unanswered || got.Status != dispatch.NeedsInfo {
		t.Errorf("%s %q", got.Status, got.Attention)
	}
	w.wants(coordinator, "alert_waiting")
	w.advance(48 * time.Hour)
	w.calls(pearl, foodFor(keyed))
	w.advance(48 * time.Hour)
	w.rang(keyed) // never again
	w.wants(keyed)
	w.wants(helper(1))
}

func TestAKeyedNumberRingsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	r := w.calls(pearl, foodFor(keyed))
	w.advance(time.Minute)
	w.ends(keyed, dispatch.CallBusy)
	w.advance(5 * time.Minute)
	w.rang(keyed, talk.CallConfirm, talk.CallConfirm) // busy is not rung
	w.ends(keyed, dispatch.CallNoAnswer)
	if got := w.requestByID(r); got.Attention != dispatch.Unanswered {
		t.Errorf("attention %q", got.Attention)
	}
	w.calls(pearl, foodFor(keyed))
	w.calls(pearl, foodFor(keyed))
	w.advance(12 * time.Hour)
	w.rang(keyed)
}

// The caller's own number needs no confirmation, nor do we call ourselves.
func TestNumbersThatAreNotAnothers(t *testing.T) {
	t.Parallel()
	for _, phone := range []string{pearl, ourNumber} {
		w := newWorld(t, nil)
		w.helpers(1, nil)
		r := w.calls(pearl, foodFor(phone))
		w.advance(time.Hour)
		w.rang(phone)
		if got := w.requestByID(r); got.Resident != w.contact(pearl).ID || !got.Status.Waiting() {
			t.Errorf("%s: %s", phone, got.Status)
		}
	}
}

// What somebody hangs up on stays, with the number they have keyed.
func TestADraftByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	r := w.calls(pearl, talk.KeepDraft{Draft: talk.Draft{Needs: []talk.Need{{Category: "FOOD"}}, Phone: keyed,
		Spoken: []talk.Spoken{{SID: "RE9", Kind: talk.SpokenDetails, Seconds: 4}}}})
	w.advance(40 * time.Minute)
	got := w.requestByID(r)
	if got.Attention != dispatch.Unanswered || !strings.Contains(got.Details.Reveal(), keyed) {
		t.Errorf("%q %s", got.Attention, got.Details.Reveal())
	}
	w.read(func(v *store.View) error {
		said, err := v.RecordingsOf(r)
		if len(said) != 1 || said[0].Kind != "details" {
			t.Errorf("recordings %v", said)
		}
		return err
	})
	w.rang(keyed)
}

// CALLME calls at once, also at night, three times a day.
func TestCallMe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.clock.Advance(13 * time.Hour) // 23:00
	w.text(rosa, "NO CALLS")
	for range 3 {
		if got := w.text(rosa, "CALLME"); !strings.Contains(got, "calling you now") {
			t.Errorf("answered %q", got)
		}
		w.rang(rosa, talk.CallBack)
		w.text(rosa, "CALL ME") // they are being called already
		w.rang(rosa)
		w.ends(rosa, dispatch.CallNoAnswer)
		w.rang(rosa)
	}
	if got := w.text(rosa, "CALLME"); !strings.Contains(got, "a few times today") {
		t.Errorf("answered %q", got)
	}
	w.rang(rosa)
	w.advance(2 * time.Hour)
	w.text(rosa, "CALLME")
	w.rang(rosa, talk.CallBack)
}

// Whoever is on the phone with us is called back when they have hung up.
func TestCalledBackAfterTheCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "hello")
	id := w.contact(rosa).ID
	live := store.Call{SID: "CI1", Direction: store.In, Contact: id}
	w.write(func(tx *store.Tx) error { return tx.InsertCall(&live) })
	w.text(rosa, "CALLME")
	w.advance(10 * time.Minute)
	w.rang(rosa)
	w.write(func(tx *store.Tx) error {
		live.EndedAt = tx.Now()
		return tx.SaveCall(live, live.Next)
	})
	if err := w.engine.LineFree(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.advance(10 * time.Second)
	w.rang(rosa, talk.CallBack)
}

// The holder hears what was said, when it is said, and is connected by CALL.
func TestWhereToComeIsSpoken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	r := w.calls(pearl, food)
	if got := w.text(helper(1), "YES"); !strings.Contains(got, "left a spoken message") {
		t.Errorf("answered %q", got)
	}
	w.got(helper(1))
	w.calls(pearl, talk.SetPlace{Request: r, Spoken: talk.Spoken{SID: "RE2", Kind: talk.SpokenPlace, Seconds: 6}})
	w.wants(helper(1), "place_spoken")
	if got := w.text(helper(1), "CALL"); !strings.Contains(got, "calling you now") {
		t.Errorf("answered %q", got)
	}
	w.rang(helper(1), talk.CallJob)
	w.ends(helper(1), dispatch.CallHeard)
	w.text(helper(1), "DONE")
	w.rings = map[string][]string{}
	w.advance(23 * time.Hour)
	if got := w.recording("RE2"); got.State == store.RecordingErased {
		t.Error("where to come is erased too early")
	}
	w.advance(2 * time.Hour)
	if got := w.recording("RE2"); got.State != store.RecordingErased {
		t.Errorf("where to come is %s", got.State)
	}
	if got := w.recording("RE1"); got.State == store.RecordingErased {
		t.Error("the details are erased")
	}
}

func TestPlaceForAHolderWithoutTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.landline(1)
	w.text(rosa, "FOOD 11211")
	w.calls(helper(1), talk.Accept{Offer: w.offers(w.request(rosa).ID)[0].ID})
	w.rang(helper(1), talk.CallOffer)
	w.ends(helper(1), dispatch.CallHeard)
	if got := w.text(rosa, "12 elm st"); !strings.HasPrefix(got, "[told_place]") {
		t.Errorf("answered %q", got)
	}
	w.rang(helper(1), talk.CallJob)
	r := w.request(rosa)
	if said := w.passedTo(helper(1), r.ID); r.Attention != "" || len(said) != 1 || said[0] != "12 elm st" {
		t.Errorf("attention %q, and %q waits for them", r.Attention, said)
	}
}

// Where to come is read to nobody in a language that is not theirs: a person tells them.
func TestForeignPlaceForAHolderWithoutTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inSpanishToo)
	w.helpers(1, nil)
	w.landline(1)
	w.text(rosa, "ESPAÑOL")
	w.text(rosa, "COMIDA 11211")
	w.calls(helper(1), talk.Accept{Offer: w.offers(w.request(rosa).ID)[0].ID})
	w.rang(helper(1), talk.CallOffer)
	w.ends(helper(1), dispatch.CallHeard)
	if got := w.text(rosa, "12 elm st, abajo"); !strings.HasPrefix(got, "[relay_unread]") {
		t.Errorf("answered %q", got)
	}
	w.rang(helper(1))
	if r := w.request(rosa); r.Attention != dispatch.CannotBeTexted || len(w.passedTo(helper(1), r.ID)) != 0 {
		t.Errorf("attention %q: who reads it to them?", r.Attention)
	}
}

// Nobody is called who has said so; what they are owed is a person's to bring.
func TestNoCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.landline(1)
	r := w.calls(pearl, food)
	w.rang(helper(1), talk.CallOffer)
	w.calls(pearl, talk.StopCalls{})
	w.calls(helper(1), talk.StopCalls{})
	w.ends(helper(1), dispatch.CallHeard)
	if got := w.requestByID(r); got.Attention != dispatch.CannotBeTexted {
		t.Errorf("attention %q", got.Attention)
	}
	if got := w.text(helper(2), "YES"); !strings.Contains(got, "Dora will call them") {
		t.Errorf("answered %q", got)
	}
	w.advance(72 * time.Hour)
	w.rang(pearl)
	w.rang(helper(1))
	w.calls(pearl, food) // who asks for help by phone is told that we call
	if !w.contact(pearl).CanCall() {
		t.Error("asks by phone, and cannot be called")
	}
}

// After STOP nobody is called in the place of texts, but about what they ask for by phone.
func TestStopStopsCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.calls(pearl, food)
	w.clock.Advance(12 * time.Hour)
	w.text(helper(1), "YES")
	w.text(pearl, "STOP")
	w.advance(12 * time.Hour)
	w.rang(pearl)
	w.clock.Advance(24 * time.Hour)
	w.calls(pearl, talk.OpenRequest{Need: talk.Need{Category: "RX"}, Place: food.Place})
	w.text(helper(2), "YES")
	w.rang(pearl, talk.CallNews)
}

func TestWhatTheySayOfTheirPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(helper(1), talk.CanText{})
	if c := w.contact(helper(1)); c.CanText() || !c.CanBeAsked() || c.Texts != "no" {
		t.Errorf("no texts, and %+v", c)
	}
	w.calls(helper(1), talk.CanText{Yes: true})
	if c := w.contact(helper(1)); !c.CanText() || c.ProvenText || c.Texts != "yes" {
		t.Errorf("texts, and %+v", c)
	}
	w.landline(1)
	w.calls(helper(1), talk.CanText{Yes: true})
	if c := w.contact(helper(1)); c.CanText() {
		t.Error("the carrier knows it for a landline")
	}
}

// A pairing ends from either side, the other learns only that it is off, and the two never meet again.
func TestSwap(t *testing.T) {
	t.Parallel()
	for _, from := range []string{rosa, helper(1)} {
		w := newWorld(t, func(n *dispatch.Network) { n.Rules.AskAgainAfter, n.Rules.LiveOffers = 0, 1 })
		w.helpers(2, nil)
		w.text(rosa, "FOOD 11211")
		w.text(helper(1), "YES")
		w.got(rosa)
		w.asked()
		w.text(from, "SWAP")
		if from == rosa {
			w.wants(helper(1), "job_taken")
		} else {
			w.wants(rosa, "handed_back")
		}
		if got := w.asked(); !slices.Equal(got, []int{2}) {
			t.Errorf("asked %v", got)
		}
		w.text(helper(2), "NO")
		w.text(rosa, "DONE")
		w.text(rosa, "FOOD 11211")
		if got := w.asked(); slices.Contains(got, 1) {
			t.Errorf("asked %v: these two are kept apart", got)
		}
	}
}

// Who is forgotten leaves nothing of what they said, and nobody waits for them.
func TestForget(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211 two adults")
	w.text(helper(1), "YES")
	w.text(rosa, "12 elm st")
	w.got(helper(1))
	r := w.request(rosa)
	w.text(rosa, "forget me")
	if got := w.text(rosa, "1"); !strings.Contains(got, "erased") {
		t.Errorf("answered %q", got)
	}
	w.wants(helper(1), "job_off")
	got := w.requestByID(r.ID)
	if got.Status != dispatch.Closed || got.Details != "" || got.Address != "" {
		t.Errorf("%s, %q %q", got.Status, got.Details.Reveal(), got.Address.Reveal())
	}
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(rosa)
		if strings.Contains(string(p.Session.Data), "elm") || strings.Contains(string(p.Session.Data), "11211") {
			t.Errorf("the conversation is kept: %s", p.Session.Data)
		}
		for m, err := range v.ListMessages(time.Time{}) {
			if err == nil && m.Direction == store.In && m.Phone == rosa && m.Body != "" {
				t.Errorf("%q is kept", m.Body.Reveal())
			}
		}
		return err
	})
}

// A phone with a private case may be in another's hands.
func TestNothingPrivateIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "my husband wants to kill me")
	r := w.request(rosa)
	w.calls(rosa, talk.Forget{})
	if got := w.requestByID(r.ID); got.Status == dispatch.Closed || got.Details == "" {
		t.Errorf("%s, %q", got.Status, got.Details.Reveal())
	}
}

func (w *world) write(do func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(w.t.Context(), do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) recording(sid string) (r store.Recording) {
	w.t.Helper()
	w.read(func(v *store.View) (err error) {
		if r, err = v.RecordingBySID(sid); errors.Is(err, store.ErrNotFound) {
			w.t.Fatalf("no recording %s", sid)
		}
		return err
	})
	return r
}
