package twilio

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Bounds of what is kept of a call's form.
const (
	maxKeys    = 32       // the longest number asked for has 10 digits
	maxSeconds = 4 * 3600 // the carrier ends any call after four hours
	maxWord    = 32
)

// Call is what the carrier says of a call when it asks what to do next.
type Call struct {
	SID    string // 1–64 letters, digits, '-', '_'
	Parent string // the call on whose behalf this one was made; empty: none
	From   string // E.164; empty: withheld, or no phone
	To     string // E.164, or as the carrier wrote it
	Ours   bool   // we called, or rang somebody for a caller: From is our number, To the person's

	Keys      string // of 0123456789*#; "#" alone also if it ended a number of which nothing was keyed
	Recording Recording
	Dialed    bool // somebody was rung, and that is over
	Bridged   bool // the two were connected
	Machine   bool // an answering machine or a fax picked up
	HungUp    bool // the call is over: nobody hears what is answered
}

// ParseCall reads the form of a voice webhook, be it the first of a call or what came of the last answer's Gather,
// Record, Dial or Redirect. Fields it does not know are left alone; ErrMalformed if the identifier is missing.
// https://www.twilio.com/docs/voice/twiml#request-parameters
func ParseCall(form url.Values) (Call, error) {
	c := Call{SID: form.Get("CallSid"), Parent: form.Get("ParentCallSid")}
	if !token(c.SID) {
		return Call{}, fmt.Errorf("%w: CallSid", ErrMalformed)
	}
	if !token(c.Parent) {
		c.Parent = ""
	}
	c.To = Number(received(form.Get("To"), maxNumber), form.Get("ToCountry"))
	c.From = callerNumber(received(form.Get("From"), maxNumber), senderRegion(form, c.To))
	c.Ours = strings.HasPrefix(strings.ToLower(form.Get("Direction")), "outbound")
	c.Keys = keys(form)
	c.Recording, _ = recorded(form)
	c.Dialed = form.Get("DialCallStatus") != ""
	c.Bridged = strings.EqualFold(form.Get("DialBridged"), "true")
	c.Machine = machine(form.Get("AnsweredBy"))
	c.HungUp = form.Get("Digits") == hangup || Ended(word(form, "CallStatus"))
	return c, nil
}

// hangup stands for the keys when a caller ended a recording by hanging up.
// https://www.twilio.com/docs/voice/twiml/record#action
const hangup = "hangup"

// keys returns what was pressed. A lone # at a question that # ends arrives as nothing, with the key named beside it.
func keys(form url.Values) string {
	digits := form.Get("Digits")
	if digits == hangup {
		return ""
	}
	if digits == "" {
		digits = form.Get("FinishedOnKey")
	}
	pressed := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789*#", r) {
			return r
		}
		return -1
	}, digits)
	return pressed[:min(len(pressed), maxKeys)]
}

// machine reads the carrier's guess of who picked up; "unknown" counts as a person.
// https://www.twilio.com/docs/voice/answering-machine-detection
func machine(answeredBy string) bool {
	answeredBy = strings.ToLower(answeredBy)
	return strings.HasPrefix(answeredBy, "machine") || answeredBy == "fax"
}

// seconds reads a length, at most four hours; 0 if it is none.
func seconds(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return min(n, maxSeconds)
}

// word reads one of the carrier's own words, in small letters.
func word(form url.Values, key string) string {
	return strings.ToLower(received(form.Get(key), maxWord))
}
