package engine_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/store"
)

// given is a world in which the first helper has had Rosa's job since Monday, 10:00.
func given(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "YES")
	w.text(rosa, "12 elm st")
	w.heard = map[string][]string{}
	return w
}

// What ends a job ends the asking how it goes.
func TestCheckInsEndWithTheJob(t *testing.T) {
	t.Parallel()
	for from, text := range map[string]string{helper(1): "DROP", helper(1) + " ": "DONE", helper(1) + "  ": "STOP", rosa: "DONE", rosa + " ": "SWAP"} {
		w := given(t)
		w.text(strings.TrimSpace(from), text)
		w.heard = map[string][]string{}
		w.advance(96 * time.Hour)
		for phone, texts := range w.heard {
			if slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, "[check_") }) {
				t.Errorf("after %s: %s gets %q", text, phone, texts)
			}
		}
	}
}

func TestNobodySaysHowItGoes(t *testing.T) {
	t.Parallel()
	w := given(t)
	w.advance(31 * time.Hour)
	w.wants(helper(1), "check_in")
	w.wants(rosa)
	w.advance(2 * time.Hour)
	w.wants(rosa, "check_came Helper1")
	w.advance(24 * time.Hour)
	if r := w.request(rosa); r.Attention != dispatch.Stalled || r.Status != dispatch.Assigned {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
	w.wants(helper(1))
	w.wants(rosa)
}

func TestStillOnItForSoLong(t *testing.T) {
	t.Parallel()
	w := given(t)
	w.advance(7 * time.Hour)
	for range 3 {
		w.advance(24 * time.Hour)
		w.wants(helper(1), "check_in")
		w.text(helper(1), "2")
	}
	w.advance(96 * time.Hour)
	w.wants(helper(1))
	w.wants(rosa)
	if r := w.request(rosa); r.Attention != dispatch.Stalled {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
}

func TestNoShow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		after      time.Duration
		from, text string
	}{{31 * time.Hour, helper(1), "3"}, {33 * time.Hour, rosa, "no he never came"}} {
		w := given(t)
		w.advance(c.after)
		w.text(c.from, c.text)
		r := w.request(rosa)
		if r.Status != dispatch.Offered || r.Holder != 0 || r.Attention != "" {
			t.Errorf("%s: %s %q", c.text, r.Status, r.Attention)
		}
		for _, o := range w.offers(r.ID) {
			if last := o.Wave > 0 || o.Status.Live(); o.Volunteer == w.contact(helper(1)).ID && (o.Status != dispatch.OfferNoShow || last && o.Status.Live()) {
				t.Errorf("%s: the offer is %s", c.text, o.Status)
			}
		}
	}
}

// Who gets no texts is called, and answers by key.
func TestCheckInByCall(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]dispatch.Status{"1": dispatch.DoneReported, "2": dispatch.Assigned, "3": dispatch.Offered} {
		w := given(t)
		w.landline(1)
		w.rings = map[string][]string{}
		w.advance(31 * time.Hour)
		w.rang(helper(1), talk.CallJob)
		c := w.picksUp(helper(1), false)
		c.presses("1")
		c.presses(key)
		c.hangsUp()
		w.settle()
		if r := w.request(rosa); r.Status != want {
			t.Errorf("key %s: %s", key, r.Status)
		}
	}
}

// unaskedKinds begin the keys of the texts to a resident that nobody asked for, but for "still asking".
var unaskedKinds = []string{"[accepted", "[handed_back", "[nobody_free", "[check_came"}

