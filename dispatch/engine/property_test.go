package engine_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// chaos is a world in which anything happens in any order, with what must stay true of it.
type chaos struct {
	*world
	rt      *rapid.T
	seen    []engine.Inbound
	answers map[string]string // by SID
	asks    map[string]int    // offers that left, by phone and day
}

var (
	residents = []string{rosa, omar, helper(3)} // one of them helps as well
	bodies    = []string{"FOOD 11211", "FOOD 11215 today", "MEDICINE 11206", "I need food", "11211", "1", "2", "YES", "yes", "NO", "no",
		"YES B", "NO B", "c", "yes but only after 6", "no but tomorrow", "DONE", "DROP", "STOP", "START", "REPORT", "STATUS", "HELP", "PAUSE",
		"BACK", "LEAVE", "JOIN", "PRIVATE", "12 grand st", "where are you?", "thanks", "my husband wants to kill me", "",
		"SWAP", "CALL", "CALLME", "NO CALLS", "forget me", "on my way", "late, 20 min", "PHRASES 2", "12", "41 12", "55",
		"FOOD 11211 needs 3 helpers", "2 helpers", "FOOD 11215 every week", "every week", "not weekly", "Helper1: which floor?", "Helper2", "3"}
	commands = []string{"TAKE %s", "ASSIGN %s Helper1", "ASSIGN %s Helper2", "CLOSE %s referred", "CLOSE %s completed", "TELL %s we know", "HELPERS %s 3",
		"HELPERS %s 1", "WEEKLY %s", "ONCE %s", "UNDO", "LIST", "SHUT FOOD", "OPEN FOOD", "HELP", "1", "2"}
	outcomes = []engine.OutcomeKind{engine.Sent, engine.Sent, engine.Sent, engine.Sent, engine.Retry, engine.Unknown, engine.Asleep,
		engine.OptedOut, engine.Landline, engine.Expired}
)

func (c *chaos) someText() {
	phones := append(slices.Clone(residents), helper(1), helper(2), helper(4))
	c.writes(rapid.SampledFrom(phones).Draw(c.rt, "from"), rapid.SampledFrom(bodies).Draw(c.rt, "body"))
}

// writes has a text come, once.
func (c *chaos) writes(from, body string) {
	in := engine.Inbound{SID: fmt.Sprintf("SM%032d", len(c.seen)), To: ourNumber, From: from, Body: body}
	c.clock.Advance(time.Second)
	c.answers[in.SID] = c.inbound(in)
	c.namesNobody(from, c.answers[in.SID])
	c.seen = append(c.seen, in)
}

// namesNobody holds that no number of one person is in a text to another.
func (c *chaos) namesNobody(to, body string) {
	for _, number := range []string{rosa, omar, coordinator, second, helper(1), helper(2), helper(3), helper(4)} {
		if number != to && strings.Contains(strings.NewReplacer(" ", "", "-", "", ".", "").Replace(body), number[2:]) {
			c.rt.Fatalf("%q has another's number in it", body)
		}
	}
}

// aCoordinatorTexts sends a command, or what looks like one.
func (c *chaos) aCoordinatorTexts() {
	command := rapid.SampledFrom(commands).Draw(c.rt, "command")
	if strings.Contains(command, "%s") {
		code := "0000"
		if codes := c.codes(); len(codes) > 0 {
			code = rapid.SampledFrom(codes).Draw(c.rt, "code")
		}
		command = fmt.Sprintf(command, code)
	}
	c.writes(rapid.SampledFrom([]string{coordinator, second}).Draw(c.rt, "coordinator"), command)
}

func (c *chaos) sameTextAgain() {
	if len(c.seen) == 0 {
		return
	}
	in := rapid.SampledFrom(c.seen).Draw(c.rt, "again")
	erased := func(a string) bool { return strings.HasSuffix(a, "] ") } // who was forgotten is told nothing twice
	if a := c.inbound(in); a != c.answers[in.SID] && !erased(a) {
		c.rt.Fatalf("%q was answered %q, and then %q", in.Body, c.answers[in.SID], a)
	}
}

func (c *chaos) timePasses() {
	d := rapid.SampledFrom([]time.Duration{time.Minute, 10 * time.Minute, 31 * time.Minute, 4 * time.Hour, 9 * time.Hour}).Draw(c.rt, "passes")
	c.clock.Advance(d)
	c.timersRun()
}

