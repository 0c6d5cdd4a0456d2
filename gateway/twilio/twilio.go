// Package twilio speaks the carrier's protocol: it checks and makes signatures, reads webhook forms into typed values,
// renders TwiML answers, calls the REST interface and says what an error code means. It knows nothing of requests,
// volunteers or the database, decides nothing, keeps no state between calls, and never puts a phone number or a text
// into an error. Its behaviour follows the carrier's documentation, cited where a rule is not obvious.
package twilio

import "strings"

// MaxBody is the longest text the carrier takes or delivers, in UTF-16 units (error 21617 beyond it).
const MaxBody = 1600

// ValidSID says whether s is a message's identifier, so that it may be stored and put into a path. The SDK escapes no
// identifier: "../Calls/CA1" would reach another resource.
func ValidSID(s string) bool { return isSID(s, "SM") || isSID(s, "MM") }

func callSID(s string) bool      { return isSID(s, "CA") }
func recordingSID(s string) bool { return isSID(s, "RE") }

// isSID says whether s is an identifier of the kind that begins so.
func isSID(s, kind string) bool {
	if len(s) != 34 || s[:2] != kind {
		return false
	}
	for _, c := range []byte(s[2:]) {
		if !isHex(c) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// token says whether s is 1 to 64 ASCII letters, digits, '-' or '_': safe in a path, a column and a log.
func token(s string) bool {
	return len(s) > 0 && len(s) <= 64 && strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	}) < 0
}
