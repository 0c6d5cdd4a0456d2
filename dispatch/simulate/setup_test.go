package simulate

import (
	"testing"
	"time"
	_ "time/tzdata"

	"hotline/dispatch"
)

// letters are those of a line in English.
var letters = []string{"B", "C", "D", "F", "G", "H", "J", "K", "L", "M", "P", "Q", "R", "T", "V", "W", "X", "Z"}

// setup is a world with the documented defaults, three zones and three languages.
func setup(t testing.TB) World {
	t.Helper()
	location, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return World{
		Network: dispatch.Network{
			Name: "Eastside", Location: location, Language: "en", Languages: []string{"en", "es", "ht"},
			Categories: []dispatch.Category{{Code: "FOOD", Number: 1}, {Code: "RX", Number: 2}, {Code: "ERRAND", Number: 3},
				{Code: "HYG", Number: 4}, {Code: "GOODS"}, {Code: "PET"}, {Code: "RIDE", TrustedOnly: true}, {Code: "SAFE", PersonOnly: true}},
			Zones: []dispatch.Zone{
				{Name: "North", ZIPs: []string{"11206", "11211"}, Neighbors: []string{"Middle"}},
				{Name: "Middle", ZIPs: []string{"11221"}, Neighbors: []string{"North", "South"}},
				{Name: "South", ZIPs: []string{"11233"}, Neighbors: []string{"Middle"}},
			},
			Rules: dispatch.Rules{LiveOffers: 5, ReplaceAfter: 30 * time.Minute, AskAgainAfter: 8 * time.Hour, DailyLimit: 2,
				WeeklyLimit: 8, OpenJobs: 1, Quiet: dispatch.Quiet{From: 21 * 60, Until: 8 * 60}, EscalateAfter: 4 * time.Hour,
				StandDownWindow: 30 * time.Minute},
		},
		Letters: letters, Seed: 1, Runs: 1, Volunteers: 100, PerDay: 8, Days: 60, Yes: 0.2,
	}
}
