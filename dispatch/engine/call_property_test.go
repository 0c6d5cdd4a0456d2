package engine_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/ivr"
	"hotline/store"
)

// switchboard is a world in which phones call and anything comes in any order, with what must stay true of it.
type switchboard struct {
	*chaos
	calls  []*heardCall
	spoken []string // recordings the line was told of
}

// heardCall is a call with everything the line was told in it, and answered.
type heardCall struct {
	ev      engine.CallEvent // the next
	heard   []engine.CallEvent
	answers []engine.CallAnswer
	over    bool // the line was told so, or has hung up
	spoke   bool // while hanging up: there may be a turn more
}

// mostTurns is more than any call has: its caps, with every question asked three times.
const mostTurns = 120

var somethingKeyed = []string{"0", "1", "1", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#", "11211", "11215", "99999", "2125550177", "482913", "1234"}

func (s *switchboard) somebodyPhones() {
	from := rapid.SampledFrom([]string{rosa, omar, pearl, helper(1), second, ""}).Draw(s.rt, "from")
	c := &heardCall{ev: engine.CallEvent{SID: newSID("CA"), From: from, To: ourNumber, Heard: talk.Heard{Kind: talk.Answered}}}
	s.calls = append(s.calls, c)
	s.tells(c)
}

// theLineCalls has the carrier make the calls there are; some are picked up, by a machine perhaps.
func (s *switchboard) theLineCalls() {
	out, _, err := s.engine.ClaimDials(s.t.Context(), 10)
	if err != nil {
		s.rt.Fatal(err)
	}
	for _, o := range out {
		c := &heardCall{ev: engine.CallEvent{SID: newSID("CA"), From: o.Line, To: o.To, Dial: o.ID, Heard: talk.Heard{Kind: talk.Answered}}}
		if err := s.engine.RecordDial(s.t.Context(), o.ID, engine.Outcome{Kind: engine.Sent, SID: c.ev.SID}); err != nil {
			s.rt.Fatal(err)
		}
		switch rapid.IntRange(0, 3).Draw(s.rt, "picks up") {
		case 0:
			s.ends(c, "no-answer")
		case 1:
			c.ev.Heard.Machine = true
			fallthrough
		default:
			s.calls = append(s.calls, c)
			s.tells(c)
		}
	}
}

// live are the calls that go on, or nil.
func (s *switchboard) live() []*heardCall {
	return slices.DeleteFunc(slices.Clone(s.calls), func(c *heardCall) bool { return c.over })
}

// somethingIsHeard goes on with a call, in the way it waits for or in another.
func (s *switchboard) somethingIsHeard() {
	live := s.live()
	if len(live) == 0 {
		s.somebodyPhones()
		return
	}
	c := live[rapid.IntRange(0, len(live)-1).Draw(s.rt, "call")]
	c.ev.Heard = s.something(c.answers[len(c.answers)-1].Listen.For)
	if c.ev.Heard.Kind == talk.Recorded {
		s.spoken = append(s.spoken, c.ev.Heard.SID)
		if rapid.Bool().Draw(s.rt, "ready first") {
			s.ready(c.ev.Heard.SID, c.ev.SID)
		}
	}
	s.tells(c)
}

func (s *switchboard) something(waits ivr.Listening) talk.Heard {
	kind := rapid.IntRange(0, 9).Draw(s.rt, "hears")
	switch {
	case waits == ivr.ForRecording && kind < 7:
		return talk.Heard{Kind: talk.Recorded, SID: newSID("RE"), Seconds: rapid.IntRange(1, 120).Draw(s.rt, "seconds")}
	case waits == ivr.ForRing && kind < 7:
		return talk.Heard{Kind: talk.Rang, Bridged: rapid.Bool().Draw(s.rt, "bridged")}
	case kind == 8:
		return talk.Heard{Kind: talk.Silence}
	}
	return talk.Heard{Kind: talk.Pressed, Keys: rapid.SampledFrom(somethingKeyed).Draw(s.rt, "keys")}
}

// tells tells the line of a call's next turn, in as many copies as the carrier sends at once.
func (s *switchboard) tells(c *heardCall) {
	s.clock.Advance(time.Second)
	copies := s.atOnce(c.ev, rapid.SampledFrom([]int{1, 1, 1, 3}).Draw(s.rt, "copies"))
	for _, a := range copies {
		if !reflect.DeepEqual(a, copies[0]) {
			s.rt.Fatalf("copies differ: %+v and %+v", a, copies[0])
		}
	}
	if copies[0].Next == 0 { // it was over long since
		c.over = true
		return
	}
	if plays := func(p ivr.Prompt) bool { return p.Recording != 0 }; c.ev.Dial == 0 && (len(copies[0].Tickets) > 0 || slices.ContainsFunc(copies[0].Say, plays)) {
		s.rt.Fatalf("a recording is played to somebody who phones us: %+v", copies[0])
	}
	c.heard, c.answers = append(c.heard, c.ev), append(c.answers, copies[0])
	c.ev.Turn = copies[0].Next
	if len(c.heard) > mostTurns {
		s.rt.Fatal("a call without an end")
	}
	if copies[0].Listen.For == ivr.HangUp {
		s.ends(c, "completed")
	}
}

// aTurnAgain tells of a turn again, or of one that is not the next: nothing changes.
func (s *switchboard) aTurnAgain() {
	if len(s.calls) == 0 {
		return
	}
	c := s.calls[rapid.IntRange(0, len(s.calls)-1).Draw(s.rt, "again")]
	n := rapid.IntRange(0, len(c.heard)-1).Draw(s.rt, "turn")
	forgotten := func(a engine.CallAnswer) bool { return a.Call == 0 && s.callRow(c.ev.SID).Contact == 0 }
	if a := s.atOnce(c.heard[n], 1)[0]; !reflect.DeepEqual(a, c.answers[n]) && !forgotten(a) {
		s.rt.Fatalf("turn %d was answered %+v, and then %+v", n, c.answers[n], a)
	}
	if c.over {
		return
	}
	odd := c.ev
	odd.Turn, odd.Heard = c.ev.Turn+rapid.IntRange(1, 5).Draw(s.rt, "ahead"), talk.Heard{Kind: talk.Pressed, Keys: "1"}
	if a := s.atOnce(odd, 1)[0]; !reflect.DeepEqual(a, c.answers[len(c.answers)-1]) {
		s.rt.Fatalf("a turn ahead was answered %+v", a)
	}
}

// somebodyHangsUp ends a call; while speaking there may be a last recording, of which the carrier tells in any order.
func (s *switchboard) somebodyHangsUp() {
	live := s.live()
	if len(live) == 0 {
		return
	}
	c := live[rapid.IntRange(0, len(live)-1).Draw(s.rt, "hangs up")]
	if c.answers[len(c.answers)-1].Listen.For != ivr.ForRecording || rapid.Bool().Draw(s.rt, "silent") {
		s.ends(c, "completed")
		return
	}
	sid := newSID("RE")
	s.spoken, c.spoke = append(s.spoken, sid), true
	tell := []func(){func() { s.ends(c, "completed") }, func() { s.ready(sid, c.ev.SID) }, func() {
		c.ev.Heard = talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: 9}
		s.atOnce(c.ev, 1)
	}}
	for _, do := range rapid.Permutation(tell).Draw(s.rt, "order") {
		do()
	}
}

