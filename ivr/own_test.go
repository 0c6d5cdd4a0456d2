package ivr

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// withHolder is a request that a neighbor has.
func withHolder(id dispatch.ID) talk.Request {
	return talk.Request{Request: dispatch.Request{ID: id, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}, HolderName: "Cleo", TextedAt: noon}
}

func TestHowItStands(t *testing.T) {
	t.Parallel()
	for _, line := range []struct {
		name    string
		request dispatch.Request
		quiet   bool
		says    msg.Key
	}{
		{"asking", dispatch.Request{Status: dispatch.Offered}, false, msg.VoiceStateAsking},
		{"at night", dispatch.Request{Status: dispatch.Open}, true, msg.VoiceStateMorning},
		{"taken", dispatch.Request{Status: dispatch.Assigned, Holder: 9}, false, msg.VoiceStateHas},
		{"on the way", dispatch.Request{Status: dispatch.InProgress, Holder: 9}, false, msg.VoiceStateOnWay},
		{"said to be done", dispatch.Request{Status: dispatch.DoneReported, Holder: 9}, false, msg.VoiceStateDone},
		{"a person's", dispatch.Request{Status: dispatch.Open, Attention: dispatch.PlaceUnknown}, false, msg.VoiceStatePerson},
		{"another number's", dispatch.Request{Status: dispatch.NeedsInfo, Attention: dispatch.Unconfirmed}, false, msg.VoiceStateNumber},
	} {
		p := known()
		line.request.ID, line.request.Category = 100, "FOOD"
		p.Quiet, p.Asked = line.quiet, []talk.Request{{Request: line.request, HolderName: "Cleo"}}
		c := phoned(setup(t), p, rosaCalls(), Call{})
		if c.press("2"); !c.said(line.says) || !c.said(msg.NeedIs("FOOD")) || c.says(Prompt{Words: "Cleo"}) {
			t.Errorf("%s: %+v", line.name, c.turn.Say)
		}
	}
}

// A private case is not there for whoever holds the phone.
func TestPrivateIsLeftOut(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{{Request: dispatch.Request{ID: 100, Category: "SAFE", Status: dispatch.Open, Private: true, Attention: dispatch.PrivateCase}}}
	c := phoned(setup(t), p, rosaCalls(), Call{})
	if c.press("2"); c.state() != thisPhone || !c.said(msg.VoiceNothingOpen) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}
}

// What may be done about a request, by keys from the main menu.
func TestOwnRequest(t *testing.T) {
	t.Parallel()
	reported := withHolder(100)
	reported.Status = dispatch.DoneReported
	draft := talk.Request{Request: dispatch.Request{ID: 100, Category: "FOOD", Status: dispatch.NeedsInfo, Attention: dispatch.Unanswered}, Draft: true}
	for _, line := range []struct {
		name    string
		request talk.Request
		steps   []string
		want    []talk.Effect
	}{
		{"got help", withHolder(100), []string{"2", "1", "1"}, []talk.Effect{talk.CloseRequest{Request: 100, Reason: dispatch.Completed}, talk.CloseRequest{Request: 100, Reason: dispatch.Completed}}},
		{"not needed", withHolder(100), []string{"2", "1", "2"}, []talk.Effect{talk.CloseRequest{Request: 100, Reason: dispatch.Completed}, talk.CloseRequest{Request: 100, Reason: dispatch.NoLongerNeeded}}},
		{"a broken off one", draft, []string{"2", "1", "2"}, []talk.Effect{talk.DropDraft{}}},
		{"done is right", reported, []string{"2", "1"}, []talk.Effect{talk.Came{Request: 100, Yes: true}}},
		{"done is wrong", reported, []string{"2", "2"}, []talk.Effect{talk.Dispute{Request: 100}}},
		{"tell more", withHolder(100), []string{"2", "2", "say"}, []talk.Effect{talk.KeepSpoken{Spoken: talk.Spoken{SID: "RE1", Kind: talk.SpokenDetails, Seconds: 9}, Request: 100}}},
		{"who comes", withHolder(100), []string{"2", "4"}, []talk.Effect{talk.PhoneBack{Purpose: talk.CallNews, Request: 100}}},
		{"another neighbor", withHolder(100), []string{"2", "3", "3"}, []talk.Effect{talk.Swap{Request: 100}}},
		{"something is wrong", withHolder(100), []string{"2", "3", "1", "say"}, []talk.Effect{talk.Report{Request: 100},
			talk.KeepSpoken{Spoken: talk.Spoken{SID: "RE1", Kind: talk.SpokenMessage, Seconds: 9}, Request: 100}}},
		{"no more calls", withHolder(100), []string{"2", "3", "8"}, []talk.Effect{talk.StopCalls{}}},
		{"calls only", withHolder(100), []string{"2", "3", "2", "2"}, []talk.Effect{talk.CanText{}}},
		{"forget me", withHolder(100), []string{"2", "3", "2", "3", "1"}, []talk.Effect{talk.Forget{}}},
		{"or not", withHolder(100), []string{"2", "3", "2", "3", "2"}, nil},
	} {
		t.Run(line.name, func(t *testing.T) {
			t.Parallel()
			p := known()
			p.Asked = []talk.Request{line.request}
			c := phoned(setup(t), p, rosaCalls(), Call{})
			c.does(line.steps...)
			if diff := cmp.Diff(line.want, c.all); diff != "" {
				t.Errorf("at %q: %s", c.state(), diff)
			}
			if len(c.turn.Say) == 0 {
				t.Error("nothing is said")
			}
		})
	}
}

