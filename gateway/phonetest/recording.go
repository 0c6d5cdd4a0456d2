package phonetest

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// recording is what somebody said on the phone, as the carrier keeps it. Its fields but deleted never change.
type recording struct {
	n       int
	sid     string
	call    *call
	made    time.Time
	seconds int  // of its sound
	absent  bool // it has none
	deleted bool // by REST
}

// Recording is what somebody said in a call.
type Recording struct {
	SID     string
	Seconds int
	Deleted bool // the application has had the carrier forget it
}

// newRecording keeps what was said. Without the silence nothing may be left of it.
func (c *Carrier) newRecording(x *call, begun time.Time, spoken, silent time.Duration, trim bool) *recording {
	length := spoken + silent
	if trim {
		length = spoken
	}
	r := &recording{sid: newSID("RE"), call: x, made: begun, seconds: int(length / time.Second)}
	r.absent = length == 0 || c.faults.happens(RecordingAbsent, x.from+x.to)
	c.mu.Lock()
	defer c.mu.Unlock()
	r.n = len(c.recordings) + 1
	c.recordings = append(c.recordings, r)
	x.recordings = append(x.recordings, r)
	c.changedLocked()
	return r
}

func (r *recording) status() string {
	if r.absent {
		return "absent"
	}
	return completed
}

// recordingURL is where a recording is, without the ending that says in which format.
func (c *Carrier) recordingURL(r *recording) string {
	return c.apiURL + c.recordingsPath() + "/" + r.sid
}

func (c *Carrier) recordingsPath() string {
	return "/" + apiVersion + "/Accounts/" + c.account + "/Recordings"
}

// reportRecording posts a recording's status callback, if it was asked for.
// https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback-parameters
func (c *Carrier) reportRecording(x *call, s *script, e *element, r *recording) {
	target := e.attr("recordingStatusCallback", "")
	events := strings.Fields(e.attr("recordingStatusCallbackEvent", completed))
	if target == "" || !slices.Contains(events, r.status()) || c.faults.happens(StatusLost, x.from+x.to+"recording") {
		return
	}
	form := url.Values{
		"AccountSid": {c.account}, "CallSid": {x.sid}, "RecordingSid": {r.sid}, "RecordingUrl": {c.recordingURL(r)},
		"RecordingStatus": {r.status()}, "RecordingDuration": {strconv.Itoa(r.seconds)}, "RecordingChannels": {"1"},
		"RecordingSource": {"RecordVerb"}, "RecordingStartTime": {rfc2822(r.made)}, "ErrorCode": {"0"},
	}
	c.postStatus(webhook{target: s.against(target), form: form, what: "recording callback"})
}

var recordingName = regexp.MustCompile(`RE[0-9a-f]{32}`)

// recordingOf is the recording whose sound this is, or nil.
func (c *Carrier) recordingOf(sound []byte) *recording {
	sid := string(recordingName.Find(sound[:min(len(sound), maxMark)]))
	c.mu.Lock()
	r := c.recordingBySID(sid)
	c.mu.Unlock()
	if r == nil || (!bytes.Equal(sound, mp3(r)) && !bytes.Equal(sound, wav(r))) {
		return nil
	}
	return r
}

// recordingBySID returns a recording, or nil. The caller holds c.mu.
func (c *Carrier) recordingBySID(sid string) *recording {
	for _, r := range c.recordings {
		if r.sid == sid {
			return r
		}
	}
	return nil
}
