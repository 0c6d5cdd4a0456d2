package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ops/check"
)

// voiceFindings are what callers would meet: nobody to be connected to, or a language that nobody can make heard.
func voiceFindings(cfg *config.Config) []check.Finding {
	found := liveHelp(cfg)
	catalog, err := loadCatalog(cfg)
	if err != nil {
		return found // said by catalogFindings
	}
	prompts, err := i18n.OpenRecordings(cfg.Server.Prompts())
	if err != nil {
		return append(found, check.Finding{Level: check.Mend, What: err.Error()})
	}
	found = append(found, check.Prompts(catalog, prompts, cfg.Network.Languages, cfg.Server.Prompts())...)
	return append(found, unheard(cfg, catalog, prompts)...)
}

// liveHelp looks for hours in which a caller is promised a person and nobody is on call.
func liveHelp(cfg *config.Config) []check.Finding {
	if len(cfg.Voice.LiveHelp) == 0 {
		return nil
	}
	if len(cfg.Network.Coordinators) == 0 {
		return []check.Finding{{Level: check.Warn,
			What: `live_help: there is nobody to ring, so 0 leads to the voicemail; write [[coordinators]], or live_help = ""`}}
	}
	when, lacking := alone(cfg.Voice.LiveHelp, cfg.Network.Coordinators)
	if !lacking {
		return nil
	}
	return []check.Finding{{Level: check.Warn, What: fmt.Sprintf(
		"live_help: nobody is on call on %s, so 0 leads to the voicemail then; widen an on_call, or narrow live_help", when)}}
}

// alone finds the first minute of the week in which live help is promised and nobody is on call.
func alone(promised dispatch.Hours, coordinators []dispatch.Coordinator) (when string, lacking bool) {
	sunday := time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC)
	for at := sunday; at.Before(sunday.AddDate(0, 0, 7)); at = at.Add(time.Minute) {
		onCall := func(c dispatch.Coordinator) bool { return c.OnCall.At(at) }
		if promised.At(at) && !slices.ContainsFunc(coordinators, onCall) {
			return strings.ToLower(at.Format("Mon 15:04")), true
		}
	}
	return "", false
}

// unheard looks for languages of which something is neither recorded nor read by a voice of the carrier's, while nobody
// can record it by phone.
func unheard(cfg *config.Config, catalog *i18n.Catalog, prompts *i18n.Recordings) (found []check.Finding) {
	if len(cfg.Voice.PINs) > 0 {
		return nil
	}
	for _, tag := range cfg.Network.Languages {
		missing := func(key msg.Key) bool { return !prompts.Has(tag, key) }
		if _, ok := catalog.Voice(tag); ok || !slices.ContainsFunc(catalog.Prompts(tag), missing) {
			continue
		}
		found = append(found, check.Finding{Level: check.Warn, What: tag +
			": the carrier has no voice for it, and nobody may record by phone what the line says; give a coordinator a pin"})
	}
	return found
}
