package engine_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ivr"
)

// A scene may have calls in it, as well as texts. What a phone does, written by hand:
//
//	rosa: calls                 (or: calls withheld)
//	rosa: presses 1             (#### is the last number of a request that was said)
//	rosa: says nothing
//	rosa: speaks 7              (seconds; "speaks 7 and hangs up")
//	rosa: hangs up
//	rosa: picks up              a phone that rings (or: lets it ring, is busy, has a machine)
//
// What comes of it: "rosa! the line calls", and for every turn what is heard, with its language, and what the line then
// waits for: "rosa| [es] Hola. … (tone)". A recording that is played is ▶ and who spoke. While "@" moves the clock nobody
// picks up.

// calling is what a stage knows of calls.
type calling struct {
	catalog *i18n.Catalog
	called  func(*stage, engine.OutgoingCall)
	calls   map[string]*call  // by phone: the call it is in
	ringing map[string]*call  // by phone: the call it is rung for
	talks   map[string]string // by phone: whom it rings, is rung for or talks with
	tapes   map[string]string // by recording: what was said
	code    string            // the last number of a request that was said
}

func newCalling(c *i18n.Catalog) calling {
	return calling{catalog: c, called: (*stage).heard, calls: map[string]*call{}, ringing: map[string]*call{},
		talks: map[string]string{}, tapes: map[string]string{}}
}

// act is a line of a scene by which a phone does something in a call.
var act = regexp.MustCompile(`^([a-z]+): (.+)$`)

// does plays such a line.
func (s *stage) does(name, what string) {
	keys, pressed := strings.CutPrefix(what, "presses ")
	spoken, speaks := strings.CutPrefix(what, "speaks ")
	c := s.calls[name]
	switch {
	case what == "calls":
		s.starts(name, newCall(s.t, s.engine, phones[name].number))
	case what == "calls withheld":
		s.starts(name, newCall(s.t, s.engine, ""))
	case what == "picks up", what == "has a machine", what == "lets it ring", what == "is busy":
		s.reacts(name, what)
	case c == nil:
		s.t.Fatalf("%s is not on the phone", name)
	case pressed:
		c.presses(strings.ReplaceAll(keys, "####", s.code))
		s.tells(name)
	case what == "says nothing":
		s.clock.Advance(30 * time.Second) // until the words are over and the wait is, too
		c.saysNothing()
		s.tells(name)
	case speaks:
		s.speaks(name, spoken)
	case what == "hangs up":
		s.hangsUp(name)
	default:
		s.t.Fatalf("%s: %s?", name, what)
	}
}

func (s *stage) starts(name string, c *call) {
	s.calls[name] = c
	c.begins(false)
	s.tells(name)
}

func (s *stage) speaks(name, spoken string) {
	c := s.calls[name]
	length, hangsUp := strings.CutSuffix(spoken, " and hangs up")
	seconds, err := strconv.Atoi(length)
	if err != nil {
		s.t.Fatal(err)
	}
	sid := c.speaks(seconds)
	s.tapes[sid] = fmt.Sprintf("%s, %d s", name, seconds)
	if hangsUp {
		s.hangsUp(name)
		return
	}
	s.tells(name)
}

// hangsUp ends a phone's call; two who were connected part.
func (s *stage) hangsUp(name string) {
	c := s.calls[name]
	delete(s.calls, name)
	other := s.talks[name]
	delete(s.talks, name)
	delete(s.talks, other)
	if c.ev.Parent == 0 && c.ev.SID != "" {
		c.hangsUp()
		delete(s.calls, other)
		return
	}
	delete(s.calls, name)
	if other != "" {
		s.rang(other, true)
	}
}

// tells writes what a phone has just heard, and rings whom the line has rung for it.
func (s *stage) tells(name string) {
	c := s.calls[name]
	a := c.said
	fmt.Fprintf(&s.said, "%s| %s\n", name, strings.Join(append(s.spoken(a), waits(a.Listen)...), " "))
	switch a.Listen.For {
	case ivr.HangUp:
		delete(s.calls, name)
	case ivr.ForTalk:
		s.meets(name)
	case ivr.ForRing:
		s.connects(name, a)
	}
}

// spoken is what is said in a turn, piece after piece, each change of language named.
func (s *stage) spoken(a engine.CallAnswer) (said []string) {
	var before ivr.Prompt
	in := ""
	for _, p := range a.Say {
		if p.Pause != 0 {
			continue
		}
		language := cmp.Or(p.Language, a.Language)
		if language != in && p.Key+msg.Key(p.Words) != "" {
			said, in = append(said, "["+language+"]"), language
		}
		if words := s.piece(a, p, language, before.Key); words != "" {
			said = append(said, words)
		}
		if p.Pause == 0 { // what is said slowly is the same
			before = p
		}
	}
	return said
}

