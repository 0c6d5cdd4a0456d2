package twilio

import (
	"context"
	"slices"
	"strings"
	"time"

	rest "github.com/twilio/twilio-go/rest/api/v2010"
)

// OutgoingCall is a call to make. All but FallbackURL are musts.
type OutgoingCall struct {
	From, To       string        // our number, and a person's: E.164
	URL            string        // asked what to do when somebody or something has picked up
	FallbackURL    string        // asked when URL, or any later one, fails
	StatusCallback string        // told of the start, the answer and the end
	Ring           time.Duration // how long it may ring: 1 to 600 seconds
	Most           time.Duration // after which the carrier ends the call
}

// ListedCall is a call as the carrier remembers it.
type ListedCall struct {
	SID       string
	From, To  string // E.164; empty: withheld, or no phone
	Ours      bool   // we called: From is our number
	Status    string
	Seconds   int
	CreatedAt time.Time
}

// Call has the carrier call somebody, and returns its identifier. What picks up is listened to first: URL learns
// whether it was a person, at once, or a machine, as soon as that has said its greeting and records. A failure is always an *Error, whose Class says whether the phone may ring
// nonetheless: there is no idempotency key.
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (c *Client) Call(ctx context.Context, o OutgoingCall) (sid string, err error) {
	if !e164(o.To) || Withheld(o.To) {
		return "", &Error{Code: 21211, Class: BadNumber, cause: ErrMalformed}
	}
	p := &rest.CreateCallParams{}
	p.SetTo(o.To)
	p.SetFrom(o.From)
	p.SetUrl(o.URL)
	if o.FallbackURL != "" {
		p.SetFallbackUrl(o.FallbackURL)
	}
	p.SetStatusCallback(o.StatusCallback)
	p.SetStatusCallbackEvent([]string{"initiated", "answered", "completed"})
	p.SetMachineDetection("DetectMessageEnd")
	p.SetTimeout(max(1, int(min(o.Ring, 10*time.Minute)/time.Second)))
	p.SetTimeLimit(max(1, int(o.Most/time.Second)))
	api, call := c.api(ctx)
	answer, err := api.CreateCall(p)
	if err != nil {
		return "", call.asError(err)
	}
	if !callSID(value(answer.Sid)) {
		return "", call.asError(ErrMalformed)
	}
	return *answer.Sid, nil
}

// FindCalls returns the calls we made to a number at or after since, oldest first: at most the newest 100. It finds
// those that do not ring yet, too, and therefore does not filter by the time they began, which they have none of.
func (c *Client) FindCalls(ctx context.Context, to string, since time.Time) ([]ListedCall, error) {
	p := &rest.ListCallParams{}
	p.SetTo(to)
	p.SetLimit(outboundLimit)
	api, call := c.api(ctx)
	all, err := api.ListCall(p)
	if err != nil {
		return nil, call.asError(err)
	}
	var found []ListedCall
	for _, one := range all {
		listed := listedCall(&one)
		if listed.Ours && callSID(listed.SID) && !older(listed.CreatedAt, since) {
			found = append(found, listed)
		}
	}
	slices.SortStableFunc(found, func(a, b ListedCall) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return found, nil
}

// FetchCall returns one call: who phoned whom.
func (c *Client) FetchCall(ctx context.Context, sid string) (ListedCall, error) {
	if !callSID(sid) {
		return ListedCall{}, &Error{Class: Bug, cause: ErrMalformed}
	}
	api, call := c.api(ctx)
	answer, err := api.FetchCall(sid, nil)
	if err != nil {
		return ListedCall{}, call.asError(err)
	}
	return listedCall(answer), nil
}

func listedCall(c *rest.ApiV2010Call) ListedCall {
	return ListedCall{
		SID:       value(c.Sid),
		From:      callerNumber(received(value(c.From), maxNumber), ""),
		To:        callerNumber(received(value(c.To), maxNumber), ""),
		Ours:      strings.HasPrefix(value(c.Direction), "outbound"),
		Status:    value(c.Status),
		Seconds:   seconds(value(c.Duration)),
		CreatedAt: moment(value(c.DateCreated), value(c.StartTime)),
	}
}

// moment returns the first of the carrier's times that can be read; the zero time if there is none.
func moment(dates ...string) time.Time {
	for _, date := range dates {
		if at, err := time.Parse(time.RFC1123Z, date); err == nil {
			return at
		}
	}
	return time.Time{}
}
