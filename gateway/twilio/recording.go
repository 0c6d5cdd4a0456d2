package twilio

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// Recording is what a caller said, as the carrier speaks of it. Its sound is fetched by FetchRecording once it is
// completed.
type Recording struct {
	SID     string // 1–64 letters, digits, '-', '_'
	Call    string // the carrier's identifier of the call it was made in
	Status  string // of a status callback: in-progress, completed, absent, failed
	Seconds int
}

// ParseRecording reads the form of a recording status callback; ErrMalformed if an identifier is missing or the status
// is none we know. Whether the sound is there is known from this callback alone: Record's own answer comes before.
// https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback
func ParseRecording(form url.Values) (Recording, error) {
	r, ok := recorded(form)
	if !ok || !token(r.Call) {
		return Recording{}, fmt.Errorf("%w: RecordingSid or CallSid", ErrMalformed)
	}
	switch r.Status {
	case "in-progress", "completed", "absent", "failed":
		return r, nil
	}
	return Recording{}, fmt.Errorf("%w: RecordingStatus", ErrMalformed)
}

// recorded reads the recording a form tells of. The documented answer to a Record names it by its address alone, whose
// end is the identifier; the address itself is never asked, since a compatible carrier may write anything there.
// https://www.twilio.com/docs/voice/twiml/record#request-parameters
func recorded(form url.Values) (Recording, bool) {
	r := Recording{SID: form.Get("RecordingSid"), Call: form.Get("CallSid"), Status: word(form, "RecordingStatus"),
		Seconds: seconds(form.Get("RecordingDuration"))}
	if r.SID == "" {
		name := path.Base(form.Get("RecordingUrl"))
		r.SID, _, _ = strings.Cut(name, ".")
	}
	if !token(r.SID) {
		return Recording{}, false
	}
	return r, true
}
