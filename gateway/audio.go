package gateway

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"hotline/gateway/twilio"
	"hotline/store"
)

// audioPath is followed by a ticket (store.Ticket) for one recording in one call, worth nothing after it.
const audioPath = "/twilio/audio/"

// audio answers with a recording that is played in a call. The ticket is the key to it, which nothing between here and
// the carrier may keep, and no log either. The carrier signs what it fetches; whoever signs wrongly is not the carrier.
func (g *Gateway) audio(c echo.Context) error {
	r := c.Request()
	signature := r.Header.Get(twilio.SignatureHeader)
	if signature != "" && !twilio.Verify(signature, g.base+r.RequestURI, nil, g.tokens) {
		g.log.Warn("webhook without a right signature", "path", c.Path())
		return echo.ErrForbidden
	}
	sound, format, err := g.engine.Audio(r.Context(), c.Param("ticket"))
	if errors.Is(err, store.ErrNotFound) {
		return echo.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("play a recording: %w", err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, soundType(format), sound)
}

// soundType is what the carrier's <Play> takes a recording for.
// https://www.twilio.com/docs/voice/twiml/play#supported-audio-file-types
func soundType(format string) string {
	if format == "wav" {
		return "audio/wav"
	}
	return "audio/mpeg"
}
