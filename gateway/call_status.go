package gateway

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
)

const callStatusPath = "/twilio/call-status"

// callStatus takes what the carrier says became of a call: above all that it is over. One we cannot read is taken and
// left alone, as with messages.
func (g *Gateway) callStatus(c echo.Context) error {
	s, err := twilio.ParseCallStatus(c.Request().PostForm)
	if err != nil {
		g.log.Warn("call status not understood")
		return c.NoContent(http.StatusNoContent)
	}
	update := engine.CallStatus{SID: s.SID, Dial: idOf(c.QueryParams(), dialQuery), Status: s.Status, Seconds: s.Seconds,
		AnsweredBy: s.Answered}
	if err := g.engine.CallStatus(c.Request().Context(), update); err != nil {
		return fmt.Errorf("take a call status: %w", err)
	}
	return c.NoContent(http.StatusNoContent)
}
