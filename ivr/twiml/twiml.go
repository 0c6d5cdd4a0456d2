// Package twiml writes a turn of a call as the carrier reads it (TwiML): what is said, by a recording or by a voice of
// that very language, and what is listened for. It knows the platform's limits, and nothing of the conversation.
package twiml

import (
	"strconv"
	"time"

	"hotline/dispatch"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ivr"
)

// Options are what a document needs beside the turn. Every URL is absolute.
type Options struct {
	Catalog    *i18n.Catalog
	Recordings *i18n.Recordings // nil: none

	Next            string // asked for the turn that follows
	RecordingStatus string // told when a recording is ready
	Screen          string // asked what a coordinator who picks up hears before being connected
	CallerID        string // E.164 of the line: what the phones that are rung see
	Leg             bool   // the call is a leg being screened: it can only be asked and hung up (docs/voice/twiml/number: url)

	PromptURL func(lang string, key msg.Key) string // where a recorded prompt is
	AudioURL  func(id dispatch.ID) string           // where somebody's own words are; empty: they are not here yet
}

// Where a turn sets no bound of its own. Silence ends a recording after five seconds: people look for words.
const (
	keyWait      = 10 * time.Second
	ringWait     = 20 * time.Second
	longest      = 2 * time.Minute // of a recording
	longestTalk  = time.Hour
	speechPause  = 5 * time.Second
	ownLanguage  = msg.Key("voice_own_language") // "to leave a message in your own language, press 0"
	oneKey       = 1
	enoughDigits = 20 // no number that people key is longer
)

// Render writes a turn as a TwiML document. It never fails: what cannot be said is left out.
func Render(t ivr.Turn, o Options) []byte {
	d := newDocument()
	d.open("Response")
	switch t.Listen.For {
	case ivr.ForKeys:
		d.open("Gather", o.keys(t.Listen)...)
		o.say(d, t)
		d.close("Gather")
		o.goOn(d)
	case ivr.ForRecording:
		o.say(d, t)
		d.empty("Record", o.record(t.Listen)...)
		o.goOn(d)
	case ivr.ForRing:
		o.say(d, t)
		o.ring(d, t.Listen)
		o.goOn(d)
	case ivr.ForTalk: // a screening that ends is what connects the two
		o.say(d, t)
	default:
		o.say(d, t)
		d.empty("Hangup")
	}
	d.close("Response")
	return d.bytes()
}

// goOn is what follows when the carrier goes on by itself: after an empty recording, or with nobody to ring.
func (o Options) goOn(d *document) {
	if o.Leg {
		d.empty("Hangup")
		return
	}
	d.line("Redirect", o.Next, "method", "POST")
}

// keys are the attributes of a Gather. The carrier ends a number at # only; for a single key it must be told that no
// key ends it, else * and # would be no answers. (twilio.com/docs/voice/twiml/gather: finishOnKey)
func (o Options) keys(l ivr.Listen) []string {
	digits, finish := min(max(l.Digits, oneKey), enoughDigits), "#"
	if digits == oneKey {
		finish = ""
	}
	return []string{"input", "dtmf", "numDigits", strconv.Itoa(digits), "timeout", seconds(l.Wait, keyWait),
		"finishOnKey", finish, "actionOnEmptyResult", "true", "action", o.Next, "method", "POST"}
}

// record are the attributes of a Record. Nothing is cut from a recording: a soft voice is not silence.
func (o Options) record(l ivr.Listen) []string {
	return []string{"action", o.Next, "method", "POST", "maxLength", seconds(l.Most, longest),
		"timeout", seconds(speechPause, 0), "finishOnKey", "#", "playBeep", "true", "trim", "do-not-trim",
		"recordingStatusCallback", o.RecordingStatus, "recordingStatusCallbackMethod", "POST",
		"recordingStatusCallbackEvent", "completed absent"}
}

// ring rings somebody; the caller goes on hearing the ringing until the two are connected. With nobody to ring the
// call goes on.
func (o Options) ring(d *document, l ivr.Listen) {
	if l.Ring.Number == "" {
		return
	}
	d.open("Dial", "action", o.Next, "method", "POST", "timeout", seconds(l.Wait, ringWait), "callerId", o.CallerID,
		"timeLimit", seconds(l.Most, longestTalk), "answerOnBridge", "true")
	if l.Ring.Screened {
		d.line("Number", l.Ring.Number, "url", o.Screen, "method", "POST")
	} else {
		d.line("Number", l.Ring.Number)
	}
	d.close("Dial")
}

// seconds is a time as attributes have it: whole seconds, at least one.
func seconds(t, otherwise time.Duration) string {
	if t <= 0 {
		t = otherwise
	}
	return strconv.Itoa(int(max(t.Round(time.Second), time.Second) / time.Second))
}
