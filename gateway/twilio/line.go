package twilio

import (
	"context"

	rest "github.com/twilio/twilio-go/rest/api/v2010"
)

// lineLimit bounds the numbers of an account that are looked at.
const lineLimit = 1000

// Line is one of the account's numbers, as the carrier is set up for it.
type Line struct {
	Number    string // E.164
	SMSURL    string // "a message comes in"; empty: inbound texts are dropped
	SMSMethod string // GET or POST

	NoVoice             bool   // the number cannot take or make calls, however it is set up
	VoiceURL            string // "a call comes in"; empty: the carrier says that nobody is there
	VoiceMethod         string
	VoiceFallbackURL    string // "primary handler fails"; empty: the carrier says that an error has occurred, and hangs up
	VoiceFallbackMethod string
	VoiceElsewhere      bool   // an application or a trunk takes its calls, and VoiceURL counts for nothing
	StatusCallback      string // "call status changes": told when a call is over
	StatusMethod        string
}

// Lines returns the account's numbers, at most 1000.
func (c *Client) Lines(ctx context.Context) ([]Line, error) {
	p := &rest.ListIncomingPhoneNumberParams{}
	p.SetLimit(lineLimit)
	api, call := c.api(ctx)
	all, err := api.ListIncomingPhoneNumber(p)
	if err != nil {
		return nil, call.asError(err)
	}
	lines := make([]Line, len(all))
	for i, n := range all {
		lines[i] = Line{
			Number: value(n.PhoneNumber),
			SMSURL: value(n.SmsUrl), SMSMethod: value(n.SmsMethod),
			VoiceURL: value(n.VoiceUrl), VoiceMethod: value(n.VoiceMethod),
			VoiceFallbackURL: value(n.VoiceFallbackUrl), VoiceFallbackMethod: value(n.VoiceFallbackMethod),
			VoiceElsewhere: value(n.VoiceApplicationSid) != "" || value(n.TrunkSid) != "",
			NoVoice:        n.Capabilities != nil && !n.Capabilities.Voice,
			StatusCallback: value(n.StatusCallback), StatusMethod: value(n.StatusCallbackMethod),
		}
	}
	return lines, nil
}
