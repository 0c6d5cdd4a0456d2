package twilio

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const (
	caSID = "CA0123456789abcdef0123456789abcdef"
	reSID = "RE0123456789abcdef0123456789abcdef"
)

// calling is the form of a voice webhook.
func calling(change ...string) url.Values {
	form := url.Values{"CallSid": {caSID}, "AccountSid": {account}, "From": {"+12125550101"}, "To": {"+12125550100"},
		"CallStatus": {"in-progress"}, "Direction": {"inbound"}, "FromCountry": {"US"}, "ToCountry": {"US"}}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

func TestParseCall(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		form url.Values
		want Call
	}{
		"begins":                {calling("CallStatus", "ringing"), Call{}},
		"key":                   {calling("Digits", "1"), Call{Keys: "1"}},
		"star":                  {calling("Digits", "*", "FinishedOnKey", ""), Call{Keys: "*"}},
		"number":                {calling("Digits", "11211", "FinishedOnKey", "#"), Call{Keys: "11211"}},
		"lone pound":            {calling("Digits", "", "FinishedOnKey", "#"), Call{Keys: "#"}},
		"nothing pressed":       {calling("Digits", "", "FinishedOnKey", ""), Call{}},
		"letters of a keypad":   {calling("Digits", "1A2\n3é"), Call{Keys: "123"}},
		"leans on the keys":     {calling("Digits", strings.Repeat("7", 500)), Call{Keys: strings.Repeat("7", maxKeys)}},
		"recording":             {calling("RecordingSid", reSID, "RecordingDuration", "12", "Digits", "#"), Call{Keys: "#", Recording: Recording{SID: reSID, Call: caSID, Seconds: 12}}},
		"hung up in recording":  {calling("RecordingSid", reSID, "RecordingDuration", "12", "Digits", "hangup"), Call{Recording: Recording{SID: reSID, Call: caSID, Seconds: 12}, HungUp: true}},
		"recording's address":   {calling("RecordingUrl", "https://api.twilio.com/x/Recordings/"+reSID+".mp3", "RecordingDuration", "-3"), Call{Recording: Recording{SID: reSID, Call: caSID}}},
		"no recording's name":   {calling("RecordingUrl", "https://evil.example/../a b"), Call{}},
		"rang":                  {calling("DialCallStatus", "no-answer", "DialBridged", "false"), Call{Dialed: true}},
		"connected":             {calling("DialCallStatus", "completed", "DialBridged", "true"), Call{Dialed: true, Bridged: true}},
		"a machine":             {calling("Direction", "outbound-api", "AnsweredBy", "machine_start"), Call{Ours: true, Machine: true}},
		"a fax":                 {calling("Direction", "outbound-api", "AnsweredBy", "fax"), Call{Ours: true, Machine: true}},
		"nobody knows":          {calling("Direction", "outbound-api", "AnsweredBy", "unknown"), Call{Ours: true}},
		"rung for a caller":     {calling("Direction", "outbound-dial", "ParentCallSid", "CA1"), Call{Ours: true, Parent: "CA1"}},
		"parent is a path":      {calling("ParentCallSid", "../x"), Call{}},
		"over":                  {calling("CallStatus", "completed"), Call{HungUp: true}},
		"over, in capitals":     {calling("CallStatus", "Completed"), Call{HungUp: true}},
		"keys and a recording":  {calling("RecordingSid", "no good", "Digits", "1"), Call{Keys: "1"}},
		"longer than any call":  {calling("RecordingSid", reSID, "RecordingDuration", "99999999"), Call{Recording: Recording{SID: reSID, Call: caSID, Seconds: maxSeconds}}},
		"national number":       {calling("From", "(212) 555-0101"), Call{}},
		"hangup is no key name": {calling("Digits", "hangup", "FinishedOnKey", "#"), Call{HungUp: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseCall(test.form)
			if err != nil {
				t.Fatal(err)
			}
			test.want.SID, test.want.From, test.want.To = caSID, "+12125550101", "+12125550100"
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// All who show no number look alike, and none of them is a phone.
func TestWithheld(t *testing.T) {
	t.Parallel()
	for _, from := range []string{
		"", " ", "anonymous", "Anonymous", "ANONYMOUS", "unknown", "restricted", "Unavailable", "blocked", "private",
		"+266696687", "266696687", "+1266696687", "+86282452253", "+8656696", "8656696", "+2562533", "+7378742833",
		"+17378742833", "+7378742883", "+464",
		"sip:anonymous@anonymous.invalid", "sip:+12125550101@example.org", "client:ana", "22395", "+1", "Verizon",
		"whatsapp:+12125550101", "+12125550101;ext=3",
	} {
		got, err := ParseCall(calling("From", from))
		if err != nil || got.From != "" {
			t.Errorf("%q is called %q, %v", from, got.From, err)
		}
	}
	for from, want := range map[string]string{"+12125550101": "+12125550101", " +447400123456 ": "+447400123456",
		"2125550101": "+12125550101", "12125550101": "+12125550101"} {
		if got, err := ParseCall(calling("From", from)); err != nil || got.From != want {
			t.Errorf("%q is called %q, want %q, %v", from, got.From, want, err)
		}
	}
}

func TestParseCallStatus(t *testing.T) {
	t.Parallel()
	form := calling("CallStatus", "Completed", "CallDuration", "61", "SequenceNumber", "3", "AnsweredBy", "machine_end_beep")
	got, err := ParseCallStatus(form)
	want := CallStatus{SID: caSID, Status: "completed", Seconds: 61, Machine: true, Answered: "machine_end_beep"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, status := range []string{"queued", "initiated", "ringing", "in-progress", "busy", "no-answer", "failed", "canceled"} {
		got, err := ParseCallStatus(calling("CallStatus", status, "SequenceNumber", "-1"))
		if err != nil || got.Status != status || Ended(status) == underWay(status) {
			t.Errorf("%s: %+v, %v", status, got, err)
		}
	}
	for name, form := range map[string]url.Values{
		"no identifier":  calling("CallSid", ""),
		"a path":         calling("CallSid", "../Messages"),
		"no status":      calling("CallStatus", ""),
		"another status": calling("CallStatus", "transferred"),
	} {
		if _, err := ParseCallStatus(form); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseRecording(t *testing.T) {
	t.Parallel()
	base := url.Values{"RecordingSid": {reSID}, "CallSid": {caSID}, "RecordingStatus": {"completed"}, "RecordingDuration": {"7"}}
	got, err := ParseRecording(base)
	if diff := cmp.Diff(Recording{SID: reSID, Call: caSID, Status: "completed", Seconds: 7}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for key, bad := range map[string]string{"RecordingSid": "", "CallSid": "../x", "RecordingStatus": "lost"} {
		form := url.Values{}
		for k, v := range base {
			form[k] = v
		}
		form.Set(key, bad)
		if _, err := ParseRecording(form); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s %q: %v", key, bad, err)
		}
	}
}

// Whatever a form holds, what is kept of it is bounded and clean.
func FuzzParseCall(f *testing.F) {
	for _, form := range []url.Values{calling(), calling("Digits", "hangup", "RecordingSid", reSID, "RecordingDuration", "12"),
		calling("From", "+266696687"), calling("DialCallStatus", "completed", "DialBridged", "true"),
		calling("SequenceNumber", "2", "CallDuration", "9", "RecordingStatus", "absent", "RecordingUrl", "https://x/y/RE1")} {
		f.Add(form.Encode())
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		if c, err := ParseCall(form); err == nil {
			clean(t, c.SID, c.To, c.Parent, c.Recording.SID)
			if c.From != "" && (!e164(c.From) || Withheld(c.From)) {
				t.Errorf("a caller's number: %q", c.From)
			}
			if len(c.Keys) > maxKeys || strings.Trim(c.Keys, "0123456789*#") != "" {
				t.Errorf("keys: %q", c.Keys)
			}
		} else if !errors.Is(err, ErrMalformed) {
			t.Error(err)
		}
		if s, err := ParseCallStatus(form); err == nil {
			clean(t, s.SID, s.Status, s.Answered)
			if s.Seconds < 0 || s.Seconds > maxSeconds {
				t.Errorf("%+v", s)
			}
		}
		if r, err := ParseRecording(form); err == nil {
			clean(t, r.SID, r.Call, r.Status)
			if !token(r.SID) || !token(r.Call) {
				t.Errorf("%+v", r)
			}
		}
	})
}

func clean(t *testing.T, values ...string) {
	t.Helper()
	for _, v := range values {
		if !utf8.ValidString(v) || strings.Contains(v, "\x00") || utf8.RuneCountInString(v) > maxNumber {
			t.Errorf("kept %q", v)
		}
	}
}
