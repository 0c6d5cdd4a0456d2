package ivr

import "hotline/dispatch/talk"

// read makes an answer of what was heard. What the carrier could not have heard here (it may ask twice) has the
// question repeated. Where several digits are wanted the carrier may tell # alone as if nothing had been pressed
// (twilio.com/docs/voice/twiml/gather#finishonkey); but silence is only told when the words were said and the wait is
// over, and so what comes sooner is that key.
func (c *caller) read(n node) talk.Answer {
	switch l := n.listens(); c.Heard.Kind {
	case talk.Pressed:
		if l.For == ForKeys && c.Heard.Keys != "" {
			return c.readKeys(n)
		}
	case talk.Recorded:
		if l.For == ForRecording && c.Heard.SID != "" {
			return recorded
		}
	case talk.Rang:
		if l.For == ForRing {
			return n.Read(c)
		}
	case talk.Answered:
		return again
	case talk.Silence:
		if n.Pound && c.At.Sub(c.call.Asked) < n.Listen.Wait {
			c.Heard.Keys = "#"
			return c.readKeys(n)
		}
	}
	return silent
}

// readKeys reads one key as an option, an entry of the list or a key that works everywhere; all else is the node's own
// to read.
func (c *caller) readKeys(n node) talk.Answer {
	keys := c.Heard.Keys
	if len(keys) == 1 {
		if a := c.readKey(n, keys[0]); a != talk.NotMine {
			return a
		}
	}
	if n.Read != nil {
		if a := n.Read(c); a != talk.NotMine {
			return a
		}
	}
	return wrong
}

func (c *caller) readKey(n node, key byte) talk.Answer {
	for _, o := range n.Options {
		if o.Key == key && (o.If == nil || o.If(c)) {
			return o.Answer
		}
	}
	if n.List != nil {
		for _, l := range n.List(c) {
			if l.Key == key {
				c.pressed = key
				return chosen
			}
		}
	}
	if !n.Alone {
		switch key {
		case '9':
			return again
		case '*':
			return back
		case '0':
			return someone
		}
	}
	return talk.NotMine
}

// spoken is what has just been recorded.
func (c *caller) spoken(kind talk.SpokenKind) talk.Spoken {
	return talk.Spoken{SID: c.Heard.SID, Kind: kind, Seconds: c.Heard.Seconds}
}

// keepSaid adds what has just been recorded to the draft, in place of what was said of this kind before.
func keepSaid(kind talk.SpokenKind) func(*caller) {
	return func(c *caller) {
		d := &c.q().Draft
		d.Spoken = append(without(d.Spoken, kind), c.spoken(kind))
	}
}

// unsay drops what was said of a kind.
func unsay(kind talk.SpokenKind) func(*caller) {
	return func(c *caller) {
		d := &c.q().Draft
		d.Spoken = without(d.Spoken, kind)
	}
}

func without(said []talk.Spoken, kind talk.SpokenKind) []talk.Spoken {
	var kept []talk.Spoken
	for _, s := range said {
		if s.Kind != kind {
			kept = append(kept, s)
		}
	}
	return kept
}

// saidOf is what was said of a kind.
func saidOf(said []talk.Spoken, kind talk.SpokenKind) (talk.Spoken, bool) {
	for _, s := range said {
		if s.Kind == kind {
			return s, true
		}
	}
	return talk.Spoken{}, false
}
