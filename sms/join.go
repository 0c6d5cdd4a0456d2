package sms

import (
	"slices"
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// join starts what a volunteer is asked: first name, ZIPs, what, languages.
func join(t *talk.Turn, _ lexicon.Command) bool {
	if v := t.Person.Volunteer; v != nil && v.Status != dispatch.Removed {
		t.Say(msg.AlreadyVolunteer, "Name", t.Person.Name)
		return true
	}
	if q := t.Question(); q != nil && len(q.Draft.Needs) == 0 { // "what do you need?" has its answer: nothing
		t.Session.Open = nil
		t.Do(talk.DropDraft{})
	}
	t.Push(talk.Question{State: joinName})
	return true
}

// readName takes the first name out of a short text.
func readName(t *talk.Turn) talk.Answer {
	name := t.Lexicon.Name(t.Text, t.Language)
	if name == "" {
		return again(t)
	}
	t.Session.Misses = 0
	t.Question().Draft.Name = name
	return told
}

func readZIPs(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	zips := t.Lexicon.ZIPs(t.Text)
	zips = slices.DeleteFunc(zips, func(zip string) bool { _, ours := t.Network.ZoneOf(zip); return !ours })
	if len(zips) > 0 {
		d.ZIPs = zips
	} else if !saysAll(t) {
		return again(t)
	}
	d.Keep(t.Text.Raw)
	t.Session.Misses = 0
	return told
}

func saysAll(t *talk.Turn) bool {
	c, ok := t.Lexicon.Command(t.Text, t.Language)
	return ok && c.Code == "all"
}

func readCategories(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	d.Categories = nil
	for _, n := range t.Lexicon.Numbers(t.Text) {
		if c, ok := t.Network.ByNumber(n); ok {
			d.Categories = append(d.Categories, c.Code)
		}
	}
	if len(d.Categories) == 0 {
		for _, n := range t.Lexicon.Needs(t.Text, t.Language) {
			if c, ok := t.Network.Category(n.Category); ok && !c.PersonOnly {
				d.Categories = append(d.Categories, n.Category)
			}
		}
	}
	if len(d.Categories) == 0 && !saysAll(t) {
		return again(t)
	}
	d.Keep(t.Text.Raw)
	t.Session.Misses = 0
	if len(t.Network.Languages) < 2 {
		d.Languages = t.Network.Languages
		return complete
	}
	return told
}

func readLanguages(t *talk.Turn) talk.Answer {
	d := &t.Question().Draft
	d.Languages = nil
	for _, n := range t.Lexicon.Numbers(t.Text) {
		if n >= 1 && n <= len(t.Network.Languages) {
			d.Languages = append(d.Languages, t.Network.Languages[n-1])
		}
	}
	for _, named := range t.Lexicon.Languages(t.Text) {
		if !slices.Contains(d.Languages, named) {
			d.Languages = append(d.Languages, named)
		}
	}
	switch {
	case saysAll(t):
		d.Languages = t.Network.Languages
	case len(d.Languages) == 0:
		return again(t)
	}
	t.Session.Misses = 0
	return complete
}

func enroll(t *talk.Turn) {
	d := t.Left().Draft
	t.Do(talk.Enroll{Draft: d})
	if t.Network.Rules.ApproveVolunteers {
		t.Say(msg.JoinWaiting, "Name", d.Name, "Who", whoAnswers(t))
		return
	}
	t.Say(msg.JoinDone, "Name", d.Name)
}

// keepIt gives a conversation that is not an intake to a coordinator.
func keepIt(t *talk.Turn) {
	t.Do(talk.Keep{Reason: "unclear"})
	t.Say(msg.Kept, "Promise", promise(t))
}

// me says what is known of a volunteer.
func me(t *talk.Turn, _ lexicon.Command) bool {
	v := t.Person.Volunteer
	if v.Status == dispatch.Pending {
		t.Say(msg.MePending, "Who", whoAnswers(t))
		return true
	}
	var needs, places, languages any = msg.T(msg.MeEverything), msg.T(msg.MeEverywhere), nil
	if len(v.Categories) > 0 {
		l := make(msg.List, len(v.Categories))
		for i, c := range v.Categories {
			l[i] = msg.Need{Category: c}
		}
		needs = l
	}
	if len(v.ZIPs) > 0 {
		places = strings.Join(v.ZIPs, " ")
	}
	l := make(msg.List, len(v.Languages))
	for i, tag := range v.Languages {
		l[i] = msg.Language(tag)
	}
	languages = l
	limit := v.WeeklyLimit
	if limit == 0 {
		limit = t.Network.Rules.WeeklyLimit
	}
	t.Say(msg.Me, "Name", t.Person.Name, "Needs", needs, "Places", places, "Languages", languages,
		"Count", len(v.Asked), "Limit", limit)
	switch until := v.PausedUntil; {
	case v.Status != dispatch.Paused:
	case until.IsZero():
		t.Say(msg.MePaused)
	case until.After(t.At):
		t.Say(msg.MePausedUntil, "Day", msg.Day(until))
	}
	return true
}
