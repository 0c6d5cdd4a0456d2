package phonetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"hotline/ops/testdata"
)

// contract checks answers of the REST interface against the carrier's own description of it.
type contract struct{ doc *openapi3.T }

func newContract(t *testing.T) contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(testdata.Read(t, "twilio/openapi_strict.json"))
	if err != nil {
		t.Fatalf("read the carrier's OpenAPI document: %v", err)
	}
	return contract{doc}
}

// check makes the request of the carrier in the box and validates what it answers.
func (v contract) check(t *testing.T, a *app, method, path string, form url.Values) map[string]any {
	t.Helper()
	res, body, err := a.call(t.Context(), method, path, form)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	real := httptest.NewRequest(method, "https://api.twilio.com"+path, strings.NewReader(form.Encode()))
	real.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	kind := strings.Split(path, "/")[4] // Messages.json, Calls, …
	template := "/2010-04-01/Accounts/{AccountSid}/" + kind
	if !strings.Contains(kind, ".json") {
		template += "/{Sid}.json"
	}
	template, _, _ = strings.Cut(template, "?")
	item := v.doc.Paths.Value(template)
	route := &routers.Route{Spec: v.doc, Path: template, PathItem: item, Method: method, Operation: item.GetOperation(method)}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	in := &openapi3filter.RequestValidationInput{Request: real, Route: route}
	err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(raw)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		t.Errorf("%s %s: the answer is not the carrier's: %v", method, real.URL.Path, err)
	}
	return body
}

func TestAnswersAreTheCarriers(t *testing.T) {
	t.Parallel()
	v := newContract(t)
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.Text("hello")
	form := url.Values{"To": {rosaNumber}, "From": {"+12125550100"}, "Body": {"¿Qué necesita? ó"}}
	made := v.check(t, a, http.MethodPost, a.messages(), form)
	if made["num_segments"] != "1" || made["status"] != "queued" || made["error_code"] != nil {
		t.Errorf("made = %v", made)
	}
	sid := made["sid"].(string)
	rosa.Expect("necesita")
	one := v.check(t, a, http.MethodGet, strings.TrimSuffix(a.messages(), ".json")+"/"+sid+".json", nil)
	if one["status"] != "delivered" || one["direction"] != "outbound-api" {
		t.Errorf("fetched = %v", one)
	}
	for _, key := range []string{"date_created", "date_sent", "date_updated"} {
		if _, err := time.Parse(time.RFC1123Z, one[key].(string)); err != nil {
			t.Errorf("%s is not RFC 2822: %v", key, err)
		}
	}
	form = url.Values{"To": {"+12125550177"}, "MessagingServiceSid": {a.box.ServiceSID()}, "Body": {"hi"}}
	if m := v.check(t, a, http.MethodPost, a.messages(), form); m["status"] != "accepted" || m["num_segments"] != "0" {
		t.Errorf("by a service = %v", m)
	}
	a.box.Phone("+12125550178", "en").ExpectNothing() // settles
	list := v.check(t, a, http.MethodGet, a.messages()+"?PageSize=1000", nil)
	if n := len(list["messages"].([]any)); n != 3 {
		t.Errorf("listed %d messages, want 3", n)
	}
	last := list["messages"].([]any)[0].(map[string]any)
	if last["status"] != "undelivered" || last["error_code"] != float64(NoSuchPhone) {
		t.Errorf("to nobody = %v", last)
	}
	a.box.claimAll()
}

// claimAll expects everything.
func (b *Box) claimAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.messages {
		m.claimed = true
	}
	for _, x := range b.calls {
		x.claimed = true
	}
}

