package main

import (
	"log/slog"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
	"hotline/i18n"
	"hotline/store"
)

// newEngine makes what decides, for a server and for a command that writes beside one.
func newEngine(cfg *config.Config, catalog *i18n.Catalog, db *store.DB, clock *engine.Clock, log *slog.Logger,
	prompts *i18n.Recordings) *engine.Engine {
	return engine.New(engine.Options{
		Store: db, Network: cfg.Network, Catalog: catalog, Clock: clock, Log: log, Lines: cfg.Twilio.Numbers,
		Recordings: prompts, Voice: voiceRules(cfg.Voice), ForgetAfter: cfg.Privacy.ForgetAfter,
	})
}

// voiceRules are the settings of calls as the engine knows them.
func voiceRules(v config.Voice) engine.VoiceRules {
	pins := map[string]string{}
	for name, pin := range v.PINs {
		pins[name] = pin.Reveal()
	}
	return engine.VoiceRules{
		LiveHelp: v.LiveHelp, Ring: v.Ring, MaxMinutes: v.MaxMinutes, Callback: v.Callback,
		DeleteAtCarrier: v.DeleteAtCarrier, PINs: pins,
	}
}
