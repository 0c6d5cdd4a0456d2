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
	voice  map[string]string                     // the TwiML at /voice/<name>; {app} is the application's address

	mu           sync.Mutex
	texts        []url.Values
	statuses     []url.Values
	turns        []url.Values // webhooks of calls; their address is in "path"
	callStatuses []url.Values
	recordings   []url.Values
}

// setup returns a box with an application that answers every text by an empty TwiML document.
func setup(t *testing.T, o Options) *app {
	t.Helper()
	a := &app{t: t, text: func(w http.ResponseWriter, _ url.Values) { say(w, "") }, voice: map[string]string{}}
	mux := http.NewServeMux()
	a.handleCalls(mux)
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
	a.box.ConnectCalls(VoiceURLs{
		Voice: a.server.URL + "/voice/begin", Fallback: a.server.URL + "/voice/fallback", Status: a.server.URL + "/call-status",
	})
	return a
}

// handleCalls answers the webhooks of calls: by what stands in a.voice, or 500 where nothing does.
func (a *app) handleCalls(mux *http.ServeMux) {
	mux.HandleFunc("POST /voice/{name}", func(w http.ResponseWriter, r *http.Request) {
		form := a.signed(w, r)
		if form == nil {
			return
		}
		form.Set("path", r.RequestURI)
		a.keep(&a.turns, form)
		a.mu.Lock()
		doc := strings.ReplaceAll(a.voice[r.PathValue("name")], "{app}", a.server.URL)
		a.mu.Unlock()
		if doc == "" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.WriteString(w, doc)
	})
	for path, list := range map[string]*[]url.Values{"/call-status": &a.callStatuses, "/recording": &a.recordings} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
			if form := a.signed(w, r); form != nil {
				a.keep(list, form)
				w.WriteHeader(http.StatusNoContent)
			}
		})
	}
	mux.HandleFunc("GET /sounds/{lang}/{name}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "audio/mpeg")
		_, _ = io.WriteString(w, "not really")
	})
	mux.HandleFunc("GET /play/{sid}", func(w http.ResponseWriter, r *http.Request) {
		res, err := a.get(r.Context(), "/Recordings/"+r.PathValue("sid")+".mp3")
		if err != nil {
			a.t.Errorf("fetch a recording: %v", err)
			return
		}
		defer res.Body.Close()
		w.Header().Set("Content-Type", res.Header.Get("Content-Type"))
		w.WriteHeader(res.StatusCode)
		_, _ = io.Copy(w, res.Body)
	})
}

// get asks the REST interface for something that is no JSON.
func (a *app) get(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.box.APIURL()+"/2010-04-01/Accounts/"+a.box.AccountSID()+path, nil)
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(a.box.AccountSID(), a.box.AuthToken())
	return a.server.Client().Do(req)
}

func (a *app) keep(list *[]url.Values, form url.Values) {
	a.mu.Lock()
	defer a.mu.Unlock()
	*list = append(*list, form)
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
