package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// page answers with one page of a listing, newest first.
func page(w http.ResponseWriter, name string, all ...map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{name: all, "page": 0})
}

func TestFetchRecording(t *testing.T) {
	t.Parallel()
	sound := "ID3\x04 not really"
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if want := "/2010-04-01/Accounts/" + account + "/Recordings/" + reSID + ".mp3"; r.URL.RequestURI() != want || r.Method != http.MethodGet {
			t.Errorf("%s %s, want %s", r.Method, r.URL.RequestURI(), want)
		}
		if user != account || password != "token" || r.Header.Get("Accept") != "audio/mpeg" {
			t.Errorf("asked as %s for %s", user, r.Header.Get("Accept"))
		}
		w.Header().Set("Content-Type", "audio/mpeg")
		_, _ = io.WriteString(w, sound)
	})
	audio, format, err := c.FetchRecording(t.Context(), reSID)
	if err != nil || string(audio) != sound || format != "mp3" {
		t.Errorf("%q %s %v", audio, format, err)
	}
}

func TestFetchRecordingErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sid    string
		h      http.HandlerFunc
		status int
		class  Class
	}{
		"not there yet": {reSID, answer(http.StatusNotFound, `{"code":20404}`), http.StatusNotFound, Config},
		"no sound":      {reSID, answer(http.StatusOK, `{"status":"ok"}`), http.StatusOK, Unknown},
		"nothing in it": {reSID, answer(http.StatusOK, ``), http.StatusOK, Unknown},
		"moved": {reSID, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example", http.StatusFound)
		}, http.StatusFound, Config},
		"endless":  {reSID, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.CopyN(w, zeros{}, maxResponse+2) }, http.StatusOK, Unknown},
		"not ours": {"RE1/../../x", nil, 0, Bug},
	} {
		_, _, err := newClient(t, test.h).FetchRecording(t.Context(), test.sid)
		if e, ok := errors.AsType[*Error](err); !ok || e.HTTPStatus != test.status || e.Class != test.class {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDeleteRecording(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]Class{http.StatusNoContent: "", http.StatusNotFound: "", http.StatusBadGateway: Unknown, http.StatusUnauthorized: Stop} {
		var method string
		c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			method = r.Method
			w.WriteHeader(status)
		})
		err := c.DeleteRecording(t.Context(), reSID)
		e, failed := errors.AsType[*Error](err)
		if failed != (want != "") || failed && e.Class != want || method != http.MethodDelete {
			t.Errorf("HTTP %d to %s: %v", status, method, err)
		}
	}
	if err := newClient(t, nil).DeleteRecording(t.Context(), "../Calls/"+caSID); err == nil {
		t.Error("deleted a call")
	}
}

func TestErase(t *testing.T) {
	t.Parallel()
	for what, path := range map[string]string{sid: "/Messages/" + sid + ".json", caSID: "/Calls/" + caSID + ".json"} {
		for status, want := range map[int]Class{http.StatusNoContent: "", http.StatusNotFound: "", http.StatusBadGateway: Unknown} {
			c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodDelete || r.URL.Path != "/2010-04-01/Accounts/"+account+path {
					t.Errorf("%s %s", r.Method, r.URL.Path)
				}
				w.WriteHeader(status)
			})
			err := c.Erase(t.Context(), what)
			e, failed := errors.AsType[*Error](err)
			if failed != (want != "") || failed && e.Class != want {
				t.Errorf("HTTP %d to %s: %v", status, what, err)
			}
		}
	}
	for _, other := range []string{reSID, "", "SM1/../../Calls", account} {
		if err := newClient(t, nil).Erase(t.Context(), other); err == nil {
			t.Errorf("erased %q", other)
		}
	}
}

func TestListRecordings(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	recording := func(n int, at time.Time) map[string]any {
		return map[string]any{"sid": fmt.Sprintf("RE%032x", n), "call_sid": caSID, "status": "completed", "duration": "12",
			"date_created": at.Format(time.RFC1123Z), "source": "RecordVerb"}
	}
	var query url.Values
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.Query()
		conference := recording(3, now)
		conference["call_sid"] = nil
		page(w, "recordings", recording(4, now), conference, recording(2, now.Add(-time.Minute)), recording(1, now.Add(-time.Hour)))
	})
	got, err := c.ListRecordings(t.Context(), now.Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	want := []ListedRecording{
		{SID: fmt.Sprintf("RE%032x", 2), Call: caSID, Status: "completed", Seconds: 12, CreatedAt: now.Add(-time.Minute)},
		{SID: fmt.Sprintf("RE%032x", 4), Call: caSID, Status: "completed", Seconds: 12, CreatedAt: now},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(url.Values{"DateCreated>": {"2026-11-22T11:59:00Z"}, "PageSize": {"500"}}, query); diff != "" {
		t.Error(diff)
	}
}
