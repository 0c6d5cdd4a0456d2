package sms

import (
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// alertAgain is how often one phone's danger texts call the coordinators: every one of them is kept and answered, but
// a flood of them must not be a flood to those on call.
const alertAgain = 5 * time.Minute

// danger reads phrases of violence, overdose, suicide, fire and gas before anything else. They are never relayed and
// never offered; the need in them is kept. Whoever has opted out gets no text, but the alert goes out all the same.
func danger(t *talk.Turn) bool {
	kind, ok := t.Lexicon.Danger(t.Text)
	if !ok && helperUnsafe(t) {
		kind, ok = "violence", true
	}
	if !ok {
		return false
	}
	d := talk.Draft{}
	gather(t, &d)
	d.Confirmed = false
	hidden := d
	hidden.Private = true
	if t.At.Sub(t.Session.Alerted) >= alertAgain {
		t.Session.Alerted = t.At
		t.Do(talk.Alert{Kind: kind, Words: t.Text.Raw})
	} else {
		t.Do(talk.Keep{Reason: "danger"})
	}
	t.Do(talk.KeepDraft{Draft: hidden, Attention: dispatch.DangerWords}, talk.Discreet{})
	if t.Person.OptedOut || t.OptOutType != "" {
		return true
	}
	t.Quietly(talk.Question{State: notDanger, Draft: d})
	if t.Person.OnCall == "" {
		t.Say(msg.DangerNobody, "Emergency", emergency(t, kind))
	} else {
		t.Say(msg.Danger, "Emergency", emergency(t, kind), "Who", t.Person.OnCall)
	}
	return true
}

// helperUnsafe says whether somebody on a job speaks of safety: what would be a need of theirs elsewhere is trouble there,
// and nothing for the other side to read.
func helperUnsafe(t *talk.Turn) bool {
	if !holdsJob(t) {
		return false
	}
	unsafe := func(n lexicon.Need) bool { return n.Category == "SAFE" }
	return slices.ContainsFunc(t.Lexicon.Needs(t.Text, t.Language), unsafe)
}

// readNotDanger reads the "1 = not an emergency, go on"; anything else is read on.
func readNotDanger(t *talk.Turn) talk.Answer {
	if readTwo(t) != yes {
		return talk.NotMine
	}
	if len(t.Question().Draft.Needs) == 0 {
		return yes
	}
	return nextOf(t)
}

// goOn are the edges of an intake that goes on because there was no danger: nothing is hidden any more.
func goOn(next more) more {
	for a, e := range next {
		do := e.Do
		e.Do = func(t *talk.Turn) {
			t.Do(talk.Discreet{Off: true})
			if do != nil {
				do(t)
			}
		}
		next[a] = e
	}
	return next
}

// privateCase is the open request that makes this phone's texts discreet: danger, SAFE, or the word PRIVATE. nil: none.
func privateCase(t *talk.Turn) *talk.Request {
	for i := range t.Person.Asked {
		if t.Person.Asked[i].Private {
			return &t.Person.Asked[i]
		}
	}
	return nil
}

// keepPrivate adds a text to a private case: a person reads it, and the answer names nothing.
func keepPrivate(t *talk.Turn) bool {
	r := privateCase(t)
	if r == nil {
		return false
	}
	t.Do(talk.AddWords{Request: r.ID, Words: t.Text.Raw}, talk.Keep{Reason: "private"})
	t.Say(msg.PrivateStatus, "Promise", promiseToRead(t))
	return true
}

// media answers a picture or a voice note that came without words: a coordinator looks at it.
func media(t *talk.Turn) bool {
	if t.Media == 0 {
		return false
	}
	t.Do(talk.Keep{Reason: "media"})
	if len(t.Text.Tokens) > 0 {
		return false
	}
	t.Say(msg.MediaKept, "Promise", promise(t))
	return true
}
