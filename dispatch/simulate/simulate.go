// Package simulate runs the rules of dispatch on a made-up network, to see what a rule costs before people pay for it.
// Volunteers who answer, wait and tire as published figures say are asked by the rules a line runs by: Plan, Choose,
// NextLetter, StandDown, Habit, the deadlines and quiet hours are dispatch's own and nothing of them is written again here.
// What engine does around them (timers, wording, the carrier) is reduced to moments in a queue.
//
// It is pure: the same World gives the same Results, on a clock that only the queue moves.
package simulate

import (
	"errors"
	"slices"
	"sync"

	"hotline/dispatch"
)

// World is a network that is made up from a seed.
type World struct {
	Network    dispatch.Network // the rules, zones, languages and categories
	Letters    []string         // that name offers (lexicon.OfferLetters)
	Seed       uint64           // of the first run; the next has the next
	Runs       int              // how often it is all done, each time with other people
	Volunteers int
	PerDay     float64 // requests, on average
	Days       int     // in which requests come; what is open then is seen to its end
	Yes        float64 // how likely a volunteer says yes who is not tired: the mean over all; over 0, under 1

	// Plain makes it the network of the published figures (facts: dispatch, 4.4): one place, one language, half of the
	// volunteers do what is asked for, at any hour; requests come by day and are wanted within 24 hours.
	Plain bool
}

// ErrNothingToAsk is a network all of whose categories are coordinators' own.
var ErrNothingToAsk = errors.New("the network has no category that volunteers are asked about")

// Check says what is wrong with a world, in words for whoever wrote its numbers.
func (w World) Check() error {
	asked := func(c dispatch.Category) bool { return !c.PersonOnly }
	switch {
	case w.Volunteers < 1, w.Volunteers > 100_000:
		return errors.New("volunteers must be 1 to 100000")
	case !(w.PerDay > 0 && w.PerDay <= 100_000):
		return errors.New("requests a day must be more than 0, at most 100000")
	case w.Days < 1, w.Days > 3660:
		return errors.New("days must be 1 to 3660")
	case w.Runs < 1, w.Runs > 1000:
		return errors.New("runs must be 1 to 1000")
	case !(w.Yes > 0 && w.Yes < 1):
		return errors.New("the chance of a yes must be more than 0 and less than 1")
	case !slices.ContainsFunc(w.Network.Categories, asked):
		return ErrNothingToAsk
	}
	return nil
}

// Compare runs every policy on the same worlds, which must pass Check. The results are in the order
// of the policies.
func Compare(w World, policies []Policy) []Result {
	results := make([]Result, len(policies))
	var all sync.WaitGroup
	for i, p := range policies {
		all.Go(func() {
			tallies := make([]*tally, w.Runs)
			for n := range tallies {
				tallies[n] = w.run(p, w.Seed+uint64(n))
			}
			results[i] = sum(p, tallies)
		})
	}
	all.Wait()
	return results
}

// run runs one policy once, to the end of the last request.
func (w World) run(p Policy, seed uint64) *tally {
	network := w.Network
	if w.Plain {
		network.Zones, network.Languages = nil, []string{network.Language}
	}
	m := &made{World: w, network: network, seed: seed}
	people := m.people()
	p.apply(&network, people, seed)
	l := newLine(network, w.Letters, seed, people, m.demand())
	l.runAll()
	return l.tally(m.began(), w.Days)
}
