package gateway

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// failing is what the carrier tells the fallback of a turn.
func failing(path string, change ...string) []string {
	return append([]string{"ErrorCode", "11200", "ErrorUrl", publicURL + path}, change...)
}

// A turn that cannot be taken is answered 5xx, and the fallback then takes a message.
func TestFallback(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.turn(voicePath, calling(1, rosa))
	doc := r.turn(fallbackPath, calling(1, rosa, failing(voicePath+"?t=1", "Digits", "1")...))
	if next(t, doc) != afterSorry || len(doc.all("Record")) != 1 || len(doc.all("Say")) == 0 {
		t.Fatalf("the caller hears %+v", doc)
	}
	spoken := calling(1, rosa, "RecordingSid", recordingSID(1), "RecordingDuration", "9")
	if last := r.turn(afterSorry, spoken); len(last.all("Hangup")) != 1 || len(last.all("Record")) != 0 {
		t.Errorf("after the message: %+v", last)
	}
}

// A carrier that does not tell what has failed is asked for a message all the same, once.
func TestFallbackThatSaysNothing(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.turn(voicePath, calling(1, rosa))
	if doc := r.turn(fallbackPath, calling(1, rosa)); len(doc.all("Record")) != 1 {
		t.Errorf("the caller hears %+v", doc)
	}
	if doc := r.turn(afterSorry, calling(1, rosa)); len(doc.all("Record")) != 0 || len(doc.all("Hangup")) != 1 {
		t.Errorf("and then %+v", doc)
	}
}

// Whom we have called hears that something is wrong, too, in a call that is known or not; a machine is asked for nothing.
func TestFallbackOfACallOfOurs(t *testing.T) {
	t.Parallel()
	r := setup(t)
	ours := func(n int, change ...string) url.Values {
		form := calling(n, ourLine, change...)
		form.Set("To", rosa)
		form.Set("Direction", "outbound-api")
		return form
	}
	doc := r.turn(fallbackPath, ours(1, "ErrorCode", "11200"))
	if len(doc.all("Say")) == 0 || len(doc.all("Hangup")) != 1 {
		t.Errorf("not known: %+v", doc)
	}
}

// With the database gone a turn fails, and the fallback still asks for a message.
func TestFallbackWithoutDatabase(t *testing.T) {
	t.Parallel()
	r := setup(t)
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	if w := r.post(voicePath, calling(1, rosa)); w.Code != http.StatusInternalServerError || w.Body.String() != empty {
		t.Errorf("a turn: %d %s", w.Code, w.Body)
	}
	start := time.Now()
	doc := r.turn(fallbackPath, calling(1, rosa, failing(voicePath)...))
	if len(doc.all("Record")) != 1 || len(doc.all("Say")) == 0 || time.Since(start) > fallbackTime+time.Second {
		t.Errorf("the caller hears %+v after %v", doc, time.Since(start))
	}
}

// With the engine itself broken the answer is one that was made at the start: in every language, and only once.
func TestApology(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.gateway.engine = nil
	if w := r.post(voicePath, calling(1, rosa)); w.Code != http.StatusInternalServerError {
		t.Errorf("a turn: %d", w.Code)
	}
	for name, form := range map[string][]string{"of a call": {}, "of no call": {"CallSid", ""}} {
		doc := r.turn(fallbackPath, calling(1, rosa, failing(voicePath, form...)...))
		if next(t, doc) != afterSorry {
			t.Errorf("%s: goes on at %s", name, next(t, doc))
		}
		var heard []string
		for _, said := range doc.all("Say") {
			heard = append(heard, said.attr("language"))
		}
		if got := strings.Join(heard, " "); got != "en-US es-US" {
			t.Errorf("%s: in %s", name, got)
		}
	}
	for name, form := range map[string][]string{"the message": {"RecordingSid", recordingSID(1), "RecordingDuration", "9"}, "silence": {}} {
		last := r.turn(afterSorry, calling(1, rosa, form...))
		if len(last.all("Hangup")) != 1 || len(last.all("Record")) != 0 || len(last.all("Say")) != 1 {
			t.Errorf("after %s: %+v", name, last)
		}
	}
}
