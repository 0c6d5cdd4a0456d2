package ivr

import (
	"strconv"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// ask makes the answer of a turn: what was said on the way, then the question that is open.
func (c *caller) ask() Turn {
	t := Turn{Language: c.menu.language(c.call)}
	if c.call.Over {
		if c.call.Purpose != talk.CallScreen {
			c.say(msg.VoiceGoodbye)
		}
		t.Say, t.Listen = c.said, Listen{For: HangUp}
		return t
	}
	n := c.menu.nodes[c.q().State]
	t.Listen = n.listens()
	before := len(c.said)
	switch {
	case t.Listen.For == ForRing:
		t.Listen = c.ring()
	case c.call.Tries > 0:
		c.say(msg.VoiceOnceMore)
	}
	c.askNode(n)
	t.Say = c.said
	if c.call.Tries > 0 && t.Listen.For != ForRing {
		t.Say = append(t.Say[:before:before], slowly(t.Say[before:])...)
	}
	if t.Listen.For != ForRing && !n.Free {
		c.call.Questions++
	}
	c.call.Asked = c.At
	return t
}

func (c *caller) askNode(n node) {
	if n.Tell != nil {
		n.Tell(c)
	}
	c.say(n.Say...)
	if n.List != nil {
		for _, l := range n.List(c) {
			c.piece(l.Say...)
		}
	}
	for _, o := range n.Options {
		if o.Say != "" && (o.If == nil || o.If(c)) {
			c.say(o.Say, msg.Press(o.Key))
		}
	}
	if n.listens().Digits == 1 && !n.Alone && !n.Quiet && !c.call.Taught {
		c.teach(n)
	}
	if n.After != "" {
		c.say(n.After)
	}
}

// teach tells of the keys that work everywhere, once in a call: where there is something to hear again that is enough to
// keep in mind, the way back is not told, too.
func (c *caller) teach(n node) {
	c.call.Taught = true
	c.say(msg.VoiceHearAgain, msg.Press('9'))
	if n.Back != "" && n.Tell == nil {
		c.say(msg.VoiceGoBack, msg.Press('*'))
	}
}

// slowly puts a pause between what is said and the next, but not between an option and its key.
func slowly(said []Prompt) []Prompt {
	slow := make([]Prompt, 0, 2*len(said))
	for i, p := range said {
		if i > 0 && !strings.HasPrefix(string(p.Key), "press_") && p.Pause == 0 {
			slow = append(slow, Prompt{Pause: 600})
		}
		slow = append(slow, p)
	}
	return slow
}

// name says the network's name, as it is said in the network's own language.
func (c *caller) name() {
	c.piece(Prompt{Words: c.Network.Name, Language: c.Network.Language})
}

// danger says whom to call if somebody is in danger.
func (c *caller) danger() {
	c.say(msg.VoiceDanger)
	c.number(c.Network.Emergency)
}

// number says a number digit by digit; what is no number is read as it is.
func (c *caller) number(s string) {
	if strings.Trim(s, "0123456789") != "" || s == "" {
		c.piece(Prompt{Words: s, Language: c.Network.Language})
		return
	}
	c.piece(Prompt{Digits: s})
}

// count says how many.
func (c *caller) count(n int) { c.piece(Prompt{Digits: strconv.Itoa(n)}) }

// phone says a phone number as people write it down: in groups.
func (c *caller) phone(e164 string) {
	digits := strings.TrimPrefix(e164, "+")
	if national, ok := strings.CutPrefix(digits, "1"); ok && len(national) == 10 {
		digits = national
	}
	for len(digits) > 4 {
		c.piece(Prompt{Digits: digits[:3]}, Prompt{Pause: 300})
		digits = digits[3:]
	}
	c.piece(Prompt{Digits: digits})
}

// promise says who looks at something, and by when.
func (c *caller) promise() {
	now, by := c.Network.Local(c.At), c.Network.Local(c.Person.AnswerBy)
	switch {
	case c.Person.OnCall == "" || by.Before(now):
		c.say(msg.VoicePersonSoon)
	case sameDay(by, now):
		c.say(msg.VoicePersonToday)
	case sameDay(by, now.AddDate(0, 0, 1)):
		c.say(msg.VoicePersonTomorrow)
	default:
		c.say(msg.VoicePersonSoon)
	}
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// need names a category; one that is no category yet has no name.
func (c *caller) need(category string) {
	if category != "" {
		c.say(msg.NeedIs(category))
	}
}

// job says what a volunteer may know of a job: what, where, for how many, by when, who pays.
func (c *caller) job(r dispatch.Request) {
	c.need(r.Category)
	if r.Place.ZIP != "" {
		c.say(msg.VoiceNear)
		c.piece(Prompt{Digits: r.Place.ZIP})
	}
	if r.People > 0 {
		c.say(msg.VoicePeople)
		c.count(r.People)
	}
	c.helpers(r)
	c.when(r)
	if category, ok := c.Network.Category(r.Category); ok {
		switch category.Pays.By {
		case dispatch.PayResident:
			c.say(msg.VoiceTheyPay)
		case dispatch.PayNetwork:
			c.say(msg.VoiceLinePays)
		}
	}
}

// urgencies say by when, if no time was said.
var urgencies = map[dispatch.Urgency]msg.Key{dispatch.Today: msg.VoiceToday, dispatch.TwoDays: msg.VoiceTwoDays,
	dispatch.ThisWeek: msg.VoiceThisWeek, dispatch.Anytime: msg.VoiceAnytime}

// when says by when something is wanted: a day, and the time if one was said.
func (c *caller) when(r dispatch.Request) {
	if r.DueAt.IsZero() {
		if key, ok := urgencies[r.Urgency]; ok {
			c.say(key)
		}
		return
	}
	now, due := c.Network.Local(c.At), c.Network.Local(r.DueAt)
	switch {
	case sameDay(due, now):
		c.say(msg.VoiceToday)
	case sameDay(due, now.AddDate(0, 0, 1)):
		c.say(msg.VoiceTomorrow)
	default:
		c.say(msg.Weekday(due.Weekday()))
	}
	if c.Network.Exact(r.DueAt) {
		c.piece(Prompt{Words: clock(due, c.menu.language(c.call))})
	}
}

// clock is a time of day as a voice reads it.
func clock(t time.Time, language string) string {
	if language == "en" {
		return t.Format("3:04 PM")
	}
	return t.Format("15:04")
}
