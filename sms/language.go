package sms

import (
	"cmp"

	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
)

// language chooses the language of this turn and returns it, or "" while the person's is not known. A first text
// sets it if it is sure; later a clearly other language is answered in kind, and twice in a row becomes the phone's
// (phones are shared).
func language(t *talk.Turn) string {
	known := t.Person.Language
	if c, ok := t.Lexicon.Command(t.Text, known); ok && c.Code == "language" && !askedForLanguages(t) {
		t.Language = c.Language // the command itself makes it the phone's
		return t.Language
	}
	g := t.Lexicon.Guess(t.Text)
	switch {
	case askedForLanguages(t):
		t.Language = cmp.Or(known, t.Network.Language)
		return known
	case known == "" && g.Sure:
		t.Language = g.Language
		t.Do(talk.SetLanguage{Language: g.Language})
		return g.Language
	case known == "":
		t.Language = t.Network.Language
		return ""
	case !g.Strong || g.Language == known:
		t.Language = known
		if g.Language == known {
			t.Session.LanguageVote = talk.Vote{}
		}
		return known
	}
	v := &t.Session.LanguageVote
	if v.Language != g.Language {
		*v = talk.Vote{Language: g.Language}
	}
	v.Count++
	t.Language = g.Language
	if v.Count >= 2 {
		*v = talk.Vote{}
		t.Do(talk.SetLanguage{Language: g.Language})
	} else {
		t.Do(talk.AnswerIn{Language: g.Language})
	}
	return g.Language
}

// askedForLanguages says whether the open question is which languages a volunteer speaks: a name of one answers it.
func askedForLanguages(t *talk.Turn) bool {
	q := t.Question()
	return q != nil && q.State == joinTongues
}

// yesNo reads a yes or no in the turn's language, then in the others a volunteer speaks.
func yesNo(t *talk.Turn) lexicon.Polarity {
	p := t.Lexicon.YesNo(t.Text, t.Language)
	if p != lexicon.Unclear || t.Person.Volunteer == nil {
		return p
	}
	for _, l := range t.Person.Volunteer.Languages {
		if p = t.Lexicon.YesNo(t.Text, l); p != lexicon.Unclear {
			return p
		}
	}
	return p
}
