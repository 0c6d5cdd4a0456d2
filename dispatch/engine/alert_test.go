package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
)

func TestNobodyLeftIsToldWithTheCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "no")
	w.wants(coordinator)
	w.advance(30 * time.Minute)
	code := w.request(rosa).Code
	w.wants(coordinator, "alert_nobody_left 3 asked, 1 no, 2 silent, 0 not reached")
	w.wants(second, "alert_nobody_left "+code)
	if r := w.request(rosa); r.Attention != dispatch.NobodyLeft {
		t.Errorf("attention %q", r.Attention)
	}
	w.advance(3 * time.Hour)
	w.wants(coordinator) // said once
}

func TestNobodyHasSaidYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.LiveOffers = 1 })
	w.helpers(30, nil)
	w.text(rosa, "FOOD 11211")
	w.advance(4*time.Hour - time.Minute)
	w.wants(coordinator)
	w.advance(time.Minute)
	w.wants(coordinator, "alert_no_yes")
	if r := w.request(rosa); r.Attention != dispatch.DeadlineNear || r.Status != dispatch.Offered {
		t.Errorf("%s %q: asking goes on", r.Status, r.Attention)
	}
}

func TestOneDigestInHalfAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for i := range 4 {
		w.text(helper(i+1), "FOOD 11211") // nobody is there to ask
		w.advance(time.Second)
	}
	if n := len(w.got(coordinator)); n != 1 {
		t.Errorf("%d texts at once, want one", n)
	}
	w.advance(29 * time.Minute)
	w.wants(coordinator)
	w.advance(time.Minute)
	w.wants(coordinator, "alert_waiting")
}

func TestADigestNamesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 99999 Rosa Diaz 5 Grand St")
	w.text(omar, "I need food, is anybody there for Omar?")
	w.advance(40 * time.Minute)
	for _, text := range w.got(coordinator) {
		for _, secret := range []string{"Rosa", "Grand", "99999", "Omar", "555"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q names %q", text, secret)
			}
		}
	}
}

func TestNoDigestAtNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.advance(12 * time.Hour) // 22:00
	w.text(rosa, "FOOD 99999")
	w.advance(9 * time.Hour)
	w.wants(coordinator)
	w.advance(time.Hour)
	w.wants(coordinator, "alert_waiting")
}

func TestDangerIsToldAtOnceAlsoAtNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.advance(14 * time.Hour) // midnight
	wantsIn(t, w.text(rosa, "my husband wants to kill me"), "danger 911")
	w.wants(coordinator, "alert_danger")
	w.wants(second) // takes no safety cases
	r := w.request(rosa)
	if r.Attention != dispatch.DangerWords {
		t.Errorf("attention %q", r.Attention)
	}
	w.advance(12 * time.Hour)
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v about a danger", got)
	}
}

func TestReportFreezesThePairing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.text(rosa, "5 grand st")
	w.got(helper(1))
	w.text(rosa, "REPORT")
	w.wants(coordinator, "alert_report")
	if r := w.request(rosa); !r.Frozen || r.Attention != dispatch.Reported {
		t.Errorf("frozen %v, %q", r.Frozen, r.Attention)
	}
	w.text(helper(1), "where are you")
	w.text(rosa, "leave me alone")
	for _, text := range append(w.got(rosa), w.got(helper(1))...) {
		if strings.Contains(text, "where are you") || strings.Contains(text, "leave me alone") {
			t.Errorf("passed on: %q", text)
		}
	}
	w.text(rosa, "DONE")
	w.advance(10 * time.Hour)
	w.text(rosa, "MEDICINE 11211")
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v: never again for the same resident", got)
	}
}

func TestAPrivateCaseIsTheSafetyContactsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	w.text(rosa, "PRIVATE")
	w.text(rosa, "3")
	w.wants(coordinator, "alert_private")
	w.wants(second)
	w.advance(26 * time.Hour)
	w.wants(rosa)
	w.wants(second)
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v about a private case", got)
	}
	if err := w.engine.Reply(t.Context(), w.request(rosa).Code, "hello", "Dora"); err == nil {
		t.Error("texted a person who said it is not safe")
	}
}

func TestJoiningWaitsForAYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.ApproveVolunteers = true })
	w.text(rosa, "FOOD 11211")
	w.got(coordinator)
	for _, body := range []string{"JOIN", "Ben", "11211", "1 2"} {
		w.text(helper(1), body)
	}
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v before the yes", got)
	}
	w.advance(time.Hour)
	w.wants(coordinator, "alert_join")
	if err := w.engine.Approve(t.Context(), helper(1), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	texts := w.got(helper(1))
	if len(texts) != 2 || !strings.HasPrefix(texts[0], "[approved]") || !strings.HasPrefix(texts[1], "[offer]") {
		t.Errorf("after the yes: %q", texts)
	}
}

func TestAnAlertThatCannotReachOneReachesTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.refuses(coordinator, engine.Outcome{Kind: engine.Landline, Code: 21614, HTTP: 400})
	w.text(rosa, "my husband wants to kill me")
	w.wants(coordinator)
	w.wants(second, "alert_danger")
}

// What an operator has to mend and what is spent wakes nobody.
func TestMoneyAndSettingsWaitForTheMorning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.DailySpend = 0.15 }) // 10 segments
	w.helpers(1, nil)
	w.text(omar, "FOOD 11211")
	w.advance(12 * time.Hour)
	w.got(omar)
	w.got(coordinator)
	w.refuses(omar, engine.Outcome{Kind: engine.Config, Code: 21606, HTTP: 400})
	w.text(helper(1), "yes")
	for range 10 {
		w.text(rosa, "STATUS")
	}
	w.advance(9*time.Hour + 30*time.Minute) // 7:30
	w.wants(coordinator)
	w.advance(time.Hour)
	texts := strings.Join(w.got(coordinator), " ")
	for _, kind := range []string{"[alert_setup]", "[alert_spend]"} {
		if strings.Count(texts, kind) != 1 {
			t.Errorf("no %s in %q", kind, texts)
		}
	}
}
