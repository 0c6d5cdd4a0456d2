package sms

import (
	"time"

	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// optOut reads opt-out and opt-in words, and keeps silent towards those who opted out. The carrier's own words get
// no answer from us: the carrier has answered them and blocks what we would send
// (47 CFR 64.1200(a)(10); Twilio, "Advanced Opt-Out").
func optOut(t *talk.Turn) bool {
	switch t.OptOutType {
	case "STOP":
		return stop(t, "carrier")
	case "HELP":
		return true
	case "START":
		return optedInByCarrier(t)
	}
	switch t.Lexicon.OptOut(t.Text) {
	case lexicon.CarrierWord:
		return stop(t, "carrier")
	case lexicon.OwnWord:
		return stop(t, "word")
	case lexicon.OptOutPhrase:
		return stop(t, "phrase")
	case lexicon.MaybeOptOut:
		if _, ok := t.Lexicon.Command(t.Text, t.Language); !ok { // in Chinese, PAUSE has a stop word's sign in it
			t.Do(talk.Keep{Reason: "stop_word"})
		}
	}
	if !t.Person.OptedOut {
		return false
	}
	if t.Lexicon.OptIn(t.Text) {
		t.Do(talk.OptIn{})
		t.Say(msg.OptedIn, "Network", t.Network.Name)
		return true
	}
	if o := offerBeforeStop(t); o != nil && yesNo(t) == lexicon.Yes {
		t.Do(talk.OptIn{})
		take(t, o, "")
		return true
	}
	t.Do(talk.Keep{Reason: "opted_out"})
	return true
}

// optedInByCarrier notes that the carrier has opened texts again and said so. YES is one of its words for that: to
// somebody with an offer it is also the answer (Twilio, "Advanced Opt-Out": START, YES, UNSTOP).
func optedInByCarrier(t *talk.Turn) bool {
	if t.Person.OptedOut {
		t.Do(talk.OptIn{})
		t.Person.OptedOut = false
	}
	return yesNo(t) != lexicon.Yes || len(t.Person.Offers) == 0
}

func stop(t *talk.Turn, how string) bool {
	already := t.Person.OptedOut
	t.Do(talk.OptOut{How: how})
	t.Session.Open = nil
	if how != "carrier" && !already {
		t.Say(msg.OptedOut, "Network", t.Network.Name)
	}
	return true
}

// offerBeforeStop is the newest offer, if it was sent in the 24 hours before this person opted out: a YES to it
// opens texts again.
func offerBeforeStop(t *talk.Turn) *talk.Offer {
	n := len(t.Person.Offers)
	if n == 0 {
		return nil
	}
	o := &t.Person.Offers[n-1]
	if before := t.Person.OptedOutAt.Sub(o.SentAt); before < 0 || before > day {
		return nil
	}
	return o
}

// A person writes a few texts in ten minutes; a stuck phone, a bot or a loop writes more. The carrier itself cuts off
// more than 15 answers within 30 seconds of each other (Twilio error 14107).
const (
	floodWindow = 10 * time.Minute
	floodTexts  = 30
	floodTell   = time.Hour
)

// flood answers a flood once an hour; every text of it is kept.
func flood(t *talk.Turn) bool {
	f := &t.Session.Flood
	if t.At.Sub(f.Since) > floodWindow {
		f.Since, f.Count = t.At, 0
	}
	f.Count++
	if f.Count <= floodTexts {
		return false
	}
	t.Do(talk.Keep{Reason: "flood"})
	if t.At.Sub(f.Told) > floodTell {
		f.Told = t.At
		t.Say(msg.Flooded, "Promise", promise(t))
	}
	return true
}
