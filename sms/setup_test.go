package sms

import (
	"os"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"hotline/dispatch"
	"hotline/i18n/lexicon"
)

// setup makes the conversation of a small network, in English.
func setup(t testing.TB) *Conversation {
	t.Helper()
	data, err := os.ReadFile("../i18n/words/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var words lexicon.Words
	if err := toml.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	l, err := lexicon.New([]lexicon.Language{{Tag: "en", Words: words}})
	if err != nil {
		t.Fatal(err)
	}
	return New(dispatch.Network{
		Name: "Eastside Mutual Aid", Location: time.UTC, Language: "en", Languages: []string{"en"}, Emergency: "911",
		Categories: []dispatch.Category{{Code: "FOOD", Number: 1}, {Code: "RX", Number: 2}, {Code: "RIDE", Number: 3},
			{Code: "BABY", Number: 4}, {Code: "SAFE", PersonOnly: true}, {Code: "OTHER", PersonOnly: true}},
		Zones: []dispatch.Zone{{Name: "North", ZIPs: []string{"11206", "11211"}}, {Name: "South", ZIPs: []string{"11215"}}},
		Rules: dispatch.Rules{WeeklyLimit: 8, ApproveVolunteers: true},
	}, l)
}
