package ivr

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
)

const day = 24 * time.Hour

func drawPerson(r *rapid.T) talk.Person {
	p := talk.Person{Contact: 7, Name: "Ben", OnCall: rapid.SampledFrom([]string{"", "Ana"}).Draw(r, "on call"),
		AnswerBy: noon.Add(time.Duration(rapid.IntRange(0, 40).Draw(r, "hours")) * time.Hour), Quiet: rapid.Bool().Draw(r, "night"),
		Texts: rapid.SampledFrom([]string{"", "proven", "yes", "no"}).Draw(r, "texts"), Language: rapid.SampledFrom([]string{"", "en", "ht", "so"}).Draw(r, "language")}
	for i := range rapid.IntRange(0, 3).Draw(r, "asked") {
		p.Asked = append(p.Asked, drawRequest(r, dispatch.ID(100+i)))
	}
	if past := drawRequest(r, 110); past.Holder != 0 {
		past.Status, past.RelayUntil = dispatch.Closed, noon.Add(day)
		p.Past = append(p.Past, past)
	}
	if rapid.Bool().Draw(r, "volunteer") {
		drawVolunteer(r, &p)
	}
	return p
}

func drawRequest(r *rapid.T, id dispatch.ID) talk.Request {
	statuses := []dispatch.Status{dispatch.Open, dispatch.Offered, dispatch.Assigned, dispatch.InProgress, dispatch.DoneReported, dispatch.NeedsInfo}
	q := talk.Request{Request: dispatch.Request{ID: id, Resident: 7, Category: rapid.SampledFrom([]string{"FOOD", "BABY", "OTHER", ""}).Draw(r, "category"),
		Place: dispatch.Place{ZIP: "11211", Zone: "North"}, Status: rapid.SampledFrom(statuses).Draw(r, "status"),
		Private: rapid.IntRange(0, 5).Draw(r, "private") == 0, PlaceTold: rapid.Bool().Draw(r, "place told")}, TextedAt: noon, Frozen: rapid.IntRange(0, 5).Draw(r, "frozen") == 0,
		Recordings: []talk.Recording{{ID: 900, Kind: talk.SpokenDetails}, {ID: 901, Kind: talk.SpokenPlace}}}
	if q.Status.Taken() || q.Status == dispatch.DoneReported {
		q.Holder, q.HolderName = 9, "Cleo"
		q.HolderTexts, q.HolderCalls = rapid.Bool().Draw(r, "holder texts"), rapid.Bool().Draw(r, "holder is called")
		q.Passed = drawPassed(r)
	}
	if q.Draft = q.Status == dispatch.NeedsInfo; q.Draft {
		q.Attention = rapid.SampledFrom([]dispatch.Attention{"", dispatch.Unanswered, dispatch.Unconfirmed}).Draw(r, "attention")
	}
	return q
}

// drawPassed is what the other side of a job has passed on: some of it heard.
func drawPassed(r *rapid.T) (all []talk.Passed) {
	heard := rapid.IntRange(0, 5).Draw(r, "heard")
	for i := range rapid.IntRange(0, 5).Draw(r, "passed on") {
		p := talk.Passed{ID: dispatch.ID(600 + i), Heard: i < heard}
		switch rapid.IntRange(0, 2).Draw(r, "as") {
		case 0:
			p.Words, p.Language = "their words", "es"
		case 1:
			p.Phrase = rapid.SampledFrom([]msg.Phrase{{Number: 12}, {Number: 41, Blank: "12"}}).Draw(r, "phrase")
		default:
			p.Recording = dispatch.ID(950 + i)
		}
		all = append(all, p)
	}
	return all
}