// Of several, one is chosen by what it is for.
func TestWhichRequest(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withHolder(100), {Request: dispatch.Request{ID: 101, Category: "RIDE", Status: dispatch.Open}}}
	c := phoned(setup(t), p, rosaCalls(), Call{})
	c.press("2")
	if c.state() != whichOne || !c.said(msg.ForNeed("FOOD")) || !c.said(msg.ForNeed("RIDE")) {
		t.Fatalf("%q: %+v", c.state(), c.turn.Say)
	}
	c.press("2")
	if !c.said(msg.NeedIs("RIDE")) || c.said(msg.VoiceWhoComes) {
		t.Errorf("%+v", c.turn.Say)
	}
	p.Asked[1].Category, p.Asked[1].Code = "FOOD", "4173" // two for the same: by their numbers
	c = phoned(setup(t), p, rosaCalls(), Call{})
	if c.press("2"); !c.says(Prompt{Digits: "4173"}) {
		t.Errorf("%+v", c.turn.Say)
	}
}

// A phone that was called often enough is not told that it rings.
func TestCalledNoMore(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{{Request: dispatch.Request{ID: 31, Resident: 7, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}}}
	facts := rosaCalls()
	facts.Back = func(talk.Purpose) bool { return false }
	c := phoned(setup(t), p, facts, Call{})
	c.press("2", "4")
	if _, called := effect[talk.PhoneBack](c.effects); called || c.said(msg.VoiceRingsSoon) || !c.said(msg.VoiceCalledNoMore) || c.state() != mainMenu {
		t.Errorf("%q: %+v, %+v", c.state(), c.effects, c.turn.Say)
	}
}

// What a person has to look at first is not said to be erased; somebody else's private case is no reason to.
func TestForgottenLater(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]struct {
		change func(*talk.Person)
		said   msg.Key
	}{
		"nothing":           {func(*talk.Person) {}, msg.VoiceForgotten},
		"a private case":    {func(p *talk.Person) { p.Asked[0].Private = true }, msg.VoicePersonSoon},
		"a reported case":   {func(p *talk.Person) { p.Asked[0].Frozen = true }, msg.VoicePersonSoon},
		"a reported job":    {func(p *talk.Person) { p.Jobs[0].Frozen = true }, msg.VoicePersonSoon},
		"another's private": {func(p *talk.Person) { p.Jobs[0].Private = true }, msg.VoiceForgotten},
	} {
		p := known()
		p.Asked = []talk.Request{{Request: dispatch.Request{ID: 31, Resident: 7, Category: "FOOD", Status: dispatch.Open}}}
		p.Jobs = []talk.Request{{Request: dispatch.Request{ID: 32, Resident: 8, Holder: 7, Category: "FOOD", Status: dispatch.Assigned}}}
		line.change(&p)
		c := &phoneCall{menu: setup(t), person: p, facts: rosaCalls(), at: noon}
		c.call = Call{Language: "en", Began: noon, Session: talk.Session{Open: []talk.Question{{State: forgetSure}}}}
		if c.press("1"); !c.said(line.said) || !c.call.Over {
			t.Errorf("%s: says %+v", name, c.turn.Say)
		}
	}
}

// What happened is kept with the report: with the pairing it is about, or with the case that a report alone has opened.
func TestReportIsHeardWithItsCase(t *testing.T) {
	t.Parallel()
	for holder, want := range map[dispatch.ID]dispatch.ID{9: 31, 0: 40} {
		p := known()
		p.Asked = []talk.Request{{Request: dispatch.Request{ID: 31, Resident: 7, Category: "FOOD", Status: dispatch.Open, Holder: holder}}}
		if holder != 0 {
			p.Asked[0].Status = dispatch.Assigned
		}
		c := phoned(setup(t), p, rosaCalls(), Call{})
		c.press("2", "3", "1")
		c.person.Asked = append(c.person.Asked, talk.Request{Request: dispatch.Request{ID: 40, Resident: 7, Category: "OTHER", Attention: dispatch.Reported}})
		c.speak(5)
		if got, ok := effect[talk.KeepSpoken](c.effects); !ok || got.Request != want {
			t.Errorf("held by %d: the message is about %d", holder, got.Request)
		}
	}
}
