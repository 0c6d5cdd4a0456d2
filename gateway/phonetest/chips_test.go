package phonetest

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestChips(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"14:05 Eastside Mutual Aid, job B: groceries for 2 near 11211, today. Can you? Reply YES B or NO B": {"YES B", "NO B"},
		"Thank you, Ana! There is another: job C, a ride in 11206. YES C?":                                  {"YES C"},
		"You need: 1 medicine picked up, 2 baby things. Right? Reply 1 for yes, or write what to change.":   {"1", "2"},
		"Right? Reply 1 for yes, or write what to change.":                                                  {"1"},
		"Hand groceries back? 1 = yes, we ask others":                                                       {"1"},
		"What do you need? 1 food  2 medicine  3 a ride  4 baby things  5 something else.":                  {"1", "2", "3", "4", "5"},
		"You have it, Ben. DONE when done, DROP if you can't.":                                              {"DONE", "DROP"},
		"We are asking. STOP ends texts, HELP for help. ESPANOL? KREYOL? ZHONGWEN?":                         {"ESPANOL", "KREYOL", "ZHONGWEN"},
		"Which ZIP code are you in? 5 numbers, like 11211.":                                                 nil,
		"Groceries for 1 near 11211. We text you.":                                                          nil,
		"¿Puede? Responda SÍ BC o NO BC":                                                                    {"SÍ BC", "NO BC"},
		"14:05 工作B：食物，11211附近。可以吗？回复 YES B 或 NO B":                                                          {"YES B", "NO B"},
		"":                nil,
		"ACME Aid: hello": nil,
	} {
		if got := chips(text, "ACME Aid"); !slices.Equal(got, want) {
			t.Errorf("%q offers %q, want %q", text, got, want)
		}
	}
}

// What a later text says about a job takes its replies off the screen; other later texts do not.
func TestChipsOfAPhone(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	ben := s.box.Phone(benNumber, "en")
	shown := func(want ...string) {
		t.Helper()
		ben.Expect()
		s.box.mu.Lock()
		defer s.box.mu.Unlock()
		var got []string
		for _, c := range s.page.chipsOf(s.box.byNumber[benNumber]) {
			got = append(got, c.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("offered %q, want %q", got, want)
		}
	}
	s.send(benNumber, "job B: groceries. YES B or NO B")
	shown("YES B", "NO B")
	s.send(benNumber, "Rosa: please knock")
	shown("YES B", "NO B")
	s.send(benNumber, "job B is covered, thank you!")
	shown()
	ben.Text("hello")
	s.send(benNumber, "DONE when done")
	shown("DONE")
}

func FuzzChips(f *testing.F) {
	f.Add("YES B or NO B? 1 = yes 2 no", "Eastside")
	f.Add("A\u0301B Ǆ 1\xff2", "")
	f.Fuzz(func(t *testing.T, text, network string) {
		all := chips(text, network)
		if len(all) > maxChips {
			t.Errorf("%d chips", len(all))
		}
		for i, c := range all {
			if c == "" || slices.Contains(all[:i], c) {
				t.Errorf("chips = %q", all)
			}
		}
	})
}

func TestTour(t *testing.T) {
	t.Parallel()
	rosa := phoneLook{Handset: Handset{ID: "p1", Name: "Rosa", Language: "en"}}
	ana := phoneLook{Handset: Handset{ID: "p2", Name: "Ana", Language: "es", Volunteer: true}, Chips: []chip{{"SI B", "es"}, {"NO B", "es"}}}
	ben := phoneLook{Handset: Handset{ID: "p3", Name: "Ben", Language: "en", Volunteer: true}, Chips: []chip{{"YES B", "en"}, {"1", "en"}}}
	upTo := func(n int) (t Ticks) {
		for i, tick := range []*bool{&t.Asked, &t.Offered, &t.Accepted, &t.Place, &t.Passed, &t.Checked, &t.Done, &t.Closed} {
			*tick = i < n
		}
		return t
	}
	for i, tc := range []struct {
		done        Ticks
		now         int
		phone, send string
	}{
		{upTo(0), 1, "p1", "FOOD 11211 two adults today"},
		{upTo(1), 2, "", ""},
		{upTo(2), 3, "p3", "YES B"},
		{upTo(3), 4, "p1", "120 Grand St, apt 4R, Rosa"},
		{upTo(4), 5, "p1", "The bell is broken, please knock"},
		{upTo(5), 6, "", ""},
		{upTo(6), 7, "p3", "1"},
		{upTo(7), 8, "", ""},
		{upTo(8), 0, "", ""},
	} {
		tour := newTour(tc.done, []phoneLook{rosa, ana, ben}, "token")
		now := 0
		for _, s := range tour.Steps {
			if s.Now {
				now = s.N
				if s.Phone != tc.phone || s.Send != tc.send {
					t.Errorf("%d: step %d sends %q from %q", i, s.N, s.Send, s.Phone)
				}
			}
		}
		if now != tc.now || tour.Over != (tc.now == 0) || len(tour.Steps) != 8 {
			t.Errorf("%d: now %d, over %v", i, now, tour.Over)
		}
	}
}

// TestTours: one tour after the other, unless somebody goes ahead.
func TestTours(t *testing.T) {
	t.Parallel()
	rosa := []phoneLook{{Handset: Handset{ID: "p1", Name: "Rosa"}}}
	over := Ticks{true, true, true, true, true, true, true, true, true, true, true}
	for i, tc := range []struct {
		done Progress
		seen callTicks
		want string
	}{
		{Progress{}, callTicks{}, "tour"},
		{Progress{Text: over}, callTicks{}, "tour againtour"},
		{Progress{Again: Ticks{HandedBack: true}}, callTicks{}, "tour againtour"},
		{Progress{}, callTicks{called: true}, "tour calltour"},
		{Progress{Text: over, Again: over}, callTicks{}, "tour againtour calltour"},
	} {
		var got []string
		for _, tour := range tours(tc.done, tc.seen, rosa, "") {
			got = append(got, tour.ID)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%d: %v, want %v", i, got, tc.want)
		}
	}
}

func TestNextMorning(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 6, day, hour, 0, 0, 0, time.UTC) }
	for _, tc := range []struct{ now, want time.Time }{{at(1, 3), at(1, 9)}, {at(1, 9), at(2, 9)}, {at(30, 23), at(31, 9)}} {
		if got := nextMorning(tc.now); !got.Equal(tc.want) {
			t.Errorf("after %v: %v", tc.now, got)
		}
	}
}

