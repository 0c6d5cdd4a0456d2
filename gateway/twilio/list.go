package twilio

import (
	"context"
	"slices"
	"strings"
	"time"

	rest "github.com/twilio/twilio-go/rest/api/v2010"
)

// Bounds of one listing. The carrier lists the newest first, so that what a bound leaves out is the oldest.
const (
	inboundPage   = 500
	inboundLimit  = 5000
	outboundLimit = 100
)

// Listed is a message we sent, as the carrier remembers it.
type Listed struct {
	SID, From, To string
	Body          string
	Status        string
	Code          int // the error; 0: none
	Segments      int
	CreatedAt     time.Time
}

// ListInbound returns the texts that reached one of our numbers at or after since and before until (zero: until now),
// oldest first. More says that there are older ones beyond the newest 5000. Media are counted, without their URLs.
func (c *Client) ListInbound(ctx context.Context, to string, since, until time.Time) (found []Message, more bool, err error) {
	p := &rest.ListMessageParams{}
	p.SetTo(to)
	p.SetDateSentAfter(since.UTC().Truncate(time.Second))
	if !until.IsZero() {
		p.SetDateSentBefore(until.UTC().Truncate(time.Second))
	}
	p.SetPageSize(inboundPage)
	p.SetLimit(inboundLimit)
	api, call := c.api(ctx)
	all, err := api.ListMessage(p)
	if err != nil {
		return nil, false, call.asError(err)
	}
	for _, m := range all {
		at := moment(value(m.DateCreated), value(m.DateSent))
		if value(m.Direction) != "inbound" || older(at, since) || !until.IsZero() && !older(at, until) || !token(value(m.Sid)) {
			continue // the filter may be by day, includes its end, and takes no direction
		}
		found = append(found, Message{
			SID:    value(m.Sid),
			From:   Number(received(value(m.From), maxNumber), ""),
			To:     Number(received(value(m.To), maxNumber), ""),
			Body:   received(value(m.Body), maxText),
			Media:  min(atoi(value(m.NumMedia)), maxMedia),
			SentAt: at,
		})
	}
	slices.SortStableFunc(found, func(a, b Message) int { return a.SentAt.Compare(b.SentAt) })
	return found, len(all) >= inboundLimit, nil
}

// FindOutbound returns the messages we sent to a number at or after since, oldest first: at most the newest 100. It
// finds those not sent yet, too, and therefore does not filter by the time of sending, which they have none of.
func (c *Client) FindOutbound(ctx context.Context, to string, since time.Time) ([]Listed, error) {
	p := &rest.ListMessageParams{}
	p.SetTo(to)
	p.SetLimit(outboundLimit)
	api, call := c.api(ctx)
	all, err := api.ListMessage(p)
	if err != nil {
		return nil, call.asError(err)
	}
	var found []Listed
	for _, m := range all {
		at := moment(value(m.DateCreated), value(m.DateSent))
		if !strings.HasPrefix(value(m.Direction), "outbound") || older(at, since) || !ValidSID(value(m.Sid)) {
			continue
		}
		found = append(found, Listed{
			SID:       value(m.Sid),
			From:      value(m.From),
			To:        value(m.To),
			Body:      received(value(m.Body), maxText),
			Status:    value(m.Status),
			Code:      value(m.ErrorCode),
			Segments:  atoi(value(m.NumSegments)),
			CreatedAt: at,
		})
	}
	slices.SortStableFunc(found, func(a, b Listed) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return found, nil
}

// older compares in whole seconds, as the carrier tells the time. A time it does not tell is not older.
func older(at, since time.Time) bool { return !at.IsZero() && at.Before(since.Truncate(time.Second)) }
