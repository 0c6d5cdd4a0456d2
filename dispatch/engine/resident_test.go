package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/store"
)

func TestAQuestionNobodyAnswersGoesToACoordinator(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wantsIn(t, w.text(rosa, "I need food"), "ask_confirm")
	wantsIn(t, w.text(rosa, "1"), "ask_where")
	w.advance(29 * time.Minute)
	if r := w.request(rosa); r.Attention != "" || r.Status != dispatch.NeedsInfo {
		t.Fatalf("%s %q before the half hour is over", r.Status, r.Attention)
	}
	w.advance(time.Minute)
	if r := w.request(rosa); r.Attention != dispatch.Unanswered || r.Category != "FOOD" {
		t.Errorf("%s %q", r.Category, r.Attention)
	}
	w.wants(coordinator, "alert_waiting")
	wantsIn(t, w.text(rosa, "11211"), "opened_nobody 11211")
	r := w.request(rosa)
	if r.Attention != dispatch.NobodyLeft || r.Status != dispatch.Open { // there are no volunteers
		t.Errorf("%s %q after the answer", r.Status, r.Attention)
	}
	if !strings.Contains(r.Details.Reveal(), "I need food") {
		t.Errorf("details %q", r.Details.Reveal())
	}
}

func TestAQuestionAtNightWaitsForTheMorning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.advance(10*time.Hour + 50*time.Minute) // 20:50
	w.text(rosa, "I need food")
	w.advance(11 * time.Hour)
	if r := w.request(rosa); r.Attention != "" {
		t.Errorf("%q at night", r.Attention)
	}
	w.wants(coordinator)
	w.advance(10 * time.Minute)
	if r := w.request(rosa); r.Attention != dispatch.Unanswered {
		t.Errorf("%q in the morning", r.Attention)
	}
}

func TestNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.advance(4*time.Hour - time.Minute)
	w.wants(rosa)
	w.advance(time.Minute)
	w.wants(rosa, "still_asking 1 asked")
	w.advance(23 * time.Hour)
	w.wants(rosa)
	w.advance(time.Hour)
	w.wants(rosa, "still_asking")
	w.advance(4 * 24 * time.Hour)
	if n := len(w.got(rosa)); n != 4 {
		t.Errorf("%d texts in four days, want one a day", n)
	}
}

func TestReportedDoneIsCompletedAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, func(_ int, v *dispatch.Volunteer) { v.Trusted = false })
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.text(rosa, "5 grand st, rosa")
	wantsIn(t, w.text(helper(1), "DONE"), "job_done")
	if r := w.request(rosa); r.Status != dispatch.DoneReported || r.Address == "" {
		t.Errorf("%s, address kept: %v", r.Status, r.Address != "")
	}
	w.advance(24*time.Hour - time.Minute)
	if r := w.request(rosa); r.Status != dispatch.DoneReported {
		t.Errorf("%s before a day is over", r.Status)
	}
	w.advance(time.Minute)
	if r := w.request(rosa); r.Status != dispatch.Closed || r.ClosedReason != dispatch.Completed {
		t.Errorf("%s %s after a day", r.Status, r.ClosedReason)
	}
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(helper(1))
		if err == nil && p.Volunteer.Confirmed != 0 {
			t.Errorf("%d jobs confirmed, but no resident has", p.Volunteer.Confirmed)
		}
		return err
	})
}

func TestThePlaceIsErasedEverywhere(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(w *world){
		"done by the resident":  func(w *world) { w.text(rosa, "DONE") },
		"done by the volunteer": func(w *world) { w.text(helper(1), "DONE") },
		"closed by hand": func(w *world) {
			if err := w.engine.Close(w.t.Context(), w.request(rosa).Code, dispatch.NoLongerNeeded, "Dora"); err != nil {
				w.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			w.helpers(2, nil)
			w.text(rosa, "FOOD 11211")
			w.text(helper(1), "yes")
			w.text(rosa, "77 secret street")
			w.text(helper(1), "DROP")
			w.advance(9 * time.Hour) // asked again
			w.text(helper(1), "yes") // help is help: the place goes with the yes
			end(w)
			if !w.knows("77 secret") {
				t.Error("forgotten at once")
			}
			w.advance(24 * time.Hour)
			if w.knows("77 secret") {
				t.Error("kept for more than a day")
			}
		})
	}
}

// knows says whether any text or request still holds these words.
func (w *world) knows(words string) bool {
	w.t.Helper()
	found := false
	w.read(func(v *store.View) error {
		for m, err := range v.ListMessages(time.Time{}) {
			if err != nil {
				return err
			}
			found = found || strings.Contains(m.Body.Reveal(), words)
		}
		for r, err := range v.ListRequests(time.Time{}) {
			if err != nil {
				return err
			}
			found = found || strings.Contains(r.Address.Reveal()+r.Details.Reveal(), words)
		}
		return nil
	})
	return found
}

func TestStopWithAnOpenRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211")
	w.asked()
	if a := w.text(rosa, "STOP"); a != "" {
		t.Errorf("STOP is answered %q", a)
	}
	r := w.request(rosa)
	if r.Attention != dispatch.StoppedTexts || r.Status != dispatch.Open {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
	for _, o := range w.offers(r.ID) {
		if o.Status != dispatch.OfferWithdrawn {
			t.Errorf("an offer is %s", o.Status)
		}
	}
	w.wants(helper(1), "stand_down B")
	w.wants(coordinator, "alert_waiting")
	w.advance(24 * time.Hour)
	w.wants(rosa)
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v for somebody who said STOP", got)
	}
	wantsIn(t, w.text(rosa, "START"), "opted_in")
	if got := w.asked(); len(got) != 2 {
		t.Errorf("asked %v after START", got)
	}
}

func TestStopWhileSomebodyIsOnTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.got(helper(1))
	w.text(rosa, "STOP")
	w.wants(helper(1), "won_unreachable Dora")
	if r := w.request(rosa); r.Status != dispatch.Assigned || r.Attention != dispatch.StoppedTexts {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
}

func TestStopFromTheHolderIsDrop(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(6, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.asked()
	w.got(rosa)
	w.text(helper(1), "STOP")
	w.wants(rosa, "handed_back Helper1")
	if got := w.asked(); !slices.Equal(got, []int{6}) {
		t.Errorf("asked %v", got)
	}
	if r := w.request(rosa); r.Status != dispatch.Offered || r.Holder != 0 {
		t.Errorf("%s, held by %d", r.Status, r.Holder)
	}
}

func TestClosingRefinedTellsTheVolunteer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.got(helper(1))
	w.text(rosa, "DONE")
	w.wants(helper(1), "job_confirmed")
	w.text(rosa, "2")
	w.wants(helper(1), "job_off")
	if r := w.request(rosa); r.ClosedReason != dispatch.NoLongerNeeded {
		t.Errorf("closed as %s", r.ClosedReason)
	}
}

func TestOutsideAllZones(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	wantsIn(t, w.text(rosa, "FOOD 99999"), "out_of_area 99999")
	if r := w.request(rosa); r.Attention != dispatch.OutOfZones || r.Status != dispatch.Open {
		t.Errorf("%s %q", r.Status, r.Attention)
	}
	if got := w.asked(); len(got) != 0 {
		t.Errorf("asked %v", got)
	}
	w.text(rosa, "sorry, 11211") // a place of ours
	if got := w.asked(); len(got) != 1 {
		t.Errorf("asked %v when the place is known", got)
	}
	if r := w.request(rosa); r.Attention != "" || r.Place.Zone != "North" {
		t.Errorf("%+v %q", r.Place, r.Attention)
	}
}

func TestThePlaceChangesToAnotherZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.AskAgainAfter = 0 })
	w.helpers(4, func(i int, v *dispatch.Volunteer) { v.ZIPs = []string{[]string{"11211", "11215"}[i%2]} })
	w.text(rosa, "FOOD 11211")
	if got := w.asked(); !slices.Equal(got, []int{2, 4}) {
		t.Fatalf("asked %v", got)
	}
	if a := w.text(rosa, "FOOD 11215"); strings.HasPrefix(a, "[ask_same_or_another]") {
		w.text(rosa, "1")
	}
	if got := w.asked(); !slices.Equal(got, []int{1, 3}) {
		t.Errorf("asked %v in the other zone", got)
	}
}

// A new place begins the asking anew. What the resident has been told meanwhile is not told again at once.
func TestAnotherPlaceBringsNoExtraNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(n *dispatch.Network) { n.Rules.ReplaceAfter = 48 * time.Hour }) // somebody is being asked all the time
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.advance(5 * time.Hour)
	w.wants(rosa, "still_asking")
	w.text(rosa, "FOOD 11206")
	w.text(rosa, "1")
	if r := w.request(rosa); r.Place.ZIP != "11206" {
		t.Fatalf("still at %s", r.Place.ZIP)
	}
	w.advance(time.Hour)
	w.wants(rosa)
	w.advance(24 * time.Hour)
	w.wants(rosa, "still_asking")
}

// A long text and the name before it are more than one message holds: all of it arrives, in order, and each part says who
// wrote it.
func TestALongTextIsPassedOnWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(helper(1), "yes")
	w.text(rosa, "5 grand st")
	w.got(rosa)
	long := strings.TrimSpace(strings.Repeat("on my way ", 160))
	w.text(helper(1), long)
	texts := w.got(rosa)
	if len(texts) != 2 {
		t.Fatalf("%d texts", len(texts))
	}
	var said []string
	for _, text := range texts {
		said = append(said, strings.TrimPrefix(text, "[relay_from] Helper1: "))
	}
	if got := strings.Join(said, " "); got != long {
		t.Errorf("passed on %q", got)
	}
}

// Who goes on writing fills no database: the messages are kept, a request's words are bounded.
func TestDetailsAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211 first words")
	for range 20 {
		w.text(rosa, "FOOD 11211 "+strings.Repeat("and more ", 170))
	}
	details := w.request(rosa).Details.Reveal()
	if len(details) > 16<<10 || len(details) < 15<<10 || !strings.HasPrefix(details, "FOOD 11211 first words") {
		t.Errorf("%d bytes of details", len(details))
	}
}
