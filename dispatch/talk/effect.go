package talk

import (
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
)

// Effect is one thing to be done because of an event. The engine carries every kind out, all of an event's in one
// transaction. What a person is told by an effect's consequences (the winner's text, the resident's news) is the
// engine's; Say is only the answer to the one who wrote.
type Effect interface{ effect() }

type (
	// Say is the answer to the person who wrote. Several are joined by a space into one message.
	Say struct{ Text msg.Text }
	// AnswerIn words this one answer in a language that is not (yet) the phone's own.
	AnswerIn struct{ Language string }

	// SetLanguage makes a language the phone's own.
	SetLanguage struct{ Language string }
	// OptOut stops all texts to this phone. Word is how it was said: "carrier" for the carrier's own words (it
	// has blocked the number itself), "word" or "phrase" for ours.
	OptOut struct{ How string }
	// OptIn opens texts again.
	OptIn struct{}

	// OpenRequest makes a request of one need. Needs of one text share an Intake (the engine's event id).
	// Attention, if set, keeps it from being offered until a person has looked.
	OpenRequest struct {
		Need      Need
		Place     dispatch.Place
		Corner    string
		Urgency   dispatch.Urgency
		Due       time.Time // zero: not said
		Words     []string
		Private   bool
		Weekly    bool
		Attention dispatch.Attention
		// By phone only. With Phone set the request is that phone's: nobody is asked before whoever answers there has
		// confirmed it.
		Spoken []Spoken
		Phone  string
	}
	// KeepDraft stores a request that still lacks an answer (received / needs_info), so that a coordinator has
	// it after 30 minutes of silence. The engine ties it to the session; the next OpenRequest or KeepDraft of
	// this person replaces it.
	KeepDraft struct {
		Draft     Draft
		Attention dispatch.Attention // set: a coordinator has it now
	}
	// DropDraft closes a kept draft that turned out to be nothing.
	DropDraft struct{}
	// AddWords adds to a request's details; Place, if not zero, changes where; Urgency, if not empty, changes by when,
	// with Due.
	AddWords struct {
		Request dispatch.ID
		Words   string
		Place   dispatch.Place
		People  int
		Urgency dispatch.Urgency
		Due     time.Time
	}
	// SetHelpers is for how many volunteers a request of this person's is, at most dispatch.MaxHelpers. Places that
	// somebody has stay.
	SetHelpers struct {
		Request dispatch.ID
		Helpers int
	}
	// SetWeekly has a request of this person's asked for anew every week, or (Off) no more.
	SetWeekly struct {
		Request dispatch.ID
		Off     bool
	}
	// CloseRequest closes a resident's own request, with all its places; Reason refines an already closed one.
	CloseRequest struct {
		Request dispatch.ID
		Reason  dispatch.Reason
	}
	// SetPlace is the resident's answer to "where should Ben come?": told to the holder, sealed, erased after.
	SetPlace struct {
		Request dispatch.ID
		Words   string
		Spoken  Spoken // said by phone instead
	}
	// Discreet makes everything this phone has asked for private (a danger phrase, SAFE, PRIVATE), so that no text to
	// it names a need, a person or a place; Off undoes it where nothing but a danger phrase had made it so.
	Discreet struct{ Off bool }
	// SetContactWay is the answer to "safe to reach you here?": "text", "call" or "neither".
	SetContactWay struct{ Way string }

	// Accept: a plain yes. The engine assigns the request to this offer's volunteer (it is free: Step looked, in
	// the same transaction), tells the winner and the resident and stands the others down.
	// Words is the condition that came with it ("after 5"), told to the resident.
	Accept struct {
		Offer dispatch.ID
		Words string
	}
	// TooLate records a yes after somebody else's, and makes the volunteer a standby.
	TooLate struct{ Offer dispatch.ID }
	// OfferOther makes and sends Person.Other as an offer: its text is this very answer.
	OfferOther struct {
		Request dispatch.ID
		Letter  string
	}
	// Standby records a plain yes while another's conditional yes holds the job.
	Standby struct{ Offer dispatch.ID }
	// Hold records a conditional yes: nobody else gets the job for ten minutes. Words are shown to a coordinator.
	Hold struct {
		Offer dispatch.ID
		Words string
	}
	// Decline records a no. Words, if any ("no but tomorrow"), reach a coordinator.
	Decline struct {
		Offer dispatch.ID
		Words string
	}
	// HandBack returns a job to the head of the queue, without this volunteer, and tells the resident.
	// NoShow marks one that they should have done by now.
	HandBack struct {
		Request dispatch.ID
		NoShow  bool
	}
	// OnMyWay is the volunteer's word that they are coming, or (Late) that it takes longer, with what else they wrote.
	// The other side is told, and how it was passed on is the engine's to answer.
	OnMyWay struct {
		Request dispatch.ID
		Late    bool
		Words   string // empty: nothing else
	}
	// JobDone is the volunteer's DONE.
	// CheckIn marks the answer to a check-in: the resident is asked too.
	JobDone struct {
		Request dispatch.ID
		CheckIn bool
	}
	// StillOnIt is the volunteer's answer to a check-in: they are asked again later.
	StillOnIt struct{ Request dispatch.ID }
	// Came is the resident's word that they got help, or (not Yes) that they did not. What a no leads to is the engine's
	// to decide, and to answer a text with.
	Came struct {
		Request dispatch.ID
		Yes     bool
	}

	// Dispute is the resident's word that what the volunteer reported done is not: a coordinator has it.
	Dispute struct{ Request dispatch.ID }

	// Relay passes something on to the other side of a job. Exactly one of Words, Phrase and Spoken is set.
	Relay struct {
		Request dispatch.ID
		Words   string
		Phrase  msg.Phrase
		Spoken  Spoken // of kind SpokenWords
	}
	// Listened: what was passed on about a request has been heard in this call, up to and with the Last.
	// Line: it was what a person from the line has written.
	Listened struct {
		Request, Last dispatch.ID
		Line          bool
	}
	// Report freezes the pairing and alerts a coordinator at once.
	Report struct {
		Request dispatch.ID // 0: about nobody in particular
		Words   string
	}
	// Alert tells the coordinators on call at once of a danger phrase.
	Alert struct {
		Kind  string // the lexicon's danger kind: violence, overdose, suicide, fire, gas, medical
		Words string
	}
	// Keep puts this text into the coordinators' inbox with a reason: "media", "unclear", "stop_word", "offer_question", …
	Keep struct{ Reason string }

	// Enroll stores a volunteer who joined by text.
	Enroll struct{ Draft Draft }
	// Pause stops asking this volunteer until the time, or until BACK if it is zero.
	Pause struct{ Until time.Time }
	// Back starts asking again.
	Back struct{}
	// Leave removes this person from the volunteers.
	Leave struct{}

	// KeepSpoken stores what a caller said that belongs to no request being opened: a voicemail (which becomes a
	// request of its own, waiting for a person), or words about Request, or for the person who looks at the one with Code.
	KeepSpoken struct {
		Spoken  Spoken
		Request dispatch.ID // of the caller's own; 0: none
		Code    string      // the number of any, keyed; empty: none
	}
	// KeepPrompt makes a recording what the line says for Key in Language.
	KeepPrompt struct {
		Spoken   Spoken
		Language string
		Key      msg.Key
	}
	// CanText is the answer to "can this phone receive texts?". Only a text from the phone proves it.
	CanText struct{ Yes bool }
	// StopCalls ends all calls of ours to this phone; what it is owed goes to a coordinator.
	StopCalls struct{}
	// PhoneBack has the line call this phone at once. Request is what a call of such a purpose is about.
	PhoneBack struct {
		Purpose Purpose
		Request dispatch.ID
	}
	// ConfirmNumber is the answer on the call to a number that somebody keyed: it is theirs (Yes), or never again.
	ConfirmNumber struct{ Yes bool }
	// TakeCall is a coordinator's "I take it" when rung for a caller.
	TakeCall struct{}
	// Swap ends a pairing from either side, tells the other neutrally, and never matches the two again.
	Swap struct{ Request dispatch.ID }
	// Forget erases what is kept of this person, but for what opt-out law needs.
	Forget struct{}

	// A coordinator's commands. What is answered is the engine's, which knows what came of it. Code is a request's.
	//
	// TakeCase: "I have it": alerts about it stop, and nobody is asked meanwhile.
	TakeCase struct{ Code string }
	// GiveBackCase: the line goes on with what a coordinator had in hand.
	GiveBackCase struct{ Code string }
	// AssignCase gives a request to a volunteer. To is a name, a phone or the letter of an offer of that request.
	AssignCase struct{ Code, To string }
	// CloseCase closes a request with words.
	CloseCase struct {
		Code   string
		Reason dispatch.Reason
	}
	// HelpersCase makes a request one for so many volunteers.
	HelpersCase struct {
		Code    string
		Helpers int
	}
	// WeeklyCase has a request asked for again every week, or (Off) no more.
	WeeklyCase struct {
		Code string
		Off  bool
	}
	// TellCase writes to the resident, as a person from the line.
	TellCase struct{ Code, Words string }
	// SetIntake shuts or opens the intake of a category, a zone, or the one in the other.
	SetIntake struct {
		Pause dispatch.Pause
		Open  bool
	}
	// UndoCase undoes this coordinator's last command, if it can be.
	UndoCase struct{}
	// ListCases says what waits for a person.
	ListCases struct{}
	// TellNumbers says how many needs came and were met lately, and how many the volunteers can carry.
	TellNumbers struct{}
)

