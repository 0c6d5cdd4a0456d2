package ivr

import (
	"testing"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// At night nobody's phone rings for the other side of a job before the caller has heard that it is night.
func TestNobodyIsRungAtNightUnasked(t *testing.T) {
	t.Parallel()
	p := talk.Person{Contact: 9, Language: "en", Quiet: true}
	p.Jobs = []talk.Request{{Request: dispatch.Request{ID: 100, Category: "FOOD", Status: dispatch.Assigned, Holder: 9}, ResidentCalls: true}}
	for quiet, rings := range map[bool]Listening{true: ForKeys, false: ForRing} {
		p.Quiet = quiet
		c := phoned(setup(t), p, rosaCalls(), Call{Purpose: talk.CallJob, Request: 100})
		c.press("1", "1")
		if c.turn.Listen.For != rings || c.said(msg.VoiceItIsNight) != quiet {
			t.Errorf("at night %v: %+v", quiet, c.turn)
		}
		if !quiet {
			continue
		}
		c.press("2")
		if c.state() != jobNext {
			t.Errorf("left alone: %q", c.state())
		}
		c.press("1", "1")
		if c.turn.Listen.For != ForRing || c.turn.Listen.Ring.Request != 100 {
			t.Errorf("all the same: %+v", c.turn)
		}
	}
}
