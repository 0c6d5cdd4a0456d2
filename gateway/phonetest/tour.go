package phonetest

import (
	"slices"
	"strings"
)

// Progress is how far anybody has come: with a first request by text, with one that a neighbor hands back, and with one by
// phone. Each thing is true once it really has happened.
type Progress struct{ Text, Again, Call Ticks }

// Ticks are the things the guided tours wait for.
type Ticks struct {
	Asked      bool // a request is open
	Offered    bool // neighbors were asked
	Accepted   bool // one said yes
	Place      bool // the resident said where to come
	Passed     bool // something was passed on between the two
	Checked    bool // who helps was asked how it went
	Done       bool // one of the two says that it is done
	Closed     bool // and so does the other
	HandedBack bool // who had it can't after all
	Retaken    bool // and somebody else has it now
	Sentence   bool // a ready sentence was heard by phone
}

// tour leads through one request. Steps are ticked by what really happened.
type tour struct {
	ID, Title, After string // After is what can be tried next
	Steps            []tourStep
	Over             bool
	token            string
}

// tourStep is one step, with the button that the present one has.
type tourStep struct {
	N          int
	Title, How string
	Done, Now  bool
	tourButton
	Token string
}

// tourButton does what a step asks for: a text from a phone, a call of a phone, or the clock moved on. The zero value:
// none.
type tourButton struct {
	Phone, Name string
	Send        string
	Call        bool
	Skip        string // such as "3h"
}

// texts is the button of a text; none if no phone would send it now.
func texts(who phoneLook, body string) tourButton {
	if who.ID == "" || body == "" {
		return tourButton{}
	}
	return tourButton{Phone: who.ID, Name: who.Name, Send: body}
}

// add adds a step; the first that is not reached is the present one.
func (t *tour) add(reached bool, title, how string, do tourButton) {
	t.Steps = append(t.Steps, tourStep{
		N: len(t.Steps) + 1, Title: title, How: how, Done: reached, Now: !reached && t.Over, tourButton: do, Token: t.token,
	})
	t.Over = t.Over && reached
}

// newTour words the tour by text for the phones on the page: the first is the resident's.
func newTour(done Ticks, phones []phoneLook, token string) *tour {
	resident, none := phones[0], tourButton{}
	t := &tour{
		ID: "tour", Title: "From asking to done, in eight steps", Over: true, token: token,
		After: "Now try another language (COMIDA, 食物), or write STATUS, PHRASES or HELP.",
	}
	t.add(done.Asked, "Ask", resident.Name+" needs groceries and texts the hotline.", texts(resident, "FOOD 11211 two adults today"))
	t.add(done.Offered, "Neighbors are asked", "Look at the volunteers' phones: a question comes in.", none)
	t.add(done.Accepted, "One says yes", "A volunteer answers YES and the job's letter.", texts(willing(phones[1:])))
	t.add(done.Place, "Where to come", resident.Name+" is told who comes, and says where.", texts(resident, "120 Grand St, apt 4R, "+resident.Name))
	t.add(done.Passed, "Write to each other", "Words go to the other one, in the writer's name. Neither sees the other's number.", texts(resident, "The bell is broken, please knock"))
	t.add(done.Checked, "Three hours later", "The line asks who helps how it went.", tourButton{Skip: "3h"})
	t.add(done.Done, "One says: done", "The volunteer answers 1.", texts(offered(phones[1:], "1")))
	t.add(done.Closed, "The other says so, too", resident.Name+" is asked as well, and answers 1. Then it is closed, with thanks.", texts(offered(phones[:1], "1")))
	if t.Over {
		t.Title = "That was the whole way"
	}
	return t
}

