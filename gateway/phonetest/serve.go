package phonetest

import (
	"net/url"
	"slices"
	"strconv"
	"time"
)

// VoiceURLs are what the lines' "a call comes in", "primary handler fails" and "call status changes" are set to.
type VoiceURLs struct {
	Voice    string // {public_url}/twilio/voice
	Fallback string // {public_url}/twilio/voice-fallback, or ""
	Status   string // {public_url}/twilio/call-status, or ""
}

// SetVoiceURLs changes where calls go, as an operator does in the carrier's console. It returns an error if that is
// not on this computer.
func (c *Carrier) SetVoiceURLs(u VoiceURLs) error {
	for _, target := range []string{u.Voice, u.Fallback, u.Status} {
		if target == "" {
			continue
		}
		if err := checkWebhook(target); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.voiceURLs = u
	return nil
}

// callIn begins a call from a phone to a line ("" is the first). shown is what the line sees instead of the phone's
// number, unless it is "". It returns at once.
func (c *Carrier) callIn(id, line, shown string) (*call, error) {
	if line == "" {
		line = c.numbers[0]
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.phone(id)
	switch {
	case p == nil:
		return nil, errNoPhone
	case !c.line(line):
		return nil, errNoLine
	case p.inCall():
		return nil, errInCall
	case c.closed:
		return nil, errClosed
	case c.voiceURLs.Voice == "":
		return nil, errNoAddress
	}
	if shown == "" {
		shown = p.Number
	}
	x := &call{
		direction: inbound, from: shown, to: line, line: line, phone: p, status: ringing, claimed: true,
		first: c.voiceURLs.Voice, fallback: c.voiceURLs.Fallback, callback: callback{c.voiceURLs.Status, []string{completed}},
	}
	c.start(x)
	return x, nil
}

// start makes a call known and lets it run its course. The caller holds c.mu.
func (c *Carrier) start(x *call) {
	c.keepCall(x)
	c.run(x)
}

// run lets a call that is known run its course. The caller holds c.mu.
func (c *Carrier) run(x *call) {
	if c.closed {
		x.hungUp = true
		return
	}
	c.startRunning(x)
	c.work.Go(func() {
		switch x.direction {
		case inbound:
			c.serveInbound(x)
		default:
			c.serveOutbound(x)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if x.parent != nil {
			c.tell(x.parent, event{kind: left, leg: x})
		}
		c.stopRunning(x)
	})
}

// serveInbound is a call from a phone, from the first document to the last.
func (c *Carrier) serveInbound(x *call) {
	c.perform(x, c.fetch(x, x.first, nil))
	status := completed
	if x.answered.IsZero() {
		status = noAnswer
	}
	c.finish(x, status)
}

// serveOutbound is a call to a phone: it rings, is picked up or not, and goes by its document.
func (c *Carrier) serveOutbound(x *call) {
	c.tellStatus(x, "initiated")
	if status := c.reach(x); status != "" {
		c.finish(x, status)
		return
	}
	c.setCall(x, ringing)
	c.add(x, Line{Kind: Note, Text: "It rings"})
	c.tellStatus(x, ringing)
	switch ev := c.wait(x, waitsRing, x.rings); ev.kind {
	case answered:
		c.answer(x, ev.by)
	case refused:
		if ev.status == noAnswer {
			c.pass(x, x.rings)
		}
		c.finish(x, ev.status)
	case hungUp:
		c.finish(x, canceled)
	default: // nobody in all the time it rang
		c.pass(x, x.rings)
		c.finish(x, noAnswer)
	}
}

// ringsFor is how long a phone rings before somebody picks up.
const ringsFor = 5 * time.Second

// answer is a call that was picked up.
func (c *Carrier) answer(x *call, by string) {
	c.pass(x, ringsFor)
	c.mu.Lock()
	x.answeredBy = by
	c.mu.Unlock()
	c.setCall(x, inProgress)
	c.tellStatus(x, "answered")
	ready := true
	if x.first != "" {
		ready = c.perform(x, c.fetch(x, x.first, nil))
	}
	if x.parent != nil && ready {
		c.mu.Lock()
		c.tell(x.parent, event{kind: joined, leg: x})
		c.mu.Unlock()
		for talking := true; talking; {
			ev := c.wait(x, waitsTalk, x.most)
			talking = ev.kind != hungUp && ev.kind != quiet
		}
	}
	c.finish(x, completed)
}

// reach says why a phone can't ring: there is none, or it is in a call. "" if it can.
func (c *Carrier) reach(x *call) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case x.hungUp:
		return canceled
	case x.phone == nil:
		return failed
	case slices.ContainsFunc(x.phone.calls, func(y *call) bool { return y.n < x.n && y.live() }):
		return busy
	}
	return ""
}

// finish ends a call and says so.
func (c *Carrier) finish(x *call, status string) {
	over := "The call is over"
	switch status {
	case completed:
	case busy:
		over = "The phone was busy"
	default:
		over = "Nobody picked up"
	}
	c.mu.Lock()
	x.hungUp = true
	if x.with != nil {
		x.with.with, x.with = nil, nil
	}
	c.addLocked(x, Line{Kind: Note, Text: over})
	c.mu.Unlock()
	c.setCall(x, status)
	c.tellStatus(x, status)
	for _, h := range x.held {
		c.postStatus(h)
	}
}

// tellStatus posts a call status callback, if it was asked for. All that ends a call counts as completed.
// https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent
func (c *Carrier) tellStatus(x *call, event string) {
	status, asked := event, event
	switch event {
	case "answered":
		status = inProgress
	case busy, failed, noAnswer, canceled:
		asked = completed
	}
	if x.callback.url == "" || !slices.Contains(x.callback.events, asked) {
		return
	}
	c.mu.Lock()
	number := x.sequence
	x.sequence++
	seconds := x.seconds()
	at := x.now
	c.mu.Unlock()
	if c.faults.happens(StatusLost, x.from+x.to+event) {
		return
	}
	form := c.voiceForm(x, url.Values{
		"CallStatus": {status}, "SequenceNumber": {strconv.Itoa(number)}, "Timestamp": {rfc2822(at)},
		"CallbackSource": {"call-progress-events"},
	})
	if asked == completed {
		form.Set("CallDuration", strconv.Itoa(seconds))
		form.Set("Duration", strconv.Itoa((seconds+59)/60))
	}
	h := webhook{target: x.callback.url, form: form, what: "call status callback"}
	if asked != completed && c.faults.happens(StatusOutOfOrder, x.from+x.to+event) {
		x.held = append([]webhook{h}, x.held...)
		return
	}
	c.postStatus(h)
}

func (c *Carrier) postStatus(h webhook) {
	a, err := c.post(h)
	if err == nil {
		c.checkStatusAnswer(a)
	}
}
