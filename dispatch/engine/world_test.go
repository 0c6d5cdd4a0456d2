package engine_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/store"
)

const (
	ourNumber   = "+12125550100"
	rosa        = "+12125550111" // a resident
	omar        = "+12125550112" // another
	coordinator = "+12125550131"
	second      = "+12125550132" // a coordinator who takes no safety cases
)

// world is a line with its database and a carrier that takes every text, unless told otherwise. Its clock stands
// until it is moved.
type world struct {
	t       testing.TB
	dir     string
	clock   *engine.Clock
	network dispatch.Network
	catalog *i18n.Catalog
	db      *store.DB
	engine  *engine.Engine
	lines   []string // of ours
	voice   engine.VoiceRules

	texts, strangers int
	rings            map[string][]string   // by phone, the calls made to it and not yet looked at: why
	dials            map[string]store.Dial // by phone, the last of them
	heard            map[string][]string   // by phone, what was sent to it and not yet looked at: "[kind] words"
	carrier          func(engine.Outgoing) engine.Outcome
	sids             map[dispatch.ID]string
}

// newWorld is a line on a Monday morning. change may be nil.
func newWorld(t testing.TB, change func(*dispatch.Network)) *world {
	t.Helper()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	o := newDatabase(t)
	w := &world{t: t, dir: filepath.Dir(o.Path), clock: engine.StoppedClock(time.Date(2026, 6, 1, 10, 0, 0, 0, newYork)),
		lines: []string{ourNumber}, voice: voiceRules(), rings: map[string][]string{}, dials: map[string]store.Dial{}, heard: map[string][]string{}, sids: map[dispatch.ID]string{}}
	w.network = dispatch.Network{
		Name: "Eastside", Location: newYork, Language: "en", Languages: []string{"en"}, Emergency: "911", Contact: "help@example.org",
		Categories: []dispatch.Category{{Code: "FOOD", Number: 1}, {Code: "RX", Number: 2}, {Code: "RIDE", Number: 3}, {Code: "BABY", Number: 4},
			{Code: "SAFE", PersonOnly: true}, {Code: "OTHER", PersonOnly: true}},
		Zones: []dispatch.Zone{{Name: "North", ZIPs: []string{"11206", "11211"}}, {Name: "South", ZIPs: []string{"11215"}}},
		Rules: dispatch.Rules{LiveOffers: 5, ReplaceAfter: 30 * time.Minute, AskAgainAfter: 8 * time.Hour, DailyLimit: 2, WeeklyLimit: 8,
			OpenJobs: 1, Quiet: dispatch.Quiet{From: 21 * 60, Until: 8 * 60}, EscalateAfter: 4 * time.Hour, StandDownWindow: 30 * time.Minute},
		Coordinators: []dispatch.Coordinator{{Name: "Dora", Phone: coordinator, Safety: true}, {Name: "Eli", Phone: second}},
	}
	if change != nil {
		change(&w.network)
	}
	w.catalog = catalogFor(t, w.network.Name, w.network.Languages, newYork)
	w.open()
	t.Cleanup(func() { _ = w.db.Close() })
	return w
}

// voiceRules are those of a line that answers, on weekdays from 10:00 to 16:00 in person.
func voiceRules() engine.VoiceRules {
	rules := engine.VoiceRules{Ring: 20 * time.Second, MaxMinutes: 20, DeleteAtCarrier: true, PINs: map[string]string{"Dora": "482913"}}
	for day := 1; day <= 5; day++ {
		rules.LiveHelp = append(rules.LiveHelp, dispatch.Span{Day: day, From: 10 * 60, Until: 16 * 60})
	}
	return rules
}

func (w *world) open() {
	w.t.Helper()
	o := databaseIn(w.dir)
	o.Now = w.clock.Now
	db, err := store.Open(w.t.Context(), o)
	if err != nil {
		w.t.Fatal(err)
	}
	prompts, err := i18n.OpenRecordings(filepath.Join(w.dir, "prompts"))
	if err != nil {
		w.t.Fatal(err)
	}
	w.db = db
	w.engine = engine.New(engine.Options{Store: db, Network: w.network, Catalog: w.catalog, Clock: w.clock,
		Log: slog.New(slog.DiscardHandler), Lines: w.lines, Recordings: prompts, Voice: w.voice})
}

