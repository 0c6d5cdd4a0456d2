package engine_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/store"
)

// Whatever is written in whatever order about a request for several volunteers, and however much time goes by: every place
// waits, has one holder, or is closed; nobody has two places of it; its code names one of its rows; only the row by which
// volunteers are asked has offers out; and the resident gets four texts that nobody asked for.
func TestPlacesInAnyOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	rapid.Check(t, func(rt *rapid.T) {
		asks := w.somebody()
		w.text(asks, rapid.SampledFrom([]string{"FOOD 11211 needs 3 people", "FOOD 11211 2 helpers today", "FOOD 11211 6 helpers"}).Draw(rt, "asked"))
		code := w.request(asks).Code
		unasked := 0
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			who := rapid.SampledFrom([]string{asks, coordinator, helper(1), helper(2), helper(3), helper(4), helper(5)}).Draw(rt, "who")
			switch who {
			case asks:
				w.text(asks, rapid.SampledFrom([]string{"12 elm st", "SWAP", "1", "2", "STATUS", "REPORT", "4 helpers", "DONE"}).Draw(rt, "text"))
			case coordinator:
				w.text(coordinator, strings.ReplaceAll(rapid.SampledFrom([]string{"TAKE #", "BACK #", "UNDO", "HELPERS # 3", "ASSIGN # Helper6", "CLOSE # duplicate"}).Draw(rt, "command"), "#", code))
			default:
				w.text(who, rapid.SampledFrom([]string{"YES", "YES", "YES", "NO", "DROP", "DONE", "1", "2", "3", "SWAP"}).Draw(rt, "answer"))
			}
			w.advance(rapid.SampledFrom([]time.Duration{0, time.Minute, 31 * time.Minute, 3 * time.Hour}).Draw(rt, "later"))
			for _, said := range w.got(asks) {
				for _, kind := range append(unaskedKinds, "[weekly_again") {
					if strings.HasPrefix(said, kind) {
						unasked++
					}
				}
			}
			if unasked > 4 {
				rt.Fatalf("%d texts that nobody asked for", unasked)
			}
			w.placesHold(rt, asks, code)
		}
		for _, r := range w.requests(asks) {
			if r.Status != dispatch.Closed {
				w.text(coordinator, "CLOSE "+code+" spam")
				break
			}
		}
	})
}

// placesHold checks every row of what somebody has asked for.
func (w *world) placesHold(t *rapid.T, resident, code string) {
	t.Helper()
	has := map[dispatch.ID]bool{}
	asking := 0
	for _, r := range w.requests(resident) {
		if r.Code != code {
			continue
		}
		held := r.Status.Taken() || r.Status == dispatch.DoneReported
		if held != (r.Holder != 0) && r.Status != dispatch.Closed {
			t.Fatalf("slot %d is %s, held by %d", r.Slot, r.Status, r.Holder)
		}
		if held && has[r.Holder] {
			t.Fatalf("somebody has two places")
		}
		if held {
			has[r.Holder] = true
		}
		live := 0
		for _, o := range w.offers(r.ID) {
			if o.Status.Live() {
				live++
			}
		}
		if live > 0 && !r.Status.Waiting() {
			t.Fatalf("slot %d is %s, with %d offers out", r.Slot, r.Status, live)
		}
		if live > 0 {
			asking++
		}
	}
	if asking > 1 {
		t.Fatalf("volunteers are asked for %d places of one request", asking)
	}
	w.read(func(v *store.View) error {
		r, err := v.RequestByCode(code)
		if err == nil && r.Slot != 1 {
			t.Fatalf("the code names slot %d", r.Slot)
		}
		return err
	})
}
