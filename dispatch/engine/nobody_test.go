package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
)

// Where nobody at all can be asked the resident hears so at once, once, and again only with the next day's news. As
// soon as somebody can be, they are.
func TestNobodyCanBeAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wantsIn(t, w.text(rosa, "FOOD 11211"), "opened")
	w.wants(rosa, "nobody_free Dora")
	w.wants(coordinator, "alert_nobody_left")
	w.text(rosa, "for two")
	w.advance(23 * time.Hour)
	w.wants(rosa)
	w.advance(time.Hour)
	w.wants(rosa, "nobody_free") // nobody was asked: to say "still asking" would not be true
	w.helpers(1, nil)
	w.advance(time.Minute)
	w.wants(helper(1), "offer")
	w.advance(24 * time.Hour)
	w.wants(rosa, "still_asking 1 asked")
}

// At night nobody is asked, and nobody is told that nobody can be.
func TestNobodyCanBeAskedAtNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.advance(12 * time.Hour)
	wantsIn(t, w.text(rosa, "FOOD 11211"), "opened_night")
	w.wants(rosa)
	w.advance(10 * time.Hour)
	w.wants(rosa, "nobody_free")
}

func TestNobodyCanBeAskedWithoutCoordinators(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Coordinators = nil })
	w.text(rosa, "FOOD 11211")
	w.wants(rosa, "nobody_free_alone")
}

// Who can be asked within hours is a chance, and a private request is nobody's business.
func TestNobodyIsToldTooEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	hours, err := dispatch.ParseHours("12:00-18:00") // it is ten
	if err != nil {
		t.Fatal(err)
	}
	w.helpers(1, func(_ int, v *dispatch.Volunteer) { v.Hours = hours })
	w.text(rosa, "FOOD 11211")
	w.wants(rosa)
	w.text(omar, "PRIVATE")
	w.text(omar, "FOOD 11215")
	w.text(omar, "1")
	for _, text := range w.got(omar) {
		t.Errorf("told of a private request: %q", text)
	}
}

// Nobody hears more than four times unasked: after that text, one neighbor who hands the job back is enough.
func TestNobodyFreeCountsAmongFour(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	w.wants(rosa, "nobody_free")
	w.helpers(2, nil)
	w.settle()
	w.text(helper(1), "yes")
	w.text(helper(1), "DROP")
	w.text(helper(1), "1")
	w.wants(rosa, "accepted", "handed_back_person")
	if r := w.request(rosa); r.Attention != dispatch.NeedsPerson {
		t.Errorf("waits for a person because of %q", r.Attention)
	}
}

// ME says that somebody is paused, and until when.
func TestMeWhilePaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	if err := w.engine.Pause(t.Context(), helper(1), "Dora"); err != nil {
		t.Fatal(err)
	}
	wantsIn(t, w.text(helper(1), "ME"), w.catalog.Say("en", msg.T(msg.MePaused), w.clock.Now()))
	before := w.text(helper(2), "ME")
	w.text(helper(2), "PAUSE 7")
	until := msg.T(msg.MePausedUntil, "Day", msg.Day(w.clock.Now().AddDate(0, 0, 7)))
	wantsIn(t, w.text(helper(2), "ME"), w.catalog.Say("en", until, w.clock.Now()))
	w.advance(8 * 24 * time.Hour)
	if after := w.text(helper(2), "ME"); after != before {
		t.Errorf("eight days later: %q", after)
	}
}
