// Package engine carries out what the conversation and the rules decide. One inbound text, or one turn of a call, is one
// write transaction: seen before? → who is it → Step → effects as rows → texts put in the outbox → the answer stored. Asking
// neighbors, news, check-backs and alerts are timers kept in the database. Coordinators' doings go the same way.
//
// It talks to no network: what leaves waits in the outbox for the gateway, which claims it and records what came of
// it. It holds no state of its own but the clock and the wake-ups, so that it may be killed at any moment.
package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"hotline/dispatch"
	"hotline/i18n"
	"hotline/ivr"
	"hotline/sms"
	"hotline/store"
)

// Options are what an engine works with. All are musts; what a line without calls leaves out has its zero value.
type Options struct {
	Store   *store.DB // its Now must be the Clock's
	Network dispatch.Network
	Catalog *i18n.Catalog
	Clock   *Clock
	Log     *slog.Logger
	Lines   []string // our numbers (E.164); texts to somebody new leave from the first
	// Recordings are the prompts that somebody has spoken.
	Recordings *i18n.Recordings
	Voice      VoiceRules
	// ForgetAfter is how long words, voices and names are kept (store.Tx.Retain); 0: for ever.
	ForgetAfter time.Duration
}

// VoiceRules are the numbers of [voice]; every one is configuration.
type VoiceRules struct {
	LiveHelp        dispatch.Hours    // when a caller may be connected to a coordinator on call; empty: never
	Ring            time.Duration     // how long a phone rings for a caller
	MaxMinutes      int               // of one call
	Callback        bool              // phone back who hangs up at once
	DeleteAtCarrier bool              // a recording is deleted there as soon as we have it; else when it is erased
	PINs            map[string]string // by coordinator's name: lets them record by phone what the line says
}

// Engine carries decisions out. Its methods may be called from any goroutine, and several engines may work on one
// database.
type Engine struct {
	store    *store.DB
	network  *dispatch.Network
	catalog  *i18n.Catalog
	talk     *sms.Conversation
	menu     *ivr.Menu
	clock    *Clock
	log      *slog.Logger
	lines    []string
	letters  []string
	prompts  *i18n.Recordings
	voice    VoiceRules
	effects  effects
	handlers map[string]handler

	forgetAfter time.Duration

	timers     chan struct{}          // a timer may be due
	outbox     chan struct{}          // a text may be claimed
	dials      chan struct{}          // a call may be claimed
	recordings chan struct{}          // a recording may be fetched, or deleted at the carrier
	overdue    chan struct{}          // the carrier has not told of a recording
	erasures   chan struct{}          // a text or a call may be deleted at the carrier
	loop       sync.Once              // says that a text of ours has come back
	wrongPINs  wrongKeyed             // of the coordinators' own phones, and of all others
	wrongCodes wrongKeyed             // of each phone, and of all who withhold theirs
	lately     atomic.Pointer[lately] // a copy; nil: not read yet
}

// New makes an engine. It does nothing by itself until Run.
func New(o Options) *Engine {
	e := &Engine{
		store: o.Store, network: &o.Network, catalog: o.Catalog, clock: o.Clock, log: o.Log, lines: o.Lines,
		talk: sms.New(o.Network, o.Catalog.Lexicon()), letters: o.Catalog.Lexicon().OfferLetters(),
		menu:    ivr.New(o.Network, o.Catalog.Lexicon(), ivr.Options{MaxMinutes: o.Voice.MaxMinutes, Ring: o.Voice.Ring}),
		prompts: o.Recordings, voice: o.Voice,
		timers: make(chan struct{}, 1), outbox: make(chan struct{}, 1), dials: make(chan struct{}, 1),
		recordings: make(chan struct{}, 1), overdue: make(chan struct{}, 1), erasures: make(chan struct{}, 1), forgetAfter: o.ForgetAfter,
	}
	e.wrongPINs.at, e.wrongCodes.at = map[string][]time.Time{}, map[string][]time.Time{}
	e.effects, e.handlers = effectTable(), timerTable()
	return e
}

// Wake makes the engine look at its timers again, and the gateway at what leaves: another process has written to the
// database.
func (e *Engine) Wake() {
	for _, c := range []chan struct{}{e.timers, e.outbox, e.dials, e.recordings, e.erasures} {
		signal(c)
	}
}

// OutboxReady is sent to when texts may wait in the outbox.
func (e *Engine) OutboxReady() <-chan struct{} { return e.outbox }

// signal wakes whoever waits on a channel, and never waits itself.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// work is one write transaction under way, and what has to happen after it.
type work struct {
	*Engine
	tx  *store.Tx
	now time.Time

	timersSet, textsQueued, dialsDue, recordingsDue, overdue, erased bool
}

// wake wakes whoever has to act on what was written.
func (w *work) wake() {
	for _, each := range []struct {
		written bool
		who     chan struct{}
	}{{w.timersSet, w.timers}, {w.textsQueued, w.outbox}, {w.dialsDue, w.dials}, {w.recordingsDue, w.recordings},
		{w.overdue, w.Engine.overdue}, {w.erased, w.erasures}} {
		if each.written {
			signal(each.who)
		}
	}
}

// maxTries bounds how often a transaction is run again because another process changed something first.
const maxTries = 5

// write runs do in one transaction, again from the start if somebody else changed what it read, and wakes whoever
// has to act on what it wrote. do must not keep anything of an earlier run.
func (e *Engine) write(ctx context.Context, do func(*work) error) error {
	for try := 1; ; try++ {
		var w *work
		err := e.store.Write(ctx, func(tx *store.Tx) error {
			w = &work{Engine: e, tx: tx, now: tx.Now()}
			return do(w)
		})
		if errors.Is(err, store.ErrConflict) && try < maxTries {
			continue
		}
		if err != nil {
			return err
		}
		w.wake()
		return nil
	}
}

// setTimer sets a timer, or moves it.
func (w *work) setTimer(kind string, ref dispatch.ID, due time.Time) error {
	w.timersSet = true
	if err := w.tx.SetTimer(store.Timer{Kind: kind, Ref: ref, Due: due}); err != nil {
		return fmt.Errorf("set timer %s: %w", kind, err)
	}
	return nil
}

// cancelTimers removes timers of one thing.
func (w *work) cancelTimers(ref dispatch.ID, kinds ...string) error {
	if err := w.tx.CancelTimers(ref, kinds...); err != nil {
		return fmt.Errorf("cancel timers: %w", err)
	}
	return nil
}

// Who did something, in a timeline. A coordinator's name stands for itself.
const (
	byResident  = "resident"
	byVolunteer = "volunteer"
	bySystem    = "system"
)

// event writes one line of a request's timeline. why may hold a person's words.
func (w *work) event(request, contact dispatch.ID, kind, actor, why string) error {
	e := store.Event{Request: request, Contact: contact, Kind: kind, Actor: actor, Why: store.Sealed(why)}
	if err := w.tx.AddEvent(e); err != nil {
		return fmt.Errorf("add event: %w", err)
	}
	return nil
}
