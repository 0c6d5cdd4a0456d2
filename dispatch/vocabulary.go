// Package dispatch holds the vocabulary of a mutual-aid line (requests, offers, volunteers, the network's own
// rules) and decides whom to ask next. It is pure: values in, values out; no clock, database, network or log.
package dispatch

import "time"

// ID identifies a row. Ids are ours, made before the insert, in order of time; never a database rowid, so that
// several gateways can share one database.
type ID int64

// Status is where a request stands. The database holds it to these values.
type Status string

const (
	Received     Status = "received"      // kept, nothing understood yet
	NeedsInfo    Status = "needs_info"    // waits for the resident's answer to a question
	Open         Status = "open"          // may be offered, nobody is being asked right now
	Offered      Status = "offered"       // at least one offer is live
	Assigned     Status = "assigned"      // one volunteer has it
	InProgress   Status = "in_progress"   // that volunteer is on the way
	DoneReported Status = "done_reported" // the volunteer says it is done; the resident has not contradicted
	Closed       Status = "closed"
)

// Waiting says whether the request is open to be offered or taken.
func (s Status) Waiting() bool { return s == Open || s == Offered }

// Taken says whether a volunteer has the request and has not finished it.
func (s Status) Taken() bool { return s == Assigned || s == InProgress }

// Reason is why a request was closed.
type Reason string

const (
	Completed      Reason = "completed"
	DoneByOthers   Reason = "done_by_others"
	NoLongerNeeded Reason = "no_longer_needed"
	Unreachable    Reason = "unreachable"
	OutOfArea      Reason = "out_of_area"
	OutOfScope     Reason = "out_of_scope"
	Referred       Reason = "referred"
	Duplicate      Reason = "duplicate"
	NoVolunteer    Reason = "no_volunteer"
	RefusedSafety  Reason = "refused_safety"
	Spam           Reason = "spam"
)

// Reasons lists every Reason, in the order people are shown them.
var Reasons = [...]Reason{Completed, DoneByOthers, NoLongerNeeded, Unreachable, OutOfArea, OutOfScope, Referred,
	Duplicate, NoVolunteer, RefusedSafety, Spam}

// Attention is why a request waits for a person, beside its status; empty when it does not.
type Attention string

const (
	NobodyLeft     Attention = "nobody_left"      // everybody who could be asked was
	DeadlineNear   Attention = "deadline_near"    // escalate_after has passed without a yes
	Unanswered     Attention = "unanswered"       // our question to the resident was not answered
	NotUnderstood  Attention = "not_understood"   // three texts that we could not read
	OutOfZones     Attention = "out_of_zones"     // the place is in no zone
	PlaceUnknown   Attention = "place_unknown"    // a corner in the resident's own words: a person finds the zone
	NeedsPerson    Attention = "needs_person"     // a category that is never sent to volunteers
	DangerWords    Attention = "danger"           // a danger phrase
	PrivateCase    Attention = "private"          // handle by the named safety contacts only
	StoppedTexts   Attention = "stopped"          // the resident opted out with the request open
	Reported       Attention = "reported"         // REPORT: the pairing is frozen
	CannotBeTexted Attention = "cannot_be_texted" // the resident's phone gets no texts
	Stalled        Attention = "stalled"          // somebody has it, and nobody says how it goes
	Disputed       Attention = "disputed"         // the two sides disagree on whether it is done
	Conditional    Attention = "conditional"      // a yes with a condition is held
	Unconfirmed    Attention = "unconfirmed"      // somebody keyed this number, and it has not been confirmed yet
	NotHeard       Attention = "not_heard"        // nobody took our calls with news about it
	Voicemail      Attention = "voicemail"        // a spoken message: a person listens to it
	NoNumber       Attention = "no_number"        // a caller without a number: nobody can call or text them back
	Unhelped       Attention = "unhelped"         // weekly, and for weeks nobody has come
	Taken          Attention = "taken"            // a coordinator has it in hand: nobody is asked meanwhile
)

// OfferStatus is where one volunteer's offer stands.
type OfferStatus string

const (
	OfferQueued     OfferStatus = "queued"   // in the outbox
	OfferSent       OfferStatus = "sent"     // the carrier has it; live
	OfferFailed     OfferStatus = "failed"   // could not be delivered
	OfferAccepted   OfferStatus = "accepted" // this volunteer has the request
	OfferDeclined   OfferStatus = "declined"
	OfferExpired    OfferStatus = "expired"   // silent for replace_after
	OfferWithdrawn  OfferStatus = "withdrawn" // stood down
	OfferTooLate    OfferStatus = "too_late"  // said yes after somebody else
	OfferHandedBack OfferStatus = "handed_back"
	OfferNoShow     OfferStatus = "no_show"
	OfferCompleted  OfferStatus = "completed"
)