func TestListPagesAndFilters(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa, ben := a.box.Phone(rosaNumber, "en"), a.box.Phone(benNumber, "en")
	var want []string
	for i := range 7 {
		a.send(rosaNumber, strconv.Itoa(i))
		rosa.Expect(strconv.Itoa(i))
		want = append(want, strconv.Itoa(i))
		a.box.Advance(time.Hour)
	}
	slices.Reverse(want)
	a.send(benNumber, "other")
	ben.Expect("other")
	var got []string
	path := a.messages() + "?PageSize=3&To=" + url.QueryEscape(rosaNumber)
	for pages := 0; path != ""; pages++ {
		_, v, err := a.call(t.Context(), http.MethodGet, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range v["messages"].([]any) {
			got = append(got, m.(map[string]any)["body"].(string))
		}
		path, _ = v["next_page_uri"].(string)
		if pages == 0 { // what comes meanwhile moves nothing
			a.send(rosaNumber, "new")
			rosa.Expect("new")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("pages gave %q, want %q", got, want)
	}
	for query, n := range map[string]int{
		"": 9, "To=%2B12125550133": 1, "From=%2B12125550133": 0, "From=%2B12125550100": 9,
		"DateSent%3E=" + at(2*time.Hour+time.Minute): 6, "DateSent%3C=" + at(2*time.Hour+time.Minute): 3,
		"DateSent%3E=2001-01-01": 9, "DateSent%3C=2001-01-01": 0, "DateSent=2001-01-01": 0,
	} {
		_, v, err := a.call(t.Context(), http.MethodGet, a.messages()+"?"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(v["messages"].([]any)); got != n {
			t.Errorf("%q lists %d messages, want %d", query, got, n)
		}
	}
	for _, query := range []string{"PageSize=0", "PageSize=1001", "Page=-1", "PageToken=x", "DateSent=soon"} {
		if res, _, err := a.call(t.Context(), http.MethodGet, a.messages()+"?"+query, nil); err != nil || res.StatusCode != 400 {
			t.Errorf("%q is taken", query)
		}
	}
}

// at is a moment after now, as a filter writes it.
func at(d time.Duration) string { return time.Now().Add(d).UTC().Format("2006-01-02T15:04:05Z") }

func TestRefusals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		status int
		code   float64
		more   []string
	}{
		{"no To", 400, 21604, []string{"To", ""}},
		{"a bad To", 400, 21211, []string{"To", "5550123"}},
		{"no From", 400, 21603, []string{"From", ""}},
		{"a bad From", 400, 21212, []string{"From", "Hotline"}},
		{"another's From", 400, 21606, []string{"From", "+12125550155"}},
		{"another's service", 400, 21703, []string{"From", "", "MessagingServiceSid", "MG00000000000000000000000000000000"}},
		{"no Body", 400, 21602, []string{"Body", ""}},
		{"a long Body", 400, 21617, []string{"Body", strings.Repeat("x", 1601)}},
		{"a long Body in UTF-16", 400, 21617, []string{"Body", strings.Repeat("🙂", 801)}},
		{"a callback elsewhere", 400, 21609, []string{"StatusCallback", "https://example.org/twilio/message-status"}},
		{"a bad validity", 400, 21624, []string{"ValidityPeriod", "36001"}},
		{"to itself", 400, 21266, []string{"To", "+12125550100"}},
		{"magic From 1", 400, 21212, []string{"From", "+15005550001"}},
		{"magic From 7", 400, 21606, []string{"From", "+15005550007"}},
		{"magic From 8", 429, 21611, []string{"From", "+15005550008"}},
		{"magic To 1", 400, 21211, []string{"To", "+15005550001"}},
		{"magic To 2", 400, 21612, []string{"To", "+15005550002"}},
		{"magic To 3", 400, 21408, []string{"To", "+15005550003"}},
		{"magic To 4", 400, 21610, []string{"To", "+15005550004"}},
		{"magic To 9", 400, 21614, []string{"To", "+15005550009"}},
		{"magic both", 400, 21610, []string{"From", "+15005550006", "To", "+15005550004"}},
	}
	a := setup(t, Options{})
	for _, tc := range cases {
		status, v := a.send(rosaNumber, "hello", tc.more...)
		if status != tc.status || v["code"] != tc.code || v["status"] != float64(tc.status) {
			t.Errorf("%s: %d %v", tc.name, status, v)
		}
		if !strings.HasSuffix(v["more_info"].(string), strconv.Itoa(int(tc.code))) || v["message"] == "" {
			t.Errorf("%s: %v", tc.name, v)
		}
	}
	if status, _ := a.send(rosaNumber, "hello", "From", "+15005550006"); status != 201 {
		t.Errorf("the magic line is refused: %d", status)
	}
	a.box.claimAll()
}

func TestRoutesAndCredentials(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	account := "/2010-04-01/Accounts/" + a.box.AccountSID()
	for path, want := range map[string]int{
		account + "/Conferences.json":                    501,
		account + "/IncomingPhoneNumbers.json":           501,
		"/v2/PhoneNumbers/x":                             501,
		account + "/Messages/SM0.json":                   404,
		"/2010-04-01/Accounts/ACother/Messages.json":     404,
		"/2010-04-01/Accounts/ACother/Calls.json?x=y":    404,
		account + "/Messages.json?To=%2B12125550111&x=1": 200,
	} {
		res, v, err := a.call(t.Context(), http.MethodGet, path, nil)
		if err != nil || res.StatusCode != want {
			t.Errorf("%s answers %d, want %d", path, res.StatusCode, want)
		}
		if want == 501 && !strings.Contains(v["message"].(string), "GET "+path) {
			t.Errorf("%s is not named: %v", path, v)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.box.APIURL()+a.messages(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, password := range []string{"", "x", a.box.AuthToken() + "0"} {
		req.SetBasicAuth(a.box.AccountSID(), password)
		res, err := a.server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusUnauthorized {
			t.Errorf("password %q answers %d", password, res.StatusCode)
		}
	}
}

func TestUnknownParameterIsAProblem(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.box.ExpectProblem(20001)
	a.box.Phone(rosaNumber, "en")
	a.send(rosaNumber, "hi", "Text", "x")
	a.box.Phone(rosaNumber, "en").Expect("hi")
	if p := a.box.Problems(); len(p) != 1 || !strings.Contains(p[0].What, "Text") {
		t.Errorf("problems = %v", p)
	}
}

func TestRESTFaults(t *testing.T) {
	t.Parallel()
	cases := []struct {
		fault  Fault
		status int
		code   float64
		sent   bool
	}{
		{RESTBadRequest, 400, 20001, false},
		{RESTUnauthorized, 401, 20003, false},
		{RESTTooMany, 429, 20429, false},
		{RESTNotSent, 500, 20500, false},
		{RESTSent, 500, 20500, true},
	}
	for _, tc := range cases {
		t.Run(string(tc.fault), func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			rosa := a.box.Phone(rosaNumber, "en")
			a.box.BreakOnce(tc.fault)
			if status, v := a.send(rosaNumber, "first"); status != tc.status || v["code"] != tc.code {
				t.Errorf("%d %v", status, v)
			}
			if tc.sent {
				rosa.Expect("first")
			}
			if status, _ := a.send(rosaNumber, "second"); status != 201 {
				t.Errorf("the fault happened twice: %d", status)
			}
			rosa.Expect("second")
			rosa.ExpectNothing()
		})
	}
}

func TestRESTTimeout(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	a.box.BreakOnce(RESTTimeout)
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, _, err := a.call(ctx, http.MethodPost, a.messages(), url.Values{
			"To": {rosaNumber}, "From": {"+12125550100"}, "Body": {"did it go?"},
		})
		failed <- err
	}()
	rosa.Expect("did it go?") // sent, though nobody is told
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("the call ended with %v", err)
	}
}

func TestTooManyRequestsSaysWhen(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.box.BreakOnce(RESTTooMany)
	res, _, err := a.call(t.Context(), http.MethodGet, a.messages(), nil)
	if err != nil || res.Header.Get("Retry-After") != "1" || res.Header.Get("Twilio-Request-Id") == "" {
		t.Errorf("headers = %v, %v", res.Header, err)
	}
}

// restPost posts a form to the REST interface as it is.
func restPost(c *Carrier, path, form string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/2010-04-01/Accounts/"+c.AccountSID()+path, strings.NewReader(form))
	req.RemoteAddr = "127.0.0.1:1"
	req.SetBasicAuth(c.AccountSID(), c.AuthToken())
	w := httptest.NewRecorder()
	c.ServeHTTP(w, req)
	return w
}

// Whatever form is posted, the answer is JSON with a status the carrier uses, and nothing panics.
func FuzzMessageForm(f *testing.F) {
	f.Add("To=%2B12125550111&From=%2B12125550100&Body=hi")
	f.Add("To=%2B12125550111&From=%2B12125550100&Body=%ff&ValidityPeriod=9999999999999999999")
	f.Add("To=+1&From=&Body=;&;%zz")
	f.Add("To=%2B15005550004&MessagingServiceSid=MG&StatusCallback=http://[::1]:99999/")
	f.Fuzz(func(t *testing.T, form string) {
		c, err := NewCarrier(Options{Numbers: []string{"+12125550100"}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		w := restPost(c, "/Messages.json", form)
		if (w.Code != 201 && w.Code != 400 && w.Code != 429) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
