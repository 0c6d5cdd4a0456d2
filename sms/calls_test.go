package sms

import (
	"reflect"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// pair are a request of somebody's own and a job, both of which somebody has.
func pair(change func(own, job *talk.Request)) talk.Person {
	own := talk.Request{Request: dispatch.Request{ID: 1, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}, HolderName: "Ben", HolderTexts: true}
	job := talk.Request{Request: dispatch.Request{ID: 2, Category: "RX", Status: dispatch.Assigned, Holder: 7}, ResidentCalls: true}
	change(&own, &job)
	p := talk.Person{Contact: 7, Language: "en", Volunteer: &dispatch.Volunteer{ID: 7, Status: dispatch.Active}}
	if own.ID != 0 {
		p.Asked = append(p.Asked, own)
	}
	if job.ID != 0 {
		p.Jobs = append(p.Jobs, job)
	}
	return p
}

func noOwn(own, _ *talk.Request) { own.ID = 0 }
func noJob(_, job *talk.Request) { job.ID = 0 }

// What a caller can do with keys can be done by text.
func TestCommandsAboutCalls(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for _, row := range []struct {
		name, text string
		person     talk.Person
		does       talk.Effect // beside what is said; nil: nothing
		says       msg.Key
	}{
		{"anybody is called back", "call me", talk.Person{Contact: 7}, talk.PhoneBack{Purpose: talk.CallBack}, ""},
		{"a holder is connected", "CALL", pair(noOwn), talk.PhoneBack{Purpose: talk.CallJob, Request: 2}, ""},
		{"not with whom we may not call", "CALL", pair(func(own, job *talk.Request) { own.ID, job.ResidentCalls = 0, false }), nil, msg.TakesNoCalls},
		{"but hears what they said", "CALL", pair(func(own, job *talk.Request) {
			own.ID, job.ResidentCalls, job.Recordings = 0, false, []talk.Recording{{ID: 5}}
		}), talk.PhoneBack{Purpose: talk.CallJob, Request: 2}, ""},
		{"nor once it was reported", "CALL", pair(func(own, job *talk.Request) { own.ID, job.Frozen = 0, true }), talk.Keep{Reason: "frozen"}, msg.RelayFrozen},
		{"a resident hears what they said", "CALL", pair(noJob), talk.PhoneBack{Purpose: talk.CallNews, Request: 1}, ""},
		{"until a day after it", "CALL", pair(func(own, job *talk.Request) {
			job.ID, own.Status, own.RelayUntil = 0, dispatch.DoneReported, noon.Add(time.Minute)
		}), talk.PhoneBack{Purpose: talk.CallNews, Request: 1}, ""},
		{"no calls", "DEAF", talk.Person{Contact: 7}, talk.StopCalls{}, msg.NoCallsNow},
		{"the resident swaps", "someone else", pair(noJob), talk.Swap{Request: 1}, msg.Swapped},
		{"the holder swaps", "SWAP", pair(noOwn), talk.Swap{Request: 2}, msg.SwappedJob},
		{"which pairing?", "SWAP", pair(func(_, _ *talk.Request) {}), nil, msg.WhichOne},
		{"a pairing that is over", "SWAP", pair(func(own, job *talk.Request) {
			job.ID, own.Status, own.RelayUntil = 0, dispatch.DoneReported, noon.Add(day)
		}), talk.Swap{Request: 1}, msg.SwapNoted},
		{"nothing to swap", "SWAP", talk.Person{Contact: 7}, nil, msg.NothingOpen},
		{"a reported pairing is a person's", "SWAP", pair(func(own, job *talk.Request) { job.ID, own.Frozen = 0, true }), talk.Keep{Reason: "frozen"}, msg.RelayFrozen},
		{"who asked privately knows of nobody", "SWAP", pair(func(own, job *talk.Request) { job.ID, own.Private = 0, true }), nil, msg.PrivateStatus},
		{"first they are asked", "forget me", talk.Person{Contact: 7}, nil, msg.AskForget},
		{"nothing private is erased", "forget me", pair(func(own, job *talk.Request) { job.ID, own.Private = 0, true }),
			talk.Keep{Reason: "forget"}, msg.PrivateDone},
		{"nor what was reported", "forget me", pair(func(own, job *talk.Request) { own.ID, job.Frozen = 0, true }), talk.Keep{Reason: "forget"}, msg.Kept},
		{"who gets no texts is the engine's to reach", "where are you", pair(noOwn), talk.Relay{Request: 2, Words: "where are you"}, ""},
	} {
		_, effects := c.Step(talk.Session{Greeted: true}, talk.Event{At: noon, Text: lexicon.Parse(row.text), Person: row.person})
		does, says := talk.Effect(nil), msg.Key("")
		for _, f := range effects {
			if said, ok := f.(talk.Say); ok {
				says = said.Text.Key
			} else if _, ok := f.(talk.SetLanguage); !ok {
				does = f
			}
		}
		if !reflect.DeepEqual(does, row.does) || says != row.says {
			t.Errorf("%s: %q does %#v and says %q", row.name, row.text, does, says)
		}
	}
}

// Nothing is erased by one word, and all of it by the second.
func TestForgetIsAskedTwice(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for answer, erased := range map[string]bool{"1": true, "yes": true, "2": false, "no": false, "STATUS": false} {
		s, _ := c.Step(talk.Session{Greeted: true}, talk.Event{At: noon, Text: lexicon.Parse("forget me"), Person: pair(noJob)})
		_, effects := c.Step(s, talk.Event{At: noon, Text: lexicon.Parse(answer), Person: pair(noJob)})
		got := false
		for _, f := range effects {
			_, is := f.(talk.Forget)
			got = got || is
		}
		if got != erased {
			t.Errorf("%q erases: %v", answer, got)
		}
	}
}

// Before anybody was asked nobody is said to have been.
func TestStatusBeforeAnybodyWasAsked(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for asks, key := range map[int]msg.Key{0: msg.StatusSoon, 3: msg.StatusAsking} {
		p := talk.Person{Contact: 7, Language: "en", Asked: []talk.Request{{Request: dispatch.Request{ID: 1, Category: "FOOD", Status: dispatch.Open, Asks: asks}}}}
		_, effects := c.Step(talk.Session{Greeted: true}, talk.Event{At: noon, Text: lexicon.Parse("STATUS"), Person: p})
		if said, ok := effects[0].(talk.Say); !ok || said.Text.Key != key {
			t.Errorf("%d asked: %#v", asks, effects)
		}
	}
}

// Two jobs for the same are told apart by where they are.
func TestWhichOfTwoForTheSame(t *testing.T) {
	t.Parallel()
	c := setup(t)
	p := pair(noOwn)
	other := p.Jobs[0]
	other.ID, other.Place = 3, dispatch.Place{ZIP: "11215", Zone: "South"}
	p.Jobs[0].Place = dispatch.Place{ZIP: "11211", Zone: "North"}
	p.Jobs = append(p.Jobs, other)
	_, effects := c.Step(talk.Session{Greeted: true}, talk.Event{At: noon, Text: lexicon.Parse("DONE"), Person: p})
	want := msg.Choices{msg.T(msg.ChoiceJobNear, "Need", msg.Need{Category: "RX"}, "Place", "11211"), msg.T(msg.ChoiceJobNear, "Need", msg.Need{Category: "RX"}, "Place", "11215")}
	for _, f := range effects {
		if said, ok := f.(talk.Say); !ok || !reflect.DeepEqual(said.Text.Args["Choices"], want) {
			t.Errorf("%+v", f)
		}
	}
}
