package twilio

import (
	"context"
	"net/http"
)

// Erase has the carrier forget a text or a call, by its identifier: what was written, who with, and when. One that it does
// not have is forgotten. A text on its way and a call that goes on cannot be (an *Error).
// https://www.twilio.com/docs/messaging/api/message-resource#delete-a-message-resource
// https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource
func (c *Client) Erase(ctx context.Context, sid string) error {
	api, call := c.api(ctx)
	var err error
	switch {
	case isSID(sid, "SM"), isSID(sid, "MM"):
		err = api.DeleteMessage(sid, nil)
	case callSID(sid):
		err = api.DeleteCall(sid, nil)
	default:
		return &Error{Class: Bug, cause: ErrMalformed}
	}
	return call.erased(err)
}

// erased is the error of a call that was to erase something: what is not there is erased.
func (c *call) erased(err error) error {
	if err == nil {
		return nil
	}
	failure := c.asError(err)
	if failure.HTTPStatus == http.StatusNotFound {
		return nil
	}
	return failure
}
