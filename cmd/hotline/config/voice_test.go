package config

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	ana = "[[coordinators]]\nname = \"Ana\"\nphone = \"+12125550142\"\n"
	ben = "[[coordinators]]\nname = \" Ben de la Cruz\"\nphone = \"+12125550143\"\n"
)

// TestVoice reads what only calls use, with its defaults, and PINs from the file and from the environment.
func TestVoice(t *testing.T) {
	t.Parallel()
	v := mustParse(t, minimal).Voice
	if len(v.LiveHelp) != 5 || v.Ring != 20*time.Second || v.MaxMinutes != 20 || v.Callback || !v.DeleteAtCarrier || len(v.PINs) != 0 {
		t.Errorf("defaults %+v", v)
	}
	cfg := mustParse(t, minimal+ana+"pin = \"1234\"\n"+ben+
		"[voice]\nlive_help = \"\"\nring = \"25s\"\nmax_minutes = 5\ncallback = true\ndelete_at_carrier = false\n",
		"HOTLINE_COORDINATORS_BEN_DE_LA_CRUZ_PIN=55555555")
	v = cfg.Voice
	if len(v.LiveHelp) != 0 || v.Ring != 25*time.Second || v.MaxMinutes != 5 || !v.Callback || v.DeleteAtCarrier {
		t.Errorf("written %+v", v)
	}
	if diff := cmp.Diff(map[string]Secret{"Ana": "1234", "Ben de la Cruz": "55555555"}, v.PINs); diff != "" {
		t.Errorf("PINs (-want +got):\n%s", diff)
	}
	b, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprintf("%v %+v %#v", v, v, v), string(b)} {
		if strings.Contains(shown, "1234\"") || strings.Contains(shown, "5555555") {
			t.Errorf("a PIN is printed: %s", shown)
		}
	}
}

// TestVoiceRefused: what cannot be meant is one line with the place, and a PIN is never in it.
func TestVoiceRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, environ, want string }{
		"ring short":     {"[voice]\nring = \"1s\"\n", "", `hotline.toml:11: voice.ring: must be from "5s" to "2m"`},
		"ring long":      {"[voice]\nring = \"10m\"\n", "", `hotline.toml:11: voice.ring: must be from "5s" to "2m"`},
		"minutes":        {"[voice]\nmax_minutes = 0\n", "", `hotline.toml:11: voice.max_minutes: must be from 1 to 240`},
		"hours":          {"[voice]\nlive_help = \"always\"\n", "", `hotline.toml:11: voice.live_help: "always" is no stretch of time`},
		"same pin":       {ana + "pin = \"7777\"\n" + ben + "pin = \"7777\"\n", "", `hotline.toml:17: coordinators[1].pin: is another coordinator's, too; give each one of their own`},
		"same name":      {ana + ana, "", `hotline.toml:14: coordinators[1].name: is another coordinator's, too; write more of it`},
		"pin of letters": {ana, "HOTLINE_COORDINATORS_ANA_PIN=secret", `HOTLINE_COORDINATORS_ANA_PIN: coordinators[0].pin: must be 4 to 8 digits, or empty`},
		"pin of nobody":  {ana, "HOTLINE_COORDINATORS_ANNA_PIN=7777", `HOTLINE_COORDINATORS_ANNA_PIN: no such setting; write one of HOTLINE_COORDINATORS_ANA_PIN`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parse("hotline.toml", "/", []byte(minimal+test.text), []string{test.environ})
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "7777") {
				t.Errorf("it says %v, want %s", err, test.want)
			}
		})
	}
}
