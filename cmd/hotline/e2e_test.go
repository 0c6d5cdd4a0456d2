package main

import (
	"encoding/json"
	"strings"
	"testing"

	"hotline/dispatch"
	"hotline/gateway/phonetest"
)

// listed runs list WHAT --json and reads what it prints.
func listed[T any](l *testLine, what string) []T {
	l.t.Helper()
	var all []T
	for line := range strings.Lines(l.command("list", what, "--json")) {
		var one T
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			l.t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	return all
}

// TestOneNeighborTakesIt is the main job from the first text to the thanks.
func TestOneNeighborTakesIt(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	ana, ben := l.volunteer("Ana", "+12125550142"), l.volunteer("Ben", "+12125550143")
	rosa := l.box.Add(phonetest.Handset{Name: "Rosa", Number: "+12125550110"})

	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("Eastside Mutual Aid", "11211", "2")
	anasOffer := ana.Expect("Eastside Mutual Aid", "11211", "YES")
	ben.Expect("Eastside Mutual Aid", "11211", "YES")
	for _, private := range []string{"Rosa", "0110", "adults"} {
		if strings.Contains(anasOffer.Body, private) {
			t.Errorf("the offer tells %q: %s", private, anasOffer.Body)
		}
	}

	ben.Text("YES")
	ben.Expect("Ben")
	rosa.Expect("Ben")
	ana.Expect("already")
	r := l.requests()[0]
	if r.Status != string(dispatch.Assigned) || len(r.AssignedTo) != 1 || r.AssignedTo[0] != "Ben" || r.Asks != 2 {
		t.Errorf("request = %+v", r)
	}

	rosa.Text("120 Grand St apt 4R, Rosa")
	rosa.Expect("Ben")
	ben.Expect("120 Grand St apt 4R")

	ben.Text("On my way with the bags!")
	rosa.Expect("On my way with the bags!")
	rosa.Text("The bell is broken, please knock")
	ben.Expect("The bell is broken, please knock")
	for _, text := range append(rosa.Texts(), ben.Texts()...) {
		if !text.Inbound && (strings.Contains(text.Body, rosa.Number) || strings.Contains(text.Body, ben.Number)) {
			t.Errorf("a number is shown: %s", text.Body)
		}
	}

	rosa.Text("DONE")
	rosa.Expect()
	rosa.Text("1")
	for _, text := range rosa.Texts() {
		t.Log(text.Inbound, text.Body)
	}
}
