package dispatch

import "time"

// Phone is what decides how somebody with this phone is told how their request stands.
type Phone struct {
	Texts   bool      // it may and can be texted, for all we know
	Calls   bool      // it may and can be called
	Proven  bool      // a text has come from it
	Said    string    // "can this phone get texts?": "yes", "no"; empty: not asked
	Stopped time.Time // when it stopped our texts; zero: it has not
}

// Ways are the ways by which a piece of news goes.
type Ways struct{ Text, Call bool }

// News are the ways by which news of a request reaches its resident's phone; neither: a person has to tell them. Only a
// text from a phone proves that it gets texts: until then news is called, and texted besides if its owner said so.
// Who stopped our texts is not called in their place, but about what they have asked for by phone since; asked is when
// the request was made by phone, zero if it was not.
func (p Phone) News(asked time.Time) Ways {
	calls := p.Calls && (p.Stopped.IsZero() || asked.After(p.Stopped))
	if p.Texts && p.Proven {
		return Ways{Text: true}
	}
	return Ways{Text: p.Texts && p.Said == "yes", Call: calls}
}

// LongestCall bounds a call of ours: the carrier ends one that two people still talk in, and one of which nothing was
// heard for so long is over without our knowing, so that it keeps nobody's other calls waiting.
const LongestCall = time.Hour

// CallEnd is how a call of ours ended.
type CallEnd string

const (
	CallHeard    CallEnd = "heard"     // they were told what the call was for
	CallNoKey    CallEnd = "no_key"    // somebody picked up, and pressed none
	CallMachine  CallEnd = "machine"   // an answering machine was asked to have us called back
	CallNoAnswer CallEnd = "no_answer" // it rang in vain
	CallBusy     CallEnd = "busy"      // it did not ring
	CallFailed   CallEnd = "failed"    // the carrier could not make it
)

// maxCalls is how often one piece of news is called.
const maxCalls = 3

// callAgain is how long a phone is left alone after the first call that nobody took, and after the second. Sixteen calls
// in an hour have a carrier block the number they come from. (facts: dispatch, rate limits per person)
var callAgain = [maxCalls - 1]time.Duration{30 * time.Minute, 2 * time.Hour}

// busyFor is how long a phone that was busy is given.
const busyFor = 5 * time.Minute

// CallAgain is when a call that ended so is made again, after so many of them; false: never, and a person has to see to
// it. once marks one that may ring but once: to a number that somebody gave us, to somebody who asked to be called, to
// a volunteer who is asked. Only who asked for it, and was still on the phone, is called again at night.
func (n *Network) CallAgain(end CallEnd, calls int, once, asked bool, now time.Time) (time.Time, bool) {
	busy := end == CallBusy
	switch {
	case calls < 1, calls >= maxCalls, end == CallHeard, once && !busy:
		return time.Time{}, false
	case busy:
		return n.CallFrom(asked, now.Add(busyFor)), true
	}
	return n.AskFrom(now.Add(callAgain[calls-1])), true
}

// CallFrom is the first moment from now on at which a call may be made: by day, or at once if its person asked for it.
func (n *Network) CallFrom(asked bool, now time.Time) time.Time {
	if asked {
		return now
	}
	return n.AskFrom(now)
}

const (
	callBacksADay = 3
	callsADay     = 10
)

// MayCallBack says whether a phone may be called back once more today at its owner's wish: whoever can text CALLME from a
// phone can have it ring. back is for calls that say nothing but "you asked us to call"; others tell of a request or a
// job of theirs.
func MayCallBack(back bool, today int) bool {
	if back {
		return today < callBacksADay
	}
	return today < callsADay
}