func drawVolunteer(r *rapid.T, p *talk.Person) {
	p.Volunteer = &dispatch.Volunteer{ID: 7, Languages: []string{"en"}, Trusted: rapid.Bool().Draw(r, "trusted"),
		Status: rapid.SampledFrom([]dispatch.VolunteerStatus{dispatch.Pending, dispatch.Active, dispatch.Paused, dispatch.Removed}).Draw(r, "volunteer is")}
	for i := range rapid.IntRange(0, 3).Draw(r, "offers") {
		o := talk.Offer{Offer: dispatch.Offer{ID: dispatch.ID(200 + i), Request: dispatch.ID(300 + i), Volunteer: 7,
			Status: rapid.SampledFrom([]dispatch.OfferStatus{dispatch.OfferSent, dispatch.OfferExpired, dispatch.OfferAccepted}).Draw(r, "offer"), SentAt: noon},
			Job: drawRequest(r, dispatch.ID(300+i)).Request, HeldByOther: rapid.IntRange(0, 3).Draw(r, "held") == 0}
		o.Job.Resident, o.Job.DueAt = 8, rapid.SampledFrom([]time.Time{{}, noon.Add(2 * time.Hour), noon.Add(3 * day)}).Draw(r, "due")
		if o.Job.Holder != 0 && rapid.Bool().Draw(r, "mine") {
			o.Job.Holder = 7
			p.Jobs = append(p.Jobs, talk.Request{Request: o.Job, ResidentCalls: true, Passed: drawPassed(r), RelayUntil: noon.Add(day), Recordings: []talk.Recording{{ID: 902, Kind: talk.SpokenDetails}}})
		}
		p.Offers = append(p.Offers, o)
	}
}

func drawFacts(r *rapid.T, called talk.Purpose) Facts {
	news := rapid.Bool().Draw(r, "news")
	f := Facts{Line: line, News: func(string) bool { return news }, Tomorrow: rapid.Bool().Draw(r, "tomorrow"),
		Number:   rapid.SampledFrom([]string{"", rosa}).Draw(r, "number"),
		LiveHelp: rapid.SampledFrom([][]string{nil, {"Ana"}, {"Ana", "Dora", "Eli", "Fay"}}).Draw(r, "live help")}
	proven := false
	f.PIN = func(keys string) (string, bool) {
		proven = proven || keys == "1234"
		return "Ana", keys == "1234"
	}
	waiting := Desk{Unread: rapid.IntRange(0, 2).Draw(r, "unread"), Cases: []Case{{Request: 100, Code: "4172", Why: dispatch.Reported, Connect: true},
		{Request: 600, Code: "4174", Why: dispatch.Voicemail, Recordings: []talk.Recording{{ID: 903, Kind: talk.SpokenMessage}}}, {Request: 601, Code: "4175", Why: dispatch.Taken}}}
	f.Desk = func() Desk {
		if called == talk.CallAlert || proven {
			return waiting
		}
		return Desk{}
	}
	f.ByCode = func(code string) *talk.Request {
		if code != "4173" {
			return nil
		}
		return &talk.Request{Request: dispatch.Request{ID: 500, Status: dispatch.Offered}}
	}
	f.Prompts = func(string) []Asked {
		return []Asked{{Key: msg.VoiceGreeting}, {Key: msg.VoiceDanger}, {Key: msg.VoiceAskHelp, Recorded: true}}
	}
	return f
}

// drawHeard is something a caller does: mostly what is listened for.
func drawHeard(r *rapid.T, l Listen, n int) talk.Heard {
	switch kind := rapid.IntRange(0, 29).Draw(r, "does"); {
	case kind < 3:
		return talk.Heard{Kind: talk.Silence}
	case kind == 3:
		return talk.Heard{Kind: rapid.SampledFrom([]talk.HeardKind{talk.Answered, talk.Rang, talk.Recorded}).Draw(r, "odd")}
	case l.For == ForRecording:
		return talk.Heard{Kind: talk.Recorded, SID: fmt.Sprintf("RE%d", n), Seconds: rapid.IntRange(0, 120).Draw(r, "seconds")}
	case l.For == ForRing:
		return talk.Heard{Kind: talk.Rang, Bridged: rapid.IntRange(0, 3).Draw(r, "bridged") == 0}
	case l.For == ForKeys && l.Digits > 1:
		return talk.Heard{Kind: talk.Pressed, Keys: rapid.SampledFrom([]string{"11211", "90210", "#", "*", "9", "0", "12", "2125550142", "9115550142",
			"4173", "9999", "1234", "12*4"}).Draw(r, "number")}
	}
	return talk.Heard{Kind: talk.Pressed, Keys: rapid.SampledFrom(strings.Split("1 1 1 1 2 2 3 3 4 5 6 7 8 9 0 * #", " ")).Draw(r, "key")}
}

