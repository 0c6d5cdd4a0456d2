// Package sms is the conversation by text: it reads what a person wrote, knowing what the line knows of that person,
// and decides what is answered and what is to be done. It is pure: session and event in, session and effects out; no
// clock, database, network or finished text. The order in which a text is read is the product's (see order below);
// the questions and where their answers lead are data (nodes.go).
package sms

import (
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// Conversation is the text conversation of one network. It is safe for concurrent use.
type Conversation struct {
	network *dispatch.Network
	lexicon *lexicon.Lexicon
	machine *talk.Machine
}

// New makes the conversation of a network, in its words.
func New(n dispatch.Network, l *lexicon.Lexicon) *Conversation {
	return &Conversation{network: &n, lexicon: l, machine: &talk.Machine{Nodes: nodes(), Blanks: blanks}}
}

// order is the order of reading: the first rule that takes a text ends the reading.
var order = [...]func(*talk.Turn) bool{
	reaction,            // 1 a phone's reaction to one of our texts
	coordinate,          //   a coordinator's own commands: TELL may say "gas"
	danger,              // 2 before any state and before relay
	optOut,              // 3 opt-out words, and silence for those who opted out
	media,               //   a picture or voice note with no words
	command,             // 4 whole-message commands and languages
	late,                //   how late somebody is
	letter,              // 5 a letter names its offer
	flood,               //   more texts than a person writes
	bare,                //   a bare yes, no or number
	phrase,              //   a ready sentence for the other side, by number
	(*talk.Turn).Answer, // 6 the open question's own answer
	relay,               // 7 while an assignment lives
	offerQuestion,       //   a question from a phone with a live offer
	thanks,              //   answers nothing, needs no answer
	keepPrivate,         //   whatever else comes from a phone with a private case
	ask,                 // 8 what does it ask for?
}

// Step reads one text.
func (c *Conversation) Step(s talk.Session, e talk.Event) (talk.Session, []talk.Effect) {
	t := c.machine.Begin(s, e, c.network, c.lexicon)
	t.Forget(func(q talk.Question) bool { return over(t, q) })
	toldLanguage := language(t)
	for _, reads := range order {
		if reads(t) {
			break
		}
	}
	keepDraft(t)
	s, effects := t.End()
	return greet(s, e, c, toldLanguage, effects)
}

// PlaceQuestion is the question asked of a resident whose request somebody has just taken: where to come, and whom
// to ask for. It becomes the session's current one; its words are part of the good news.
func PlaceQuestion(s talk.Session, request dispatch.ID, at time.Time) talk.Session {
	open := make([]talk.Question, 0, len(s.Open)+1)
	for _, q := range s.Open {
		if q.State != place || q.Request != request {
			open = append(open, q)
		}
	}
	s.Open = append(open, talk.Question{State: place, Request: request, At: at})
	return s
}

// over says whether a question waits for nothing any more: its request has gone on, or a week has passed.
func over(t *talk.Turn, q talk.Question) bool {
	switch q.State {
	case place:
		return len(placeFor(t, q)) == 0
	case same:
		r := find(t.Person.Asked, q.Request)
		return r == nil || r.Holder != 0
	case handBack, checkIn:
		r := find(t.Person.Jobs, q.Request)
		return r == nil || !r.Status.Taken() || r.Frozen && q.State == checkIn
	case checkCame:
		r := find(t.Person.Asked, q.Request)
		return r == nil || !r.Status.Taken() && r.Status != dispatch.DoneReported || r.Frozen || q.Holder != 0 && q.Holder != r.Holder
	case still:
		return !stillAsked(t) || q.Age(t.At) > 7*day
	case closeReason, newNeed, which, toWhom, notDanger, forgetMe:
		return q.Age(t.At) > staleAfter
	}
	return q.Age(t.At) > 7*day
}

const day = 24 * time.Hour

func find(rs []talk.Request, id dispatch.ID) *talk.Request {
	for i := range rs {
		if rs[i].ID == id {
			return &rs[i]
		}
	}
	return nil
}

// introduced are the answers that say themselves who we are.
var introduced = map[msg.Key]bool{msg.Help: true, msg.HelpVolunteer: true, msg.Who: true, msg.OptedIn: true, msg.OptedOut: true}

// greet frames the first answer a phone ever gets: who we are, and what the carrier wants said once. Volunteers have
// been told when they joined, coordinators know; danger is answered at once and short.
func greet(s talk.Session, e talk.Event, c *Conversation, toldLanguage string, effects []talk.Effect) (talk.Session, []talk.Effect) {
	if known := e.Person.Volunteer != nil || e.Person.Coordinator != ""; s.Greeted || known {
		s.Greeted = true
		return s, effects
	}
	first := -1
	for i, f := range slices.Backward(effects) {
		switch f := f.(type) {
		case talk.Alert, talk.OptOut, talk.Accept:
			return s, effects
		case talk.Say:
			first = i
			if introduced[f.Text.Key] {
				s.Greeted = true
				return s, effects
			}
		}
	}
	if first < 0 {
		return s, effects
	}
	s.Greeted = true
	framed := slices.Insert(slices.Clone(effects), first, talk.Effect(talk.Say{Text: msg.T(msg.Prefix, "Network", c.network.Name)}))
	return s, append(framed, talk.Say{Text: footer(c, toldLanguage)})
}

func footer(c *Conversation, told string) msg.Text {
	if told != "" {
		return msg.T(msg.FirstFooter)
	}
	names := c.lexicon.OtherNames(c.network.Language)
	if len(names) == 0 {
		return msg.T(msg.FirstFooter)
	}
	return msg.T(msg.FirstFooterLanguages, "Languages", strings.Join(names, "? ")+"?")
}
