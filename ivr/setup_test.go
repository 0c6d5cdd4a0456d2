package ivr

import (
	"slices"
	"sync"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
)

var (
	noon   = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	tongue = []string{"en", "es", "ht", "zh-Hans", "fr"}
)

// network is a small one that speaks five languages.
func network() dispatch.Network {
	return dispatch.Network{
		Name: "Eastside Mutual Aid", Location: time.UTC, Language: "en", Languages: tongue, Emergency: "911", Contact: "help@example.org",
		Categories: []dispatch.Category{{Code: "FOOD", Number: 1, Pays: dispatch.Pays{By: dispatch.PayResident}}, {Code: "RX", Number: 2},
			{Code: "RIDE", Number: 3}, {Code: "BABY", Number: 4, Pays: dispatch.Pays{By: dispatch.PayNetwork, UpTo: 50}},
			{Code: "SAFE", PersonOnly: true}, {Code: "OTHER", PersonOnly: true}},
		Zones: []dispatch.Zone{{Name: "North", ZIPs: []string{"11206", "11211"}}, {Name: "South", ZIPs: []string{"11215"}}},
		Rules: dispatch.Rules{WeeklyLimit: 8, ApproveVolunteers: true},
	}
}

// setup makes the menu of the small network.
func setup(testing.TB) *Menu { return New(network(), nil, Options{}) }

// table is the menu as data, made once: the tests look at it often.
var table = sync.OnceValue(func() *Menu { return New(network(), nil, Options{}) })

// catalog is what is said, in every built-in language.
func catalog(t testing.TB) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load(i18n.Options{Languages: tongue, Default: "en", Menu: []string{"FOOD", "RX", "RIDE", "BABY"},
		Network: "Eastside Mutual Aid", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// phoneCall is a call in a test: what is pressed and said, step by step, with everything that came of it.
type phoneCall struct {
	menu    *Menu
	person  talk.Person
	facts   Facts
	at      time.Time
	call    Call
	turn    Turn
	effects []talk.Effect // of the last step
	all     []talk.Effect
	voice   int
	// recorded are the recordings that must not get lost: those not said again since, and no prompts.
	recorded []string
}

// phoned is a call from somebody, or to somebody, at its first question.
func phoned(m *Menu, p talk.Person, f Facts, call Call) *phoneCall {
	c := &phoneCall{menu: m, person: p, facts: f, at: noon, call: call}
	c.hear(talk.Heard{Kind: talk.Answered})
	return c
}

func (c *phoneCall) hear(h talk.Heard) {
	c.at = c.at.Add(5 * time.Second)
	before := c.call
	defer func() { c.note(before, h) }()
	c.call, c.turn, c.effects = c.menu.Step(c.call, talk.Event{At: c.at, Heard: h, Person: c.person}, c.facts)
	c.all = append(c.all, c.effects...)
}

// note notes which recordings must be kept.
func (c *phoneCall) note(before Call, h talk.Heard) {
	if len(before.Open) == 0 || before.Over {
		return
	}
	q := before.Open[len(before.Open)-1]
	n := table().nodes[q.State]
	drop := func(kind talk.SpokenKind) {
		if s, ok := saidOf(q.Draft.Spoken, kind); ok {
			c.recorded = slices.DeleteFunc(c.recorded, func(sid string) bool { return sid == s.SID })
		}
	}
	switch {
	case h.Kind == talk.Recorded && h.SID != "" && n.Record != "" && n.Record != talk.SpokenPrompt:
		if !slices.Contains([]talk.State{addWords, tellMore, sayWrong, sayName, tone, leavePlace}, q.State) {
			drop(n.Record)
		}
		c.recorded = append(c.recorded, h.SID)
	case h.Kind == talk.Pressed && h.Keys == "2" && q.State == keep:
		drop(talk.SpokenDetails)
	case h.Kind == talk.Pressed && h.Keys == "2" && q.State == messageKeep:
		drop(talk.SpokenMessage)
	case h.Kind == talk.Pressed && h.Keys == "2" && q.State == placeKeep:
		drop(talk.SpokenPlace)
	case h.Kind == talk.Pressed && h.Keys == "2" && q.State == wordsKeep:
		drop(talk.SpokenWords)
	case h.Kind == talk.Pressed && q.State == zip && c.state() == zipRight: // a ZIP after all
		drop(talk.SpokenCorner)
	}
}

// press presses keys, one turn each.
func (c *phoneCall) press(keys ...string) {
	for _, k := range keys {
		c.hear(talk.Heard{Kind: talk.Pressed, Keys: k})
	}
}

// does presses keys, and speaks where it says "say".
func (c *phoneCall) does(steps ...string) {
	for _, s := range steps {
		if s == "say" {
			c.speak(9)
		} else {
			c.press(s)
		}
	}
}

// silence is told once the words were said and the wait is over.
func (c *phoneCall) silence() {
	c.at = c.at.Add(30 * time.Second)
	c.hear(talk.Heard{Kind: talk.Silence})
}

func (c *phoneCall) speak(seconds int) {
	c.voice++
	c.hear(talk.Heard{Kind: talk.Recorded, SID: sid(c.voice), Seconds: seconds})
}

func sid(n int) string { return "RE" + string(rune('0'+n)) }

func (c *phoneCall) state() talk.State {
	if len(c.call.Open) == 0 {
		return ""
	}
	return c.call.Open[len(c.call.Open)-1].State
}

// says says whether a piece was said in the last turn.
func (c *phoneCall) says(piece Prompt) bool { return slices.Contains(c.turn.Say, piece) }

// said says whether a key was said in the last turn.
func (c *phoneCall) said(key msg.Key) bool {
	for _, p := range c.turn.Say {
		if p.Key == key {
			return true
		}
	}
	return false
}

// effect finds the last effect of a kind.
func effect[E talk.Effect](effects []talk.Effect) (found E, ok bool) {
	for _, e := range effects {
		if e, is := e.(E); is {
			found, ok = e, true
		}
	}
	return found, ok
}

const (
	rosa = "+12125550101"
	line = "+12125550100"
)

// rosaCalls are the facts of a call from a landline.
func rosaCalls() Facts { return Facts{Number: rosa, Line: line} }
