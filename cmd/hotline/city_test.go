package main

import (
	"cmp"
	"container/heap"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/phonetest"
	"hotline/store"
)

var (
	citySeed  = flag.Uint64("city.seed", 1, "which day of the city is played")
	cityTrace = flag.String("city.trace", "", "a file for what everybody does and reads, line by line")
)

// TestCityDay is a day and a half of a city: 200 residents, 60 volunteers and 3 coordinators in five languages, by text and
// from landlines, at a carrier that loses, repeats and delays, with a line that is stopped and started again. It is
// the whole server and the whole carrier, on virtual time and on wires within the process. The same seed is the same
// people at the same time with the same faults: go test ./cmd/hotline -run CityDay -v -city.seed=7
func TestCityDay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCity(t, *citySeed)
		c.plan()
		c.lives(c.morning.Add(35 * time.Hour))
		c.settles()
		c.holds()
		t.Log(c.summary())
	})
}

// city is a network on one day, with everybody in it.
type city struct {
	*testLine
	seed     uint64
	dice     *rand.Rand // for who does what when; everybody has their own besides
	morning  time.Time  // 8:00 of the day
	people   []*person
	byNumber map[string]*person
	agenda   agenda
	down     bool                 // the line is
	kinds    kinds                // what the line has written
	deaf     []outage             // when the line was down
	helped   map[dispatch.ID]bool // requests whose neighbor came
	asked    map[int]bool         // texts (Text.N) that want an answer
	sms      []phonetest.Text     // all that reached a phone, or did not
	restarts int
	planned  int // events so far
	trace    strings.Builder
}

// outage is a time in which the line was down.
type outage struct{ from, until time.Time }

const citySettings = `daily_limit = 5
weekly_limit = 12
escalate_after = "3h"
quiet_from = "21:00"
quiet_until = "08:00"
[[zones]]
name = "North"
zips = ["11206", "11211"]
neighbors = ["South"]
[[zones]]
name = "South"
zips = ["11215", "11217"]
neighbors = ["North"]
[[zones]]
name = "East"
zips = ["11237"]
[[coordinators]]
name = "Dora"
phone = "+12125558001"
languages = ["en"]
safety = true
[[coordinators]]
name = "Elias"
phone = "+12125558002"
languages = ["es"]
on_call = "mon-fri 08:00-20:00"
[[coordinators]]
name = "Fanm"
phone = "+12125558003"
languages = ["ht"]
on_call = "mon-sun 12:00-22:00"
`

var cityZIPs = []string{"11206", "11211", "11211", "11215", "11217", "11237"}

// newCity is a city before dawn.
func newCity(t *testing.T, seed uint64) *city {
	w := newWires()
	c := &city{
		testLine: &testLine{
			t: t, dir: t.TempDir(), wires: w, clock: engine.NewClock(), log: slog.New(slog.DiscardHandler),
			network: "languages = [\"en\", \"es\", \"ht\", \"zh-Hans\", \"fr\"]\ncontact = \"help@example.org\"\n", hours: citySettings,
		},
		seed: seed, dice: rand.New(rand.NewPCG(seed, 0)), byNumber: map[string]*person{}, helped: map[dispatch.ID]bool{},
		asked: map[int]bool{},
	}
	luck := rand.New(rand.NewPCG(seed, 1<<40))
	var one sync.Mutex
	c.chance = func() float64 {
		one.Lock()
		defer one.Unlock()
		return luck.Float64()
	}
	c.kinds.of, c.kinds.relayed = map[string]store.Message{}, map[int64]bool{}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	c.morning = time.Date(2026, 6, 1, 8, 0, 0, 0, newYork)
	c.clock.Advance(c.morning.Add(-2 * time.Hour).Sub(c.clock.Now()))
	c.box = phonetest.New(t, phonetest.Options{Clock: c.clock, Seed: seed, Listener: w.listen(), Dial: w.dial})
	for fault, often := range cityFaults {
		c.box.Break(fault, often)
	}
	c.start()
	c.box.Unattended()
	t.Cleanup(c.ends)
	c.populate()
	return c
}

// cityFaults are how often what goes wrong does.
var cityFaults = map[phonetest.Fault]float64{
	phonetest.WebhookTwice: .05, phonetest.WebhookLate: .01,
	phonetest.StatusLost: .05, phonetest.StatusOutOfOrder: .05, phonetest.StatusLate: .02,
	phonetest.RESTNotSent: .02, phonetest.RESTSent: .02, phonetest.RESTTimeout: .01, phonetest.RESTTooMany: .01,
	phonetest.VoiceRepeated: .03, phonetest.VoiceReplayed: .03, phonetest.RecordingAbsent: .02, phonetest.RecordingNotReady: .05,
}

func (c *city) now() time.Time { return c.clock.Now() }

// lives lets time pass, and everybody do what they do.
func (c *city) lives(until time.Time) {
	for c.now().Before(until) {
		if len(c.agenda) > 0 && !c.agenda[0].at.After(c.now()) {
			heap.Pop(&c.agenda).(*event).do()
			c.passes(time.Second)
		} else {
			c.passes(20 * time.Second)
		}
		synctest.Wait()
		c.news()
	}
}

