package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
)

func TestAnAlarmGoesRoundUntilTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.advance(14 * time.Hour) // at night
	w.text(rosa, "my husband wants to kill me")
	code := w.request(rosa).Code
	w.wants(coordinator, "alert_danger TAKE "+code)
	w.advance(5 * time.Minute)
	w.wants(second, "alert_danger "+code) // the next on call
	w.wants(coordinator)
	w.restart()
	w.advance(5 * time.Minute)
	w.wants(coordinator, "alert_danger "+code)
	wantsIn(t, w.text(second, "take "+code), "staff_taken "+code)
	w.advance(12 * time.Hour)
	w.wants(coordinator)
	w.wants(second)
	if r := w.request(rosa); r.Attention != dispatch.Taken || !r.Private {
		t.Errorf("%q, private %v", r.Attention, r.Private)
	}
	w.advance(12 * time.Hour) // a day later it is the line's again
	w.advance(10 * time.Hour)
	if got := w.got(coordinator); len(got) == 0 || !strings.Contains(got[0], code) {
		t.Errorf("given back, and nobody told: %q", got)
	}
}

func TestAnAlarmGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "REPORT")
	w.wants(coordinator, "alert_report_alone")
	w.advance(3 * time.Hour)
	if n := len(w.got(coordinator)) + len(w.got(second)); n != 6 {
		t.Errorf("told %d times more, want twice round two and then every hour", n)
	}
	w.text(coordinator, "CLOSE "+w.request(rosa).Code+" spam")
	w.advance(24 * time.Hour)
	w.wants(coordinator)
	w.wants(second)
}

func TestAPrivateCaseGoesRoundSafetyContactsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "PRIVATE")
	w.text(rosa, "2")
	w.advance(3 * time.Hour)
	code := w.request(rosa).Code
	w.wants(second)
	if n := len(w.got(coordinator)); n != 5 {
		t.Errorf("told %d times, want three and then every hour", n)
	}
	for _, command := range []string{"TAKE ", "CLOSE ", "TELL ", "ASSIGN "} {
		wantsIn(t, w.text(second, command+code+" duplicate"), "staff_no_code")
	}
	if strings.Contains(w.text(second, "LIST"), code) {
		t.Error("a private case is listed to who takes none")
	}
	wantsIn(t, w.text(coordinator, "TAKE "+code), "staff_taken")
}

func TestWhoActsOnAnAlarmHasIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "REPORT")
	w.got(coordinator)
	wantsIn(t, w.text(coordinator, "TELL "+w.request(rosa).Code+" What happened?"), "staff_told")
	w.wants(rosa, "from_coordinator What happened?")
	w.advance(time.Hour)
	w.wants(coordinator)
	w.wants(second)
}

func TestAssignByNameLetterOrPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.LiveOffers = 1 })
	w.helpers(3, nil)
	w.text(rosa, "FOOD 11211")
	r := w.request(rosa)
	wantsIn(t, w.text(coordinator, "ASSIGN "+r.Code), "staff_write ASSIGN")
	wantsIn(t, w.text(coordinator, "ASSIGN "+r.Code+" Nobody"), "staff_nobody")
	wantsIn(t, w.text(coordinator, "ASSIGN "+r.Code+" helper2"), "staff_assigned Helper2")
	wantsIn(t, w.text(coordinator, "ASSIGN "+r.Code+" helper2"), "staff_has Helper2")
	wantsIn(t, w.text(coordinator, "ASSIGN "+r.Code+" (212) 555-1003"), "staff_assigned Helper3")
	wantsIn(t, w.text(coordinator, "UNDO"), "staff_left ASSIGN") // Helper2 was told that they need not go
	letter := w.offers(r.ID)[0]
	wantsIn(t, w.text(coordinator, "ASSIGN "+r.Code+" "+strings.ToLower(letter.Letter)), "staff_several")
	if got := w.request(rosa).Holder; got == 0 {
		t.Error("nobody has it")
	}
	if line := w.timeline(r.ID); !slices.Contains(line, "assigned by Dora") {
		t.Errorf("no word of who did it: %q", line)
	}
}

func TestNobodyActsOnTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(coordinator, "FOOD 11211")
	code := w.request(coordinator).Code
	for _, command := range []string{"TAKE ", "CLOSE ", "TELL ", "ASSIGN "} {
		wantsIn(t, w.text(coordinator, command+code+" spam"), "staff_own")
	}
}

// somebody is a phone that has not been used in a test yet.
func (w *world) somebody() string {
	w.strangers++
	return fmt.Sprintf("+1212556%04d", w.strangers)
}