// newAgainTour words the tour of a job that is handed back.
func newAgainTour(done Ticks, phones []phoneLook, token string) *tour {
	resident := phones[0]
	t := &tour{
		ID: "againtour", Title: "One can't after all, and another comes", Over: true, token: token,
		After: "Now let nobody answer and skip the clock, or write yes with a condition: yes, but after 6.",
	}
	t.add(done.Asked, "Ask once more", resident.Name+" needs a ride, too.", texts(resident, "RIDE 11211 to the clinic today"))
	t.add(done.Accepted, "One says yes", "A volunteer takes it.", texts(willing(phones[1:])))
	t.add(done.HandedBack, "And can't after all", "DROP hands it back. "+resident.Name+" is told so, and others are asked.", texts(offered(phones[1:], "DROP", "SOLTAR")))
	t.add(done.Retaken, "Another takes it", "The other volunteer answers YES.", texts(willing(phones[1:])))
	if t.Over {
		t.Title = "That was a job in two pairs of hands"
	}
	return t
}

// newCallTour words the tour by landline, for the first landline on the page.
func newCallTour(done Ticks, seen callTicks, phones []phoneLook, token string) *tour {
	t := &tour{
		ID: "calltour", Title: "The same with a landline, in Spanish", Over: true, token: token,
		After: "Now try to say nothing at all, to hang up halfway, or to press 0.",
	}
	i := slices.IndexFunc(phones, func(p phoneLook) bool { return p.Kind == Landline })
	if i < 0 {
		t.add(false, "A landline", "Add a phone below, of the kind that gets no texts.", tourButton{})
		return t
	}
	caller, none := phones[i], tourButton{}
	dials := tourButton{Phone: caller.ID, Name: caller.Name, Call: true}
	if caller.Call != nil && caller.Call.Live {
		dials = none
	}
	t.add(seen.called, "Call", caller.Name+" has a landline and calls the hotline.", dials)
	t.add(done.Asked, "Ask with keys", "Press 2 for Español, 1 for help, 1 for food, then 11211 and 1. Speak after the tone. Then 1, 1, and 2: it gets no texts.", none)
	t.add(done.Accepted, "One says yes", "A volunteer answers YES and the job's letter.", texts(willing(phones)))
	t.add(seen.rung && done.Place, "The landline rings", "Answer it and press 1. "+caller.Name+" hears who comes, says where after the tone, and presses 1.", none)
	who, word := offered(phones, "CALL")
	t.add(seen.heard, "The volunteer hears it", "The volunteer texts CALL and picks up: after 1, "+caller.Name+"'s own voice says where to come.", texts(who, word))
	if who.ID == "" {
		who = holder(phones)
	}
	t.add(done.Sentence, "A sentence in any language", "The volunteer texts 12, “I'm at the door”. The landline rings, and after 1 says it in "+caller.Name+"'s language.", texts(who, "12"))
	if t.Over {
		t.Title = "That was the whole way by landline"
	}
	return t
}

// willing returns a phone with an offer on it, and the yes to it: in every language the first reply that has
// a job's letter. A phone in the page's own language goes first.
func willing(phones []phoneLook) (who phoneLook, yes string) {
	for _, p := range phones {
		if len(p.Chips) == 0 || !p.Volunteer || !strings.Contains(p.Chips[0].Text, " ") {
			continue
		}
		if yes == "" || (p.Language == "en" && who.Language != "en") {
			who, yes = p, p.Chips[0].Text
		}
	}
	return who, yes
}

// offered returns the phone that is offered one of these quick replies, and the reply.
func offered(phones []phoneLook, replies ...string) (phoneLook, string) {
	for _, p := range phones {
		for _, c := range p.Chips {
			if slices.Contains(replies, c.Text) {
				return p, c.Text
			}
		}
	}
	return phoneLook{}, ""
}

// holder is the volunteer who has spoken last: the one with the job, where no quick reply tells.
func holder(phones []phoneLook) (who phoneLook) {
	last := 0
	for _, p := range phones {
		for _, b := range p.Bubbles {
			if p.Volunteer && b.Mine && b.N > last {
				who, last = p, b.N
			}
		}
	}
	return who
}
