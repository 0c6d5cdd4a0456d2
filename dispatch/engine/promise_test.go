package engine_test

import (
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// A caller is promised what the line does: a call to a keyed number, a call back.
func TestPromisedCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.calls(keyed, talk.ConfirmNumber{}) // "if not, and for no more calls": never
	c := w.phones("")
	for _, keys := range []string{"1", "1", "11211", "1", "", "1", strings.TrimPrefix(keyed, "+1"), "1"} {
		if keys == "" {
			c.speaks(9)
			continue
		}
		c.presses(keys)
	}
	if says(c.said, msg.VoiceCheckNumber) {
		t.Errorf("a call is promised: %+v", c.said.Say)
	}
	c.hangsUp()
	if w.advance(time.Hour); len(w.rings[keyed]) > 0 {
		t.Errorf("it is called: %v", w.rings[keyed])
	}
}

// Who was called back ten times today hears that there is no more of it.
func TestCalledBackEnough(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(1, nil)
	w.calls(pearl, food)
	w.text(helper(1), "YES")
	w.rang(pearl, talk.CallNews)
	w.ends(pearl, dispatch.CallHeard)
	for calls := 1; calls < 13; calls++ { // the news was the first
		c := w.phones(pearl)
		c.presses("2")
		a := c.presses("4")
		if enough := calls >= 10; says(a, msg.VoiceRingsSoon) == enough || says(a, msg.VoiceCalledNoMore) != enough {
			t.Fatalf("after %d calls: %+v", calls, a.Say)
		}
		c.hangsUp()
		w.settle()
		w.ends(pearl, dispatch.CallHeard)
	}
}
