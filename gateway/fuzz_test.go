package gateway

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"hotline/gateway/twilio"
)

// Whatever a phone sends, a signed text is answered with a TwiML document, and the same again with the same.
func FuzzText(f *testing.F) {
	r := setup(f)
	for _, body := range []string{"FOOD 11211 two adults", "yes", "1", "STOP", "👍 to “job B”", "necesito comida", "\x00\xff", ""} {
		f.Add(rosa, body, "", 0)
	}
	f.Add("22395", "your code is 1234", "", 0)
	f.Add("whatsapp:+12125550142", "HELP", "HELP", 1)
	f.Add("Anonymous", "START", "START", 99)
	var n atomic.Int64
	f.Fuzz(func(t *testing.T, from, body, optOut string, media int) {
		form := text(int(n.Add(1)), from, body)
		form.Set("OptOutType", optOut)
		form.Set("NumMedia", strconv.Itoa(media))
		first := r.post(smsPath, form)
		_, err := twilio.ParseMessage(parsed(t, form))
		want := http.StatusOK
		if err != nil {
			want = http.StatusBadRequest
		}
		if first.Code != want {
			t.Fatalf("HTTP %d, want %d", first.Code, want)
		}
		said, _ := reply(t, first)
		if again, _ := reply(t, r.post(smsPath, form)); again != said {
			t.Errorf("said %q, then %q", said, again)
		}
		if strings.EqualFold(optOut, "STOP") && said != "" {
			t.Errorf("wrote to somebody who has just said STOP: %q", said)
		}
	})
}

// Whoever calls and whatever they press or say, a signed turn is answered with a document the carrier can read, and the
// same again with the same.
func FuzzCall(f *testing.F) {
	r := setup(f)
	for _, digits := range []string{"1", "*", "#", "", "11211", "hangup", "A", "\x00\xff"} {
		f.Add(rosa, digits, "", "", "")
	}
	f.Add("anonymous", "#", recordingSID(1), "", "completed")
	f.Add("+266696687", "", "../x", "no-answer", "in-progress")
	f.Add("sip:+12125550142@example.org", "1", "", "completed", "")
	var n atomic.Int64
	f.Fuzz(func(t *testing.T, from, digits, recording, dialed, status string) {
		form := calling(int(n.Add(1)), from)
		path := voicePath
		for turn := range 3 {
			first, again := r.post(path, form), r.post(path, form)
			if first.Code != http.StatusOK || first.Body.String() != again.Body.String() {
				t.Fatalf("turn %d: HTTP %d, %s, then %s", turn, first.Code, first.Body, again.Body)
			}
			document(t, first)
			path = fmt.Sprintf("%s?%s=%d", voicePath, turnQuery, turn+1)
			form.Set("Digits", digits)
			form.Set("RecordingSid", recording)
			form.Set("DialCallStatus", dialed)
			form.Set("CallStatus", status)
		}
	})
}

// parsed is a form as it arrives.
func parsed(t *testing.T, form url.Values) url.Values {
	arrived, err := url.ParseQuery(form.Encode())
	if err != nil {
		t.Fatal(err)
	}
	return arrived
}
