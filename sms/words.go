package sms

import (
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// need is a request as it is said to either side of it.
func need(r *talk.Request) msg.Need {
	return msg.Need{Category: r.Category, People: r.People, Helpers: several(r.Slots)}
}

// several is how many volunteers are wanted, where that is more than one.
func several(n int) int {
	if n < 2 {
		return 0
	}
	return n
}

func needList(needs []talk.Need) msg.List {
	l := make(msg.List, len(needs))
	for i, n := range needs {
		l[i] = msg.Need{Category: n.Category, People: n.People, Helpers: several(n.Helpers)}
	}
	return l
}

// when is by when a request is wanted.
func when(r dispatch.Request) msg.When { return msg.When{Urgency: string(r.Urgency), Due: r.DueAt} }

// timed is a need with its due time, if one was said.
func timed(need any, due time.Time) any {
	if due.IsZero() {
		return need
	}
	return msg.T(msg.NeedWhen, "Need", need, "When", msg.When{Due: due})
}

// near is a request's place as a volunteer may know it: the ZIP, else the zone.
func near(p dispatch.Place) string {
	if p.ZIP != "" {
		return p.ZIP
	}
	return p.Zone
}

func holderName(r *talk.Request) any {
	if r.HolderName == "" {
		return msg.T(msg.YourNeighbor)
	}
	return r.HolderName
}

// promise says who reads this and by when; every promise names both.
func promise(t *talk.Turn) msg.Text {
	if t.Person.OnCall == "" {
		return msg.T(msg.PromiseNobody)
	}
	return msg.T(msg.Promise, "Name", t.Person.OnCall, "By", msg.Moment(t.Person.AnswerBy))
}

// promiseToRead says who reads this and by when, and no more: whoever has a private case may have said that it is not
// safe to write to them.
func promiseToRead(t *talk.Turn) msg.Text {
	if t.Person.OnCall == "" {
		return msg.T(msg.PromiseReadNobody)
	}
	return msg.T(msg.PromiseRead, "Name", t.Person.OnCall, "By", msg.Moment(t.Person.AnswerBy))
}

func whoAnswers(t *talk.Turn) any {
	if t.Person.OnCall == "" {
		return msg.T(msg.SomeoneFromTheLine)
	}
	return t.Person.OnCall
}

// emergency lists the lines to call: the general one, then those configured for this kind of danger.
func emergency(t *talk.Turn, kind string) msg.List {
	l := msg.List{t.Network.Emergency}
	for _, line := range t.Network.Lines {
		if line.Danger == "" || line.Danger == kind {
			l = append(l, line.Name+" "+line.Phone)
		}
	}
	return l
}
