package phonetest

import (
	"context"
	"strconv"
	"strings"
)

// state is everything that changes, guarded by Carrier.mu.
type state struct {
	smsURL     string
	phones     []*phone
	byNumber   map[string]*phone
	messages   []*message // in the order they were made
	bySID      map[string]*message
	slow       []*message // in the queue until their phone's time is up
	blocked    map[pair]bool
	voiceURLs  VoiceURLs
	calls      []*call // in the order they were made
	callBySID  map[string]*call
	recordings []*recording // as they were made; a deleted one has no sound
	wire       []exchange
	exchange   int // exchanges so far
	problems   []Problem

	busy    int           // webhooks and deliveries under way
	version int           // changes so far
	changed chan struct{} // closed at the next change
	closed  bool
}

// pair is a phone that has stopped texts from a line.
type pair struct{ line, phone string }

// phone is a handset and what is on its screen.
type phone struct {
	Handset
	thread []*message
	calls  []*call // it was in, oldest first
}

func newState() state {
	return state{
		byNumber:  make(map[string]*phone),
		bySID:     make(map[string]*message),
		blocked:   make(map[pair]bool),
		callBySID: make(map[string]*call),
		changed:   make(chan struct{}),
	}
}

// changedLocked wakes everybody who waits for something to happen. The caller holds c.mu.
func (c *Carrier) changedLocked() {
	c.version++
	close(c.changed)
	c.changed = make(chan struct{})
}

// await returns when ok says so, asking it again after every change; or ctx's error. ok holds c.mu.
func (c *Carrier) await(ctx context.Context, ok func() bool) error {
	for {
		c.mu.Lock()
		done, changed := ok(), c.changed
		c.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// phoneID names the nth phone.
func phoneID(n int) string { return "p" + strconv.Itoa(n+1) }

// phone returns the phone with an ID, or nil. The caller holds c.mu.
func (c *Carrier) phone(id string) *phone {
	digits, ok := strings.CutPrefix(id, "p")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > len(c.phones) || phoneID(n-1) != id {
		return nil
	}
	return c.phones[n-1]
}

// Problem is something the application did that the carrier would complain about in its console.
type Problem struct {
	Code int    // the carrier's error code
	What string // without numbers or texts
}

func (p Problem) String() string { return strconv.Itoa(p.Code) + ": " + p.What }

// Problems returns what the application did wrong so far, oldest first.
func (c *Carrier) Problems() []Problem {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Problem(nil), c.problems...)
}

func (c *Carrier) problem(code int, what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.problems = append(c.problems, Problem{code, what})
	c.changedLocked()
}
