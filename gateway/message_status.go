package gateway

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
)

// statusMessage is the query value with our own identifier of the message.
const statusMessage = "m"

// messageStatus takes what the carrier says became of a message. A status we do not know is taken and left alone: a
// refusal would only fill the operator's error log at the carrier.
func (g *Gateway) messageStatus(c echo.Context) error {
	s, err := twilio.ParseStatus(c.Request().PostForm)
	if err != nil {
		g.log.Warn("message status not understood")
		return c.NoContent(http.StatusNoContent)
	}
	message, err := strconv.ParseInt(c.QueryParam(statusMessage), 10, 64)
	if err != nil {
		message = 0 // not from us: the carrier's identifier has to do
	}
	update := engine.StatusUpdate{Message: dispatch.ID(message), SID: s.SID, Status: s.Status, Code: s.Code, Kind: kindOf(s.Code)}
	if err := g.engine.MessageStatus(c.Request().Context(), update); err != nil {
		return fmt.Errorf("take a message status: %w", err)
	}
	return c.NoContent(http.StatusNoContent)
}
