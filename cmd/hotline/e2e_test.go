package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"hotline/dispatch"
	"hotline/dispatch/engine"
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
	rosa := l.box.Phone("+12125550110", "en")

	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("Eastside Mutual Aid", "11211", "groceries for 2")
	offer := ana.Expect("Eastside Mutual Aid", "11211", "YES B")
	ben.Expect("Eastside Mutual Aid", "11211", "YES B")
	for _, private := range []string{"0110", "adults"} {
		if strings.Contains(offer.Body, private) {
			t.Errorf("the offer tells %q: %s", private, offer.Body)
		}
	}

	ben.Text("YES")
	ben.Expect("Ben", itIsYours)
	rosa.Expect("Ben", "Where")
	ana.Expect(covered)
	r := l.requests()[0]
	if r.Status != string(dispatch.Assigned) || fmt.Sprint(r.AssignedTo) != "[Ben]" || r.Asks != 2 {
		t.Errorf("request = %+v", r)
	}

	rosa.Text("120 Grand St apt 4R, Rosa")
	rosa.Expect("Told Ben")
	ben.Expect("120 Grand St apt 4R, Rosa")
	ben.Text("Leaving the shop with the bags!")
	rosa.Expect("Leaving the shop with the bags!")
	rosa.Text("The bell is broken, please knock")
	ben.Expect("The bell is broken, please knock")

	rosa.Text("DONE")
	rosa.Expect("We closed it")
	ben.Expect("Thank you, Ben!")
	rosa.Text("1")
	rosa.Expect("Thank you")
	r = l.requests()[0]
	if r.Status != string(dispatch.Closed) || r.ClosedReason == nil || *r.ClosedReason != string(dispatch.Completed) {
		t.Errorf("request = %+v", r)
	}
	for _, text := range append(rosa.Texts(), ben.Texts()...) {
		if !text.Inbound && (strings.Contains(text.Body, rosa.Number) || strings.Contains(text.Body, ben.Number)) {
			t.Errorf("a number is shown: %s", text.Body)
		}
	}
}

// TestCost holds what a fulfilled request in English costs with five neighbors asked: 13 segments from a new phone, 12
// from a known one, and a stand-down each.
func TestCost(t *testing.T) {
	t.Parallel()
	t.Run("new", func(t *testing.T) {
		t.Parallel()
		fulfil(t, "", 13)
	})
	t.Run("known", func(t *testing.T) {
		t.Parallel()
		fulfil(t, "STATUS", 12)
	})
}

// fulfil counts the segments of one request; before, unless empty, is what the phone texted earlier.
func fulfil(t *testing.T, before string, limit int) {
	l := newLine(t, "")
	var asked []*phonetest.Phone
	for i, name := range []string{"Ana", "Ben", "Cyd", "Dan", "Eve"} {
		asked = append(asked, l.volunteer(name, fmt.Sprintf("+1212555014%d", i)))
	}
	rosa := l.box.Phone("+12125550110", "en")
	if before != "" {
		rosa.Text(before)
		rosa.Expect()
	}
	earlier := len(listed[messageJSON](l, "messages"))

	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	for _, v := range asked {
		v.Expect(canYou)
	}
	asked[1].Text("YES")
	asked[1].Expect(itIsYours)
	rosa.Expect("Ben", "Where to come")
	for _, i := range []int{0, 2, 3, 4} {
		asked[i].Expect(covered)
	}
	rosa.Text("120 Grand St apt 4R, Rosa")
	rosa.Expect("Told Ben")
	asked[1].Expect("120 Grand St")
	asked[1].Text("DONE")
	asked[1].Expect()

	segments, standDowns := 0, 0
	for _, m := range listed[messageJSON](l, "messages")[earlier:] {
		switch {
		case m.Direction == "in":
		case strings.Contains(m.Body, covered):
			standDowns += m.Segments
		default:
			segments += m.Segments
			t.Logf("%d  %s", m.Segments, m.Body)
		}
	}
	if segments > limit || standDowns > 4 {
		t.Errorf("%d segments and %d for four stand-downs; at most %d and 4", segments, standDowns, limit)
	}
}

// TestThousandYes: a thousand phones answer YES to one offer at once. One has the job, the others are told the truth.
func TestThousandYes(t *testing.T) {
	t.Parallel()
	const crowd = 1000
	l := newLine(t, fmt.Sprintf("live_offers = %d\nstand_down_window = \"0s\"\n", crowd))
	phones, list := make([]*phonetest.Phone, crowd), make([]engine.Volunteer, crowd)
	for i := range list {
		list[i] = helper(fmt.Sprintf("V%d", i), fmt.Sprintf("+1646555%04d", i))
		phones[i] = l.box.Add(phonetest.Handset{Name: list[i].Name, Number: list[i].Phone})
	}
	l.volunteers(list...)
	rosa := l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	for _, p := range phones {
		p.Expect(canYou)
	}

	var all sync.WaitGroup
	for _, p := range phones {
		all.Go(func() { p.Text("YES") })
	}
	all.Wait()
	rosa.Expect(goodNews)
	won := 0
	for _, p := range phones {
		if answer := p.Expect("Thank you").Body; strings.Contains(answer, itIsYours) {
			won++
		} else if !strings.Contains(answer, alreadyTaken) {
			t.Errorf("told: %s", answer)
		}
	}
	if r := l.requests()[0]; won != 1 || r.Status != string(dispatch.Assigned) || len(r.AssignedTo) != 1 {
		t.Errorf("%d have it; %+v", won, r)
	}
	states := map[string]int{}
	for _, o := range l.offers() {
		states[o.Status]++
	}
	if states["accepted"] != 1 || states["too_late"] != crowd-1 {
		t.Errorf("offers: %v", states)
	}
}
