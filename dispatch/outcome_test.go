package dispatch

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestStandDown(t *testing.T) {
	t.Parallel()
	now := noon(t)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	offers := []Offer{
		{ID: 1, Volunteer: 1, Status: OfferSent, SentAt: ago(10 * time.Minute)}, // the winner
		{ID: 2, Volunteer: 2, Status: OfferSent, SentAt: ago(30 * time.Minute)},
		{ID: 3, Volunteer: 3, Status: OfferSent, SentAt: ago(31 * time.Minute)},
		{ID: 4, Volunteer: 4, Status: OfferExpired, SentAt: ago(20 * time.Minute)},
		{ID: 5, Volunteer: 5, Status: OfferDeclined, SentAt: ago(5 * time.Minute)},
		{ID: 6, Volunteer: 6, Status: OfferFailed, SentAt: ago(5 * time.Minute)},
		{ID: 7, Volunteer: 7, Status: OfferQueued},
		{ID: 8, Volunteer: 8, Status: OfferTooLate, SentAt: ago(time.Minute)},
	}
	var told []ID
	for _, o := range StandDown(offers, 1, 30*time.Minute, now) {
		told = append(told, o.ID)
	}
	if want := []ID{2, 4}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// A job that came back is given again: who was silent the first time has heard then that it was covered.
func TestStandDownTellsNobodyTwice(t *testing.T) {
	t.Parallel()
	now := noon(t)
	ago := func(minutes int) time.Time { return now.Add(-time.Duration(minutes) * time.Minute) }
	offers := []Offer{
		{ID: 1, Volunteer: 1, Status: OfferExpired, SentAt: ago(25)},
		{ID: 2, Volunteer: 2, Status: OfferHandedBack, SentAt: ago(20), RepliedAt: ago(5)},
		{ID: 3, Volunteer: 3, Status: OfferSent, SentAt: ago(4)},
		{ID: 4, Volunteer: 4, Status: OfferSent, SentAt: ago(4)}, // the winner
	}
	if told := StandDown(offers, 4, 30*time.Minute, now); len(told) != 1 || told[0].ID != 3 {
		t.Errorf("told %v", told)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	var offers []Offer
	for _, s := range []OfferStatus{OfferSent, OfferDeclined, OfferDeclined, OfferExpired, OfferFailed, OfferHandedBack} {
		offers = append(offers, Offer{Status: s})
	}
	if diff := cmp.Diff(Counts{Asked: 6, No: 2, Silent: 2, Failed: 1}, Count(offers)); diff != "" {
		t.Error(diff)
	}
}

func TestNextLetter(t *testing.T) {
	t.Parallel()
	now := noon(t)
	letters := []string{"B", "C", "E"}
	had := func(ago time.Duration, status OfferStatus, names ...string) (offers []Offer) {
		for _, name := range names {
			offers = append(offers, Offer{Letter: name, Status: status, SentAt: now.Add(-ago)})
		}
		return offers
	}
	day := 24 * time.Hour
	for _, c := range []struct {
		offers []Offer
		want   string
	}{
		{nil, "B"},
		{had(day, OfferDeclined, "B"), "C"},
		{had(15*day, OfferDeclined, "B"), "B"},
		{had(15*day, OfferSent, "B"), "C"},
		{had(day, OfferSent, "B", "C", "E"), "BB"},
		{had(day, OfferSent, "B", "C", "E", "BB"), "BC"},
		{had(day, OfferSent, "B", "C", "E", "BB", "BC", "CB", "CC"), "BBB"},
	} {
		if got := NextLetter(letters, c.offers, now); got != c.want {
			t.Errorf("after %v: %q, want %q", c.offers, got, c.want)
		}
	}
	if got := NextLetter(nil, nil, now); got != "" {
		t.Errorf("without letters: %q", got)
	}
}

// A letter never comes back within 14 days, however many offers one person gets, and none is a word.
func TestNextLetterProperty(t *testing.T) {
	t.Parallel()
	letters := []string{"B", "C", "D", "E", "U"}
	shape := regexp.MustCompile(`^([BCDEU]|[BCD]{2,})$`)
	rapid.Check(t, func(rt *rapid.T) {
		now := noon(t)
		var offers []Offer
		for range rapid.IntRange(1, 60).Draw(rt, "offers") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3*24).Draw(rt, "hours")) * time.Hour)
			letter := NextLetter(letters, offers, now)
			if !shape.MatchString(letter) {
				rt.Fatalf("letter %q", letter)
			}
			for _, o := range offers {
				if o.Letter == letter && now.Sub(o.SentAt) < 14*24*time.Hour {
					rt.Fatalf("%q again after %v", letter, now.Sub(o.SentAt))
				}
			}
			offers = append(offers, Offer{Letter: letter, Status: OfferExpired, SentAt: now})
		}
	})
}

