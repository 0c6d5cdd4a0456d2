package dispatch

import (
	"testing"
	"time"
)

// zone loads a time zone.
func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// network is a network with the documented defaults and three zones in a row.
func network(t testing.TB) *Network {
	t.Helper()
	return &Network{
		Name: "Eastside", Location: zone(t, "America/New_York"), Language: "en",
		Categories: []Category{{Code: "FOOD", Number: 1}, {Code: "RX", Number: 2}, {Code: "RIDE", TrustedOnly: true},
			{Code: "SAFE", PersonOnly: true}},
		Zones: []Zone{
			{Name: "North", ZIPs: []string{"11206", "11211"}, Neighbors: []string{"Middle"}},
			{Name: "Middle", ZIPs: []string{"11221"}, Neighbors: []string{"North", "South"}},
			{Name: "South", ZIPs: []string{"11233"}},
		},
		Rules: Rules{LiveOffers: 5, ReplaceAfter: 30 * time.Minute, AskAgainAfter: 8 * time.Hour, DailyLimit: 2,
			WeeklyLimit: 8, OpenJobs: 1, Quiet: Quiet{21 * 60, 8 * 60}, EscalateAfter: 4 * time.Hour,
			StandDownWindow: 30 * time.Minute},
	}
}

// noon is a Wednesday, 12:00 in New York.
func noon(t testing.TB) time.Time {
	t.Helper()
	return time.Date(2026, 11, 18, 12, 0, 0, 0, zone(t, "America/New_York"))
}

// food is an open request in North.
func food(t testing.TB) Request {
	t.Helper()
	return Request{ID: 1, Resident: 1000, Status: Open, Category: "FOOD", Place: Place{ZIP: "11211", Zone: "North"},
		Urgency: TwoDays, Language: "en", OpenedAt: noon(t)}
}

// volunteers are n active, trusted people in North, ids from 1.
func volunteers(n int) []Volunteer {
	v := make([]Volunteer, n)
	for i := range v {
		v[i] = Volunteer{ID: ID(i + 1), Status: Active, Trusted: true, ZIPs: []string{"11211"}, Languages: []string{"en"}}
	}
	return v
}
