package sms

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// somePhrases are what people write to the line, and what they should not.
var somePhrases = []string{"FOOD 11211 two adults", "i need food and a ride", "1", "2", "3", "9", "yes", "no", "YES B", "no but tomorrow",
	"yes but after 6", "ok", "thanks", "👍", "STOP", "START", "stop texting me", "HELP", "STATUS", "DONE", "DROP", "REPORT", "WHO",
	"PRIVATE", "JOIN", "PAUSE 7", "BACK", "ME", "LEAVE", "11211", "90210", "North", "grand st and bedford", "120 grand st apt 4R",
	"where are you?", "sorry i can't", "asdf", "", "Liked \"job B: groceries\"", "he is going to kill me", "all", "1 3",
	"SWAP", "someone else", "PHRASES", "phrases 2", "12", "41 12", "41", "55", "Ben: come down", "CALLME", "CALL", "NO CALLS", "deaf", "forget me"}

func drawText(r *rapid.T) string {
	if rapid.IntRange(0, 9).Draw(r, "free") == 0 {
		return rapid.String().Draw(r, "text")
	}
	return rapid.SampledFrom(somePhrases).Draw(r, "phrase")
}

func drawPerson(r *rapid.T) talk.Person {
	p := talk.Person{Contact: 7, Name: "Ben", OptedOut: rapid.IntRange(0, 9).Draw(r, "out") == 0, OptedOutAt: noon}
	statuses := []dispatch.Status{dispatch.Open, dispatch.Offered, dispatch.Assigned, dispatch.DoneReported, dispatch.NeedsInfo}
	for i := range rapid.IntRange(0, 3).Draw(r, "asked") {
		q := talk.Request{Request: dispatch.Request{ID: dispatch.ID(100 + i), Resident: 7, Category: "FOOD", Place: dispatch.Place{ZIP: "11211", Zone: "North"},
			Status: rapid.SampledFrom(statuses).Draw(r, "status"), Private: rapid.IntRange(0, 9).Draw(r, "private") == 0}, TextedAt: noon, HolderTexts: true}
		if q.Status.Taken() || q.Status == dispatch.DoneReported {
			q.Holder, q.RelayUntil = 9, noon.Add(day)
		}
		q.Draft = q.Status == dispatch.NeedsInfo
		p.Asked = append(p.Asked, q)
	}
	if !rapid.Bool().Draw(r, "volunteer") {
		return p
	}
	p.Volunteer = &dispatch.Volunteer{ID: 7, Status: dispatch.Active, Languages: []string{"en"}}
	for i := range rapid.IntRange(0, 3).Draw(r, "offers") {
		status := rapid.SampledFrom(statuses).Draw(r, "job")
		o := talk.Offer{Offer: dispatch.Offer{ID: dispatch.ID(200 + i), Request: dispatch.ID(300 + i), Volunteer: 7, Letter: string("BCD"[i]),
			Status: rapid.SampledFrom([]dispatch.OfferStatus{dispatch.OfferSent, dispatch.OfferExpired, dispatch.OfferAccepted}).Draw(r, "offer"), SentAt: noon},
			Job: dispatch.Request{ID: dispatch.ID(300 + i), Category: "RX", Status: status}, HeldByOther: rapid.Bool().Draw(r, "held")}
		if status.Taken() {
			o.Job.Holder = rapid.SampledFrom([]dispatch.ID{7, 9}).Draw(r, "holder")
			if o.Job.Holder == 7 {
				p.Jobs = append(p.Jobs, talk.Request{Request: o.Job, ResidentTexts: rapid.Bool().Draw(r, "texts"),
					ResidentCalls: rapid.Bool().Draw(r, "calls"), Frozen: rapid.IntRange(0, 9).Draw(r, "frozen") == 0})
			}
		}
		p.Offers = append(p.Offers, o)
	}
	return p
}

// TestAnyConversation writes any texts into any situation. Nothing panics, a session survives being stored, few
// questions are ever open, a job is only taken that is free, a person who opted out hears nothing but START's answer,
// and whatever asks something is answered or passed on.
func TestAnyConversation(t *testing.T) {
	t.Parallel()
	c := setup(t)
	rapid.Check(t, func(r *rapid.T) {
		var s talk.Session
		at := noon
		for range rapid.IntRange(1, 12).Draw(r, "texts") {
			at = at.Add(time.Duration(rapid.IntRange(0, 200).Draw(r, "minutes")) * time.Minute)
			p := drawPerson(r)
			text := drawText(r)
			before := s
			var effects []talk.Effect
			s, effects = c.Step(s, talk.Event{At: at, Text: lexicon.Parse(text), Person: p})
			checkStep(r, before, text, p, s, effects)
			s = stored(r, s)
		}
	})
}

