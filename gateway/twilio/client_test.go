package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const account = "AC0123456789abcdef0123456789abcdef"

// newClient returns a client of a carrier that answers with h.
func newClient(t *testing.T, h http.HandlerFunc, tokens ...string) *Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	if len(tokens) == 0 {
		tokens = []string{"token"}
	}
	c, err := New(Options{APIURL: server.URL, AccountSID: account, AuthTokens: tokens, HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

var offer = Outgoing{From: "+12125550100", To: "+12125550142", Body: "job B: groceries for 2", ValidFor: 30 * time.Minute,
	StatusCallback: "https://hotline.example.org/twilio/message-status?m=7"}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"no address":     {AccountSID: account, AuthTokens: []string{"t"}},
		"no scheme":      {APIURL: "api.twilio.com", AccountSID: account, AuthTokens: []string{"t"}},
		"no account":     {APIURL: "https://api.twilio.com", AuthTokens: []string{"t"}},
		"account a path": {APIURL: "https://api.twilio.com", AccountSID: "../x", AuthTokens: []string{"t"}},
		"empty tokens":   {APIURL: "https://api.twilio.com", AccountSID: account, AuthTokens: []string{"", ""}},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	var got url.Values
	var path, user, password string
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got, path = r.PostForm, r.RequestURI
		user, password, _ = r.BasicAuth()
		answer(http.StatusCreated, `{"sid":"`+sid+`","status":"queued","num_segments":"2"}`)(w, r)
	})
	sent, err := c.Send(t.Context(), offer)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Sent{SID: sid, Status: "queued", Segments: 2}, sent); diff != "" {
		t.Error(diff)
	}
	want := url.Values{"From": {offer.From}, "To": {offer.To}, "Body": {offer.Body}, "ValidityPeriod": {"1800"},
		"StatusCallback": {offer.StatusCallback}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if path != "/2010-04-01/Accounts/"+account+"/Messages.json" || user != account || password != "token" {
		t.Errorf("%s as %s:%s", path, user, password)
	}
}

func TestSendErrors(t *testing.T) {
	t.Parallel()
	page := "<html>" + strings.Repeat("x", 100_000)
	for name, test := range map[string]struct {
		status int
		body   string
		want   Error
	}{
		"opted out":            {400, `{"code":21610,"status":400}`, Error{HTTPStatus: 400, Code: 21610, Class: OptedOut}},
		"code as a string":     {400, `{"code":"21614"}`, Error{HTTPStatus: 400, Code: 21614, Class: Landline}},
		"unknown code":         {400, `{"code":29999}`, Error{HTTPStatus: 400, Code: 29999, Class: Later}},
		"too many":             {429, `{"code":20429}`, Error{HTTPStatus: 429, Code: 20429, Class: Retry}},
		"fault":                {500, `{"code":20500}`, Error{HTTPStatus: 500, Code: 20500, Class: Unknown}},
		"fault, known code":    {503, `{"code":20003}`, Error{HTTPStatus: 503, Code: 20003, Class: Unknown}},
		"proxy's page":         {502, page, Error{HTTPStatus: 502, Class: Unknown}},
		"wrong token":          {401, `{"code":20003}`, Error{HTTPStatus: 401, Code: 20003, Class: Stop}},
		"forbidden, no code":   {403, ``, Error{HTTPStatus: 403, Class: Stop}},
		"redirect":             {307, ``, Error{HTTPStatus: 307, Class: Config}},
		"another server":       {404, `not found`, Error{HTTPStatus: 404, Class: Config}},
		"taken, not JSON":      {201, `<html>`, Error{HTTPStatus: 200, Class: Unknown}},
		"taken, no identifier": {201, `{"status":"queued"}`, Error{HTTPStatus: 200, Class: Unknown}},
		"taken, a path":        {201, `{"sid":"../x","status":"queued"}`, Error{HTTPStatus: 200, Class: Unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Twilio-Request-Id", "RQ1")
				w.Header().Set("Retry-After", "7")
				w.Header().Set("Location", "/elsewhere")
				answer(test.status, test.body)(w, r)
			})
			_, err := c.Send(t.Context(), offer)
			got, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("not an *Error: %v", err)
			}
			if got.HTTPStatus != test.want.HTTPStatus || got.Code != test.want.Code || got.Class != test.want.Class {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if got.RequestID != "RQ1" || test.status > 299 && got.RetryAfter != 7*time.Second {
				t.Errorf("lost headers: %+v", got)
			}
		})
	}
}

