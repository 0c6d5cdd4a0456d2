package phonetest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// visitor is somebody at the page without script: a cookie and the token of the last page.
type visitor struct {
	t      *testing.T
	page   *Page
	cookie *http.Cookie
	token  string
}

var tokenField = regexp.MustCompile(`name="token" value="([0-9a-f]{64})"`)

func visit(t *testing.T, p *Page) *visitor {
	t.Helper()
	v := &visitor{t: t, page: p}
	w := v.request(http.MethodGet, "/phones", nil)
	if w.Code != http.StatusOK || len(w.Result().Cookies()) != 1 {
		t.Fatalf("the page answers %d", w.Code)
	}
	v.cookie = w.Result().Cookies()[0]
	v.token = tokenField.FindStringSubmatch(w.Body.String())[1]
	return v
}

// request asks for a page or sends a form; change alters the request before it goes.
func (v *visitor) request(method, target string, form url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "http://127.0.0.1:8081"+target, body)
	r.RemoteAddr = "127.0.0.1:4711"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	v.page.ServeHTTP(w, r)
	return w
}

// post sends a form with the token.
func (v *visitor) post(target string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{"token": {v.token}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return v.request(http.MethodPost, target, form)
}

func (v *visitor) look() string { return v.request(http.MethodGet, "/phones", nil).Body.String() }

func TestPageByForms(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := visit(t, s.page)
	if !strings.Contains(v.look(), "No texts yet. Try <q>FOOD 11211 two adults</q>") {
		t.Error("the empty phone does not say what to try")
	}
	w := v.post("/phones/messages", "phone", "p1", "body", "FOOD 11211")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/phones#p1" {
		t.Errorf("sending answers %d %s", w.Code, w.Header().Get("Location"))
	}
	s.box.quiet()
	html := v.look()
	for _, want := range []string{
		"we are asking neighbors", `value="YES B"`, `value="SI B"`, "2 segments", "· Delivered ·", `lang="es" dir="auto"`,
		`aria-current="step"`, "POST /twilio/sms", "&lt;Message&gt;", "asks the next neighbor",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	w = v.post("/phones/add", "name", "Joe", "number", "+1 (212) 555-0177", "kind", "landline", "language", "es")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/phones#p4" {
		t.Errorf("adding answers %d %s", w.Code, w.Body)
	}
	before := s.box.clock.Now()
	if w = v.post("/phones/clock", "by", "next"); w.Code != http.StatusSeeOther {
		t.Errorf("the clock answers %d", w.Code)
	}
	if moved := s.box.clock.Now().Sub(before); moved < 29*time.Minute || moved > 31*time.Minute {
		t.Errorf("the next timer is %v away", moved)
	}
	if w = v.post("/phones/segments", "body", "ó"); w.Body.String() != "1 character, 1 segment (letters that cost more)" {
		t.Errorf("the counter says %q", w.Body)
	}
}

func TestPageSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := visit(t, s.page)
	for name, tc := range map[string]struct {
		target string
		form   []string
		want   string
	}{
		"nothing":        {"/phones/messages", []string{"phone", "p1", "body", " "}, "write a text first"},
		"too long":       {"/phones/messages", []string{"phone", "p1", "body", strings.Repeat("x", 1601)}, "at most 1,600"},
		"no phone":       {"/phones/messages", []string{"phone", "p9", "body", "x"}, "no such phone"},
		"an odd id":      {"/phones/messages", []string{"phone", "p01", "body", "x"}, "no such phone"},
		"NUL":            {"/phones/messages", []string{"phone", "p1", "body", "a\x00b"}, "can&#39;t be sent"},
		"no name":        {"/phones/add", []string{"name", "", "number", "+12125550150", "kind", "mobile", "language", "en"}, "write a name"},
		"a real number":  {"/phones/add", []string{"name", "X", "number", "+12127363100", "kind", "mobile", "language", "en"}, "only made-up numbers"},
		"a taken number": {"/phones/add", []string{"name", "X", "number", rosaNumber, "kind", "mobile", "language", "en"}, "another phone has this number"},
		"a fax":          {"/phones/add", []string{"name", "X", "number", "+12125550150", "kind", "fax", "language", "en"}, "mobile or a landline"},
		"a language":     {"/phones/add", []string{"name", "X", "number", "+12125550150", "kind", "mobile", "language", "xx"}, "choose one of the languages"},
		"back":           {"/phones/clock", []string{"by", "-1h"}, "forward only"},
		"a year":         {"/phones/clock", []string{"by", "8760h"}, "31 days"},
		"no timer":       {"/phones/clock", []string{"by", "next"}, "nothing waits"},
	} {
		w := v.post(tc.target, tc.form...)
		html := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(html, tc.want) || !strings.Contains(html, "<title>Error: ") {
			t.Errorf("%s: %d, and it does not say %q", name, w.Code, tc.want)
		}
		for _, m := range regexp.MustCompile(`<a href="#([^"]+)">`).FindAllStringSubmatch(html, -1) {
			if !strings.Contains(html, `id="`+m[1]+`"`) && tc.form[1] != "p9" && tc.form[1] != "p01" {
				t.Errorf("%s: the page links to #%s, which is not there", name, m[1])
			}
		}
	}
	w := v.post("/phones/messages", "phone", "p1", "body", strings.Repeat("y", 1601))
	if !strings.Contains(w.Body.String(), `value="`+strings.Repeat("y", 1601)+`"`) {
		t.Error("what was typed is lost")
	}
	if len(s.got(&s.texts)) != 0 {
		t.Error("something was sent all the same")
	}
}

// Every answer carries the headers, and nothing is done for another site, another computer, or without the token.
func TestPageGuards(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := visit(t, s.page)
	posts := []string{"/phones/messages", "/phones/add", "/phones/clock", "/phones/segments"}
	apis := []string{"/phones/api/messages", "/phones/api/clock/advance"}
	form := url.Values{"token": {v.token}, "phone": {"p1"}, "body": {"x"}, "by": {"1h"}}
	refused := func(what, target string, form url.Values, change ...func(*http.Request)) {
		t.Helper()
		if w := v.request(http.MethodPost, target, form, change...); w.Code != http.StatusForbidden {
			t.Errorf("%s, %s: %d", target, what, w.Code)
		}
	}
	for _, target := range append(posts, apis...) {
		refused("from another site", target, form, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
		refused("from another origin", target, form, func(r *http.Request) { r.Header.Set("Origin", "https://example.org") })
		refused("by another name", target, form, func(r *http.Request) { r.Host = "rebound.example.org" })
		refused("from another computer", target, form, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:1" })
	}
	for _, target := range posts {
		refused("without a token", target, url.Values{"phone": {"p1"}, "body": {"x"}})
		refused("with another's token", target, form, func(r *http.Request) {
			r.Header.Set("Cookie", sessionCookie+"="+strings.Repeat("0", 32))
		})
		refused("without a cookie", target, form, func(r *http.Request) { r.Header.Del("Cookie") })
		long := url.Values{"token": {v.token}, "body": {strings.Repeat("x", maxPageForm)}}
		if w := v.request(http.MethodPost, target, long); w.Code != http.StatusBadRequest {
			t.Errorf("%s takes a long form: %d", target, w.Code)
		}
		if w := v.request(http.MethodGet, target, nil); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("GET %s: %d", target, w.Code)
		}
	}
	for _, target := range []string{"/phones", "/phones/", "/phones/assets/sim.js", "/phones/assets/none.js", "/phones/api/phones", "/phones/none"} {
		h := v.request(http.MethodGet, target, nil).Header()
		for key, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if h.Get(key) != want {
				t.Errorf("%s: %s = %q", target, key, h.Get(key))
			}
		}
	}
	if c := v.cookie; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/phones" {
		t.Errorf("cookie = %+v", c)
	}
	if len(s.got(&s.texts)) != 0 {
		t.Error("something was sent all the same")
	}
}

