package gateway

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/i18n"
	"hotline/store"
)

const (
	account   = "AC0123456789abcdef0123456789abcdef"
	authToken = "0123456789abcdef"
	publicURL = "https://hotline.example.org"
	ourLine   = "+12125550100"
	otherLine = "+12125550109"
	rosa      = "+12125550142"
)

// rig is a whole line on a database of its own, with a carrier that does as it is told.
type rig struct {
	t          testing.TB
	clock      *engine.Clock
	store      *store.DB
	recordings *i18n.Recordings
	engine     *engine.Engine
	gateway    *Gateway
	carrier    *carrier
	log        *logged
}

func setup(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, carrier: &carrier{sids: 1 << 20}, log: &logged{}}
	t.Cleanup(func() { r.log.check(t) })
	r.clock = engine.NewClock()
	dir := t.TempDir()
	var err error
	r.store, err = store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "hotline.db"),
		KeysFile: filepath.Join(dir, "hotline.keys"), Now: r.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.store.Close() })
	if r.recordings, err = i18n.OpenRecordings(filepath.Join(dir, "prompts")); err != nil {
		t.Fatal(err)
	}
	r.restart()
	return r
}

// restart makes engine and gateway anew on the same database, as a server that starts does.
func (r *rig) restart() {
	r.t.Helper()
	network := testNetwork()
	catalog, err := i18n.Load(i18n.Options{Languages: network.Languages, Default: network.Language,
		Menu: []string{"FOOD", "RX", "RIDE", "BABY"}, Network: network.Name, Location: network.Location})
	if err != nil {
		r.t.Fatal(err)
	}
	lines := []string{ourLine, otherLine}
	log := slog.New(slog.NewJSONHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.engine = engine.New(engine.Options{Store: r.store, Network: network, Catalog: catalog, Clock: r.clock, Log: log, Lines: lines,
		Recordings: r.recordings, Voice: engine.VoiceRules{MaxMinutes: 20, Ring: 20 * time.Second, DeleteAtCarrier: true}})
	r.gateway, err = New(Options{Engine: r.engine, Store: r.store, Client: r.carrier.client(r.t), Clock: r.clock, Log: log,
		Catalog: catalog, Recordings: r.recordings, Languages: network.Languages, PublicURL: publicURL, Tokens: []string{authToken, ""}, Lines: lines, PerSecond: 1000})
	if err != nil {
		r.t.Fatal(err)
	}
}

// logged keeps what was logged, to see at the end that nobody's number stands in it.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) check(t testing.TB) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range bytes.Lines(l.text.Bytes()) {
		if bytes.Contains(line, []byte("2125550")) || bytes.Contains(line, []byte("11211")) {
			t.Errorf("a number or a text in the log: %s", line)
		}
	}
}

func testNetwork() dispatch.Network {
	n := dispatch.Network{Name: "Eastside Mutual Aid", Location: time.UTC, Language: "en", Languages: []string{"en", "es"},
		Emergency: "911", Contact: "help@example.org"}
	for i, code := range []string{"FOOD", "RX", "RIDE", "BABY", "OTHER"} {
		n.Categories = append(n.Categories, dispatch.Category{Code: code, Number: (i + 1) % 5, PersonOnly: code == "OTHER"})
	}
	n.Rules = dispatch.Rules{LiveOffers: 5, ReplaceAfter: 30 * time.Minute, AskAgainAfter: 8 * time.Hour, DailyLimit: 2,
		WeeklyLimit: 8, OpenJobs: 1, EscalateAfter: 4 * time.Hour, StandDownWindow: 30 * time.Minute}
	return n
}

// post posts a form to the public listener, signed as the carrier signs it.
func (r *rig) post(path string, form url.Values) *httptest.ResponseRecorder {
	return r.postSigned(path, form, twilio.Sign(authToken, publicURL+path, form))
}

func (r *rig) postSigned(path string, form url.Values, signature string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set(twilio.SignatureHeader, signature)
	return r.serve(req)
}

func (r *rig) serve(req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.gateway.Public().ServeHTTP(w, req)
	return w
}

// text is the form of a text to our line.
func text(sid int, from, body string) url.Values {
	return url.Values{"MessageSid": {messageSID(sid)}, "AccountSid": {account}, "From": {from}, "To": {ourLine},
		"Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"}}
}

func messageSID(n int) string { return fmt.Sprintf("SM%032x", n) }

// messages are all messages of the database, oldest first.
func (r *rig) messages() []store.ListedMessage {
	r.t.Helper()
	var all []store.ListedMessage
	err := r.store.Read(r.t.Context(), func(v *store.View) error {
		for m, err := range v.ListMessages(time.Time{}) {
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// enqueue puts a text to somebody into the outbox.
func (r *rig) enqueue(line, to, body string, change func(*store.Outbox)) store.Outbox {
	r.t.Helper()
	var o store.Outbox
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		person, err := tx.PersonByPhone(to)
		if err != nil {
			person.Contact = store.Contact{Phone: store.Sealed(to), Line: line}
			if err := tx.InsertContact(&person.Contact); err != nil {
				return err
			}
		}
		m := store.Message{Direction: store.Out, Contact: person.Contact.ID, Line: line, Body: store.Sealed(body),
			Status: store.MessageWaiting, Segments: i18n.Segments(body).Segments}
		if err := tx.InsertMessage(&m); err != nil {
			return err
		}
		o = store.Outbox{Message: m.ID, Contact: person.Contact.ID, Line: line, Lane: store.LaneAnswer}
		if change != nil {
			change(&o)
		}
		return tx.Enqueue(&o)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return o
}

// outbox reads a text's row again.
func (r *rig) outbox(o store.Outbox) store.Outbox {
	r.t.Helper()
	var now store.Outbox
	err := r.store.Read(r.t.Context(), func(v *store.View) (err error) {
		now, err = v.OutboxByID(o.ID)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return now
}

// message reads a text's message.
func (r *rig) message(o store.Outbox) store.Message {
	r.t.Helper()
	var m store.Message
	err := r.store.Read(r.t.Context(), func(v *store.View) (err error) {
		m, err = v.MessageByID(o.Message)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

// run runs a test in a bubble of its own, in which time passes as soon as everybody waits for it.
func run(t *testing.T, test func(r *rig)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { test(setup(t)) })
}

// pass lets time pass, in a bubble: no real time does.
func pass(d time.Duration) { <-time.After(d) }

// send starts the sender, lets time pass, stops it again and returns what was posted meanwhile.
func (r *rig) send(d time.Duration) []url.Values {
	r.t.Helper()
	before := len(r.carrier.texts())
	ctx, stop := context.WithCancel(r.t.Context())
	done := make(chan error)
	go func() { done <- r.gateway.Sender.Run(ctx) }()
	pass(d)
	synctest.Wait()
	stop()
	if err := <-done; err != nil {
		r.t.Error(err)
	}
	return r.carrier.texts()[before:]
}
