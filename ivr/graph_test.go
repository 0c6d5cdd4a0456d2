package ivr

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hotline/dispatch/talk"
)

// to are the places that can follow a place: by an answer, a key that works everywhere, or at a fork.
func to(s talk.State) []talk.State {
	if f, ok := table().forks[s]; ok {
		return f.May
	}
	n := table().nodes[s]
	var all []talk.State
	for _, e := range n.Next {
		if e.To != "" {
			all = append(all, e.To)
		}
	}
	if n.Back != "" {
		all = append(all, n.Back)
	}
	if !n.Alone && n.listens().For == ForKeys {
		all = append(all, person)
	}
	if s == speak { // a key belongs to the question before
		all = append(all, menu)
	}
	return all
}

// TestGraph walks the menu: whatever leads on leads to a question or a fork that exists, every one is reached from the
// start of some call, and each question knows what to do about silence and about a key that does nothing.
func TestGraph(t *testing.T) {
	t.Parallel()
	reached := map[talk.State]bool{over: true}
	for todo := []talk.State{start}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if reached[s] {
			continue
		}
		reached[s] = true
		_, isNode := table().nodes[s]
		_, isFork := table().forks[s]
		if isNode == isFork {
			t.Fatalf("%q is neither or both of a question and a fork", s)
		}
		todo = append(todo, to(s)...)
	}
	for s, n := range table().nodes {
		if !reached[s] {
			t.Errorf("%q is never asked", s)
		}
		checkNode(t, s, n)
	}
	for s := range table().forks {
		if !reached[s] {
			t.Errorf("no way leads to the fork %q", s)
		}
	}
}

func checkNode(t *testing.T, s talk.State, n node) {
	t.Helper()
	for _, a := range []talk.Answer{silent, wrong} {
		if _, ok := n.Next[a]; !ok {
			t.Errorf("%q: nothing follows %s", s, a)
		}
	}
	for _, o := range n.Options {
		if _, ok := n.Next[o.Answer]; !ok && o.Answer != someone {
			t.Errorf("%q: key %c answers %q, which leads nowhere", s, o.Key, o.Answer)
		}
		if strings.ContainsRune("9*", rune(o.Key)) {
			t.Errorf("%q: key %c does the same everywhere", s, o.Key)
		}
		if o.Key == '8' && o.Answer != stop || o.Key == '0' && o.Answer != someone {
			t.Errorf("%q: key %c means something else elsewhere", s, o.Key)
		}
	}
	if _, ok := n.Next[chosen]; ok != (n.List != nil) {
		t.Errorf("%q: a list and what follows a choice belong together", s)
	}
	if _, ok := n.Next[recorded]; ok != (n.listens().For == ForRecording) || ok != (n.Record != "") {
		t.Errorf("%q: a recording, what it is and what follows it belong together", s)
	}
}

// TestNothingForEver follows what happens to somebody who never presses a key, and to somebody who only presses keys
// that do nothing: from every question on the call ends.
func TestNothingForEver(t *testing.T) {
	t.Parallel()
	for _, a := range []talk.Answer{silent, wrong} {
		for s := range table().nodes {
			if loop := cycle(a, s, nil); loop != nil {
				t.Errorf("%s leads round and round: %v", a, loop)
			}
		}
	}
}

// cycle finds a way of answering a alone that comes back to where it was. home and main are where somebody is asked
// something new: nobody gets there by silence twice in a row without being asked three times each.
func cycle(a talk.Answer, s talk.State, way []talk.State) []talk.State {
	if s == over || s == home || s == mainMenu {
		return nil
	}
	if slices.Contains(way, s) {
		return append(way, s)
	}
	way = append(slices.Clone(way), s)
	next := []talk.State{table().nodes[s].Next[a].To}
	if f, ok := table().forks[s]; ok {
		next = f.May
	}
	for _, n := range next {
		if loop := cycle(a, n, way); loop != nil {
			return loop
		}
	}
	return nil
}

// TestEveryQuestionEnds: from every question there is a way to the end of the call.
func TestEveryQuestionEnds(t *testing.T) {
	t.Parallel()
	for s := range table().nodes {
		seen := map[talk.State]bool{}
		for todo := []talk.State{s}; len(todo) > 0; todo = todo[1:] {
			if !seen[todo[0]] {
				seen[todo[0]] = true
				todo = append(todo, to(todo[0])...)
			}
		}
		if !seen[over] {
			t.Errorf("%q never ends", s)
		}
	}
}

// TestDiagram draws the menu, so that a reader of a failing graph sees it (go test -run Diagram -v).
func TestDiagram(t *testing.T) {
	t.Parallel()
	var lines []string
	for s, n := range table().nodes {
		var answers []string
		for a, e := range n.Next {
			answers = append(answers, fmt.Sprintf("%s → %s", a, e.To))
		}
		slices.Sort(answers)
		lines = append(lines, fmt.Sprintf("%-16s %s", s, strings.Join(answers, ", ")))
	}
	for s, f := range table().forks {
		lines = append(lines, fmt.Sprintf("%-16s (fork) %v", s, f.May))
	}
	slices.Sort(lines)
	t.Log("\n" + strings.Join(lines, "\n"))
}
