package ivr

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// ben is a volunteer with two offers.
func ben() talk.Person {
	p := talk.Person{Contact: 9, Name: "Ben", Language: "en", Volunteer: &dispatch.Volunteer{ID: 9, Status: dispatch.Active, Trusted: true}}
	for i := range dispatch.ID(2) {
		p.Offers = append(p.Offers, talk.Offer{Offer: dispatch.Offer{ID: 200 + i, Status: dispatch.OfferSent, SentAt: noon},
			Job: dispatch.Request{ID: 300 + i, Resident: 7, Category: "FOOD", Status: dispatch.Offered, People: 2, Urgency: dispatch.Today, Place: dispatch.Place{ZIP: "11211", Zone: "North"}}})
	}
	return p
}

func TestAVolunteerHearsTheOffers(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), ben(), rosaCalls(), Call{})
	c.press("3")
	want := []Prompt{{Key: msg.VoiceNeedsHelp}, {Key: msg.NeedIs("FOOD")}, {Key: msg.VoiceNear}, {Digits: "11211"}, {Key: msg.VoicePeople}, {Digits: "2"},
		{Key: msg.VoiceToday}, {Key: msg.VoiceTheyPay}, {Key: msg.VoiceTakeIt}, {Key: msg.Press('1')}, {Key: msg.VoiceNotThisOne}, {Key: msg.Press('2')},
		{Key: msg.VoiceNextOne}, {Key: msg.Press('3')}, {Key: msg.VoiceHearAgain}, {Key: msg.Press('9')}}
	if diff := cmp.Diff(want, c.turn.Say); diff != "" {
		t.Error(diff)
	}
	c.press("3", "1")
	if a, _ := effect[talk.Accept](c.effects); a.Offer != 201 || c.state() != won || !c.said(msg.VoiceNoCard) {
		t.Errorf("%q: %+v", c.state(), a)
	}
	c.press("1")
	if b, _ := effect[talk.PhoneBack](c.effects); b.Purpose != talk.CallJob || b.Request != 301 || !c.call.Over {
		t.Errorf("%q: %+v", c.state(), b)
	}
}

// A yes by key is told the same truth as one by text.
func TestTakingAnOffer(t *testing.T) {
	t.Parallel()
	for _, line := range []struct {
		name   string
		change func(*talk.Person)
		says   msg.Key
		does   talk.Effect
	}{
		{"free", func(*talk.Person) {}, msg.VoiceWon, talk.Accept{Offer: 200}},
		{"taken", func(p *talk.Person) { p.Offers[0].Job.Status, p.Offers[0].Job.Holder = dispatch.Assigned, 8 }, msg.VoiceTooLate, talk.TooLate{Offer: 200}},
		{"theirs", func(p *talk.Person) { p.Offers[0].Job.Status, p.Offers[0].Job.Holder = dispatch.Assigned, 9 }, msg.VoiceYoursAlready, nil},
		{"over", func(p *talk.Person) { p.Offers[0].Job.Status = dispatch.Closed }, msg.VoiceJobOver, nil},
		{"a secret", func(p *talk.Person) { p.Offers[0].Job.Private = true }, msg.VoiceJobOver, nil},
		{"held", func(p *talk.Person) { p.Offers[0].HeldByOther = true }, msg.VoiceOnStandby, talk.Standby{Offer: 200}},
		{"parted", func(p *talk.Person) { p.Volunteer.Apart = []dispatch.ID{7} }, msg.VoiceJobOver, nil},
		{"one job at a time", func(p *talk.Person) {
			p.Volunteer.Trusted = false
			p.Jobs = []talk.Request{{Request: dispatch.Request{ID: 400, Status: dispatch.Assigned, Holder: 9}}}
		}, msg.VoiceHaveJob, nil},
	} {
		p := ben()
		c := phoned(setup(t), p, rosaCalls(), Call{})
		c.press("3")
		line.change(&p) // while they listen
		c.person = p
		c.press("1")
		var want []talk.Effect
		if line.does != nil {
			want = []talk.Effect{line.does}
		}
		if diff := cmp.Diff(want, c.effects); diff != "" || !c.said(line.says) {
			t.Errorf("%s: %+v %s", line.name, c.turn.Say, diff)
		}
	}
}

func TestDeclinesThemAll(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), ben(), rosaCalls(), Call{})
	c.press("3", "2")
	if d, _ := effect[talk.Decline](c.effects); d.Offer != 200 || c.state() != offered {
		t.Errorf("%q: %+v", c.state(), d)
	}
	if c.press("2"); c.state() != helper || !c.said(msg.VoiceAllJobs) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}
}

