package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"hotline/dispatch"
	"hotline/dispatch/engine"
)

// Whatever order YES, NO, DROP, a coordinator's ASSIGN, offers that run out and restarts come in, everybody is answered
// as if they had come one after the other: the job has one holder at any moment, and nobody is told otherwise. Each text
// comes twice, and again until it is answered, so an answer that a restart has cost is given again.
func TestAnswersAreLinearizable(t *testing.T) {
	t.Parallel()
	for run := range 5 {
		t.Run(fmt.Sprint(run), func(t *testing.T) {
			t.Parallel()
			h := newHistory(t, uint64(run))
			h.play()
			answered := h.answered()
			if !porcupine.CheckOperations(oneJob(), answered) {
				for _, o := range answered {
					t.Logf("%d..%d %v -> %v", o.Call, o.Return, o.Input, o.Output)
				}
				t.Fatal("no order of these answers has one holder at a time")
			}
		})
	}
}

// said is what a volunteer or the coordinator says about the one job.
type said struct {
	does string // yes, no, drop, assign
	who  int    // which volunteer it is about
}

// oneJob is the job as everybody may see it: nobody has it (0), or one volunteer. An answer is the key it was said by.
func oneJob() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return 0 },
		Step: func(state, input, output any) (bool, any) {
			holder, in, key := state.(int), input.(said), output.(string)
			switch mine := holder == in.who; in.does {
			case "yes":
				switch {
				case mine:
					return key == "already_yours", holder
				case holder != 0:
					return key == "too_late", holder
				}
				// Handed back too often, it is a coordinator's, who hears of every yes.
				return key == "won" || key == "kept", map[bool]int{true: in.who}[key == "won"]
			case "no":
				if mine {
					return key == "ask_hand_back", holder
				}
				return key == "declined", holder
			case "drop":
				if mine {
					return key == "gave_back", 0
				}
				return key == "no_job" || key == "declined", holder // who has nothing but an offer declines it
			case "assign":
				if mine {
					return key == "staff_has", holder
				}
				return key == "staff_assigned", in.who
			}
			return false, holder
		},
	}
}

const (
	linearHelpers = 5
	linearTexts   = 8 // of each volunteer
	linearAssigns = 4
	linearRounds  = 3 // of the clock, each with a restart in it
)

// history plays several phones at once against one line and notes what each was answered, and when.
type history struct {
	*world
	seed    uint64
	code    string
	letters [linearHelpers + 1]string

	line sync.RWMutex // held for writing while the line restarts
	tick atomic.Int64
	mu   sync.Mutex
	ops  []porcupine.Operation
	told []dispatch.ID // by operation, the message that answered it
}

func newHistory(t *testing.T, seed uint64) *history {
	h := &history{seed: seed, world: newWorld(t, func(n *dispatch.Network) {
		n.Rules.DailyLimit, n.Rules.WeeklyLimit, n.Rules.AskAgainAfter = 100, 100, 0
	})}
	h.helpers(linearHelpers, nil)
	h.text(rosa, "FOOD 11211")
	r := h.request(rosa)
	h.code = r.Code
	for _, o := range h.offers(r.ID) {
		for n := 1; n <= linearHelpers; n++ {
			if h.contact(helper(n)).ID == o.Volunteer {
				h.letters[n] = o.Letter
			}
		}
	}
	return h
}

func (h *history) play() {
	var all sync.WaitGroup
	for n := 1; n <= linearHelpers; n++ {
		all.Go(func() {
			random := rand.New(rand.NewPCG(h.seed, uint64(n)))
			for i := range linearTexts {
				does := []string{"yes", "yes", "drop", "no"}[random.IntN(4)]
				body := does
				if does != "drop" {
					body += " " + h.letters[n]
				}
				h.says(said{does, n}, fmt.Sprintf("%d of %d", i, n), helper(n), body)
			}
		})
	}
	all.Go(func() {
		random := rand.New(rand.NewPCG(h.seed, 0))
		for i := range linearAssigns {
			n := 1 + random.IntN(linearHelpers)
			h.says(said{"assign", n}, fmt.Sprintf("assign %d", i), coordinator, "ASSIGN "+h.code+" "+helper(n))
		}
	})
	all.Go(func() {
		for range linearRounds {
			h.timePasses()
			h.restarts()
		}
	})
	all.Wait()
}

// says sends a text, twice at once as a carrier may, and notes the one answer.
func (h *history) says(in said, sid, from, body string) {
	call := h.tick.Add(1)
	text := engine.Inbound{SID: sid, From: from, To: ourNumber, Body: body}
	var twin engine.Answer
	var both sync.WaitGroup
	both.Go(func() { twin = h.sends(text) })
	a := h.sends(text)
	both.Wait()
	if a != twin {
		h.t.Errorf("%v was answered %q and %q", in, a.Body, twin.Body)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ops = append(h.ops, porcupine.Operation{ClientId: in.who, Input: in, Output: a.Body, Call: call, Return: h.tick.Add(1)})
	h.told = append(h.told, a.Message)
}

// sends sends a text until it is answered: a line that goes down answers nothing, and the carrier tries again.
func (h *history) sends(text engine.Inbound) engine.Answer {
	for range 100 {
		h.line.RLock()
		line := h.engine
		h.line.RUnlock()
		if a, err := line.Text(h.t.Context(), text); err == nil {
			return a
		}
	}
	h.t.Errorf("%q was never answered", text.Body)
	return engine.Answer{}
}

// timePasses lets offers run out, others be asked, and texts leave.
func (h *history) timePasses() {
	h.clock.Advance(31 * time.Minute)
	for range 2 {
		if _, err := h.engine.RunDue(h.t.Context()); err != nil {
			h.t.Error(err)
		}
		h.deliver()
	}
}

func (h *history) restarts() {
	h.line.Lock()
	defer h.line.Unlock()
	h.restart()
}

// answered is what was said, with the key by which each was answered in place of the words.
func (h *history) answered() []porcupine.Operation {
	for i := range h.ops {
		if kind, _, ok := strings.Cut(h.kinded(h.told[i], ""), "]"); ok {
			h.ops[i].Output = strings.TrimPrefix(kind, "[")
		}
	}
	return h.ops
}
