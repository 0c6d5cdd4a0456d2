package phonetest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"hotline/gateway/twilio"
)

// app is a small application behind the line: it checks signatures as Hotline does and answers by functions.
type app struct {
	t      *testing.T
	box    *Box
	server *httptest.Server
	text   func(http.ResponseWriter, url.Values) // how it answers a text

	mu       sync.Mutex
	texts    []url.Values
	statuses []url.Values
}

// setup returns a box with an application that answers every text by an empty TwiML document.
func setup(t *testing.T, o Options) *app {
	t.Helper()
	a := &app{t: t, text: func(w http.ResponseWriter, _ url.Values) { say(w, "") }}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /twilio/sms", func(w http.ResponseWriter, r *http.Request) {
		if form := a.signed(w, r); form != nil {
			a.mu.Lock()
			a.texts = append(a.texts, form)
			a.mu.Unlock()
			a.text(w, form)
		}
	})
	mux.HandleFunc("POST /twilio/message-status", func(w http.ResponseWriter, r *http.Request) {
		if form := a.signed(w, r); form != nil {
			a.mu.Lock()
			a.statuses = append(a.statuses, form)
			a.mu.Unlock()
			w.WriteHeader(http.StatusNoContent)
		}
	})
	a.server = httptest.NewServer(mux)
	t.Cleanup(a.server.Close)
	a.box = New(t, o)
	a.box.Connect(a.server.URL+"/twilio/sms#rc=2&rp=5xx,ct,rt", nil)
	return a
}

// signed returns the form of a webhook with a right signature, and refuses any other.
func (a *app) signed(w http.ResponseWriter, r *http.Request) url.Values {
	if err := r.ParseForm(); err != nil {
		a.t.Errorf("read a webhook: %v", err)
	}
	target := a.server.URL + r.RequestURI
	if !twilio.Verify(r.Header.Get(twilio.SignatureHeader), target, r.PostForm, []string{a.box.AuthToken()}) {
		a.t.Errorf("wrong signature of %s", r.URL.Path)
		w.WriteHeader(http.StatusForbidden)
		return nil
	}
	return r.PostForm
}

func say(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/xml")
	_, _ = w.Write(twilio.Reply(body, ""))
}

// sent returns a copy of the texts or statuses the application has got.
func (a *app) got(list *[]url.Values) []url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]url.Values(nil), *list...)
}

// call makes a REST call with the account's credentials and returns status, headers and body.
func (a *app) call(ctx context.Context, method, path string, form url.Values) (*http.Response, map[string]any, error) {
	req, err := http.NewRequestWithContext(ctx, method, a.box.APIURL()+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(a.box.AccountSID(), a.box.AuthToken())
	res, err := a.server.Client().Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return res, nil, err
	}
	var v map[string]any
	if err := json.Unmarshal(body, &v); err != nil {
		return res, nil, err
	}
	return res, v, nil
}

func (a *app) messages() string {
	return "/2010-04-01/Accounts/" + a.box.AccountSID() + "/Messages.json"
}

// send posts a message and returns the HTTP status and the JSON answer. form's values go over the usual ones.
func (a *app) send(to, body string, more ...string) (int, map[string]any) {
	a.t.Helper()
	form := url.Values{
		"To": {to}, "From": {"+12125550100"}, "Body": {body}, "StatusCallback": {a.server.URL + "/twilio/message-status?m=7"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
		if more[i+1] == "" {
			form.Del(more[i])
		}
	}
	res, v, err := a.call(a.t.Context(), http.MethodPost, a.messages(), form)
	if err != nil {
		a.t.Fatalf("post a message: %v", err)
	}
	return res.StatusCode, v
}

// recorder is a TB that keeps what would fail a test.
type recorder struct {
	mu     sync.Mutex
	errors []string
}

type stopped struct{}

func (r *recorder) Helper()        {}
func (r *recorder) Cleanup(func()) {}
func (r *recorder) Errorf(format string, _ ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, format)
}
func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(stopped{})
}
