package ivr

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// withWord is a request that a neighbor has, who has passed on four things, one of them heard before.
func withWord(id dispatch.ID) talk.Request {
	r := withHolder(id)
	r.HolderTexts, r.ResidentCalls, r.PlaceTold, r.RelayUntil = true, true, true, noon.Add(day)
	r.Passed = []talk.Passed{{ID: 601, Words: "old", Language: "en", Heard: true}, {ID: 602, Words: "which bell?", Language: "en"},
		{ID: 603, Phrase: msg.Phrase{Number: 41, Blank: "12"}}, {ID: 604, Recording: 950}, {ID: 605, Phrase: msg.Phrase{Number: 12}}}
	return r
}

// heard notes what has been heard, as the engine does.
func (c *phoneCall) heard() {
	l, ok := effect[talk.Listened](c.effects)
	if !ok {
		return
	}
	for _, side := range [][]talk.Request{c.person.Asked, c.person.Past, c.person.Jobs} {
		if r := find(side, l.Request); r != nil {
			r.Passed = slices.Clone(r.Passed)
			for i := range r.Passed {
				r.Passed[i].Heard = r.Passed[i].Heard || r.Passed[i].ID <= l.Last
			}
		}
	}
}

// What was passed on is played right after the key: oldest first, three at a time, each side's name and words in their own
// way; then it can be answered, and heard again.
func TestWordsAreHeard(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withWord(100)}
	c := called(t, talk.CallNews, p)
	c.press("1")
	want := []Prompt{{Key: msg.NeedIs("FOOD")}, {Key: msg.VoiceStateHas}, {Words: "Cleo"}, {Pause: 400},
		{Key: msg.VoiceTheySay}, {Words: "which bell?", Language: "en"}, {Pause: 800},
		{Key: "phrase_41"}, {Digits: "12"}, {Pause: 800}, {Recording: 950}, {Pause: 800}, {Key: msg.VoiceAnswerThem}, {Key: msg.Press('1')},
		{Key: msg.VoiceMore}, {Key: msg.Press('2')}, {Key: msg.VoiceNextOne}, {Key: msg.Press('3')}}
	if diff := cmp.Diff(want, c.turn.Say); diff != "" || c.state() != passedOn {
		t.Fatalf("%q: %s", c.state(), diff)
	}
	if l, _ := effect[talk.Listened](c.effects); l != (talk.Listened{Request: 100, Last: 604}) {
		t.Errorf("heard %+v", l)
	}
	c.heard()
	if c.press("9"); !c.says(Prompt{Recording: 950}) || len(c.effects) > 0 {
		t.Errorf("again: %+v", c.turn.Say)
	}
	if c.press("3"); !c.said("phrase_12") || c.says(Prompt{Recording: 950}) || c.said(msg.VoiceNextOne) {
		t.Errorf("the next: %+v", c.turn.Say)
	}
	c.heard()
	if c.press("2"); c.state() != one || !c.says(Prompt{Words: "Cleo"}) {
		t.Errorf("then: %q", c.state())
	}
	if c.press("2", "4"); c.state() != passedOn || !c.said("phrase_12") {
		t.Errorf("heard again: %q: %+v", c.state(), c.turn.Say)
	}
}

// In a call that was asked for they are heard where their request, or their job, is.
func TestWordsAreHeardOnTheWay(t *testing.T) {
	t.Parallel()
	for _, line := range []struct {
		keys []string
		give func(*talk.Person)
		then talk.State
	}{
		{[]string{"2"}, func(p *talk.Person) { p.Asked = []talk.Request{withWord(100)} }, one},
		{[]string{"3"}, func(p *talk.Person) { p.Volunteer, p.Jobs = ben().Volunteer, []talk.Request{withWord(100)} }, job},
	} {
		p := known()
		line.give(&p)
		c := called(t, talk.CallBack, p)
		if c.press(line.keys...); c.state() != passedOn || !c.says(Prompt{Recording: 950}) {
			t.Errorf("%q: %+v", c.state(), c.turn.Say)
		}
		c.heard()
		if c.press("2"); c.state() != line.then {
			t.Errorf("then %q, want %q", c.state(), line.then)
		}
	}
}

