package twilio

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		if want := "/2010-04-01/Accounts/" + account + "/IncomingPhoneNumbers.json"; r.URL.Path != want {
			t.Errorf("path = %s, want %s", r.URL.Path, want)
		}
		answer(http.StatusOK, `{"incoming_phone_numbers":[
			{"phone_number":"+12125550100","sms_url":"https://x.example/twilio/sms#rc=2","sms_method":"POST","capabilities":{"sms":true,"voice":true},
				"voice_url":"https://x.example/twilio/voice","voice_method":"POST","voice_fallback_url":"https://x.example/f",
				"voice_fallback_method":"GET","status_callback":"https://x.example/s","status_callback_method":"POST",
				"voice_application_sid":"","trunk_sid":null},
			{"phone_number":"+12125550101","trunk_sid":"TK1","capabilities":{"sms":true,"voice":false}}],"next_page_uri":null}`)(w, r)
	})
	got, err := c.Lines(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Line{
		{Number: "+12125550100", SMSURL: "https://x.example/twilio/sms#rc=2", SMSMethod: "POST",
			VoiceURL: "https://x.example/twilio/voice", VoiceMethod: "POST",
			VoiceFallbackURL: "https://x.example/f", VoiceFallbackMethod: "GET",
			StatusCallback: "https://x.example/s", StatusMethod: "POST"},
		{Number: "+12125550101", NoVoice: true, VoiceElsewhere: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLinesRefused(t *testing.T) {
	t.Parallel()
	c := newClient(t, answer(http.StatusUnauthorized, `{"code":20003}`))
	_, err := c.Lines(t.Context())
	if failure, ok := errors.AsType[*Error](err); !ok || failure.Class != Stop {
		t.Errorf("got %v, want an error of class stop", err)
	}
}
