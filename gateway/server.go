package gateway

import (
	"log/slog"
	"net/http"
	"time"
)

// NewServer returns an HTTP server for one of the listeners, with every time-out set: the carrier gives a webhook 15
// seconds, and somebody who sends a byte a minute gets no more of them.
func NewServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // broken connections of strangers
	}
}