// Where to come is asked after what was passed on, also of who says nothing to that.
func TestThePlaceIsAskedAfterTheWords(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"", "2", "1 3 1 1"} {
		p := known()
		p.Asked = []talk.Request{withWord(100)}
		p.Asked[0].PlaceTold = false
		c := called(t, talk.CallNews, p)
		c.press("1")
		c.heard()
		if key == "" {
			c.silence()
		} else {
			for _, k := range []byte(key) {
				if k != ' ' {
					c.press(string(k))
				}
			}
		}
		if c.state() != place {
			t.Errorf("%q leads to %q", key, c.state())
		}
	}
}

// Who phones us hears that there is word, and nothing of it; they are called back with it.
func TestAWordWaits(t *testing.T) {
	t.Parallel()
	for _, line := range []struct {
		name string
		keys []string
		give func(*talk.Person)
		want talk.PhoneBack
	}{
		{"their own", []string{"2"}, func(p *talk.Person) { p.Asked = []talk.Request{withWord(100)} }, talk.PhoneBack{Purpose: talk.CallNews, Request: 100}},
		{"one that is over", []string{"2"}, func(p *talk.Person) {
			p.Past = []talk.Request{withWord(100)}
			p.Past[0].Status = dispatch.Closed
		}, talk.PhoneBack{Purpose: talk.CallNews, Request: 100}},
		{"a job", []string{"3"}, func(p *talk.Person) { p.Volunteer, p.Jobs = ben().Volunteer, []talk.Request{withWord(100)} }, talk.PhoneBack{Purpose: talk.CallJob, Request: 100}},
		{"a job that is done", []string{"3", "5"}, func(p *talk.Person) {
			p.Volunteer, p.Jobs = ben().Volunteer, []talk.Request{withWord(100)}
			p.Jobs[0].Status = dispatch.DoneReported
		}, talk.PhoneBack{Purpose: talk.CallJob, Request: 100}},
	} {
		p := known()
		line.give(&p)
		c := phoned(setup(t), p, rosaCalls(), Call{})
		c.press(line.keys...)
		if _, leaked := leaks(c.call, c.turn); leaked || c.state() != wordWaits || !c.said(msg.VoiceWordForYou) || c.said(msg.VoiceTheySay) {
			t.Errorf("%s: %q: %+v", line.name, c.state(), c.turn.Say)
		}
		if c.press("1"); !c.call.Over {
			t.Errorf("%s: %q", line.name, c.state())
		}
		if b, _ := effect[talk.PhoneBack](c.effects); b != line.want {
			t.Errorf("%s: %+v", line.name, b)
		}
	}
}

// A ready sentence is chosen by its group and its place in that, filled in, read back and sent; one's own words are
// recorded, and sent also by hanging up.
func TestSayingSomething(t *testing.T) {
	t.Parallel()
	spoken := func(n int) talk.Spoken { return talk.Spoken{SID: sid(n), Kind: talk.SpokenWords, Seconds: 9} }
	for _, line := range []struct {
		name  string
		steps []string
		want  talk.Relay
		state talk.State
	}{
		{"a sentence", []string{"1", "1", "2", "1"}, talk.Relay{Request: 100, Phrase: msg.Phrase{Number: 12}}, said},
		{"with its number", []string{"1", "4", "1", "12", "1"}, talk.Relay{Request: 100, Phrase: msg.Phrase{Number: 41, Blank: "12"}}, said},
		{"no time of day", []string{"1", "1", "3", "99", "630", "1"}, talk.Relay{Request: 100, Phrase: msg.Phrase{Number: 13, Blank: "630"}}, said},
		{"another one", []string{"1", "2", "1", "2", "3", "1", "1"}, talk.Relay{Request: 100, Phrase: msg.Phrase{Number: 31}}, said},
		{"a yes", []string{"3", "1", "1"}, talk.Relay{Request: 100, Phrase: msg.Phrase{Number: 61}}, said},
		{"by its number", []string{"1", "6", "4", "1"}, talk.Relay{Request: 100, Phrase: msg.Phrase{Number: 64}}, said},
		{"not sent", []string{"1", "1", "2"}, talk.Relay{}, sendRight},
		{"own words", []string{"2", "say", "1"}, talk.Relay{Request: 100, Spoken: spoken(1)}, said},
		{"said again", []string{"2", "say", "2", "say", "1"}, talk.Relay{Request: 100, Spoken: spoken(2)}, said},
		{"a person instead", []string{"2", "say", "0"}, talk.Relay{Request: 100, Spoken: spoken(1)}, message},
	} {
		for _, side := range []string{"resident", "holder"} {
			p, keys := known(), []string{"2", "2"}
			p.Asked = []talk.Request{withWord(100)}
			p.Asked[0].Passed = nil
			if side == "holder" {
				p.Volunteer, p.Jobs, p.Asked = ben().Volunteer, p.Asked, nil
				keys = []string{"3", "4", "3"}
			}
			c := phoned(setup(t), p, rosaCalls(), Call{})
			c.press(keys...)
			if c.state() != sayWhat {
				t.Fatalf("%s: %q", side, c.state())
			}
			c.does(line.steps...)
			if got, _ := effect[talk.Relay](c.all); got != line.want || c.state() != line.state {
				t.Errorf("%s, %s: %q, %+v", side, line.name, c.state(), got)
			}
		}
	}
}

