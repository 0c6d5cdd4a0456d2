package gateway

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
)

const recordingPath = "/twilio/recording"

// recording takes what the carrier says became of a recording: that its sound can be fetched, or that there is none.
func (g *Gateway) recording(c echo.Context) error {
	r, err := twilio.ParseRecording(c.Request().PostForm)
	if err != nil {
		g.log.Warn("recording status not understood")
		return c.NoContent(http.StatusNoContent)
	}
	update := engine.RecordingStatus{SID: r.SID, CallSID: r.Call, Status: r.Status, Seconds: r.Seconds}
	if err := g.engine.RecordingStatus(c.Request().Context(), update); err != nil {
		return fmt.Errorf("take a recording status: %w", err)
	}
	return c.NoContent(http.StatusNoContent)
}
