package twilio

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	rest "github.com/twilio/twilio-go/rest/api/v2010"
)

// recordingsLimit bounds one listing of recordings.
const recordingsLimit = 5000

// ListedRecording is a recording as the carrier remembers it.
type ListedRecording struct {
	SID, Call string
	Status    string // completed: its sound can be fetched
	Seconds   int
	CreatedAt time.Time
}

// FetchRecording returns the sound of a recording and its format, "mp3". An *Error of HTTP status 404 says that the
// carrier has none: not yet, or no more. What is no sound, whatever the status, is an error. The SDK has no call for it.
// https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file
func (c *Client) FetchRecording(ctx context.Context, sid string) (audio []byte, format string, err error) {
	if !recordingSID(sid) {
		return nil, "", &Error{Class: Bug, cause: ErrMalformed}
	}
	_, call := c.api(ctx)
	call.accept = "audio/mpeg"
	res, err := call.SendRequest(http.MethodGet, recordingPath(c.account, sid), url.Values{}, nil)
	if err != nil {
		return nil, "", call.asError(err)
	}
	audio, err = io.ReadAll(res.Body) // at hand already
	if err != nil || !isMP3(audio) {
		return nil, "", call.asError(ErrMalformed)
	}
	return audio, "mp3", nil
}

// isMP3 says whether this begins as an MP3 does: with a tag (ID3), or with the eleven bits set that begin each of its
// frames (ISO/IEC 11172-3, 2.4.1.3).
func isMP3(sound []byte) bool {
	return bytes.HasPrefix(sound, []byte("ID3")) || len(sound) > 1 && sound[0] == 0xff && sound[1]&0xe0 == 0xe0
}

// recordingPath is where a recording's sound is, on whatever host the interface has.
func recordingPath(account, sid string) string {
	return "/2010-04-01/Accounts/" + account + "/Recordings/" + sid + ".mp3"
}

// DeleteRecording has the carrier forget a recording. One that it does not have is forgotten.
func (c *Client) DeleteRecording(ctx context.Context, sid string) error {
	if !recordingSID(sid) {
		return &Error{Class: Bug, cause: ErrMalformed}
	}
	api, call := c.api(ctx)
	return call.erased(api.DeleteRecording(sid, nil))
}

// ListRecordings returns the account's recordings made at or after since, oldest first: at most the newest 5000.
func (c *Client) ListRecordings(ctx context.Context, since time.Time) ([]ListedRecording, error) {
	p := &rest.ListRecordingParams{}
	p.SetDateCreatedAfter(since.UTC().Truncate(time.Second))
	p.SetPageSize(inboundPage)
	p.SetLimit(recordingsLimit)
	api, call := c.api(ctx)
	all, err := api.ListRecording(p)
	if err != nil {
		return nil, call.asError(err)
	}
	var found []ListedRecording
	for _, r := range all {
		listed := ListedRecording{SID: value(r.Sid), Call: value(r.CallSid), Status: value(r.Status),
			Seconds: seconds(value(r.Duration)), CreatedAt: moment(value(r.DateCreated), value(r.StartTime))}
		if recordingSID(listed.SID) && callSID(listed.Call) && !older(listed.CreatedAt, since) {
			found = append(found, listed)
		}
	}
	slices.SortStableFunc(found, func(a, b ListedRecording) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return found, nil
}
