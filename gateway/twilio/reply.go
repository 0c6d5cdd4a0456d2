package twilio

import (
	"bytes"
	"encoding/xml"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Reply renders the answer to an inbound text: one <Message> with the body, whose delivery is reported to
// statusCallback (an absolute URL; empty: not reported), or an empty <Response/> if there is nothing to say. The
// answer must be served as text/xml: the carrier would text anything in text/plain to the person who wrote.
func Reply(body, statusCallback string) []byte {
	body = Sendable(body)
	var b bytes.Buffer
	b.WriteString(xmlHead)
	if body == "" {
		b.WriteString("<Response/>")
		return b.Bytes()
	}
	b.WriteString("<Response><Message")
	if statusCallback != "" {
		b.WriteString(` statusCallback="`)
		escape(&b, statusCallback)
		b.WriteString(`"`)
	}
	b.WriteString(">")
	escape(&b, body)
	b.WriteString("</Message></Response>")
	return b.Bytes()
}

// escape writes s as XML text or attribute value. A bytes.Buffer takes every write.
func escape(b *bytes.Buffer, s string) { _ = xml.EscapeText(b, []byte(s)) }
