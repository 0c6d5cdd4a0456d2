package ivr

import (
	"time"

	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// node is one question of a call, as data: what is said, which keys answer it, what is listened for, and where each
// answer leads. Unless it is Alone, 9 repeats it, * goes back and 0 asks for a person.
type node struct {
	Tell    func(*caller) // what depends on the caller, said first; may be nil
	Say     []msg.Key     // then this
	Options []option      // then what the keys do
	List    func(*caller) []listed
	After   msg.Key // said last

	Listen Listen          // zero: a single key
	Record talk.SpokenKind // of a node that listens for a recording
	Tries  int             // how often it is asked before it is given up; 0: three times

	// Read reads what no option does: a number, a key of a list, a recording. nil: nothing does.
	Read   func(*caller) talk.Answer
	Pound  bool                                   // # alone is an answer to a question of several digits
	Decide func(*caller, talk.Answer) talk.Answer // makes an answer a more exact one; may be nil
	Next   map[talk.Answer]edge
	Back   talk.State    // where * leads; empty: the question again
	Gone   func(*caller) // keeps what was said, if the caller hangs up here; may be nil
	Enter  func(*caller) // done when the question is reached, not when it is repeated; may be nil

	Alone bool // none of the keys that work everywhere do here
	Last  bool // the end of a call: it is not cut short by the caps
	Free  bool // does not count as a question: a coordinator records hundreds of prompts
	Quiet bool // is not the place to tell of 9 and *
}

// option is a key and what it does: "For a person, press 0."
type option struct {
	Key    byte
	Say    msg.Key
	Answer talk.Answer
	If     func(*caller) bool // offered only then; nil: always
}

// listed is a numbered option that depends on the network or the caller.
type listed struct {
	Key byte
	Say []Prompt
}

// edge leads from an answer on. Do comes first and may say something.
type edge struct {
	To talk.State
	Do func(*caller) // may be nil
}

// fork is no question: which one comes next depends on the caller. Choose may say why.
type fork struct {
	Choose func(*caller) talk.State
	May    []talk.State
}

type (
	edges = map[talk.Answer]edge
	says  = []msg.Key
)

// Answers that every question has, by other means than its options.
const (
	silent   talk.Answer = "silent" // nothing was heard: so often that it is given up
	wrong    talk.Answer = "wrong"  // a key that does nothing here, as often
	again    talk.Answer = "again"  // 9
	back     talk.Answer = "back"   // *
	someone  talk.Answer = "someone"
	recorded talk.Answer = "recorded"
)

const (
	keyWait    = 10 * time.Second // for a key
	numberWait = 20 * time.Second // for a number, and between its digits
	mostSaid   = 2 * time.Minute  // of a recording
	mostCorner = 30 * time.Second
	mostTalk   = time.Hour // of a caller with a coordinator, or of the two sides of a job
	shortWait  = time.Second
	lastWait   = 5 * time.Second // for the last digit of a number
)

// number listens for so many digits.
func number(digits int) Listen { return Listen{For: ForKeys, Digits: digits, Wait: numberWait} }

// recording listens for what the caller says.
func recording(most time.Duration) Listen { return Listen{For: ForRecording, Most: most} }

// listens is what a question listens for.
func (n node) listens() Listen {
	if n.Listen.For == "" {
		return Listen{For: ForKeys, Digits: 1, Wait: keyWait}
	}
	return n.Listen
}

// tries is how often a question is asked.
func (n node) tries() int {
	switch {
	case n.Tries > 0:
		return n.Tries
	case n.Listen.For == ForRecording:
		return 2
	}
	return 3
}
