package phonetest

import "strings"

// keyword is what the carrier itself makes of a text, in the words of OptOutType.
type keyword string

const (
	plain keyword = ""
	stop  keyword = "STOP"
	start keyword = "START"
	help  keyword = "HELP"
)

// The carrier's own answers, as it words them unless an operator changes them.
const (
	stopAnswer = "You have successfully been unsubscribed. You will not receive any more messages from this number. " +
		"Reply START to resubscribe."
	startAnswer = "You have successfully been re-subscribed to messages from this number. Reply HELP for help. " +
		"Reply STOP to unsubscribe. Msg&Data Rates May Apply."
	helpAnswer = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)

// readKeyword reads a whole text as one of the carrier's keywords; "YES B" is none.
// https://help.twilio.com/articles/223134027
func readKeyword(body string) keyword {
	switch strings.ToUpper(strings.TrimSpace(body)) {
	case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT":
		return stop
	case "START", "UNSTOP", "YES":
		return start
	case "HELP", "INFO":
		return help
	}
	return plain
}

// keyword does what the carrier does by itself when a text is one of its keywords: it keeps the block list, answers,
// and passes the text on all the same. It returns the keyword that took effect. START and YES from a phone that has
// not stopped are texts like any other; HELP from one that has is not answered. The caller holds c.mu.
func (c *Carrier) keyword(m *message) keyword {
	which := pair{m.to, m.from}
	kind := readKeyword(m.body)
	text := ""
	switch {
	case kind == stop && !c.blocked[which]:
		c.blocked[which] = true
		text = stopAnswer
	case kind == start && c.blocked[which]:
		delete(c.blocked, which)
		text = startAnswer
	case kind == start:
		kind = plain
	case kind == help && !c.blocked[which]:
		text = helpAnswer
	}
	if text != "" {
		c.send(&message{from: m.to, to: m.from, body: text, direction: outboundReply, carrier: true})
	}
	return kind
}
