package phonetest

import (
	"context"
	"strings"
	"time"
)

// Call is a phone's end of a call in a test. It waits for nobody: until the test does something, nothing happens, and
// what it does returns when the application has answered and the call waits again, or is over. What it expects belongs
// into the test's own goroutine, since it ends the test.
type Call struct {
	box *Box
	x   *call
}

// Call calls a line ("" is the first) and returns when the call waits for something.
func (p *Phone) Call(line string) *Call {
	p.box.t.Helper()
	return p.CallWithheld(line, "")
}

// CallWithheld is Call with something else shown than the phone's number: "anonymous", "+266696687", "sip:…".
func (p *Phone) CallWithheld(line, shown string) *Call {
	p.box.t.Helper()
	x, err := p.box.callIn(p.id, line, shown)
	if err != nil {
		p.box.t.Fatalf("%s can't call: %v", p.Name, err)
		return nil
	}
	c := &Call{p.box, x}
	c.settle()
	return c
}

// Rings waits for a call to this phone that no test has seen, and returns it. It rings until something is done.
func (p *Phone) Rings() *Call {
	p.box.t.Helper()
	var found *call
	ctx, cancel := context.WithTimeout(context.Background(), p.box.patience)
	defer cancel()
	err := p.box.await(ctx, func() bool {
		for _, x := range p.box.phone(p.id).calls {
			if !x.claimed && x.waits == waitsRing && !x.running {
				x.claimed, found = true, x
				return true
			}
		}
		return false
	})
	if err != nil {
		p.box.t.Fatalf("%s's phone does not ring", p.Name)
		return nil
	}
	return &Call{p.box, found}
}

// Calls returns all calls of this phone, oldest first, also those it has not seen.
func (p *Phone) Calls() []*Call {
	p.box.mu.Lock()
	defer p.box.mu.Unlock()
	var all []*Call
	for _, x := range p.box.phone(p.id).calls {
		all = append(all, &Call{p.box, x})
	}
	return all
}

// SID is the carrier's id of the call.
func (c *Call) SID() string { return c.x.sid }

// From is the number that is shown as the caller's.
func (c *Call) From() string { return c.x.from }

// To is the number that was called.
func (c *Call) To() string { return c.x.to }

// At is when the call began.
func (c *Call) At() time.Time { return c.x.created }

// Waits returns what the call waits for the phone to do, as soon as it waits: "answer", "keys", "recording", "others",
// "talk", or "" when it is over.
func (c *Call) Waits() string {
	c.box.t.Helper()
	c.settle()
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	return string(c.x.waits)
}

// Status is where the call is, in the carrier's words.
func (c *Call) Status() string {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	return c.x.status
}

// Hears waits until all these words were said or played since the phone last did something, and returns all that was.
// The test ends if they are not.
func (c *Call) Hears(words ...string) string {
	c.box.t.Helper()
	said := ""
	if !c.await(func() bool {
		said = heard(c.x.lines[c.x.fresh:])
		return contains(said, words)
	}) {
		c.box.t.Fatalf("%s does not hear %q but %q. The call:\n%s", c.who(), words, said, c.story())
	}
	return said
}

// HearsRecording waits until this recording is played.
func (c *Call) HearsRecording(sid string) {
	c.box.t.Helper()
	if !c.await(func() bool {
		for _, l := range c.x.lines[c.x.fresh:] {
			if l.Recording == sid && sid != "" {
				return true
			}
		}
		return false
	}) {
		c.box.t.Fatalf("%s does not hear the recording. The call:\n%s", c.who(), c.story())
	}
}

// Said is all that was said or played since the phone last did something.
func (c *Call) Said() string {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	return heard(c.x.lines[c.x.fresh:])
}

// heard is what somebody hears of these lines.
func heard(lines []Line) string {
	var all []string
	for _, l := range lines {
		if l.Kind != Did {
			all = append(all, l.Text)
		}
	}
	return strings.Join(all, " ")
}

// Transcript returns all that happened in the call.
func (c *Call) Transcript() []Line {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	return append([]Line(nil), c.x.lines...)
}

