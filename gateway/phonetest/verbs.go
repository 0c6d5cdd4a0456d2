package phonetest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// verb is what the executor knows of one element of a call's TwiML: its attributes with what their values may be, and
// what may stand in it.
type verb struct {
	attrs    map[string]func(string) bool
	children []string
	text     bool // character data may stand in it
}

// verbs are the elements that are executed here; anything else is a complaint. It is a small part of what the carrier
// has: what Hotline says on the phone. https://www.twilio.com/docs/voice/twiml
func verbs() map[string]verb {
	type attrs = map[string]func(string) bool
	// In <Say>, the tags of speech. https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml
	inline := []string{"break", "emphasis", "prosody", "say-as"}
	ssml := append([]string{"p", "s"}, inline...)
	return map[string]verb{
		"Response": {children: []string{"Dial", "Gather", "Hangup", "Pause", "Play", "Record", "Redirect", "Say"}},
		"Say":      {attrs: attrs{"language": spokenLanguage, "voice": knownVoice}, children: ssml, text: true},
		"Play":     {text: true},
		"Pause":    {attrs: attrs{"length": whole(1, 600)}},
		"Gather": {
			attrs: attrs{
				"input": oneOf("dtmf"), "numDigits": whole(1, 128), "timeout": whole(1, 600), "finishOnKey": finishKey,
				"actionOnEmptyResult": oneOf("true", "false"), "action": anything, "method": oneOf("POST"),
			},
			children: []string{"Pause", "Play", "Say"},
		},
		"Record": {attrs: attrs{
			"action": anything, "method": oneOf("POST"), "timeout": whole(0, 600), "finishOnKey": finishKeys,
			"maxLength": whole(2, 14400), "playBeep": oneOf("true", "false"), "trim": oneOf("trim-silence", "do-not-trim"),
			"recordingStatusCallback": anything, "recordingStatusCallbackMethod": oneOf("POST"),
			"recordingStatusCallbackEvent": someOf("in-progress", "completed", "absent"),
		}},
		"Dial": {
			attrs: attrs{
				"action": anything, "method": oneOf("POST"), "timeout": whole(1, 600), "timeLimit": whole(1, 14400),
				"callerId": anything, "answerOnBridge": oneOf("true", "false"),
			},
			children: []string{"Number"},
		},
		"Number": {
			attrs: attrs{
				"url": anything, "method": oneOf("POST"), "statusCallback": anything,
				"statusCallbackMethod": oneOf("POST"), "statusCallbackEvent": someOf(callEvents...),
			},
			text: true,
		},
		"Redirect": {attrs: attrs{"method": oneOf("POST")}, text: true},
		"Hangup":   {},
		"break":    {attrs: attrs{"strength": anything, "time": breakTime}},
		"emphasis": {attrs: attrs{"level": oneOf("strong", "moderate", "reduced")}, text: true},
		"p":        {children: inline, text: true},
		"prosody":  {attrs: attrs{"pitch": anything, "rate": anything, "volume": anything}, children: ssml, text: true},
		"s":        {children: inline, text: true},
		"say-as":   {attrs: attrs{"interpret-as": anything, "format": anything}, text: true},
	}
}

// callEvents are what a call's status callbacks can be asked for. https://www.twilio.com/docs/voice/api/call-resource
var callEvents = []string{"initiated", "ringing", "answered", "completed"}

func anything(string) bool { return true }

func whole(least, most int) func(string) bool {
	return func(s string) bool {
		_, err := between(s, least, most)
		return err == nil
	}
}

func oneOf(all ...string) func(string) bool {
	return func(s string) bool { return slices.Contains(all, s) }
}

// someOf is a list with spaces between, without repetition.
func someOf(all ...string) func(string) bool {
	return func(s string) bool {
		seen := map[string]bool{}
		for word := range strings.FieldsSeq(s) {
			if seen[word] || !slices.Contains(all, word) {
				return false
			}
			seen[word] = true
		}
		return len(seen) > 0
	}
}

const keypad = "0123456789*#"

// finishKey is the key that ends a number; none if it is empty (errors 13310, 13311).
func finishKey(s string) bool { return len(s) <= 1 && finishKeys(s) }

// finishKeys are the keys that end a recording.
func finishKeys(s string) bool { return strings.Trim(s, keypad) == "" }

var speechTime = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?m?s$`)

// breakTime is a pause of up to ten seconds.
func breakTime(s string) bool {
	d, err := time.ParseDuration(s)
	return err == nil && speechTime.MatchString(s) && d <= 10*time.Second
}

// longBreak says whether a pause is one between two thoughts.
func longBreak(s string) bool {
	d, err := time.ParseDuration(s)
	return err == nil && d >= 500*time.Millisecond
}

// checkVerbs returns what the carrier would complain about in a call's document (12200), and takes out the elements it
// would leave out, so that what is left can be executed.
func checkVerbs(known map[string]verb, root *element) []Problem {
	c := &verbChecker{known: known}
	c.check(root)
	return c.problems
}

type verbChecker struct {
	known    map[string]verb
	problems []Problem
}

func (c *verbChecker) warn(what string) { c.problems = append(c.problems, Problem{12200, what}) }

// check looks at an element that may stand where it stands, and at all within.
func (c *verbChecker) check(e *element) {
	v := c.known[e.name]
	for _, a := range e.attrs {
		name := qualified(a.Name)
		allowed, known := v.attrs[name]
		switch {
		case !known:
			c.warn("<" + label(e.name) + "> has no attribute " + label(name) + " here")
		case !allowed(a.Value):
			c.warn("<" + label(e.name) + " " + label(name) + "> can't be " + label(strconv.Quote(a.Value)))
		}
	}
	if !v.text && strings.TrimSpace(e.text) != "" {
		c.warn("text can't stand directly in <" + label(e.name) + ">")
	}
	e.children = slices.DeleteFunc(e.children, func(child *element) bool {
		if slices.Contains(v.children, child.name) {
			return false
		}
		c.warn("<" + label(child.name) + "> can't stand in <" + label(e.name) + "> here")
		return true
	})
	for _, child := range e.children {
		c.check(child)
	}
	if e.name == "Say" {
		c.say(e)
	}
}