func TestCallTour(t *testing.T) {
	t.Parallel()
	rosa := phoneLook{Handset: Handset{ID: "p1", Name: "Rosa", Language: "en"}}
	luz := phoneLook{Handset: Handset{ID: "p2", Name: "Luz", Language: "es", Kind: Landline}}
	ben := phoneLook{Handset: Handset{ID: "p3", Name: "Ben", Language: "en", Volunteer: true}, Chips: []chip{{"YES B", "en"}, {"CALL", "en"}}}
	all := []phoneLook{rosa, luz, ben}
	asked, accepted, place := Ticks{Asked: true}, Ticks{Asked: true, Accepted: true}, Ticks{Asked: true, Accepted: true, Place: true}
	for i, tc := range []struct {
		done                Ticks
		called, rung, heard bool
		now                 int
		phone, send         string
	}{
		{Ticks{}, false, false, false, 1, "p2", ""},
		{Ticks{}, true, false, false, 2, "", ""},
		{asked, true, false, false, 3, "p3", "YES B"},
		{accepted, true, true, false, 4, "", ""},
		{place, true, false, false, 4, "", ""},
		{place, true, true, false, 5, "p3", "CALL"},
		{place, true, true, true, 6, "p3", "12"},
		{Ticks{Asked: true, Accepted: true, Place: true, Sentence: true}, true, true, true, 0, "", ""},
	} {
		tour := newCallTour(tc.done, callTicks{tc.called, tc.rung, tc.heard}, all, "token")
		now := 0
		for _, s := range tour.Steps {
			if s.Now {
				now = s.N
				if s.Phone != tc.phone || s.Send != tc.send {
					t.Errorf("%d: step %d sends %q from %q", i, s.N, s.Send, s.Phone)
				}
			}
		}
		if now != tc.now || tour.Over != (tc.now == 0) || len(tour.Steps) != 6 {
			t.Errorf("%d: now %d, over %v", i, now, tour.Over)
		}
	}
	if tour := newCallTour(Ticks{}, callTicks{}, []phoneLook{rosa}, ""); len(tour.Steps) != 1 || tour.Over {
		t.Errorf("without a landline: %v", tour)
	}
}

func TestAhead(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-time.Hour: "", 0: "", 29 * time.Second: "", 10 * time.Minute: "10 minutes", time.Hour: "1 hour",
		25*time.Hour + time.Minute: "1 day 1 hour 1 minute",
	} {
		if got := ahead(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
