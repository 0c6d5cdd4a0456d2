package phonetest

import (
	"bytes"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Errors of a text that cannot be written, worded for whoever wrote it.
var (
	errEmpty    = errors.New("write a text first")
	errTooLong  = errors.New("a text has at most 1,600 characters")
	errBadText  = errors.New("this text has characters that can't be sent")
	errNoPhone  = errors.New("there is no such phone")
	errLandline = errors.New("this phone is a landline: it cannot send or get texts")
	errNoLine   = errors.New("the hotline has no such number")
	errClosed   = errors.New("the practice phones are switched off")
)

// outgoing is a text on its way from a phone to the application.
type outgoing struct {
	text Text
	done chan struct{} // closed when it is answered, or given up
}

// write sends a text from a phone to a line ("" is the first). It returns at once.
func (c *Carrier) write(id, line, body string, media []string) (outgoing, error) {
	if line == "" {
		line = c.numbers[0]
	}
	switch {
	case !utf8.ValidString(body) || strings.ContainsRune(body, 0):
		return outgoing{}, errBadText
	case tooLong(body):
		return outgoing{}, errTooLong
	case strings.TrimSpace(body) == "" && len(media) == 0:
		return outgoing{}, errEmpty
	case !c.line(line):
		return outgoing{}, errNoLine
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.phone(id)
	switch {
	case p == nil:
		return outgoing{}, errNoPhone
	case p.Kind == Landline:
		return outgoing{}, errLandline
	case c.closed:
		return outgoing{}, errClosed
	}
	m := &message{from: p.Number, to: line, body: body, media: media, direction: inbound, status: receiving}
	c.keep(m)
	kind := c.keyword(m)
	done := make(chan struct{})
	c.spawn(func() {
		defer close(done)
		if c.faults.happens(WebhookLate, m.from+m.body) {
			c.delay(webhookDelay)
		}
		c.deliverInbound(m, kind)
	})
	return outgoing{m.text(), done}, nil
}

// deliverInbound posts a text to the application and sends what it answers.
func (c *Carrier) deliverInbound(m *message, kind keyword) {
	c.mu.Lock()
	target := c.smsURL
	c.mu.Unlock()
	form := c.inboundForm(m, kind)
	var a answer
	err := errors.New("no address")
	if target == "" {
		c.problem(21609, "the line has no address for inbound texts")
	} else {
		a, err = c.postText(webhook{target: target, form: form, what: "text"}, m.from+m.body)
	}
	c.mu.Lock()
	c.move(m, received, 0)
	if err != nil {
		m.code = 11200
	}
	c.mu.Unlock()
	if err != nil {
		return
	}
	doc, problems := readTwiML(a)
	for _, p := range problems {
		c.warn(a, p.Code, p.What)
	}
	for _, r := range doc.messages {
		c.reply(m, r, a)
	}
}

// postText posts a text, twice at once if WebhookTwice says so: the person gets one answer, and both must be the same.
func (c *Carrier) postText(h webhook, key string) (answer, error) {
	if !c.faults.happens(WebhookTwice, key) {
		return c.post(h)
	}
	var second answer
	var secondErr error
	var both sync.WaitGroup
	both.Go(func() { second, secondErr = c.post(h) })
	first, err := c.post(h)
	both.Wait()
	if err == nil && secondErr == nil && !bytes.Equal(first.body, second.body) {
		c.warn(second, 11200, "text: the same MessageSid again got another answer")
	}
	if err != nil {
		return second, secondErr
	}
	return first, nil
}

// inboundForm is what the carrier posts for a text.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func (c *Carrier) inboundForm(m *message, kind keyword) url.Values {
	form := url.Values{
		"MessageSid": {m.sid}, "SmsSid": {m.sid}, "SmsMessageSid": {m.sid}, "AccountSid": {c.account},
		"ApiVersion": {apiVersion}, "SmsStatus": {received}, "From": {m.from}, "To": {m.to}, "Body": {m.body},
		"NumMedia": {strconv.Itoa(len(m.media))}, "NumSegments": {strconv.Itoa(m.size.Segments)},
	}
	for _, end := range []string{"From", "To"} {
		form.Set(end+"Country", "US")
		form.Set(end+"State", "")
		form.Set(end+"City", "")
		form.Set(end+"Zip", "")
	}
	for i, u := range m.media {
		form.Set("MediaUrl"+strconv.Itoa(i), u)
		form.Set("MediaContentType"+strconv.Itoa(i), "image/jpeg")
	}
	if c.advanced && kind != plain {
		form.Set("MessagingServiceSid", c.service)
		form.Set("OptOutType", string(kind))
	}
	return form
}

// reply sends one <Message> of the answer to m.
func (c *Carrier) reply(m *message, r reply, a answer) {
	out := &message{
		from: r.from, to: r.to, body: r.body, callback: r.callback, direction: outboundReply,
	}
	if out.from == "" {
		out.from = m.to
	}
	if out.to == "" {
		out.to = m.from
	}
	switch {
	case !c.line(out.from):
		c.warn(a, 21606, "<Message from> is not a number of the account")
		return
	case !e164.MatchString(out.to):
		c.warn(a, 21211, "<Message to> is not a phone number")
		return
	case out.callback != "" && checkLoopback(out.callback) != nil:
		c.warn(a, 21609, "<Message statusCallback> is not on this computer")
		out.callback = ""
	}
	c.mu.Lock()
	stopped := c.blocked[pair{out.from, out.to}]
	if stopped {
		out.status = queued
		c.keep(out)
		c.spawn(func() { c.carry(out, []step{{failed, optedOut}}) })
	} else {
		c.send(out)
	}
	c.mu.Unlock()
	if stopped {
		c.warn(a, optedOut, "the answer goes to a phone that has stopped texts")
	}
}
