package engine_test

import (
	"testing"
	"time"

	"hotline/dispatch/engine"
)

func TestWhatWaitsOnANumberThatIsOursNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.text(rosa, "FOOD 11211")
	w.got(rosa)
	code := w.request(rosa).Code
	reply := func(words string) {
		if err := w.engine.Reply(t.Context(), code, words, "Dora"); err != nil {
			t.Fatal(err)
		}
	}
	w.carrier = func(engine.Outgoing) engine.Outcome { return engine.Outcome{Kind: engine.Config, Code: 21606} }
	reply("hello")
	w.settle()

	w.carrier, w.lines = nil, []string{"+12125550199"} // an operator mends it
	w.restart()
	w.advance(10 * time.Minute)
	reply("hello again")
	w.settle()
	w.wants(rosa, "hello", "hello again")
	out, _, err := w.engine.Claim(t.Context(), 1, w.lines...)
	if len(out) != 0 || err != nil {
		t.Errorf("%v %v", out, err)
	}
}
