package phonetest

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// newCallStory is a page with a landline, a mobile and a small phone menu.
func newCallStory(t *testing.T) *story {
	t.Helper()
	s := newStory(t)
	menu(s.app)
	s.box.Add(Handset{Name: "Luz", Number: "+12125550119", Kind: Landline, Language: "es", Role: "landline, speaks Spanish"})
	return s
}

func TestCallByForms(t *testing.T) {
	t.Parallel()
	s := newCallStory(t)
	v := visit(t, s.page)
	do := func(want string, pairs ...string) {
		t.Helper()
		w := v.post("/phones/calls", append([]string{"phone", "p4"}, pairs...)...)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/phones#p4" {
			t.Errorf("%v answers %d %s", pairs, w.Code, w.Header().Get("Location"))
		}
		if html := v.look(); !strings.Contains(html, want) {
			t.Errorf("after %v the page has no %q", pairs, want)
		}
	}
	if !strings.Contains(v.look(), "Press Call to hear the menu.") {
		t.Error("the silent phone does not say what to do")
	}
	do(`<small>en-US</small> <span lang="en-US" dir="auto">To ask for help, press 1.</span>`, "do", "call")
	do(`id="p4-key#" name="key" value="#" aria-label="pound"`, "do", "quiet") // nothing is pressed: the number is asked for
	if html := v.look(); !strings.Contains(html, "Listening: press a key") || !strings.Contains(html, "▶ ht/hello") ||
		!strings.Contains(html, `>Said nothing<`) || !strings.Contains(html, "on the phone") {
		t.Error("the page does not show the call")
	}
	for _, key := range []string{"1", "1", "2", "1"} {
		do("Pressed 1", "key", key)
	}
	do("Recording: speak", "key", "1")
	do("Thank you.", "do", "speak")
	if html := v.look(); !strings.Contains(html, "Spoke for 7 seconds") || strings.Contains(html, `class="keypad"`) {
		t.Error("the call is not over on the page")
	}
	s.voice["begin"] = head + `<Response><Play>{app}/play/` + s.box.recordings[0].sid + `</Play></Response>`
	do("▶ a recording of 12 seconds", "do", "call")
	audio := regexp.MustCompile(`src="(/phones/recordings/RE[0-9a-f]{32})"`).FindStringSubmatch(v.look())
	if audio == nil {
		t.Fatal("the recording can't be heard")
	}
	if w := v.request(http.MethodGet, audio[1], nil); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "audio/wav" {
		t.Errorf("the recording answers %d", w.Code)
	}
	if w := v.request(http.MethodGet, "/phones/recordings/RE0", nil); w.Code != http.StatusNotFound {
		t.Errorf("another recording answers %d", w.Code)
	}
}

func TestRingingByForms(t *testing.T) {
	t.Parallel()
	s := newCallStory(t)
	v := visit(t, s.page)
	for _, do := range []string{"answer", "ignore", "machine", "hangup", "quiet"} {
		s.mustMake(t, "+12125550119")
		s.box.quiet()
		html := v.look()
		for _, want := range []string{`data-say="Luz's phone rings."`, "Calls from &#43;1 212 555 0100", `value="machine"`, ">rings<"} {
			if !strings.Contains(html, want) {
				t.Errorf("the ringing phone has no %q", want)
			}
		}
		if w := v.post("/phones/calls", "phone", "p4", "do", do); w.Code != http.StatusSeeOther {
			t.Errorf("%s answers %d", do, w.Code)
		}
		if do == "answer" {
			v.post("/phones/calls", "phone", "p4", "do", "hangup")
		}
		s.box.quiet()
		if html := v.look(); strings.Contains(html, "Calls from") {
			t.Errorf("after %s it still rings", do)
		}
	}
	s.mustMake(t, "+12125550119")
	s.box.quiet()
	if w := v.post("/phones/clock", "by", "10m"); w.Code != http.StatusSeeOther {
		t.Errorf("the clock answers %d", w.Code)
	}
	s.box.quiet()
	if strings.Contains(v.look(), "Calls from") {
		t.Error("it rings although the time has gone by")
	}
	s.box.claimAll()
}

