package main

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hotline/gateway/phonetest"
	"hotline/gateway/twilio"
)

// TestRestart: what became due while the line was down is done when it is back, from the database.
func TestRestart(t *testing.T) {
	t.Parallel()
	l := newLine(t, "live_offers = 1\n")
	ana := l.volunteer("Ana", "+12125550142")
	ben := l.volunteer("Ben", "+12125550143")
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	rosa.ExpectNothing() // all is quiet, and only one was asked
	first, second := ana, ben
	if len(ben.Texts()) > 0 {
		first, second = ben, ana
	}
	first.Expect(canYou)

	l.halt()
	l.clock.Advance(31 * time.Minute) // silent for longer than replace_after
	l.start()
	second.Expect(canYou)
	second.Text("YES")
	second.Expect(itIsYours)
	rosa.Expect(goodNews)
}

// TestWebhookOutlivesStop: a webhook that has begun when the line is told to stop is answered.
func TestWebhookOutlivesStop(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	form := url.Values{"MessageSid": {"SM" + strings.Repeat("0", 32)}, "AccountSid": {l.box.AccountSID()},
		"From": {"+12125550110"}, "To": {"+12125550100"}, "Body": {"HELP"}, "NumMedia": {"0"}}
	body := form.Encode()
	signature := twilio.Sign(l.box.AuthToken(), "http://"+l.public+"/twilio/sms", form)
	conn, err := net.Dial("tcp", l.public)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST /twilio/sms HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n%s: %s\r\n\r\n", len(body), twilio.SignatureHeader, signature)
	if err != nil {
		t.Fatal(err)
	}
	answer := bufio.NewReader(conn)
	if line, err := answer.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the webhook has not begun: %q %v", line, err)
	}
	l.stop()
	for refused := false; !refused; { // until the line takes no new webhooks
		again, err := net.Dial("tcp", l.public)
		if refused = err != nil; !refused {
			_ = again.Close()
		}
	}
	if _, err := io.WriteString(conn, body); err != nil {
		t.Fatal(err)
	}
	if _, err := answer.ReadString('\n'); err != nil { // the empty line after 100 Continue
		t.Fatal(err)
	}
	res, err := http.ReadResponse(answer, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if said, err := io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(said), "<Message") {
		t.Errorf("%s %s %v", res.Status, said, err)
	}
}

// TestStopFlushes: texts that wait when the line is told to stop still leave.
func TestStopFlushes(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	l.box.ExpectProblem(11205) // nobody listens any more for what became of them
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	rosa.Expect(nobodyFree)
	code := l.requests()[0].Code
	for i := range 5 {
		if err := l.app.engine.Reply(t.Context(), code, fmt.Sprintf("news %d", i), byCommand); err != nil {
			t.Fatal(err)
		}
	}
	l.stop()
	for i := range 5 {
		rosa.Expect(fmt.Sprintf("news %d", i))
	}
}

// TestCommandsBesideServer: what another process writes is acted on at once, because it wakes the server.
func TestCommandsBesideServer(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	rosa.Expect(nobodyFree)
	code := l.requests()[0].Code
	l.command("request", "reply", code, "Which", "floor?")
	rosa.Expect("Which floor?")

	ana := l.volunteer("Ana", "+12125550142")
	ana.Expect(canYou)
	l.command("request", "assign", code, "(212) 555-0142")
	ana.Expect("a job for you, Ana")
	rosa.Expect("Ana")
	if shown := l.command("request", "show", code); !strings.Contains(shown, "assigned") || strings.Contains(shown, "0142") {
		t.Errorf("request show:\n%s", shown)
	}
	l.command("request", "close", code, "no-longer-needed")
	rosa.Expect("no longer needed")
	ana.Expect("no longer needed")
	l.command("volunteers", "pause", "+12125550142")
	if v := listed[volunteerJSON](l, "volunteers")[0]; v.Status != "paused" || v.Name != "Ana" {
		t.Errorf("volunteer = %+v", v)
	}
	l.command("volunteers", "remove", "+12125550142")
	if csv := l.command("volunteers", "export"); strings.Contains(csv, "Ana") {
		t.Errorf("a removed volunteer is exported:\n%s", csv)
	}
}

// TestOneServerEach: a second server on one database, and one on a port that is taken, are refused in one line.
func TestOneServerEach(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	code, errs := serveFails(t, l, nil)
	if code != exitFailed || !strings.Contains(errs, "another server runs on this database; stop it first") {
		t.Errorf("same database: %d %s", code, errs)
	}
	other := t.TempDir()
	code, errs = serveFails(t, l, []string{"HOTLINE_SERVER_DATA_DIR=" + other, "HOTLINE_PRIVACY_KEYS_FILE=" + other + "/keys",
		"HOTLINE_SERVER_PUBLIC_LISTEN=" + l.public})
	want := "hotline: public_listen " + l.public + ": another program listens there; stop it or write another port\n"
	if code != exitFailed || errs != want {
		t.Errorf("same port: %d %s", code, errs)
	}
}

func serveFails(t *testing.T, l *testLine, environ []string) (int, string) {
	t.Helper()
	var errs strings.Builder
	code := run(t.Context(), []string{"serve", "--config", l.cfg.Path}, environ, io.Discard, &errs)
	return code, errs.String()
}

// TestHealth: the two checks answer on the public listener, and nothing private does.
func TestHealth(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	for path, want := range map[string]int{
		"/health/live": http.StatusOK, "/health/ready": http.StatusOK,
		"/wake": http.StatusNotFound, "/phones": http.StatusNotFound, "/": http.StatusNotFound,
		"/twilio/sms": http.StatusMethodNotAllowed,
	} {
		res, err := http.Get("http://" + l.public + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("GET %s: %s, want %d", path, res.Status, want)
		}
	}
}

// TestNothingPersonalIsLogged runs a job with telling numbers, names and words, at the most talkative level.
func TestNothingPersonalIsLogged(t *testing.T) {
	t.Parallel()
	var log lockedBuilder
	l := newLoggedLine(t, "", slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	ana := l.box.Add(phonetest.Handset{Name: "Anastasia", Number: "+12125550142"})
	l.volunteers(helper("Anastasia", "+12125550142"))
	gone := l.box.Add(phonetest.Handset{Name: "Gonzalo", Number: "+12125550143", Fails: phonetest.NoSuchPhone})
	l.volunteers(helper("Gonzalo", "+12125550143"))
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 for Rosalinda, grandmother")
	rosa.Expect("11211")
	ana.Expect(canYou)
	gone.ExpectUndelivered(canYou)
	gone.ExpectNothing() // and the line has heard that it did not arrive
	ana.Text("YES")
	ana.Expect(itIsYours)
	rosa.Expect("Anastasia")
	rosa.Text("77 Secret Street, Rosalinda")
	rosa.Expect("Told Anastasia")
	ana.Expect("77 Secret Street")
	l.box.Close()
	l.stop()
	for _, canary := range []string{"5550142", "5550143", "5550110", "Anastasia", "Gonzalo", "Rosalinda", "grandmother", "Secret", "FOOD 11211", l.box.AuthToken()} {
		if strings.Contains(log.String(), canary) {
			t.Errorf("the log tells %q:\n%s", canary, log.String())
		}
	}
	if !strings.Contains(log.String(), `"msg":"ready"`) {
		t.Errorf("no word of being ready:\n%s", log.String())
	}
}
