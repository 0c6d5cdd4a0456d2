package sms

import (
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// who says who may use a command; from anybody else it is an ordinary text.
type who int

const (
	everybody who = iota
	volunteers
	holders // of a job that is not done
	sides   // of a job, until 24 hours after it
	askers  // of something that is open, or was until a day ago
)

// mayBe says whether this person is one of those.
func (w who) mayBe(t *talk.Turn) bool {
	switch w {
	case volunteers:
		return t.Person.Volunteer != nil
	case holders:
		return holdsJob(t)
	case sides:
		return counterpart(t) != nil
	}
	return true
}

// commands is the one table of whole-message commands.
var commands = map[string]struct {
	who who
	do  func(*talk.Turn, lexicon.Command) bool
}{
	"help":       {everybody, help},
	"language":   {everybody, setLanguage},
	"status":     {everybody, status},
	"done":       {everybody, done},
	"start":      {everybody, start},
	"who":        {everybody, whoWeAre},
	"report":     {everybody, report},
	"private":    {everybody, private},
	"join":       {everybody, join},
	"pause":      {volunteers, pause},
	"back":       {volunteers, back},
	"me":         {volunteers, me},
	"leave":      {volunteers, leave},
	"drop":       {volunteers, drop},
	"on_my_way":  {holders, onMyWay},
	"late":       {holders, onMyWay},
	"swap":       {everybody, swap},
	"callme":     {everybody, callMe},
	"call":       {sides, call},
	"phrases":    {everybody, phrases},
	"no_calls":   {everybody, noCalls},
	"forget":     {everybody, forget},
	"weekly":     {askers, everyWeek},
	"not_weekly": {askers, notEveryWeek},
}

// command reads a text that is a command as a whole.
func command(t *talk.Turn) bool {
	c, ok := t.Lexicon.Command(t.Text, t.Language)
	if !ok {
		return false
	}
	row, known := commands[c.Code]
	if !known || !row.who.mayBe(t) {
		return false
	}
	return row.do(t, c)
}

func help(t *talk.Turn, _ lexicon.Command) bool {
	key := msg.Help
	if t.Person.Volunteer != nil {
		key = msg.HelpVolunteer
	}
	t.Say(key, "Network", t.Network.Name, "Contact", t.Network.Contact)
	return true
}

// setLanguage makes a language the phone's own and asks the open question again in it, unless that asks for languages.
func setLanguage(t *talk.Turn, c lexicon.Command) bool {
	if askedForLanguages(t) {
		return false
	}
	t.Do(talk.SetLanguage{Language: c.Language})
	if q := t.Question(); q != nil {
		t.Ask()
		return true
	}
	if len(t.Person.Asked) == 0 && t.Person.Volunteer == nil {
		t.Push(talk.Question{State: what})
		return true
	}
	t.Say(msg.LanguageSet)
	return true
}

func start(t *talk.Turn, _ lexicon.Command) bool {
	if t.Question() != nil {
		t.Ask()
		return true
	}
	return help(t, lexicon.Command{})
}

func whoWeAre(t *talk.Turn, _ lexicon.Command) bool {
	t.Say(msg.Who, "Network", t.Network.Name, "Contact", t.Network.Contact)
	return true
}

func private(t *talk.Turn, _ lexicon.Command) bool {
	d := talk.Draft{Private: true}
	if q := t.Question(); q != nil {
		d = q.Draft
		d.Private = true
		t.Pop()
	}
	t.Push(talk.Question{State: safeHere, Draft: d})
	return true
}

// report freezes the pairing it is about and tells a coordinator at once. Where it may be about several, a coordinator
// hears of it before we know which.
func report(t *talk.Turn, _ lexicon.Command) bool {
	all := counterparts(t)
	if len(all) > 0 && (len(all) == 1 || t.At.Sub(all[0].EventAt) <= askWithin) {
		reportOne(t, all[0], t.Text.Raw)
		return true
	}
	t.Do(talk.Report{Words: t.Text.Raw})
	t.Say(msg.ReportedNobody, "Promise", promise(t))
	if len(all) > 1 {
		t.Interrupt(talk.Question{State: which, Options: oneOfThem(all, reportIt, t.Text.Raw)})
	}
	return true
}

// reportIt is an option of that question.
const reportIt = "report"

func reportOne(t *talk.Turn, r *talk.Request, words string) {
	t.Do(talk.Report{Request: r.ID, Words: words})
	t.Say(msg.Reported, "Promise", promise(t))
}

// done reads DONE: a job of one's own, or a request. When it fits several, a numbered list asks which.
func done(t *talk.Turn, _ lexicon.Command) bool {
	var fits []talk.Option
	for _, j := range t.Person.Jobs {
		if j.Status.Taken() {
			fits = append(fits, talk.Option{Do: "job_done", Request: j.ID})
		}
	}
	if privateCase(t) != nil { // nothing of theirs is closed, or named, before a coordinator has verified
		if len(fits) == 0 {
			t.Do(talk.Keep{Reason: "private_done"})
			t.Say(msg.PrivateDone, "Promise", promiseToRead(t))
			return true
		}
		return oneOf(t, fits, msg.NothingOpen)
	}
	for _, one := range talk.Ones(t.Person.Asked) {
		fits = append(fits, talk.Option{Do: "request_done", Request: one[0].ID})
	}
	return oneOf(t, fits, msg.NothingOpen)
}

// drop hands a job back; with a live offer and no job it is a no.
func drop(t *talk.Turn, _ lexicon.Command) bool {
	var fits []talk.Option
	for _, j := range t.Person.Jobs {
		if j.Status.Taken() {
			fits = append(fits, talk.Option{Do: "drop", Request: j.ID})
		}
	}
	if len(fits) == 0 {
		for _, o := range liveOffers(t) {
			fits = append(fits, talk.Option{Do: "no", Offer: o.ID})
		}
	}
	return oneOf(t, fits, msg.NoJob)
}

// mostListed is how many things one "which one?" lists, the newest of them: more than a text holds is no question.
const mostListed = 9

// oneOf does the one thing that fits, asks which of several, or says that there is none.
func oneOf(t *talk.Turn, fits []talk.Option, none msg.Key) bool {
	switch len(fits) {
	case 0:
		t.Say(none)
	case 1:
		choose(t, fits[0])
	default:
		t.Push(talk.Question{State: which, Options: fits[max(0, len(fits)-mostListed):]})
	}
	return true
}

func closeOwn(t *talk.Turn, id dispatch.ID) {
	r := find(t.Person.Asked, id)
	if r == nil {
		t.Say(msg.NothingOpen)
		return
	}
	if r.Draft {
		t.Session.Open = nil
		t.Do(talk.DropDraft{})
		t.Say(msg.DoneNoted)
		return
	}
	q := talk.Question{State: closeReason, Request: r.ID, Options: []talk.Option{{Do: string(dispatch.DoneByOthers)}}}
	key, reason := msg.DoneNoHolder, dispatch.NoLongerNeeded
	if talk.OneOf(t.Person.Asked, r.ID).Held() {
		key, reason = msg.DoneCompleted, dispatch.Completed
		q.Options[0].Do = string(dispatch.Completed)
	}
	t.Do(talk.CloseRequest{Request: r.ID, Reason: reason})
	t.Quietly(q)
	if r.Weekly {
		t.Say(msg.WeeklyOn)
	}
	t.Say(key, "Need", need(r))
}

// gotHelp and notNeeded refine why a request was closed.
func gotHelp(t *talk.Turn) {
	q := t.Left()
	t.Do(talk.CloseRequest{Request: q.Request, Reason: dispatch.Reason(q.Options[0].Do)})
	t.Say(msg.DoneNoted)
}

func notNeeded(t *talk.Turn) {
	t.Do(talk.CloseRequest{Request: t.Left().Request, Reason: dispatch.NoLongerNeeded})
	t.Say(msg.DoneNoted)
}

func pause(t *talk.Turn, c lexicon.Command) bool {
	if c.N <= 0 {
		t.Do(talk.Pause{})
		t.Say(msg.Paused)
		return true
	}
	until := t.At.Add(time.Duration(min(c.N, 365)) * day)
	t.Do(talk.Pause{Until: until})
	t.Say(msg.PausedUntil, "Day", msg.Day(until))
	return true
}

func back(t *talk.Turn, _ lexicon.Command) bool {
	t.Do(talk.Back{})
	t.Say(msg.IsBack, "Name", t.Person.Name)
	return true
}

func leave(t *talk.Turn, _ lexicon.Command) bool {
	t.Do(talk.Leave{})
	t.Session.Open = nil
	t.Say(msg.Left, "Name", t.Person.Name)
	return true
}
