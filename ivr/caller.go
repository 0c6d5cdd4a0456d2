package ivr

import (
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// caller is one turn of a call being taken: the conversation's turn, with what only a call has.
type caller struct {
	*talk.Turn
	menu  *Menu
	call  Call
	facts Facts

	said    []Prompt
	pressed byte // the key that answered a list
	opened  bool // a request has been opened in this very turn
	won     bool // a job has been given to the caller in this very turn
}

// ours says whether we have phoned the person at the other end, so that names and recordings may be told.
func (c *caller) ours() bool { return c.call.Purpose != "" }

// unasked says whether we have phoned of our own accord: such a call is for one thing, and ends with it.
func (c *caller) unasked() bool { return c.ours() && c.call.Purpose != talk.CallBack }

// q is the question that is open.
func (c *caller) q() *talk.Question {
	if q := c.Question(); q != nil {
		return q
	}
	c.Push(talk.Question{State: home})
	return c.Question()
}

// language is what a call is in; before a language is chosen, what nobody has recorded in all of them is said in the
// network's own.
func (m *Menu) language(call Call) string {
	if call.Language == "" {
		return m.network.Language
	}
	return call.Language
}

// begin begins a call.
func (c *caller) begin() {
	c.call.Began = c.At
	for _, known := range [...]string{c.call.Language, c.Person.Language, c.only()} {
		if c.call.Language = known; slices.Contains(c.Network.Languages, known) {
			break
		}
		c.call.Language = ""
	}
	if c.unasked() && c.call.Language == "" {
		c.call.Language = c.Network.Language
	}
	c.Push(talk.Question{State: start, Request: c.call.Request, Offer: c.call.Offer})
	c.goTo(start)
}

// only is the language of a network that has no other.
func (c *caller) only() string {
	if len(c.Network.Languages) == 1 {
		return c.Network.Languages[0]
	}
	return ""
}

// hear reads what was heard as an answer to the open question, and goes where it leads. A question nobody answers is
// asked again, and then given up.
func (c *caller) hear() {
	n, ok := c.menu.nodes[c.q().State]
	if !ok { // of an older release
		c.goTo(home)
		return
	}
	c.call.Pressed = c.call.Pressed || c.Heard.Kind == talk.Pressed && c.Heard.Keys != ""
	answer := c.read(n)
	if n.Decide != nil {
		answer = n.Decide(c, answer)
	}
	switch answer {
	case again:
		return
	case back:
		if n.Back != "" {
			c.goTo(n.Back)
		}
		return
	case someone:
		c.goTo(person)
		return
	case silent, wrong:
		if c.call.Tries++; c.call.Tries < n.tries() {
			return
		}
	}
	c.follow(n.Next[answer])
}

// follow takes an edge.
func (c *caller) follow(e edge) {
	if e.Do != nil {
		e.Do(c)
	}
	if e.To != "" {
		c.goTo(e.To)
	}
}

// goTo makes a question the open one, by way of the forks before it.
func (c *caller) goTo(to talk.State) {
	for f, ok := c.menu.forks[to]; ok; f, ok = c.menu.forks[to] {
		to = f.Choose(c)
	}
	if to == over {
		c.call.Over = true
		return
	}
	c.call.Tries = 0
	q := c.q()
	if to == q.State {
		return
	}
	q.State, q.At, c.call.Page = to, c.At, 0
	if n := c.menu.nodes[to]; n.Enter != nil {
		n.Enter(c)
	}
}

// gone keeps what was said by a caller who has hung up.
func (c *caller) gone() {
	if q := c.Question(); q != nil {
		if n := c.menu.nodes[q.State]; n.Gone != nil {
			n.Gone(c)
		}
	}
	c.call.Over = true
}

// The end of a call may take so much longer: a message is said again, a coordinator's phone rings.
const (
	graceTime      = 5 * time.Minute
	graceQuestions = 5
)

// limit ends a call that has taken too long or asked too much, with a message if somebody has phoned us.
func (c *caller) limit() {
	if c.call.Over {
		return
	}
	n := c.menu.nodes[c.q().State]
	late := c.At.Sub(c.call.Began) - time.Duration(c.menu.options.MaxMinutes)*time.Minute
	more := c.call.Questions - c.menu.options.MaxQuestions
	if n.Last && late < graceTime && more < graceQuestions || late < 0 && (n.Free || more < 0) {
		return
	}
	if n.Last || n.Free || c.unasked() {
		c.say(msg.VoiceTimeIsUp)
		c.gone()
		return
	}
	c.goTo(lastWords)
}

// say says fixed words.
func (c *caller) say(keys ...msg.Key) {
	for _, k := range keys {
		c.piece(Prompt{Key: k})
	}
}

// piece says anything.
func (c *caller) piece(p ...Prompt) { c.said = append(c.said, p...) }

// asked finds a request of the caller's own by its id; by that of a place that is over, the one that says how it stands.
func (c *caller) asked(id dispatch.ID) *talk.Request {
	if r := find(c.Person.Asked, id); r != nil {
		return r
	}
	if one := talk.OneOf(c.Person.Asked, id); one != nil {
		return one.Foremost()
	}
	return nil
}

// whole is the request in question with all its places that are not over.
func (c *caller) whole() talk.One { return talk.OneOf(c.Person.Asked, c.q().Request) }

func find(rs []talk.Request, id dispatch.ID) *talk.Request {
	i := slices.IndexFunc(rs, func(r talk.Request) bool { return id != 0 && r.ID == id })
	if i < 0 {
		return nil
	}
	return &rs[i]
}