// piece is one piece as it is heard. A request's number is random, and shown as ####.
func (s *stage) piece(a engine.CallAnswer, p ivr.Prompt, language string, after msg.Key) string {
	switch {
	case p.Key != "":
		text, ok := s.catalog.Prompt(language, p.Key)
		if !ok {
			s.t.Errorf("no prompt %s in %q", p.Key, language)
		}
		return text
	case p.Recording != 0:
		sound, _, err := s.engine.Audio(context.Background(), a.Tickets[p.Recording])
		if err != nil {
			s.t.Errorf("play a recording: %v", err)
		}
		return "▶ (" + string(sound) + ")"
	case after == msg.VoiceYourNumber, after == msg.VoiceOnceAgain, after == msg.VoiceCaseNumber:
		s.code = p.Digits
		return "####."
	case p.Digits != "":
		return p.Digits + "."
	case p.Words != "":
		return p.Words + "." // as it is read: a sentence of its own
	}
	return ""
}

// waits says what the line listens for, where it is not a single key.
func waits(l ivr.Listen) []string {
	switch {
	case l.For == ivr.ForKeys && l.Digits > 1:
		return []string{fmt.Sprintf("(%d digits)", l.Digits)}
	case l.For == ivr.ForRecording:
		return []string{"(tone)"}
	case l.For == ivr.ForRing:
		return []string{"(rings)"}
	case l.For == ivr.ForTalk:
		return []string{"(connected)"}
	case l.For == ivr.HangUp:
		return []string{"(the line hangs up)"}
	}
	return nil
}

// connects rings somebody for a caller; with nobody's number the call goes on.
func (s *stage) connects(name string, a engine.CallAnswer) {
	number := a.Listen.Ring.Number
	if number == "" {
		s.calls[name].saysNothing()
		s.tells(name)
		return
	}
	to := s.nameOf(number)
	leg := newCall(s.t, s.engine, ourNumber)
	leg.ev.To, leg.ev.Parent = number, a.Call
	if !a.Listen.Ring.Screened {
		leg.ev = engine.CallEvent{}
	}
	s.ringing[to], s.talks[to], s.talks[name] = leg, name, to
	fmt.Fprintf(&s.said, "%s! the line calls\n", to)
}

// rang tells a caller's call that whom it rang is gone.
func (s *stage) rang(name string, bridged bool) {
	s.calls[name].hears(talk.Heard{Kind: talk.Rang, Bridged: bridged})
	s.tells(name)
}

// meets connects a coordinator who has taken the call with the caller.
func (s *stage) meets(name string) { fmt.Fprintf(&s.said, "%s| (connected)\n", s.talks[name]) }

// reacts is what becomes of a phone that rings.
func (s *stage) reacts(name, how string) {
	c := s.ringing[name]
	if c == nil {
		s.t.Fatalf("%s's phone does not ring", name)
	}
	delete(s.ringing, name)
	caller, leg := s.talks[name]
	switch {
	case how == "picks up" && c.ev.SID == "": // connected with the other side of a job
		s.calls[name] = c
		fmt.Fprintf(&s.said, "%s| (connected)\n", name)
	case how == "picks up":
		s.starts(name, c)
	case how == "has a machine" && !leg:
		s.calls[name] = c
		c.begins(true)
		s.tells(name)
	case leg:
		delete(s.talks, name)
		delete(s.talks, caller)
		s.rang(caller, false)
	case how == "is busy":
		c.ends("busy")
	default:
		c.ends("no-answer")
	}
}

// dials has the carrier make the calls that may be made now, and says how many.
func (s *stage) dials() int {
	out, _, err := s.engine.ClaimDials(s.t.Context(), 10)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, o := range out {
		fmt.Fprintf(&s.said, "%s! the line calls\n", s.nameOf(o.To))
		s.called(s, o)
	}
	return len(out)
}

// rings is a call of the line's to which the scene says what happens.
func (s *stage) rings(o engine.OutgoingCall) {
	c := newCall(s.t, s.engine, o.Line)
	c.ev.To, c.ev.Dial, c.ev.SID = o.To, o.ID, s.place(o)
	s.ringing[s.nameOf(o.To)] = c
}

// place has the carrier take a call, and returns its id.
func (s *stage) place(o engine.OutgoingCall) (sid string) {
	sid = newSID("CA")
	if err := s.engine.RecordDial(s.t.Context(), o.ID, engine.Outcome{Kind: engine.Sent, SID: sid, HTTP: 201}); err != nil {
		s.t.Fatal(err)
	}
	return sid
}

// fetches hands the line the sound of what was recorded, and says how much was done.
func (s *stage) fetches() int {
	due, _, err := s.engine.RecordingsDue(s.t.Context(), 10)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range due {
		if d.Fetch {
			err = s.engine.RecordingFetched(s.t.Context(), d.ID, []byte(s.tapes[d.SID]), "mp3")
		} else {
			err = s.engine.RecordingDeleted(s.t.Context(), d.ID)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	return len(due)
}

// unanswered ends what rings while time passes: nobody was there.
func (s *stage) unanswered() {
	for _, name := range slices.Sorted(maps.Keys(s.ringing)) {
		s.reacts(name, "lets it ring")
	}
}

func (s *stage) nameOf(number string) string {
	for name, p := range phones {
		if p.number == number {
			return name
		}
	}
	s.t.Fatalf("no phone has the number %s", number)
	return ""
}
