package ivr

import (
	"slices"
	"testing"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// called is a call of ours that a person answers.
func called(t *testing.T, why talk.Purpose, p talk.Person) *phoneCall {
	t.Helper()
	return phoned(setup(t), p, rosaCalls(), Call{Purpose: why, Request: 100, Offer: 200})
}

// Whoever picks up hears nothing before a key is pressed; then who comes, and is asked where to come.
func TestNewsByCall(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withHolder(100)}
	c := called(t, talk.CallNews, p)
	if c.state() != hello || c.said(msg.NeedIs("FOOD")) || !c.said(msg.VoiceStopCalls) {
		t.Fatalf("%q: %+v", c.state(), c.turn.Say)
	}
	c.press("1")
	if c.state() != place || !c.said(msg.NeedIs("FOOD")) || !c.says(Prompt{Words: "Cleo"}) || !c.said(msg.VoiceSayPlace) {
		t.Fatalf("%q: %+v", c.state(), c.turn.Say)
	}
	c.does("say", "2", "say", "1")
	s, _ := effect[talk.SetPlace](c.effects)
	if s.Request != 100 || s.Spoken.SID != "RE2" || s.Spoken.Kind != talk.SpokenPlace || c.state() != told || !c.said(msg.VoiceYouPay) {
		t.Errorf("%q: %+v", c.state(), s)
	}
	if c.press("8"); !c.call.Over {
		t.Errorf("after 8: %q", c.state())
	}
}

// The place is told even if the phone is hung up instead of a 1.
func TestPlaceAndHangUp(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withHolder(100)}
	c := called(t, talk.CallNews, p)
	c.does("1", "say")
	c.hear(talk.Heard{Kind: talk.HungUp})
	if s, ok := effect[talk.SetPlace](c.effects); !ok || s.Spoken.SID != "RE1" {
		t.Errorf("%+v", c.effects)
	}
}

// Each piece of news has its words: open again, said to be done, over, private.
func TestOtherNews(t *testing.T) {
	t.Parallel()
	told := withHolder(100)
	told.PlaceTold = true
	again := talk.Request{Request: dispatch.Request{ID: 100, Category: "FOOD", Status: dispatch.Offered}}
	done := withHolder(100)
	done.Status = dispatch.DoneReported
	private := withHolder(100)
	private.Private = true
	ended, reached := told, told
	ended.Status, reached.Status = dispatch.Closed, dispatch.Closed
	reached.RelayUntil = noon.Add(day)
	for _, line := range []struct {
		name  string
		asked []talk.Request
		past  []talk.Request
		state talk.State
		says  msg.Key
	}{
		{"on the way", []talk.Request{told}, nil, one, msg.VoiceStateHas},
		{"open again", []talk.Request{again}, nil, one, msg.VoiceStateAsking},
		{"done", []talk.Request{done}, nil, doneRight, msg.VoiceStateDone},
		{"over", nil, []talk.Request{ended}, hello, msg.VoiceStateOver},
		{"over, and the two still reach each other", nil, []talk.Request{reached}, pastPair, msg.VoiceStateOver},
		{"gone", nil, nil, hello, msg.VoiceStateOver},
		{"private", []talk.Request{private}, nil, hello, msg.VoicePersonSoon},
	} {
		p := known()
		p.Asked, p.Past = line.asked, line.past
		c := called(t, talk.CallNews, p)
		c.press("1")
		if c.state() != line.state || !c.said(line.says) || line.name == "private" && (c.said(msg.NeedIs("FOOD")) || c.says(Prompt{Words: "Cleo"})) {
			t.Errorf("%s: %q %+v", line.name, c.state(), c.turn.Say)
		}
	}
}

// A machine hears a sentence that names nothing, and the number to call back; so does whoever presses no key.
func TestMachines(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withHolder(100)}
	for _, why := range []talk.Purpose{talk.CallNews, talk.CallOffer, talk.CallConfirm, talk.CallBack, talk.CallJob, talk.CallScreen} {
		c := &phoneCall{menu: setup(t), person: p, facts: rosaCalls(), at: noon, call: Call{Purpose: why, Request: 100, Offer: 200}}
		c.hear(talk.Heard{Kind: talk.Answered, Machine: true})
		if !c.call.Over || c.said(msg.NeedIs("FOOD")) || len(c.all) > 0 {
			t.Errorf("%s: %+v", why, c.turn)
		}
		if says := c.says(Prompt{Digits: "0100"}); says == (why == talk.CallScreen) {
			t.Errorf("%s: the number to call back: %t", why, says)
		}
		c = called(t, why, p)
		for range 3 {
			c.silence()
		}
		if !c.call.Over || c.said(msg.NeedIs("FOOD")) {
			t.Errorf("%s: after silence %q: %+v", why, c.state(), c.turn.Say)
		}
	}
}