var purposes = []talk.Purpose{"", "", "", talk.CallNews, talk.CallOffer, talk.CallConfirm, talk.CallBack, talk.CallJob, talk.CallScreen, talk.CallAlert}

// TestAnyCall lets anybody do anything in any call. Nothing panics, a call survives being stored, goes only where the
// table says, ends within its caps with something said or kept, speaks one language, and loses nothing that was said.
// Somebody who phones us never hears a name, a place or a recording.
func TestAnyCall(t *testing.T) {
	t.Parallel()
	m, words := setup(t), catalog(t)
	rapid.Check(t, func(r *rapid.T) {
		called := rapid.SampledFrom(purposes).Draw(r, "purpose")
		c := &phoneCall{menu: m, person: drawPerson(r), facts: drawFacts(r, called), at: noon}
		c.call = Call{Purpose: called, Request: rapid.SampledFrom([]dispatch.ID{0, 100, 300}).Draw(r, "request"),
			Offer: rapid.SampledFrom([]dispatch.ID{0, 200}).Draw(r, "offer")}
		machine := c.call.Purpose != "" && rapid.IntRange(0, 9).Draw(r, "machine") == 0
		c.hear(talk.Heard{Kind: talk.Answered, Machine: machine})
		checkTurn(r, words, c)
		hangsUp := rapid.IntRange(0, 60).Draw(r, "hangs up after")
		for n := 0; !c.call.Over; n++ {
			if n > 100 {
				r.Fatalf("a call without end at %q", c.state())
			}
			before, h := c.call, drawHeard(r, c.turn.Listen, n)
			if n == hangsUp {
				h = talk.Heard{Kind: talk.HungUp}
			}
			c.at = c.at.Add(time.Duration(rapid.IntRange(0, 60).Draw(r, "seconds")) * time.Second)
			c.hear(h)
			checkTurn(r, words, c)
			checkStep(r, c, before, h)
			c.call = stored(r, c.call)
		}
		if len(c.turn.Say) == 0 && len(c.all) == 0 && c.call.Purpose != talk.CallScreen {
			r.Fatalf("a call ends with nothing said or kept")
		}
		checkSaid(r, c)
	})
}

var timeOfDay = regexp.MustCompile(`^[0-9]{1,2}:[0-9]{2}( [AP]M)?$`)

// checkTurn holds what is said to what may be said.
func checkTurn(r *rapid.T, words *i18n.Catalog, c *phoneCall) {
	for _, p := range c.turn.Say {
		set := 0
		for _, is := range []bool{p.Key != "", p.Digits != "", p.Code, p.Words != "", p.Recording != 0, p.Pause != 0} {
			if is {
				set++
			}
		}
		if set != 1 {
			r.Fatalf("%q: a piece is one thing: %+v", c.state(), p)
		}
		if _, ok := words.Prompt("en", p.Key); p.Key != "" && !ok && p.Key != msg.VoiceNews {
			r.Fatalf("%q: nobody can say %q", c.state(), p.Key)
		}
		if strings.Trim(p.Digits, "0123456789") != "" {
			r.Fatalf("%q: %q are no digits", c.state(), p.Digits)
		}
	}
	heardByPIN := func(p Prompt) bool { return len(c.facts.Desk().Cases) > 0 && p.Recording == 903 }
	said := Turn{Say: slices.DeleteFunc(slices.Clone(c.turn.Say), heardByPIN)}
	if heard, ok := leaks(c.call, said); ok {
		r.Fatalf("%q: somebody who phones us hears %+v", c.state(), heard)
	}
	want := c.call.Language
	if want == "" {
		want = "en"
	}
	if c.turn.Language != want {
		r.Fatalf("%q: a call in %q goes on in %q", c.state(), want, c.turn.Language)
	}
}

