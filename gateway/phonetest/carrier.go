// Package phonetest is a carrier in a box with simulated phones: the part of Twilio's REST interface that Hotline
// calls, signed webhooks, delivery states, opt-outs, recordings and faults. Tests write to the phones as objects (New); `hotline
// try` shows the same phones on a page (Page). Nothing leaves the computer: it speaks to loopback addresses only and
// takes no credentials but those it makes itself. Calls go by the TwiML they get, on time of their own: nobody sleeps.
// It must know nothing of requests, volunteers or the database: what it does is what a carrier would do.
package phonetest

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Clock is the time the carrier lives by: the application's own, which can be moved on.
type Clock interface {
	Now() time.Time
	Advance(time.Duration)
	// Sleep returns when the clock shows a time, when something comes on wake, or when ctx is done; it may return early.
	Sleep(ctx context.Context, until time.Time, wake <-chan struct{}) error
}

// Options say what kind of carrier it is.
type Options struct {
	// Numbers are the account's lines, E.164, at least one. The first sends for the messaging service.
	Numbers []string
	// SMSURL is what the lines' "a message comes in" is set to: {public_url}/twilio/sms, with connection overrides
	// such as #rc=2&rp=5xx,ct,rt. It may be given later with SetSMSURL.
	SMSURL string
	// VoiceURLs is where calls go; it may be given later with SetVoiceURLs.
	VoiceURLs VoiceURLs
	// APIURL is where the REST interface is reached; recordings are said to be there.
	APIURL string
	// Clock may be nil: one of its own, which shows the machine's time.
	Clock Clock
	// AdvancedOptOut adds OptOutType to the texts the carrier has answered itself.
	AdvancedOptOut bool
	// Seed makes the faults of Break come the same again.
	Seed uint64
	// Listener is where New serves the REST interface; nil: a free port of this computer. Dial connects to the
	// application; nil: on this computer. A test on virtual time gives both, since a real socket would hold its clock up.
	Listener net.Listener
	Dial     func(ctx context.Context, network, address string) (net.Conn, error)
}

// Carrier is the phone network and the account on it. It is an http.Handler: the REST interface. All methods may be
// called at the same time.
type Carrier struct {
	account, token, service string
	apiURL                  string
	numbers                 []string
	advanced                bool
	clock                   Clock
	client                  *http.Client
	gate                    chan struct{} // webhooks on their way at once
	queued                  chan struct{} // there is something new to wait for
	faults                  faults
	verbs                   map[string]verb

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu sync.Mutex
	state
}

// NewCarrier makes a carrier with an account of its own: AccountSID and AuthToken are random and cannot be given.
// It returns an error if there is no number, or if SMSURL is not on this computer.
func NewCarrier(o Options) (*Carrier, error) {
	if len(o.Numbers) == 0 {
		return nil, errors.New("the practice carrier needs a number")
	}
	for _, n := range o.Numbers {
		if !e164.MatchString(n) {
			return nil, errors.New("the practice carrier's numbers must be E.164")
		}
	}
	c := &Carrier{
		account: practiceSID("AC"), token: randomHex(16), service: practiceSID("MG"),
		apiURL: cmp.Or(o.APIURL, "http://127.0.0.1"), numbers: o.Numbers, advanced: o.AdvancedOptOut,
		clock:  cmp.Or(o.Clock, Clock(newOwnClock())),
		client: loopbackClient(o.Dial), gate: make(chan struct{}, maxWebhooks), queued: make(chan struct{}, 1),
		faults: faults{seed: o.Seed}, verbs: verbs(), state: newState(),
	}
	if o.SMSURL != "" {
		if err := c.SetSMSURL(o.SMSURL); err != nil {
			return nil, err
		}
	}
	if err := c.SetVoiceURLs(o.VoiceURLs); err != nil {
		return nil, err
	}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.work.Go(c.waitForSlow)
	return c, nil
}

// AccountSID is the account's identifier. It is recognisable as a practice account's.
func (c *Carrier) AccountSID() string { return c.account }

// AuthToken is the password of the REST interface and the key of the webhooks' signatures.
func (c *Carrier) AuthToken() string { return c.token }

// ServiceSID is a messaging service that sends from the first number.
func (c *Carrier) ServiceSID() string { return c.service }

// SetSMSURL changes where inbound texts are posted, as an operator does in the carrier's console. It returns an error
// if that is not on this computer.
func (c *Carrier) SetSMSURL(target string) error {
	if err := checkWebhook(target); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.smsURL = target
	return nil
}

// checkWebhook returns an error unless target is an address on this computer whose connection overrides can be read.
func checkWebhook(target string) error {
	if err := checkLoopback(target); err != nil {
		return err
	}
	u, err := url.Parse(target)
	if err != nil {
		return errors.New("the address of a webhook can't be read")
	}
	_, err = readOverrides(u.Fragment)
	return err
}

// Advance moves the clock on. Texts that waited that long leave or lapse.
func (c *Carrier) Advance(d time.Duration) { c.clock.Advance(d) }

// Close stops the carrier: webhooks under way are given up, and no text moves any more.
func (c *Carrier) Close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.cancel()
	c.work.Wait()
	c.client.CloseIdleConnections()
}

// spawn runs f beside its caller and counts it as work under way. The caller holds c.mu.
func (c *Carrier) spawn(f func()) {
	if c.closed {
		return
	}
	c.busy++
	c.work.Go(func() {
		defer func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.busy--
			c.changedLocked()
		}()
		f()
	})
}