func TestCallsGoneWrong(t *testing.T) {
	t.Parallel()
	s := newCallStory(t)
	v := visit(t, s.page)
	for name, tc := range map[string]struct {
		pairs []string
		want  string
	}{
		"no phone":  {[]string{"phone", "p9", "do", "call"}, "no such phone"},
		"no call":   {[]string{"phone", "p4", "key", "1"}, "no such call"},
		"odd phone": {[]string{"phone", "p9", "key", "1"}, "no such phone"},
	} {
		if w := v.post("/phones/calls", tc.pairs...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), tc.want) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	v.post("/phones/calls", "phone", "p4", "do", "call")
	for name, tc := range map[string]struct {
		pairs []string
		want  string
	}{
		"a second call": {[]string{"do", "call"}, "this phone is in a call"},
		"no key":        {[]string{"key", "A"}, "keys 0 to 9"},
		"speaking":      {[]string{"do", "speak"}, "does not wait for this"},
		"picking up":    {[]string{"do", "answer"}, "does not wait for this"},
		"dancing":       {[]string{"do", "dance"}, "does not wait for this"},
	} {
		w := v.post("/phones/calls", append([]string{"phone", "p4"}, tc.pairs...)...)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), tc.want) {
			t.Errorf("%s: %d, and it does not say %q", name, w.Code, tc.want)
		}
	}
	v.post("/phones/calls", "phone", "p4", "do", "hangup")
	if w := v.post("/phones/calls", "phone", "p4", "key", "1"); !strings.Contains(w.Body.String(), "the call is over") {
		t.Error("a key after the end")
	}
}

func TestCallAPI(t *testing.T) {
	t.Parallel()
	s := newCallStory(t)
	v := visit(t, s.page)
	call := func(method, target, body string) (int, map[string]any) {
		t.Helper()
		w := v.request(method, target, nil, func(r *http.Request) {
			if body != "" {
				r.Header.Set("Content-Type", "application/json")
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
			}
		})
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s %s: %d %q", method, target, w.Code, w.Body)
		}
		return w.Code, got
	}
	status, c := call(http.MethodPost, "/phones/api/calls", `{"from":"p4","shown":"anonymous"}`)
	if status != http.StatusCreated || c["id"] != "c1" || c["waits_for"] != "keys" || c["from"] != "anonymous" || c["status"] != "in-progress" {
		t.Fatalf("%d %v", status, c)
	}
	first := c["transcript"].([]any)[0].(map[string]any)
	if first["text"] != "To ask for help, press 1." || first["lang"] != "en-US" || first["kind"] != "said" {
		t.Errorf("transcript begins with %v", first)
	}
	call(http.MethodPost, "/phones/api/calls/c1/digits", `{"digits":"1"}`)
	if _, c = call(http.MethodPost, "/phones/api/calls/c1/digits", `{"digits":"11211"}`); c["waits_for"] != "recording" {
		t.Errorf("after the number: %v", c["waits_for"])
	}
	if _, c = call(http.MethodPost, "/phones/api/calls/c1/speak", `{"seconds":9,"ends":"#"}`); c["status"] != "completed" || c["waits_for"] != "" {
		t.Errorf("after the recording: %v", c)
	}
	if r := c["recordings"].([]any)[0].(map[string]any); r["seconds"] != 9.0 || r["deleted"] != false {
		t.Errorf("recording = %v", r)
	}
	s.mustMake(t, "+12125550119")
	_, list := call(http.MethodGet, "/phones/api/phones/p4/calls?after=c1&wait=20s", "")
	rings := list["calls"].([]any)[0].(map[string]any)
	if rings["id"] != "c2" || rings["waits_for"] != "answer" || rings["direction"] != "outbound-api" {
		t.Errorf("rings = %v", rings)
	}
	if _, c = call(http.MethodPost, "/phones/api/calls/c2/answer", `{}`); c["waits_for"] != "keys" {
		t.Errorf("answered: %v", c)
	}
	call(http.MethodPost, "/phones/api/calls/c2/hangup", `{}`)
	if _, c = call(http.MethodGet, "/phones/api/calls/c2?wait=20s", ""); c["status"] != "completed" {
		t.Errorf("hung up: %v", c)
	}
	for _, tc := range []struct {
		method, target, body string
		status               int
	}{
		{http.MethodPost, "/phones/api/calls", `{"from":"p9"}`, 422},
		{http.MethodPost, "/phones/api/calls", `{"from":"p4","line":"+12125550188"}`, 422},
		{http.MethodPost, "/phones/api/calls", `{"from":`, 400},
		{http.MethodPost, "/phones/api/calls/c9/digits", `{"digits":"1"}`, 404},
		{http.MethodPost, "/phones/api/calls/c1/digits", `{"digits":"1"}`, 422},
		{http.MethodPost, "/phones/api/calls/c1/dance", `{}`, 422},
		{http.MethodPost, "/phones/api/calls/c1/digits", `{"keys":"1"}`, 400},
		{http.MethodGet, "/phones/api/calls/c0", "", 404},
		{http.MethodGet, "/phones/api/calls/c1?wait=x", "", 400},
		{http.MethodGet, "/phones/api/phones/p9/calls", "", 404},
		{http.MethodGet, "/phones/api/phones/p4/calls?after=z", "", 400},
		{http.MethodGet, "/phones/api/phones/p4/calls?after=c99&wait=1ms", "", 200},
	} {
		if status, got := call(tc.method, tc.target, tc.body); status != tc.status || (status >= 400 && got["error"] == "") {
			t.Errorf("%s %s %s: %d %v", tc.method, tc.target, tc.body, status, got)
		}
	}
	s.box.claimAll()
}
