package phonetest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxNumbers is how many phones one <Dial> rings at once.
const maxNumbers = 10

// dial rings other phones, all at once, and connects the first that is ready to talk. Then, or when none is, the
// action is asked, also after the caller has hung up. https://www.twilio.com/docs/voice/twiml/dial
func (c *Carrier) dial(x *call, s *script, e *element) (next *script, jump bool) {
	d := &dialing{most: inSeconds(e.attr("timeLimit", "14400"))}
	timeout := inSeconds(e.attr("timeout", "30"))
	if shown := e.attr("callerId", x.from); !c.mayShow(x, shown) {
		c.problem(13214, "call: <Dial callerId> is neither a number of the account nor one of this call's")
		d.status = failed
	} else if len(e.children) == 0 || len(e.children) > maxNumbers {
		c.problem(13223, "call: <Dial> must name one to ten numbers")
		d.status = failed
	} else {
		c.add(x, Line{Kind: Note, Text: "It rings"})
		for _, number := range e.children {
			d.legs = append(d.legs, c.ring(x, s, number, shown, timeout))
		}
		if target := c.ringAround(x, d, timeout); target != "" {
			return c.fetch(x, target, nil), true
		}
	}
	c.pickUp(x)
	action := e.attr("action", "")
	if action == "" {
		return nil, false
	}
	more := url.Values{"DialCallStatus": {d.status}, "DialBridged": {strconv.FormatBool(d.talked != nil)}}
	c.mu.Lock()
	if len(d.legs) > 0 {
		leg := d.legs[0]
		if d.talked != nil {
			leg = d.talked
		}
		more.Set("DialCallSid", leg.sid)
		more.Set("DialCallDuration", strconv.Itoa(leg.seconds()))
	}
	c.mu.Unlock()
	return c.fetch(x, s.against(action), more), true
}

// mayShow says whether the phones that are rung may be shown this number.
func (c *Carrier) mayShow(x *call, number string) bool {
	return c.line(number) || number == x.from || number == x.to
}

// dialing is what becomes of one <Dial>.
type dialing struct {
	legs   []*call
	talked *call         // who was connected, or nil
	most   time.Duration // of the talk
	status string        // DialCallStatus
}

// ring rings one phone, so long at most.
func (c *Carrier) ring(x *call, s *script, number *element, shown string, timeout time.Duration) *call {
	to := strings.TrimSpace(number.text)
	leg := &call{
		direction: outboundDial, from: shown, to: to, line: x.line, parent: x, status: queued,
		callback: callback{events: strings.Fields(number.attr("statusCallbackEvent", completed))},
		rings:    timeout,
	}
	if target := number.attr("statusCallback", ""); target != "" {
		leg.callback.url = s.against(target)
	}
	if target := number.attr("url", ""); target != "" {
		leg.first = s.against(target)
	}
	if !e164.MatchString(to) {
		c.problem(13223, "call: <Number> is not a phone number")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	leg.phone = c.byNumber[to]
	c.start(leg)
	return leg
}

// ringAround lets the phones ring until one talks and the talk is over, or none of them will. If the call is moved to
// another document meanwhile, it returns its address.
func (c *Carrier) ringAround(x *call, d *dialing, timeout time.Duration) (target string) {
	what, limit := waitsOthers, timeout
	defer func() { c.letGo(d.legs, nil) }()
	for {
		switch ev := c.wait(x, what, limit); ev.kind {
		case joined:
			d.talked, what, limit = ev.leg, waitsTalk, d.most
			c.letGo(d.legs, ev.leg)
			c.pickUp(x)
			c.connect(x, ev.leg)
		case left:
			if ev.leg == d.talked || c.allOver(d.legs) {
				d.status = c.outcome(d)
				return ""
			}
		case quiet:
			c.pass(x, limit)
			d.status = noAnswer
			if d.talked != nil {
				c.pass(d.talked, limit)
				d.status = completed
			}
			return ""
		case hungUp:
			d.status = c.outcome(d)
			return ""
		case moved:
			return ev.target
		}
	}
}

// connect lets two legs talk.
func (c *Carrier) connect(x, leg *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x.with, leg.with = leg, x
	x.bridged, leg.bridged = true, true
	for _, end := range []*call{x, leg} {
		other := "somebody"
		if end.with.phone != nil {
			other = end.with.phone.Name
		}
		c.addLocked(end, Line{Kind: Note, Text: "Connected with " + other})
	}
}

// letGo hangs up on every leg but one.
func (c *Carrier) letGo(legs []*call, but *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, leg := range legs {
		if leg != but && leg.live() {
			c.tell(leg, event{kind: hungUp})
		}
	}
}

func (c *Carrier) allOver(legs []*call) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !slices.ContainsFunc(legs, (*call).live)
}

// outcome is DialCallStatus. A phone that was picked up and hung up before it was connected counts as completed: only
// DialBridged tells the difference.
func (c *Carrier) outcome(d *dialing) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d.talked != nil {
		return completed
	}
	for _, status := range []string{completed, busy, failed} {
		if slices.ContainsFunc(d.legs, func(leg *call) bool { return leg.status == status }) {
			return status
		}
	}
	return noAnswer
}
