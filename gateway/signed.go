package gateway

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"hotline/gateway/twilio"
)

// maxBody bounds a webhook's body; the carrier's largest, ten pictures' addresses and 1600 characters, is under 32 KiB.
const maxBody = 64 << 10

// signed lets a request through only if the carrier signed it. It is checked over the body's own values (the
// framework's FormParams mixes the query in), the configured public URL and the request's raw path and query: never
// over Host or a forwarding header, which anybody can set.
func (g *Gateway) signed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, maxBody)
		malformed := r.ParseForm()
		if _, ok := errors.AsType[*http.MaxBytesError](malformed); ok {
			return echo.ErrStatusRequestEntityTooLarge
		}
		if !twilio.Verify(r.Header.Get(twilio.SignatureHeader), g.base+r.RequestURI, r.PostForm, g.tokens) {
			g.log.Warn("webhook without a right signature", "path", c.Path())
			return echo.ErrForbidden
		}
		if malformed != nil {
			return g.malformed(c)
		}
		return next(c)
	}
}

// malformed refuses a signed request that lacks what it must have. Trying it again would not help.
func (g *Gateway) malformed(c echo.Context) error {
	g.log.Warn("webhook lacks what it must have", "path", c.Path())
	return echo.ErrBadRequest
}
