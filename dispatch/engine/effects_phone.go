package engine

import (
	"fmt"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

func (t *turn) say(f talk.Say) error {
	t.says = append(t.says, f.Text)
	switch f.Text.Key {
	case msg.JobClosed, msg.NotYours, msg.Declined:
		return t.knowsAllOver()
	}
	return nil
}

func (t *turn) answerIn(f talk.AnswerIn) error {
	t.language = f.Language
	return nil
}

func (t *turn) setLanguage(f talk.SetLanguage) error {
	t.language = f.Language
	if t.person.Contact.Language != f.Language {
		t.person.Contact.Language, t.changed = f.Language, true
	}
	return nil
}

func (t *turn) setContactWay(f talk.SetContactWay) error {
	t.person.Contact.ContactWay, t.changed = f.Way, true
	return nil
}

func (t *turn) keepText(f talk.Keep) error {
	t.keep(f.Reason, 0)
	return t.digestSoon()
}

// optOut stops all texts to the phone that wrote, and what hangs on them.
func (t *turn) optOut(f talk.OptOut) error {
	c := &t.person.Contact
	if err := t.tx.OptOut(c.ID, f.How); err != nil {
		return fmt.Errorf("opt out: %w", err)
	}
	c.OptedOutAt, c.OptOutHow = t.now, f.How
	if err := t.endAllWeekly(c.ID); err != nil {
		return err
	}
	return t.silenced(*c, dispatch.StoppedTexts)
}

// optIn opens texts again. Requests that waited for a coordinator because of the STOP go on by themselves.
func (t *turn) optIn(talk.OptIn) error {
	c := &t.person.Contact
	how := strings.ToLower(t.in.OptOutType)
	if how == "" {
		how = "word"
	}
	if err := t.tx.OptIn(c.ID, how); err != nil {
		return fmt.Errorf("opt in: %w", err)
	}
	c.OptedOutAt, c.OptOutHow = time.Time{}, ""
	for i := range t.asked {
		r := &t.asked[i]
		if r.Attention != dispatch.StoppedTexts {
			continue
		}
		if err := t.resume(r, byResident, "texts are open again"); err != nil {
			return err
		}
	}
	return t.sweepNow()
}
