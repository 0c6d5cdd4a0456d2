package phonetest

import (
	"encoding/binary"
	"hash/fnv"
	"maps"
	"math"
	"sync"
	"time"
)

// Fault is something that goes wrong between the carrier and the application.
type Fault string

const (
	RESTBadRequest   Fault = "rest-400"          // refused, code 20001
	RESTUnauthorized Fault = "rest-401"          // refused as if the token were wrong, code 20003
	RESTTooMany      Fault = "rest-429"          // refused, with Retry-After: 1, code 20429
	RESTNotSent      Fault = "rest-500-not-sent" // nothing happened, but only the carrier knows
	RESTSent         Fault = "rest-500-sent"     // the text is sent, and the answer says 500
	RESTTimeout      Fault = "rest-time-out"     // the text is sent, and no answer comes
	WebhookTwice     Fault = "webhook-twice"     // an inbound text is posted twice at once, with one MessageSid
	StatusLost       Fault = "status-lost"       // a status callback is never posted
	StatusOutOfOrder Fault = "status-out-of-order"
	StatusLate       Fault = "status-late"  // a status callback is posted an hour late
	WebhookLate      Fault = "webhook-late" // an inbound text is posted ten minutes after it was written

	VoiceRepeated     Fault = "voice-repeated"      // a turn of a call is posted two to eight times at once
	VoiceReplayed     Fault = "voice-replayed"      // after a turn of a call, the one before is posted again
	RecordingAbsent   Fault = "recording-absent"    // what was said is lost at the carrier
	RecordingNotReady Fault = "recording-not-ready" // a recording's sound can't be had yet, though it is said to be
)

// faults say what goes wrong when. Whether a fault happens depends on the seed, on what it would happen to and on how
// often that has come before, and not on what else goes on at the same time.
type faults struct {
	seed uint64

	mu     sync.Mutex
	chance map[Fault]float64
	once   map[Fault]int
	seen   map[Fault]map[string]uint64
	count  map[Fault]int
}

// How late what comes late is.
const (
	statusDelay  = time.Hour
	webhookDelay = 10 * time.Minute
)

// Break makes a fault happen with a probability from 0 (never again) to 1 (always).
func (c *Carrier) Break(f Fault, probability float64) {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	if c.faults.chance == nil {
		c.faults.chance = make(map[Fault]float64)
	}
	c.faults.chance[f] = probability
}

// BreakOnce makes a fault happen the next time it can.
func (c *Carrier) BreakOnce(f Fault) {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	if c.faults.once == nil {
		c.faults.once = make(map[Fault]int)
	}
	c.faults.once[f]++
}

// Broken is how often each fault has happened.
func (c *Carrier) Broken() map[Fault]int {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	return maps.Clone(c.faults.count)
}

// happens says whether a fault happens to what key names.
func (f *faults) happens(fault Fault, key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	happens := f.decide(fault, key)
	if happens {
		if f.count == nil {
			f.count = make(map[Fault]int)
		}
		f.count[fault]++
	}
	return happens
}

// decide does so. The caller holds f.mu.
func (f *faults) decide(fault Fault, key string) bool {
	if f.once[fault] > 0 {
		f.once[fault]--
		return true
	}
	chance := f.chance[fault]
	if chance <= 0 {
		return false
	}
	if f.seen == nil {
		f.seen = make(map[Fault]map[string]uint64)
	}
	if f.seen[fault] == nil {
		f.seen[fault] = make(map[string]uint64)
	}
	f.seen[fault][key]++
	return f.roll(fault, key, f.seen[fault][key]) < chance
}

// roll returns a number from 0 up to 1 that is always the same for the same seed and arguments.
func (f *faults) roll(fault Fault, key string, nth uint64) float64 {
	h := fnv.New64a()
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], f.seed)
	binary.LittleEndian.PutUint64(b[8:], nth)
	h.Write(b[:]) // a hash takes every write
	h.Write([]byte(fault))
	h.Write([]byte(key))
	x := h.Sum64() // FNV's upper bits change little with the last bytes; mix them (splitmix64)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / math.Exp2(53)
}
