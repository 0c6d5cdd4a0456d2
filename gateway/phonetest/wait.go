package phonetest

import (
	"errors"
	"time"
)

// event is something that happens to a call while it waits.
type event struct {
	kind    eventKind
	keys    string // pressed
	seconds int    // spoken
	ends    string // spoken: the key that ended it, "hangup", or "" for silence
	by      string // answered: human or machine_start
	status  string // refused: busy or no-answer
	leg     *call  // joined, left: which of the phones it rings
	target  string // moved: the address of another document
}

type eventKind string

const (
	pressed  eventKind = "pressed"
	quiet    eventKind = "quiet" // nothing, for as long as it waits
	spoke    eventKind = "spoke"
	hungUp   eventKind = "hung up"
	answered eventKind = "answered"
	refused  eventKind = "refused"
	joined   eventKind = "joined" // another leg would talk
	left     eventKind = "left"   // another leg is over
	moved    eventKind = "moved"  // by REST, to another document
)

// machinePatience is how often an answering machine hears a question before it hangs up.
const machinePatience = 20

// wait lets a call wait for something, at most so long by its own time, and returns what happened. A call that is
// over hears of nothing else.
func (c *Carrier) wait(x *call, what waiting, limit time.Duration) event {
	c.mu.Lock()
	defer c.mu.Unlock()
	x.documents = 0
	if e, ok := x.byMachine(what); ok {
		return e
	}
	for {
		switch {
		case x.hungUp:
			x.queue = nil
			return event{kind: hungUp}
		case len(x.queue) > 0:
			e := x.queue[0]
			x.queue = x.queue[1:]
			x.waits = ""
			return e
		}
		x.waits, x.limit = what, limit
		c.stopRunning(x)
		c.mu.Unlock()
		var closed bool
		select {
		case <-x.wake:
		case <-c.ctx.Done():
			closed = true
		}
		c.mu.Lock()
		x.hungUp = x.hungUp || closed
	}
}

// byMachine is what an answering machine does: it lets everybody talk, presses nothing, and has enough at some time.
func (x *call) byMachine(what waiting) (event, bool) {
	if x.answeredBy != machineStart || x.hungUp {
		return event{}, false
	}
	x.questions++
	if what == waitsTalk || x.questions > machinePatience {
		return event{kind: hungUp}, true
	}
	return event{kind: quiet}, true
}

// tell hands an event to a call. The caller holds c.mu.
func (c *Carrier) tell(x *call, e event) {
	if e.kind == hungUp {
		x.hungUp = true
	} else {
		x.queue = append(x.queue, e)
	}
	if !x.live() {
		return
	}
	c.startRunning(x)
	select {
	case x.wake <- struct{}{}:
	default: // it has not looked since the last one
	}
	c.changedLocked()
}

// startRunning and stopRunning keep count of the calls that have something to do. The caller holds c.mu.
func (c *Carrier) startRunning(x *call) {
	if !x.running {
		x.running = true
		c.busy++
	}
}

func (c *Carrier) stopRunning(x *call) {
	if x.running {
		x.running = false
		c.busy--
	}
	c.changedLocked()
}

// Errors of something done to a call, worded for whoever did it.
var (
	errNoCall    = errors.New("there is no such call")
	errOver      = errors.New("the call is over")
	errInCall    = errors.New("this phone is in a call")
	errNotNow    = errors.New("the call does not wait for this now")
	errKeys      = errors.New("a phone has the keys 0 to 9, * and #")
	errSeconds   = errors.New("somebody speaks for 1 to 600 seconds")
	errNoAddress = errors.New("the line has no address for calls")
)

// act does something on the phone, if the call waits for such a thing. The caller holds c.mu.
func (c *Carrier) act(x *call, e event, said string) error {
	switch {
	case !x.live() || x.hungUp:
		return errOver
	case e.kind != hungUp && !x.takes(e.kind):
		return errNotNow
	}
	x.fresh = len(x.lines)
	if said != "" {
		c.addLocked(x, Line{Kind: Did, Text: said})
	}
	c.tell(x, e)
	return nil
}

// takes says whether a call waits for an event of this kind.
func (x *call) takes(k eventKind) bool {
	if x.running || x.waits == "" {
		return false
	}
	switch k {
	case pressed:
		return x.waits == waitsKeys || x.waits == waitsSpeech || x.waits == waitsTalk
	case spoke:
		return x.waits == waitsSpeech
	case answered, refused:
		return x.waits == waitsRing
	case quiet:
		return true
	}
	return false
}
