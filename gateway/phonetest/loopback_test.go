package phonetest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnlyThisComputer(t *testing.T) {
	t.Parallel()
	for target, ok := range map[string]bool{
		"http://127.0.0.1:8080/twilio/sms#rc=2&rp=5xx,ct,rt": true,
		"http://localhost:8080/":                             true,
		"http://[::1]:8080/":                                 true,
		"http://127.9.9.9/":                                  true,
		"https://hotline.example.org/twilio/sms":             false,
		"http://192.168.1.4:8080/":                           false,
		"http://0.0.0.0:8080/":                               false,
		"http://localhost.example.org/":                      false,
		"http://127.0.0.1@example.org/":                      false,
		"ftp://127.0.0.1/":                                   false,
		"":                                                   false,
		"http://127.0.0.1:8080/#rc=9":                        false,
	} {
		_, err := NewCarrier(Options{Numbers: []string{"+12125550100"}, SMSURL: target})
		if target != "" && (err == nil) != ok {
			t.Errorf("%q: %v", target, err)
		}
		if target != "" && !ok && !strings.Contains(target, "#rc") && checkLoopback(target) == nil {
			t.Errorf("%q is taken for this computer", target)
		}
	}
	for addr, ok := range map[string]bool{
		"127.0.0.1:8081": true, "localhost:0": true, "[::1]:80": true,
		":8081": false, "0.0.0.0:8081": false, "[::]:8081": false, "10.0.0.1:80": false, "127.0.0.1": false,
	} {
		if (CheckListen(addr) == nil) != ok {
			t.Errorf("CheckListen(%q) = %v", addr, CheckListen(addr))
		}
	}
}

// A name may resolve to anything: the connection itself is checked.
func TestClientConnectsOnlyHere(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://192.0.2.1/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := loopbackClient(nil).Do(req); err == nil || !strings.Contains(err.Error(), errNotHere.Error()) {
		t.Errorf("connected elsewhere: %v", err)
	}
}

func TestCallsFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	c, err := NewCarrier(Options{Numbers: []string{"+12125550100"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, tc := range []struct{ peer, host string }{
		{"192.0.2.1:1234", "127.0.0.1:8080"}, {"127.0.0.1:1234", "rebound.example.org"}, {"", "localhost"},
	} {
		req := httptest.NewRequest(http.MethodGet, "http://x/", nil)
		req.RemoteAddr, req.Host = tc.peer, tc.host
		req.SetBasicAuth(c.AccountSID(), c.AuthToken())
		w := httptest.NewRecorder()
		c.ServeHTTP(w, req)
		if w.Code != http.StatusForbidden {
			t.Errorf("%+v answers %d", tc, w.Code)
		}
	}
}

// Credentials are made by the carrier and differ each time; nobody can hand it real ones.
func TestCredentialsAreItsOwn(t *testing.T) {
	t.Parallel()
	make := func() *Carrier {
		c, err := NewCarrier(Options{Numbers: []string{"+12125550100"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		return c
	}
	a, b := make(), make()
	if a.AuthToken() == b.AuthToken() || a.AccountSID() == b.AccountSID() || len(a.AuthToken()) != 32 {
		t.Error("credentials are not random")
	}
	if !strings.HasPrefix(a.AccountSID(), "AC"+practiceMark) || len(a.AccountSID()) != 34 || len(a.ServiceSID()) != 34 {
		t.Errorf("SIDs = %s, %s", a.AccountSID(), a.ServiceSID())
	}
}

func TestAddPhone(t *testing.T) {
	t.Parallel()
	c, err := NewCarrier(Options{Numbers: []string{"+12125550100"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for name, h := range map[string]Handset{
		"no name":       {Number: rosaNumber},
		"a long name":   {Name: strings.Repeat("x", 41), Number: rosaNumber},
		"no number":     {Name: "Rosa"},
		"a short one":   {Name: "Rosa", Number: "+1"},
		"the line's":    {Name: "Rosa", Number: "+12125550100"},
		"a strange one": {Name: "Rosa", Number: rosaNumber, Kind: "fax"},
		"no language":   {Name: "Rosa", Number: rosaNumber, Language: "<en>"},
	} {
		if _, err := c.Add(h); err == nil {
			t.Errorf("%s: added", name)
		}
	}
	h, err := c.Add(Handset{Name: " Rosa ", Number: rosaNumber})
	if err != nil || h.ID == "" || h.Kind != Mobile || h.Language != "en" || h.Name != "Rosa" {
		t.Errorf("%+v, %v", h, err)
	}
	if _, err := c.Add(Handset{Name: "Other", Number: rosaNumber}); err == nil {
		t.Error("two phones have one number")
	}
}
