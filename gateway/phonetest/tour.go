package phonetest

import "strings"

// tour leads through one request, from the asking to the thanks. Steps are ticked by what really happened.
type tour struct {
	Steps []tourStep
	Over  bool
}

// tourStep is one step. Phone and Send are what the button of the present step sends, and for whom; "": no button.
type tourStep struct {
	N          int
	Title, How string
	Done, Now  bool
	Phone      string
	Name, Send string
	Token      string
}

// newTour words the tour for the phones on the page: the first is the resident's.
func newTour(done Ticks, phones []phoneLook, token string) *tour {
	if len(phones) == 0 {
		return nil
	}
	resident := phones[0]
	t := &tour{Over: true}
	add := func(reached bool, title, how string, who phoneLook, send string) {
		t.Steps = append(t.Steps, tourStep{
			N: len(t.Steps) + 1, Title: title, How: how, Done: reached, Now: !reached && t.Over,
			Phone: who.ID, Name: who.Name, Send: send, Token: token,
		})
		t.Over = t.Over && reached
	}
	add(done.Asked, "Ask", resident.Name+" needs groceries and texts the hotline.", resident, "FOOD 11211 two adults")
	add(done.Offered, "Neighbors are asked", "Look at the volunteers' phones: a question comes in.", phoneLook{}, "")
	who, yes := willing(phones[1:])
	add(done.Accepted, "One says yes", "A volunteer answers YES and the job's letter.", who, yes)
	add(done.Place, "Where to come", resident.Name+" is told who comes, and says where.", resident, "120 Grand St, apt 4R, "+resident.Name)
	add(done.Done, "Done", "When the groceries are there, "+resident.Name+" texts DONE.", resident, "DONE")
	return t
}

// willing returns a phone with an offer on it, and the yes to it: in every language the first reply that has
// a job's letter. A phone in the page's own language goes first.
func willing(phones []phoneLook) (who phoneLook, yes string) {
	for _, p := range phones {
		if len(p.Chips) == 0 || !strings.Contains(p.Chips[0].Text, " ") {
			continue
		}
		if yes == "" || (p.Language == "en" && who.Language != "en") {
			who, yes = p, p.Chips[0].Text
		}
	}
	return who, yes
}
