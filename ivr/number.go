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

// readNumber reads a number with its area code, or # alone: "none". One that begins with the 1 of the country has a
// digit left when the carrier has taken ten.
func readNumber(c *caller) talk.Answer {
	keys := c.Heard.Keys
	switch {
	case keys == "#":
		noPhone(c)
		return none
	case callable(keys) && c.keyed(keys):
		return keyed
	case len(keys) == 10 && allDigits(keys) && keys[0] == '1':
		c.q().Options = []talk.Option{{Do: keys[1:]}}
		return longer
	}
	return talk.NotMine
}

// readLast reads the last digit of a number.
func readLast(c *caller) talk.Answer {
	begun := c.q().Options
	if len(begun) == 0 || !callable(begun[0].Do+c.Heard.Keys) || !c.keyed(begun[0].Do+c.Heard.Keys) {
		return talk.NotMine
	}
	return keyed
}

// keyed notes a number of ten digits, unless it is the line's. One's own is not keyed.
func (c *caller) keyed(digits string) bool {
	e164 := "+1" + digits
	if e164 == c.facts.Line {
		return false
	}
	noPhone(c)
	if e164 != c.facts.Number {
		c.q().Draft.Phone = e164
	}
	return true
}

func onceMore(c *caller) { c.say(msg.VoiceOnceMore) }

// abroad are the area codes of the North American plan that lie neither in the United States nor in Canada. A call there
// costs many times as much: whoever has us call numbers there may earn by it. (nanpa.com, geographic area codes)
const abroad = "242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876"

// callable says whether ten digits are a number of the North American plan that somebody can be called at: area code
// and exchange begin with 2–9 and are no service code (N11), and it is not a number that costs its caller (900, 976), or
// us (abroad).
func callable(keys string) bool {
	if len(keys) != 10 || !allDigits(keys) || keys[0] < '2' || keys[3] < '2' {
		return false
	}
	area, exchange := keys[:3], keys[3:6]
	return !strings.HasSuffix(area, "11") && !strings.HasSuffix(exchange, "11") && area != "900" && exchange != "976" &&
		!strings.Contains(abroad, area)
}

func noPhone(c *caller) { c.q().Draft.Phone = "" }
