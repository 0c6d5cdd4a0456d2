package main

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/gateway/phonetest"
)

// job has Rosa ask, Ana help, and both say that it is done.
func job(l *testLine) (rosa, ana *phonetest.Phone) {
	l.t.Helper()
	ana = l.volunteer("Ana", "+12125550142")
	rosa = l.box.Phone("+12125550110", "en")
	rosa.Text("FOOD 11211 two adults")
	rosa.Expect("11211")
	ana.Expect(canYou)
	ana.Text("YES")
	ana.Expect(itIsYours)
	rosa.Expect("Ana")
	rosa.Text("12 Main Street, Rosa")
	rosa.Expect("Told Ana")
	ana.Expect("12 Main Street")
	return rosa, ana
}

// erased are the texts on a phone that the carrier no longer has.
func erased(p *phonetest.Phone) (n int) {
	for _, text := range p.Texts() {
		if text.Deleted {
			n++
		}
	}
	return n
}

// TestPersonForget: by command as by text, beside a running line: what is open ends, the helper hears it, and neither the
// line nor the carrier has a word of it.
func TestPersonForget(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	rosa, ana := job(l)
	rosa.ExpectNothing()
	var all map[string]any
	if err := json.Unmarshal([]byte(l.command("person", "export", "+12125550110")), &all); err != nil {
		t.Fatal(err)
	}
	if all["phone"] != "+12125550110" || len(all["messages"].([]any)) < 5 || len(all["requests"].([]any)) != 1 {
		t.Errorf("exported %v", all)
	}
	l.command("person", "forget", "(212) 555-0110", "--yes")
	ana.Expect("")
	ana.ExpectNothing()
	rosa.ExpectNothing()
	texts := rosa.Texts()
	if n := erased(rosa); n != len(texts) {
		t.Errorf("%d of her %d texts are erased at the carrier", n, len(texts))
	}
	if slices.ContainsFunc(ana.Texts(), func(x phonetest.Text) bool { return strings.Contains(x.Body, "Main Street") && !x.Deleted }) {
		t.Error("where she is can be read at the carrier in what Ana was texted")
	}
	if said := l.command("person", "export", "+12125550110"); strings.Contains(said, "Main Street") || strings.Contains(said, "two adults") {
		t.Errorf("kept: %s", said)
	}
}

// TestRetention: three months after a job nobody can read it or knows whose it was, here or at the carrier; that there was
// one is still counted. A volunteer stays one.
func TestRetention(t *testing.T) {
	t.Parallel()
	l := newLine(t, "[privacy]\nforget_after = \"90d\"\n")
	rosa, ana := job(l)
	l.command("volunteers", "pause", "+12125550142")
	rosa.Text("DONE")
	rosa.Expect("")
	rosa.Text("1")
	rosa.Expect("")
	ana.Expect("")
	rosa.ExpectNothing()
	ana.ExpectNothing()
	pass := func(days int) { // a batch a second, from three at night on
		for _, step := range append([]time.Duration{time.Duration(days) * 24 * time.Hour}, slices.Repeat([]time.Duration{time.Second}, 12)...) {
			l.clock.Advance(step)
			rosa.ExpectNothing()
		}
	}
	for range 4 {
		pass(1)
	}
	l.command("person", "export", "+12125550110")
	pass(90)
	pass(1)
	var errs strings.Builder
	if code := run(t.Context(), []string{"person", "export", "+12125550110", "--config", l.cfg.Path}, nil, io.Discard, &errs); code != exitFailed {
		t.Errorf("she is still known: %s", errs.String())
	}
	if n := erased(rosa); n != len(rosa.Texts()) {
		t.Errorf("%d of her %d texts are erased at the carrier", n, len(rosa.Texts()))
	}
	for _, m := range listed[messageJSON](l, "messages") {
		if m.Body != "" {
			t.Errorf("kept: %+v", m)
		}
	}
	if r := l.requests(); len(r) != 1 || r[0].Status != "closed" || r[0].Details != "" || r[0].Category != "FOOD" {
		t.Errorf("requests: %+v", r)
	}
	if v := listed[volunteerJSON](l, "volunteers"); len(v) != 1 || v[0].Phone != "+12125550142" {
		t.Errorf("volunteers: %+v", v)
	}
}