func (c *chaos) timersRun() {
	if _, err := c.engine.RunDue(c.t.Context()); err != nil {
		c.rt.Fatal(err)
	}
}

// textsLeave hands over what may leave; now and then the process ends before the carrier's answer is written down.
func (c *chaos) textsLeave() {
	out, _, err := c.engine.Claim(c.t.Context(), 10)
	if err != nil {
		c.rt.Fatal(err)
	}
	for _, o := range out {
		c.mayLeave(o)
		if rapid.IntRange(0, 9).Draw(c.rt, "killed") == 0 {
			c.restart()
			return
		}
		kind := rapid.SampledFrom(outcomes).Draw(c.rt, "outcome")
		if kind == engine.Sent {
			c.counts(o)
		}
		if err := c.engine.Record(c.t.Context(), o.ID, engine.Outcome{Kind: kind, SID: fmt.Sprintf("SO%d %d", o.ID, o.Try)}); err != nil {
			c.rt.Fatal(err)
		}
	}
}

// mayLeave holds what leaves to the night and the opt-outs.
func (c *chaos) mayLeave(o engine.Outgoing) {
	c.namesNobody(o.To, o.Body)
	if !c.contact(o.To).OptedOutAt.IsZero() {
		c.rt.Fatalf("%q leaves for a phone that wants no texts", o.Body)
	}
	if now := c.clock.Now(); c.isOffer(o) && c.network.QuietAt(now) {
		c.rt.Fatalf("asked at %v", now)
	}
}

func (c *chaos) isOffer(o engine.Outgoing) bool {
	return strings.HasPrefix(c.kinded(o.Message, o.Body), "[offer]")
}

// counts holds the offers that reached a phone to its limit.
func (c *chaos) counts(o engine.Outgoing) {
	if !c.isOffer(o) {
		return
	}
	now := c.clock.Now().In(c.network.Location)
	day := o.To + now.Format(time.DateOnly)
	c.asks[day]++
	if c.asks[day] > c.network.Rules.DailyLimit {
		c.rt.Fatalf("asked %d times in a day", c.asks[day])
	}
}

func (c *chaos) unknownIsSettled() {
	unknown, err := c.engine.Unknown(c.t.Context())
	if err != nil {
		c.rt.Fatal(err)
	}
	for _, o := range unknown {
		found := rapid.Bool().Draw(c.rt, "found")
		if err := c.engine.Resolve(c.t.Context(), o.ID, found, fmt.Sprintf("SF%d", o.ID), "sent"); err != nil {
			c.rt.Fatal(err)
		}
	}
}

// codes are the requests' numbers.
func (c *chaos) codes() (codes []string) {
	c.read(func(v *store.View) error {
		for r, err := range v.ListRequests(time.Time{}) {
			if err != nil {
				return err
			}
			codes = append(codes, r.Code)
		}
		return nil
	})
	return codes
}

func (c *chaos) aCoordinatorActs() {
	codes := c.codes()
	if len(codes) == 0 {
		return
	}
	// Refusals ("it is closed already") are right as well: what must hold is looked at afterwards.
	code := rapid.SampledFrom(codes).Draw(c.rt, "code")
	switch rapid.IntRange(0, 2).Draw(c.rt, "act") {
	case 0:
		_ = c.engine.Assign(c.t.Context(), code, helper(rapid.IntRange(1, 4).Draw(c.rt, "to")), "Dora")
	case 1:
		_ = c.engine.Close(c.t.Context(), code, dispatch.Completed, "Dora")
	case 2:
		_ = c.engine.Reply(c.t.Context(), code, "hello", "Dora")
	}
}

// holds is what must be true after everything.
func (c *chaos) holds() {
	c.read(func(v *store.View) error {
		told := map[dispatch.ID][]dispatch.ID{} // by request or place, who was told that it is theirs
		for r, err := range rows(v) {
			if err != nil {
				return err
			}
			offers, err := v.OffersOf(r.ID)
			if err != nil {
				return err
			}
			c.oneStory(r, offers)
		}
		inbound := 0
		for m, err := range v.ListMessages(time.Time{}) {
			if err != nil {
				return err
			}
			if m.Direction == store.In {
				inbound++
			}
			if tellsOfAJob(m.Message) {
				told[m.Request] = append(told[m.Request], m.Contact)
			}
		}
		if err := c.toldAll(v, told); err != nil {
			return err
		}
		if inbound != len(c.seen) {
			c.rt.Fatalf("%d texts kept, %d came", inbound, len(c.seen))
		}
		return nil
	})
}

