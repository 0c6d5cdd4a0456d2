package gateway

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"hotline/i18n/msg"
)

func (r *rig) get(path string, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return r.serve(req)
}

func TestPrompt(t *testing.T) {
	t.Parallel()
	r := setup(t)
	if err := r.recordings.Save("ht", msg.VoiceSorry, "mp3", []byte("first")); err != nil {
		t.Fatal(err)
	}
	const path = "/twilio/prompts/ht/sorry"
	if got := r.gateway.promptURL("ht", msg.VoiceSorry); got != publicURL+path {
		t.Errorf("played from %s", got)
	}
	w := r.get(path)
	if w.Code != http.StatusOK || w.Body.String() != "first" || w.Header().Get("Content-Type") != "audio/mpeg" {
		t.Fatalf("%d %q %v", w.Code, w.Body, w.Header())
	}
	tag := w.Header().Get("ETag")
	if tag == "" || w.Header().Get("Cache-Control") != promptFresh {
		t.Errorf("the carrier keeps it for %v", w.Header())
	}
	if again := r.get(path, "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d %q", again.Code, again.Body)
	}
	if err := r.recordings.Save("ht", msg.VoiceSorry, "wav", []byte("second")); err != nil {
		t.Fatal(err)
	}
	w = r.get(path, "If-None-Match", tag)
	if w.Code != http.StatusOK || w.Body.String() != "second" || w.Header().Get("Content-Type") != "audio/wav" {
		t.Errorf("recorded anew: %d %q %v", w.Code, w.Body, w.Header())
	}
}

func TestNoPrompt(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for _, path := range []string{
		"/twilio/prompts/en/sorry", "/twilio/prompts/en", "/twilio/prompts/en/", "/twilio/prompts//sorry",
		"/twilio/prompts/..%2f..%2f/hotline.keys", "/twilio/prompts/%2e%2e/hotline.keys", "/twilio/prompts/en/sorry.mp3",
	} {
		if w := r.get(path); w.Code != http.StatusNotFound || w.Body.String() != empty {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := r.post("/twilio/prompts/en/sorry", nil); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
