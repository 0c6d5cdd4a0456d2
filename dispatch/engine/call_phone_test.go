package engine_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/ivr"
)

// sids numbers the calls and recordings of all tests.
var sids atomic.Int64

func newSID(kind string) string { return fmt.Sprintf("%s%032d", kind, sids.Add(1)) }

// call is a phone call as the carrier has it: it tells the line what is heard, and does what the line answers.
type call struct {
	t      testing.TB
	engine *engine.Engine
	ev     engine.CallEvent // who, whom and why; its turn is the next one
	said   engine.CallAnswer
	over   bool
}

// newCall is a call from a phone (empty: its number is withheld) to the line that has not begun.
func newCall(t testing.TB, e *engine.Engine, from string) *call {
	return &call{t: t, engine: e, ev: engine.CallEvent{SID: newSID("CA"), From: from, To: ourNumber}}
}

// begins has the line pick up, or whom the line has called.
func (c *call) begins(machine bool) engine.CallAnswer {
	c.t.Helper()
	return c.hears(talk.Heard{Kind: talk.Answered, Machine: machine})
}

// hears tells the line of one thing and returns its answer.
func (c *call) hears(h talk.Heard) engine.CallAnswer {
	c.t.Helper()
	c.ev.Heard = h
	a, err := c.engine.Call(context.Background(), c.ev)
	if err != nil {
		c.t.Fatalf("%+v: %v", h, err)
	}
	c.said, c.ev.Turn = a, a.Next
	if a.Listen.For == ivr.HangUp {
		c.ends("completed")
	}
	return a
}

func (c *call) presses(keys string) engine.CallAnswer {
	c.t.Helper()
	return c.hears(talk.Heard{Kind: talk.Pressed, Keys: keys})
}

func (c *call) saysNothing() engine.CallAnswer {
	c.t.Helper()
	return c.hears(talk.Heard{Kind: talk.Silence})
}

// speaks leaves a recording, and returns its id at the carrier.
func (c *call) speaks(seconds int) (sid string) {
	c.t.Helper()
	sid = newSID("RE")
	c.hears(talk.Heard{Kind: talk.Recorded, SID: sid, Seconds: seconds})
	c.recorded(sid, "completed", seconds)
	return sid
}

// recorded has the carrier say what has become of a recording.
func (c *call) recorded(sid, status string, seconds int) {
	c.t.Helper()
	s := engine.RecordingStatus{SID: sid, CallSID: c.ev.SID, Status: status, Seconds: seconds}
	if err := c.engine.RecordingStatus(context.Background(), s); err != nil {
		c.t.Fatal(err)
	}
}

// hangsUp ends the call from the phone's side.
func (c *call) hangsUp() { c.t.Helper(); c.ends("completed") }

// ends has the carrier say that the call is over.
func (c *call) ends(status string) {
	c.t.Helper()
	c.over = true
	s := engine.CallStatus{SID: c.ev.SID, Dial: c.ev.Dial, Status: status, Seconds: 30}
	if err := c.engine.CallStatus(context.Background(), s); err != nil {
		c.t.Fatal(err)
	}
}
