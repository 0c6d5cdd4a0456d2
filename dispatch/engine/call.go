package engine

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/ivr"
)

// CallEvent is what was heard in one turn of a call.
type CallEvent struct {
	SID      string      // the carrier's id of the call
	Turn     int         // which answer is asked for; 0: the call begins
	From, To string      // E.164; From is empty if the caller withheld it
	Dial     dispatch.ID // what a call of ours was made for; 0: somebody phones us
	Parent   dispatch.ID // the caller's call, of a leg that rings somebody for them; 0: not one
	Heard    talk.Heard
	Again    bool // Fallback: it has answered this call before
}

// CallAnswer is what is said in one turn of a call, and what is needed to say it.
type CallAnswer struct {
	ivr.Turn
	Call    dispatch.ID            // of ours: named by the screening of a leg
	Next    int                    // the number of the turn that follows
	Tickets map[dispatch.ID]string // for Audio, by recording
}

// callState is what a call's row keeps of the conversation, as JSON.
type callState struct {
	Menu   ivr.Call   `json:"menu"`
	Listen ivr.Listen `json:"listen"`           // what the last answer waits for
	Said   []said     `json:"said,omitempty"`   // recorded, and nobody's yet
	Opened string     `json:"opened,omitempty"` // the number of the request opened in this call
	Taken  bool       `json:"taken,omitempty"`  // a coordinator who was rung has pressed 1
	Sorry  bool       `json:"sorry,omitempty"`  // Fallback has answered
	Left   bool       `json:"left,omitempty"`   // the menu knows that the call is over
}
