package talk

import (
	"time"

	"hotline/dispatch"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// Answer is what a node's reader made of an event. Edges are keyed by it, so that a conversation is data: a test
// walks it, and a diagram can be drawn from it.
type Answer string

// NotMine is the answer of a reader whose question the event does not answer; the event is read on.
const NotMine Answer = ""

// Node is one question: what is asked, who reads the answer, and where each answer leads.
type Node struct {
	Ask      msg.Key
	Again    msg.Key // how it is asked when the answer was not understood; empty: as before
	YesNo    bool    // a bare yes or no answers it
	Numbered bool    // a bare number answers it
	// Lapses marks a question that may stay unanswered: nobody waits for it, and it is never asked again.
	Lapses bool
	Read   func(*Turn) Answer
	Next   map[Answer]Edge
}

// Edge leads from an answer to the next question; Home means that this one is over.
type Edge struct {
	To State
	Do func(*Turn) // may be nil
}

// Machine is a conversation: its nodes, and the one function that fills the blanks of their questions.
type Machine struct {
	Nodes  map[State]Node
	Blanks func(t *Turn, q Question) msg.Args
}

// Turn is one step being taken: an event, the session it meets, and what is to be done about it.
type Turn struct {
	Event
	Network  *dispatch.Network
	Lexicon  *lexicon.Lexicon
	Language string // the language read in and answered in
	Session  Session

	machine *Machine
	effects []Effect
	left    Question
}

// Begin starts a turn on a session. The session's slices are copied: the caller's value does not change.
func (m *Machine) Begin(s Session, e Event, n *dispatch.Network, l *lexicon.Lexicon) *Turn {
	s.Open = append([]Question(nil), s.Open...)
	return &Turn{Event: e, Network: n, Lexicon: l, Session: s, machine: m}
}

// End returns the session to store and the effects, in order.
func (t *Turn) End() (Session, []Effect) { return t.Session, t.effects }

// Do adds effects.
func (t *Turn) Do(e ...Effect) { t.effects = append(t.effects, e...) }

// Say adds to the answer; args as in msg.T.
func (t *Turn) Say(key msg.Key, args ...any) { t.Do(Say{msg.T(key, args...)}) }

// Said says whether anything has been answered in this turn.
func (t *Turn) Said() bool {
	for _, e := range t.effects {
		if _, ok := e.(Say); ok {
			return true
		}
	}
	return false
}

// Question returns the current question, or nil.
func (t *Turn) Question() *Question {
	if n := len(t.Session.Open); n > 0 {
		return &t.Session.Open[n-1]
	}
	return nil
}

// Node returns the node of the current question. A state of an older release has none.
func (t *Turn) Node() (Node, bool) {
	q := t.Question()
	if q == nil {
		return Node{}, false
	}
	n, ok := t.machine.Nodes[q.State]
	return n, ok
}

// Push makes q the current question and asks it. The same question asked before is forgotten, so that the stack
// stays short; so is a question under it that may lapse.
func (t *Turn) Push(q Question) {
	t.Quietly(q)
	t.Ask()
}

// Interrupt makes q the current question and asks it; every other question under it stays, also one that may lapse.
func (t *Turn) Interrupt(q Question) {
	q.At = t.At
	t.Session.Open = append(t.without(q.State, false), q)
	t.Ask()
}

// Quietly makes q the current question without asking it: its words are part of what is said already.
func (t *Turn) Quietly(q Question) {
	q.At = t.At
	t.Session.Open = append(t.without(q.State, true), q)
}

// without are the open questions but that of a state and, if lapsing is set, those that may lapse.
func (t *Turn) without(state State, lapsing bool) []Question {
	kept := t.Session.Open[:0]
	for _, o := range t.Session.Open {
		if n := t.machine.Nodes[o.State]; o.State != state && !(lapsing && n.Lapses) {
			kept = append(kept, o)
		}
	}
	return kept
}

// Pop ends the current question.
func (t *Turn) Pop() {
	if n := len(t.Session.Open); n > 0 {
		t.Session.Open = t.Session.Open[:n-1]
	}
}

// Forget drops every question for which over says so.
func (t *Turn) Forget(over func(Question) bool) {
	kept := t.Session.Open[:0]
	for _, q := range t.Session.Open {
		if _, known := t.machine.Nodes[q.State]; known && !over(q) {
			kept = append(kept, q)
		}
	}
	t.Session.Open = kept
}

// Ask asks the current question (again).
func (t *Turn) Ask() { t.AskWith("") }

// AskWith asks the current question in other words; an empty key is the node's own.
func (t *Turn) AskWith(key msg.Key) {
	n, ok := t.Node()
	if !ok {
		return
	}
	if key == "" {
		key = n.Ask
	}
	t.Do(Say{msg.Text{Key: key, Args: t.machine.Blanks(t, *t.Question())}})
}

// Answer lets the current question read the event. It returns false if the event does not answer it.
func (t *Turn) Answer() bool {
	n, ok := t.Node()
	if !ok {
		return false
	}
	edge, ok := n.Next[n.Read(t)]
	if !ok { // NotMine
		return false
	}
	t.Follow(edge)
	return true
}

// Follow takes an edge from the current question: what it does, then the next question, asked. When a question is
// over, one that it had interrupted is asked again.
func (t *Turn) Follow(e Edge) {
	here := *t.Question()
	depth := len(t.Session.Open)
	if e.To == Home {
		t.Pop()
	} else {
		q := t.Question()
		q.State, q.At = e.To, t.At
	}
	if e.Do != nil {
		before := len(t.Session.Open)
		e.Do(t.on(here))
		if len(t.Session.Open) != before {
			return // Do asked something of its own
		}
	}
	if e.To == here.State {
		t.AskWith(t.machine.Nodes[here.State].Again)
	} else if e.To != Home {
		t.Ask()
	} else if depth > 1 && len(t.Session.Open) == depth-1 {
		t.resume()
	}
}

// on keeps the question an edge leaves, for Do to read with Left.
func (t *Turn) on(q Question) *Turn {
	t.left = q
	return t
}

// Left is the question that the edge being followed leaves.
func (t *Turn) Left() Question { return t.left }

func (t *Turn) resume() {
	if n, ok := t.Node(); ok && !n.Lapses {
		t.Question().At = t.At
		t.Ask()
	}
}

// Age is how long ago the question was asked.
func (q Question) Age(now time.Time) time.Duration { return now.Sub(q.At) }
