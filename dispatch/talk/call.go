package talk

import (
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
)

// Heard is what came from a call in one turn.
type Heard struct {
	Kind    HeardKind
	Keys    string // Pressed: what was pressed, of 0123456789*#
	SID     string // Recorded: the carrier's id of the recording
	Seconds int    // Recorded: its length
	Bridged bool   // Rang: the two were connected
	Machine bool   // Answered: an answering machine or a fax picked up
}

// HeardKind says what happened in a call.
type HeardKind string

const (
	Answered HeardKind = "answered" // the call begins: somebody phones us, or picks up
	Pressed  HeardKind = "pressed"
	Silence  HeardKind = "silence"  // nothing was pressed or said in the time there was
	Recorded HeardKind = "recorded" // the caller may have hung up after it
	Rang     HeardKind = "rang"     // the phones that were rung have answered or not, and the call is ours again
	HungUp   HeardKind = "hung_up"  // the call is over; nobody hears an answer
)

// Purpose is why a call is made; the empty one is a call that somebody makes to us.
type Purpose string

const (
	CallNews    Purpose = "news"    // a resident is told how a request stands, and asked where to come if somebody has it
	CallOffer   Purpose = "offer"   // a volunteer who gets no texts is asked
	CallConfirm Purpose = "confirm" // "somebody gave us this number": is it yours?
	CallBack    Purpose = "back"    // they asked us to phone them (CALLME, a hang-up, "call me to tell me more")
	CallJob     Purpose = "job"     // the holder of a job hears what was recorded for it, and may be connected
	CallAlert   Purpose = "alert"   // a coordinator hears of what nobody has taken, or of what waits
	CallScreen  Purpose = "screen"  // the leg to a coordinator: "press 1 to take the call"
)

// Spoken is something a caller said, as a conversation keeps it until it is told what to do with it.
type Spoken struct {
	SID     string     `json:"sid"` // the carrier's id of the recording
	Kind    SpokenKind `json:"kind"`
	Seconds int        `json:"seconds,omitempty"`
}

// SpokenKind is what a recording is.
type SpokenKind string

const (
	SpokenDetails SpokenKind = "details" // what is needed, and when
	SpokenCorner  SpokenKind = "corner"  // the nearest corner
	SpokenPlace   SpokenKind = "place"   // where to come and whom to ask for: for the holder alone, and erased after
	SpokenName    SpokenKind = "name"    // somebody who wants to help says who they are
	SpokenMessage SpokenKind = "message" // a voicemail
	SpokenWords   SpokenKind = "words"   // for the other side of a job, and erased after
	SpokenPrompt  SpokenKind = "prompt"  // a coordinator records what the line says
)

// ForHolder says whether a recording of this kind is what a resident has said about a request for whoever has it.
func (k SpokenKind) ForHolder() bool {
	return k == SpokenDetails || k == SpokenCorner || k == SpokenPlace
}

// Recording is a stored recording as somebody may be told of it.
type Recording struct {
	ID      dispatch.ID
	Kind    SpokenKind
	Seconds int
}

// Passed is something the other side of a job has passed on to this person, who hears it on a call. One of Words, Phrase
// and Recording is set.
type Passed struct {
	ID        dispatch.ID
	Words     string
	Language  string // of Words
	Phrase    msg.Phrase
	Recording dispatch.ID
	At        time.Time
	Heard     bool // before this turn
}
