package engine_test

import "testing"

// TestStatements holds how many statements each turn asks of the database, where all of them wait for one writer:
// in the transaction of the text itself, and in all that follow from it (asking, sending, recording). Fewer is better;
// more needs a reason.
func TestStatements(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.helpers(5, nil)
	count := func(do func()) int {
		before := w.db.Statements()
		do()
		return int(w.db.Statements() - before)
	}
	for _, turn := range []struct {
		from, text    string
		turn, follows int
	}{
		{rosa, "FOOD 11211 two adults", 12, 135},
		{rosa, "no pork please", 9, 0},
		{rosa, "STATUS", 7, 0},
		{helper(1), "NO", 17, 23},
		{helper(2), "YES", 36, 45},
		{helper(3), "YES", 18, 0},            // too late
		{rosa, "12 Elm St", 13, 15},          // where to come
		{rosa, "the bell is broken", 12, 15}, // passed on
		{helper(2), "on my way", 18, 15},
		{helper(2), "DONE", 21, 0},
	} {
		got := count(func() { w.only(turn.from, turn.text) })
		after := count(func() { w.settle() })
		if got != turn.turn || after != turn.follows {
			t.Errorf("%q: %d statements and %d that follow, want %d and %d", turn.text, got, after, turn.turn, turn.follows)
		}
	}
}