// Whatever happens to a job: its resident gets four texts that nobody asked for, nobody is asked at night how it goes, nor
// twice at a time, nor when it is over.
func TestCheckInsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, func(n *dispatch.Network) { n.Rules.AskAgainAfter, n.Rules.DailyLimit = 0, 9 })
		defer func() { _ = w.db.Close() }()
		w.helpers(4, nil)
		w.text(rosa, "FOOD 11211"+rapid.SampledFrom([]string{"", " today", " tomorrow 3 pm"}).Draw(rt, "when"))
		id := w.request(rosa).ID
		unasked := 0
		w.carrier = func(o engine.Outgoing) engine.Outcome {
			said := w.kinded(o.Message, o.Body)
			if o.To == rosa && slices.ContainsFunc(unaskedKinds, func(k string) bool { return strings.HasPrefix(said, k) }) {
				if unasked++; unasked > 4 {
					rt.Fatalf("one too many: %s", said)
				}
			}
			if r := w.requestByID(id); strings.HasPrefix(said, "[check_") && (w.network.QuietAt(w.clock.Now()) || r.Holder == 0 || r.Status == dispatch.Closed) {
				rt.Fatalf("%s at %v, %s", said, w.clock.Now(), r.Status)
			}
			return engine.Outcome{Kind: engine.Sent, SID: fmt.Sprintf("SO%032d", o.ID), Status: "queued"}
		}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				w.text(rosa, rapid.SampledFrom([]string{"1", "2", "no", "12 elm st", "where are you?"}).Draw(rt, "rosa"))
			case 1, 2:
				n := rapid.IntRange(1, 4).Draw(rt, "helper")
				w.text(helper(n), rapid.SampledFrom([]string{"YES", "YES", "1", "2", "3", "DROP", "on my way", "late 20", "NO"}).Draw(rt, "says"))
			case 3:
				w.advance(time.Duration(rapid.IntRange(1, 30).Draw(rt, "hours")) * time.Hour)
			}
			for _, phone := range []string{rosa, helper(1), helper(2), helper(3), helper(4)} {
				w.oneCheckIn(rt, phone)
			}
		}
	})
}

// oneCheckIn: no phone is asked the same twice at a time.
func (w *world) oneCheckIn(rt *rapid.T, phone string) {
	var s talk.Session
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(phone)
		if err != nil || len(p.Session.Data) == 0 {
			return err
		}
		return json.Unmarshal(p.Session.Data, &s)
	})
	asked := map[talk.State]int{}
	for _, q := range s.Open {
		if asked[q.State]++; asked[q.State] > 1 {
			rt.Fatalf("%s is asked twice: %v", phone, s.Open)
		}
	}
}

// An answer to how it went counts for nothing once what it was about has changed.
func TestACheckInAnsweredTooLate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after         time.Duration
		changes, what string
		answers, said string
	}{
		"dropped meanwhile, the resident says yes":   {33 * time.Hour, helper(1), "DROP", rosa, "1"},
		"swapped meanwhile, the helper says done":    {31 * time.Hour, rosa, "SWAP", helper(1), "1"},
		"swapped meanwhile, the helper says still":   {31 * time.Hour, rosa, "SWAP", helper(1), "2"},
		"reported meanwhile, the helper says done":   {31 * time.Hour, rosa, "REPORT", helper(1), "1"},
		"not done after all, the helper says it is":  {33 * time.Hour, rosa, "2", helper(1), "1"},
		"taken by a person, the helper says can't":   {31 * time.Hour, coordinator, "TAKE", helper(1), "3"},
		"given to another, the first one says done":  {31 * time.Hour, coordinator, "ASSIGN", helper(1), "1"},
		"given to another, the first one can't":      {31 * time.Hour, coordinator, "ASSIGN", helper(1), "3"},
		"given to another, the resident says it was": {33 * time.Hour, coordinator, "ASSIGN", rosa, "1"},
	} {
		w := given(t)
		w.advance(c.after)
		change := c.what
		switch change {
		case "TAKE":
			change += " " + w.request(rosa).Code
		case "ASSIGN":
			change += " " + w.request(rosa).Code + " Helper2"
		}
		w.text(c.changes, change)
		before := w.request(rosa)
		w.text(c.answers, c.said)
		after := w.request(rosa)
		if c.what == "TAKE" { // it is the helper's own to give back
			if after.Holder != 0 {
				t.Errorf("%s: held by %d", name, after.Holder)
			}
			continue
		}
		if after.Holder != before.Holder || after.Status == dispatch.DoneReported || after.Status == dispatch.Closed && before.Status != dispatch.Closed {
			t.Errorf("%s: %s became %s", name, before.Status, after.Status)
		}
	}
}