// Live says whether the offer can still be answered by a bare yes or no.
func (s OfferStatus) Live() bool { return s == OfferQueued || s == OfferSent }

// Urgency is by when help is needed. Nothing said is TwoDays.
type Urgency string

const (
	Today    Urgency = "today"
	TwoDays  Urgency = "two_days"
	ThisWeek Urgency = "this_week"
	Anytime  Urgency = "anytime"
)

// VolunteerStatus is whether a volunteer may be asked.
type VolunteerStatus string

const (
	Pending VolunteerStatus = "pending" // joined by text, waits for a coordinator's yes
	Active  VolunteerStatus = "active"
	Paused  VolunteerStatus = "paused" // by PAUSE or a coordinator; see Volunteer.PausedUntil
	Removed VolunteerStatus = "removed"
)

// Channel is how a request reached us.
type Channel string

const (
	SMS     Channel = "sms"
	Voice   Channel = "voice"
	Console Channel = "console"
)

// Place is where a request is. ZIP and Zone may be shown to volunteers; Corner is the resident's own words for the
// nearest corner and goes to coordinators only.
type Place struct {
	ZIP  string `json:"zip,omitempty"`
	Zone string `json:"zone,omitempty"`
}

// Request is a request as the rules see it: nothing personal.
type Request struct {
	ID        ID
	Code      string // random digits, 4 (later 6), never 5: a ZIP
	Resident  ID     // contact
	Status    Status
	Attention Attention
	Category  string
	Place     Place
	People    int // 0: not said
	Urgency   Urgency
	Language  string
	Private   bool
	Holder    ID        // the volunteer who has it; 0: nobody
	PlaceTold bool      // the resident has said where to come
	OpenedAt  time.Time // when asking could begin; zero: not yet
	DueAt     time.Time // by when it is wanted, if that was said: a moment, or the last minute of a day
	ClosedAt  time.Time
	Asks      int // offers ever made

	// Of a request for several volunteers, which is as many rows: one for each place, with its own holder. Code, intake
	// and words are shared.
	Slot, Slots int  // which place of how many, from 1; 1 of 1: one volunteer is enough
	Lead        ID   // the row of slot 1; 0: one volunteer is enough
	Wanted      int  // places that still wait, of the row by which they are asked for; 0: only its own
	First       []ID // whom to ask before anybody else: who helped the week before
}

// Several says whether a request is for more than one volunteer.
func (r Request) Several() bool { return r.Lead != 0 }

// MaxHelpers is how many volunteers one request may be for.
const MaxHelpers = 6

// Offer is one volunteer asked about one request.
type Offer struct {
	ID        ID
	Request   ID
	Volunteer ID
	Letter    string // the volunteer's own name for it: B, C … BB
	Status    OfferStatus
	Wave      int
	SentAt    time.Time
	ExpiresAt time.Time
	RepliedAt time.Time
	HeldUntil time.Time // a conditional yes holds the request until then; zero: no hold
	Standby   bool      // said a plain yes while another's hold ran, or was too late: asked first next time
}

// Volunteer is a volunteer as the rules see one: nothing personal. What Choose reads of everybody comes first, so that
// of most of fifty thousand it touches nothing else.
type Volunteer struct {
	ID        ID        // contact
	LastAsk   time.Time // zero: never
	Standby   time.Time // when last told "we ask you first"; zero: not standing by
	Languages []string

	Status      VolunteerStatus
	Trusted     bool
	Unreachable bool     // opted out, landline, or a number that cannot be texted
	Confirmed   int      // jobs confirmed by residents
	Categories  []string // empty: all that need no trust
	ZIPs        []string // empty: all
	Hours       Hours    // empty: always
	DailyLimit  int      // asks; 0: the network's
	WeeklyLimit int
	OpenJobs    int // at a time; 0: the network's
	PausedUntil time.Time

	JobsHeld   int         // assigned or in progress now
	Asked      []time.Time // offers of the last 7 days, oldest first
	StandbyFor string      // the category of the job that Standby is about
	Apart      []ID        // never paired with these residents (SWAP, REPORT)
	Habit      Habit       // what past answers say
}