func (Say) effect()           {}
func (AnswerIn) effect()      {}
func (SetLanguage) effect()   {}
func (OptOut) effect()        {}
func (OptIn) effect()         {}
func (OpenRequest) effect()   {}
func (KeepDraft) effect()     {}
func (DropDraft) effect()     {}
func (AddWords) effect()      {}
func (SetHelpers) effect()    {}
func (SetWeekly) effect()     {}
func (CloseRequest) effect()  {}
func (SetPlace) effect()      {}
func (Discreet) effect()      {}
func (SetContactWay) effect() {}
func (Accept) effect()        {}
func (TooLate) effect()       {}
func (OfferOther) effect()    {}
func (Standby) effect()       {}
func (Hold) effect()          {}
func (Decline) effect()       {}
func (HandBack) effect()      {}
func (OnMyWay) effect()       {}
func (StillOnIt) effect()     {}
func (Came) effect()          {}
func (JobDone) effect()       {}
func (Dispute) effect()       {}
func (Relay) effect()         {}
func (Listened) effect()      {}
func (Report) effect()        {}
func (Alert) effect()         {}
func (Keep) effect()          {}
func (Enroll) effect()        {}
func (Pause) effect()         {}
func (Back) effect()          {}
func (Leave) effect()         {}
func (KeepSpoken) effect()    {}
func (KeepPrompt) effect()    {}
func (CanText) effect()       {}
func (StopCalls) effect()     {}
func (PhoneBack) effect()     {}
func (ConfirmNumber) effect() {}
func (TakeCall) effect()      {}
func (Swap) effect()          {}
func (Forget) effect()        {}
func (TakeCase) effect()      {}
func (GiveBackCase) effect()  {}
func (AssignCase) effect()    {}
func (CloseCase) effect()     {}
func (HelpersCase) effect()   {}
func (WeeklyCase) effect()    {}
func (TellCase) effect()      {}
func (SetIntake) effect()     {}
func (UndoCase) effect()      {}
func (ListCases) effect()     {}
func (TellNumbers) effect()   {}
