package phonetest

import (
	"net/url"
	"slices"
	"strconv"
	"time"
)

// defaultValidity is how long a text may wait in the queue unless ValidityPeriod says less.
const defaultValidity = 36000 * time.Second

// step is one state a message goes through.
type step struct {
	status string
	code   int
}

// send takes a message to a phone: it is kept, and goes on its way at once or when its phone's time is up. The caller
// holds c.mu.
func (c *Carrier) send(m *message) {
	m.status = queued
	if m.service != "" {
		m.status = accepted
	}
	if m.validity == 0 {
		m.validity = defaultValidity
	}
	if p := c.byNumber[m.to]; p != nil {
		m.slow = p.Slow
	}
	c.keep(m)
	if m.slow > 0 {
		c.slow = append(c.slow, m)
		select {
		case c.queued <- struct{}{}:
		default: // it has not looked since the last one
		}
		return
	}
	steps := c.ending(m)
	c.spawn(func() { c.carry(m, steps) })
}

// ending is what becomes of a message that leaves the queue now. The caller holds c.mu.
func (c *Carrier) ending(m *message) []step {
	p := c.byNumber[m.to]
	code := NoSuchPhone
	if p != nil {
		code = p.failure()
	}
	if code != 0 {
		return []step{{sent, 0}, {undelivered, code}}
	}
	return []step{{sent, 0}, {delivered, 0}}
}

// carry takes a message through its last steps and then reports each of them. The phone has it before anybody is told:
// a report that is slow, lost or refused holds up no text.
func (c *Carrier) carry(m *message, steps []step) {
	if m.service != "" {
		steps = append([]step{{queued, 0}}, steps...)
	}
	c.mu.Lock()
	for _, s := range steps {
		c.move(m, s.status, s.code)
	}
	c.mu.Unlock()
	c.report(m, steps)
}

// report posts a status callback for each step, in order unless a fault says otherwise.
func (c *Carrier) report(m *message, steps []step) {
	if m.callback == "" {
		return
	}
	key := m.to
	if c.faults.happens(StatusOutOfOrder, key) {
		slices.Reverse(steps)
	}
	for _, s := range steps {
		if c.faults.happens(StatusLost, key+s.status) {
			continue
		}
		h := webhook{target: m.callback, form: c.statusForm(m, s), what: "status callback"}
		if c.faults.happens(StatusLate, key+s.status) {
			c.mu.Lock()
			c.spawn(func() {
				c.delay(statusDelay)
				c.postStatus(h)
			})
			c.mu.Unlock()
			continue
		}
		c.postStatus(h)
	}
}

// delay waits so long by the carrier's clock.
func (c *Carrier) delay(d time.Duration) {
	for until := c.clock.Now().Add(d); c.clock.Now().Before(until) && c.ctx.Err() == nil; {
		_ = c.clock.Sleep(c.ctx, until, nil) // its only error is ctx's
	}
}

// statusForm is what the carrier posts when a message has reached a step.
// https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
func (c *Carrier) statusForm(m *message, s step) url.Values {
	form := url.Values{
		"MessageSid": {m.sid}, "SmsSid": {m.sid}, "MessageStatus": {s.status}, "SmsStatus": {s.status},
		"AccountSid": {c.account}, "ApiVersion": {apiVersion}, "From": {m.from}, "To": {m.to},
	}
	if m.service != "" {
		form.Set("MessagingServiceSid", m.service)
	}
	if s.code != 0 {
		form.Set("ErrorCode", strconv.Itoa(s.code))
	}
	if s.status == delivered || s.status == undelivered {
		form.Set("RawDlrDoneDate", c.clock.Now().UTC().Format("0601021504"))
	}
	return form
}

// waitForSlow sends texts of slow phones on when their time is up by the carrier's clock, or lets them lapse when
// ValidityPeriod is over first.
func (c *Carrier) waitForSlow() {
	for c.ctx.Err() == nil {
		c.mu.Lock()
		next := c.moveSlow()
		c.mu.Unlock()
		_ = c.clock.Sleep(c.ctx, next, c.queued) // its only error is ctx's
	}
}

// moveSlow lets go of every text in the queue that is due, and returns when the next one is. The caller holds c.mu.
func (c *Carrier) moveSlow() time.Time {
	now := c.clock.Now()
	next := now.Add(time.Hour)
	c.slow = slices.DeleteFunc(c.slow, func(m *message) bool {
		due := m.created.Add(min(m.slow, m.validity))
		if due.After(now) {
			if due.Before(next) {
				next = due
			}
			return false
		}
		steps := c.ending(m)
		if m.validity < m.slow {
			steps = []step{{failed, tooOld}}
		}
		c.spawn(func() { c.carry(m, steps) })
		return true
	})
	return next
}
