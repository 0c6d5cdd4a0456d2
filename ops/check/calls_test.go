package check

import (
	"slices"
	"testing"

	"hotline/gateway/twilio"
)

// Each setting of a number that would fail callers is found, by itself.
func TestCalls(t *testing.T) {
	t.Parallel()
	c := Carrier{PublicURL: "https://x.example"}
	good := twilio.Line{VoiceURL: "https://x.example/twilio/voice" + voiceRetries, VoiceMethod: "POST",
		VoiceFallbackURL: "https://x.example/twilio/voice-fallback", VoiceFallbackMethod: "POST",
		StatusCallback: "https://x.example/twilio/call-status", StatusMethod: "POST"}
	for name, test := range map[string]struct {
		change func(*twilio.Line)
		want   []Level
	}{
		"as it should be":       {func(*twilio.Line) {}, []Level{OK, OK, OK}},
		"kept at the carrier":   {func(l *twilio.Line) { l.VoiceFallbackURL = binPrefix + "EH1" }, []Level{OK, OK, OK}},
		"a bin is fetched":      {func(l *twilio.Line) { l.VoiceFallbackURL, l.VoiceFallbackMethod = binPrefix+"EH1", "GET" }, []Level{OK, OK, OK}},
		"overrides everywhere":  {func(l *twilio.Line) { l.StatusCallback += "#rc=3"; l.VoiceFallbackURL += "#rc=1" }, []Level{OK, OK, OK}},
		"no second try":         {func(l *twilio.Line) { l.VoiceURL = "https://x.example/twilio/voice" }, []Level{Mend, OK, OK}},
		"texts and calls mixed": {func(l *twilio.Line) { l.VoiceURL = "https://x.example/twilio/sms" + voiceRetries }, []Level{Mend, OK, OK}},
		"GET":                   {func(l *twilio.Line) { l.VoiceMethod = "GET" }, []Level{Mend, OK, OK}},
		"nobody answers":        {func(l *twilio.Line) { l.VoiceURL = "" }, []Level{Mend, OK, OK}},
		"no fallback":           {func(l *twilio.Line) { l.VoiceFallbackURL = "" }, []Level{OK, Mend, OK}},
		"fallback by GET":       {func(l *twilio.Line) { l.VoiceFallbackMethod = "GET" }, []Level{OK, Mend, OK}},
		"its end is not told":   {func(l *twilio.Line) { l.StatusCallback = "" }, []Level{OK, OK, Mend}},
		"texts alone":           {func(l *twilio.Line) { l.NoVoice = true }, []Level{Mend}},
		"a trunk":               {func(l *twilio.Line) { l.VoiceElsewhere = true }, []Level{Mend, OK, OK, OK}},
	} {
		l := good
		test.change(&l)
		var got []Level
		for _, f := range c.calls("number 1", l) {
			got = append(got, f.Level)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
