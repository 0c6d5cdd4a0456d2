package config

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"hotline/dispatch"
)

// Voice is [voice], and the coordinators' PINs, which only calls use.
type Voice struct {
	LiveHelp        dispatch.Hours    // when a caller may be connected to a coordinator on call; empty: never
	Ring            time.Duration     // how long a phone rings for a caller
	MaxMinutes      int               // of one call
	Callback        bool              // phone back who hangs up at once
	DeleteAtCarrier bool              // recordings are deleted there as soon as we have them
	PINs            map[string]Secret // by coordinator's name: may record by phone what the line says
}

var pin = regexp.MustCompile(`^([0-9]{4,8})?$`)

// A phone needs a few seconds to ring at all, and nobody waits for ever; the carrier itself would for ten minutes.
const (
	minRing = 5 * time.Second
	maxRing = 2 * time.Minute
)

func (c *checker) voice(f file) Voice {
	v := Voice{
		Ring:            c.duration("voice.ring", f.Voice.Ring, 0),
		MaxMinutes:      c.count("voice.max_minutes", f.Voice.MaxMinutes, 1, 240), // the carrier ends a call after four hours
		Callback:        f.Voice.Callback,
		DeleteAtCarrier: f.Voice.DeleteAtCarrier,
		PINs:            c.pins(f.Coordinators),
	}
	if v.Ring < minRing || v.Ring > maxRing {
		c.fail("voice.ring", `must be from "5s" to "2m"`)
	}
	if f.Voice.LiveHelp != "" { // no hours written are all hours elsewhere
		v.LiveHelp = c.hours("voice.live_help", f.Voice.LiveHelp)
	}
	return v
}

// pins are the coordinators' PINs. Each says who calls, so it is one coordinator's only.
func (c *checker) pins(coordinators []coordinatorTable) map[string]Secret {
	pins, whose := map[string]Secret{}, map[string]bool{}
	for i, t := range coordinators {
		path := fmt.Sprintf("coordinators[%d].pin", i)
		switch {
		case !pin.MatchString(t.PIN):
			c.fail(path, "must be 4 to 8 digits, or empty")
		case whose[t.PIN]:
			c.fail(path, "is another coordinator's, too; give each one of their own")
		case t.PIN != "":
			pins[strings.TrimSpace(t.Name)], whose[t.PIN] = Secret(t.PIN), true
		}
	}
	return pins
}
