package gateway

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/gateway/twilio"
)

// carrier is a carrier's REST interface. It takes every text and call unless it was told what to answer.
type carrier struct {
	delay time.Duration // before it answers
	down  bool          // nothing but faults

	mu         sync.Mutex
	script     []response
	posted     []url.Values
	listed     []map[string]any // newest first
	calls      []map[string]any // the same of calls
	recordings []map[string]any
	sounds     map[string]string // by recording
	deleted    []string
	sids       int
	lists      int
}

// response is what the carrier answers once; kept says whether the text or call is in its list nonetheless.
type response struct {
	status     int
	code       int
	retryAfter string
	kept       bool
}

func (c *carrier) client(t testing.TB) *twilio.Client {
	t.Helper()
	client, err := twilio.New(twilio.Options{APIURL: "https://carrier.example.org", AccountSID: account,
		AuthTokens: []string{authToken}, HTTP: &http.Client{Transport: c}})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// RoundTrip answers without a network, so that tests can run on a clock of their own.
func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.delay > 0 {
		pass(c.delay)
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w.Result(), nil
}

// answer tells what to answer to the next texts, one each.
func (c *carrier) answer(script ...response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.script = append(c.script, script...)
}

// texts are the texts that were posted so far.
func (c *carrier) texts() []url.Values {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]url.Values(nil), c.posted...)
}

func (c *carrier) list(m map[string]any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listed = append([]map[string]any{m}, c.listed...)
}

func (c *carrier) lookups() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lists
}

// within says whether a message is of the time that a lookup asks for.
func within(m map[string]any, query url.Values) bool {
	at, _ := time.Parse(time.RFC1123Z, m["date_created"].(string))
	since, _ := time.Parse(time.RFC3339, query.Get("DateSent>"))
	until, err := time.Parse(time.RFC3339, query.Get("DateSent<"))
	return !at.Before(since) && (err != nil || !at.After(until))
}

func (c *carrier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch _, what, _ := strings.Cut(r.URL.Path, account+"/"); {
	case c.down:
		w.WriteHeader(http.StatusBadGateway)
	case r.Method == http.MethodPost:
		c.create(w, r, what)
	case what == "Recordings.json":
		c.lists++
		_ = json.NewEncoder(w).Encode(map[string]any{"recordings": c.made(r.URL.Query().Get("DateCreated>"))})
	case strings.HasPrefix(what, "Recordings/"):
		c.recording(w, r, strings.TrimSuffix(path.Base(what), path.Ext(what)))
	case r.Method == http.MethodDelete:
		c.erase(w, strings.TrimSuffix(path.Base(what), ".json"))
	case strings.HasPrefix(what, "Calls/"):
		for _, call := range c.calls {
			if call["sid"] == strings.TrimSuffix(path.Base(what), ".json") {
				_ = json.NewEncoder(w).Encode(call)
				return
			}
		}
		http.NotFound(w, r)
	case what == "Calls.json":
		c.lists++
		_ = json.NewEncoder(w).Encode(map[string]any{"calls": sentTo(c.calls, r.URL.Query())})
	default:
		c.lists++
		_ = json.NewEncoder(w).Encode(map[string]any{"messages": sentTo(c.listed, r.URL.Query())})
	}
}

// sentTo are the texts or calls that a lookup asks for.
func sentTo(all []map[string]any, query url.Values) (found []map[string]any) {
	for _, m := range all {
		if m["to"] == query.Get("To") && within(m, query) {
			found = append(found, m)
		}
	}
	return found
}

// made are the recordings since then.
func (c *carrier) made(since string) (found []map[string]any) {
	from, _ := time.Parse(time.RFC3339, since)
	for _, r := range c.recordings {
		if at, _ := time.Parse(time.RFC1123Z, r["date_created"].(string)); !at.Before(from) {
			found = append(found, r)
		}
	}
	return found
}

// tag is how an MP3 begins.
const tag = "ID3"

// recording fetches or deletes one.
func (c *carrier) recording(w http.ResponseWriter, r *http.Request, sid string) {
	sound, ok := c.sounds[sid]
	switch {
	case !ok:
		http.NotFound(w, r)
	case r.Method == http.MethodDelete:
		delete(c.sounds, sid)
		c.deleted = append(c.deleted, sid)
		w.WriteHeader(http.StatusNoContent)
	default:
		_, _ = io.WriteString(w, tag+sound)
	}
}

// erase deletes a text or a call.
func (c *carrier) erase(w http.ResponseWriter, sid string) {
	answer := response{status: http.StatusNoContent}
	if len(c.script) > 0 {
		answer, c.script = c.script[0], c.script[1:]
	}
	if answer.status == http.StatusNoContent {
		c.deleted = append(c.deleted, sid)
	}
	w.WriteHeader(answer.status)
}

// create takes a text or a call.
func (c *carrier) create(w http.ResponseWriter, r *http.Request, what string) {
	_ = r.ParseForm()
	c.posted = append(c.posted, r.PostForm)
	answer := response{status: http.StatusCreated, kept: true}
	if len(c.script) > 0 {
		answer, c.script = c.script[0], c.script[1:]
	}
	c.sids++
	list, sid := &c.listed, messageSID(c.sids)
	if what == "Calls.json" {
		list, sid = &c.calls, callSID(c.sids)
	}
	m := map[string]any{"sid": sid, "status": "queued", "num_segments": "1", "direction": "outbound-api",
		"from": r.PostForm.Get("From"), "to": r.PostForm.Get("To"), "body": r.PostForm.Get("Body"),
		"date_created": time.Now().UTC().Format(time.RFC1123Z)}
	if answer.kept {
		*list = append([]map[string]any{m}, *list...)
	}
	w.Header().Set("Retry-After", answer.retryAfter)
	w.WriteHeader(answer.status)
	if answer.status == http.StatusCreated {
		_ = json.NewEncoder(w).Encode(m)
		return
	}
	_, _ = io.WriteString(w, fmt.Sprintf(`{"code":%d,"message":"no"}`, answer.code))
}

func callSID(n int) string { return fmt.Sprintf("CA%032x", n) }

func recordingSID(n int) string { return fmt.Sprintf("RE%032x", n) }
