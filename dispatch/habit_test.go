package dispatch

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sent is an offer that left at this time and ended as told.
func sent(at time.Time, status OfferStatus) Offer {
	return Offer{Status: status, SentAt: at, ExpiresAt: at.Add(30 * time.Minute)}
}

func TestHabit(t *testing.T) {
	t.Parallel()
	now := noon(t)
	said := func(o Offer, after time.Duration) Offer {
		o.RepliedAt = o.SentAt.Add(after)
		return o
	}
	var h Habit
	h = h.After(OfferSent, said(sent(now, OfferAccepted), 4*time.Minute), now.Add(time.Hour))
	if h.Asks != 1 || h.Yes != 1 || h.Delay != typicalDelay-4*time.Minute || h.Silent != 0 {
		t.Fatalf("after a yes: %+v", h)
	}
	h = h.After(OfferAccepted, sent(now, OfferCompleted), now.Add(3*time.Hour))
	if !h.LastJob.Equal(now.Add(3*time.Hour)) || h.Asks != 1 {
		t.Fatalf("after the job: %+v", h)
	}
	day := now.AddDate(0, 0, 10)
	h = h.After(OfferSent, sent(day, OfferExpired), day.Add(30*time.Minute))
	if h.Silent != 1 || h.Asks < 1.6 || h.Asks > 1.7 || h.Yes != 0.95 {
		t.Fatalf("after a silence of half an hour: %+v", h)
	}
	late := h.After(OfferExpired, said(sent(day, OfferTooLate), time.Hour), day.Add(time.Hour))
	if late.Silent != 0 || late.Asks < 1.9 || late.Asks > 2 || late.Yes < 1.9 || late.Delay <= h.Delay {
		t.Fatalf("after a yes that came too late: %+v", late)
	}
	for _, o := range []OfferStatus{OfferFailed, OfferHandedBack, OfferNoShow, OfferSent} {
		if diff := cmp.Diff(h, h.After(OfferSent, sent(day, o), day)); diff != "" {
			t.Errorf("%s teaches:\n%s", o, diff)
		}
	}
	if down := h.After(OfferSent, sent(day, OfferWithdrawn), day.Add(time.Minute)); down.Silent != h.Silent {
		t.Errorf("stood down, and counted as silent: %+v", down)
	}
	if h = h.Still(day); !h.StillAsked.Equal(day) || !h.Heard().StillAsked.IsZero() || h.Heard().Silent != 0 {
		t.Errorf("still with us: %+v", h)
	}
}

// Silence right after another ask says half as much as that of somebody rested.
func TestTiredSilenceSaysLess(t *testing.T) {
	t.Parallel()
	now := noon(t)
	first := Habit{}.After(OfferSent, sent(now, OfferExpired), now.Add(30*time.Minute))
	learned := func(after time.Duration) float64 {
		at := now.Add(after)
		return first.After(OfferSent, sent(at, OfferExpired), at.Add(30*time.Minute)).Asks - first.Asks*memory
	}
	if soon, rested := learned(0), learned(14*24*time.Hour); math.Abs(rested-2*soon) > 1e-3 {
		t.Errorf("%.3f of an ask soon after another, %.3f of one long after", soon, rested)
	}
}

// The published curve: 31 % within 5 minutes, half within 12.5, 69 % within 30, 92 % within 120.
func TestAnsweredWithin(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[float64]float64{-5: 0, 0: 0, 5: 0.31, 10: 0.45, 12.5: 0.5, 30: 0.69, 60: 0.82, 120: 0.92, 180: 0.96} {
		if got := AnsweredWithin(time.Duration(minutes * float64(time.Minute))); math.Abs(got-want) > 0.012 {
			t.Errorf("%.3f within %g minutes, want %.2f", got, minutes, want)
		}
	}
}

// Whatever happens in whatever order, a habit stays within its bounds and survives being stored.
func TestHabitProperty(t *testing.T) {
	t.Parallel()
	every := []OfferStatus{OfferQueued, OfferSent, OfferFailed, OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn,
		OfferTooLate, OfferHandedBack, OfferNoShow, OfferCompleted}
	rapid.Check(t, func(rt *rapid.T) {
		moment := func(label string) time.Time {
			return noon(t).Add(time.Duration(rapid.Int64Range(-1e6, 1e6).Draw(rt, label)) * time.Second)
		}
		var h Habit
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			o := sent(moment("sent"), rapid.SampledFrom(every).Draw(rt, "status"))
			if rapid.Bool().Draw(rt, "replied") {
				o.RepliedAt = moment("replied at")
			}
			if rapid.IntRange(0, 9).Draw(rt, "unknown") == 0 {
				o.SentAt = time.Time{}
			}
			h = h.After(rapid.SampledFrom(every).Draw(rt, "was"), o, moment("at"))
			if !(h.Yes >= 0 && h.Yes <= h.Asks && h.Asks <= mostAsks) || h.Delay < 0 || h.Delay > longestDelay ||
				h.Silent < 0 || h.Silent > mostSilent {
				rt.Fatalf("out of bounds: %+v", h)
			}
		}
		text, err := json.Marshal(h)
		if err != nil {
			rt.Fatal(err)
		}
		var back Habit
		if err := json.Unmarshal(text, &back); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(h, back); diff != "" {
			rt.Errorf("stored (-want +got):\n%s", diff)
		}
	})
	if text, err := json.Marshal(Habit{}); err != nil || string(text) != "{}" {
		t.Errorf("nothing known is stored as %s (%v)", text, err)
	}
}
