package sms

import (
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

const (
	aBreak talk.Answer = "break"
	leaves talk.Answer = "leaves"
)

// StillQuestion is the question whether a volunteer is still with us, asked of who has been silent for long. It becomes
// the session's current one; its words are sent by themselves.
func StillQuestion(s talk.Session, at time.Time) talk.Session {
	return opened(s, talk.Question{State: still, At: at})
}

// opened is a session with one more question open, the current one. Another like it is forgotten.
func opened(s talk.Session, q talk.Question) talk.Session {
	open := make([]talk.Question, 0, len(s.Open)+1)
	for _, o := range s.Open {
		if o.State != q.State {
			open = append(open, o)
		}
	}
	s.Open = append(open, q)
	return s
}

// readStill reads 1 still with you, 2 a break, 3 no more. A bare no is a break: that can be taken back.
func readStill(t *talk.Turn) talk.Answer {
	n, ok := t.Lexicon.Number(t.Text)
	switch {
	case ok && n == 1, !ok && !onlyEmoji(t) && yesNo(t) == lexicon.Yes:
		return yes
	case ok && n == 2, !ok && yesNo(t) == lexicon.No:
		return aBreak
	case ok && n == 3:
		return leaves
	}
	return talk.NotMine
}

// stillAsked says whether somebody may still be asked whether they are with us.
func stillAsked(t *talk.Turn) bool {
	v := t.Person.Volunteer
	return v != nil && v.Status == dispatch.Active
}

func stillHere(t *talk.Turn) {
	t.Do(talk.Back{})
	t.Say(msg.StillHere, "Name", t.Person.Name)
}

func takesBreak(t *talk.Turn) { pause(t, lexicon.Command{}) }

func leavesUs(t *talk.Turn) { leave(t, lexicon.Command{}) }
