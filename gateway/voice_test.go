package gateway

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"hotline/gateway/twilio"
)

// calling is the form of a turn of a call to our line.
func calling(sid int, from string, change ...string) url.Values {
	form := url.Values{"CallSid": {callSID(sid)}, "AccountSid": {account}, "From": {from}, "To": {ourLine},
		"CallStatus": {"in-progress"}, "Direction": {"inbound"}, "ApiVersion": {"2010-04-01"}}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

// turn takes a turn of a call, which must be answered with a document the carrier can read and that tells nobody
// anything but what is said.
func (r *rig) turn(path string, form url.Values) element {
	r.t.Helper()
	w := r.post(path, form)
	if w.Code != http.StatusOK {
		r.t.Fatalf("%s: HTTP %d", path, w.Code)
	}
	return document(r.t, w)
}

func document(t testing.TB, w *httptest.ResponseRecorder) element {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != textXML {
		t.Errorf("Content-Type %q", got)
	}
	var doc element
	if err := xml.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	grammatical(t, doc)
	for _, u := range urls(doc) {
		if !ownURL.MatchString(u) {
			t.Errorf("a URL that says too much: %s", u)
		}
	}
	return doc
}

// ownURL is what may stand in a URL of ours: our own numbers and tickets, prompts' names, and nothing of a caller.
var ownURL = regexp.MustCompile(`^` + regexp.QuoteMeta(publicURL) +
	`/twilio/(voice(\?[tp]=\d+)?|voice-fallback(\?t=1)?|recording|prompts/[\w-]+/[\w-]+|audio/[\w-]+)$`)

// urls are all URLs of a document.
func urls(e element) (found []string) {
	for _, a := range e.Attrs {
		if strings.Contains(a.Value, "://") {
			found = append(found, a.Value)
		}
	}
	if name := e.XMLName.Local; name == "Play" || name == "Redirect" {
		found = append(found, strings.TrimSpace(e.Text))
	}
	for _, child := range e.Children {
		found = append(found, urls(child)...)
	}
	return found
}

// next is the path of the turn that follows.
func next(t testing.TB, doc element) string {
	t.Helper()
	for _, verb := range []string{"Gather", "Record", "Dial"} {
		for _, e := range doc.all(verb) {
			return strings.TrimPrefix(e.attr("action"), publicURL)
		}
	}
	t.Fatalf("nothing is waited for: %+v", doc)
	return ""
}

func TestVoice(t *testing.T) {
	t.Parallel()
	r := setup(t)
	first := r.turn(voicePath, calling(1, rosa, "CallStatus", "ringing"))
	path := next(t, first)
	if path != voicePath+"?t=1" || len(first.all("Say")) == 0 {
		t.Fatalf("goes on at %s", path)
	}
	second := r.turn(path, calling(1, rosa, "Digits", "1"))
	if next(t, second) != voicePath+"?t=2" {
		t.Errorf("goes on at %s", next(t, second))
	}
	again := r.post(voicePath+"?t=1", calling(1, rosa, "Digits", "2")) // late, and another key
	if got := document(t, again); next(t, got) != voicePath+"?t=2" {
		t.Errorf("an old turn again goes on at %s", next(t, got))
	}
}

// The carrier repeats a turn, also while the first try is under way: all get one answer, and it counts once.
func TestSameTurnAtTheSameTime(t *testing.T) {
	t.Parallel()
	r := setup(t)
	path, form := voicePath, calling(1, rosa)
	for range 4 {
		answers := make([]string, 8)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i] = r.post(path, form).Body.String() })
		}
		all.Wait()
		for _, a := range answers {
			if a != answers[0] || !strings.Contains(a, "<Gather") {
				t.Fatalf("another answer: %s", a)
			}
		}
		path, form = next(t, r.turn(path, form)), calling(1, rosa, "Digits", "1")
	}
}

