package twilio

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const sid = "SM0123456789abcdef0123456789abcdef"

func inbound(change ...string) url.Values {
	form := url.Values{"MessageSid": {sid}, "From": {"+12125550101"}, "To": {"+12125550100"}, "Body": {"FOOD 11211"},
		"NumMedia": {"0"}, "FromCountry": {"US"}, "ToCountry": {"US"}}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form
}

func TestParseMessage(t *testing.T) {
	t.Parallel()
	base64ish := strings.Repeat("YWJj", 20) // 80 characters of base64: a text like any other
	for name, test := range map[string]struct {
		form url.Values
		want Message
	}{
		"plain":          {inbound(), Message{SID: sid, Body: "FOOD 11211"}},
		"untrimmed":      {inbound("Body", " yes\n"), Message{SID: sid, Body: " yes\n"}},
		"empty":          {inbound("Body", ""), Message{SID: sid}},
		"base64":         {inbound("Body", base64ish), Message{SID: sid, Body: base64ish}},
		"NUL, not UTF-8": {inbound("Body", "a\x00b\xffc"), Message{SID: sid, Body: "abc"}},
		"too long":       {inbound("Body", strings.Repeat("é", maxText+1)), Message{SID: sid, Body: strings.Repeat("é", maxText)}},
		"opt-out":        {inbound("OptOutType", "stop"), Message{SID: sid, Body: "FOOD 11211", OptOutType: "STOP"}},
		"media": {inbound("NumMedia", "2", "MediaUrl0", "https://a/0", "MediaUrl1", "https://a/1"),
			Message{SID: sid, Body: "FOOD 11211", Media: 2, MediaURLs: []string{"https://a/0", "https://a/1"}}},
		"many media":     {inbound("NumMedia", "99999999"), Message{SID: sid, Body: "FOOD 11211", Media: maxMedia}},
		"negative media": {inbound("NumMedia", "-1"), Message{SID: sid, Body: "FOOD 11211"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseMessage(test.form)
			if err != nil {
				t.Fatal(err)
			}
			test.want.From, test.want.To = "+12125550101", "+12125550100"
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseMessageRefuses(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]url.Values{
		"nothing":         {},
		"no identifier":   inbound("MessageSid", ""),
		"a path as one":   inbound("MessageSid", "../Calls/CA1"),
		"a long one":      inbound("MessageSid", strings.Repeat("a", 65)),
		"no sender":       inbound("From", " "),
		"no receiver":     inbound("To", ""),
		"sender not text": inbound("From", "\xff\x00"),
	} {
		if _, err := ParseMessage(form); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSenders(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, country, want string }{
		{"+12125550101", "US", "+12125550101"},
		{" +12125550101 ", "", "+12125550101"},
		{"2125550101", "US", "+12125550101"},
		{"(212) 555-0101", "", "+12125550101"}, // the country of the number it was sent to
		{"12125550101", "", "+12125550101"},
		{"02079460018", "GB", "+442079460018"},
		{"22395", "US", "22395"}, // short codes stay
		{"611", "US", "611"},
		{"5550101", "US", "5550101"}, // no area code: nobody knows whose
		{"VERIZON", "US", "VERIZON"},
		{"1-800-FLOWERS", "US", "1-800-FLOWERS"},
		{"anonymous", "", "anonymous"},
		{"whatsapp:+12125550101", "US", "whatsapp:+12125550101"},
		{"2125550101", "not a country", "+12125550101"},
	} {
		m, err := ParseMessage(inbound("From", test.from, "FromCountry", test.country, "ToCountry", test.country))
		if err != nil || m.From != test.want {
			t.Errorf("%q: %q, %v, want %q", test.from, m.From, err, test.want)
		}
	}
}

func TestParseStatus(t *testing.T) {
	t.Parallel()
	got, err := ParseStatus(url.Values{"MessageSid": {sid}, "MessageStatus": {"undelivered"}, "ErrorCode": {"30006"}})
	if diff := cmp.Diff(Status{SID: sid, Status: "undelivered", Code: 30006}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	got, err = ParseStatus(url.Values{"MessageSid": {sid}, "SmsStatus": {"Sent"}, "ErrorCode": {"none"}})
	if diff := cmp.Diff(Status{SID: sid, Status: "sent"}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for name, form := range map[string]url.Values{
		"nothing":       {},
		"no status":     {"MessageSid": {sid}},
		"no identifier": {"MessageStatus": {"sent"}},
		"new status":    {"MessageSid": {sid}, "MessageStatus": {"teleported"}},
	} {
		if _, err := ParseStatus(form); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseMessage(f *testing.F) {
	f.Add(inbound().Encode())
	f.Add("MessageSid=SM1&From=%2B1&To=22395&Body=%00%ff&NumMedia=3&MediaUrl0=%ff&FromCountry=us")
	f.Add("MessageSid=SM1&From=(212)%20555-0101&To=%2B12125550100")
	f.Fuzz(func(t *testing.T, body string) {
		form, _ := url.ParseQuery(body)
		m, err := ParseMessage(form)
		if err != nil {
			if !errors.Is(err, ErrMalformed) {
				t.Errorf("another error: %v", err)
			}
			return
		}
		if !token(m.SID) || m.From == "" || m.To == "" {
			t.Errorf("incomplete: %+v", m)
		}
		for _, s := range append(m.MediaURLs, m.From, m.To, m.Body, m.OptOutType) {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) || utf8.RuneCountInString(s) > maxText {
				t.Errorf("not fit to keep: %q", s)
			}
		}
		if m.Media < 0 || m.Media > maxMedia || len(m.MediaURLs) > m.Media {
			t.Errorf("%d media, %d addresses", m.Media, len(m.MediaURLs))
		}
		if m.From != Number(m.From, "US") && e164(m.From) {
			t.Errorf("not stable: %q", m.From)
		}
	})
}

func FuzzParseStatus(f *testing.F) {
	f.Add("MessageSid=" + sid + "&MessageStatus=delivered&ErrorCode=30006")
	f.Add("MessageSid=SM1&SmsStatus=SENT&ErrorCode=-1")
	f.Fuzz(func(t *testing.T, body string) {
		form, _ := url.ParseQuery(body)
		s, err := ParseStatus(form)
		if err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("another error: %v", err)
		}
		if err == nil && (!token(s.SID) || !knownStatus(s.Status) || s.Code < 0) {
			t.Errorf("unfit: %+v", s)
		}
	})
}