func TestSendWithoutAnswer(t *testing.T) {
	t.Parallel()
	hangUp := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		panic(http.ErrAbortHandler)
	}
	_, err := newClient(t, hangUp).Send(t.Context(), offer)
	if e, ok := errors.AsType[*Error](err); !ok || e.Class != Unknown || e.HTTPStatus != 0 {
		t.Errorf("the connection broke after the request: %v", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	wait := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		cancel()
		<-r.Context().Done()
	}
	_, err = newClient(t, wait).Send(ctx, offer)
	if e, ok := errors.AsType[*Error](err); !ok || e.Class != Unknown || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled on the way: %v", err)
	}

	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	c, err := New(Options{APIURL: server.URL, AccountSID: account, AuthTokens: []string{"t"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Send(t.Context(), offer)
	if e, ok := errors.AsType[*Error](err); !ok || e.Class != Retry {
		t.Errorf("nobody listens: nothing was sent, %v", err)
	}
	if _, err = c.FindOutbound(t.Context(), offer.To, time.Now()); err == nil || strings.Contains(err.Error(), "2125550142") {
		t.Errorf("a phone number in an error: %v", err)
	}
}

func TestSendRefusesBeforeAsking(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(http.ResponseWriter, *http.Request) { t.Error("the carrier was asked") })
	for _, test := range []struct {
		to, body string
		want     Class
	}{
		{"+12125550142", " \x00", Bug},
		{"22395", "hello", BadNumber},
		{"anonymous", "hello", BadNumber},
	} {
		_, err := c.Send(t.Context(), Outgoing{From: "+12125550100", To: test.to, Body: test.body})
		if e, ok := errors.AsType[*Error](err); !ok || e.Class != test.want {
			t.Errorf("%q: %v", test.to, err)
		}
	}
}

// While tokens are rotated the carrier takes first one, then the other.
func TestTokenRotation(t *testing.T) {
	t.Parallel()
	var valid atomic.Value
	var asked atomic.Int32
	valid.Store("old")
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if _, password, _ := r.BasicAuth(); password != valid.Load() {
			answer(http.StatusUnauthorized, `{"code":20003}`)(w, r)
			return
		}
		answer(http.StatusCreated, `{"sid":"`+sid+`","status":"queued"}`)(w, r)
	}, "old", "", "next")
	for _, step := range []struct {
		valid string
		asked int32
		ok    bool
	}{{"old", 1, true}, {"next", 2, true}, {"next", 1, true}, {"old", 2, true}, {"third", 2, false}} {
		valid.Store(step.valid)
		asked.Store(0)
		_, err := c.Send(t.Context(), offer)
		if (err == nil) != step.ok || asked.Load() != step.asked {
			t.Errorf("with %s valid: asked %d times, %v", step.valid, asked.Load(), err)
		}
	}
}

// The SDK's own transport keeps a connection and goroutines for each error.
func TestErrorsLeakNothing(t *testing.T) {
	page := strings.Repeat("x", 64<<10)
	c := newClient(t, answer(http.StatusBadGateway, page))
	_, _ = c.Send(t.Context(), offer)
	before := runtime.NumGoroutine()
	for range 50 {
		_, _ = c.Send(t.Context(), offer)
	}
	if now := runtime.NumGoroutine(); now > before+10 {
		t.Errorf("%d goroutines became %d", before, now)
	}
}

func TestResponseLimit(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = io.CopyN(w, zeros{}, maxResponse+2)
	})
	_, err := c.Send(t.Context(), offer)
	if e, ok := errors.AsType[*Error](err); !ok || e.Class != Unknown {
		t.Errorf("an endless answer: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestBaseURL(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_REGION", "au1")
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.Path
		answer(http.StatusOK, `{"messages":[]}`)(w, r)
	}))
	defer server.Close()
	c, err := New(Options{APIURL: server.URL + "/api/laml/", AccountSID: account, AuthTokens: []string{"a-b-c"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.FindOutbound(t.Context(), "+12125550142", time.Now()); err != nil {
		t.Fatal(err)
	}
	if path != "/api/laml/2010-04-01/Accounts/"+account+"/Messages.json" {
		t.Errorf("asked %s", path)
	}
}

// listing answers with pages of messages, newest first, as the carrier does.
func listing(messages []map[string]any, perPage int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("Page"))
		from := min(page*perPage, len(messages))
		to := min(from+perPage, len(messages))
		body := map[string]any{"messages": messages[from:to], "page": page, "page_size": perPage}
		if to < len(messages) {
			body["next_page_uri"] = fmt.Sprintf("%s?Page=%d&PageToken=PASM", r.URL.Path, page+1)
		}
		_ = json.NewEncoder(w).Encode(body)
	}
}

