package gateway

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch/talk"
	"hotline/store"
)

// order has a phone called back.
func (r *rig) order(to string) store.Dial {
	r.t.Helper()
	d := store.Dial{Purpose: string(talk.CallBack), Line: ourLine, ExpiresAt: r.clock.Now().Add(time.Hour)}
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		c := store.Contact{Phone: store.Sealed(to), Line: ourLine}
		if err := tx.InsertContact(&c); err != nil {
			return err
		}
		d.Contact = c.ID
		return tx.InsertDial(&d)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// ordered reads a call to be made again.
func (r *rig) ordered(d store.Dial) store.Dial {
	r.t.Helper()
	err := r.store.Read(r.t.Context(), func(v *store.View) (err error) {
		d, err = v.DialByID(d.ID)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// call starts the dialer, lets time pass, stops it again and returns the calls made meanwhile.
func (r *rig) call(d time.Duration) []url.Values {
	r.t.Helper()
	return r.during(d, r.gateway.Dialer.Run)
}

// during runs a part of the gateway for a while, and returns what the carrier was posted meanwhile.
func (r *rig) during(d time.Duration, run func(context.Context) error) []url.Values {
	r.t.Helper()
	before := len(r.carrier.texts())
	ctx, stop := context.WithCancel(r.t.Context())
	done := make(chan error)
	go func() { done <- run(ctx) }()
	pass(d)
	synctest.Wait()
	stop()
	if err := <-done; err != nil {
		r.t.Error(err)
	}
	return r.carrier.texts()[before:]
}

func TestDial(t *testing.T) {
	run(t, func(r *rig) {
		d := r.order(rosa)
		about := "?d=" + number(d.ID)
		want := []url.Values{{"From": {ourLine}, "To": {rosa}, "Url": {publicURL + voicePath + about},
			"FallbackUrl":    {publicURL + fallbackPath},
			"StatusCallback": {publicURL + callStatusPath + about}, "StatusCallbackEvent": {"initiated", "answered", "completed"},
			"MachineDetection": {"DetectMessageEnd"}, "Timeout": {"40"}, "TimeLimit": {"3600"}}}
		if diff := cmp.Diff(want, r.call(time.Second)); diff != "" {
			r.t.Error(diff)
		}
		if d = r.ordered(d); d.State != store.DialRung || d.SID == "" {
			r.t.Errorf("%s, %q", d.State, d.SID)
		}
		if again := r.call(20 * time.Minute); len(again) != 0 {
			r.t.Errorf("called %d times more", len(again))
		}
	})
}

// The pace is the account's: one call each second, whoever is called and from whichever number.
func TestDialPace(t *testing.T) {
	run(t, func(r *rig) {
		for i := range 6 {
			r.order(fmt.Sprintf("+1212555011%d", i))
		}
		if got := len(r.call(3500 * time.Millisecond)); got != 4 {
			r.t.Errorf("%d calls in 3.5 seconds", got)
		}
	})
}

// A call is made as soon as it is ordered, by another process too.
func TestDialWakes(t *testing.T) {
	run(t, func(r *rig) {
		time.AfterFunc(time.Minute, func() {
			r.order(rosa)
			r.engine.Wake()
		})
		if got := len(r.call(time.Minute + 2*time.Second)); got != 1 {
			r.t.Errorf("%d calls", got)
		}
	})
}

// Nobody knows whether a call that was answered by a fault rings: the carrier's list tells, before anything is tried
// again.
func TestDialInDoubt(t *testing.T) {
	for name, kept := range map[string]bool{"it was made": true, "it was not": false} {
		t.Run(name, func(t *testing.T) {
			run(t, func(r *rig) {
				r.carrier.answer(response{status: 500, code: 20500, kept: kept})
				d := r.order(rosa)
				if got := r.call(settleAfter - time.Second); len(got) != 1 || r.ordered(d).State != store.DialUnknown || r.carrier.lookups() != 0 {
					r.t.Fatalf("called %d times, %s, %d lookups", len(got), r.ordered(d).State, r.carrier.lookups())
				}
				again := r.call(10 * time.Second)
				if len(again) != 0 || r.carrier.lookups() != 1 {
					r.t.Errorf("called %d times more, %d lookups", len(again), r.carrier.lookups())
				}
				if d = r.ordered(d); kept != (d.State == store.DialRung && d.SID != "") {
					r.t.Errorf("%s, %q", d.State, d.SID)
				}
			})
		})
	}
}

// Another call of ours to the same phone is not taken for the one in doubt.
func TestDialInDoubtBesideAnother(t *testing.T) {
	run(t, func(r *rig) {
		first := r.order(rosa)
		r.call(time.Second)
		first = r.ordered(first)
		first.State = store.DialHeard
		second := first
		second.ID, second.SID, second.State, second.CreatedAt = 0, "", store.DialUnknown, time.Time{}
		second.ClaimedAt, second.NotBefore = r.clock.Now(), r.clock.Now()
		err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
			if err := tx.SaveDial(first, store.DialRung); err != nil {
				return err
			}
			return tx.InsertDial(&second)
		})
		if err != nil {
			r.t.Fatal(err)
		}
		r.call(settleAfter + time.Second)
		if got := r.ordered(second); got.SID == first.SID {
			r.t.Errorf("taken for the first: %s", got.State)
		}
	})
}

// A process that died while it had a call made does not make it again blindly.
func TestDialRecovers(t *testing.T) {
	run(t, func(r *rig) {
		d := r.order(rosa)
		if _, _, err := r.engine.ClaimDials(r.t.Context(), 1); err != nil {
			r.t.Fatal(err)
		}
		r.restart()
		if got := r.call(settleAfter - time.Second); len(got) != 0 || r.ordered(d).State != store.DialUnknown {
			r.t.Errorf("called %d times, %s", len(got), r.ordered(d).State)
		}
	})
}

// While the carrier refuses the account no call is tried, until somebody may have mended it.
func TestDialRefused(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: 401, code: 20003})
		r.order(rosa)
		r.order("+12125550143")
		if got := len(r.call(mendPause - time.Second)); got != 1 {
			r.t.Errorf("tried %d times", got)
		}
	})
}

// A stop waits for the carrier's answer to the call under way.
func TestDialStops(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.delay = 5 * time.Second
		d := r.order(rosa)
		r.call(time.Second)
		if r.ordered(d).State != store.DialRung {
			r.t.Errorf("%s after the stop", r.ordered(d).State)
		}
	})
}
