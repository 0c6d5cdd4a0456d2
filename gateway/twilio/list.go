package twilio

import (
	"context"
	"errors"
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
	outboundMost  = 5000
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
		at := made(m)
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

// ErrTooMany: more messages than can be listed, so that one which is not among them may be there all the same.
var ErrTooMany = errors.New("the carrier lists more messages than can be looked at")

// FindOutbound returns the messages we sent to a number at or after since, oldest first. It finds those not sent yet,
// too, and therefore does not filter by the time of sending, which they have none of: it reads the newest, and more of
// them if these do not reach back so far. ErrTooMany: 5000 do not either.
func (c *Client) FindOutbound(ctx context.Context, to string, since time.Time) ([]Listed, error) {
	for _, limit := range []int{outboundLimit, outboundMost} {
		p := &rest.ListMessageParams{}
		p.SetTo(to)
		p.SetLimit(limit)
		api, call := c.api(ctx)
		all, err := api.ListMessage(p)
		if err != nil {
			return nil, call.asError(err)
		}
		reaches := func(m rest.ApiV2010Message) bool { return older(made(m), since) }
		if len(all) < limit || slices.ContainsFunc(all, reaches) {
			return outbound(all, since), nil
		}
	}
	return nil, ErrTooMany
}

func made(m rest.ApiV2010Message) time.Time { return moment(value(m.DateCreated), value(m.DateSent)) }

// outbound are those of a list that we sent at or after since, oldest first.
func outbound(all []rest.ApiV2010Message, since time.Time) []Listed {
	var found []Listed
	for _, m := range all {
		at := made(m)
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
	return found
}

// older compares in whole seconds, as the carrier tells the time. A time it does not tell is not older.
func older(at, since time.Time) bool { return !at.IsZero() && at.Before(since.Truncate(time.Second)) }
