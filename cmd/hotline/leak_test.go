package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/dispatch/engine"
	"hotline/gateway/phonetest"
)

// What is told the line in TestNothingLeaks, and nothing else is like it.
const (
	leakRosa, leakLuz, leakBen, leakKim = "+12125550119", "+12125550127", "+12125550136", "+12125550145"
	leakDora, leakMax                   = "+12125550163", "+12125550172"
)

// TestNothingLeaks lets people say, text and key numbers, names, places and words, in every part of the line, with faults,
// and looks for them in all that the line leaves: the files of the database, its log too, while it runs and after; what it
// logs; what it answers to who watches it; every address that it asks of the carrier or gives it; a backup, and the database
// put back from it.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	all := canaries([]string{leakRosa, leakLuz, leakBen, leakKim, leakDora, leakMax},
		[]string{"Rosalinda", "Zoë-Luz", "Bartholomé", "Kimiko", "Dorabella", "Maximilian", "Xylophone", "marzipan", "grandmother's", "turquoise", "chartreuse"})
	var log lockedBuilder
	l := newLoggedLine(t, `approve_volunteers = false
[voice]
live_help = "00:00-24:00"
[[coordinators]]
name = "Dorabella"
phone = "`+leakDora+`"
on_call = "00:00-24:00"
`, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	l.box.Unattended()
	l.told()

	seen := map[string][]byte{"the log": []byte(log.String()), "addresses": []byte(strings.Join(l.box.URLs(), "\n"))}
	for _, path := range []string{"http://" + l.public + "/health/ready", "http://" + l.public + "/health/live", "http://" + l.private + "/metrics",
		"http://" + l.private + "/keys", "http://" + l.private + "/"} {
		seen[path] = fetched(t, path)
	}
	l.gather(seen, "while it runs", l.cfg.Server.DataDir)
	key, archive, back := filepath.Join(t.TempDir(), "key"), filepath.Join(t.TempDir(), "archive"), filepath.Join(t.TempDir(), "back")
	recipient := strings.TrimSuffix(strings.TrimPrefix(l.command("keys", "new", key), `backup_to = ["`), "\"]\n")
	l.command("backup", archive, "--to", recipient)
	seen["the backup"], _ = os.ReadFile(archive)
	seen["what restore says"] = []byte(l.command("restore", archive, "--key", key, "--to", back))
	l.gather(seen, "put back", filepath.Join(back, "data"))
	l.command("keys", "rotate")
	l.gather(seen, "with new keys", l.cfg.Server.DataDir)
	l.box.Close()
	l.halt()
	l.gather(seen, "at rest", l.cfg.Server.DataDir)
	seen["the log, to its end"] = []byte(log.String())

	for where, what := range seen {
		if found := sing(all, what); len(found) > 0 {
			t.Errorf("%s (%d bytes) tells %q", where, len(what), found)
		}
	}
	if !strings.Contains(log.String(), `"msg":"stopped"`) || len(l.box.URLs()) < 40 || len(seen["the backup"]) < 10_000 {
		t.Errorf("there was hardly anything to look at: %d bytes of log, %d addresses", len(log.String()), len(l.box.URLs()))
	}
	l.start() // the test's end stops it
}

// gather reads every file of a folder; the database must be there, and hold what it may.
func (l *testLine) gather(seen map[string][]byte, when, dir string) {
	l.t.Helper()
	may := false
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		seen[name+" "+when] = content
		may = may || strings.HasPrefix(name, "hotline.db") && bytes.Contains(content, []byte("FOOD"))
		return err
	})
	if err != nil || !may {
		l.t.Errorf("%s: no database with requests in %s: %v", when, dir, err)
	}
}

