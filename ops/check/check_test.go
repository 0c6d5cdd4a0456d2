package check

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hotline/gateway/twilio"
	"hotline/i18n"
	"hotline/store"
)

func TestWebhook(t *testing.T) {
	t.Parallel()
	c := Carrier{PublicURL: "https://x.example"}
	for url, want := range map[string]Level{
		"https://x.example/twilio/sms#rc=2&rp=5xx,ct,rt":          OK,
		"https://x.example/twilio/sms#rp=5xx,rt,ct&rc=3&rt=10000": OK,
		"https://x.example/twilio/sms#rc=2&rp=all":                OK,
		"https://x.example/twilio/sms":                            Mend,
		"https://x.example/twilio/sms#rc=2":                       Mend,
		"https://x.example/twilio/sms#rc=2&rp=ct,rt":              Mend,
		"https://x.example/twilio/sms#rc=0&rp=all":                Mend,
		"https://y.example/twilio/sms#rc=2&rp=all":                Mend,
		"https://x.example/twilio/sms/#rc=2&rp=all":               Mend,
		"https://x.example/twilio/sms#rc=2&rp=%zz":                Mend,
		"": Mend,
	} {
		if got := c.webhook("number 1", twilio.Line{SMSURL: url, SMSMethod: "POST"}); got.Level != want {
			t.Errorf("%q: %s, want %s", url, got, want)
		}
	}
	good := twilio.Line{SMSURL: "https://x.example/twilio/sms#rc=2&rp=all", SMSMethod: "GET"}
	if got := c.webhook("number 1", good); got.Level != Mend {
		t.Errorf("GET: %s", got)
	}
	c.ServiceID = "MG1"
	if got := c.webhook("number 1", good); got.Level != Warn {
		t.Errorf("messaging service: %s", got)
	}
}

func TestCarrier(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		want   []Finding
	}{
		"good": {http.StatusOK, `{"incoming_phone_numbers":[{"phone_number":"+12125550100","sms_method":"POST",
			"sms_url":"https://x.example/twilio/sms#rc=2&rp=5xx,ct,rt","voice_url":"https://x.example/twilio/voice#rc=1&rp=5xx,ct,rt&rt=6000",
			"voice_fallback_url":"https://x.example/twilio/voice-fallback","status_callback":"https://x.example/twilio/call-status"}]}`,
			[]Finding{{OK, "number 1 of 1: its texts come here, and again after a failure"},
				{OK, "number 1 of 1: its calls come here, and again after a failure"},
				{OK, "number 1 of 1: a failed call is answered with an apology and a voicemail"},
				{OK, "number 1 of 1: the end of its calls is told here"}}},
		"not ours": {http.StatusOK, `{"incoming_phone_numbers":[]}`,
			[]Finding{{Mend, "number 1 of 1 is not the account's: mend numbers in [twilio]"}}},
		"refused": {http.StatusUnauthorized, `{"code":20003}`,
			[]Finding{{Mend, "carrier: refuses the account: write the right account_sid and auth_token"}}},
		"down": {http.StatusBadGateway, ``,
			[]Finding{{Mend, "carrier: cannot be asked (leave it out with --offline): carrier: HTTP 502, code 0 (unknown)"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			client, err := twilio.New(twilio.Options{APIURL: server.URL, AccountSID: "AC1", AuthTokens: []string{"t"}})
			if err != nil {
				t.Fatal(err)
			}
			got := Carrier{Client: client, PublicURL: "https://x.example", Numbers: []string{"+12125550100"}}.Look(t.Context())
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	c, err := i18n.Load(i18n.Options{
		Languages: []string{"en"}, Network: "N", Location: time.UTC, Categories: []string{"FOOD", "GARDEN"},
		Overlay: fstest.MapFS{"en.toml": {Data: []byte("[messages]\nno_such_message = \"x\"\n")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var unknown, unlabelled bool
	for _, f := range Catalog(c) {
		unknown = unknown || f.Level == Warn && strings.Contains(f.What, "no_such_message")
		unlabelled = unlabelled || f.Level == Mend && strings.Contains(f.What, "GARDEN")
	}
	if !unknown || !unlabelled {
		t.Errorf("an unknown message or a category without a name is not found: %v", Catalog(c))
	}
}

func TestDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := store.Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys")}
	if got := Database(t.Context(), o); got[0].Level != OK || exists(o.Path) || exists(o.KeysFile) {
		t.Errorf("no database: %v, and nothing may be made", got)
	}
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := Database(t.Context(), o); len(got) != 1 || got[0].Level != OK {
		t.Errorf("good database: %v", got)
	}
	if _, err := db.RotateKeys(t.Context(), func(string) error { return errors.New("broken off") }); err == nil {
		t.Error("the keys were rotated")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := Database(t.Context(), o); len(got) != 2 || got[1].Level != Warn || !strings.Contains(got[1].What, "keys rotate") {
		t.Errorf("two keys: %v", got)
	}
	if err := os.Chmod(o.KeysFile, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := Database(t.Context(), o); got[0].Level != Mend || !strings.Contains(got[0].What, "chmod 600") {
		t.Errorf("keys that others can read: %v", got)
	}
	if err := os.Remove(o.KeysFile); err != nil {
		t.Fatal(err)
	}
	if got := Database(t.Context(), o); got[0].Level != Mend {
		t.Errorf("no keys: %v", got)
	}
}

// Texts that do not leave are told of, with what to do.
func TestOutbox(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)
	o := store.Options{Path: filepath.Join(dir, "hotline.db"), KeysFile: filepath.Join(dir, "hotline.keys"),
		Now: func() time.Time { return now }}
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	text := store.Outbox{}
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		c := store.Contact{Phone: "+12125550142"}
		if err := tx.InsertContact(&c); err != nil {
			return err
		}
		m := store.Message{Direction: store.Out, Contact: c.ID}
		if err := tx.InsertMessage(&m); err != nil {
			return err
		}
		text = store.Outbox{Message: m.ID, Contact: c.ID}
		return tx.Enqueue(&text)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := Database(t.Context(), o); len(got) != 1 || got[0].Level != OK {
		t.Errorf("a text that has just been written: %v", got)
	}
	now = now.Add(7 * time.Minute)
	if got := Database(t.Context(), o); len(got) != 2 || got[1].Level != Warn || !strings.Contains(got[1].What, "waited for 7 minutes") {
		t.Errorf("a text that has waited: %v", got)
	}
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.ClaimOutbox(nil, 1); err != nil {
			return err
		}
		return tx.RecordTry(store.Try{Outbox: text.ID, Outcome: "stop", Code: 20003}, store.OutboxQueued, now.Add(5*time.Minute))
	})
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Minute)
	got := Database(t.Context(), o)
	if len(got) != 2 || got[1].Level != Warn || !strings.Contains(got[1].What, "refused a text 2 minutes ago (20003)") ||
		!strings.Contains(got[1].What, "start the server again") {
		t.Errorf("a text that was refused: %v", got)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
