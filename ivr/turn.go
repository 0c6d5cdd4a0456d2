package ivr

import (
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
)

// Turn is what a caller hears, and what is listened for while and after they hear it. It is stored as JSON, so that a
// repeated turn gets it again, and rendered by ivr/twiml.
type Turn struct {
	Language string   `json:"language"` // of every prompt that names none itself
	Say      []Prompt `json:"say,omitempty"`
	Listen   Listen   `json:"listen"`
}

// Prompt is one piece of what is said. Exactly one of Key, Digits, Code, Words, Recording and Pause is set.
type Prompt struct {
	Key       msg.Key     `json:"key,omitempty"`       // of the voice catalog: recorded, or read by a voice of the language
	Digits    string      `json:"digits,omitempty"`    // said one by one
	Code      bool        `json:"code,omitempty"`      // the number of the request opened in this turn: the engine makes it Digits
	Words     string      `json:"words,omitempty"`     // a name, a text: read where the language has a voice, else left out
	Recording dispatch.ID `json:"recording,omitempty"` // somebody's own voice
	Pause     int         `json:"pause,omitempty"`     // milliseconds
	Language  string      `json:"language,omitempty"`  // if it is another than the turn's
}

// Listen is what the line waits for.
type Listen struct {
	For    Listening     `json:"for"`
	Digits int           `json:"digits,omitempty"` // ForKeys: how many at most; 1 is a single key, * and # included
	Wait   time.Duration `json:"wait,omitempty"`   // ForKeys: for the first and between any two; ForRing: how long it rings
	Most   time.Duration `json:"most,omitempty"`   // ForRecording: its length at most; ForRing: the talk's
	Ring   Ring          `json:"ring,omitzero"`
}

// Listening is a way of listening.
type Listening string

const (
	ForKeys      Listening = "keys"      // with several digits # ends, and # alone is a key
	ForRecording Listening = "recording" // after a tone; # or silence ends it
	ForRing      Listening = "ring"      // others are rung and connected
	ForTalk      Listening = "talk"      // the leg that was screened is taken: the two are connected
	HangUp       Listening = "hang_up"
)

// Ring is whom to ring: a coordinator, who must press 1 to take the call (so that a private voicemail never does), or
// the other side of a job. The engine puts the number in.
type Ring struct {
	Coordinator string      `json:"coordinator,omitempty"` // name in the configuration
	Request     dispatch.ID `json:"request,omitempty"`     // the other side of this job
	Number      string      `json:"number,omitempty"`      // E.164, by the engine
	Screened    bool        `json:"screened,omitempty"`
}
