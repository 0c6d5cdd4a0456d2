package phonetest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"
)

// TB is what a Box needs of a *testing.T; the binary that shows the page need not carry package testing.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// patience is how long a test waits for something that should come: long, since a thousand phones at once, with the race
// detector and on a busy machine, are slow.
const patience = time.Minute

// Box is a carrier for one test. Its phones are objects: they write, and they say what they expect to read. What the
// application does wrong, and every text nobody expected, fails the test when the box is closed.
type Box struct {
	*Carrier
	t        TB
	server   *http.Server
	settle   func(context.Context) error
	patience time.Duration
	closed   bool
	excused  map[int]bool // problem codes the test expects
	loose    bool         // see Unattended
	read     int          // messages before this one were all in News
}

// New makes a carrier on a free port of this computer, and closes it at the end of the test at the latest. The line's
// number is +1 212 555 0100 unless the options say otherwise.
func New(t TB, o Options) *Box {
	t.Helper()
	if len(o.Numbers) == 0 {
		o.Numbers = []string{"+12125550100"}
	}
	ln := o.Listener
	if ln == nil {
		var err error
		if ln, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatalf("start the practice carrier: %v", err)
		}
	}
	o.APIURL = "http://" + ln.Addr().String()
	c, err := NewCarrier(o)
	if err != nil {
		t.Fatalf("start the practice carrier: %v", errors.Join(err, ln.Close()))
	}
	b := &Box{
		Carrier: c, t: t, patience: patience, excused: make(map[int]bool),
		server: &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second},
	}
	c.work.Go(func() {
		if err := b.server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("the practice carrier stopped: %v", err)
		}
	})
	t.Cleanup(b.Close)
	return b
}

// APIURL is the base URL of the REST interface (twilio.api_url).
func (b *Box) APIURL() string { return b.apiURL }

// Connect points the lines at the application. settle waits until the application has nothing more to send by itself,
// such as in its outbox; it may be nil, and then ExpectNothing and Close see only what has reached the carrier.
func (b *Box) Connect(smsURL string, settle func(context.Context) error) {
	b.t.Helper()
	if err := b.SetSMSURL(smsURL); err != nil {
		b.t.Fatalf("connect the practice carrier: %v", err)
	}
	b.settle = settle
}

// ConnectCalls points the lines' calls at the application.
func (b *Box) ConnectCalls(u VoiceURLs) {
	b.t.Helper()
	if err := b.SetVoiceURLs(u); err != nil {
		b.t.Fatalf("connect the practice carrier: %v", err)
	}
}

// ExpectProblem says that the application, or a fault, will give the carrier cause for this error code.
func (b *Box) ExpectProblem(code int) { b.excused[code] = true }

// Unattended says that nobody is going to expect each text and call: the test looks at them in its own way.
func (b *Box) Unattended() { b.loose = true }

// News returns what has become of texts to phones and which phones ring, each once, oldest first: for a test of many
// phones that expects nothing of a single one. It waits for nothing.
func (b *Box) News() (texts []Text, rings []*Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := true
	for _, m := range b.messages[b.read:] {
		switch {
		case m.direction == inbound, m.claimed:
		case m.over():
			m.claimed = true
			texts = append(texts, m.text())
		default:
			all = false
		}
		if all {
			b.read++
		}
	}
	for _, x := range b.calls {
		if x.claimed || x.running {
			continue
		}
		x.claimed = x.waits == waitsRing || !x.live() // who rang and gave up is past
		if x.live() && x.claimed {
			rings = append(rings, &Call{b, x})
		}
	}
	return texts, rings
}

// Close waits until everything has settled, fails the test for every text nobody expected and every problem, and stops
// the carrier. Call it before the application stops; the end of the test calls it if nobody has.
func (b *Box) Close() {
	b.t.Helper()
	if b.closed {
		return
	}
	b.closed = true
	if !b.loose {
		b.quiet()
		b.complains()
	}
	b.cancel() // lets go of calls that are to time out
	_ = b.server.Close()
	b.Carrier.Close()
}

// complains fails the test for what nobody expected.
func (b *Box) complains() {
	b.t.Helper()
	for _, line := range b.unexpected() {
		b.t.Errorf("%s", line)
	}
	for _, p := range b.Problems() {
		if !b.excused[p.Code] {
			b.t.Errorf("the carrier complains: %s", p)
		}
	}
}

// unexpected describes every text or call to a phone, or to no phone, that no test expected. The carrier's own answers,
// what still waits in its queue and calls to a busy phone may be left.
func (b *Box) unexpected() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []string
	for _, m := range b.messages {
		if m.direction == inbound || m.claimed || m.carrier || !m.over() {
			continue
		}
		who := "a number without a phone"
		if p := b.byNumber[m.to]; p != nil {
			who = p.Name
		}
		all = append(all, "nobody expected this text ("+m.status+") to "+who+": "+m.body)
	}
	for _, x := range b.calls {
		if x.claimed || x.status == busy {
			continue
		}
		who := "a number without a phone"
		if x.phone != nil {
			who = x.phone.Name
		}
		all = append(all, "nobody expected this call ("+x.status+") to "+who)
	}
	return all
}

// over says whether nothing more will become of a message.
func (m *message) over() bool {
	return m.status == delivered || m.status == undelivered || m.status == failed
}

// quiet waits until the application and the carrier have nothing left to do that was caused by what has happened. A
// settle that fails has nothing more to say.
func (b *Box) quiet() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), b.patience)
	defer cancel()
	for {
		if err := b.await(ctx, func() bool { return b.busy == 0 }); err != nil {
			b.t.Errorf("the carrier is still busy: %v", err)
			return
		}
		before := b.changes()
		if b.settle != nil {
			_ = b.settle(ctx)
		}
		if err := b.await(ctx, func() bool { return b.busy == 0 }); err != nil || before == b.changes() {
			return
		}
	}
}

func (c *Carrier) changes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.version
}

// Phone returns the phone with a number; the first time it is asked for, it is a new mobile in this language.
func (b *Box) Phone(number, language string) *Phone {
	b.t.Helper()
	return b.Add(Handset{Name: number, Number: number, Language: language})
}

// Add returns the phone with h's number; the first time it is asked for, it is made as h says.
func (b *Box) Add(h Handset) *Phone {
	b.t.Helper()
	b.mu.Lock()
	known := b.byNumber[h.Number]
	b.mu.Unlock()
	if known != nil {
		return &Phone{b, known.ID, known.Name, known.Number}
	}
	h, err := b.Carrier.Add(h)
	if err != nil {
		b.t.Fatalf("add a phone: %v", err)
	}
	return &Phone{b, h.ID, h.Name, h.Number}
}

// contains says whether a text has all these words in it.
func contains(body string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(body, w) {
			return false
		}
	}
	return true
}