func TestWordsAndHangUp(t *testing.T) {
	t.Parallel()
	p := known()
	p.Asked = []talk.Request{withWord(100)}
	p.Asked[0].Passed = nil
	c := phoned(setup(t), p, rosaCalls(), Call{})
	c.does("2", "2", "2", "say")
	c.hear(talk.Heard{Kind: talk.HungUp})
	if r, ok := effect[talk.Relay](c.effects); !ok || r.Spoken.SID != "RE1" {
		t.Errorf("%+v", c.effects)
	}
}

// What cannot be passed on any more is a message for a person, and a pairing that ended, froze or is nobody's hears nothing.
func TestNothingIsPassedOnToNobody(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*talk.Request){
		"given back": func(r *talk.Request) { r.Status, r.Holder, r.RelayUntil = dispatch.Open, 0, time.Time{} },
		"frozen":     func(r *talk.Request) { r.Frozen = true },
		"private":    func(r *talk.Request) { r.Private = true },
		"unheard":    func(r *talk.Request) { r.HolderTexts = false },
	} {
		p := known()
		p.Asked = []talk.Request{withWord(100)}
		p.Asked[0].Passed = nil
		c := phoned(setup(t), p, rosaCalls(), Call{})
		c.does("2", "2", "2", "say")
		change(&c.person.Asked[0])
		c.press("1")
		if k, ok := effect[talk.KeepSpoken](c.effects); !ok || k.Spoken.Kind != talk.SpokenMessage || k.Request != 100 || !c.said(msg.VoicePersonSoon) {
			t.Errorf("%s: %+v", name, c.effects)
		}
		c = called(t, talk.CallNews, c.person)
		if c.press("1"); c.said(msg.VoiceTheySay) || c.said(msg.VoiceSayToThem) {
			t.Errorf("%s: %+v", name, c.turn.Say)
		}
	}
}

// For a day after a job is done its two sides still reach each other, by a call of ours also voice to voice.
func TestAJobThatIsDone(t *testing.T) {
	t.Parallel()
	p := ben()
	p.Offers, p.Jobs = nil, []talk.Request{withWord(100)}
	p.Jobs[0].Status, p.Jobs[0].Passed = dispatch.DoneReported, nil
	c := called(t, talk.CallJob, p)
	if c.press("1"); c.state() != pastPair || !c.said(msg.VoiceConnect) || !c.said(msg.VoiceSayToThem) {
		t.Fatalf("%q: %+v", c.state(), c.turn.Say)
	}
	c.press("3")
	if c.turn.Listen.For != ForRing || c.turn.Listen.Ring != (Ring{Request: 100}) {
		t.Fatalf("%+v", c.turn.Listen)
	}
	if c.hear(talk.Heard{Kind: talk.Rang}); c.state() != pastPair || !c.said(msg.VoiceNoAnswer) {
		t.Errorf("then %q", c.state())
	}
	p.Jobs[0].RelayUntil = noon
	c = called(t, talk.CallJob, p)
	if c.press("1"); !c.call.Over || !c.said(msg.VoiceNotYourJob) {
		t.Errorf("a day later: %q", c.state())
	}
}
