package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// twoOfThem is a request for two that the first two volunteers have; others were asked, too.
func twoOfThem(w *world) (asks, code string) {
	w.t.Helper()
	w.helpers(6, nil)
	asks = w.somebody()
	w.text(asks, "FOOD 11211 needs 2 people")
	code = w.request(asks).Code
	w.advance(time.Minute)
	w.text(helper(1), "YES")
	w.text(helper(2), "YES")
	w.advance(time.Minute)
	return asks, code
}

// A conditional yes to a place that came back holds that place, whichever the offer was made for: the other helper keeps
// theirs.
func TestAConditionHoldsThePlaceThatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	asks, code := twoOfThem(w)
	w.text(helper(1), "DROP")
	w.advance(2 * time.Second)
	w.text(helper(3), "yes but next month")
	wantsIn(t, w.text(helper(4), "yes"), "on_standby")
	held := 0
	for _, r := range w.requests(asks) {
		if r.Code == code && r.Status == dispatch.Assigned && r.Holder == w.contact(helper(2)).ID {
			held++
		}
	}
	if held != 1 {
		t.Errorf("the other helper has %d places", held)
	}
	w.advance(11 * time.Minute)
	if got := w.got(helper(4)); len(got) == 0 || !strings.HasPrefix(got[len(got)-1], "[won]") {
		t.Errorf("who stood by is told %q", got)
	}
}

// UNDO after ASSIGN of one of several places is answered, whatever stands in the others.
func TestUndoOfAPlaceIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, code := twoOfThem(w)
	w.text(coordinator, "HELPERS "+code+" 3")
	w.text(coordinator, "ASSIGN "+code+" Helper6")
	wantsIn(t, w.text(coordinator, "UNDO"), "staff_")
}

// However much waits, who answers an alert hears of what it is about.
func TestTheAlertComesFirstAtTheDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for range 21 {
		w.text(w.somebody(), "FOOD 11211")
		w.advance(time.Minute)
	}
	w.advance(time.Hour)
	w.text(rosa, "my husband wants to kill me")
	w.advance(5 * time.Minute)
	c := w.picksUp(second, false)
	if !says(c.said, msg.VoiceMayBeDanger) {
		t.Errorf("hears %+v", c.said.Say)
	}
}

// A job that a coordinator had in hand when it was to be asked about is asked about afterwards.
func TestWhatWasTakenGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(3, nil)
	asks := w.somebody()
	w.text(asks, "FOOD 11211 today")
	code := w.request(asks).Code
	w.advance(time.Minute)
	w.text(helper(1), "YES")
	w.advance(3*time.Hour + time.Minute)
	w.text(coordinator, "TAKE "+code)
	for range 8 {
		w.advance(3 * time.Hour)
	}
	w.text(coordinator, "BACK "+code)
	for range 10 {
		w.advance(12 * time.Hour)
	}
	if r := w.request(asks); r.Status == dispatch.Assigned && r.Attention == "" {
		t.Error("nobody asks any more")
	}
}

// What a coordinator tells somebody who gets only calls is read out, also to who was on the phone meanwhile.
func TestWhatIsToldIsReadOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	id := w.calls(pearl, foodFor(""))
	code := w.requestByID(id).Code
	w.advance(time.Minute)
	w.rings = map[string][]string{}
	c := w.phones(pearl)
	w.text(coordinator, "TELL "+code+" We can come on Friday at noon, is that good for you?")
	c.hangsUp()
	w.advance(time.Hour)
	if len(w.rings[pearl]) == 0 {
		t.Error("nobody calls")
	}
}

// Nor is it dropped when they have closed what it is about.
func TestWhatIsToldOfWhatIsOverIsReadOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	id := w.calls(pearl, foodFor(""))
	code := w.requestByID(id).Code
	w.advance(time.Minute)
	w.calls(pearl, talk.CloseRequest{Request: id, Reason: dispatch.NoLongerNeeded})
	w.advance(time.Hour)
	w.rings = map[string][]string{}
	w.text(coordinator, "TELL "+code+" We can come on Friday at noon, is that good for you?")
	w.advance(5 * time.Hour)
	if len(w.rings[pearl]) == 0 {
		t.Error("nobody calls")
	}
}

// Who asks every week for fewer helpers gets fewer next week, and can still end it.
func TestFewerHelpersEveryWeek(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	asks := w.somebody()
	w.text(asks, "FOOD 11211 3 helpers every week")
	code := w.request(asks).Code
	w.advance(time.Minute)
	w.text(helper(1), "YES")
	w.text(helper(2), "YES")
	w.text(coordinator, "HELPERS "+code+" 2")
	w.text(helper(1), "DONE")
	w.text(helper(2), "DONE")
	for range 16 {
		w.advance(12 * time.Hour)
	}
	if r := w.request(asks); r.Code == code || r.Slots != 2 {
		t.Errorf("next week asks for %d helpers", r.Slots)
	}
	wantsIn(t, w.text(asks, "NOT WEEKLY"), "weekly_off")
}
