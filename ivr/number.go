package ivr

import (
	"cmp"
	"strings"

	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// tellNumber says where we call: the number that calls.
func tellNumber(c *caller) {
	c.say(msg.VoiceCallAt)
	c.phone(c.facts.Number)
}

func askNumber(c *caller) {
	c.say(msg.VoiceEnterNumber)
	if withheld(c) {
		c.say(msg.VoiceNoNumber)
	}
}

func tellKeyed(c *caller) {
	c.say(msg.VoiceYouEntered)
	c.phone(cmp.Or(c.q().Draft.Phone, c.facts.Number))
}

// readNumber reads a number with its area code, or # alone: "none".
func readNumber(c *caller) talk.Answer {
	keys := c.Heard.Keys
	switch {
	case keys == "#":
		noPhone(c)
		return none
	case callable(keys):
		noPhone(c)
		if e164 := "+1" + keys; e164 != c.facts.Number { // one's own is not keyed
			c.q().Draft.Phone = e164
		}
		return keyed
	}
	return talk.NotMine
}

// callable says whether ten digits are a number of the North American plan that somebody can be called at: area code
// and exchange begin with 2–9 and are no service code (N11), and it is not a number that costs its caller (900, 976).
func callable(keys string) bool {
	if len(keys) != 10 || !allDigits(keys) || keys[0] < '2' || keys[3] < '2' {
		return false
	}
	area, exchange := keys[:3], keys[3:6]
	return !strings.HasSuffix(area, "11") && !strings.HasSuffix(exchange, "11") && area != "900" && exchange != "976"
}

func noPhone(c *caller) { c.q().Draft.Phone = "" }
