package gateway

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
)

// sms takes a text. The answer is in the response; everything else the text leads to goes by the outbox. The same
// text again gets the same answer.
func (g *Gateway) sms(c echo.Context) error {
	m, err := twilio.ParseMessage(c.Request().PostForm)
	if err != nil {
		return g.malformed(c)
	}
	answer, err := g.engine.Text(c.Request().Context(), inbound(m))
	if err != nil {
		return fmt.Errorf("take a text: %w", err)
	}
	return c.Blob(http.StatusOK, textXML, twilio.Reply(answer.Body, g.statusURL(answer.Message)))
}

func inbound(m twilio.Message) engine.Inbound {
	return engine.Inbound{
		SID:        m.SID,
		From:       m.From,
		To:         m.To,
		Body:       m.Body,
		Media:      m.Media,
		OptOutType: m.OptOutType,
		SentAt:     m.SentAt,
	}
}
