package sms

import (
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// What a resident says of something asked for every week: also the codes of the commands.
const (
	weekly    = "weekly"
	notWeekly = "not_weekly"
)

// weeklies are the requests of this person that may be weekly or not: those not closed, and those somebody had until a
// day ago. A private one never is.
func weeklies(t *talk.Turn) []*talk.Request {
	var own []*talk.Request
	for _, side := range [...][]talk.Request{t.Person.Asked, t.Person.Past} {
		for _, one := range talk.Ones(side) {
			if r := one[0]; !r.Draft && !r.Private {
				own = append(own, r)
			}
		}
	}
	return own
}

// everyWeek reads EVERY WEEK: of what is asked for.
func everyWeek(t *talk.Turn, _ lexicon.Command) bool {
	var fits []talk.Option
	for _, r := range weeklies(t) {
		if !r.Weekly {
			fits = append(fits, talk.Option{Do: weekly, Request: r.ID})
		}
	}
	return oneOf(t, fits, msg.WeeklyOn)
}

// notEveryWeek reads NOT WEEKLY. Who has asked for something that is not weekly (any more) is told the same again; from
// anybody else it is an ordinary text.
func notEveryWeek(t *talk.Turn, _ lexicon.Command) bool {
	var fits []talk.Option
	for _, r := range weeklies(t) {
		if r.Weekly {
			fits = append(fits, talk.Option{Do: notWeekly, Request: r.ID})
		}
	}
	if len(fits) == 0 && len(weeklies(t)) == 0 {
		return false
	}
	return oneOf(t, fits, msg.WeeklyOff)
}

func setWeekly(t *talk.Turn, o talk.Option) {
	t.Do(talk.SetWeekly{Request: o.Request, Off: o.Do == notWeekly})
	if o.Do == notWeekly {
		t.Say(msg.WeeklyOff)
	} else {
		t.Say(msg.WeeklyOn)
	}
}