func listed(n int, direction string, at time.Time) map[string]any {
	return map[string]any{"sid": fmt.Sprintf("SM%032x", n), "direction": direction, "from": "+12125550101",
		"to": "+12125550100", "body": "text " + strconv.Itoa(n), "status": "received", "num_media": "1",
		"num_segments": "1", "date_created": at.UTC().Format(time.RFC1123Z), "date_sent": nil, "error_code": nil}
}

func TestListInbound(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	c := newClient(t, listing([]map[string]any{
		listed(5, "inbound", now),
		listed(4, "outbound-api", now),
		listed(3, "inbound", now.Add(-time.Minute)),
		listed(2, "outbound-reply", now.Add(-time.Minute)),
		listed(1, "inbound", now.Add(-time.Hour)), // the filter is by day: older than asked for
	}, 2))
	got, more, err := c.ListInbound(t.Context(), "+12125550100", now.Add(-time.Minute), time.Time{})
	if err != nil || more {
		t.Fatal(err, more)
	}
	var sids []string
	for _, m := range got {
		sids = append(sids, m.SID[30:])
		if m.SentAt.IsZero() || m.From != "+12125550101" || m.Media != 1 || m.Body == "" {
			t.Errorf("incomplete: %+v", m)
		}
	}
	if diff := cmp.Diff([]string{"0003", "0005"}, sids); diff != "" {
		t.Error(diff)
	}
	got, _, err = c.ListInbound(t.Context(), "+12125550100", now.Add(-time.Minute), now) // its end is the next one's start
	if err != nil || len(got) != 1 || got[0].SID[30:] != "0003" {
		t.Errorf("until now: %v, %v", got, err)
	}
}

func TestListInboundIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	pages := 0
	var all []map[string]any
	for n := range inboundPage {
		all = append(all, listed(n, "inbound", now))
	}
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) { // every page has a next one
		pages++
		_ = json.NewEncoder(w).Encode(map[string]any{"messages": all,
			"next_page_uri": "http://evil.example.org" + r.URL.Path + "?Page=1"})
	})
	got, more, err := c.ListInbound(t.Context(), "+12125550100", now, time.Time{})
	if err != nil || !more || len(got) != inboundLimit || pages != inboundLimit/inboundPage {
		t.Errorf("%d messages of %d pages, more %v, %v", len(got), pages, more, err)
	}
}

func TestFindOutbound(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var query url.Values
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.Query()
		failed := listed(3, "outbound-api", now)
		failed["error_code"], failed["status"] = 30006, "undelivered"
		listing([]map[string]any{failed, listed(2, "inbound", now), listed(1, "outbound-api", now.Add(-time.Hour))}, 50)(w, r)
	})
	got, err := c.FindOutbound(t.Context(), "+12125550142", now.Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	want := []Listed{{SID: fmt.Sprintf("SM%032x", 3), From: "+12125550101", To: "+12125550100", Body: "text 3",
		Status: "undelivered", Code: 30006, Segments: 1, CreatedAt: now}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if query.Get("To") != "+12125550142" || query.Has("DateSent>") {
		t.Errorf("asked with %v: what waits at the carrier has no date of sending", query)
	}
}

// A phone that has had more texts since than one look holds is looked at further; what cannot be looked at all is no
// proof that a text is not there.
func TestFindOutboundAmongMany(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, n := range []int{outboundLimit + 20, outboundMost + 1} {
		all := make([]map[string]any, n)
		for i := range all {
			all[i] = listed(n-i, "outbound-api", now)
		}
		c := newClient(t, listing(all, 1000))
		got, err := c.FindOutbound(t.Context(), "+12125550100", now.Add(-time.Minute))
		if n > outboundMost {
			if !errors.Is(err, ErrTooMany) {
				t.Errorf("%d messages: %v", n, err)
			}
		} else if err != nil || len(got) != n || got[0].SID != fmt.Sprintf("SM%032x", n) {
			t.Errorf("%d of %d messages, %v", len(got), n, err)
		}
	}
}
