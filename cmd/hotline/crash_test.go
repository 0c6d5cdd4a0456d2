package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
	"hotline/gateway/phonetest"
	"hotline/gateway/twilio"
)

var (
	crashRounds = flag.Int("crash.rounds", 5, "how often the line is killed")
	crashSeed   = flag.Uint64("crash.seed", uint64(time.Now().UnixNano()), "what is done, and when the line is killed")
)

// later is hotline serve on a clock that is ahead: what waits for minutes is done at once. (see TestMain)
func later() {
	cfg, err := config.Load(os.Args[1], nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	clock := engine.NewClock()
	clock.Advance(time.Hour)
	app, err := NewApp(context.Background(), cfg, Parts{Clock: clock, Log: slog.New(slog.NewJSONHandler(os.Stderr, nil))})
	if err == nil {
		err = app.Run(context.Background())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// TestKilled kills the real program again and again while phones text and call, and looks at what is left: every text
// that was written is there once, everything the line wrote left once, nothing is stuck, and the database is whole.
func TestKilled(t *testing.T) {
	t.Parallel()
	c := newCrashing(t)
	for round := range *crashRounds {
		c.serve("hotline", "serve", "--config", c.config)
		c.busyUntilKilled(round)
	}
	c.quiet()
	c.serve("hotline-later", c.config)
	c.settles()
	c.holds(fmt.Sprintf("killed %d times", *crashRounds))
}

const crashHelpers = 6

// carrierFaults are how often the carrier errs as well.
var carrierFaults = map[phonetest.Fault]float64{phonetest.RESTSent: 0.05, phonetest.RESTNotSent: 0.05, phonetest.WebhookTwice: 0.2,
	phonetest.StatusLost: 0.1, phonetest.StatusOutOfOrder: 0.1, phonetest.VoiceRepeated: 0.1}

// quiet has the carrier err no more.
func (c *crashing) quiet() {
	for fault := range carrierFaults {
		c.box.Break(fault, 0)
	}
}

// crashing is a line that runs as a process of its own, and the phones that use it.
type crashing struct {
	*testing.T
	dir, config, public, private string
	box                          *phonetest.Box
	helpers                      []*phonetest.Phone
	random                       *rand.Rand
	process                      *exec.Cmd
	log                          *os.File
	residents                    []*phonetest.Phone
}

func newCrashing(t *testing.T) *crashing {
	t.Helper()
	c := &crashing{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(*crashSeed, 0))}
	t.Logf("to do it again: -crash.seed=%d", *crashSeed)
	l := &testLine{t: t, dir: c.dir, clock: engine.NewClock(), extra: "live_offers = 3\ndaily_limit = 10000\nweekly_limit = 10000\n" +
		"open_jobs = 1000\nask_again_after = \"0s\"\napprove_volunteers = false\n"}
	c.box = phonetest.New(t, phonetest.Options{Seed: *crashSeed})
	l.box = c.box
	for _, address := range []*string{&l.public, &l.private} {
		if err := l.listen(address).Close(); err != nil {
			t.Fatal(err)
		}
	}
	l.settings()
	if err := setListen(l.cfg.Path, l.public); err != nil {
		t.Fatal(err)
	}
	c.config, c.public, c.private = l.cfg.Path, l.public, l.private
	var people strings.Builder
	people.WriteString("name,phone\n")
	for n := range crashHelpers {
		c.helpers = append(c.helpers, c.box.Phone(fmt.Sprintf("+1212555%04d", 2000+n), "en"))
		fmt.Fprintf(&people, "Helper%d,%s\n", n, c.helpers[n].Number)
	}
	file := filepath.Join(c.dir, "people.csv")
	if err := os.WriteFile(file, []byte(people.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	l.command("volunteers", "import", file)
	var err error
	if c.log, err = os.Create(filepath.Join(c.dir, "log")); err != nil {
		t.Fatal(err)
	}
	c.box.Unattended()
	c.box.Connect("http://"+c.public+"/twilio/sms#rc=2&rp=5xx,ct,rt", nil)
	c.box.ConnectCalls(phonetest.VoiceURLs{Voice: "http://" + c.public + "/twilio/voice#rc=1&rp=5xx,ct,rt&rt=6000",
		Fallback: "http://" + c.public + "/twilio/voice-fallback", Status: "http://" + c.public + "/twilio/call-status"})
	for fault, chance := range carrierFaults {
		c.box.Break(fault, chance)
	}
	return c
}

// serve starts the program and waits until it is ready.
func (c *crashing) serve(program string, args ...string) {
	c.Helper()
	c.process = exec.Command(program, args...)
	c.process.Stderr = c.log
	if err := c.process.Start(); err != nil {
		c.Fatal(err)
	}
	process := c.process
	c.Cleanup(func() { _ = process.Process.Kill(); _ = process.Wait() })
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	patience := time.After(time.Minute)
	for {
		res, err := http.Get("http://" + c.public + "/health/ready")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-look.C:
		case <-patience:
			text, _ := os.ReadFile(c.log.Name())
			c.Fatalf("the line does not start:\n%s", text)
		}
	}
}

// busyUntilKilled has new residents ask, helpers answer and somebody call, and kills the line in the middle of it.
func (c *crashing) busyUntilKilled(round int) {
	c.Helper()
	var all sync.WaitGroup
	kill := time.AfterFunc(time.Duration(20+c.random.IntN(700))*time.Millisecond, func() { _ = c.process.Process.Kill() })
	defer kill.Stop()
	for n := range 4 {
		resident := c.box.Phone(fmt.Sprintf("+1212%03d%04d", 560+round/100, round%100*100+n), "en")
		c.residents = append(c.residents, resident)
		random := rand.New(rand.NewPCG(*crashSeed, uint64(round*100+n)))
		all.Go(func() {
			resident.Text(fmt.Sprintf("FOOD 11211 mark%dx%d", round, n))
			for range 3 {
				resident.Text([]string{"STATUS", "no onions please", "RX 11211", "DONE", "1", "12 Grand St"}[random.IntN(6)])
			}
		})
	}
	for n, helper := range c.helpers {
		random := rand.New(rand.NewPCG(*crashSeed, uint64(round*100+50+n)))
		all.Go(func() {
			for range 5 {
				helper.Text([]string{"YES", "YES", "YES", "NO", "DROP", "DONE", "on my way", "I am at the shop"}[random.IntN(8)])
			}
		})
	}
	caller := c.box.Phone(fmt.Sprintf("+1646%03d%04d", 560+round/1000, round%1000), "en")
	all.Go(func() {
		x := caller.Call("")
		for _, key := range []string{"1", "1", "1", "11211", "1", "hang up"} {
			switch {
			case x.Status() != "in-progress":
				return // the carrier got no answer and has ended it
			case key == "hang up":
				x.HangUp()
			default:
				x.Press(key)
			}
		}
	})
	all.Wait()
	kill.Stop()
	_ = c.process.Process.Kill()
	_ = c.process.Wait()
}

// settles waits until the line, an hour on, has nothing on its way.
func (c *crashing) settles() {
	c.Helper()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	patience := time.After(3 * time.Minute)
	for quiet := 0; quiet < 20; {
		select {
		case <-look.C:
		case <-patience:
			c.Logf("the line does not come to rest")
			return
		}
		quiet++
		if c.count(onItsWay) != "0" {
			quiet = 0
		}
	}
}

const onItsWay = `SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'failed', 'dropped')`

// count asks the database one thing.
func (c *crashing) count(query string) (out string) {
	c.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.dir, "data", "hotline.db")+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRow(query).Scan(&out); err != nil {
		c.Fatal(err)
	}
	return out
}

// setListen has a line that runs as a process of its own answer webhooks at an address.
func setListen(path, public string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text = []byte(strings.Replace(string(text), "[server]\n", fmt.Sprintf("[server]\npublic_listen = %q\n", public), 1))
	return os.WriteFile(path, text, 0o600)
}

// holds says what was lost and what was doubled: nothing.
func (c *crashing) holds(after string) {
	c.Helper()
	l := &testLine{t: c.T, cfg: &config.Config{Path: c.config}}
	in, out := map[string]int{}, map[string]int{} // by the carrier's id; by phone and words
	for _, m := range listed[messageJSON](l, "messages") {
		switch {
		case m.Direction == "in":
			in[m.SID]++
		case m.Status != "failed" && m.Status != "undelivered" && m.Status != "canceled":
			out[m.To+" "+twilio.Sendable(m.Body)]++
		}
	}
	written, lost, doubled, unsent := 0, 0, 0, 0
	for _, phone := range append(append([]*phonetest.Phone{}, c.helpers...), c.residents...) {
		for _, text := range phone.Texts() {
			switch {
			case text.Inbound:
				written++
				if in[text.SID] != 1 {
					lost++
					c.Logf("%d times in the list: %q", in[text.SID], text.Body)
				}
			case !text.Carrier:
				if out[phone.Number+" "+text.Body]--; out[phone.Number+" "+text.Body] < 0 {
					doubled++
					c.Logf("sent once too often: %q", text.Body)
				}
			}
		}
	}
	for words, n := range out {
		if n > 0 {
			unsent += n
			c.Logf("%d never sent: %q", n, words)
		}
	}
	stuck := c.count(onItsWay)
	calls := c.count(`SELECT count(*) FROM calls WHERE ended_at = 0`)
	two := c.count(`SELECT count(*) FROM (SELECT request FROM offers WHERE status = 'accepted' GROUP BY request HAVING count(*) > 1)`)
	whole := c.count(`PRAGMA integrity_check`)
	c.Logf("%s; %d texts written, %d lost; %d sent twice, %d not sent; %s texts stuck, %s calls without an end, %s jobs with two holders; integrity %s",
		after, written, lost, doubled, unsent, stuck, calls, two, whole)
	if lost+doubled+unsent > 0 || stuck != "0" || calls != "0" || two != "0" || whole != "ok" {
		c.Error("something was lost, doubled or stuck")
	}
}
