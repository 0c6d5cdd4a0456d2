// Package talk is the conversation core shared by text and phone: the session, the event, the effects, and the
// machine that steps from one to the next. It is pure: no clock, no database, no network, no finished text.
package talk

import (
	"time"

	"hotline/dispatch"
	"hotline/i18n/lexicon"
)

// State names the question that is open; Home is none. A state of an older release goes home.
type State string

// Home is the state with no question open.
const Home State = ""

// Session is what the line remembers of a conversation between two events. It is stored, with a version, after
// every event; two texts at once cannot interleave.
type Session struct {
	// Open are the questions that wait for this person, the current one last. Only the current one is asked; the
	// others wait their turn and are asked again when it is over.
	Open   []Question `json:"open,omitempty"`
	Misses int        `json:"misses,omitempty"` // texts in a row that we could not read
	// LanguageVote counts texts in a row that were clearly in another language.
	LanguageVote Vote      `json:"vote,omitzero"`
	Flood        Flood     `json:"flood,omitzero"`
	Alerted      time.Time `json:"alerted,omitzero"`  // when coordinators were last told of a danger phrase from this phone
	Greeted      bool      `json:"greeted,omitempty"` // has had the first text with the carrier's must-says
	Last         Act       `json:"last,omitzero"`     // a coordinator's last command
	PhrasesAt    time.Time `json:"phrases,omitzero"`  // when this person last asked for the ready sentences
}

// Act is a coordinator's command that has been carried out, as far as it takes to undo it.
type Act struct {
	Command string      `json:"command"`           // as it is written, without a person's words: "TAKE 4171"
	Do      string      `json:"do"`                // its word
	At      time.Time   `json:"at"`                // when
	Request dispatch.ID `json:"request,omitempty"` // what it was about
	// How the request stood before. An empty Status: it cannot be undone.
	Status    dispatch.Status    `json:"status,omitempty"`
	Attention dispatch.Attention `json:"attention,omitempty"`
	Changed   dispatch.Pauses    `json:"changed,omitempty"` // of SHUT and OPEN
}

// Vote is a language seen in this many texts in a row.
type Vote struct {
	Language string `json:"language,omitempty"`
	Count    int    `json:"count,omitempty"`
}

// Flood counts the texts of one window, to answer a flood once an hour.
type Flood struct {
	Since time.Time `json:"since,omitzero"`
	Count int       `json:"count,omitempty"`
	Told  time.Time `json:"told,omitzero"`
}

// Question is one open question with what has been gathered for it so far.
type Question struct {
	State   State       `json:"state"`
	At      time.Time   `json:"at"`                // when it was asked
	Request dispatch.ID `json:"request,omitempty"` // the request it is about, if one exists
	Offer   dispatch.ID `json:"offer,omitempty"`
	Holder  dispatch.ID `json:"holder,omitempty"` // of a question how a job goes: who had it when it was asked
	Draft   Draft       `json:"draft,omitzero"`
	Options []Option    `json:"options,omitempty"` // of a "which one?" question: what each number stands for
}

// Option is one line of a numbered "which one?": the event it stands for, bound to a thing.
type Option struct {
	Do      string      `json:"do"` // the answer or command it stands for: "yes", "no", "done", …
	Request dispatch.ID `json:"request,omitempty"`
	Offer   dispatch.ID `json:"offer,omitempty"`
	Words   string      `json:"words,omitempty"`
}

