package phonetest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// element is one XML element. text is its character data, without the children's; before is how much of it stands
// before this element in its parent's.
type element struct {
	name     string
	attrs    []xml.Attr
	text     string
	before   int
	children []*element
}

var errXML = errors.New("not well-formed XML")

// parseXML reads exactly one XML document in UTF-8: nothing before <?xml (12100), no DTD, no second root, no attribute
// twice.
func parseXML(b []byte) (*element, error) {
	if !utf8.Valid(b) {
		return nil, errXML
	}
	dec := xml.NewDecoder(bytes.NewReader(b))
	var root *element
	var open []*element
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) && root != nil && len(open) == 0 {
			return root, nil
		}
		if err != nil {
			return nil, errXML
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e, err := newElement(tok)
			if err != nil || (root != nil && len(open) == 0) {
				return nil, errXML
			}
			if root == nil {
				root = e
			} else {
				top := open[len(open)-1]
				e.before = len(top.text)
				top.children = append(top.children, e)
			}
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(tok)
			} else if len(bytes.TrimSpace(tok)) > 0 {
				return nil, errXML
			}
		case xml.ProcInst:
			if tok.Target != "xml" || root != nil || !bytes.HasPrefix(b, []byte("<?xml")) {
				return nil, errXML
			}
		case xml.Directive:
			return nil, errXML
		}
	}
}

func newElement(tok xml.StartElement) (*element, error) {
	e := &element{name: qualified(tok.Name)}
	for i, a := range tok.Attr {
		if slices.ContainsFunc(tok.Attr[:i], func(b xml.Attr) bool { return a.Name == b.Name }) {
			return nil, errXML
		}
		e.attrs = append(e.attrs, a)
	}
	return e, nil
}

// attr is an attribute's value, or what it is otherwise.
func (e *element) attr(name, otherwise string) string {
	for _, a := range e.attrs {
		if qualified(a.Name) == name {
			return a.Value
		}
	}
	return otherwise
}

// spoken is an element's text with its children's in their places, as one line; a longer pause is a comma.
func (e *element) spoken() string { return strings.Join(strings.Fields(e.flat()), " ") }

func (e *element) flat() string {
	var b strings.Builder
	done := 0
	for _, child := range e.children {
		text := e.text[done:child.before]
		if child.name == "break" && longBreak(child.attr("time", "")) {
			text = withComma(text)
		}
		b.WriteString(text + " " + child.flat() + " ")
		done = child.before
	}
	b.WriteString(e.text[done:])
	return b.String()
}

// withComma ends a text with a comma, unless something ends it already.
func withComma(text string) string {
	text = strings.TrimRight(text, " ")
	if last, _ := utf8.DecodeLastRuneInString(text); unicode.IsLetter(last) || unicode.IsDigit(last) {
		return text + ","
	}
	return text
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}
