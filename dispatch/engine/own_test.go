package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch/engine"
	"hotline/store"
)

// A text from one of our own numbers is our own, come back: answered, it would come back for ever.
func TestATextFromOurselves(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	for _, late := range []bool{false, true} {
		in := engine.Inbound{SID: "SMloop", From: ourNumber, To: ourNumber, Body: "FOOD 11211", Late: late}
		if answer := w.inbound(in); answer != "" {
			t.Errorf("answered %q", answer)
		}
	}
	w.settle()
	w.wants(helper(1))
	w.wants(ourNumber)
	w.read(func(v *store.View) error {
		for range v.ListMessages(time.Time{}) {
			t.Error("kept")
		}
		return nil
	})
}
