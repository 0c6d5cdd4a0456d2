package twilio

import "time"

// Meaning is what an error code of the carrier's says about a message, in words for whoever runs the line.
type Meaning struct {
	Code  int
	Class Class
	After time.Duration // with Later: how long to wait; 0: the sender's own pause
	Text  string        // what it means and what to do: one or two sentences
}

// Explain returns the meaning of an error code. A code we do not know is tried once more later, and shown: the carrier
// adds codes, and says they "should not be used programmatically".
func Explain(code int) Meaning {
	for _, m := range meanings {
		if m.Code == code {
			return m
		}
	}
	return Meaning{Code: code, Class: Later, Text: "The carrier gives a reason we do not know. " +
		"It is tried once more; look the code up at twilio.com/docs/api/errors if it comes again."}
}

// meanings follows the carrier's catalogue of errors, https://www.twilio.com/docs/api/errors
var meanings = [...]Meaning{
	// the account
	{20003, Stop, 0, "The carrier refuses the account or its token. Check account_sid and auth_token; nothing is sent until then."},
	{20404, Config, 0, "The carrier does not know this account at that address. Check account_sid and api_url."},
	{10001, Stop, 0, "The carrier has closed or suspended the account. Talk to the carrier; nothing is sent until then."},
	{30002, Stop, 0, "The carrier has suspended the account. Talk to the carrier; nothing is sent until then."},
	{21608, Refused, 0, "A trial account may only text phones verified with the carrier. Upgrade the account, or verify this phone."},
	{21219, Refused, 0, "A trial account may only call phones verified with the carrier. Upgrade the account, or verify this phone."},

	// too much, or trouble at the carrier
	{20429, Retry, 0, "The carrier was asked too often. It is sent again by itself."},
	{21611, Retry, 0, "Too many texts wait at the carrier for this number of ours. It is sent again by itself."},
	{30001, Retry, 0, "Too many texts wait at the carrier. It is sent again by itself."},
	{10004, Retry, 0, "Too many calls at once for this account. It is tried again by itself."},
	{22005, Retry, 0, "Too many calls wait at the carrier. It is tried again by itself."},
	{20500, Unknown, 0, "The carrier had a fault and may or may not have sent it. Its own list is looked at before it is sent again."},
	{20503, Unknown, 0, "The carrier was out of order and may or may not have sent it. Its own list is looked at before it is sent again."},
	{30008, Later, 0, "It was lost on the way for a reason nobody tells. It is tried once more."},
	{30410, Later, 0, "The phone's own carrier did not answer in time. It is tried once more."},
	{30017, Later, 0, "The phone's own carrier is overloaded. It is tried once more."},
	{30450, Later, 30 * time.Minute, "The carrier holds texts to this number back for half an hour, taking them for fraud. It is tried again after that."},
	{30022, NextDay, 0, "Too many texts for our registration. Fewer are sent, and the rest tomorrow; a larger registration lifts the cap."},
	{30023, NextDay, 0, "T-Mobile's daily cap for our registration is used up. The rest is sent tomorrow; a larger registration lifts the cap."},
	{30027, NextDay, 0, "T-Mobile's daily cap for our registration is used up. The rest is sent tomorrow; a larger registration lifts the cap."},
	{30610, Quiet, 0, "The carrier sends this kind of text only by day. It is sent in the morning."},

	// the phone
	{21211, BadNumber, 0, "No phone has this number. Ask the person for the right one."},
	{21217, BadNumber, 0, "No phone has this number. Ask the person for the right one."},
	{21604, BadNumber, 0, "There was no number to send to. Ask the person for it."},
	{21214, Unroutable, 0, "This phone cannot be reached from our number. Call it instead."},
	{21612, Unroutable, 0, "This phone cannot be texted from our number. Call it instead."},
	{21614, Landline, 0, "This is not a mobile phone and gets no texts. Call it instead."},
	{21635, Landline, 0, "This is a landline and gets no texts. Call it instead."},
	{30006, Landline, 0, "This is a landline, or a phone that gets no texts. Call it instead."},
	{30003, Asleep, 0, "The phone is off or out of reach. It is tried again in a few hours; after three times a coordinator is told."},
	{30005, Asleep, 0, "The phone is not reachable, or its number is no longer in use. It is tried again in a few hours; after three times a coordinator is told."},
	{21610, OptedOut, 0, "Its owner has texted STOP. Only they can undo that, by texting START."},
	{30004, Blocked, 0, "The phone does not take our texts, perhaps since its owner said STOP. We stop texting it; call to ask."},
	{30640, Blocked, 0, "The carrier lists this phone's owner as one who must not be texted. We stop texting it."},

	// our number and registration
	{21408, Refused, 0, "The account may not text that country. Allow it in the carrier's console, under geographic permissions."},
	{21215, Refused, 0, "The account may not call that country. Allow it in the carrier's console, under geographic permissions."},
	{21216, Refused, 0, "The account may not call this number. Ask the carrier to allow it."},
	{21210, Config, 0, "The number we call from is not the account's. Check numbers in the configuration."},
	{21606, Config, 0, "The number we send from is not the account's, or cannot text. Check numbers in the configuration."},
	{21603, Config, 0, "There was no number to send from. Check numbers in the configuration."},
	{21703, Config, 0, "The messaging service has no number to send from. Add ours to it in the carrier's console."},
	{21704, Config, 0, "The messaging service has no number to send from. Add ours to it in the carrier's console."},
	{21212, Config, 0, "The number we send from is not a number. Check numbers in the configuration."},
	{30024, Config, 0, "The number we send from is not registered for texting. Register it with the carrier; nothing leaves it until then."},
	{30032, Config, 0, "Our toll-free number is not verified. Verify it with the carrier; nothing leaves it until then."},
	{30034, Config, 0, "The number we send from is not registered (10DLC). Register it with the carrier; nothing leaves it until then."},
	{30035, Config, 0, "The number we send from is not ready for texting yet. Finish its registration with the carrier; nothing leaves it until then."},

	// the text
	{21617, Bug, 0, "The text was longer than 1600 characters. Please report this fault of ours."},
	{21602, Bug, 0, "The text was empty. Please report this fault of ours."},
	{21619, Bug, 0, "The text was empty. Please report this fault of ours."},
	{21205, Bug, 0, "The carrier cannot use the address we gave it for a call. Check public_url; if it is right, report this fault of ours."},
	{14103, Bug, 0, "Our answer held an empty text. Please report this fault of ours."},
	{30007, Filtered, 0, "A carrier took the text for spam. It is not sent again; check our registration and what the text says."},
	{30036, Expired, 0, "It waited at the carrier until its time was up, and was not sent. Nothing to do."},
	{30038, Ignored, 0, "The carrier held back a one-time code sent to us. Nothing to do."},
	{14107, Loop, 0, "More than 15 answers in a row between two numbers. We are silent for 30 seconds; look whether a machine writes to us."},

	// our webhook; these come from the carrier's debugger, never with a message
	{11200, Webhook, 0, "The carrier did not get a good answer from this server. Check that public_url is reachable from outside."},
	{11205, Webhook, 0, "The carrier could not connect to this server. Check that public_url is reachable from outside."},
	{11750, Webhook, 0, "Our answer was longer than 64 kB. Please report this fault of ours."},
	{12100, Webhook, 0, "Our answer could not be read. Please report this fault of ours."},
	{12200, Webhook, 0, "Our answer held something the carrier does not know. Please report this fault of ours."},
	{12300, Webhook, 0, "Our answer arrived as the wrong type. Something between the carrier and this server changes it; check the proxy."},
}
