package gateway

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"hotline/dispatch/engine"
	"hotline/store"
)

// forgotten stores a text of somebody's and a call, and forgets who it was.
func (r *rig) forgotten() {
	r.t.Helper()
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		c := store.Contact{Phone: rosa}
		if err := tx.InsertContact(&c); err != nil {
			return err
		}
		text := store.Message{SID: messageSID(1), Direction: store.In, Contact: c.ID, Body: "FOOD"}
		if err := tx.InsertMessage(&text); err != nil {
			return err
		}
		call := store.Call{SID: callSID(2), Direction: store.In, Contact: c.ID, EndedAt: tx.Now()}
		return tx.InsertCall(&call)
	})
	if err == nil {
		err = r.engine.Forget(r.t.Context(), rosa, "coordinator")
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) erase(d time.Duration) { r.t.Helper(); r.during(d, r.gateway.Eraser.Run) }

// TestErase: what was forgotten here is deleted there, also after the carrier would not at first.
func TestErase(t *testing.T) {
	run(t, func(r *rig) {
		r.carrier.answer(response{status: http.StatusBadGateway}, response{status: http.StatusBadRequest, code: 20009})
		r.forgotten()
		r.erase(time.Second)
		if len(r.carrier.deleted) != 0 {
			r.t.Errorf("deleted %v", r.carrier.deleted)
		}
		r.erase(time.Minute)
		slices.Sort(r.carrier.deleted)
		if want := []string{callSID(2), messageSID(1)}; !slices.Equal(r.carrier.deleted, want) {
			r.t.Errorf("deleted %v, want %v", r.carrier.deleted, want)
		}
		if due, next, err := r.engine.ErasuresDue(r.t.Context(), 9); len(due) > 0 || !next.IsZero() || err != nil {
			r.t.Errorf("left %v, %v, %v", due, next, err)
		}
	})
}

// TestEraseWaitsForTheAccount: while the carrier refuses the account nothing is given up; what it never takes is left to
// it, after many tries.
func TestEraseWaitsForTheAccount(t *testing.T) {
	run(t, func(r *rig) {
		r.forgotten()
		for range 20 {
			r.carrier.answer(response{status: http.StatusUnauthorized, code: 20003})
		}
		r.erase(time.Second)
		due, _, err := r.engine.ErasuresDue(r.t.Context(), 9)
		if len(due) != 2 || due[0].Tries != 0 || err != nil {
			r.t.Errorf("%v %v", due, err)
		}
		if left, err := r.engine.EraseMissed(r.t.Context(), engine.Erasure{SID: callSID(2), Tries: 98}); left || err != nil {
			r.t.Errorf("given up: %v %v", left, err)
		}
		if left, err := r.engine.EraseMissed(r.t.Context(), engine.Erasure{SID: callSID(2), Tries: 99}); !left || err != nil {
			r.t.Errorf("not given up: %v %v", left, err)
		}
	})
}
