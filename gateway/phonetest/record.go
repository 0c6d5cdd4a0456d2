package phonetest

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// record lets the caller speak after a tone. A recording of no length at all is none: the document goes on. A caller
// who says nothing leaves a silent one. Its callback comes after the action was asked, unless StatusOutOfOrder says
// otherwise. https://www.twilio.com/docs/voice/twiml/record
func (c *Carrier) record(x *call, s *script, e *element) (next *script, jump bool) {
	tone := "Speak now"
	if e.attr("playBeep", "true") == "true" {
		tone = "Tone: speak now"
	}
	c.add(x, Line{Kind: Tone, Text: tone})
	begun := c.clock.Now()
	spoken, silent, ends, target := c.listen(x, e)
	if target != "" {
		return c.fetch(x, target, nil), true
	}
	r := c.newRecording(x, begun, spoken, silent, e.attr("trim", "trim-silence") == "trim-silence")
	if spoken+silent == 0 {
		c.reportRecording(x, s, e, r)
		return nil, ends == "hangup"
	}
	if ends == "hangup" {
		c.mu.Lock()
		x.hungUp = true
		c.mu.Unlock()
	}
	early := c.faults.happens(StatusOutOfOrder, r.sid)
	if early {
		c.reportRecording(x, s, e, r)
	}
	next = c.fetch(x, s.against(e.attr("action", s.url)), url.Values{
		"RecordingSid": {r.sid}, "RecordingUrl": {c.recordingURL(r)}, "Digits": {ends},
		"RecordingDuration": {strconv.Itoa(int((spoken + silent) / time.Second))},
	})
	if !early {
		c.reportRecording(x, s, e, r)
	}
	return next, true
}

// listen waits for the caller to speak: for how long they spoke, how long a silence ended it, and which key. target is
// set instead if the call is moved to another document.
func (c *Carrier) listen(x *call, e *element) (spoken, silent time.Duration, ends, target string) {
	timeout, most := inSeconds(e.attr("timeout", "5")), inSeconds(e.attr("maxLength", "3600"))
	for {
		switch ev := c.wait(x, waitsSpeech, timeout); ev.kind {
		case pressed:
			if i := strings.IndexAny(ev.keys, e.attr("finishOnKey", keypad)); i >= 0 {
				return 0, 0, ev.keys[i : i+1], ""
			}
		case quiet:
			if timeout == 0 { // silence ends nothing
				timeout = most
			}
			silent = min(timeout, most)
		case spoke:
			spoken, ends = time.Duration(ev.seconds)*time.Second, ev.ends
			if ends == "" {
				silent = timeout
			}
			if spoken+silent >= most {
				spoken, silent, ends = min(spoken, most), max(most-spoken, 0), ""
			}
		case moved:
			return 0, 0, "", ev.target
		case hungUp:
			return 0, 0, "hangup", ""
		}
		if spoken+silent > 0 {
			c.pass(x, spoken+silent)
			return spoken, silent, ends, ""
		}
	}
}
