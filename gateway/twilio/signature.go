package twilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// SignatureHeader carries the signature of every request the carrier makes.
const SignatureHeader = "X-Twilio-Signature"

// Sign returns the signature of a form posted to target: base64(HMAC-SHA1(token, target + each key and its unique
// values, both sorted)). A nil form signs the URL alone, as for GET.
// https://www.twilio.com/docs/usage/webhooks/webhooks-security
func Sign(token, target string, form url.Values) string {
	return sign(token, target, concatenate(form))
}

// Verify says whether signature was made with one of tokens for a form posted to target, which must be the public URL
// the carrier was given with the request's own, undecoded path and query; form must hold the body's values only. Two
// tokens serve while they are rotated; an empty one never verifies, since anybody can sign with it.
func Verify(signature, target string, form url.Values, tokens []string) bool {
	return verify(signature, target, concatenate(form), tokens)
}

// VerifyJSON is Verify for a body that is not a form: the carrier signs the URL alone, and puts the body's SHA-256
// into the URL as bodySHA256.
func VerifyJSON(signature, target string, body []byte, tokens []string) bool {
	u, err := url.Parse(target)
	if err != nil {
		return false
	}
	sum := sha256.Sum256(body)
	claimed := []byte(u.Query().Get("bodySHA256"))
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), claimed) != 1 {
		return false
	}
	return verify(signature, target, "", tokens)
}

func verify(signature, target, params string, tokens []string) bool {
	for spelling := range spellings(target) {
		for _, token := range tokens {
			if token != "" && hmac.Equal([]byte(sign(token, spelling, params)), []byte(signature)) {
				return true
			}
		}
	}
	return false
}

func sign(token, target, params string) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(target))
	mac.Write([]byte(params))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// concatenate joins a form as it is signed. A key that comes several times counts once for each different value; the
// carrier's own Go SDK takes the first value only.
func concatenate(form url.Values) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(form)) {
		values := form[key]
		if len(values) > 1 {
			values = slices.Compact(slices.Sorted(slices.Values(values)))
		}
		for _, value := range values {
			b.WriteString(key)
			b.WriteString(value)
		}
	}
	return b.String()
}

// spellings yields the ways the carrier may have written target when it signed: with and without the port (kept for
// texts, dropped for calls over HTTPS), without user and password, and with an apostrophe in the query raw or escaped
// (its back ends differ). As given comes first, so that the usual request costs one hash.
func spellings(target string) iter.Seq[string] {
	return func(yield func(string) bool) {
		scheme, rest, ok := strings.Cut(target, "://")
		if !ok {
			yield(target)
			return
		}
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		for _, path := range quotes(rest[end:]) {
			for _, host := range authorities(scheme, rest[:end]) {
				if !yield(scheme + "://" + host + path) {
					return
				}
			}
		}
	}
}

func quotes(path string) []string {
	all := []string{path}
	if strings.Contains(path, "'") {
		all = append(all, strings.ReplaceAll(path, "'", "%27"))
	}
	if strings.Contains(path, "%27") {
		all = append(all, strings.ReplaceAll(path, "%27", "'"))
	}
	return all
}

func authorities(scheme, authority string) []string {
	all := []string{authority, otherPort(scheme, authority)}
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		host := authority[at+1:]
		all = append(all, host, otherPort(scheme, host))
	}
	return all
}

// otherPort drops the port of an authority, or adds the scheme's own if there is none.
func otherPort(scheme, authority string) string {
	colon := strings.LastIndexByte(authority, ':')
	inside := strings.ContainsAny(authority[colon+1:], "]@") // the colon is an IPv6 address's or a password's
	switch {
	case colon >= 0 && !inside:
		return authority[:colon]
	case strings.EqualFold(scheme, "https"):
		return authority + ":443"
	default:
		return authority + ":80"
	}
}
