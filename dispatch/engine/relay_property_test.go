package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// passers is a world of people who say things to each other, each marked, with what must stay true of it.
type passers struct {
	*world
	rt      *rapid.T
	marks   map[string]string // what was said, by who said it
	looked  map[dispatch.ID]bool
	phones  map[dispatch.ID]string
	allowed map[string][]string // whom somebody may reach, before this step
}

// passing are the phones of those people: the last of the residents and the second helper get no texts.
var passing = []string{rosa, omar, pearl, helper(1), helper(2), helper(3)}

// reaches says, of each of them, who is on the other side of what they asked for or hold: nobody is reported there, and it
// is not over for a day.
func (p *passers) reaches() map[string][]string {
	others := map[string][]string{}
	for _, r := range p.requests() {
		over := r.DoneAt
		if over.IsZero() || !r.ClosedAt.IsZero() && r.ClosedAt.Before(over) {
			over = r.ClosedAt
		}
		if r.Holder == 0 || r.Frozen || !over.IsZero() && p.clock.Now().Sub(over) >= 24*time.Hour {
			continue
		}
		resident, holder := p.phones[r.Resident], p.phones[r.Holder]
		others[resident], others[holder] = append(others[resident], holder), append(others[holder], resident)
	}
	return others
}

func (p *passers) requests() (all []store.Request) {
	p.read(func(v *store.View) error {
		for listed, err := range v.ListRequests(time.Time{}) {
			if err != nil {
				return err
			}
			all = append(all, listed.Request)
		}
		return nil
	})
	return all
}

// somebodySays has one of them write or say something that is marked, also about what is not theirs, as no menu would.
func (p *passers) somebodySays() {
	from := rapid.SampledFrom(passing).Draw(p.rt, "from")
	mark := fmt.Sprintf("%04d", 1000+len(p.marks))
	p.marks[mark] = from
	words := rapid.SampledFrom([]string{"mark %s", "Helper1: mark %s", "helper2 mark %s", "41 %s", "I need mark %s", "late, mark %s"}).Draw(p.rt, "words")
	if from != pearl && from != helper(2) {
		p.text(from, fmt.Sprintf(words, mark))
		return
	}
	var ids []dispatch.ID
	for _, r := range p.requests() {
		ids = append(ids, r.ID)
	}
	f := talk.Relay{Request: rapid.SampledFrom(ids).Draw(p.rt, "about"), Phrase: msg.Phrase{Number: 41, Blank: mark}}
	p.calls(from, f)
}

// somebodyActs ends, freezes or changes what there is between two, or answers what we have asked.
func (p *passers) somebodyActs() {
	body := rapid.SampledFrom([]string{"REPORT", "SWAP", "DROP", "DONE", "DONE", "1", "2", "PHRASES 1", "STOP", "START", "forget me", "CALL"}).Draw(p.rt, "body")
	p.text(rapid.SampledFrom(passing).Draw(p.rt, "from"), body)
}

func (p *passers) aJobIsGiven() {
	r := rapid.SampledFrom(p.requests()).Draw(p.rt, "request")
	_ = p.engine.Assign(p.t.Context(), r.Code, helper(rapid.IntRange(1, 3).Draw(p.rt, "to")), "Dora") // refusals are right as well
	p.settle()
}

func (p *passers) timePasses() {
	p.clock.Advance(rapid.SampledFrom([]time.Duration{time.Minute, 2 * time.Hour, 11 * time.Hour, 25 * time.Hour}).Draw(p.rt, "passes"))
	p.settle()
}

// reachesNobodyElse holds what was sent since the last step, and what now waits for a call.
func (p *passers) reachesNobodyElse() {
	for phone, texts := range p.heard {
		for _, text := range texts {
			p.rightly(phone, text)
			for _, other := range passing {
				if strings.Contains(text, other[2:]) {
					p.rt.Fatalf("%s is told the number of %s: %q", phone, other, text)
				}
			}
		}
		delete(p.heard, phone)
	}
	requests := p.requests()
	p.read(func(v *store.View) error {
		for to, phone := range p.phones {
			for _, r := range requests {
				rows, err := v.PassedTo(to, r.ID)
				if err != nil {
					return err
				}
				for _, row := range rows {
					if !p.looked[row.ID] {
						p.looked[row.ID] = true
						p.rightly(phone, row.Words.Reveal())
					}
				}
			}
		}
		return nil
	})
}

// rightly holds that something with a mark in it reaches who may be reached by whoever said it.
func (p *passers) rightly(phone, words string) {
	for mark, from := range p.marks {
		if phone == from || !strings.Contains(words, mark) {
			continue
		}
		if slices.ContainsFunc(p.requests(), func(r store.Request) bool { return r.Code == mark }) {
			continue // a request's number, by chance
		}
		if now := append(slices.Clone(p.allowed[from]), p.reaches()[from]...); !slices.Contains(now, phone) {
			p.rt.Fatalf("%s hears %q of %s, who may reach %v", phone, words, from, now)
		}
	}
}

// Whatever is passed on reaches the other side of a pairing and nobody else, never once it was reported or is over for a
// day, and never with a number of ours.
func TestWhatIsPassedOnReachesTheOtherSideAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, func(n *dispatch.Network) { n.Languages, n.Rules.AskAgainAfter = []string{"en", "es"}, 0 })
		defer func() { _ = w.db.Close() }()
		w.helpers(3, nil)
		w.landline(2)
		p := &passers{world: w, rt: rt, marks: map[string]string{}, looked: map[dispatch.ID]bool{}, phones: map[dispatch.ID]string{}}
		w.text(rosa, "FOOD 11211")
		w.text(omar, "VIAJE 11211")
		w.calls(pearl, food)
		for i, r := range p.requests() {
			_ = w.engine.Assign(t.Context(), r.Code, helper(i%3+1), "Dora")
		}
		w.settle()
		for _, phone := range passing {
			p.phones[w.contact(phone).ID] = phone
		}
		steps := []func(){p.somebodySays, p.somebodySays, p.somebodySays, p.somebodyActs, p.aJobIsGiven, p.timePasses}
		for range rapid.IntRange(3, 16).Draw(rt, "steps") {
			p.allowed = p.reaches()
			rapid.SampledFrom(steps).Draw(rt, "step")()
			p.reachesNobodyElse()
		}
	})
}