// leaks finds what nobody who phones us may hear: a name, words, a recording, or a sentence that was passed on to them.
// Those they choose from to say one themselves are said to anybody.
func leaks(c Call, t Turn) (Prompt, bool) {
	for i, p := range t.Say {
		passed := strings.HasPrefix(string(p.Key), "phrase_") && i > 0 && t.Say[i-1].Key == msg.VoiceTheySay
		if c.Purpose == "" && (passed || p.Recording != 0 || p.Words != "" && p.Words != "Eastside Mutual Aid" && !timeOfDay.MatchString(p.Words)) {
			return p, true
		}
	}
	return Prompt{}, false
}

func checkStep(r *rapid.T, c *phoneCall, before Call, h talk.Heard) {
	from, now := before.Open[len(before.Open)-1].State, c.state()
	if before.Language != "" && before.Language != c.call.Language && from != language {
		r.Fatalf("%q: the language changes by itself", from)
	}
	if now != from && !c.call.Over && now != lastWords && !slices.Contains(questionsFrom(from), now) {
		r.Fatalf("%q leads to %q, which the table does not know", from, now)
	}
	if h.Kind == talk.HungUp && (!c.call.Over || c.turn.Listen.For != HangUp) {
		r.Fatalf("%q: goes on after the caller has hung up", from)
	}
	if c.call.Questions > 35 || c.at.Sub(c.call.Began) > 27*time.Minute && !c.call.Over {
		r.Fatalf("%q: question %d after %s", now, c.call.Questions, c.at.Sub(c.call.Began))
	}
	for _, e := range c.effects {
		checkEffect(r, c, e)
	}
}

// questionsFrom are the questions that can follow one, by way of forks. A key pressed while "speak after the tone" is
// said answers the question before.
func questionsFrom(s talk.State) []talk.State {
	var questions []talk.State
	seen := map[talk.State]bool{}
	todo := to(s)
	if s == speak {
		todo = append(todo, append(to(mainMenu), to(language)...)...)
	}
	for ; len(todo) > 0; todo = todo[1:] {
		if seen[todo[0]] {
			continue
		}
		seen[todo[0]] = true
		if f, ok := table().forks[todo[0]]; ok {
			todo = append(todo, f.May...)
		} else {
			questions = append(questions, todo[0])
		}
	}
	return questions
}

func checkEffect(r *rapid.T, c *phoneCall, e talk.Effect) {
	switch e := e.(type) {
	case talk.Say:
		r.Fatalf("a call says something by text")
	case talk.Accept:
		i := slices.IndexFunc(c.person.Offers, func(o talk.Offer) bool { return o.ID == e.Offer })
		if o := c.person.Offers[i]; i < 0 || !o.Job.Status.Waiting() || o.HeldByOther || o.Job.Private {
			r.Fatalf("a job is taken that is not free")
		}
	case talk.OpenRequest:
		if e.Need.Category == "" || e.Phone != "" && !strings.HasPrefix(e.Phone, "+1") {
			r.Fatalf("opened %+v", e)
		}
	case talk.PhoneBack:
		if c.facts.Number == "" || c.call.Purpose != "" {
			r.Fatalf("phones back nobody, or who is on the phone")
		}
	case talk.SetLanguage:
		if c.facts.Number == "" {
			r.Fatalf("a language for no phone")
		}
	case talk.KeepPrompt:
		if e.Key == "" || e.Language == "" || e.Spoken.SID == "" {
			r.Fatalf("kept prompt %+v", e)
		}
	case talk.TakeCase:
		if len(c.facts.Desk().Cases) == 0 || e.Code == "4175" {
			r.Fatalf("%s is taken by who may not, or has it", e.Code)
		}
	case talk.SetPlace:
		if c.call.Purpose == "" {
			r.Fatalf("a place is told by somebody who phones us")
		}
	case talk.Listened:
		if c.call.Purpose == "" {
			r.Fatalf("somebody who phones us hears what was passed on")
		}
	case talk.Relay:
		checkRelay(r, c, e)
	}
}

