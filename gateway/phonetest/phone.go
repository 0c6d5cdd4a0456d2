package phonetest

import (
	"context"
	"strings"
	"time"
)

// Phone is a simulated phone in a test. What it sends may come from any goroutine; what it expects belongs into the
// test's own, since it ends the test.
type Phone struct {
	box    *Box
	id     string
	Name   string
	Number string
}

// Text sends a text to the first line and returns when the application has answered the carrier.
func (p *Phone) Text(body string) {
	p.box.t.Helper()
	p.write("", body, nil)
}

// Send is Text that waits for no answer. It returns the text's number, as Text.N.
func (p *Phone) Send(body string) int {
	p.box.t.Helper()
	out, err := p.box.write(p.id, "", body, nil)
	if err != nil {
		p.box.t.Errorf("%s can't text: %v", p.Name, err)
	}
	return out.text.N
}

// TextTo is Text to another of the account's lines.
func (p *Phone) TextTo(line, body string) {
	p.box.t.Helper()
	p.write(line, body, nil)
}

// Picture sends a picture with a text, which may be empty.
func (p *Phone) Picture(body string) {
	p.box.t.Helper()
	p.write("", body, []string{p.box.apiURL + p.box.messagesPath() + "/" + newSID("MM") + "/Media/" + newSID("ME")})
}

func (p *Phone) write(line, body string, media []string) {
	p.box.t.Helper()
	out, err := p.box.write(p.id, line, body, media)
	if err != nil {
		p.box.t.Errorf("%s can't text: %v", p.Name, err)
		return
	}
	timer := time.NewTimer(p.box.patience)
	defer timer.Stop()
	select {
	case <-out.done:
	case <-timer.C:
		p.box.t.Errorf("%s texted, and the application does not answer", p.Name)
	}
}

// Expect waits for a delivered text with all these words in it that was not expected before, and returns it. The test
// ends if none comes.
func (p *Phone) Expect(words ...string) Text {
	p.box.t.Helper()
	return p.expect(delivered, words)
}

// ExpectUndelivered waits for a text with all these words in it that did not arrive.
func (p *Phone) ExpectUndelivered(words ...string) Text {
	p.box.t.Helper()
	return p.expect(undelivered, words)
}

func (p *Phone) expect(status string, words []string) Text {
	p.box.t.Helper()
	var found *message
	ctx, cancel := context.WithTimeout(context.Background(), p.box.patience)
	defer cancel()
	err := p.box.await(ctx, func() bool {
		for _, m := range p.box.phone(p.id).thread {
			ended := m.status == status || (status == undelivered && m.status == failed)
			if m.direction != inbound && !m.claimed && ended && contains(m.body, words) {
				m.claimed, found = true, m
				return true
			}
		}
		return false
	})
	if err != nil {
		p.box.t.Fatalf("%s got no text (%s) with %q. On the phone:\n%s", p.Name, status, words, p.screen())
		return Text{}
	}
	p.box.mu.Lock()
	defer p.box.mu.Unlock()
	return found.text()
}

// ExpectNothing waits until everything has settled and fails the test if there is a text nobody expected on the phone.
func (p *Phone) ExpectNothing() {
	p.box.t.Helper()
	p.box.quiet()
	p.box.mu.Lock()
	defer p.box.mu.Unlock()
	for _, m := range p.box.phone(p.id).thread {
		if m.direction != inbound && !m.claimed && !m.carrier && m.over() {
			p.box.t.Errorf("%s should have no text (%s): %s", p.Name, m.status, m.body)
			m.claimed = true // said once
		}
	}
}

// Texts returns what is on the phone, oldest first.
func (p *Phone) Texts() []Text { return p.box.texts(p.id, 0) }

// Fail makes every text to this phone end with an error code; 0 mends it.
func (p *Phone) Fail(code int) {
	p.box.change(p.id, func(h *Handset) { h.Fails = code })
}

// Slow keeps texts to this phone in the carrier's queue for so long by the carrier's clock.
func (p *Phone) Slow(d time.Duration) {
	p.box.change(p.id, func(h *Handset) { h.Slow = d })
}

// screen shows what is on the phone, for the message of a failed test.
func (p *Phone) screen() string {
	var b strings.Builder
	for _, t := range p.Texts() {
		arrow := "< "
		if t.Inbound {
			arrow = "> "
		}
		b.WriteString("  " + arrow + t.Body + " (" + t.Status + ")\n")
	}
	if b.Len() == 0 {
		return "  nothing\n"
	}
	return b.String()
}
