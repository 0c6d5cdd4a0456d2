package phonetest

import (
	"net/url"
	"strings"
)

// gather lets the caller press keys, while something is said and after. A key that ends the number ends it alone, too;
// keys beyond the number are pressed into the void. Without any key the document goes on, unless actionOnEmptyResult
// says to ask all the same. https://www.twilio.com/docs/voice/twiml/gather
func (c *Carrier) gather(x *call, s *script, e *element) (next *script, jump bool) {
	for _, child := range e.children {
		c.speak(x, s, child)
	}
	finish, most := e.attr("finishOnKey", "#"), int(inSeconds(e.attr("numDigits", "0")).Seconds())
	timeout := inSeconds(e.attr("timeout", "5"))
	keys, finished := "", ""
	for over := false; !over; {
		switch ev := c.wait(x, waitsKeys, timeout); ev.kind {
		case pressed:
			keys, finished, over = collect(keys, ev.keys, finish, most)
		case quiet:
			c.pass(x, timeout)
			over = true
		case moved:
			return c.fetch(x, ev.target, nil), true
		case hungUp:
			return nil, true // and nobody is asked
		}
	}
	if keys == "" && e.attr("actionOnEmptyResult", "false") == "false" {
		return nil, false
	}
	return c.fetch(x, s.against(e.attr("action", s.url)), url.Values{
		"Digits": {keys}, "FinishedOnKey": {finished}, "msg": {"Gather End"},
	}), true
}

// collect adds keys to a number until it is complete.
func collect(keys, more, finish string, most int) (number, finished string, over bool) {
	for _, key := range strings.Split(more, "") {
		if finish != "" && key == finish {
			return keys, key, true
		}
		keys += key
		if len(keys) == most {
			return keys, "", true
		}
	}
	return keys, "", false
}
