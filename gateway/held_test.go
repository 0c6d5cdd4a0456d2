package gateway

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// ready asks for the readiness.
func (r *rig) ready() readiness {
	r.t.Helper()
	pass(probeEvery)
	w := r.serve(httptest.NewRequest(http.MethodGet, "/health/ready", nil))
	var got readiness
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		r.t.Fatalf("ready: %d %s %v", w.Code, w.Body, err)
	}
	return got
}

// While the carrier refuses the account, a monitor sees how long texts have been waiting and until when the outbox is
// held. A server that starts anew, its settings mended, tries at once.
func TestHeldOutbox(t *testing.T) {
	for name, code := range map[string]int{"the account is refused": 20003, "our number is wrong": 21606} {
		t.Run(name, func(t *testing.T) {
			run(t, func(r *rig) {
				if got := r.ready(); got.Outbox.LagSeconds != 0 || got.Outbox.HeldUntil != nil {
					r.t.Errorf("nothing waits, yet %+v", got)
				}
				r.carrier.answer(response{status: http.StatusUnauthorized, code: code})
				r.enqueue(ourLine, rosa, "one", nil)
				r.send(10 * time.Second)
				r.enqueue(ourLine, "+12125550143", "two", nil)
				pass(20*time.Second - probeEvery)
				got := r.ready()
				if got.Outbox.LagSeconds != 20 {
					r.t.Errorf("lag %v, want 20 seconds", got.Outbox.LagSeconds)
				}
				if until := got.Outbox.HeldUntil; until == nil || until.Sub(r.clock.Now()) != mendPause-30*time.Second {
					r.t.Errorf("held until %v, now it is %v", until, r.clock.Now())
				}
				r.restart()
				if got := r.send(time.Second); len(got) != 2 {
					r.t.Errorf("sent %q after a start", bodies(got))
				}
				if got := r.ready(); got.Outbox.LagSeconds != 0 || got.Outbox.HeldUntil != nil {
					r.t.Errorf("all was sent, yet %+v", got)
				}
			})
		})
	}
}

// A refusal that lasts is found at once after a start, and holds the line again.
func TestHeldAgain(t *testing.T) {
	run(t, func(r *rig) {
		refused := response{status: http.StatusUnauthorized, code: 20003}
		r.carrier.answer(refused, refused)
		r.enqueue(ourLine, rosa, "one", nil)
		r.send(time.Second)
		r.restart()
		if got := r.send(time.Minute); len(got) != 1 {
			r.t.Errorf("tried %d times in the minute after a start", len(got))
		}
		if r.gateway.Sender.HeldUntil().IsZero() {
			r.t.Error("not held")
		}
	})
}
