package engine_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/i18n/msg"
)

// Exactly one of a thousand who say yes at once has the job; everybody else is told the truth. Ten times over.
func TestAThousandSayYesAtOnce(t *testing.T) {
	t.Parallel()
	const people = 1000
	w := newWorld(t, func(n *dispatch.Network) {
		r := &n.Rules
		r.LiveOffers, r.DailyLimit, r.WeeklyLimit = people, 100, 100
		r.StandDownWindow, r.AskAgainAfter, n.Coordinators = 0, 0, nil
	})
	w.helpers(people, nil)
	for run := range 10 {
		resident := fmt.Sprintf("+1212777%04d", run)
		w.only(resident, "FOOD 11211")
		if _, err := w.engine.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		tooLate := func(n int) string {
			return w.catalog.Say("en", msg.T(msg.TooLate, "Name", helperName(n)), w.clock.Now())
		}
		won, wrong := 0, ""
		for i, a := range w.allSayYes(run, people) {
			switch {
			case a.Body == tooLate(i+1):
			case strings.HasPrefix(w.kinded(a.Message, a.Body), "[won]"):
				won++
			default:
				wrong = a.Body
			}
		}
		if won != 1 || wrong != "" {
			t.Fatalf("run %d: %d have it, and somebody is told %q", run, won, wrong)
		}
		w.oneHolder(resident)
		w.only(resident, "DONE")
	}
}

// allSayYes sends a yes from so many volunteers at once and returns what they are answered.
func (w *world) allSayYes(run, people int) []engine.Answer {
	answers := make([]engine.Answer, people)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			in := engine.Inbound{SID: fmt.Sprintf("yes %d %d", run, i), From: helper(i + 1), To: ourNumber, Body: "YES"}
			a, err := w.engine.Text(w.t.Context(), in)
			if err != nil {
				w.t.Error(err)
			}
			answers[i] = a
		})
	}
	all.Wait()
	return answers
}

// oneHolder fails unless a person's request is held by one, who alone has an accepted offer of it.
func (w *world) oneHolder(resident string) {
	w.t.Helper()
	r := w.request(resident)
	accepted := 0
	for _, o := range w.offers(r.ID) {
		switch {
		case o.Status == dispatch.OfferAccepted && o.Volunteer == r.Holder:
			accepted++
		case o.Status != dispatch.OfferTooLate:
			w.t.Errorf("an offer is %s", o.Status)
		}
	}
	if accepted != 1 || r.Status != dispatch.Assigned {
		w.t.Errorf("%d accepted, %s", accepted, r.Status)
	}
}
