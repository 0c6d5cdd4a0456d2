package twiml

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// maxDocument is how much is said in one document: the carrier takes 64 KB (error 11750), and what is listened for
// must fit behind it.
const maxDocument = 48 << 10

// document is XML as the carrier reads it: UTF-8, nothing before <?xml (error 12100). The carrier's own library writes
// neither an empty attribute nor markup within a text.
type document struct{ b bytes.Buffer }

func newDocument() *document {
	d := &document{}
	d.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	return d
}

func (d *document) bytes() []byte { return d.b.Bytes() }

// full says whether no more may be said.
func (d *document) full() bool { return d.b.Len() > maxDocument }

// open begins an element; attributes are name, value, name, value.
func (d *document) open(name string, attributes ...string) {
	d.start(name, attributes)
	d.b.WriteByte('>')
}

// close ends an element.
func (d *document) close(name string) { d.b.WriteString("</" + name + ">") }

// empty is an element with nothing in it.
func (d *document) empty(name string, attributes ...string) {
	d.start(name, attributes)
	d.b.WriteString("/>")
}

// line is an element with a text.
func (d *document) line(name, text string, attributes ...string) {
	d.open(name, attributes...)
	d.text(text)
	d.close(name)
}

func (d *document) start(name string, attributes []string) {
	d.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		d.b.WriteString(" " + attributes[i] + `="`)
		d.text(attributes[i+1])
		d.b.WriteByte('"')
	}
}

// text writes a text or the value of an attribute.
func (d *document) text(s string) { d.b.WriteString(escaped.Replace(clean(s))) }

var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

// clean leaves only what XML 1.0 may hold (section 2.2, Char) and a voice can read: no control characters, no broken
// UTF-8; a line break is a space.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ', r >= 0x7f && r <= 0x9f, r == utf8.RuneError, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, s)
}