// restart ends the process and starts another one on the same database.
func (w *world) restart() {
	w.t.Helper()
	if err := w.db.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open()
	if _, err := w.engine.Recover(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.engine.RecoverDials(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// helper is the phone of the nth volunteer, helperName their first name.
func helper(n int) string     { return fmt.Sprintf("+1212555%04d", 1000+n) }
func helperName(n int) string { return fmt.Sprintf("Helper%d", n) }

// helpers enters n trusted volunteers.
func (w *world) helpers(n int, change func(i int, v *dispatch.Volunteer)) {
	w.t.Helper()
	list := make([]engine.Volunteer, n)
	for i := range list {
		list[i] = engine.Volunteer{Phone: helper(i + 1), Name: helperName(i+1) + " Miller", Volunteer: dispatch.Volunteer{
			Status: dispatch.Active, Trusted: true, Languages: []string{"en"}}}
		if change != nil {
			change(i+1, &list[i].Volunteer)
		}
	}
	if err := w.engine.ImportVolunteers(w.t.Context(), list, "Dora"); err != nil {
		w.t.Fatal(err)
	}
}

// text sends a text, lets everything happen that follows, and returns the answer.
func (w *world) text(from, body string) string {
	w.t.Helper()
	a := w.only(from, body)
	w.settle()
	return a
}

// only sends a text and lets nothing follow.
func (w *world) only(from, body string) string {
	w.t.Helper()
	w.texts++
	w.clock.Advance(time.Millisecond) // no two texts arrive at one moment
	return w.inbound(engine.Inbound{SID: fmt.Sprintf("SM%032d", w.texts), From: from, To: ourNumber, Body: body})
}

func (w *world) inbound(in engine.Inbound) string {
	w.t.Helper()
	a, err := w.engine.Text(w.t.Context(), in)
	if err != nil {
		w.t.Fatalf("%q: %v", in.Body, err)
	}
	return w.kinded(a.Message, a.Body)
}

// kinded is a text with the key it was said by, which stays when somebody finds better words.
func (w *world) kinded(message dispatch.ID, body string) string {
	w.t.Helper()
	if message == 0 {
		return body
	}
	var m store.Message
	w.read(func(v *store.View) (err error) {
		m, err = v.MessageByID(message)
		return err
	})
	return "[" + m.Kind + "] " + body
}

// settle runs what is due and delivers what was written, until nothing is left.
func (w *world) settle() time.Time {
	w.t.Helper()
	for {
		next, err := w.engine.RunDue(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if w.deliver()+w.call() == 0 {
			return next
		}
	}
}

// deliver hands over what may leave now.
func (w *world) deliver() int {
	w.t.Helper()
	out, _, err := w.engine.Claim(w.t.Context(), 50)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range out {
		what := engine.Outcome{Kind: engine.Sent, SID: fmt.Sprintf("SO%032d", o.ID), Status: "queued"}
		if w.carrier != nil {
			what = w.carrier(o)
		}
		if what.Kind == engine.Sent {
			w.heard[o.To] = append(w.heard[o.To], w.kinded(o.Message, o.Body))
			w.sids[o.Message] = what.SID
		}
		if err := w.engine.Record(w.t.Context(), o.ID, what); err != nil {
			w.t.Fatal(err)
		}
	}
	return len(out)
}

// call has the carrier make the calls that may be made now. They ring until the test ends them.
func (w *world) call() int {
	w.t.Helper()
	out, _, err := w.engine.ClaimDials(w.t.Context(), 50)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range out {
		what := engine.Outcome{Kind: engine.Sent, SID: fmt.Sprintf("CA%d %d", o.ID, o.Claimed.UnixMilli())}
		if err := w.engine.RecordDial(w.t.Context(), o.ID, what); err != nil {
			w.t.Fatal(err)
		}
		d := w.dial(o.ID)
		w.rings[o.To] = append(w.rings[o.To], d.Purpose)
		w.dials[o.To] = d
	}
	return len(out)
}

// ends says how the last call to a phone ended, and lets everything happen that follows.
func (w *world) ends(phone string, how dispatch.CallEnd) {
	w.t.Helper()
	d := w.dials[phone]
	if err := w.engine.DialEnded(w.t.Context(), d.ID, d.SID, how); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// rang fails unless exactly these calls were made to a phone since the last time, each named by its purpose.
func (w *world) rang(phone string, purposes ...talk.Purpose) {
	w.t.Helper()
	want := make([]string, len(purposes))
	for i, p := range purposes {
		want[i] = string(p)
	}
	if got := w.rings[phone]; !slices.Equal(got, want) {
		w.t.Errorf("calls to %s: %q, want %q", phone, got, want)
	}
	delete(w.rings, phone)
}

func (w *world) dial(id dispatch.ID) (d store.Dial) {
	w.t.Helper()
	w.read(func(v *store.View) (err error) {
		d, err = v.DialByID(id)
		return err
	})
	return d
}

// nextCall is when the next call may be made; zero: none waits.
func (w *world) nextCall() (next time.Time) {
	w.t.Helper()
	w.read(func(v *store.View) (err error) {
		if next, err = v.DialNext(); err == nil && !next.After(w.clock.Now()) { // what is due waits for the phone to be free
			next, err = v.DialAfter(w.clock.Now())
		}
		return err
	})
	return next
}

// advance moves the clock, and lets everything happen at its own time.
func (w *world) advance(d time.Duration) {
	w.t.Helper()
	until := w.clock.Now().Add(d)
	for {
		next := w.settle()
		for _, at := range []time.Time{w.nextText(), w.nextCall()} {
			if next.IsZero() || !at.IsZero() && at.Before(next) {
				next = at
			}
		}
		if next.IsZero() || next.After(until) {
			break
		}
		w.clock.Advance(max(0, next.Sub(w.clock.Now()))) // what was just put off leaves others that are due
	}
	w.clock.Advance(until.Sub(w.clock.Now()))
	w.settle()
}

// nextText is when the next text in the outbox may leave; zero: none waits.
func (w *world) nextText() (next time.Time) {
	w.t.Helper()
	w.read(func(v *store.View) (err error) {
		next, err = v.OutboxNext()
		return err
	})
	return next
}

// jump moves the clock at once, as a machine that slept.
func (w *world) jump(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	w.settle()
}

// got returns what was sent to a phone since the last time.
func (w *world) got(phone string) []string {
	texts := w.heard[phone]
	delete(w.heard, phone)
	return texts
}

// wants fails unless exactly these texts were sent to a phone, each named by words in it, or
// by its key and words in it: the key stays when somebody finds better words.
func (w *world) wants(phone string, words ...string) {
	w.t.Helper()
	texts := w.got(phone)
	if len(texts) != len(words) {
		w.t.Errorf("%d texts to %s, want %d: %q", len(texts), phone, len(words), texts)
		return
	}
	for i, text := range texts {
		wantsIn(w.t, text, words[i])
	}
}

func wantsIn(t testing.TB, text, want string) {
	t.Helper()
	kind, words, _ := strings.Cut(want, " ")
	keyed := strings.HasPrefix(text, "["+kind+"] ") && strings.Contains(text, words)
	if !keyed && !strings.Contains(text, want) {
		t.Errorf("%q is not %q", text, want)
	}
}

// asked lists the volunteers who got a text that asks, and forgets what all volunteers got.
func (w *world) asked() []int {
	var some []int
	for phone, texts := range w.heard {
		var n int
		if _, err := fmt.Sscanf(phone, "+1212555%d", &n); err != nil || n <= 1000 {
			continue
		}
		if slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, "[offer]") }) {
			some = append(some, n-1000)
		}
		delete(w.heard, phone)
	}
	slices.Sort(some)
	return some
}

// read looks into the database.
func (w *world) read(look func(v *store.View) error) {
	w.t.Helper()
	if err := w.db.Read(w.t.Context(), look); err != nil {
		w.t.Fatal(err)
	}
}

// request is the only request of a phone that is not closed, or else the last one closed.
func (w *world) request(phone string) store.Request {
	w.t.Helper()
	var r store.Request
	w.read(func(v *store.View) error {
		p, err := v.PersonByPhone(phone)
		if err != nil {
			return err
		}
		all, err := v.RequestsOf(p.Contact.ID, time.Unix(1, 0))
		if err != nil || len(all) == 0 {
			return fmt.Errorf("%d requests: %w", len(all), err)
		}
		r = all[len(all)-1]
		return nil
	})
	return r
}

func (w *world) offers(request dispatch.ID) []store.Offer {
	w.t.Helper()
	var offers []store.Offer
	w.read(func(v *store.View) (err error) {
		offers, err = v.OffersOf(request)
		return err
	})
	return offers
}

// timeline lists what happened to a request, as "kind by actor".
func (w *world) timeline(request dispatch.ID) []string {
	w.t.Helper()
	var lines []string
	w.read(func(v *store.View) error {
		events, err := v.EventsOf(request)
		for _, e := range events {
			lines = append(lines, e.Kind+" by "+e.Actor)
		}
		return err
	})
	return lines
}
