// Package gateway is the edge to the phone network: the public listener with the carrier's webhooks, the sender and the
// dialer that hand texts and calls to the carrier, the fetcher that brings recordings home, and the look into the
// carrier's own lists for what was missed. It turns carrier words into events for the engine and what the engine wants
// sent or said into the carrier's words; it decides nothing about requests or people, waits for nothing inside a
// webhook, and writes no phone number, name or text into a log or a URL. Types of the web framework stay inside it.
package gateway

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/i18n"
	"hotline/store"
)

// Options are what the gateway stands between, and how it is reached.
type Options struct {
	Engine     *engine.Engine
	Store      *store.DB
	Client     *twilio.Client
	Clock      *engine.Clock
	Log        *slog.Logger
	Catalog    *i18n.Catalog
	Recordings *i18n.Recordings // prompts that somebody has spoken

	Languages  []string // of the network, in the order in which callers are offered them
	PublicURL  string   // what the carrier calls, such as "https://hotline.example.org"; signatures are checked against it
	Tokens     []string // signing tokens, two while they are rotated; empty ones are left out
	Lines      []string // our numbers, E.164
	ServiceSID string   // a messaging service to send through; empty: none
	PerSecond  float64  // segments each line may send in a second

	Chance func() float64 // from 0 up to 1, by which what is tried again comes apart; nil: random
}

// Gateway is the edge of one running server.
type Gateway struct {
	Sender     *Sender
	Reconciler *Reconciler
	Dialer     *Dialer
	Fetcher    *Fetcher
	Eraser     *Eraser

	engine     *engine.Engine
	log        *slog.Logger
	catalog    *i18n.Catalog
	recordings *i18n.Recordings
	apology    apology
	base       string // public URL without a slash at its end
	tokens     []string
	ready      probe
}

// New returns a gateway; an error if a signature could never be right or anybody could make one.
func New(o Options) (*Gateway, error) {
	base, err := url.Parse(o.PublicURL)
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") || base.RawQuery != "" ||
		base.Fragment != "" {
		return nil, errors.New("gateway: the public URL must be an absolute http(s) URL without query or fragment")
	}
	var tokens []string
	for _, t := range o.Tokens {
		if t != "" {
			tokens = append(tokens, t)
		}
	}
	if len(tokens) == 0 {
		return nil, errors.New("gateway: there is no token to check signatures with")
	}
	if len(o.Lines) == 0 || !(o.PerSecond > 0) {
		return nil, errors.New("gateway: there must be a number to send from, and a pace above 0")
	}
	if o.Chance == nil {
		o.Chance = rand.Float64
	}
	g := &Gateway{
		engine:     o.Engine,
		log:        o.Log,
		catalog:    o.Catalog,
		recordings: o.Recordings,
		base:       strings.TrimSuffix(o.PublicURL, "/"),
		tokens:     tokens,
	}
	g.Sender = newSender(o, g.statusURL)
	g.ready = probe{store: o.Store, held: g.Sender.HeldUntil, log: o.Log}
	g.Reconciler = &Reconciler{engine: o.Engine, store: o.Store, client: o.Client, clock: o.Clock, log: o.Log, lines: o.Lines,
		doubt: g.Sender.doubt}
	g.Dialer = newDialer(o, g.base)
	g.Fetcher = &Fetcher{engine: o.Engine, store: o.Store, client: o.Client, clock: o.Clock, log: o.Log, lines: o.Lines}
	g.Eraser = &Eraser{engine: o.Engine, client: o.Client, clock: o.Clock, log: o.Log}
	g.apology = g.newApology(o.Languages)
	return g, nil
}

// statusURL is where the carrier reports what became of a message. It carries our own identifier, since the report may
// come before we have stored the carrier's.
func (g *Gateway) statusURL(message dispatch.ID) string {
	return g.base + statusPath + "?" + statusMessage + "=" + number(message)
}
