package sms

import (
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// What a holder says of when they come: also the codes of the commands.
const (
	onWay  = "on_my_way"
	isLate = "late"
)

// onMyWay reads ON MY WAY and LATE: the other side is told.
func onMyWay(t *talk.Turn, c lexicon.Command) bool { return coming(t, c.Code, "") }

// longestLate is the longest text, in tokens, that says how late somebody is and nothing else. A Chinese one has a token
// for every sign.
const longestLate = 12

// late reads how late a holder is, "late, 20 min": the words are passed on as they are.
func late(t *talk.Turn) bool {
	says := len(t.Text.Tokens) <= longestLate && hasDigit(t.Text.Raw) && t.Lexicon.Late(t.Text, t.Language)
	if !says || !holdsJob(t) || t.Lexicon.Question(t.Text, t.Language) {
		return false
	}
	return coming(t, isLate, t.Text.Raw)
}

func coming(t *talk.Turn, what, words string) bool {
	var fits []talk.Option
	for _, j := range t.Person.Jobs {
		if j.Status.Taken() {
			fits = append(fits, talk.Option{Do: what, Request: j.ID, Words: words})
		}
	}
	return oneOf(t, fits, msg.NoJob)
}

func tellComing(t *talk.Turn, j *talk.Request, o talk.Option) {
	if j.Frozen {
		sayFrozen(t)
		return
	}
	t.Do(talk.OnMyWay{Request: j.ID, Late: o.Do == isLate, Words: o.Words}) // the engine answers
}