func fetched(t *testing.T, address string) []byte {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// told is everything that is said to the line.
func (l *testLine) told() {
	l.t.Helper()
	l.volunteers(helper("Bartholomé", leakBen), helper("Kimiko", leakKim))
	ben, rosa := l.box.Add(phonetest.Handset{Name: "Ben", Number: leakBen}), l.box.Phone(leakRosa, "en")
	dora := l.box.Phone(leakDora, "en")
	l.box.Add(phonetest.Handset{Name: "Kim", Number: leakKim, Fails: phonetest.NoSuchPhone})
	max := l.box.Phone(leakMax, "en")

	rosa.Text("FOOD 11211 for Rosalinda and her grandmother's marzipan")
	ben.Expect(canYou)
	ben.Text("YES")
	rosa.Expect("Good news")
	rosa.Text("77 Xylophone Terrace, Rosalinda, or call " + leakRosa)
	ben.Expect("Xylophone")
	ben.Text("I wear turquoise, my number is 212-555-0136")
	rosa.Expect("turquoise")
	rosa.Text("the door is chartreuse")
	ben.Expect("chartreuse")
	ben.Text("late, 20 min")
	max.Text("help, my husband Maximilian has a gun, 77 Xylophone Terrace")
	dora.Text("LIST")
	max.Text("JOIN")
	max.Text("Maximilian")
	l.spoken()
	l.wrong()
	for _, text := range []string{"CALLME", "WHO", "REPORT", "STOP", "START", "FOOD 11211 marzipan again", "forget me", "1"} {
		rosa.Text(text)
	}
	code := l.requests()[0].Code
	l.command("request", "show", code)
	for _, what := range []string{"requests", "offers", "messages", "calls", "voicemails"} {
		l.command("list", what)
	}
	l.command("person", "forget", leakMax, "--yes")
	l.clock.Advance(31 * time.Minute)
	if r, c, v := len(l.requests()), len(listed[callJSON](l, "calls")), len(listed[voicemailJSON](l, "voicemails")); r < 3 || c < 2 || v < 2 {
		l.t.Errorf("only %d requests, %d calls and %d recordings came of it", r, c, v)
	}
	_, rings := l.box.News()
	for _, call := range rings {
		call.Ignore()
	}
	ctx, cancel := context.WithTimeout(l.t.Context(), 5*time.Second)
	defer cancel()
	_ = l.settled(ctx) // a phone may ring on; whatever has left until then is looked at
}

// spoken is what is said and keyed by phone, a number keyed that was not shown, and a call that nobody answers.
func (l *testLine) spoken() {
	luz := l.box.Phone(leakLuz, "es")
	l.askByPhone(luz)
	withheld := luz.CallWithheld("", "anonymous")
	for _, keys := range []string{"2", "1", "1", "11211", "1"} {
		withheld.Press(keys)
	}
	withheld.SpeakAndPress(5, "#")
	withheld.Press("1")
	withheld.Press(strings.TrimPrefix(leakLuz, "+1"))
	withheld.Press("1")
	withheld.HangUp()
}

// wrong is what does not come from the carrier, or comes broken.
func (l *testLine) wrong() {
	form := url.Values{"From": {leakRosa}, "To": {"+12125550100"}, "Body": {"marzipan for Rosalinda"}, "MessageSid": {"SM" + strings.Repeat("0", 32)}}
	for _, path := range []string{"/twilio/sms", "/twilio/voice", "/twilio/message-status?From=" + url.QueryEscape(leakRosa), "/twilio/recording",
		"/nowhere/" + leakRosa + "/marzipan"} {
		for _, body := range []string{form.Encode(), "%zz" + form.Encode(), strings.Repeat(form.Encode(), 2000)} {
			req, err := http.NewRequestWithContext(l.t.Context(), http.MethodPost, "http://"+l.public+path, strings.NewReader(body))
			if err != nil {
				l.t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("User-Agent", "Rosalinda "+leakRosa)
			req.Header.Set("X-Twilio-Signature", "marzipan")
			res, err := http.DefaultClient.Do(req)
			if err == nil {
				_ = res.Body.Close()
			}
		}
	}
	if _, err := l.app.engine.Text(l.t.Context(), engine.Inbound{SID: "SM1", From: leakRosa, To: "+12125550100", Body: "marzipan \x00\xff"}); err != nil {
		l.app.log.Error("a text", "error", err)
	}
}

// TestOffersNameNobody: whatever somebody writes when they ask, who is asked to help reads none of it, nor who and where
// they are.
func TestOffersNameNobody(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	ana := l.volunteer("Ana", "+12125550142")
	rosa := l.box.Phone(leakRosa, "en")
	rosa.Text("FOOD 11211 Rosalinda, 77 Xylophone Terrace, marzipan, " + leakRosa)
	rosa.Expect("11211")
	offer := ana.Expect(canYou)
	if found := sing(canaries([]string{leakRosa}, []string{"Rosalinda", "Xylophone", "marzipan"}), []byte(offer.Body)); len(found) > 0 {
		t.Errorf("the offer tells %q", found)
	}
}
