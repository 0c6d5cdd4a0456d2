package phonetest

import (
	"strconv"
	"strings"
)

// maxCaptions is how many lines of a call the page shows.
const maxCaptions = 60

// callLook is a phone's call as the page shows it, or the last one.
type callLook struct {
	ID, Phone, Name, Token string
	Live, Rings            bool
	From                   string // who calls, while it rings
	State                  string // what is going on, in plain words
	Keys                   []keyLook
	Waits                  bool // "say nothing" means something
	Records                bool
	Sample                 int
	Lines                  []caption
}

// keyLook is one key of the keypad.
type keyLook struct{ Key, Name string }

// caption is a line of a call as the page shows it.
type caption struct {
	ID string
	Line
	Tag string // the language, where it is another than before
}

// callLook is a phone's newest call, or nil. The caller holds the carrier's mu.
func (p *Page) callLook(ph *phone, token string) *callLook {
	x := ph.current()
	if x == nil {
		return nil
	}
	l := &callLook{
		ID: "c" + strconv.Itoa(x.n), Phone: ph.ID, Name: ph.Name, Token: token, Live: x.live(), Sample: sample,
		Rings: x.waits == waitsRing, From: spaced(x.from),
	}
	l.State = x.state(l.Live)
	if l.Live && !x.hungUp {
		l.Records = x.waits == waitsSpeech
		l.Waits = x.waits == waitsKeys || x.waits == waitsSpeech || x.waits == waitsOthers
		if !l.Rings && x.waits != waitsOthers && x.waits != waitsTalk {
			l.Keys = keys()
		}
	}
	lines := x.lines
	first := max(len(lines)-maxCaptions, 0)
	lang := ""
	for i, line := range lines {
		c := caption{ID: l.ID + "l" + strconv.Itoa(i), Line: line}
		if line.Lang != "" && line.Lang != lang {
			c.Tag, lang = line.Lang, line.Lang
		}
		if i >= first {
			l.Lines = append(l.Lines, c)
		}
	}
	return l
}

// state says what is going on in a call. The caller holds the carrier's mu.
func (x *call) state(live bool) string {
	switch {
	case !live:
		return "Call over"
	case x.waits == waitsRing:
		return "Calls from " + spaced(x.from)
	case x.running, x.waits == "":
		return "One moment…"
	case x.waits == waitsSpeech:
		return "Recording: speak"
	case x.waits == waitsOthers:
		return "Ringing somebody else…"
	case x.waits == waitsTalk && x.with != nil && x.with.phone != nil:
		return "Talking with " + x.with.phone.Name
	case x.waits == waitsTalk:
		return "Talking"
	}
	return "Listening: press a key"
}

// keys is a keypad, row by row.
func keys() []keyLook {
	var all []keyLook
	for key := range strings.SplitSeq("123456789*0#", "") {
		all = append(all, keyLook{key, map[string]string{"*": "star", "#": "pound"}[key]})
	}
	return all
}

// callTicks are the steps of the tour by landline that the carrier itself has seen: a landline has called, was called and
// picked up; somebody has heard what another one said.
type callTicks struct{ called, rung, heard bool }

// callTicks says how far they are. The caller holds the carrier's mu.
func (c *Carrier) callTicks() (seen callTicks) {
	for _, x := range c.calls {
		if x.phone == nil {
			continue
		}
		landline := x.phone.Kind == Landline
		seen.called = seen.called || (landline && x.direction == inbound)
		seen.rung = seen.rung || (landline && x.direction == outboundAPI && !x.answered.IsZero())
		for _, l := range x.lines {
			if r := c.recordingBySID(l.Recording); r != nil && r.call.phone != x.phone {
				seen.heard = true
			}
		}
	}
	return seen
}
