package sms

import (
	"slices"
	"time"

	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// Two things sent within askWithin of each other can both be meant by a bare yes; after staleAfter a bare answer is
// no longer taken as one.
const (
	askWithin  = 60 * time.Minute
	staleAfter = day
)

// candidate is a thing we sent that a bare yes, no or number answers.
type candidate struct {
	at     time.Time
	option talk.Option
}

// bare reads a bare yes, no or number: it answers the last thing we sent this phone that can be answered so. If two
// such things were sent within an hour, or the question is over 24 hours old, we ask, and act on nothing until
// answered.
func bare(t *talk.Turn) bool {
	if _, ok := t.Lexicon.Number(t.Text); ok {
		return bareNumber(t)
	}
	p := yesNo(t)
	if p == lexicon.Unclear || onlyEmoji(t) && len(liveOffers(t)) == 0 {
		return false
	}
	q, asked := t.Node()
	var fits []candidate
	if asked && q.YesNo && (p == lexicon.Yes || p == lexicon.No) {
		fits = append(fits, candidate{t.Question().At, talk.Option{Do: "answer"}})
	}
	for _, o := range liveOffers(t) {
		fits = append(fits, candidate{o.SentAt, offerOption(o, p, t.Text.Raw)})
	}
	if len(fits) == 0 {
		return lateAnswer(t, p)
	}
	if c := chatting(t); c != nil {
		fits = append(fits, candidate{c.EventAt, talk.Option{Do: "relay", Request: c.ID, Words: t.Text.Raw}})
	}
	slices.SortFunc(fits, func(a, b candidate) int { return b.at.Compare(a.at) })
	if len(fits) > 1 && fits[0].at.Sub(fits[1].at) < askWithin {
		askWhich(t, fits)
		return true
	}
	return answerOne(t, fits[0])
}

func bareNumber(t *talk.Turn) bool {
	n, asked := t.Node()
	if !asked || !n.Numbered {
		return false
	}
	if t.Question().Age(t.At) > staleAfter {
		again := t.Question()
		again.At = t.At
		t.Ask()
		return true
	}
	return t.Answer()
}

func answerOne(t *talk.Turn, c candidate) bool {
	if c.option.Do != "answer" {
		if o := offerByID(t, c.option.Offer); o != nil && t.At.Sub(o.SentAt) > staleAfter {
			t.Say(msg.AskYesLetter, "Letter", o.Letter)
			return true
		}
		choose(t, c.option)
		return true
	}
	if t.Question().Age(t.At) > staleAfter {
		t.Question().At = t.At
		t.Ask()
		return true
	}
	return t.Answer()
}

// askWhich asks which of several things sent within an hour was meant.
func askWhich(t *talk.Turn, fits []candidate) {
	newest := fits[0].at
	var options []talk.Option
	for _, c := range fits {
		if newest.Sub(c.at) < askWithin {
			options = append(options, c.option)
		}
	}
	t.Interrupt(talk.Question{State: which, Options: options[:min(len(options), mostNamed+1)]})
}

// lateAnswer reads a yes or no when nothing live waits for one: an offer that is over may still be taken, help is
// help.
func lateAnswer(t *talk.Turn, p lexicon.Polarity) bool {
	v, q := t.Person.Volunteer, t.Question()
	waited, _ := t.Node()
	if v == nil || saidSinceOffer(t) || q != nil && !waited.Lapses || t.Lexicon.Thanks(t.Text, t.Language) {
		return false
	}
	n := len(t.Person.Offers)
	if p == lexicon.No || p == lexicon.NoBut {
		t.Say(msg.Declined)
		return true
	}
	if n == 0 {
		t.Say(msg.NotYours)
		return true
	}
	o := &t.Person.Offers[n-1]
	if t.At.Sub(o.SentAt) > staleAfter && o.Job.Status.Waiting() {
		t.Say(msg.AskYesLetter, "Letter", o.Letter)
		return true
	}
	answerOffer(t, o, p, t.Text.Raw)
	return true
}

// saidSinceOffer says whether a pairing lives whose last word came after the newest offer: a yes or no is meant for it.
func saidSinceOffer(t *talk.Turn) bool {
	c, n := counterpart(t), len(t.Person.Offers)
	return c != nil && (n == 0 || !t.Person.Offers[n-1].SentAt.After(c.EventAt))
}

// chatting is the pairing whose last word came after the newest live offer: a yes may be meant for it.
func chatting(t *talk.Turn) *talk.Request {
	live := liveOffers(t)
	c := counterpart(t)
	if c == nil || len(live) == 0 || !c.EventAt.After(live[len(live)-1].SentAt) {
		return nil
	}
	return c
}

// onlyEmoji says whether a text has no letter or digit: a thumb is a yes to an offer, and to nothing else.
func onlyEmoji(t *talk.Turn) bool {
	for _, k := range t.Text.Tokens {
		for _, r := range k.Fold {
			if r < 0x2000 || r >= 0x3000 && r < 0x1F000 {
				return false
			}
		}
	}
	return true
}

// thanks swallows what answers nothing and needs no answer: people pay per text.
func thanks(t *talk.Turn) bool {
	return t.Lexicon.Thanks(t.Text, t.Language) || onlyEmoji(t) && len(t.Text.Tokens) > 0
}
