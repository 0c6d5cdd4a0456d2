package check

import (
	"fmt"
	"net/http"
	"strings"

	"hotline/gateway/twilio"
)

// voiceRetries is what a number's voice webhook should end with: it is asked once more if it cannot be reached, answers
// 5xx or takes six seconds, all within the fifteen the carrier gives a call; then the carrier asks the fallback.
// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
const voiceRetries = "#rc=1&rp=5xx,ct,rt&rt=6000"

// binPrefix begins the address of a document kept at the carrier, such as ops/fallback.xml.
const binPrefix = "https://handler.twilio.com/twiml/"

// calls compares where a number's calls go, who answers when this server does not, and who is told of their end.
func (c Carrier) calls(name string, l twilio.Line) (found []Finding) {
	if l.NoVoice {
		return []Finding{{Mend, name + ": takes no calls at all (its capabilities have no voice); " +
			"get another number from the carrier"}}
	}
	if l.VoiceElsewhere {
		found = append(found, Finding{Mend, name + ": its calls go to an application or trunk of the account; " +
			"choose \"Webhook\" for \"a call comes in\""})
	}
	add := func(ok bool, setting, want, good string) {
		if ok {
			found = append(found, Finding{OK, name + ": " + good})
			return
		}
		found = append(found, Finding{Mend, fmt.Sprintf("%s: set %q to %s with HTTP POST", name, setting, want)})
	}
	voice := c.PublicURL + "/twilio/voice"
	address, fragment, _ := strings.Cut(l.VoiceURL, "#")
	add(address == voice && l.VoiceMethod != http.MethodGet && retried(fragment), "a call comes in", voice+voiceRetries,
		"its calls come here, and again after a failure")

	fallback := c.PublicURL + "/twilio/voice-fallback"
	ours := without(l.VoiceFallbackURL) == fallback && l.VoiceFallbackMethod != http.MethodGet
	add(ours || strings.HasPrefix(l.VoiceFallbackURL, binPrefix), "primary handler fails",
		fallback+" (or to a TwiML Bin with ops/fallback.xml, which answers even when this machine is down)",
		"a failed call is answered with an apology and a voicemail")

	status := c.PublicURL + "/twilio/call-status"
	add(without(l.StatusCallback) == status && l.StatusMethod != http.MethodGet, "call status changes", status,
		"the end of its calls is told here")
	return found
}

// without returns a URL without its connection overrides.
func without(webhook string) string {
	address, _, _ := strings.Cut(webhook, "#")
	return address
}
