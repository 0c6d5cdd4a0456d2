package sms

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hotline/dispatch/talk"
)

// pushed are the questions that a rule or the engine asks by itself; every other one must be reached by an edge.
var pushed = []talk.State{what, ownWords, confirm, where, same, safeHere, notDanger, place, closeReason, which, toWhom, newNeed, handBack, forgetMe, joinName, checkIn, checkCame, still}

// TestGraph walks the conversation: every edge leads to a question that exists, every question is reached and asks
// something, and from every question there is a way home.
func TestGraph(t *testing.T) {
	t.Parallel()
	all := nodes()
	reached := map[talk.State]bool{}
	todo := slices.Clone(pushed)
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		if reached[s] {
			continue
		}
		reached[s] = true
		n, ok := all[s]
		if !ok {
			t.Fatalf("an edge leads to %q, which is no question", s)
		}
		if n.Ask == "" || n.Read == nil || len(n.Next) == 0 {
			t.Errorf("%q: asks nothing, reads nothing or leads nowhere", s)
		}
		for a, e := range n.Next {
			if a == talk.NotMine {
				t.Errorf("%q: has an edge for the answer that is not its own", s)
			}
			if e.To != talk.Home {
				todo = append(todo, e.To)
			} else if e.Do == nil {
				t.Errorf("%q: the answer %q ends the conversation with nothing done or said", s, a)
			}
		}
	}
	for s := range all {
		if !reached[s] {
			t.Errorf("%q is never asked", s)
		}
		if !endsFrom(all, s, map[talk.State]bool{}) {
			t.Errorf("%q never ends", s)
		}
	}
}

func endsFrom(all map[talk.State]talk.Node, s talk.State, seen map[talk.State]bool) bool {
	if s == talk.Home {
		return true
	}
	seen[s] = true
	for _, e := range all[s].Next {
		if !seen[e.To] && endsFrom(all, e.To, seen) {
			return true
		}
	}
	return false
}

// TestIntakeQuestions holds the table of what is asked for what is missing to the graph.
func TestIntakeQuestions(t *testing.T) {
	t.Parallel()
	edges := intake(what, nil)
	for a, s := range questions {
		if edges[a].To != s {
			t.Errorf("missing %q is asked as %q, the edge leads to %q", a, s, edges[a].To)
		}
	}
}

// TestDiagram draws the conversation, so that a reader of a failing graph sees it (go test -run Diagram -v).
func TestDiagram(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	all := nodes()
	states := make([]talk.State, 0, len(all))
	for s := range all {
		states = append(states, s)
	}
	slices.Sort(states)
	for _, s := range states {
		answers := make([]string, 0, len(all[s].Next))
		for a, e := range all[s].Next {
			to := string(e.To)
			if to == "" {
				to = "(over)"
			}
			answers = append(answers, fmt.Sprintf("%s → %s", a, to))
		}
		slices.Sort(answers)
		fmt.Fprintf(&b, "%-14s %s\n", s, strings.Join(answers, ", "))
	}
	t.Log("\n" + b.String())
}
