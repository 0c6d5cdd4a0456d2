package phonetest

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
)

// recordingREST is GET and DELETE Recordings/{Sid}, with .json, .mp3, .wav or nothing behind it.
// https://www.twilio.com/docs/voice/api/recording
func (c *Carrier) recordingREST(method, name string) response {
	kind := path.Ext(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.recordingBySID(name[:len(name)-len(kind)])
	switch {
	case r == nil || r.deleted:
		return restError(20404)
	case method == http.MethodDelete && (kind == "" || kind == ".json"):
		r.deleted = true
		c.changedLocked()
		return response{status: http.StatusNoContent}
	case method == http.MethodDelete:
		return restError(20404)
	case kind == ".json":
		return restJSON(http.StatusOK, c.recordingResource(r))
	case r.absent || c.faults.happens(RecordingNotReady, r.sid):
		return restError(20404)
	case kind == ".mp3":
		return response{status: http.StatusOK, body: mp3(r), media: "audio/mpeg"}
	case kind == ".wav" || kind == "":
		return response{status: http.StatusOK, body: wav(r), media: "audio/x-wav"}
	}
	return restError(20404)
}

// listRecordings is GET Recordings.json.
func (c *Carrier) listRecordings(u *url.URL) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	return list(u, "recordings", "DateCreated", func(yield func(listed) bool) {
		for _, r := range c.recordings {
			one := listed{n: r.n, sid: r.sid, at: r.made, status: r.status(), call: r.call.sid, resource: func() any {
				return c.recordingResource(r)
			}}
			if !r.deleted && !yield(one) {
				return
			}
		}
	})
}

// recordingResource shows a recording. The caller holds c.mu.
func (c *Carrier) recordingResource(r *recording) map[string]any {
	path := c.recordingsPath() + "/" + r.sid
	shown := map[string]any{
		"sid": r.sid, "account_sid": c.account, "api_version": apiVersion, "call_sid": r.call.sid, "conference_sid": nil,
		"date_created": rfc2822(r.made), "date_updated": rfc2822(r.made), "start_time": rfc2822(r.made),
		"duration": strconv.Itoa(r.seconds), "status": r.status(), "channels": 1, "source": "RecordVerb",
		"error_code": nil, "price": nil, "price_unit": "USD", "encryption_details": nil, "uri": path + ".json",
		"media_url": c.recordingURL(r), "subresource_uris": map[string]string{"transcriptions": path + "/Transcriptions.json"},
	}
	if r.absent {
		shown["error_code"] = 11902
	}
	return shown
}
