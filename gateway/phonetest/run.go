package phonetest

import (
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// perform executes documents until one ends, and says whether it ended by itself: the leg of a <Number url> is then
// connected. Otherwise the call is over, or somebody has hung up.
func (c *Carrier) perform(x *call, s *script) (ended bool) {
	for s != nil {
		next, stop := c.performOne(x, s)
		if stop {
			return false
		}
		if next == nil {
			return true
		}
		s = next
	}
	return false
}

// performOne executes one document. next is the one to go on with; stop says that the call is over.
func (c *Carrier) performOne(x *call, s *script) (next *script, stop bool) {
	for _, e := range s.root.children {
		if c.gone(x) {
			return nil, true
		}
		if e.name != "Dial" || e.attr("answerOnBridge", "false") == "false" {
			c.pickUp(x)
		}
		next, jump := c.execute(x, s, e)
		if jump {
			return next, next == nil
		}
	}
	return nil, c.gone(x)
}

// gone says whether nobody is on the line any more.
func (c *Carrier) gone(x *call) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return x.hungUp
}

// pickUp answers a call to a line: by the first verb, and not by the number being asked.
func (c *Carrier) pickUp(x *call) {
	if x.direction == inbound && x.answered.IsZero() {
		c.setCall(x, inProgress)
	}
}

// execute does one verb. jump says that the document is left: for next, or for good.
func (c *Carrier) execute(x *call, s *script, e *element) (next *script, jump bool) {
	if x.parent != nil && !screening(e.name) {
		c.problem(12200, "call: <"+e.name+"> can't be executed before two phones are connected (<Number url>)")
		return nil, false
	}
	switch e.name {
	case "Say", "Play", "Pause":
		c.speak(x, s, e)
	case "Gather":
		return c.gather(x, s, e)
	case "Record":
		return c.record(x, s, e)
	case "Dial":
		return c.dial(x, s, e)
	case "Redirect":
		return c.fetch(x, s.against(e.text), nil), true
	case "Hangup":
		c.mu.Lock()
		x.hungUp = true
		c.mu.Unlock()
		return nil, true
	}
	return nil, false
}

// screening says whether a verb may be executed on a leg before it is connected: "the url attribute does not support
// any other TwiML verbs". https://www.twilio.com/docs/voice/twiml/number#attributes-url
func screening(verb string) bool {
	switch verb {
	case "Say", "Play", "Pause", "Gather", "Hangup":
		return true
	}
	return false
}

// speak says, plays or is silent.
func (c *Carrier) speak(x *call, s *script, e *element) {
	switch e.name {
	case "Say":
		text := e.spoken()
		c.add(x, Line{Kind: Said, Lang: e.attr("language", "en-US"), Text: text})
		c.pass(x, spokenFor(text))
	case "Play":
		c.play(x, s.against(e.text))
	case "Pause":
		c.pass(x, inSeconds(e.attr("length", "1")))
	}
}

// spokenFor is how long it takes to say a text: about 150 words a minute, or 240 characters where a character is a
// syllable.
func spokenFor(text string) time.Duration {
	var d time.Duration
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			d += 250 * time.Millisecond
		} else {
			d += 65 * time.Millisecond
		}
	}
	return d
}

// inSeconds reads a checked attribute.
func inSeconds(s string) time.Duration {
	n, _ := strconv.Atoi(s) // what is no number is complained about, and none
	return time.Duration(n) * time.Second
}

// playedFor is how long a sound lasts that is none of the carrier's own recordings.
const playedFor = 5 * time.Second

// play fetches a sound and plays it. What the caller hears is named by the last two parts of its address, which for a
// prompt are its language and its name.
func (c *Carrier) play(x *call, target string) {
	u, err := url.Parse(target)
	if err == nil {
		err = checkLoopback(target)
	}
	if err != nil {
		c.problem(11100, "call: <Play>: "+errNotHere.Error())
		return
	}
	a, ok := c.sound(target)
	if !ok {
		return
	}
	if r := c.recordingOf(a.body); r != nil {
		c.add(x, Line{Kind: Played, Text: "▶ a recording of " + plural(r.seconds, "second"), Recording: r.sid})
		c.pass(x, time.Duration(r.seconds)*time.Second)
		return
	}
	name, dir := path.Base(u.Path), path.Base(path.Dir(u.Path))
	lang := ""
	if language.MatchString(dir) {
		lang = dir
	}
	c.add(x, Line{Kind: Played, Lang: lang, Text: "▶ " + strings.TrimPrefix(dir+"/"+name, "//")})
	c.pass(x, playedFor)
}
