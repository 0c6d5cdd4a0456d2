package phonetest

import (
	"slices"
	"strings"
)

// document is a TwiML answer to a text, read as strictly as the carrier's own debugger reads it.
type document struct {
	messages []reply
}

// reply is one <Message>. Empty to and from mean the sender and receiver of the text that is answered.
type reply struct {
	body, to, from, callback string
}

// readTwiML reads an answer to a text. What the carrier would not understand is left out and named as a problem; an
// answer that is not TwiML at all yields no message. A text/plain answer is texted to the person, as it really is.
func readTwiML(a answer) (document, []Problem) {
	switch {
	case len(a.body) > maxAnswer:
		return document{}, []Problem{{11750, "the answer is longer than 64 KiB"}}
	case a.media == "text/plain":
		what := "a text/plain answer is texted to the person; answer in text/xml"
		return document{messages: []reply{{body: strings.TrimSpace(string(a.body))}}}, []Problem{{12300, what}}
	case a.media != "text/xml":
		return document{}, []Problem{{12300, "the answer's Content-Type must be text/xml"}}
	}
	root, err := parseXML(a.body)
	if err != nil {
		return document{}, []Problem{{12100, "the answer is not one well-formed XML document that begins with <?xml"}}
	}
	if root.name != "Response" {
		return document{}, []Problem{{12100, "the answer's root is not <Response>"}}
	}
	r := &twimlReader{}
	r.response(root)
	return r.doc, r.problems
}

type twimlReader struct {
	doc      document
	problems []Problem
}

func (r *twimlReader) warn(code int, what string) {
	r.problems = append(r.problems, Problem{code, what})
}

func (r *twimlReader) response(root *element) {
	r.attributes(root)
	r.noText(root)
	for _, e := range root.children {
		switch e.name {
		case "Message":
			r.message(e)
		case "Redirect":
			r.warn(12200, "the practice carrier does not follow <Redirect>")
		default:
			r.warn(12200, "<"+label(e.name)+"> is not a verb for texts")
		}
	}
}

func (r *twimlReader) message(e *element) {
	m := reply{body: e.text}
	r.attributes(e, "to", "from", "statusCallback")
	for _, a := range e.attrs {
		switch qualified(a.Name) {
		case "to":
			m.to = a.Value
		case "from":
			m.from = a.Value
		case "statusCallback":
			m.callback = a.Value
		}
	}
	for _, child := range e.children {
		if child.name != "Body" {
			r.warn(12200, "the practice carrier does not read <"+label(child.name)+"> in <Message>")
			continue
		}
		r.attributes(child)
		for _, grandchild := range child.children {
			r.warn(12200, "<"+label(grandchild.name)+"> can't stand in <Body>")
		}
		m.body += child.text
	}
	m.body = strings.TrimSpace(m.body)
	switch {
	case m.body == "":
		r.warn(14103, "a <Message> without text is not sent")
	case tooLong(m.body):
		r.warn(21617, "a <Message> of more than 1,600 characters is not sent")
	default:
		r.doc.messages = append(r.doc.messages, m)
	}
}

// attributes complains about every attribute but those known.
func (r *twimlReader) attributes(e *element, known ...string) {
	for _, a := range e.attrs {
		if name := qualified(a.Name); !slices.Contains(known, name) {
			r.warn(12200, "<"+label(e.name)+"> has no attribute "+label(name)+" here")
		}
	}
}

func (r *twimlReader) noText(e *element) {
	if strings.TrimSpace(e.text) != "" {
		r.warn(12200, "text can't stand directly in <"+label(e.name)+">")
	}
}

// label makes a name from outside fit to be shown.
func label(name string) string {
	if r := []rune(name); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return name
}