// passes lets time go by on the line's clock.
func (c *city) passes(d time.Duration) {
	for until := c.now().Add(d); c.now().Before(until); {
		if err := c.clock.Sleep(c.t.Context(), until, nil); err != nil {
			c.t.Fatal(err)
		}
	}
}

// plan sets when the line is down, and when each person begins.
func (c *city) plan() {
	for _, hour := range []float64{2.3, 6.1, 9.7, 27} {
		at := c.morning.Add(time.Duration((hour + c.dice.Float64()) * float64(time.Hour)))
		c.when(at, c.goesDown)
		c.when(at.Add(time.Duration(1+c.dice.IntN(8))*time.Minute), c.comesUp)
	}
	for _, p := range c.people {
		p.plans()
	}
}

// goesDown ends the process, in the middle of whatever it does.
func (c *city) goesDown() {
	c.read()
	c.halt()
	c.down = true
	c.restarts++
	c.deaf = append(c.deaf, outage{from: c.now()})
}

func (c *city) comesUp() {
	c.start()
	c.down = false
	c.deaf[len(c.deaf)-1].until = c.now()
}

// wasDown says whether the line was down at a time.
func (c *city) wasDown(at time.Time) bool {
	for _, o := range c.deaf {
		if !at.Before(o.from) && (o.until.IsZero() || !at.After(o.until)) {
			return true
		}
	}
	return false
}

// news hands everybody what has reached their phones.
func (c *city) news() {
	texts, rings := c.box.News()
	if len(texts)+len(rings) == 0 {
		return
	}
	c.read()
	slices.SortStableFunc(texts, func(a, b phonetest.Text) int { return cmp.Compare(a.To, b.To) }) // what came at once has no order
	slices.SortStableFunc(rings, func(a, b *phonetest.Call) int { return cmp.Compare(a.To(), b.To()) })
	for _, t := range texts {
		c.sms = append(c.sms, t)
		c.tell(t.To, t.Status, c.kinds.of[t.To+t.Body].Kind, t.Body)
		if p := c.byNumber[t.To]; p != nil && t.Status == "delivered" && !t.Carrier {
			p.reads(c.kinds.of[t.To+t.Body], t.Body)
		}
	}
	for _, call := range rings {
		c.tell(call.To(), "rings", "", "")
		if p := c.byNumber[call.To()]; p != nil {
			p.rung(call)
		}
	}
}

// kinds is what the line has written, by phone and words, as the key it was said by: nobody in the city needs to
// understand five languages.
type kinds struct {
	since   time.Time
	of      map[string]store.Message
	relayed map[int64]bool // when something was passed on, in Unix seconds
}

// read takes in what the line has written since the last time.
func (c *city) read() {
	if c.down {
		return
	}
	since := c.kinds.since
	c.look(func(v *store.View) error {
		for m, err := range v.ListMessages(since) {
			if err != nil {
				return err
			}
			if m.Direction == store.Out {
				c.kinds.of[string(m.Phone)+string(m.Body)] = m.Message
				if strings.HasPrefix(m.Kind, "relay_") {
					c.kinds.relayed[m.CreatedAt.Unix()] = true
				}
			}
			c.kinds.since = m.CreatedAt
		}
		return nil
	})
}

func (c *city) look(f func(v *store.View) error) {
	c.t.Helper()
	if err := c.app.store.Read(c.t.Context(), f); err != nil {
		c.t.Fatal(err)
	}
}

// settles lets what is under way come to its end, with a carrier that works.
func (c *city) settles() {
	if c.down {
		c.comesUp()
	}
	for fault := range cityFaults {
		c.box.Break(fault, 0)
	}
	c.agenda = nil
	c.lives(c.now().Add(2 * time.Hour)) // the late reports, the lists that are looked at every hour
}

// tell notes what happens, for whoever looks for the cause of something.
func (c *city) tell(who, what, kind, words string) {
	if *cityTrace != "" {
		fmt.Fprintf(&c.trace, "%s %s %s %s %s\n", c.now().In(c.morning.Location()).Format("02 15:04:05.000"), who, what, kind, words)
	}
}

// ends stops everything. What a line that is down is complained about is no defect, nor that a carrier told to fail fails.
func (c *city) ends() {
	for _, code := range []int{11200, 11205, 21220} {
		c.box.ExpectProblem(code)
	}
	if *cityTrace != "" {
		if err := os.WriteFile(*cityTrace, []byte(c.trace.String()), 0o600); err != nil {
			c.t.Error(err)
		}
	}
	c.box.Close()
	if !c.down {
		c.halt()
	}
}

// event is something that somebody will do.
type event struct {
	at time.Time
	n  int
	do func()
}

// agenda is what will happen, the next first.
type agenda []*event

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].n < a[j].n
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(e any)   { *a = append(*a, e.(*event)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

func (c *city) when(at time.Time, do func()) {
	c.planned++
	heap.Push(&c.agenda, &event{at, c.planned, do})
}
