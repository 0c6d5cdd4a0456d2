package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

// busy lets one volunteer be asked for everything.
func busy(n *dispatch.Network) { n.Rules.AskAgainAfter, n.Rules.OpenJobs, n.Rules.DailyLimit = 0, 3, 9 }

// requests are all requests of a phone, oldest first.
func (w *world) requests(phone string) (all []store.Request) {
	w.t.Helper()
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(phone)
		if err != nil {
			return err
		}
		all, err = v.RequestsOf(p.Contact.ID, time.Unix(1, 0))
		return err
	})
	return all
}

func TestAReportEndsEverythingBetweenTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, busy)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.text(rosa, "BABY 11211")
	w.text(rosa, "RIDE 11211")
	w.got(helper(1))
	w.text(helper(1), "YES B")
	w.text(helper(1), "YES C")
	w.text(rosa, "REPORT")
	w.got(helper(1))

	w.text(rosa, "5 grand st, rosa") // what we had asked for before
	w.wants(helper(1))
	w.text(helper(1), "YES D")
	w.text(helper(1), "where are you")
	for i, r := range w.requests(rosa) {
		taken := r.Status.Taken()
		if taken != (i < 2) || taken && !r.Frozen || r.PlaceTold {
			t.Errorf("%s is %s, frozen %v, place told %v", r.Category, r.Status, r.Frozen, r.PlaceTold)
		}
	}
	if got := strings.Join(w.got(rosa), "\n"); strings.Contains(got, "where are you") {
		t.Errorf("passed on: %q", got)
	}
}

func TestWhatWasKeptIsNotLostToAnotherConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "I need food for 3 kids")
	w.text(rosa, "my husband wants to kill me")
	r := w.request(rosa)
	for _, words := range []string{"3 kids", "kill me"} {
		if !strings.Contains(r.Details.Reveal(), words) {
			t.Errorf("details %q, without %q", r.Details.Reveal(), words)
		}
	}
	w.text(omar, "PRIVATE")
	w.text(omar, "JOIN")
	w.text(omar, "STOP")
	w.text(omar, "START")
	w.text(omar, "FOOD 11211")
	if r := w.requests(omar)[0]; !r.Private || r.Status == dispatch.Closed {
		t.Errorf("private %v, %s", r.Private, r.Status)
	}
}

func TestNeedsOfOneConversationShareAnIntake(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "I need food and a ride")
	w.text(rosa, "1")
	w.text(rosa, "11211")
	all := w.requests(rosa)
	if len(all) != 2 || all[0].Intake != all[1].Intake {
		t.Errorf("%d requests: %+v", len(all), all)
	}
}

func TestAHeldOfferDoesNotRunOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(2, nil)
	w.text(rosa, "FOOD 11211 today")
	w.advance(14 * time.Minute) // of 15
	w.text(helper(1), "yes but after 5")
	w.advance(2 * time.Minute)
	w.text(helper(2), "no") // looks at the request again
	if o := w.offers(w.request(rosa).ID)[0]; o.Status != dispatch.OfferSent {
		t.Errorf("%s while it is held", o.Status)
	}
	wantsIn(t, w.text(helper(1), "yes"), "you have it")
}

func TestNewsThatIsNoneAnyMoreIsDropped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.text(rosa, "FOOD 11211")
	w.carrier = func(engine.Outgoing) engine.Outcome {
		return engine.Outcome{Kind: engine.Retry, RetryAfter: 5 * time.Minute}
	}
	w.advance(4*time.Hour + time.Minute)
	w.text(helper(1), "YES")
	w.carrier = nil
	w.advance(10 * time.Minute)
	w.wants(rosa, "Helper1")
}
