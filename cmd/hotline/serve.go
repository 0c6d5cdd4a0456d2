package main

import (
	"errors"
	"log/slog"
)

type serveCmd struct{}

// Run serves until it is told to stop.
func (serveCmd) Run(e *env) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(e.stderr, nil))
	app, err := NewApp(e.ctx, cfg, Parts{Log: log})
	if err != nil {
		return err
	}
	return errors.Join(app.Run(e.ctx), app.Close())
}