func TestOfferByCall(t *testing.T) {
	t.Parallel()
	c := called(t, talk.CallOffer, ben())
	if c.said(msg.NeedIs("FOOD")) {
		t.Errorf("names the need before a key: %+v", c.turn.Say)
	}
	c.press("1", "1")
	if a, _ := effect[talk.Accept](c.effects); a.Offer != 200 || c.state() != won {
		t.Fatalf("%q: %+v", c.state(), a)
	}
	c.person.Jobs = []talk.Request{{Request: dispatch.Request{ID: 300, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}, ResidentCalls: true,
		Recordings: []talk.Recording{{ID: 900, Kind: talk.SpokenDetails}, {ID: 901, Kind: talk.SpokenMessage}}}}
	if c.press("1"); c.state() != job || !c.says(Prompt{Recording: 900}) || c.says(Prompt{Recording: 901}) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}

	c = called(t, talk.CallOffer, ben())
	if c.press("1", "2"); !c.call.Over || !c.said(msg.VoiceDeclined) {
		t.Errorf("a no: %q", c.state())
	}
	gone := ben()
	gone.Offers[0].Job.Status = dispatch.Assigned
	c = called(t, talk.CallOffer, gone)
	if c.press("1"); !c.call.Over || !c.said(msg.VoiceJobOver) {
		t.Errorf("taken meanwhile: %q", c.state())
	}
}

// The holder of a job hears what was said about it, and is connected.
func TestJobByCall(t *testing.T) {
	t.Parallel()
	p := ben()
	p.Jobs = []talk.Request{{Request: dispatch.Request{ID: 100, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}, ResidentCalls: true,
		Recordings: []talk.Recording{{ID: 900, Kind: talk.SpokenDetails}, {ID: 901, Kind: talk.SpokenPlace}}}}
	c := called(t, talk.CallJob, p)
	c.press("1")
	at := slices.Index(c.turn.Say, Prompt{Recording: 901})
	if at < 1 || c.turn.Say[at-1].Key != msg.VoiceWhereTo {
		t.Fatalf("%+v", c.turn.Say)
	}
	c.press("1")
	if c.turn.Listen.For != ForRing || c.turn.Listen.Ring != (Ring{Request: 100}) {
		t.Fatalf("%+v", c.turn.Listen)
	}
	if c.hear(talk.Heard{Kind: talk.Rang}); c.state() != jobNext || !c.said(msg.VoiceNoAnswer) {
		t.Errorf("nobody answers: %q", c.state())
	}
	c.person.Jobs[0].Status = dispatch.Closed
	c = called(t, talk.CallJob, c.person)
	if c.press("1"); !c.call.Over || !c.said(msg.VoiceNotYourJob) {
		t.Errorf("not theirs any more: %q", c.state())
	}
}

// A number that somebody keyed is asked whether it was them.
func TestConfirmByCall(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{{Request: dispatch.Request{ID: 100, Category: "FOOD", Status: dispatch.NeedsInfo, Attention: dispatch.Unconfirmed,
		Place: dispatch.Place{ZIP: "11211", Zone: "North"}}}}
	c := called(t, talk.CallConfirm, p)
	c.press("1")
	if a, ok := effect[talk.ConfirmNumber](c.effects); !ok || !a.Yes || !c.said(msg.VoiceAsking) || !c.call.Over {
		t.Errorf("yes: %+v", c.turn.Say)
	}
	c = called(t, talk.CallConfirm, known())
	c.press("2")
	if a, ok := effect[talk.ConfirmNumber](c.effects); !ok || a.Yes || !c.said(msg.VoiceNeverCalled) || !c.call.Over {
		t.Errorf("no: %+v", c.turn.Say)
	}
}

// A coordinator who is rung takes the call with 1; anything else hangs up, so that no private mailbox ever gets it.
func TestScreening(t *testing.T) {
	t.Parallel()
	c := called(t, talk.CallScreen, known())
	c.press("1")
	if _, ok := effect[talk.TakeCall](c.effects); !ok || c.turn.Listen.For != ForTalk || len(c.turn.Say) > 0 {
		t.Errorf("%+v", c.turn)
	}
	c = called(t, talk.CallScreen, known())
	c.press("0", "5")
	if !c.call.Over || len(c.all) > 0 {
		t.Errorf("%q: %+v", c.state(), c.all)
	}
}

// Who asked to be called back has the whole menu, and hears names: it is our call to the number that is stored.
func TestCallBack(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withHolder(100)}
	c := called(t, talk.CallBack, p)
	if c.press("2"); !c.says(Prompt{Words: "Cleo"}) || c.said(msg.VoiceWhoComes) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}
}

// Somebody whose language we do not know may choose one on the news.
func TestLanguageOfACallOfOurs(t *testing.T) {
	t.Parallel()
	p := known()
	p.Language = ""
	p.Asked = []talk.Request{withHolder(100)}
	c := called(t, talk.CallNews, p)
	if c.press("#", "2"); c.state() != hello || c.turn.Language != "es" {
		t.Errorf("%q in %q", c.state(), c.turn.Language)
	}
	if c.press("1"); c.state() != place {
		t.Errorf("then %q", c.state())
	}
}
