package twilio

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Number returns raw as E.164 if it can be read as a phone number, national ones as of region ("US"), and otherwise
// raw without the spaces around it: a sender may be a short code, a name, or a number the carrier "cannot normalize".
func Number(raw, region string) string {
	raw = strings.TrimSpace(raw)
	if e164(raw) || !phoneLike(raw) {
		return raw
	}
	n, err := phonenumbers.Parse(raw, region)
	if err != nil || !phonenumbers.IsValidNumber(n) { // a short code is "possible" in many countries, never valid
		return raw
	}
	return phonenumbers.Format(n, phonenumbers.E164)
}

// e164 says whether s is written as E.164: plus, a digit but 0, 7 to 15 digits in all.
func e164(s string) bool {
	if len(s) < 8 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return false
	}
	return strings.Trim(s[1:], "0123456789") == ""
}

// phoneLike says whether s consists of what phone numbers are written with. The library reads letters as keypad
// digits, and would make a number of a sender's name.
func phoneLike(s string) bool {
	return s != "" && strings.Trim(s, "0123456789+-. ()/") == ""
}

// regionOf returns the country an E.164 number belongs to, or "".
func regionOf(number string) string {
	n, err := phonenumbers.Parse(number, "")
	if err != nil {
		return ""
	}
	return phonenumbers.GetRegionCodeForNumber(n)
}
