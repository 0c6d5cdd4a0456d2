package twilio

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"hotline/ops/testdata"
)

// TestRequestsMatchSpecification holds every request we make against the carrier's own OpenAPI document.
func TestRequestsMatchSpecification(t *testing.T) {
	t.Parallel()
	router := specification(t)
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := router.check(r, string(body)); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		}
		switch {
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
			return
		case strings.Contains(r.URL.Path, "/Calls"):
			answer(http.StatusCreated, `{"sid":"`+caSID+`","status":"queued","calls":[]}`)(w, r)
			return
		case r.Method == http.MethodPost:
			answer(http.StatusCreated, `{"sid":"`+sid+`","status":"accepted"}`)(w, r)
			return
		}
		listing([]map[string]any{listed(1, "inbound", time.Now())}, 50)(w, r)
	})
	service := offer
	service.From, service.ServiceSID, service.StatusCallback = "", "MG0123456789abcdef0123456789abcdef", ""
	both := offer
	both.ServiceSID, both.Body, both.ValidFor = service.ServiceSID, strings.Repeat("ñ", 2000), 12*time.Hour
	for _, o := range []Outgoing{offer, service, both} {
		if _, err := c.Send(t.Context(), o); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := c.ListInbound(t.Context(), "+12125550100", time.Now(), time.Time{}); err != nil {
		t.Error(err)
	}
	if _, err := c.FindOutbound(t.Context(), "+12125550142", time.Now()); err != nil {
		t.Error(err)
	}
	if _, err := c.Call(t.Context(), news); err != nil {
		t.Error(err)
	}
	if _, err := c.FindCalls(t.Context(), "+12125550142", time.Now()); err != nil {
		t.Error(err)
	}
	if _, err := c.FetchCall(t.Context(), caSID); err != nil {
		t.Error(err)
	}
	for _, sid := range []string{sid, caSID} {
		if err := c.Erase(t.Context(), sid); err != nil {
			t.Error(err)
		}
	}
	if err := c.DeleteRecording(t.Context(), reSID); err != nil { // the others of its kind are not in the document's cut
		t.Error(err)
	}

	// The check itself must be able to fail.
	call := "/2010-04-01/Accounts/" + account + "/Calls.json"
	for name, form := range map[string]url.Values{
		"no number to call from": {"To": {"+12125550142"}, "Url": {"https://x.example"}},
		"no number to call":      {"From": {"+12125550100"}, "Url": {"https://x.example"}},
		"an endless ring":        {"From": {"+12125550100"}, "To": {"+12125550142"}, "Timeout": {"long"}},
	} {
		r := httptest.NewRequest(http.MethodPost, call, nil)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(account, "token")
		if router.check(r, form.Encode()) == nil {
			t.Errorf("the specification takes a call with %s", name)
		}
	}
	for name, form := range map[string]url.Values{
		"no sender":    {"To": {"+12125550142"}, "Body": {"hi"}},
		"no receiver":  {"From": {"+12125550100"}, "Body": {"hi"}},
		"bad receiver": {"From": {"+12125550100"}, "To": {"5550142"}, "Body": {"hi"}},
		"too long":     {"From": {"+12125550100"}, "To": {"+12125550142"}, "Body": {strings.Repeat("x", 1601)}},
	} {
		r := httptest.NewRequest(http.MethodPost, "/2010-04-01/Accounts/"+account+"/Messages.json", nil)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(account, "token")
		if router.check(r, form.Encode()) == nil {
			t.Errorf("the specification takes a message with %s", name)
		}
	}
}

// spec finds the operation of a request by itself: the library's own routers know no path that goes on after a value,
// such as {Sid}.json.
type spec struct{ doc *openapi3.T }

func specification(t *testing.T) spec {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(testdata.Read(t, "twilio/openapi_strict.json"))
	if err != nil {
		t.Fatal(err)
	}
	return spec{doc}
}

func (s spec) find(r *http.Request) (*routers.Route, map[string]string, error) {
	for path, item := range s.doc.Paths.Map() {
		operation := item.GetOperation(r.Method)
		pattern := regexp.MustCompile(`\\{(\w+)\\}`).ReplaceAllString(regexp.QuoteMeta(path), `(?P<$1>[^/]+)`)
		exact := regexp.MustCompile("^" + pattern + "$")
		found := exact.FindStringSubmatch(r.URL.Path)
		if operation == nil || found == nil {
			continue
		}
		params := map[string]string{}
		for i, name := range exact.SubexpNames() {
			params[name] = found[i]
		}
		return &routers.Route{Spec: s.doc, Path: path, PathItem: item, Method: r.Method, Operation: operation}, params, nil
	}
	return nil, nil, errors.New("no such operation")
}

func (s spec) check(r *http.Request, body string) error {
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(strings.NewReader(body))
	route, params, err := s.find(r)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: func(_ context.Context, in *openapi3filter.AuthenticationInput) error {
			if _, _, ok := in.RequestValidationInput.Request.BasicAuth(); !ok {
				return errors.New("no credentials")
			}
			return nil
		}},
	})
}