func TestWhoIsOnCall(t *testing.T) {
	t.Parallel()
	n := network(t)
	office, err := ParseHours("mon-fri 09:00-18:00")
	if err != nil {
		t.Fatal(err)
	}
	ana := Coordinator{Name: "Ana", OnCall: office, Safety: true}
	bo := Coordinator{Name: "Bo", OnCall: office}
	cy := Coordinator{Name: "Cy", OnCall: Hours{{6, 0, 1440}}}
	wednesday, evening := noon(t), noon(t).Add(8*time.Hour)
	saturday := noon(t).AddDate(0, 0, 3)
	names := func(some []Coordinator) (names []string) {
		for _, c := range some {
			names = append(names, c.Name)
		}
		return names
	}
	for _, c := range []struct {
		name string
		who  []Coordinator
		got  func(time.Time) []Coordinator
		at   time.Time
		want []string
	}{
		{"on call", []Coordinator{ana, bo, cy}, n.OnCall, wednesday, []string{"Ana", "Bo"}},
		{"danger goes to who takes it", []Coordinator{bo, ana, cy}, n.Alerted, wednesday, []string{"Ana"}},
		{"danger, nobody on call takes it", []Coordinator{ana, bo, cy}, n.Alerted, saturday, []string{"Cy"}},
		{"danger, nobody on call", []Coordinator{ana, bo}, n.Alerted, evening, []string{"Ana", "Bo"}},
		{"danger, nobody at all", nil, n.Alerted, wednesday, nil},
		{"private, never to others", []Coordinator{ana, bo, cy}, n.AlertedPrivately, saturday, []string{"Ana"}},
		{"private, nobody named", []Coordinator{bo, cy}, n.AlertedPrivately, wednesday, nil},
		{"next, those off duty last", []Coordinator{ana, bo, cy}, func(t time.Time) []Coordinator { return n.AlertedNext(t, false) }, wednesday, []string{"Bo", "Ana", "Cy"}},
		{"next in a private case", []Coordinator{ana, bo, cy}, func(t time.Time) []Coordinator { return n.AlertedNext(t, true) }, wednesday, []string{"Ana"}},
		{"digest, nobody on call", []Coordinator{ana, bo}, n.Notified, evening, []string{"Ana", "Bo"}},
	} {
		n.Coordinators = c.who
		if diff := cmp.Diff(c.want, names(c.got(c.at))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	n := network(t)
	n.Coordinators = []Coordinator{{Name: "Ana", OnCall: Hours{{4, 9 * 60, 12 * 60}}}, {Name: "Cy"}}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, n.Location) }
	for _, c := range []struct {
		at   time.Time
		name string
		by   time.Time
	}{
		{at(18, 12, 0), "Cy", at(18, 14, 0)},
		{at(18, 12, 1), "Cy", at(18, 14, 30)},
		{at(18, 23, 0), "Cy", at(19, 10, 0)},
		{at(19, 10, 0), "Ana", at(19, 12, 0)},
	} {
		who, by, ok := n.Answers(c.at)
		if !ok || who.Name != c.name || !by.Equal(c.by) {
			t.Errorf("at %v: %s by %v, want %s by %v", c.at, who.Name, by, c.name, c.by)
		}
	}
	n.Coordinators = nil
	if _, _, ok := n.Answers(noon(t)); ok {
		t.Error("nobody answers, and somebody was promised")
	}
}