func checkStep(rt *rapid.T, before talk.Session, text string, p talk.Person, s talk.Session, effects []talk.Effect) {
	if len(s.Open) > 5 {
		rt.Fatalf("%d questions are open: %v", len(s.Open), s.Open)
	}
	said, opens, forgets := 0, false, false
	for _, e := range effects {
		switch e := e.(type) {
		case talk.Say:
			said++
		case talk.OptIn:
			opens = true
		case talk.Accept:
			o := offerByID(&talk.Turn{Event: talk.Event{Person: p}}, e.Offer)
			if o == nil || !o.Job.Status.Waiting() || o.HeldByOther {
				rt.Fatalf("%q takes a job that is not free", text)
			}
		case talk.Swap:
			if r := find(append(p.Asked, p.Jobs...), e.Request); r == nil || r.Frozen || r.Private && r.Holder != p.Contact {
				rt.Fatalf("%q ends a pairing that is not theirs to end", text)
			}
		case talk.PhoneBack:
			if j := find(p.Jobs, e.Request); e.Purpose == talk.CallJob && (j == nil || !j.Status.Taken() || j.Frozen) {
				rt.Fatalf("%q is called about a job that is not theirs", text)
			}
		case talk.Forget:
			forgets = true
		case talk.Relay:
			if e.Words == "" && e.Phrase.Number == 0 {
				rt.Fatalf("%q relays nothing", text)
			}
		}
	}
	if sure := len(before.Open) > 0 && slices.ContainsFunc(before.Open, func(q talk.Question) bool { return q.State == forgetMe }); forgets && !sure {
		rt.Fatalf("%q erases what nobody was asked about", text)
	}
	if p.OptedOut && !opens && said > 0 {
		rt.Fatalf("%q of a phone that opted out is answered", text)
	}
	if len(effects) == 0 && asksSomething(text) {
		rt.Fatalf("%q is met with silence", text)
	}
}

// asksSomething: thanks, reactions, emoji and nothing at all may be met with silence; the drawn somePhrases that ask may not.
func asksSomething(text string) bool {
	for _, quiet := range []string{"ok", "thanks", "👍", "", "Liked \"job B: groceries\""} {
		if text == quiet {
			return false
		}
	}
	for _, p := range somePhrases {
		if text == p {
			return true
		}
	}
	return false
}

func stored(r *rapid.T, s talk.Session) talk.Session {
	data, err := json.Marshal(s)
	if err != nil {
		r.Fatal(err)
	}
	var back talk.Session
	if err := json.Unmarshal(data, &back); err != nil {
		r.Fatal(err)
	}
	again, _ := json.Marshal(back)
	if string(again) != string(data) {
		r.Fatalf("a session changes when it is stored:\n%s\n%s", data, again)
	}
	return back
}

// TestReadersStayOnTheGraph lets every question read any text: its answer is one of its edges.
func TestReadersStayOnTheGraph(t *testing.T) {
	t.Parallel()
	c := setup(t)
	rapid.Check(t, func(r *rapid.T) {
		for state, node := range nodes() {
			q := talk.Question{State: state, At: noon, Request: 100, Options: []talk.Option{{Do: "yes", Offer: 200}, {Do: "drop"}},
				Draft: talk.Draft{Needs: []talk.Need{{Category: "FOOD"}}}}
			turn := c.machine.Begin(talk.Session{Open: []talk.Question{q}}, talk.Event{At: noon, Text: lexicon.Parse(drawText(r)), Person: drawPerson(r)}, c.network, c.lexicon)
			turn.Language = "en"
			if a := node.Read(turn); a != talk.NotMine {
				if _, ok := node.Next[a]; !ok {
					r.Fatalf("%s: the answer %q has no edge", state, a)
				}
			}
		}
	})
}

// TestStepLeavesItsInputAlone: a session is a value.
func TestStepLeavesItsInputAlone(t *testing.T) {
	t.Parallel()
	c := setup(t)
	s := talk.Session{Open: []talk.Question{{State: where, At: noon, Draft: talk.Draft{Needs: []talk.Need{{Category: "FOOD"}}, Words: []string{"food"}}}}}
	before, _ := json.Marshal(s)
	c.Step(s, talk.Event{At: noon, Text: lexicon.Parse("11211"), Person: talk.Person{Contact: 7}})
	if after, _ := json.Marshal(s); !reflect.DeepEqual(before, after) {
		t.Errorf("changed:\n%s\n%s", before, after)
	}
}

func FuzzStep(f *testing.F) {
	c := setup(f)
	f.Add("FOOD 11211", uint8(0))
	f.Add("yes but after 6", uint8(3))
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		var states []talk.State
		for s := range nodes() {
			states = append(states, s)
		}
		s := talk.Session{Open: []talk.Question{{State: states[int(n)%len(states)], At: noon}}}
		got, _ := c.Step(s, talk.Event{At: noon, Text: lexicon.Parse(text), Person: talk.Person{Contact: 7}})
		if len(got.Open) > 3 {
			t.Errorf("%q: %v", text, got.Open)
		}
	})
}
