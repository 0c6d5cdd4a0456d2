package engine_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
	"hotline/dispatch/engine"
)

func TestFromTextToThanks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(7, nil)
	wantsIn(t, w.text(rosa, "FOOD 11211 two adults"), "opened groceries for 2")
	if got := w.asked(); !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
		t.Fatalf("asked %v", got)
	}
	wantsIn(t, w.text(helper(3), "yes"), "won Helper")
	w.wants(rosa, "accepted Helper3")
	w.wants(helper(1), "stand_down B")
	w.wants(helper(6))
	wantsIn(t, w.text(rosa, "120 grand st apt 4R rosa"), "told_place Helper3")
	w.wants(helper(3), "place_is 120 grand st apt 4R rosa")
	if a := w.text(helper(3), "on the corner now"); a != "" {
		t.Errorf("a relayed text is answered %q", a)
	}
	w.wants(rosa, "relay_from Helper3: on the corner now")
	wantsIn(t, w.text(rosa, "DONE"), "done_completed groceries")
	w.wants(helper(3), "job_confirmed Helper3")

	r := w.request(rosa)
	if r.Status != dispatch.Closed || r.ClosedReason != dispatch.Completed || r.Asks != 5 {
		t.Errorf("%s, %s, %d asks", r.Status, r.ClosedReason, r.Asks)
	}
	asked := slices.Repeat([]string{"asked by system"}, 5)
	want := slices.Concat([]string{"opened by resident"}, asked,
		[]string{"assigned by volunteer", "place_told by resident", "closed by resident"})
	if diff := cmp.Diff(want, w.timeline(r.ID)); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
}

func TestNoAndSilenceBringInTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(12, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	wantsIn(t, w.text(helper(2), "no"), "declined")
	if got := w.asked(); !slices.Equal(got, []int{6}) {
		t.Errorf("after a no asked %v, want the next", got)
	}
	w.advance(29 * time.Minute)
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v before the half hour is over", got)
	}
	w.advance(time.Minute)
	if got := w.asked(); !slices.Equal(got, []int{7, 8, 9}) {
		t.Errorf("after half an hour asked %v, want three: of five who are silent, two answers may still come", got)
	}
	wantsIn(t, w.text(helper(1), "yes"), "won Helper") // late, but help is help
	wantsIn(t, w.text(helper(9), "yes"), "too_late")
}

func TestTodayAsksMoreAndWaitsLess(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(20, nil)
	w.text(rosa, "FOOD 11211 today")
	if got := w.asked(); len(got) != 8 {
		t.Errorf("%d asked, want 8", len(got))
	}
	w.advance(15 * time.Minute)
	if got := w.asked(); len(got) != 8 {
		t.Errorf("%d asked after 15 minutes, want 8", len(got))
	}
}

func TestNobodyIsAskedAtNight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	w.advance(12 * time.Hour) // 22:00
	wantsIn(t, w.text(rosa, "FOOD 11211"), "opened_night 8:00")
	w.advance(9*time.Hour + 59*time.Minute)
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v at night", got)
	}
	w.advance(time.Minute)
	if got := w.asked(); len(got) != 3 {
		t.Errorf("asked %v at 8:00", got)
	}
}

func TestAnOfferCaughtByTheNightIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.advance(10*time.Hour + 59*time.Minute) // 20:59
	w.only(rosa, "FOOD 11211")
	if _, err := w.engine.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute) // 21:00, and the sender comes only now
	w.settle()
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v at night", got)
	}
	w.advance(11 * time.Hour)
	if got := w.asked(); len(got) != 1 {
		t.Errorf("asked %v in the morning, want the one who was not", got)
	}
}

func TestTooLateGetsAnotherJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.LiveOffers = 2 })
	w.helpers(4, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	w.text(omar, "MEDICINE 11206")
	w.asked()
	w.text(helper(1), "yes")
	w.got(helper(2))
	wantsIn(t, w.text(helper(2), "yes"), "too_late_other C")
	wantsIn(t, w.text(helper(2), "yes c"), "won Helper")
	if r := w.request(omar); r.Status != dispatch.Assigned {
		t.Errorf("the other job is %s", r.Status)
	}
}

func TestHandBackAsksWhoStoodByFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	wantsIn(t, w.text(helper(4), "yes"), "too_late")
	w.text(rosa, "120 grand st, rosa")
	w.advance(time.Minute) // nobody is asked twice in one
	w.asked()
	w.got(rosa)
	wantsIn(t, w.text(helper(1), "DROP"), "gave_back")
	w.wants(rosa, "handed_back Helper1")
	if got := w.asked(); !slices.Equal(got, []int{4, 6}) {
		t.Errorf("asked %v, want who stood by, and who was not asked yet", got)
	}
	wantsIn(t, w.text(helper(4), "yes"), "place_is 120 grand st, rosa")
	w.wants(rosa, "accepted_place_known Helper4")
}

func TestHold(t *testing.T) {
	t.Parallel()
	setup := func(t *testing.T) *world {
		w := newWorld(t, nil)
		w.helpers(3, nil)
		w.text(rosa, "FOOD 11211 today")
		w.asked()
		wantsIn(t, w.text(helper(1), "yes but only after 6"), "holding")
		wantsIn(t, w.text(helper(2), "yes"), "on_standby")
		if r := w.request(rosa); r.Attention != dispatch.Conditional {
			t.Errorf("attention %q while held", r.Attention)
		}
		return w
	}
	t.Run("lapses", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.advance(10 * time.Minute)
		w.wants(helper(2), "won Helper")
		w.wants(rosa, "accepted Helper2")
		if r := w.request(rosa); r.Status != dispatch.Assigned || r.Attention != "" {
			t.Errorf("%s %q", r.Status, r.Attention)
		}
	})
	t.Run("is taken", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		wantsIn(t, w.text(helper(1), "yes b"), "won Helper")
		w.wants(helper(2), "standby_over B")
		w.advance(20 * time.Minute)
		w.wants(helper(2))
	})
	t.Run("is given up", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.text(helper(1), "no")
		w.wants(helper(2), "won Helper")
	})
}

func TestAConditionInTimeIsTakenAndTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	wantsIn(t, w.text(helper(1), "yes but after 5"), "won Helper")
	w.wants(rosa, "accepted yes but after 5")
}

func TestTheSameTextAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	in := engine.Inbound{SID: "SM1", From: rosa, To: ourNumber, Body: "FOOD 11211"}
	first := w.inbound(in)
	w.settle()
	before := w.timeline(w.request(rosa).ID)
	if again := w.inbound(in); again != first || first == "" {
		t.Errorf("answered %q, then %q", first, again)
	}
	w.settle()
	if diff := cmp.Diff(before, w.timeline(w.request(rosa).ID)); diff != "" {
		t.Error(diff)
	}
}

func TestAMissedTextIsAnsweredThroughTheOutbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	in := engine.Inbound{SID: "SM1", From: rosa, To: ourNumber, Body: "HELP", Late: true}
	if a := w.inbound(in); a != "" {
		t.Errorf("answered %q", a)
	}
	w.settle()
	w.wants(rosa, "help")
}

func TestRestartInTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	w.only(rosa, "FOOD 11211")
	w.restart() // before anybody was asked
	w.settle()
	if got := w.asked(); len(got) != 5 {
		t.Fatalf("asked %v after the restart", got)
	}
	w.restart()
	w.jump(45 * time.Minute) // the offers ran out while nobody ran
	if got := w.asked(); !slices.Equal(got, []int{6}) {
		t.Errorf("asked %v, want the one who is left", got)
	}
	w.restart()
	wantsIn(t, w.text(helper(6), "yes"), "won Helper")
	w.restart()
	wantsIn(t, w.text(rosa, "5 grand st"), "told_place Helper6")
}

// Whoever asked gets at most four texts nobody asked for: after the second hand-back a person takes over.
func TestHandedBackTwiceIsAPersons(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(9, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.text(helper(1), "DROP")
	w.text(helper(6), "yes")
	w.asked()
	w.text(helper(6), "DROP")
	w.wants(rosa, "accepted Helper1", "handed_back Helper1", "accepted Helper6", "handed_back_person Dora")
	r := w.request(rosa)
	if r.Status != dispatch.Open || r.Attention != dispatch.NeedsPerson {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v", got)
	}
	w.wants(coordinator, "alert_waiting")
	wantsIn(t, w.text(helper(1), "yes"), "kept Dora") // who would go after all is Dora's to know, and to decide
	w.wants(rosa)
	w.clock.Advance(time.Hour)
	w.settle()
	if r := w.request(rosa); r.Holder != 0 {
		t.Error("the job went to somebody without Dora's word")
	}
	w.heard[coordinator] = nil
	if err := w.engine.Assign(t.Context(), r.Code, helper(9), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(helper(9), "assigned")
}