// checkRelay: what is said to the other side is one thing, and the two are still put together.
func checkRelay(r *rapid.T, c *phoneCall, e talk.Relay) {
	all := slices.Concat(c.person.Asked, c.person.Past, c.person.Jobs)
	q := find(all, e.Request)
	if q == nil || q.Holder == 0 || q.Frozen || q.Private || !q.Status.Taken() && !c.at.Before(q.RelayUntil) {
		r.Fatalf("passed on to nobody: %+v", q)
	}
	if _, ok := msg.ReadPhrase(e.Phrase.Number, e.Phrase.Blank); ok == (e.Spoken.SID != "") || e.Words != "" {
		r.Fatalf("passed on %+v", e)
	}
}

// checkSaid: whatever was recorded is kept, unless it was said again or was a prompt that its speaker did not keep.
func checkSaid(r *rapid.T, c *phoneCall) {
	kept := map[string]bool{}
	for _, e := range c.all {
		switch e := e.(type) {
		case talk.OpenRequest:
			keepAll(kept, e.Spoken)
		case talk.KeepDraft:
			keepAll(kept, e.Draft.Spoken)
		case talk.KeepSpoken:
			kept[e.Spoken.SID] = true
		case talk.SetPlace:
			kept[e.Spoken.SID] = true
		case talk.Relay:
			kept[e.Spoken.SID] = true
		case talk.KeepPrompt:
			kept[e.Spoken.SID] = true
		}
	}
	for _, s := range c.recorded {
		if !kept[s] {
			r.Fatalf("%s was said, and is lost", s)
		}
	}
}

func keepAll(kept map[string]bool, said []talk.Spoken) {
	for _, s := range said {
		kept[s.SID] = true
	}
}

func stored(r *rapid.T, c Call) Call {
	data, err := json.Marshal(c)
	if err != nil {
		r.Fatal(err)
	}
	var back Call
	if err := json.Unmarshal(data, &back); err != nil {
		r.Fatal(err)
	}
	if again, _ := json.Marshal(back); string(again) != string(data) {
		r.Fatalf("a call changes when it is stored:\n%s\n%s", data, again)
	}
	return back
}

// FuzzStep hears anything at any question, of somebody to whom everything could be told.
func FuzzStep(f *testing.F) {
	m := setup(f)
	all := slices.Sorted(func(yield func(talk.State) bool) {
		for s := range table().nodes {
			if !yield(s) {
				return
			}
		}
	})
	f.Add("1", uint8(0), uint8(0), 0)
	f.Add("11211", uint8(9), uint8(1), 3)
	person := talk.Person{Contact: 7, Name: "Rosa", Asked: []talk.Request{withWord(100)}, Past: []talk.Request{withWord(110)}, Jobs: []talk.Request{withWord(300)},
		Volunteer: &dispatch.Volunteer{ID: 7, Status: dispatch.Active}}
	f.Fuzz(func(t *testing.T, keys string, state, purpose uint8, seconds int) {
		call := Call{Purpose: purposes[int(purpose)%len(purposes)], Began: noon, Language: "en"}
		call.Open = []talk.Question{{State: all[int(state)%len(all)], Request: []dispatch.ID{100, 110, 300, 0}[int(state)%4], Draft: talk.Draft{Needs: []talk.Need{{Category: "FOOD"}}}}}
		for _, h := range []talk.Heard{{Kind: talk.Pressed, Keys: keys}, {Kind: talk.Recorded, SID: keys, Seconds: seconds},
			{Kind: talk.Rang}, {Kind: talk.Silence}, {Kind: talk.HungUp}} {
			next, turn, _ := m.Step(call, talk.Event{At: noon, Heard: h, Person: person}, rosaCalls())
			if heard, ok := leaks(next, turn); ok {
				t.Errorf("%q, %+v: somebody who phones us hears %+v", all[int(state)%len(all)], h, heard)
			}
			if turn.Listen.For == "" || h.Kind == talk.HungUp && !next.Over {
				t.Errorf("%q, %+v: listens for %q", all[int(state)%len(all)], h, turn.Listen.For)
			}
		}
	})
}