func TestPageShowsTextsAsText(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(2)>{{.}}`
	if _, err := s.box.Carrier.Add(Handset{Name: `<b>Eve</b>`, Number: "+12125550166"}); err != nil {
		t.Fatal(err)
	}
	v := visit(t, s.page)
	v.post("/phones/messages", "phone", "p4", "body", evil)
	v.post("/phones/add", "name", evil[:40], "number", evil, "kind", evil, "language", evil)
	html := v.look()
	for _, bad := range []string{"<script>alert", "<img", "<b>Eve"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	if !strings.Contains(html, "&lt;script&gt;alert(1)") {
		t.Error("the text is not shown")
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := visit(t, s.page)
	for name, budget := range map[string]int{"phones.css": 8 << 10, "sim.js": 6 << 10} {
		w := v.request(http.MethodGet, "/phones/assets/"+name, nil)
		var small bytes.Buffer
		zip := gzip.NewWriter(&small)
		if _, err := zip.Write(w.Body.Bytes()); err != nil || zip.Close() != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusOK || small.Len() > budget {
			t.Errorf("%s: %d, %d bytes zipped, at most %d", name, w.Code, small.Len(), budget)
		}
		tag := w.Header().Get("ETag")
		if w := v.request(http.MethodGet, "/phones/assets/"+name, nil, func(r *http.Request) { r.Header.Set("If-None-Match", tag) }); w.Code != http.StatusNotModified {
			t.Errorf("%s again: %d", name, w.Code)
		}
	}
	css, err := web.ReadFile("web/phones.css")
	if err != nil {
		t.Fatal(err)
	}
	if bad := regexp.MustCompile(`(?:margin|padding|border)-(?:left|right|top|bottom)|[^-](?:left|right):|(?:^|[\s;{])(?:width|height):`).Find(css); bad != nil {
		t.Errorf("the style sheet has a physical property: %q", bad)
	}
	for _, name := range []string{"page.html", "..%2fpage.go", "none.css"} {
		if w := v.request(http.MethodGet, "/phones/assets/"+name, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// Without a script, style or event attribute the policy has nothing to block.
func TestPageHasNothingInline(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := visit(t, s.page)
	html := v.look()
	if bad := regexp.MustCompile(`(?i)<style|<script>| style=| on[a-z]+=|javascript:|http-equiv|https?://`).FindString(html); bad != "" {
		t.Errorf("the page has %q in it", bad)
	}
}

// The stream tells of every change, for longer than the server's deadlines allow other answers.
func TestEventsTellOfChanges(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	const deadline = 200 * time.Millisecond
	server := httptest.NewUnstartedServer(s.page)
	server.Config.ReadTimeout, server.Config.WriteTimeout = deadline, deadline
	server.Start()
	defer server.Close()
	defer s.box.cancel() // ends the stream
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/phones/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		t.Fatal("the stream ended")
		return ""
	}
	last, begun := next(), time.Now()
	for time.Since(begun) < 2*deadline {
		s.box.Phone(rosaNumber, "en").Text("hello")
		now := next()
		if now == last {
			t.Error("a text changed nothing")
		}
		last = now
	}
}

