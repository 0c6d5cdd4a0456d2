package sms

import (
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
)

func TestDueSaid(t *testing.T) {
	t.Parallel()
	c := setup(t)
	monday := time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 6, day, hour, minute, 0, 0, time.UTC) }
	for _, row := range []struct {
		text    string
		due     time.Time
		urgency dispatch.Urgency
	}{
		{"friday 10am", at(5, 10, 0), dispatch.ThisWeek}, {"tomorrow at 9", at(2, 9, 0), dispatch.TwoDays}, {"today 6pm", at(1, 18, 0), dispatch.Today},
		{"tomorrow", at(2, 23, 59), dispatch.TwoDays}, {"wednesday", at(3, 23, 59), dispatch.TwoDays}, {"today", time.Time{}, dispatch.Today},
		{"at 9", at(1, 21, 0), dispatch.Today}, {"at 3", at(1, 15, 0), dispatch.Today}, {"today 9am", time.Time{}, ""}, {"9am", time.Time{}, ""},
		{"monday", at(8, 23, 59), dispatch.ThisWeek}, {"monday 9am", at(8, 9, 0), dispatch.ThisWeek}, {"monday 3pm", at(1, 15, 0), dispatch.Today},
		{"friday next week", at(12, 23, 59), dispatch.Anytime}, {"monday next week 8am", at(8, 8, 0), dispatch.ThisWeek}, {"sunday 11:30 am", at(7, 11, 30), dispatch.ThisWeek},
		{"food for 4", time.Time{}, ""},
	} {
		turn := &talk.Turn{Event: talk.Event{At: monday, Text: lexicon.Parse(row.text)}, Network: c.network, Lexicon: c.lexicon, Language: "en"}
		due, u, ok := dueSaid(turn, time.Time{})
		if !due.Equal(row.due) || u != row.urgency || ok != (row.urgency != "") {
			t.Errorf("%q: %v %q %v, want %v %q", row.text, due, u, ok, row.due, row.urgency)
		}
	}
	turn := &talk.Turn{Event: talk.Event{At: monday, Text: lexicon.Parse("sorry, at 11:30 am")}, Network: c.network, Lexicon: c.lexicon, Language: "en"}
	if due, _, _ := dueSaid(turn, at(5, 10, 0)); !due.Equal(at(5, 11, 30)) {
		t.Errorf("a time alone changes the day: %v", due)
	}
}

// A yes with a condition is taken at once only where it surely fits the resident's time.
func TestInTime(t *testing.T) {
	t.Parallel()
	c := setup(t)
	monday := time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)
	friday := time.Date(2026, 6, 5, 10, 0, 0, 0, time.UTC)
	ride := dispatch.Request{Urgency: dispatch.ThisWeek, DueAt: friday, OpenedAt: monday}
	byFriday := dispatch.Request{Urgency: dispatch.ThisWeek, DueAt: dispatch.LastMinute(friday), OpenedAt: monday}
	twoDays := dispatch.Request{Urgency: dispatch.TwoDays, OpenedAt: monday}
	for _, row := range []struct {
		text string
		job  dispatch.Request
		want bool
	}{
		{"yes friday at 10am", ride, true}, {"yes at 10", ride, true}, {"yes friday after 11", ride, false}, {"yes but tomorrow", ride, false}, {"yes if you open the door", ride, false},
		{"yes thursday", byFriday, true}, {"yes friday 5pm", byFriday, true}, {"yes saturday", byFriday, false},
		{"yes tomorrow", twoDays, true}, {"yes tuesday 3pm", twoDays, true}, {"yes thursday", twoDays, false}, {"yes in 2 hours", twoDays, true},
		{"yes but after 5", dispatch.Request{Urgency: dispatch.Today, OpenedAt: monday}, false}, {"yes next week", dispatch.Request{Urgency: dispatch.Anytime, OpenedAt: monday}, true},
	} {
		turn := &talk.Turn{Event: talk.Event{At: monday, Text: lexicon.Parse(row.text)}, Network: c.network, Lexicon: c.lexicon, Language: "en"}
		if got := inTime(turn, &talk.Offer{Job: row.job}); got != row.want {
			t.Errorf("%q for %v: %v", row.text, row.job.DueAt, got)
		}
	}
}
