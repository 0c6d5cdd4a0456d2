package twiml

import (
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ivr"

	"pgregory.net/rapid"
)

// Whatever somebody presses, what they hear is in the language they chose, or all of it in the network's where the
// carrier has no voice for theirs; and the carrier can read every answer.
func TestCallsAreInOneLanguage(t *testing.T) {
	t.Parallel()
	g := readGrammar(t)
	codes := []string{"FOOD", "RX", "RIDE", "BABY"}
	languages := []string{"en", "es", "ht", "zh-Hans", "fr"}
	catalog, err := i18n.Load(i18n.Options{Languages: languages, Menu: codes, Categories: codes, Network: "N", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	o := setup(t)
	o.Catalog = catalog
	network := dispatch.Network{Name: "N", Location: time.UTC, Language: "en", Languages: languages, Emergency: "911"}
	for i, code := range codes {
		network.Categories = append(network.Categories, dispatch.Category{Code: code, Number: i + 1})
	}
	menu := ivr.New(network, nil, ivr.Options{})
	facts := ivr.Facts{Number: "+12125550147", Line: "+12125550100", LiveHelp: []string{"Ana"}}
	rapid.Check(t, func(rt *rapid.T) {
		lang := rapid.SampledFrom(languages).Draw(rt, "language")
		voice, ok := catalog.Voice(lang)
		if !ok {
			voice, _ = catalog.Voice("en")
		}
		person := talk.Person{Language: lang, Asked: []talk.Request{{Request: dispatch.Request{ID: 1, Category: "FOOD", Status: dispatch.Assigned, Holder: 9, PlaceTold: true},
			HolderTexts: true, Passed: []talk.Passed{{ID: 1, Phrase: msg.Phrase{Number: 41, Blank: "12"}}, {ID: 2, Phrase: msg.Phrase{Number: 12}}}}}}
		call := ivr.Call{Request: 1, Purpose: rapid.SampledFrom([]talk.Purpose{"", talk.CallNews}).Draw(rt, "purpose")}
		heard := talk.Heard{Kind: talk.Answered}
		for i := range rapid.IntRange(1, 25).Draw(rt, "turns") {
			var turn ivr.Turn
			call, turn, _ = menu.Step(call, talk.Event{At: time.Unix(int64(i)*5, 0), Heard: heard, Person: person}, facts)
			for j := range turn.Say {
				if turn.Say[j].Words == network.Name {
					turn.Say[j].Words = "" // which is in the network's own language
				}
			}
			doc := parse(t, Render(turn, o))
			g.check(t, doc)
			for _, said := range doc.all("Say") {
				if said.attrs["voice"] != voice.Name {
					rt.Fatalf("in a call in %s somebody says %q in %s", lang, said.text, said.attrs["language"])
				}
			}
			switch rapid.IntRange(0, 5).Draw(rt, "heard") {
			case 0:
				heard = talk.Heard{Kind: talk.Silence}
			case 1:
				heard = talk.Heard{Kind: talk.Recorded, SID: "RE1", Seconds: 3}
			default:
				heard = talk.Heard{Kind: talk.Pressed, Keys: rapid.StringMatching(`[0-9*]|[0-9]{5}|[0-9]{10}`).Draw(rt, "keys")}
			}
		}
	})
}

// all are the elements of a name within another.
func (e *element) all(name string) (found []*element) {
	for _, child := range e.children {
		if child.name == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}
