package gateway

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"hotline/gateway/twilio"
	"hotline/store"
)

const empty = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<Response/>"

// reply is what a response says by text; callback is where its fate is reported.
func reply(t testing.TB, w *httptest.ResponseRecorder) (body, callback string) {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != textXML {
		t.Errorf("Content-Type %q: the carrier would text anything else to the person", got)
	}
	var doc struct {
		Messages []struct {
			Callback string `xml:"statusCallback,attr"`
			Text     string `xml:",chardata"`
		} `xml:"Message"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Messages) > 1 {
		t.Errorf("%d messages in one answer", len(doc.Messages))
	}
	for _, m := range doc.Messages {
		body, callback = m.Text, m.Callback
	}
	return body, callback
}

func TestText(t *testing.T) {
	t.Parallel()
	r := setup(t)
	w := r.post(smsPath, text(1, rosa, "FOOD 11211 two adults"))
	body, callback := reply(t, w)
	if w.Code != http.StatusOK || !strings.Contains(body, "11211") {
		t.Fatalf("%d, %q", w.Code, body)
	}
	if !strings.HasPrefix(callback, publicURL+statusPath+"?m=") {
		t.Errorf("status callback %q", callback)
	}

	again := r.post(smsPath, text(1, rosa, "FOOD 11211 two adults"))
	if again.Body.String() != w.Body.String() {
		t.Errorf("the same text again: %s", again.Body)
	}
	if got := len(r.messages()); got != 2 {
		t.Errorf("%d messages, want the text and its answer", got)
	}
}

// The carrier tries again while the first try is still under way.
func TestSameTextAtTheSameTime(t *testing.T) {
	t.Parallel()
	r := setup(t)
	answers := make([]string, 20)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = r.post(smsPath, text(1, rosa, "FOOD 11211 two adults")).Body.String() })
	}
	all.Wait()
	for _, a := range answers {
		if a != answers[0] || !strings.Contains(a, "<Message") {
			t.Errorf("another answer: %s", a)
		}
	}
	if got := len(r.messages()); got != 2 {
		t.Errorf("%d messages, want the text and its answer", got)
	}
}

func TestUnsigned(t *testing.T) {
	t.Parallel()
	r := setup(t)
	form := text(1, rosa, "FOOD 11211 two adults")
	signed := twilio.Sign(authToken, publicURL+smsPath, form)
	more := text(1, rosa, "FOOD 11211 three adults")
	get := func(change func(*http.Request)) *http.Request {
		req := httptest.NewRequest(http.MethodPost, smsPath, strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(twilio.SignatureHeader, signed)
		change(req)
		return req
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"none":              r.postSigned(smsPath, form, ""),
		"nonsense":          r.postSigned(smsPath, form, "x"),
		"of an empty token": r.postSigned(smsPath, form, twilio.Sign("", publicURL+smsPath, form)),
		"another token":     r.postSigned(smsPath, form, twilio.Sign("x", publicURL+smsPath, form)),
		"another form":      r.postSigned(smsPath, more, signed),
		"another path":      r.postSigned(statusPath, form, signed),
		"another query":     r.postSigned(smsPath+"?a=b", form, signed),
		"another host's": r.serve(get(func(req *http.Request) {
			req.Host = "evil.example.org"
			req.Header.Set("X-Forwarded-Host", "evil.example.org")
			req.Header.Set(twilio.SignatureHeader, twilio.Sign(authToken, "https://evil.example.org"+smsPath, form))
		})),
		"query for a form": r.serve(get(func(req *http.Request) { // the query must not count as the form
			req.URL.RawQuery = form.Encode()
			req.RequestURI = smsPath + "?" + form.Encode()
			req.Body = http.NoBody
		})),
		"cannot be read": r.serve(get(func(req *http.Request) { req.Body = io.NopCloser(strings.NewReader("Body=%zz")) })),
	} {
		if w.Code != http.StatusForbidden || w.Body.String() != empty || w.Header().Get("Content-Type") != textXML {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if got := r.messages(); len(got) != 0 {
		t.Errorf("stored %d messages nobody signed", len(got))
	}
}

// The framework mixes the query into the form. What stands in the query is signed as part of the URL only.
func TestQueryIsNotTheForm(t *testing.T) {
	t.Parallel()
	r := setup(t)
	w := r.post(smsPath+"?Body=RX&a=1", text(1, rosa, "FOOD 11211 two adults"))
	if body, _ := reply(t, w); w.Code != http.StatusOK || !strings.Contains(body, "11211") {
		t.Errorf("%d, %q", w.Code, body)
	}
}

func TestSignatureWithPortAndSecondToken(t *testing.T) {
	t.Parallel()
	r := setup(t)
	g, err := New(Options{Engine: r.engine, Store: r.store, Client: r.carrier.client(t), Clock: r.clock, Log: r.gateway.log,
		Catalog:   r.gateway.catalog,
		PublicURL: publicURL + ":8443/hotline/", Tokens: []string{"next", authToken}, Lines: []string{ourLine}, PerSecond: 1})
	if err != nil {
		t.Fatal(err)
	}
	r.gateway = g
	for i, signed := range []string{":8443/hotline" + smsPath, "/hotline" + smsPath} {
		form := text(i+1, rosa, "HELP")
		if w := r.postSigned(smsPath, form, twilio.Sign(authToken, publicURL+signed, form)); w.Code != http.StatusOK {
			t.Errorf("signed as %s: %d", signed, w.Code)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	r := setup(t)
	long := text(1, rosa, strings.Repeat("x", maxBody))
	for _, test := range []struct {
		method, path string
		form         url.Values
		want         int
	}{
		{http.MethodGet, smsPath, nil, http.StatusMethodNotAllowed},
		{http.MethodPut, smsPath, nil, http.StatusMethodNotAllowed},
		{http.MethodOptions, smsPath, nil, http.StatusMethodNotAllowed},
		{http.MethodPost, "/health/live", nil, http.StatusMethodNotAllowed},
		{http.MethodGet, "/", nil, http.StatusNotFound},
		{http.MethodOptions, "/nothing", nil, http.StatusNotFound},
		{http.MethodPost, "/twilio", nil, http.StatusNotFound},
		{http.MethodPost, smsPath + "/", text(1, rosa, "hi"), http.StatusNotFound}, // no redirect: it loses the form
		{http.MethodPost, smsPath, long, http.StatusRequestEntityTooLarge},
		{http.MethodPost, smsPath, url.Values{"From": {rosa}}, http.StatusBadRequest},
	} {
		req := httptest.NewRequest(test.method, test.path, strings.NewReader(test.form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(twilio.SignatureHeader, twilio.Sign(authToken, publicURL+test.path, test.form))
		w := r.serve(req)
		if w.Code != test.want || w.Body.String() != empty || w.Header().Get("Content-Type") != textXML {
			t.Errorf("%s %s: %d %s, want %d", test.method, test.path, w.Code, w.Body, test.want)
		}
	}
	if got := r.messages(); len(got) != 0 {
		t.Errorf("stored %d messages", len(got))
	}
}

// Monitors ask with HEAD and get what GET gets, without the body.
func TestHealthByHead(t *testing.T) {
	t.Parallel()
	r := setup(t)
	server := httptest.NewServer(r.gateway.Public())
	defer server.Close()
	for _, path := range []string{"/health/live", "/health/ready"} {
		res, err := http.Head(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK || len(body) != 0 || err != nil || !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
			t.Errorf("HEAD %s: %s, %q, %v", path, res.Status, body, err)
		}
	}
}

// A text from one of our own numbers gets an empty response, over and over, and is logged once.
func TestOurOwnText(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for i, from := range []string{ourLine, otherLine, ourLine} {
		if w := r.post(smsPath, text(i, from, "FOOD 11211")); w.Code != http.StatusOK || w.Body.String() != empty {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if got := r.messages(); len(got) != 0 {
		t.Errorf("stored %d messages", len(got))
	}
	if n := strings.Count(r.log.text.String(), "own numbers"); n != 1 {
		t.Errorf("logged %d times", n)
	}
}

// What goes wrong with us is a 5xx, so that the carrier tries again.
func TestFaults(t *testing.T) {
	t.Parallel()
	r := setup(t)
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	if w := r.post(smsPath, text(1, rosa, "FOOD 11211")); w.Code != http.StatusInternalServerError || w.Body.String() != empty {
		t.Errorf("database closed: %d %s", w.Code, w.Body)
	}
	r.gateway.engine = nil // whatever panics
	if w := r.post(smsPath, text(1, rosa, "FOOD 11211")); w.Code != http.StatusInternalServerError || w.Body.String() != empty {
		t.Errorf("panic: %d %s", w.Code, w.Body)
	}
}

// A panic is told once, with its place.
func TestPanicIsLoggedOnce(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.gateway.engine = nil
	r.post(smsPath, text(1, rosa, "FOOD 11211"))
	log := r.log.text.String()
	if strings.Count(log, `"level":"ERROR"`) != 1 || !strings.Contains(log, `"stack":"goroutine`) {
		t.Errorf("logged %s", log)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	r := setup(t)
	if w := r.serve(httptest.NewRequest(http.MethodGet, "/health/live", nil)); w.Code != http.StatusOK {
		t.Errorf("live: %d", w.Code)
	}
	w := r.serve(httptest.NewRequest(http.MethodGet, "/health/ready", nil))
	if got := strings.TrimSpace(w.Body.String()); w.Code != http.StatusOK || got != `{"ready":true,"outbox":{"lag_seconds":0}}` {
		t.Errorf("ready: %d %s", w.Code, got)
	}
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	r.restart()
	w = r.serve(httptest.NewRequest(http.MethodGet, "/health/ready", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "the database does not take writes") {
		t.Errorf("database closed: %d %s", w.Code, w.Body)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	r := setup(t)
	_, callback := reply(t, r.post(smsPath, text(1, rosa, "FOOD 11211 two adults")))
	path := strings.TrimPrefix(callback, publicURL)
	sid := messageSID(9) // first heard of here: the answer left in our response
	for _, step := range []struct{ status, code, want string }{
		{"sent", "", "sent"},
		{"delivered", "", "delivered"},
		{"sent", "", "delivered"}, // late
		{"queued", "", "delivered"},
		{"teleported", "", "delivered"},
		{"", "", "delivered"},
		{"read", "", "read"},
	} {
		form := url.Values{"MessageSid": {sid}, "MessageStatus": {step.status}, "ErrorCode": {step.code}}
		if w := r.post(path, form); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
			t.Fatalf("%s: %d %s", step.status, w.Code, w.Body)
		}
		answer := r.messages()[1]
		if answer.SID != sid || string(answer.Status) != step.want {
			t.Errorf("after %s: %s, %s", step.status, answer.SID, answer.Status)
		}
	}
	unknown := url.Values{"MessageSid": {messageSID(404)}, "MessageStatus": {"sent"}}
	for _, path := range []string{statusPath, statusPath + "?m=7", statusPath + "?m=x"} {
		if w := r.post(path, unknown); w.Code != http.StatusNoContent {
			t.Errorf("a message that is not ours: %d", w.Code)
		}
	}
}

func TestStatusOfLandline(t *testing.T) {
	t.Parallel()
	r := setup(t)
	_, callback := reply(t, r.post(smsPath, text(1, rosa, "FOOD 11211 two adults")))
	form := url.Values{"MessageSid": {messageSID(9)}, "MessageStatus": {"undelivered"}, "ErrorCode": {"30006"}}
	r.post(strings.TrimPrefix(callback, publicURL), form)
	if c := r.contact(rosa); c.Unreachable != "landline" {
		t.Errorf("unreachable: %q", c.Unreachable)
	}
}

func TestStatusOfOptedOut(t *testing.T) {
	t.Parallel()
	r := setup(t)
	_, callback := reply(t, r.post(smsPath, text(1, rosa, "FOOD 11211 two adults")))
	form := url.Values{"MessageSid": {messageSID(9)}, "MessageStatus": {"failed"}, "ErrorCode": {"21610"}}
	r.post(strings.TrimPrefix(callback, publicURL), form)
	if c := r.contact(rosa); c.OptedOutAt.IsZero() {
		t.Error("not opted out")
	}
}

func TestWake(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for _, test := range []struct {
		origin string
		want   int
	}{{"", http.StatusNoContent}, {"https://evil.example.org", http.StatusForbidden}} {
		for len(r.engine.OutboxReady()) > 0 {
			<-r.engine.OutboxReady()
		}
		req := httptest.NewRequest(http.MethodPost, "/wake", nil)
		req.Header.Set("Origin", test.origin)
		w := httptest.NewRecorder()
		r.gateway.Wake().ServeHTTP(w, req)
		if woken := len(r.engine.OutboxReady()) > 0; w.Code != test.want || woken != (test.want == http.StatusNoContent) {
			t.Errorf("from %q: %d, woken %v", test.origin, w.Code, woken)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for name, change := range map[string]func(*Options){
		"no token":      func(o *Options) { o.Tokens = []string{"", ""} },
		"no public URL": func(o *Options) { o.PublicURL = "" },
		"relative":      func(o *Options) { o.PublicURL = "hotline.example.org" },
		"fragment":      func(o *Options) { o.PublicURL = publicURL + "/#rc=2" },
		"no line":       func(o *Options) { o.Lines = nil },
		"no pace":       func(o *Options) { o.PerSecond = 0 },
	} {
		o := Options{Engine: r.engine, Store: r.store, Client: r.carrier.client(t), Clock: r.clock, Log: r.gateway.log,
			Catalog:   r.gateway.catalog,
			PublicURL: publicURL, Tokens: []string{authToken}, Lines: []string{ourLine}, PerSecond: 1}
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func (r *rig) contact(phone string) store.Contact {
	r.t.Helper()
	var c store.Contact
	err := r.store.Read(r.t.Context(), func(v *store.View) error {
		p, err := v.PersonByPhone(phone)
		c = p.Contact
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}