// What a volunteer may do about a job, and about being asked.
func TestVolunteerKeys(t *testing.T) {
	t.Parallel()
	busy := func(p *talk.Person) {
		p.Offers = nil
		p.Jobs = []talk.Request{{Request: dispatch.Request{ID: 400, Category: "RX", Status: dispatch.Assigned, Holder: 9}}}
	}
	idle := func(p *talk.Person) { p.Offers = nil }
	resting := func(p *talk.Person) { p.Offers, p.Volunteer.Status = nil, dispatch.Paused }
	for _, line := range []struct {
		name   string
		change func(*talk.Person)
		keys   []string
		want   []talk.Effect
	}{
		{"hear it", busy, []string{"3", "1"}, []talk.Effect{talk.PhoneBack{Purpose: talk.CallJob, Request: 400}}},
		{"done", busy, []string{"3", "2"}, []talk.Effect{talk.JobDone{Request: 400}}},
		{"can't", busy, []string{"3", "3", "1"}, []talk.Effect{talk.HandBack{Request: 400}}},
		{"can, after all", busy, []string{"3", "3", "2"}, nil},
		{"not with this neighbor", busy, []string{"3", "5", "3"}, []talk.Effect{talk.Swap{Request: 400}}},
		{"something is wrong", busy, []string{"3", "5", "1"}, []talk.Effect{talk.Report{Request: 400}}},
		{"a break", idle, []string{"3", "1"}, []talk.Effect{talk.Pause{Until: noon.Add(week + 15*time.Second)}}},
		{"back", resting, []string{"3", "1"}, []talk.Effect{talk.Back{}}},
		{"no more helping", idle, []string{"3", "2"}, []talk.Effect{talk.Leave{}}},
		{"no more calls", idle, []string{"3", "8"}, []talk.Effect{talk.StopCalls{}}},
		{"what is known", idle, []string{"3", "4", "1"}, nil},
		{"forget me", idle, []string{"3", "3", "3", "1"}, []talk.Effect{talk.Forget{}}},
	} {
		p := ben()
		line.change(&p)
		c := phoned(setup(t), p, rosaCalls(), Call{})
		c.press(line.keys...)
		if diff := cmp.Diff(line.want, c.all); diff != "" {
			t.Errorf("%s: at %q: %s", line.name, c.state(), diff)
		}
	}
}

// Who is no volunteer yet leaves name and number; who waits for a coordinator's yes is told so.
func TestWantsToHelp(t *testing.T) {
	t.Parallel()
	c := phoned(setup(t), known(), rosaCalls(), Call{})
	c.does("3", "say")
	if k, _ := effect[talk.KeepSpoken](c.effects); k.Spoken.Kind != talk.SpokenName || k.Request != 0 {
		t.Errorf("%+v", k)
	}
	p := ben()
	p.Volunteer.Status = dispatch.Pending
	c = phoned(setup(t), p, rosaCalls(), Call{})
	if c.press("3"); c.state() != mainMenu || !c.said(msg.VoicePending) {
		t.Errorf("%q: %+v", c.state(), c.turn.Say)
	}
}

// By when: a word where no time was said, a day, and the time where one was.
func TestWhen(t *testing.T) {
	t.Parallel()
	for _, line := range []struct {
		urgency dispatch.Urgency
		due     time.Time
		want    []Prompt
	}{
		{dispatch.ThisWeek, time.Time{}, []Prompt{{Key: msg.VoiceThisWeek}}},
		{dispatch.Today, noon.Add(3 * time.Hour), []Prompt{{Key: msg.VoiceToday}, {Words: "3:00 PM"}}},
		{dispatch.TwoDays, noon.Add(24 * time.Hour), []Prompt{{Key: msg.VoiceTomorrow}, {Words: "12:00 PM"}}},
		{dispatch.ThisWeek, time.Date(2026, 6, 5, 23, 59, 0, 0, time.UTC), []Prompt{{Key: msg.Weekday(time.Friday)}}},
		{"", time.Time{}, nil},
	} {
		m := setup(t)
		c := &caller{Turn: m.machine.Begin(talk.Session{}, talk.Event{At: noon}, m.network, nil), menu: m}
		c.when(dispatch.Request{Urgency: line.urgency, DueAt: line.due})
		if diff := cmp.Diff(line.want, c.said); diff != "" {
			t.Error(diff)
		}
	}
	if got := clock(noon.Add(3*time.Hour), "es"); got != "15:00" {
		t.Errorf("in Spanish: %s", got)
	}
}

// What we know of a volunteer, by phone: all but the name.
func TestWhatWeKnow(t *testing.T) {
	t.Parallel()
	p := ben()
	p.Offers = nil
	p.Volunteer.Categories, p.Volunteer.ZIPs, p.Volunteer.Asked = []string{"FOOD", "RX"}, []string{"11211"}, []time.Time{noon, noon}
	c := phoned(setup(t), p, rosaCalls(), Call{})
	c.press("3", "4")
	want := []Prompt{{Key: msg.VoiceHelpsWith}, {Key: msg.NeedIs("FOOD")}, {Key: msg.NeedIs("RX")}, {Key: msg.VoiceNear}, {Digits: "11211"}, {Pause: 300},
		{Key: msg.VoiceAskedThisWeek}, {Digits: "2"}, {Key: msg.VoiceAtMost}, {Digits: "8"}}
	if diff := cmp.Diff(want, c.turn.Say[:len(want)]); diff != "" {
		t.Error(diff)
	}
}