// Somebody who hangs up while speaking has left what was said.
func TestHangUpInRecording(t *testing.T) {
	t.Parallel()
	r := setup(t)
	doc := r.turn(voicePath, calling(1, rosa))
	for range 20 { // whoever presses nothing is asked to speak in the end
		if len(doc.all("Record")) > 0 {
			break
		}
		doc = r.turn(next(t, doc), calling(1, rosa, "Digits", ""))
	}
	if record := doc.all("Record"); len(record) != 1 || record[0].attr("recordingStatusCallback") != publicURL+recordingPath {
		t.Fatalf("nobody is asked to speak: %+v", doc)
	}
	spoken := calling(1, rosa, "RecordingSid", recordingSID(1), "RecordingUrl", "https://carrier.example.org/RE1",
		"RecordingDuration", "9", "Digits", "hangup", "CallStatus", "completed")
	r.turn(next(t, doc), spoken)
	told := url.Values{"RecordingSid": {recordingSID(1)}, "CallSid": {callSID(1)}, "RecordingStatus": {"completed"}, "RecordingDuration": {"9"}}
	if w := r.post(recordingPath, told); w.Code != http.StatusNoContent {
		t.Errorf("recording: %d", w.Code)
	}
	if w := r.post(callStatusPath, calling(1, rosa, "CallStatus", "completed", "CallDuration", "60")); w.Code != http.StatusNoContent {
		t.Errorf("call status: %d", w.Code)
	}
	due, _, err := r.engine.RecordingsDue(t.Context(), 10)
	if err != nil || len(due) != 1 || due[0].SID != recordingSID(1) || !due[0].Fetch {
		t.Errorf("to be fetched: %+v, %v", due, err)
	}
}

func TestStatusNotUnderstood(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for path, form := range map[string]url.Values{
		callStatusPath: calling(1, rosa, "CallStatus", "transferred"),
		recordingPath:  calling(1, rosa, "RecordingSid", recordingSID(1), "RecordingStatus", "lost"),
	} {
		if w := r.post(path, form); w.Code != http.StatusNoContent {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// What nobody signed is neither answered nor stored, and no path takes another method or more than 64 KiB.
func TestVoiceRefusals(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for _, path := range []string{voicePath, callStatusPath, recordingPath, fallbackPath} {
		form := calling(1, rosa)
		if w := r.postSigned(path, form, "x"); w.Code != http.StatusForbidden || w.Body.String() != empty {
			t.Errorf("%s, unsigned: %d %s", path, w.Code, w.Body)
		}
		if w := r.postSigned(path+"?t=1", form, twilio.Sign(authToken, publicURL+path, form)); w.Code != http.StatusForbidden {
			t.Errorf("%s, another turn's signature: %d", path, w.Code)
		}
		if w := r.get(path); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("GET %s: %d", path, w.Code)
		}
		if w := r.post(path, calling(1, rosa, "Digits", strings.Repeat("1", maxBody))); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s, too long: %d", path, w.Code)
		}
		if w := r.post(path+"/", form); w.Code != http.StatusNotFound {
			t.Errorf("%s/: %d", path, w.Code)
		}
	}
	if w := r.post(voicePath, calling(0, rosa, "CallSid", "")); w.Code != http.StatusBadRequest || w.Body.String() != empty {
		t.Errorf("no call: %d %s", w.Code, w.Body)
	}
}

// Over HTTPS the carrier signs calls without the port.
func TestVoiceSignatureWithoutPort(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.gateway.base = publicURL + ":8443"
	form := calling(1, rosa)
	if w := r.postSigned(voicePath, form, twilio.Sign(authToken, publicURL+voicePath, form)); w.Code != http.StatusOK {
		t.Errorf("without the port: %d", w.Code)
	}
	if w := r.postSigned(voicePath, form, twilio.Sign(authToken, publicURL+":8443"+voicePath, form)); w.Code != http.StatusOK {
		t.Errorf("with it: %d", w.Code)
	}
}