// Draft is a request or a volunteer being gathered.
type Draft struct {
	Needs   []Need           `json:"needs,omitempty"`
	Place   dispatch.Place   `json:"place,omitzero"`
	Corner  string           `json:"corner,omitempty"`
	Urgency dispatch.Urgency `json:"urgency,omitempty"`
	Due     time.Time        `json:"due,omitzero"`    // by when, if it was said: a moment, or the last minute of a day
	Words   []string         `json:"words,omitempty"` // everything the person wrote, in order
	Private bool             `json:"private,omitempty"`
	Weekly  bool             `json:"weekly,omitempty"` // wanted every week
	// Confirmed is set when the person said that the needs are right, or named them by keyword or number.
	Confirmed bool `json:"confirmed,omitempty"`
	// Another is set when the person said that this is not the request we have already.
	Another bool `json:"another,omitempty"`

	// Of a request made by phone.
	Spoken []Spoken `json:"spoken,omitempty"` // what the caller said, in order
	Phone  string   `json:"phone,omitempty"`  // E.164: another number to call back, keyed by the caller; it must be confirmed
	Texts  string   `json:"texts,omitempty"`  // "can this phone receive texts?": "yes", "no", or empty

	Name       string   `json:"name,omitempty"`
	ZIPs       []string `json:"zips,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Languages  []string `json:"languages,omitempty"`
}

// Need is one thing asked for.
type Need struct {
	Category string `json:"category"`
	People   int    `json:"people,omitempty"`
	Helpers  int    `json:"helpers,omitempty"` // how many volunteers are wanted; 0: not said, one
}

// Event is one text that arrived, or what was heard in one turn of a call, with what the line knows of the person at
// that moment.
type Event struct {
	At         time.Time
	Text       lexicon.Text
	Media      int    // pictures, voice notes
	OptOutType string // the carrier's own mark: STOP, START, HELP or empty
	Heard      Heard  // of a call; zero: a text
	Person     Person
	// Shut says whether a category is not taken on for now in a zone (empty: wherever it is); nil: everything is.
	Shut func(category, zone string) bool
	// Wait is how long it lately took to find somebody for a request like this one, while that still lies ahead of it;
	// false: nobody knows. Nil: nobody ever does.
	Wait func(r dispatch.Request) (dispatch.Wait, bool)
	// Nobody says whether there is nobody at all who could be asked for a category at a place; nil, or not known: there is.
	Nobody func(category string, p dispatch.Place) bool
}

// Person is what the line knows of the one who wrote: loaded with the event, never stored in the session.
type Person struct {
	Contact    dispatch.ID
	New        bool   // never heard of before this event
	Language   string // empty: not known
	Name       string // first name, if told
	Texts      string // can this phone receive texts? "proven" by a text from it, as they said "yes" or "no", or empty
	OptedOut   bool
	OptedOutAt time.Time

	Asked     []Request           // requests of this person that are not closed, oldest first
	Past      []Request           // own requests closed in the last 24 h that somebody had: texts are still passed on
	Volunteer *dispatch.Volunteer // nil: not one
	Offers    []Offer             // offers made to this person in the last 14 days, oldest first
	Jobs      []Request           // requests this person holds, or held until 24 h ago (relay), oldest first

	Other *Offer // a job this volunteer could be offered instead, with a letter of its own; nil: none

	Coordinator string // the coordinator's name in the configuration; empty: not one

	OnCall   string    // first name of the coordinator who answers next
	AnswerBy time.Time // by when that person can be promised to answer
	Quiet    bool      // the network's quiet hours are running
	AskFrom  time.Time // when asking starts, if Quiet
}

// Request is a request with the names this person may be told.
type Request struct {
	dispatch.Request
	HolderName    string // first name of the volunteer who has it
	ResidentName  string // first name of who asked for it; of a job only
	HolderTexts   bool   // the holder can be texted
	ResidentTexts bool
	ResidentCalls bool        // the holder may be connected with the resident
	HolderCalls   bool        // the holder can be called
	Weekly        bool        // asked for anew a week later
	AskedBefore   bool        // it follows the weekly request of the week before
	Draft         bool        // kept by KeepDraft: the conversation about it is not over
	Frozen        bool        // REPORT: nothing is relayed
	Foreign       bool        // the two sides share no language
	Late          bool        // who has it has said last that it takes longer; of a call only
	CheckIn       bool        // this person was asked how it went, and has not said; of a call only
	Again         bool        // who had it cannot come after all; of a call of ours only
	RelayUntil    time.Time   // zero: while the job lasts
	EventAt       time.Time   // when this person last wrote or was told something about it
	Recordings    []Recording // what was said about it by phone, oldest first
	FromLine      []Passed    // what a person from the line has written that is read out; of a call of ours with news only
	Passed        []Passed    // what the other side has passed on that is heard on a call, oldest first; of a call only
	TextedAt      time.Time   // when it was last added to or opened
}

// Offer is an offer with the request it is about, as far as a volunteer may know it.
type Offer struct {
	dispatch.Offer
	Job dispatch.Request
	// HeldByOther is set while another volunteer's conditional yes holds the job.
	HeldByOther bool
}
