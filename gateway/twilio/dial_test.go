package twilio

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var news = OutgoingCall{From: "+12125550100", To: "+12125550142", URL: "https://hotline.example.org/twilio/voice?d=7#rc=1",
	FallbackURL:    "https://hotline.example.org/twilio/voice-fallback",
	StatusCallback: "https://hotline.example.org/twilio/call-status?d=7", Ring: 25 * time.Second, Most: 20 * time.Minute}

func TestCall(t *testing.T) {
	t.Parallel()
	var got url.Values
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got = r.PostForm
		answer(http.StatusCreated, `{"sid":"`+caSID+`","status":"queued"}`)(w, r)
	})
	sid, err := c.Call(t.Context(), news)
	if err != nil || sid != caSID {
		t.Fatal(sid, err)
	}
	want := url.Values{"From": {news.From}, "To": {news.To}, "Url": {news.URL}, "FallbackUrl": {news.FallbackURL},
		"StatusCallback": {news.StatusCallback}, "StatusCallbackEvent": {"initiated", "answered", "completed"},
		"MachineDetection": {"DetectMessageEnd"}, "Timeout": {"25"}, "TimeLimit": {"1200"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCallErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		want   Class
	}{
		"no such number":       {400, `{"code":21217}`, BadNumber},
		"not our number":       {400, `{"code":21210}`, Config},
		"may not call it":      {400, `{"code":21216}`, Refused},
		"too many":             {429, `{"code":20429}`, Retry},
		"fault":                {500, `{"code":20500}`, Unknown},
		"taken, no identifier": {201, `{"status":"queued"}`, Unknown},
		"taken, another's":     {201, `{"sid":"` + sid + `"}`, Unknown},
	} {
		_, err := newClient(t, answer(test.status, test.body)).Call(t.Context(), news)
		if e, ok := errors.AsType[*Error](err); !ok || e.Class != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := newClient(t, func(http.ResponseWriter, *http.Request) { t.Error("the carrier was asked") })
	for _, to := range []string{"", "911", "anonymous", "+266696687", "+86282452253", "sip:a@b"} {
		o := news
		o.To = to
		if _, err := c.Call(t.Context(), o); err == nil {
			t.Errorf("called %q", to)
		}
	}
}

func listedAs(n int, direction string, at time.Time) map[string]any {
	return map[string]any{"sid": fmt.Sprintf("CA%032x", n), "direction": direction, "from": "+12125550100", "to": "+12125550142",
		"status": "queued", "duration": nil, "date_created": at.UTC().Format(time.RFC1123Z), "start_time": nil}
}

func TestFindCalls(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var query url.Values
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.Query()
		over := listedAs(4, "outbound-api", now.Add(time.Second))
		over["status"], over["duration"] = "completed", "61"
		page(w, "calls", over, listedAs(3, "outbound-api", now), listedAs(2, "inbound", now), listedAs(1, "outbound-api", now.Add(-time.Hour)))
	})
	got, err := c.FindCalls(t.Context(), "+12125550142", now.Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	want := []ListedCall{
		{SID: fmt.Sprintf("CA%032x", 3), From: "+12125550100", To: "+12125550142", Ours: true, Status: "queued", CreatedAt: now},
		{SID: fmt.Sprintf("CA%032x", 4), From: "+12125550100", To: "+12125550142", Ours: true, Status: "completed", Seconds: 61, CreatedAt: now.Add(time.Second)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if query.Get("To") != "+12125550142" || query.Has("StartTime>") {
		t.Errorf("asked with %v: what does not ring yet has not begun", query)
	}
}

func TestFetchCall(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/Calls/"+caSID+".json") {
			t.Errorf("asked %s", r.URL.Path)
		}
		answer(http.StatusOK, `{"sid":"`+caSID+`","from":"+266696687","to":"+12125550100","status":"completed","direction":"inbound"}`)(w, r)
	})
	got, err := c.FetchCall(t.Context(), caSID)
	if want := (ListedCall{SID: caSID, To: "+12125550100", Status: "completed"}); got != want || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := c.FetchCall(t.Context(), "../Messages/"+sid); err == nil {
		t.Error("asked for a path")
	}
}