// rows are all requests, and each place of one for several volunteers.
func rows(v *store.View) iter.Seq2[store.Request, error] {
	return func(yield func(store.Request, error) bool) {
		for l, err := range v.ListRequests(time.Time{}) {
			all := []store.Request{l.Request}
			if err == nil && l.Several() {
				all, err = v.PlacesOf(l.Lead)
			}
			for _, r := range all {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// tellsOfAJob says whether a text tells somebody that a job is theirs, and may still reach them.
func tellsOfAJob(m store.Message) bool {
	switch msg.Key(m.Kind) {
	case msg.Won, msg.WonPays, msg.Assigned, msg.AssignedPays, store.KindPlace:
		return m.Direction == store.Out && m.Status != store.MessageCanceled && m.Status != store.MessageFailed
	}
	return false
}

// toldAll: nobody holds a job they were not told of. What a phone that gets no texts hears is held elsewhere; where a text
// could not be sent, a coordinator knows.
func (c *chaos) toldAll(v *store.View, told map[dispatch.ID][]dispatch.ID) error {
	for r, err := range rows(v) {
		if err != nil {
			return err
		}
		if !r.Status.Taken() || r.Attention != "" {
			continue
		}
		p, err := v.PersonByID(r.Holder)
		if err != nil {
			return err
		}
		where := slices.Clone(told[r.ID])
		if r.Several() {
			places, err := v.PlacesOf(r.Lead)
			if err != nil {
				return err
			}
			for _, place := range places {
				where = append(where, told[place.ID]...)
			}
		}
		calls, err := v.LiveDialsOf(r.Holder)
		if err != nil {
			return err
		}
		called := slices.ContainsFunc(calls, func(d store.Dial) bool { return d.Request == r.ID })
		rung, err := v.CountDials(r.Holder, string(talk.CallJob), r.AssignedAt) // a phone that gets texts now, and got none then
		if err != nil {
			return err
		}
		called = called || rung > 0
		if p.Contact.CanText() && !slices.Contains(where, r.Holder) && !called {
			c.rt.Fatalf("%s is %s, and who has it was not told", r.Code, r.Status)
		}
	}
	return nil
}

// oneStory: a request and its offers say the same.
func (c *chaos) oneStory(r store.Request, offers []store.Offer) {
	accepted, live := 0, 0
	for _, o := range offers {
		if o.Status == dispatch.OfferAccepted {
			accepted++
			if o.Volunteer != r.Holder {
				c.rt.Fatalf("%s is accepted by another than who has it", r.Code)
			}
		}
		if o.Status.Live() {
			live++
		}
		if o.Volunteer == r.Resident {
			c.rt.Fatalf("%s was offered to its own resident", r.Code)
		}
	}
	has := r.Status.Taken() || r.Status == dispatch.DoneReported
	switch {
	case has != (accepted == 1) || accepted > 1:
		c.rt.Fatalf("%s is %s with %d accepted offers", r.Code, r.Status, accepted)
	case has && r.Holder == 0, r.Status.Waiting() && r.Holder != 0:
		c.rt.Fatalf("%s is %s, held by %d", r.Code, r.Status, r.Holder)
	case !r.Status.Waiting() && live > 0:
		c.rt.Fatalf("%s is %s with %d live offers", r.Code, r.Status, live)
	case (r.Attention == dispatch.PrivateCase || r.Attention == dispatch.DangerWords) && live > 0:
		c.rt.Fatalf("%s is %q and offered", r.Code, r.Attention)
	}
}

// Whatever comes in whatever order, with texts twice, the process killed and the carrier in any mood.
func TestAnythingInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, func(n *dispatch.Network) { n.Rules.AskAgainAfter = 0 })
		defer func() { _ = w.db.Close() }()
		w.helpers(4, nil)
		c := &chaos{world: w, rt: rt, answers: map[string]string{}, asks: map[string]int{}}
		steps := []func(){c.someText, c.someText, c.someText, c.someText, c.aCoordinatorTexts, c.sameTextAgain, c.timePasses, c.timersRun, c.textsLeave,
			c.textsLeave, c.unknownIsSettled, c.aCoordinatorActs, c.restart}
		for range rapid.IntRange(1, 50).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")()
			c.holds()
		}
	})
}