// A coordinator's commands from any other phone change nothing that a coordinator decides.
func TestCommandsOfOthersAreTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	rapid.Check(t, func(rt *rapid.T) {
		asks := w.somebody()
		w.text(asks, "FOOD 99999")
		before := w.request(asks)
		from := rapid.SampledFrom([]string{omar, helper(1), w.somebody()}).Draw(rt, "from")
		for range rapid.IntRange(1, 4).Draw(rt, "texts") {
			w.text(from, rapid.SampledFrom([]string{"TAKE ", "ASSIGN ", "CLOSE ", "TELL ", "UNDO ", "LIST "}).Draw(rt, "word")+
				rapid.SampledFrom([]string{before.Code, before.Code + " Helper1", before.Code + " duplicate", ""}).Draw(rt, "rest"))
		}
		after := w.request(asks)
		if before.Status != after.Status || before.Attention != after.Attention || before.Holder != after.Holder {
			rt.Fatalf("%s %q became %s %q", before.Status, before.Attention, after.Status, after.Attention)
		}
		if got := w.got(asks); len(got) != 0 {
			rt.Fatalf("they were told %q", got)
		}
	})
}

// UNDO puts a request back to how it stood, whatever it was and whatever was done; and only once.
func TestUndoRestores(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	rapid.Check(t, func(rt *rapid.T) {
		asks := w.somebody()
		w.text(asks, rapid.SampledFrom([]string{"FOOD 11211", "FOOD 99999", "hi", "REPORT", "I need food", "my husband wants to kill me"}).Draw(rt, "asked"))
		w.advance(rapid.SampledFrom([]time.Duration{0, time.Minute, 31 * time.Minute}).Draw(rt, "later"))
		before := w.request(asks)
		command := rapid.SampledFrom([]string{"TAKE ", "ASSIGN ", "CLOSE "}).Draw(rt, "command")
		rest := map[string]string{"ASSIGN ": " Helper1", "CLOSE ": " no longer needed"}[command]
		wantsIn(t, w.text(coordinator, command+before.Code+rest), before.Code)
		w.advance(rapid.SampledFrom([]time.Duration{0, 9 * time.Minute}).Draw(rt, "thought"))
		wantsIn(t, w.only(coordinator, "UNDO"), "staff_undone")
		after := w.request(asks)
		waits := before.Status.Waiting() && after.Status.Waiting() // who was asked may have to be asked anew
		if before.Status != after.Status && !waits || before.Attention != after.Attention || before.Private != after.Private ||
			before.Frozen != after.Frozen || after.Holder != 0 || after.ClosedReason != "" {
			rt.Fatalf("%s %q became %s %q", before.Status, before.Attention, after.Status, after.Attention)
		}
		w.settle()
		wantsIn(t, w.text(coordinator, "UNDO"), "staff_no_undo")
		w.text(coordinator, "CLOSE "+before.Code+" spam")
	})
}

// What is shut opens no request, closes none, and is taken on again after UNDO or OPEN; safety is never shut.
func TestShutAndOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	rapid.Check(t, func(rt *rapid.T) {
		asked := w.somebody()
		w.text(asked, "FOOD 11211")
		before := w.request(asked)
		what := rapid.SampledFrom([]string{"FOOD", "North", "food north", "11206", "North FOOD"}).Draw(rt, "what")
		wantsIn(t, w.text(coordinator, "SHUT "+what), "staff_shut")
		w.restart()
		late, safe := w.somebody(), w.somebody()
		wantsIn(t, w.text(late, "FOOD 11211"), "can't take more today")
		w.advance(time.Hour)
		for _, r := range w.requests(late) {
			if r.Status != dispatch.Closed {
				rt.Fatalf("%s: a request is open of what is shut", r.Status)
			}
		}
		wantsIn(t, w.text(safe, "PRIVATE"), "ask_private")
		w.text(coordinator, "CLOSE "+w.request(safe).Code+" referred") // or it is told every hour
		if after := w.request(asked); after.Status == dispatch.Closed || after.ID != before.ID {
			rt.Fatalf("what was asked before is %s", after.Status)
		}
		if rapid.Bool().Draw(rt, "undone") {
			wantsIn(t, w.text(coordinator, "SHUT RIDE"), "staff_shut")
			wantsIn(t, w.text(coordinator, "UNDO"), "staff_undone SHUT RIDE")
		}
		wantsIn(t, w.text(coordinator, "OPEN "+what), "staff_open")
		wantsIn(t, w.text(w.somebody(), "FOOD 11211"), "near 11211")
		wantsIn(t, w.text(coordinator, "UNDO"), "staff_undone OPEN")
		wantsIn(t, w.text(w.somebody(), "FOOD 11211"), "can't take more today")
		w.text(coordinator, "OPEN "+what)
	})
}

func FuzzCoordinator(f *testing.F) {
	for _, s := range []string{"TAKE 4171", "take", "ASSIGN 1 +1", "CLOSE 4171 Done-by others!", "TELL 4171 …", "UNDO", "LIST", "TAKE \u00a0 4\n1", "SHUT FOOD"} {
		f.Add(s)
	}
	w := newWorld(f, nil)
	w.text(rosa, "FOOD 99999")
	f.Fuzz(func(t *testing.T, body string) {
		w.t = t
		w.only(coordinator, body)
		w.only(omar, body)
	})
}
