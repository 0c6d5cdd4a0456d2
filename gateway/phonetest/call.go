package phonetest

import "time"

// Where a call is, in the carrier's words.
// https://www.twilio.com/docs/voice/api/call-resource#call-status-values
const (
	ringing    = "ringing"
	inProgress = "in-progress"
	completed  = "completed"
	busy       = "busy"
	noAnswer   = "no-answer"
	canceled   = "canceled"
)

// machineStart is what answered if it is no human.
const machineStart = "machine_start"

// outboundDial is the direction of a leg that <Dial> made; inbound and outboundAPI are those of texts.
const outboundDial = "outbound-dial"

// call is one leg of a call: a phone at one end, the carrier at the other with the application's TwiML. Its fields are
// guarded by Carrier.mu, but for those set when it is made.
type call struct {
	n         int
	sid       string
	direction string
	from, to  string // as they are shown: from may be "anonymous"
	line      string // the account's number in it
	phone     *phone // whose leg it is; nil: there is no such phone
	parent    *call  // whose <Dial> made it
	first     string // the address of its first document; "" connects at once
	fallback  string // asked when a document can't be had; "": none
	callback  callback
	rings     time.Duration // how long it rings at most
	most      time.Duration // how long it may last
	detect    bool          // whether an answering machine is told apart

	status     string
	created    time.Time
	answered   time.Time // zero: not yet
	ended      time.Time // zero: not yet
	now        time.Time // the call's own time: what is said in it takes time, and nobody sleeps
	answeredBy string
	lines      []Line
	fresh      int           // lines[fresh:] were said since somebody last did something
	waits      waiting       // for what; "" while it works
	limit      time.Duration // how long it waits at most
	queue      []event
	wake       chan struct{} // one place: there is something in the queue
	running    bool          // counted in Carrier.busy
	documents  int           // executed since it last waited
	questions  int           // that a machine has heard
	hungUp     bool          // by anybody
	deleted    bool          // by REST
	with       *call         // the other leg, while the two talk
	bridged    bool          // the two have talked
	sequence   int           // of status callbacks
	last       *webhook      // the webhook of the turn before, for VoiceReplayed
	lastAnswer answer
	held       []webhook // status callbacks that come late
	recordings []*recording
	claimed    bool // a test knows of it
}

// callback is where the carrier tells how a call goes, and about what.
type callback struct {
	url    string
	events []string
}

// waiting is what a call waits for.
type waiting string

const (
	waitsRing   waiting = "answer"    // somebody to pick up
	waitsKeys   waiting = "keys"      // a key
	waitsSpeech waiting = "recording" // somebody to speak, after the tone
	waitsOthers waiting = "others"    // the phones it rings
	waitsTalk   waiting = "talk"      // the end of a talk with another phone
)

// Line is one thing that happened in a call, as the one on the phone would tell it.
type Line struct {
	Kind LineKind
	Lang string // of what was said or played, BCP 47; "" if it is not known
	Text string
	// Recording is the carrier's id of the recording that was played, if it is one of its own.
	Recording string
}

// LineKind is whose a line is.
type LineKind string

const (
	Said   LineKind = "said"   // by the carrier's voice
	Played LineKind = "played" // a sound
	Tone   LineKind = "tone"   // "speak now"
	Did    LineKind = "did"    // by the one on the phone
	Note   LineKind = "note"   // what the carrier does: ringing, connecting, hanging up
)

// maxLines bounds what is kept of a call that goes round and round.
const maxLines = 5000

// keepCall makes a call known. The caller holds c.mu.
func (c *Carrier) keepCall(x *call) {
	x.n = len(c.calls) + 1
	x.sid = newSID("CA")
	x.created = c.clock.Now()
	x.now = x.created
	x.wake = make(chan struct{}, 1)
	if x.most == 0 {
		x.most = 4 * time.Hour
	}
	c.calls = append(c.calls, x)
	c.callBySID[x.sid] = x
	if x.phone != nil {
		x.phone.calls = append(x.phone.calls, x)
	}
	c.changedLocked()
}

// live says whether a call is not over.
func (x *call) live() bool { return x.ended.IsZero() }

// current is the call a phone is in, or the last one it was in, or nil. The caller holds c.mu.
func (p *phone) current() *call {
	if len(p.calls) == 0 {
		return nil
	}
	return p.calls[len(p.calls)-1]
}

// inCall says whether a phone is in a call. The caller holds c.mu.
func (p *phone) inCall() bool {
	x := p.current()
	return x != nil && x.live()
}

// add writes down what happened in a call.
func (c *Carrier) add(x *call, l Line) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addLocked(x, l)
}

func (c *Carrier) addLocked(x *call, l Line) {
	if len(x.lines) < maxLines {
		x.lines = append(x.lines, l)
	}
	c.changedLocked()
}

// pass lets time go by in a call. The clock is moved on to the call's own time where it is behind, so that calls side
// by side take no longer than the longest of them.
func (c *Carrier) pass(x *call, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x.now = x.now.Add(d)
	if behind := x.now.Sub(c.clock.Now()); behind > 0 {
		c.clock.Advance(behind)
	}
	if !x.answered.IsZero() && x.now.Sub(x.answered) >= x.most && !x.hungUp {
		x.hungUp = true
		c.addLocked(x, Line{Kind: Note, Text: "The call has lasted as long as a call may"})
	}
}

// setCall sets where a call is, as it is answered or over.
func (c *Carrier) setCall(x *call, status string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x.status = status
	switch status {
	case inProgress:
		x.answered = x.now
	case ringing, queued:
	default:
		x.ended = x.now
		x.waits = ""
	}
	c.changedLocked()
}

// seconds is how long a call has lasted since it was answered. The caller holds c.mu.
func (x *call) seconds() int {
	if x.answered.IsZero() {
		return 0
	}
	end := x.ended
	if end.IsZero() {
		end = x.now
	}
	return int(end.Sub(x.answered).Round(time.Second) / time.Second)
}
