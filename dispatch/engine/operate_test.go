package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

func TestAssignByHand(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(7, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	code := w.request(rosa).Code
	if err := w.engine.Assign(t.Context(), code, helper(7), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(helper(7), "assigned groceries")
	w.wants(rosa, "accepted Helper7")
	w.wants(helper(1), "stand_down B")
	wantsIn(t, w.text(helper(1), "yes"), "too_late")
	if err := w.engine.Assign(t.Context(), code, helper(6), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(helper(7), "job_taken groceries")
	w.wants(helper(6), "assigned")
	if r := w.request(rosa); r.Status != dispatch.Assigned || r.Holder != w.contact(helper(6)).ID {
		t.Errorf("%s, held by %d", r.Status, r.Holder)
	}
	if tl := w.timeline(w.request(rosa).ID); !slices.Contains(tl, "assigned by Dora") || !slices.Contains(tl, "handed_back by Dora") {
		t.Errorf("timeline %v", tl)
	}
}

func TestWhatCannotBeAssigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.ApproveVolunteers = true })
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "FOOD 11211")
	for _, body := range []string{"JOIN", "Ben", "11211", "1"} {
		w.text(helper(9), body)
	}
	for name, try := range map[string]func() error{
		"no such request":   func() error { return w.engine.Assign(t.Context(), "000", helper(1), "Dora") },
		"no such volunteer": func() error { return w.engine.Assign(t.Context(), w.request(rosa).Code, omar, "Dora") },
		"their own":         func() error { return w.engine.Assign(t.Context(), w.request(helper(1)).Code, helper(1), "Dora") },
		"not approved":      func() error { return w.engine.Assign(t.Context(), w.request(rosa).Code, helper(9), "Dora") },
		"unknown phone":     func() error { return w.engine.Approve(t.Context(), omar, "Dora") },
	} {
		if err := try(); err == nil {
			t.Errorf("%s: done", name)
		}
	}
}

func TestCloseByHandTellsWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.got(helper(1))
	w.got(rosa)
	code := w.request(rosa).Code
	if err := w.engine.Close(t.Context(), code, dispatch.Referred, "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(rosa, "closed_by_us")
	w.wants(helper(1), "job_off")
	if err := w.engine.Close(t.Context(), code, dispatch.Referred, "Dora"); err == nil {
		t.Error("closed twice")
	}
	w.text(omar, "FOOD 11211")
	w.got(omar)
	if err := w.engine.Close(t.Context(), w.request(omar).Code, dispatch.Spam, "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(omar)
}

func TestReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	w.wants(rosa, "nobody_free")
	code := w.request(rosa).Code
	if err := w.engine.Reply(t.Context(), code, "try Grand St Pantry", "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(rosa, "from_coordinator try Grand St Pantry")
	w.text(rosa, "STOP")
	if err := w.engine.Reply(t.Context(), code, "hello?", "Dora"); err == nil {
		t.Error("texted a phone that said STOP")
	}
}

// A reply is not cut: what does not fit with the network's name is refused, with how much is too much.
func TestAReplyThatIsTooLong(t *testing.T) {
	t.Parallel()
	for words, over := range map[string]int{strings.Repeat("x", 1590): 0, strings.Repeat("x", 1592): 2, strings.Repeat("🍎", 800): 10} {
		w := newWorld(t, nil)
		w.text(rosa, "FOOD 11211")
		w.got(rosa)
		err := w.engine.Reply(t.Context(), w.request(rosa).Code, words, "Dora")
		w.settle()
		if over == 0 {
			if texts := w.got(rosa); err != nil || len(texts) != 1 || !strings.HasSuffix(texts[0], words) {
				t.Errorf("%d texts, %v", len(texts), err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("is %d characters too long", over)) {
			t.Errorf("%d too many: %v", over, err)
		}
		w.wants(rosa)
	}
}

func TestPauseAndRemove(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	if err := w.engine.Pause(t.Context(), helper(1), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.text(rosa, "FOOD 11211")
	if got := w.asked(); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("asked %v", got)
	}
	w.text(helper(2), "yes")
	w.got(rosa)
	if err := w.engine.Remove(t.Context(), helper(2), "Dora"); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.wants(rosa, "handed_back Helper2")
	w.text(helper(1), "BACK")
	if got := w.asked(); !slices.Equal(got, []int{1}) {
		t.Errorf("asked %v after BACK", got)
	}
}

func TestImportUpdates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	w.helpers(1, nil)
	w.settle()
	w.wants(helper(1), "offer B") // a new volunteer is asked at once
	again := engine.Volunteer{Phone: helper(1), Name: "Ben New", Volunteer: dispatch.Volunteer{Status: dispatch.Active, Trusted: true, WeeklyLimit: 3}}
	if err := w.engine.ImportVolunteers(t.Context(), []engine.Volunteer{again}, "Dora"); err != nil {
		t.Fatal(err)
	}
	n := 0
	w.read(func(v *store.View) error {
		for row, err := range v.ListVolunteers(time.Time{}) {
			if err != nil {
				return err
			}
			n++
			if row.Name != "Ben New" || row.WeeklyLimit != 3 || row.AskedThisWeek != 1 {
				t.Errorf("weekly limit %d, asked %d", row.WeeklyLimit, row.AskedThisWeek)
			}
		}
		return nil
	})
	if n != 1 {
		t.Errorf("%d volunteers", n)
	}
	wantsIn(t, w.text(helper(1), "yes"), "won Ben")
}

// Nobody is given a job they can't be told of.
func TestAssignsNobodyWhoCannotBeTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	code := w.request(rosa).Code
	w.helpers(1, nil)
	w.text(helper(1), "STOP")
	wantsIn(t, w.text(coordinator, "ASSIGN "+code+" "+helperName(1)), "staff_unreached "+helperName(1))
	if r := w.request(rosa); r.Holder != 0 {
		t.Errorf("%s is held", r.Status)
	}
	w.text(omar, "FOOD 11211 needs 2 helpers")
	wantsIn(t, w.text(coordinator, "ASSIGN "+w.request(omar).Code+" "+helperName(1)), "staff_unreached "+helperName(1))
	w.text(helper(1), "START")
	wantsIn(t, w.text(coordinator, "ASSIGN "+code+" "+helperName(1)), "staff_assigned "+helperName(1))
}

// The answer to HELPERS counts the places there are now.
func TestHelpersAreCountedAfterwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	code := w.request(rosa).Code
	w.text(helper(1), "YES")
	wantsIn(t, w.text(coordinator, "HELPERS "+code+" 2"), "staff_helpers "+code+" is for 2 ")
}