// Recordings are those made in the call, oldest first.
func (c *Call) Recordings() []Recording {
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	var all []Recording
	for _, r := range c.x.recordings {
		all = append(all, Recording{r.sid, r.seconds, r.deleted})
	}
	return all
}

// Press presses keys, one after the other. Those beyond what the call waits for are pressed into the void.
func (c *Call) Press(keys string) {
	c.box.t.Helper()
	c.do("press "+keys, func() error { return c.box.press(c.x, keys) })
}

// Quiet says and presses nothing until the call goes on by itself.
func (c *Call) Quiet() {
	c.box.t.Helper()
	c.do("say nothing", func() error { return c.box.sayNothing(c.x) })
}

// Speak speaks for so many seconds after the tone, and then is silent.
func (c *Call) Speak(seconds int) {
	c.box.t.Helper()
	c.do("speak", func() error { return c.box.talk(c.x, seconds, "") })
}

// SpeakAndPress speaks for so many seconds after the tone, and then presses a key.
func (c *Call) SpeakAndPress(seconds int, key string) {
	c.box.t.Helper()
	c.do("speak", func() error { return c.box.talk(c.x, seconds, key) })
}

// SpeakAndHangUp speaks for so many seconds after the tone, and hangs up.
func (c *Call) SpeakAndHangUp(seconds int) {
	c.box.t.Helper()
	c.do("speak", func() error { return c.box.talk(c.x, seconds, "hangup") })
	c.Over()
}

// HangUp hangs up, at any time.
func (c *Call) HangUp() {
	c.box.t.Helper()
	c.do("hang up", func() error { return c.box.hangUp(c.x) })
	c.Over()
}

// Answer picks up a phone that rings.
func (c *Call) Answer() {
	c.box.t.Helper()
	c.do("answer", func() error { return c.box.pickUpPhone(c.x, "human") })
}

// Machine lets an answering machine pick up. It hears everything to the end and presses nothing.
func (c *Call) Machine() {
	c.box.t.Helper()
	c.do("let the answering machine", func() error { return c.box.pickUpPhone(c.x, machineStart) })
	c.Over()
}

// Ignore lets the phone ring until the caller gives up.
func (c *Call) Ignore() {
	c.box.t.Helper()
	c.do("let it ring", func() error { return c.box.leaveRinging(c.x, noAnswer) })
	c.Over()
}

// Busy refuses the call.
func (c *Call) Busy() {
	c.box.t.Helper()
	c.do("refuse", func() error { return c.box.leaveRinging(c.x, busy) })
	c.Over()
}

// Over waits until the call is over and everybody was told. The test ends if it does not come to that.
func (c *Call) Over() {
	c.box.t.Helper()
	if !c.await(func() bool { return !c.x.live() && !c.x.running }) {
		c.box.t.Fatalf("%s's call is not over:\n%s", c.who(), c.story())
	}
}

// do does something on the phone as soon as the call waits for anything.
func (c *Call) do(what string, f func() error) {
	c.box.t.Helper()
	c.settle()
	if err := f(); err != nil {
		c.box.t.Fatalf("%s can't %s: %v. The call:\n%s", c.who(), what, err, c.story())
	}
	c.settle()
}

// settle waits until the call waits for something, or is over.
func (c *Call) settle() {
	c.box.t.Helper()
	if !c.await(func() bool { return !c.x.running }) {
		c.box.t.Fatalf("%s is on the phone, and the application does not answer. The call:\n%s", c.who(), c.story())
	}
}

func (c *Call) await(ok func() bool) bool {
	ctx, cancel := context.WithTimeout(context.Background(), c.box.patience)
	defer cancel()
	return c.box.await(ctx, ok) == nil
}

func (c *Call) who() string {
	if c.x.phone == nil {
		return "nobody"
	}
	return c.x.phone.Name
}

// story is the call as the message of a failed test shows it.
func (c *Call) story() string {
	var b strings.Builder
	for _, l := range c.Transcript() {
		mark := map[LineKind]string{Did: "> ", Note: "– "}[l.Kind]
		if mark == "" {
			mark = "< "
		}
		b.WriteString("  " + mark + l.Text)
		if l.Lang != "" {
			b.WriteString(" [" + l.Lang + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}
