package sms

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// ways are the answers to "is it safe to reach you here?".
var ways = [...]string{1: "text", 2: "call", 3: "neither"}

func readSafeHere(t *talk.Turn) talk.Answer {
	if n, ok := t.Lexicon.Number(t.Text); ok && n >= 1 && n < len(ways) {
		return chosen
	}
	gather(t, &t.Question().Draft)
	t.Question().Draft.Private = true
	return again(t)
}

// openPrivate opens a private request: the named safety contacts have it, and nothing more is asked or said. Without
// an answer we take it that nothing is safe.
func openPrivate(t *talk.Turn) {
	d := t.Left().Draft
	way := "neither"
	if n, ok := t.Lexicon.Number(t.Text); ok && n >= 1 && n < len(ways) {
		way = ways[n]
	}
	t.Do(talk.SetContactWay{Way: way})
	n := talk.Need{Category: "SAFE"}
	if len(d.Needs) > 0 {
		n = d.Needs[0]
	}
	t.Do(talk.OpenRequest{Need: n, Place: d.Place, Corner: d.Corner, Urgency: d.Urgency, Due: d.Due, Words: d.Words, Private: true,
		Attention: dispatch.PrivateCase})
	t.Do(talk.Discreet{})
	t.Session.Open = nil // whatever else was asked names a need
	t.Say(msg.PrivateOpened, "Promise", promiseToRead(t))
}