func TestAPI(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	v := visit(t, s.page)
	call := func(method, target, body string) (int, map[string]any) {
		t.Helper()
		w := v.request(method, target, nil, func(r *http.Request) {
			if body != "" {
				r.Header.Set("Content-Type", "application/json; charset=utf-8")
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
			}
		})
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s %s: %d %q", method, target, w.Code, w.Body)
		}
		return w.Code, got
	}
	_, phones := call(http.MethodGet, "/phones/api/phones", "")
	if rosa := phones["phones"].([]any)[0].(map[string]any); rosa["id"] != "p1" || rosa["number"] != rosaNumber || rosa["kind"] != "mobile" {
		t.Errorf("phones = %v", phones)
	}
	status, sent := call(http.MethodPost, "/phones/api/messages", `{"from": "p1", "body": "FOOD 11211"}`)
	if status != http.StatusCreated || sent["direction"] != "inbound" || sent["status"] != "received" || sent["from"] != rosaNumber {
		t.Errorf("%d %v", status, sent)
	}
	_, got := call(http.MethodGet, "/phones/api/phones/p3/messages?after=0&wait=20s", "")
	offer := got["messages"].([]any)[0].(map[string]any)
	if !strings.Contains(offer["body"].(string), "job B") || offer["direction"] != "outbound" || offer["segments"] != 1.0 {
		t.Errorf("offer = %v", offer)
	}
	if status, _ := call(http.MethodPost, "/phones/api/messages", `{"from": "`+benNumber+`", "body": "YES B"}`); status != http.StatusCreated {
		t.Errorf("by number: %d", status)
	}
	for _, tc := range []struct {
		method, target, body string
		status               int
	}{
		{http.MethodPost, "/phones/api/messages", `{"from":"p1"`, 400},
		{http.MethodPost, "/phones/api/messages", `{"from":"p1","body":"x","colour":1}`, 400},
		{http.MethodPost, "/phones/api/messages", `{"from":"p1","body":"x"}{}`, 400},
		{http.MethodPost, "/phones/api/messages", `{"from":"p9","body":"x"}`, 422},
		{http.MethodPost, "/phones/api/messages", `{"from":"p1","body":""}`, 422},
		{http.MethodPost, "/phones/api/messages", `{"body":"` + strings.Repeat("x", maxPageForm) + `"}`, 413},
		{http.MethodPost, "/phones/api/messages", "", 415},
		{http.MethodGet, "/phones/api/phones/p9/messages", "", 404},
		{http.MethodGet, "/phones/api/phones/p1/messages?after=x", "", 400},
		{http.MethodGet, "/phones/api/phones/p1/messages?wait=1h", "", 400},
		{http.MethodGet, "/phones/api/phones/p1/messages?after=999999&wait=1ms", "", 200},
		{http.MethodPost, "/phones/api/clock/advance", `{"by":"10m"}`, 200},
		{http.MethodPost, "/phones/api/clock/advance", `{"by":"-10m"}`, 422},
	} {
		status, got := call(tc.method, tc.target, tc.body)
		if status != tc.status || (status >= 400 && got["error"] == "") {
			t.Errorf("%s %s %.40s: %d %v", tc.method, tc.target, tc.body, status, got)
		}
	}
}

// Whatever is typed into the forms, the page answers by a page, and never by an error of its own.
func FuzzPageForms(f *testing.F) {
	f.Add("messages", "p1", "hi", "Joe", "+12125550150", "mobile", "en", "10m")
	f.Add("add", "p2", "\u202e食物", "\x00", "+1", "landline", "zh-Hans", "next")
	f.Add("calls", "p1", "", "call", "", "1*#", "", "")
	f.Add("clock", "p-1", strings.Repeat("🙂", 900), "", "٣", "", "", "9999999h")
	c, err := NewCarrier(Options{Numbers: []string{"+12125550100"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(c.Close)
	if _, err := c.Add(Handset{Name: "Rosa", Number: rosaNumber}); err != nil {
		f.Fatal(err)
	}
	p, err := c.Page(PageOptions{Network: "Eastside"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target, phone, body, name, number, kind, lang, by string) {
		switch target {
		case "messages", "add", "clock", "segments", "calls":
		default:
			target = "messages"
		}
		v := visit(t, p)
		w := v.post("/phones/"+target, "phone", phone, "body", body, "name", name, "number", number, "kind", kind,
			"language", lang, "by", by, "do", name, "key", kind)
		switch w.Code {
		case http.StatusOK, http.StatusSeeOther, http.StatusUnprocessableEntity, http.StatusBadRequest:
		default:
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if !utf8.Valid(w.Body.Bytes()) {
			t.Error("the page is not UTF-8")
		}
	})
}
