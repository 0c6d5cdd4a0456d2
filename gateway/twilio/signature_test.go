package twilio

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/twilio/twilio-go/client"
	"pgregory.net/rapid"

	"hotline/ops/testdata"
)

// vector is one case of the carrier's own SDKs' tests.
type vector struct {
	Name, Token, URL, Sig string
	Form                  [][2]string
	Body                  *string
	Want                  bool
}

func (v vector) values() url.Values {
	form := url.Values{}
	for _, pair := range v.Form {
		form.Add(pair[0], pair[1])
	}
	return form
}

func (v vector) verify(tokens ...string) bool {
	if v.Body != nil {
		return VerifyJSON(v.Sig, v.URL, []byte(*v.Body), tokens)
	}
	return Verify(v.Sig, v.URL, v.values(), tokens)
}

func TestSignatureVectors(t *testing.T) {
	t.Parallel()
	var vectors []vector
	if err := json.Unmarshal(testdata.Read(t, "twilio/vectors.json"), &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 59 {
		t.Fatalf("%d vectors, want 59 or more", len(vectors))
	}
	for _, v := range vectors {
		if got := v.verify(v.Token); got != v.Want {
			t.Errorf("%s: %v, want %v", v.Name, got, v.Want)
		}
		if got := v.verify("another", v.Token); got != v.Want {
			t.Errorf("%s, as the second token: %v, want %v", v.Name, got, v.Want)
		}
		if v.verify("another") || v.verify() {
			t.Errorf("%s: verified with a wrong token or none", v.Name)
		}
	}
}

func TestEmptyTokenNeverVerifies(t *testing.T) {
	t.Parallel()
	form := url.Values{"From": {"+12125550101"}}
	const target = "https://hotline.example.org/twilio/sms"
	if Verify(Sign("", target, form), target, form, []string{"", ""}) {
		t.Error("a signature made with an empty token was taken")
	}
}

func TestSpellings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		given, signed string
		want          bool
	}{
		{"https://[2001:db8::1]/sms", "https://[2001:db8::1]:443/sms", true},
		{"https://[2001:db8::1]:8443/sms", "https://[2001:db8::1]/sms", true},
		{"https://ana:pass:word@example.org/sms", "https://example.org:443/sms", true},
		{"https://ana@example.org:444/sms", "https://example.org/sms", true},
		{"https://example.org/sms?q=it's", "https://example.org:443/sms?q=it%27s", true},
		{"https://example.org/sms?b=2&a=1", "https://example.org/sms?a=1&b=2", false}, // order matters
		{"https://example.org/sms?a=%20", "https://example.org/sms?a=+", false},       // so does escaping
		{"https://example.org/sms/", "https://example.org/sms", false},
		{"https://example.org/sms", "http://example.org/sms", false},
		{"https://example.org/sms", "https://example.net/sms", false},
		{"example.org/sms", "example.org/sms", true},
	} {
		form := url.Values{"Body": {"YES"}}
		if got := Verify(Sign("t", test.signed, form), test.given, form, []string{"t"}); got != test.want {
			t.Errorf("given %s, signed %s: %v", test.given, test.signed, got)
		}
	}
}

// The carrier's own Go validator is incomplete; but whatever it takes we must take.
func TestVerifyWhereSDKDoes(t *testing.T) {
	t.Parallel()
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		target := drawURL(t)
		form := drawForm(t)
		signed := rapid.SampledFrom(append(quotes(target), otherSpellings(target)...)).Draw(t, "signed")
		signature := Sign("12345", signed, drawSigned(t, form))

		sdk := client.NewRequestValidator("12345")
		ours := Verify(signature, target, form, []string{"12345"})
		if sdk.ValidateBody(target, []byte(form.Encode()), signature) {
			taken++
			if !ours {
				t.Fatalf("the SDK takes what we refuse: %s signed as %s", target, signed)
			}
		}
	})
	if taken == 0 {
		t.Error("no case in which the SDK took a signature: the property was not tried")
	}
}

func otherSpellings(target string) []string {
	var all []string
	for s := range spellings(target) {
		all = append(all, s)
	}
	return all
}

// drawURL draws a URL as an operator would configure one: escaped, in lower case.
func drawURL(t *rapid.T) string {
	return rapid.SampledFrom([]string{"http", "https"}).Draw(t, "scheme") + "://" +
		rapid.SampledFrom([]string{"", "ana@", "ana:pass@"}).Draw(t, "userinfo") +
		rapid.SampledFrom([]string{"example.org", "hotline.example.org", "127.0.0.1", "localhost"}).Draw(t, "host") +
		rapid.SampledFrom([]string{"", ":80", ":443", ":8080"}).Draw(t, "port") +
		rapid.StringMatching(`(/[a-z0-9._~-]{0,6}(%20)?){1,3}`).Draw(t, "path") +
		rapid.StringMatching(`(\?([a-z]{1,3}=([a-z0-9'+]|%27|%2B){0,5}&){0,2}m=[0-9]{1,8})?`).Draw(t, "query")
}

func drawForm(t *rapid.T) url.Values {
	return url.Values(rapid.MapOf(
		rapid.StringMatching(`[A-Za-z.]{1,8}`),
		rapid.SliceOfN(rapid.String(), 1, 3),
	).Draw(t, "form"))
}

// drawSigned draws what the carrier signs of a form: all of it, the first values only (as the SDK reads it), or less.
func drawSigned(t *rapid.T, form url.Values) url.Values {
	switch rapid.IntRange(0, 2).Draw(t, "signed values") {
	case 0:
		return form
	case 1:
		return nil
	default:
		first := url.Values{}
		for key := range form {
			if len(form[key]) == 1 {
				first.Set(key, form.Get(key))
			}
		}
		return first
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "https://example.org/sms?a=b", "Body=YES&From=%2B12125550101", "12345")
	f.Add("", "https://[::1", "a=1&a=1&a=0", "")
	f.Add("x", "://@:]'%27", "", "t")
	f.Fuzz(func(t *testing.T, signature, target, body, token string) {
		form, _ := url.ParseQuery(body)
		own := Sign(token, target, form)
		if Verify(own, target, form, []string{token}) != (token != "") {
			t.Errorf("own signature with token %q", token)
		}
		if token != "" && Verify(signature, target, form, []string{token}) {
			matches := false
			for spelling := range spellings(target) {
				matches = matches || Sign(token, spelling, form) == signature
			}
			if !matches {
				t.Error("verified a signature of no spelling")
			}
		}
		VerifyJSON(signature, target, []byte(body), []string{token})
	})
}

func BenchmarkVerify(b *testing.B) {
	form := url.Values{"MessageSid": {"SM00000000000000000000000000000001"}, "From": {"+12125550101"}, "To": {"+12125550100"},
		"Body": {"FOOD 11211 two adults"}, "NumMedia": {"0"}, "NumSegments": {"1"}, "FromCountry": {"US"}, "ToCountry": {"US"}}
	const target = "https://hotline.example.org/twilio/sms"
	signature, tokens := Sign("12345", target, form), []string{"12345"}
	for b.Loop() {
		if !Verify(signature, target, form, tokens) {
			b.Fatal("refused")
		}
	}
}
