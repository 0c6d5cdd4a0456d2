package phonetest

import (
	"slices"
	"strings"
)

// tour leads through one request, from the asking to the thanks. Steps are ticked by what really happened.
type tour struct {
	ID, Title, After string // After is what can be tried next
	Steps            []tourStep
	Over             bool
}

// tourStep is one step. Phone and Send are what the button of the present step texts, and for whom; with Call it makes
// a call instead. No Phone: no button.
type tourStep struct {
	N          int
	Title, How string
	Done, Now  bool
	Phone      string
	Name, Send string
	Call       bool
	Token      string
}

// add adds a step; with who and send the present one has a button.
func (t *tour) add(reached bool, title, how string, who phoneLook, send, token string) {
	t.Steps = append(t.Steps, tourStep{
		N: len(t.Steps) + 1, Title: title, How: how, Done: reached, Now: !reached && t.Over,
		Phone: who.ID, Name: who.Name, Send: send, Call: send == "" && who.ID != "", Token: token,
	})
	t.Over = t.Over && reached
}

// newTour words the tour by text for the phones on the page: the first is the resident's.
func newTour(done Ticks, phones []phoneLook, token string) *tour {
	resident, nobody := phones[0], phoneLook{}
	t := &tour{
		ID: "tour", Title: "From asking to done, in five steps", Over: true,
		After: "Now try another language (COMIDA, 食物), change your mind (DROP), or let nobody answer and skip the clock.",
	}
	t.add(done.Asked, "Ask", resident.Name+" needs groceries and texts the hotline.", resident, "FOOD 11211 two adults", token)
	t.add(done.Offered, "Neighbors are asked", "Look at the volunteers' phones: a question comes in.", nobody, "", token)
	who, yes := willing(phones[1:])
	t.add(done.Accepted, "One says yes", "A volunteer answers YES and the job's letter.", who, yes, token)
	t.add(done.Place, "Where to come", resident.Name+" is told who comes, and says where.", resident, "120 Grand St, apt 4R, "+resident.Name, token)
	t.add(done.Done, "Done", "When the groceries are there, "+resident.Name+" texts DONE.", resident, "DONE", token)
	if t.Over {
		t.Title = "That was the whole way"
	}
	return t
}

// newCallTour words the tour by landline, for the first landline on the page.
func newCallTour(done Ticks, called, rung, heard bool, phones []phoneLook, token string) *tour {
	t := &tour{
		ID: "calltour", Title: "The same with a landline, in Spanish", Over: true,
		After: "Now try to say nothing at all, to hang up halfway, or to press 0.",
	}
	i := slices.IndexFunc(phones, func(p phoneLook) bool { return p.Kind == Landline })
	if i < 0 {
		t.add(false, "A landline", "Add a phone below, of the kind that gets no texts.", phoneLook{}, "", token)
		return t
	}
	caller, nobody := phones[i], phoneLook{}
	dialer := caller
	if caller.Call != nil && caller.Call.Live {
		dialer = nobody
	}
	t.add(called, "Call", caller.Name+" has a landline and calls the hotline.", dialer, "", token)
	t.add(done.Asked, "Ask with keys", "Press 2 for Español, 1 for help, 1 for food, then 11211 and 1. Speak after the tone. Then 1, 1, and 2: it gets no texts.", nobody, "", token)
	who, yes := willing(phones)
	t.add(done.Accepted, "One says yes", "A volunteer answers YES and the job's letter.", who, yes, token)
	t.add(rung && done.Place, "The landline rings", "Answer it and press 1. "+caller.Name+" hears who comes, says where after the tone, and presses 1.", nobody, "", token)
	who, word := offered(phones, "CALL")
	t.add(heard, "The volunteer hears it", "The volunteer texts CALL and picks up: after 1, "+caller.Name+"'s own voice says where to come.", who, word, token)
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

// offered returns the phone that is offered this quick reply, and the reply.
func offered(phones []phoneLook, word string) (phoneLook, string) {
	for _, p := range phones {
		if slices.ContainsFunc(p.Chips, func(c chip) bool { return c.Text == word }) {
			return p, word
		}
	}
	return phoneLook{}, ""
}
