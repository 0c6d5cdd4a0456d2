package phonetest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxWire is how many exchanges are kept, and maxShown how much of an answer (bytes).
const (
	maxWire  = 200
	maxShown = 4 << 10
)

// exchange is one request that went over the wire, and its answer.
type exchange struct {
	N           int // counts up
	At          time.Time
	FromCarrier bool // a webhook; otherwise a REST call of the application's
	Method      string
	Path        string // with the query
	Status      int    // 0: no answer
	Took        time.Duration
	Params      []param
	Answer      string // laid out to be read; at most 4 KiB
	Try         int    // 1 is the first
	Failure     string // why the carrier could not use the answer, or ""
	Problems    []Problem
}

// param is one value of a form.
type param struct{ Name, Value string }

// log keeps an exchange and sets its number.
func (c *Carrier) log(e exchange, number *int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.exchange++
	e.N, e.At = c.exchange, c.clock.Now()
	*number = e.N
	if len(c.wire) == maxWire {
		c.wire = slices.Delete(c.wire, 0, 1)
	}
	c.wire = append(c.wire, e)
	c.changedLocked()
}

// noteOnWire shows a problem beside the exchange it came from.
func (c *Carrier) noteOnWire(number int, p Problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.wire {
		if c.wire[i].N == number {
			c.wire[i].Problems = append(slices.Clone(c.wire[i].Problems), p)
			c.changedLocked()
		}
	}
}

// exchanges returns what went over the wire, newest first.
func (c *Carrier) exchanges() []exchange {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.Clone(c.wire)
	slices.Reverse(all)
	return all
}

func params(form url.Values) []param {
	var all []param
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			all = append(all, param{name, value})
		}
	}
	return all
}

// pretty lays an answer out to be read.
func pretty(a answer) string {
	body := a.body
	if strings.HasPrefix(a.media, "audio/") {
		return a.media + ", " + plural(len(body), "byte")
	}
	switch a.media {
	case "text/xml":
		if root, err := parseXML(body); err == nil {
			var b strings.Builder
			root.write(&b, "")
			return cut(b.String())
		}
	case "application/json":
		var b bytes.Buffer
		if json.Indent(&b, body, "", "  ") == nil {
			body = b.Bytes()
		}
	}
	return cut(strings.ToValidUTF8(string(body), "\uFFFD"))
}

func cut(s string) string {
	s = strings.TrimSpace(s)
	if len(s) <= maxShown {
		return s
	}
	return strings.ToValidUTF8(s[:maxShown], "") + "\n…"
}

// write lays an element out, one line an element without children.
func (e *element) write(b *strings.Builder, indent string) {
	b.WriteString(indent + "<" + e.name)
	for _, a := range e.attrs {
		b.WriteString(" " + qualified(a.Name) + `="` + escaped(a.Value) + `"`)
	}
	text := escaped(strings.TrimSpace(e.text))
	if text == "" && len(e.children) == 0 {
		b.WriteString("/>\n")
		return
	}
	b.WriteString(">" + text)
	if len(e.children) > 0 {
		b.WriteString("\n")
		for _, child := range e.children {
			child.write(b, indent+"  ")
		}
		b.WriteString(indent)
	}
	b.WriteString("</" + e.name + ">\n")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes every write
	return b.String()
}

// URLs are the addresses of the latest requests in both directions, webhooks and REST calls, with their queries: what ends
// up in the logs of whatever stands between the two.
func (c *Carrier) URLs() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.wire {
		all = append(all, e.Path)
	}
	return all
}