func (s *switchboard) ends(c *heardCall, status string) {
	c.over = true
	u := engine.CallStatus{SID: c.ev.SID, Dial: c.ev.Dial, Status: status, Seconds: 20}
	for range rapid.IntRange(0, 2).Draw(s.rt, "statuses") { // 0: it got lost
		if err := s.engine.CallStatus(s.t.Context(), u); err != nil {
			s.rt.Fatal(err)
		}
	}
}

func (s *switchboard) ready(sid, call string) {
	u := engine.RecordingStatus{SID: sid, CallSID: call, Status: "completed", Seconds: 9}
	for range rapid.IntRange(0, 2).Draw(s.rt, "callbacks") {
		if err := s.engine.RecordingStatus(s.t.Context(), u); err != nil {
			s.rt.Fatal(err)
		}
	}
}

// settled is what must be true when everything is over: every call has ended, and nothing that was said is nowhere.
func (s *switchboard) settled() {
	s.clock.Advance(7 * time.Hour)
	s.timersRun()
	for _, c := range s.calls {
		row := s.callRow(c.ev.SID)
		if row.EndedAt.IsZero() || row.Next != len(c.heard) && !c.spoke {
			s.rt.Fatalf("call %+v, %d turns", row, len(c.heard))
		}
	}
	s.read(func(v *store.View) error {
		for _, sid := range s.spoken {
			r, err := v.RecordingBySID(sid)
			if err != nil {
				s.rt.Fatalf("a recording is nowhere: %v", err)
			}
			if r.State != store.RecordingErased && r.Request == 0 && r.Kind != string(talk.SpokenPrompt) {
				s.rt.Fatalf("nobody's recording: %+v", r)
			}
		}
		for r, err := range rows(v) {
			if err != nil {
				return err
			}
			offers, err := v.OffersOf(r.ID)
			if err != nil {
				return err
			}
			s.oneStory(r, offers)
		}
		return nil
	})
}

// Whatever is keyed, said and left unsaid, in whatever order and how often the carrier tells of it.
func TestCallsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, func(n *dispatch.Network) { n.Rules.AskAgainAfter, n.Languages = 0, []string{"en", "es"} })
		defer func() { _ = w.db.Close() }()
		w.helpers(2, nil)
		if rapid.Bool().Draw(rt, "somebody has a job") { // and something to say to each other
			w.calls(pearl, food)
			w.text(helper(1), "YES")
			w.text(helper(1), "which bell is it")
		}
		s := &switchboard{chaos: &chaos{world: w, rt: rt, answers: map[string]string{}, asks: map[string]int{}}}
		steps := []func(){s.somebodyPhones, s.somethingIsHeard, s.somethingIsHeard, s.somethingIsHeard, s.somethingIsHeard, s.somethingIsHeard,
			s.somethingIsHeard, s.somethingIsHeard, s.aTurnAgain, s.somebodyHangsUp, s.theLineCalls, s.someText, s.timePasses, s.textsLeave, s.restart}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")()
		}
		s.settled()
	})
}
