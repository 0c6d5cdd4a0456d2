package gateway

import (
	"errors"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"

	"github.com/labstack/echo/v4"

	"hotline/gateway/twilio"
)

const (
	smsPath    = "/twilio/sms"
	statusPath = "/twilio/message-status"

	textXML = "text/xml; charset=utf-8"
)

// Public returns the handler of the public listener: the carrier's webhooks, what it plays, and the two health checks,
// nothing else. Paths are exact: the carrier follows a redirect without its form. Whatever goes wrong is answered with
// an empty TwiML document, since the carrier texts anything in text/plain to the person who wrote, and reads it out to
// the one who phones.
func (g *Gateway) Public() http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = g.fail
	e.Logger.SetOutput(io.Discard) // the framework's own log; ours is slog
	e.Use(g.recovered, exactMethod)
	e.POST(smsPath, g.sms, g.signed)
	e.POST(statusPath, g.messageStatus, g.signed)
	e.POST(voicePath, g.voice, g.signed)
	e.POST(callStatusPath, g.callStatus, g.signed)
	e.POST(recordingPath, g.recording, g.signed)
	e.POST(fallbackPath, g.voiceFallback, g.signed)
	looks := []string{http.MethodGet, http.MethodHead} // monitors ask with HEAD; the server leaves the body out
	e.Match(looks, promptPath, g.prompt)
	e.Match(looks, audioPath+":ticket", g.audio)
	e.Match(looks, "/health/live", live)
	e.Match(looks, "/health/ready", g.ready.serve)
	return e
}

// fail answers a request that was refused or went wrong. A 5xx is what makes the carrier try again (rp=5xx).
func (g *Gateway) fail(err error, c echo.Context) {
	status := http.StatusInternalServerError
	if refused, ok := errors.AsType[*echo.HTTPError](err); ok {
		status = refused.Code
	}
	if status >= http.StatusInternalServerError {
		about := []any{"path", c.Path(), "error", err}
		if fault, ok := errors.AsType[*panicError](err); ok {
			about = append(about, "stack", string(fault.stack))
		}
		g.log.Error("webhook failed", about...)
	}
	if c.Response().Committed {
		return
	}
	if err := c.Blob(status, textXML, twilio.Reply("", "")); err != nil {
		g.log.Debug("answer not delivered", "path", c.Path(), "error", err)
	}
}

// recovered turns a panic into an error, so that the carrier gets a 500 and tries again. A panic's own words may
// quote a text, and are logged only if they are the runtime's.
func (g *Gateway) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if value == http.ErrAbortHandler {
				panic(value)
			}
			fault, _ := value.(runtime.Error)
			err = &panicError{fault, debug.Stack()}
		}()
		return next(c)
	}
}

// panicError is a panic with its place.
type panicError struct {
	fault runtime.Error // nil: not the runtime's
	stack []byte
}

func (e *panicError) Error() string {
	if e.fault == nil {
		return "panic"
	}
	return "panic: " + e.fault.Error()
}

// exactMethod refuses OPTIONS, which the framework would answer by itself.
func exactMethod(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodOptions && c.Path() != "" {
			return echo.ErrMethodNotAllowed
		}
		return next(c)
	}
}
