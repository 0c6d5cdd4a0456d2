// Package ivr is the phone menu: it takes what was heard in one turn of a call, knowing what the line knows of the
// caller, and decides what is said, what is listened for next, and what is to be done. It is pure: a call's state and
// an event in, state, turn and effects out; no clock, database, network or finished text. Its questions and where
// their answers lead are data (nodes.go), on the conversation core that texts use, too. It never says a name, words,
// a place or a recording to somebody who phones us: a number shown is no proof of who calls. What an offer says in plain
// fields (what, near which ZIP, for how many, by when) many are asked, and it is told from a volunteer's phone.
package ivr

import (
	"cmp"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// Options are the numbers of [voice].
type Options struct {
	MaxMinutes   int           // after which a call ends with a message; 0: 20
	MaxQuestions int           // as many, and a call ends so, too; 0: 30
	Ring         time.Duration // as long as one coordinator's phone rings; 0: 20 s
}

// Menu is the phone menu of one network. It is safe for concurrent use.
type Menu struct {
	network *dispatch.Network
	lexicon *lexicon.Lexicon
	options Options
	nodes   map[talk.State]node
	forks   map[talk.State]fork
	// machine keeps the open question and the effects. What a question says is said piece by piece (Turn), so the
	// machine itself has none.
	machine talk.Machine
}

// New makes the phone menu of a network.
func New(n dispatch.Network, l *lexicon.Lexicon, o Options) *Menu {
	o.MaxMinutes, o.MaxQuestions = cmp.Or(o.MaxMinutes, 20), cmp.Or(o.MaxQuestions, 30)
	o.Ring = cmp.Or(o.Ring, 20*time.Second)
	return &Menu{network: &n, lexicon: l, options: o, nodes: nodes(), forks: forks()}
}

// Step takes one turn of a call. A call that is over stays so; what it returns as said to a caller who has hung up is
// heard by nobody.
func (m *Menu) Step(call Call, e talk.Event, f Facts) (Call, Turn, []talk.Effect) {
	if call.Over {
		return call, Turn{Language: m.language(call), Listen: Listen{For: HangUp}}, nil
	}
	c := &caller{Turn: m.machine.Begin(call.Session, e, m.network, m.lexicon), menu: m, call: call, facts: f}
	switch {
	case e.Heard.Kind == talk.HungUp:
		c.gone()
	case call.Began.IsZero():
		c.begin()
	default:
		c.hear()
	}
	c.limit()
	said := c.ask()
	var effects []talk.Effect
	c.call.Session, effects = c.End()
	return c.call, said, effects
}

// Call is what the line remembers of one call between two turns. It is stored, sealed, under the carrier's id of the
// call and the number of the turn.
type Call struct {
	talk.Session
	Purpose   talk.Purpose `json:"purpose,omitempty"`
	Request   dispatch.ID  `json:"request,omitempty"` // what a call of ours is about
	Offer     dispatch.ID  `json:"offer,omitempty"`
	Language  string       `json:"language,omitempty"` // spoken in; empty: not chosen yet
	Began     time.Time    `json:"began"`
	Questions int          `json:"questions,omitempty"` // asked so far
	Tries     int          `json:"tries,omitempty"`     // of the current question that brought no answer; of a ring: phones rung
	Page      int          `json:"page,omitempty"`      // of the languages, from 0
	Pressed   bool         `json:"pressed,omitempty"`   // any key so far
	Told      bool         `json:"told,omitempty"`      // what a call of ours is for has been heard, or answered
	Taught    bool         `json:"taught,omitempty"`    // has been told of the keys that work everywhere
	Asked     time.Time    `json:"asked,omitzero"`      // when the open question was last put
	Opened    opening      `json:"opened,omitzero"`     // the request opened last in this call
	Alone     bool         `json:"alone,omitempty"`     // nobody at all could be asked for what is being asked for
	From      dispatch.ID  `json:"from,omitempty"`      // of what was passed on, the first that is played now
	Over      bool         `json:"over,omitempty"`      // nothing more is asked
}

// Heard says whether whoever answered a call of ours knows now what it is for. A key alone says no more than that somebody
// is there: the wrong one leads nowhere. Who has asked to be called wants the menu, and any key is an answer to that.
func (c Call) Heard() bool { return c.Told || c.Pressed && c.Purpose == talk.CallBack }

// opening is what is still to be told of a request once it is opened and asked about no more.
type opening struct {
	Why   dispatch.Attention `json:"why,omitempty"`
	Keyed bool               `json:"keyed,omitempty"` // for another phone, whose owner has to confirm it
	Calls bool               `json:"calls,omitempty"` // and that is called
	Names []string           `json:"names,omitempty"` // of who else may help, where we have nobody
}

// Facts is what a call needs to know beside the person.
type Facts struct {
	Number   string   // E.164 of the phone at the other end; empty: withheld, or none that can be called back
	Line     string   // E.164 of ours, for an answering machine to say
	LiveHelp []string // names of the coordinators who may be rung now, in order; empty: nobody
	Opened   string   // digits: the reference number of the request opened in this very call
	Tomorrow bool     // asking starts only when quiet hours are over

	News    func(language string) bool                      // something can be heard under "news and places"; nil: nothing
	Prompts func(language string) []Asked                   // every prompt of a language, those not recorded first
	PIN     func(keys string) (coordinator string, ok bool) // nil: nobody records by phone
	Confirm func(number string) bool                        // a keyed number (E.164) may be called to confirm it; nil: any
	Back    func(talk.Purpose) bool                         // the caller may be called back once more today; nil: always
	Desk    func() Desk                                     // nil: the caller is no coordinator, for all we know
	Shut    func(category, zone string) bool                // not taken on for now in a zone (empty: wherever it is); nil: everything is
	Nobody  func(category string, p dispatch.Place) bool    // there is nobody at all who could be asked; nil: there is
	ByCode  func(code string) *talk.Request                 // a request that is not the caller's own, for its state only
}

// Asked is a prompt that can be recorded by phone.
type Asked struct {
	Key      msg.Key
	Recorded bool
}
