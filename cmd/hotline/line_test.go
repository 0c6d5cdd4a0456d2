package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/phonetest"
	"hotline/store"
)

// Words by which the tests know a text, whatever else stands in it.
const (
	canYou       = "Can you?"
	itIsYours    = "DONE when done" // to the winner
	alreadyTaken = "A neighbor already has it"
	nobodyFree   = "nobody near you is free" // to a resident, where nobody can be asked
	covered      = "no longer need anyone"
	goodNews     = "Good news"
)

// testLine is a whole line on a carrier in a box: the real App, real HTTP, a real database file.
type testLine struct {
	t       *testing.T
	dir     string
	network string         // further settings of the network,
	hours   string         // of the quiet hours,
	extra   string         // and others
	wires   *wires         // nil: the computer's own network
	chance  func() float64 // nil: random
	log     *slog.Logger
	clock   *engine.Clock
	box     *phonetest.Box
	app     *App
	cfg     *config.Config
	stop    context.CancelFunc
	ran     chan error
	public  string // address of the webhooks
	private string
}

// newLine starts a line with further settings. It ends with the test.
func newLine(t *testing.T, extra string) *testLine {
	t.Helper()
	return newLoggedLine(t, extra, slog.New(slog.DiscardHandler))
}

// newLoggedLine is newLine with a log.
func newLoggedLine(t *testing.T, extra string, log *slog.Logger) *testLine {
	t.Helper()
	l := &testLine{t: t, dir: t.TempDir(), hours: neverQuiet, extra: extra, log: log, clock: engine.NewClock()}
	l.box = phonetest.New(t, phonetest.Options{Clock: l.clock})
	l.start()
	t.Cleanup(func() {
		l.box.Close()
		l.halt()
	})
	return l
}

const neverQuiet = "quiet_from = \"00:00\"\nquiet_until = \"00:00\"\n"

// start starts the line, for the first time or again on the same data.
func (l *testLine) start() {
	l.t.Helper()
	public, private := l.listen(&l.public), l.listen(&l.private)
	l.settings()
	parts := Parts{Clock: l.clock, Public: public, Console: private, Log: l.log, Chance: l.chance}
	if l.wires != nil {
		parts.Carrier = &http.Client{Transport: &http.Transport{DialContext: l.wires.dial, MaxIdleConnsPerHost: 16}}
	}
	app, err := NewApp(l.t.Context(), l.cfg, parts)
	if err != nil {
		l.t.Fatal(err)
	}
	l.app = app
	ctx, stop := context.WithCancel(context.Background())
	l.stop, l.ran = stop, make(chan error, 1)
	go func() { l.ran <- l.app.Run(ctx) }()
	l.box.Connect("http://"+l.public+"/twilio/sms#rc=2&rp=5xx,ct,rt", l.settled)
	l.box.ConnectCalls(phonetest.VoiceURLs{
		Voice:    "http://" + l.public + "/twilio/voice#rc=1&rp=5xx,ct,rt&rt=6000",
		Fallback: "http://" + l.public + "/twilio/voice-fallback",
		Status:   "http://" + l.public + "/twilio/call-status",
	})
}

// listen takes a free port and notes its address.
func (l *testLine) listen(address *string) net.Listener {
	l.t.Helper()
	var listener net.Listener
	if l.wires != nil {
		listener = l.wires.listen()
	} else {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			l.t.Fatal(err)
		}
	}
	*address = listener.Addr().String()
	return listener
}

// settings writes hotline.toml and reads it.
func (l *testLine) settings() {
	l.t.Helper()
	text := fmt.Sprintf(`[network]
name = "Eastside Mutual Aid"
timezone = "America/New_York"
%s[server]
public_url = "http://%s"
console_listen = "%s"
[twilio]
account_sid = "%s"
auth_token = "%s"
numbers = ["+12125550100"]
api_url = "%s"
max_per_second = 1000.0
[dispatch]
%s%s`, l.network, l.public, l.private, l.box.AccountSID(), l.box.AuthToken(), l.box.APIURL(), l.hours, l.extra)
	path := filepath.Join(l.dir, "hotline.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	var err error
	if l.cfg, err = config.Load(path, nil); err != nil {
		l.t.Fatal(err)
	}
}

// halt stops the line as SIGTERM does.
func (l *testLine) halt() {
	l.t.Helper()
	l.stop()
	select {
	case err := <-l.ran:
		if err != nil {
			l.t.Errorf("the line stopped with: %v", err)
		}
	case <-time.After(30 * time.Second):
		l.t.Fatal("the line did not stop in 30 seconds")
	}
	if err := l.app.Close(); err != nil {
		l.t.Error(err)
	}
}

// settled waits until the line has nothing due, every text it wrote is at the carrier, every call it owes is made and
// what was said is here.
func (l *testLine) settled(ctx context.Context) error {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		busy, err := l.busy(ctx)
		if err != nil || !busy {
			return err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *testLine) busy(ctx context.Context) (busy bool, err error) {
	err = l.app.store.Read(ctx, func(v *store.View) error {
		timer, err := v.NextTimer()
		if err != nil {
			return err
		}
		text, err := v.OutboxNext()
		if err != nil {
			return err
		}
		dial, err := v.DialNext()
		if err != nil {
			return err
		}
		recording, err := v.RecordingNext(l.cfg.Voice.DeleteAtCarrier)
		if err != nil {
			return err
		}
		erasure, err := v.ErasureNext()
		if err != nil {
			return err
		}
		if due(erasure, v.Now()) || due(timer, v.Now()) || due(text, v.Now()) || due(dial, v.Now()) || due(recording, v.Now()) {
			busy = true
			return nil
		}
		for m, err := range v.ListMessages(v.Now().Add(-time.Minute)) {
			if err != nil {
				return err
			}
			if m.Status == store.MessageWaiting && !text.After(v.Now()) {
				busy = true // on its way to the carrier
			}
		}
		return nil
	})
	return busy, err
}

func due(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// volunteer brings somebody in and gives them a phone.
func (l *testLine) volunteer(name, number string) *phonetest.Phone {
	l.t.Helper()
	l.volunteers(helper(name, number))
	return l.box.Add(phonetest.Handset{Name: name, Number: number})
}

// helper is a trusted volunteer for everything and everywhere.
func helper(name, number string) engine.Volunteer {
	return engine.Volunteer{Name: name, Phone: number, Volunteer: dispatch.Volunteer{
		Status: dispatch.Active, Trusted: true, Languages: []string{"en"},
	}}
}

func (l *testLine) volunteers(list ...engine.Volunteer) {
	l.t.Helper()
	if err := l.app.engine.ImportVolunteers(l.t.Context(), list, byCommand); err != nil {
		l.t.Fatal(err)
	}
}

// command runs a subcommand on the line's settings, as another process would.
func (l *testLine) command(args ...string) string {
	l.t.Helper()
	var out, errs strings.Builder
	args = append(args, "--config", l.cfg.Path)
	if code := run(l.t.Context(), args, nil, &out, &errs); code != exitDone {
		l.t.Fatalf("hotline %s: exit code %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// requests are the line's requests, from `list requests --json`.
func (l *testLine) requests() []requestJSON { return listed[requestJSON](l, "requests") }

// offers are its offers.
func (l *testLine) offers() []offerJSON { return listed[offerJSON](l, "offers") }

// lockedBuilder is a strings.Builder for a log.
type lockedBuilder struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuilder) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuilder) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
