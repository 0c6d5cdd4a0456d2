package phonetest

import (
	"strings"
	"time"
)

// What somebody does with a phone in their hand. Each returns at once, with an error if the call does not wait for it.

// press presses keys.
func (c *Carrier) press(x *call, keys string) error {
	if keys == "" || len(keys) > 64 || strings.Trim(keys, keypad) != "" {
		return errKeys
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.act(x, event{kind: pressed, keys: keys}, "Pressed "+keys)
}

// sayNothing lets all the time go by that the call waits.
func (c *Carrier) sayNothing(x *call) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	said := "Said nothing"
	if x.waits == waitsRing {
		said = ""
	}
	return c.act(x, event{kind: quiet}, said)
}

// talk speaks after the tone. It ends with a key, "hangup", or "" for silence.
func (c *Carrier) talk(x *call, seconds int, ends string) error {
	said := "Spoke for " + plural(seconds, "second")
	switch {
	case seconds < 1 || seconds > maxSounds:
		return errSeconds
	case ends == "hangup":
		said += " and hung up"
	case len(ends) > 1 || strings.Trim(ends, keypad) != "":
		return errKeys
	case ends != "":
		said += " and pressed " + ends
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.act(x, event{kind: spoke, seconds: seconds, ends: ends}, said)
}

// hangUp ends a call; a phone that rings is refused.
func (c *Carrier) hangUp(x *call) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x.waits == waitsRing && x.live() {
		return c.act(x, event{kind: refused, status: busy}, "")
	}
	return c.act(x, event{kind: hungUp}, "Hung up")
}

// pickUpPhone answers a phone that rings; by is "human" or machineStart.
func (c *Carrier) pickUpPhone(x *call, by string) error {
	said := "Picked up"
	if by == machineStart {
		said = "The answering machine picked up"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.act(x, event{kind: answered, by: by}, said)
}

// leaveRinging does not answer: the caller gives up (noAnswer) or hears that the phone is busy.
func (c *Carrier) leaveRinging(x *call, status string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.act(x, event{kind: refused, status: status}, "")
}

// skipCalls lets every call that would not wait so long hear nothing until its time is up: the clock was moved on.
func (c *Carrier) skipCalls(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, x := range c.calls {
		if x.live() && x.limit <= d && x.takes(quiet) {
			_ = c.act(x, event{kind: quiet}, "") // it takes that now
		}
	}
}
