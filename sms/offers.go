package sms

import (
	"slices"
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

func liveOffers(t *talk.Turn) []*talk.Offer {
	var live []*talk.Offer
	for i := range t.Person.Offers {
		if t.Person.Offers[i].Status.Live() {
			live = append(live, &t.Person.Offers[i])
		}
	}
	return live
}

func offerByID(t *talk.Turn, id dispatch.ID) *talk.Offer {
	for i := range t.Person.Offers {
		if id != 0 && t.Person.Offers[i].ID == id {
			return &t.Person.Offers[i]
		}
	}
	return nil
}

func jobNeed(o *talk.Offer) msg.Need {
	return msg.Need{Category: o.Job.Category, People: o.Job.People, Helpers: several(o.Job.Slots)}
}

// offerOption is what a yes or no does to an offer; a condition keeps its words.
func offerOption(o *talk.Offer, p lexicon.Polarity, words string) talk.Option {
	opt := talk.Option{Do: "yes", Offer: o.ID}
	if p == lexicon.No || p == lexicon.NoBut {
		opt.Do = "no"
	}
	if p == lexicon.YesIf || p == lexicon.NoBut {
		opt.Words = words
	}
	return opt
}

// letter reads a reply that names an offer: it always wins.
func letter(t *talk.Turn) bool {
	if len(t.Person.Offers) == 0 {
		return false
	}
	letters := make([]string, 0, len(t.Person.Offers))
	for _, o := range t.Person.Offers {
		letters = append(letters, o.Letter)
	}
	r, ok := t.Lexicon.LetterReply(t.Text, t.Language, letters)
	if !ok {
		return wrongLetter(t)
	}
	o := offerByLetter(t, r.Letter)
	switch r.Does {
	case "yes":
		take(t, o, "")
	case "yes_if":
		take(t, o, t.Text.Raw)
	case "no":
		decline(t, o, "")
	case "no_but":
		decline(t, o, t.Text.Raw)
	case "done", "drop":
		return jobByLetter(t, o, r.Does)
	}
	return true
}

var alphabet = strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "")

// mostNamed is how many offers one answer names: more would be a long, dear text.
const mostNamed = 3

// wrongLetter answers a reply that names an offer this person does not have, with those they have.
func wrongLetter(t *talk.Turn) bool {
	letters := t.Lexicon.OfferLetters()
	if len(t.Text.Tokens) > 1 {
		letters = alphabet // beside a yes or no, a letter is one that was never given
	}
	r, ok := t.Lexicon.LetterReply(t.Text, t.Language, letters)
	if !ok || r.Does != "yes" && r.Does != "no" && !slices.Contains(t.Lexicon.OfferLetters(), r.Letter) { // "I am late"
		return false
	}
	live := liveOffers(t)
	if len(live) == 0 {
		t.Say(msg.NotYours)
		return true
	}
	for _, o := range live[max(0, len(live)-mostNamed):] {
		sayOffer(t, o)
	}
	return true
}

// offerByLetter is the newest offer of that letter.
func offerByLetter(t *talk.Turn, letter string) *talk.Offer {
	for i := len(t.Person.Offers) - 1; i >= 0; i-- {
		if o := &t.Person.Offers[i]; strings.EqualFold(o.Letter, letter) {
			return o
		}
	}
	return nil
}

func jobByLetter(t *talk.Turn, o *talk.Offer, does string) bool {
	j := find(t.Person.Jobs, o.Request)
	switch {
	case j == nil || !j.Status.Taken():
		if does == "drop" {
			decline(t, o, "")
		} else {
			t.Say(msg.NoJob)
		}
	case does == "drop":
		choose(t, talk.Option{Do: "drop", Request: j.ID})
	default:
		choose(t, talk.Option{Do: "job_done", Request: j.ID})
	}
	return true
}

func answerOffer(t *talk.Turn, o *talk.Offer, p lexicon.Polarity, words string) {
	opt := offerOption(o, p, words)
	choose(t, opt)
}

// take answers a yes: the job is theirs, or they are told the truth. words is the condition that came with it.
// Step looks and the engine acts in one transaction, so that what is said here holds.
func take(t *talk.Turn, o *talk.Offer, words string) {
	job, name := o.Job, t.Person.Name
	switch {
	case job.Holder == t.Person.Contact && job.Status.Taken():
		t.Say(msg.AlreadyYours, "Name", name)
	case job.Status.Taken():
		t.Do(talk.TooLate{Offer: o.ID})
		sayTooLate(t, name)
	case !job.Status.Waiting(), job.Private, apart(t, job): // nobody is told of a secret, nor of a REPORT against them
		t.Say(msg.JobClosed, "Name", name)
	case !job.Attention.YesTakes(): // a person decides, and knows now who would go
		t.Do(talk.Standby{Offer: o.ID}, talk.Keep{Reason: "yes"})
		t.Say(msg.Kept, "Promise", promise(t))
	case o.HeldByOther && words != "" && !inTime(t, o): // may say YES once it is free; a person sees the condition
		t.Do(talk.Keep{Reason: "condition"})
		t.Say(msg.Kept, "Promise", promise(t))
	case o.HeldByOther:
		t.Do(talk.Standby{Offer: o.ID})
		t.Say(msg.OnStandby, "Name", name)
	case onlyOneJob(t) && holdsJob(t):
		t.Say(msg.TooManyJobs, "Name", name)
	case words != "" && !inTime(t, o):
		t.Do(talk.Hold{Offer: o.ID, Words: words})
		t.Say(msg.Holding, "When", when(job), "Letter", o.Letter)
	default:
		t.Do(talk.Accept{Offer: o.ID, Words: words})
	}
}

// apart says whether this volunteer is never to be matched with the job's resident again.
func apart(t *talk.Turn, job dispatch.Request) bool {
	v := t.Person.Volunteer
	return v != nil && slices.Contains(v.Apart, job.Resident)
}

func sayTooLate(t *talk.Turn, name string) {
	if o := t.Person.Other; o != nil {
		t.Do(talk.OfferOther{Request: o.Request, Letter: o.Letter})
		t.Say(msg.TooLateOther, "Name", name, "Letter", o.Letter, "Need", jobNeed(o), "Place", near(o.Job.Place), "When", when(o.Job))
		return
	}
	for _, o := range liveOffers(t) {
		if o.Job.Status.Waiting() {
			t.Say(msg.TooLateOther, "Name", name, "Letter", o.Letter, "Need", jobNeed(o), "Place", near(o.Job.Place), "When", when(o.Job))
			return
		}
	}
	t.Say(msg.TooLate, "Name", name)
}

// onlyOneJob: who joined by text has one job at a time until two were confirmed.
func onlyOneJob(t *talk.Turn) bool {
	v := t.Person.Volunteer
	return v != nil && !v.Trusted && v.Confirmed < 2
}

func holdsJob(t *talk.Turn) bool {
	for _, j := range t.Person.Jobs {
		if j.Status.Taken() {
			return true
		}
	}
	return false
}

// inTime says whether a condition surely lies inside the resident's window: the very minute when one was said, else a
// time before the deadline, "tomorrow" when there are two days, any hour of today when it need not be today. For a job
// wanted today we ask back.
func inTime(t *talk.Turn, o *talk.Offer) bool {
	due, _, ok := dueSaid(t, o.Job.DueAt)
	exact := t.Network.Exact(o.Job.DueAt)
	switch {
	case exact:
		return ok && due.Equal(o.Job.DueAt)
	case o.Job.Urgency == dispatch.Today:
		return false
	case ok && !due.IsZero():
		by := t.Network.Deadline(o.Job, o.Job.OpenedAt)
		return by.IsZero() || !due.After(by)
	}
	rank := map[dispatch.Urgency]int{dispatch.Today: 0, dispatch.TwoDays: 1, dispatch.ThisWeek: 2, dispatch.Anytime: 3}
	said := dispatch.Urgency(t.Lexicon.Urgency(t.Text, t.Language))
	if said == "" && hasDigit(t.Text.Raw) {
		said = dispatch.Today // "in 2 hours", "after 5"
	}
	by, known := rank[said]
	return known && by <= rank[o.Job.Urgency]
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func decline(t *talk.Turn, o *talk.Offer, words string) {
	if o.Job.Holder == t.Person.Contact && o.Job.Status.Taken() {
		t.Push(talk.Question{State: handBack, Request: o.Request})
		return
	}
	t.Do(talk.Decline{Offer: o.ID, Words: words})
	if words != "" {
		t.Say(msg.DeclinedBut, "Promise", promise(t))
		return
	}
	t.Say(msg.Declined)
}

// reaction reads a phone's reaction to one of our texts: a like of a live offer is asked for a word, all others
// answer nothing.
func reaction(t *talk.Turn) bool {
	if t.Text.Reaction == lexicon.NoReaction {
		return false
	}
	if t.Text.Reaction != lexicon.Like || t.Person.OptedOut {
		return true
	}
	live := liveOffers(t)
	for _, o := range live {
		if quotes(t.Text.Quoted, o.Letter) {
			t.Say(msg.AskYesLetter, "Letter", o.Letter)
			return true
		}
	}
	return true
}

// quotes says whether a quoted text of ours is the offer with this letter: an offer names its letter three times,
// with nothing of a word around it.
func quotes(quoted, letter string) bool {
	n := 0
	for _, k := range lexicon.Parse(quoted).Tokens {
		if strings.EqualFold(k.Fold, letter) {
			n++
		}
	}
	return n >= 2
}

// offerQuestion passes a question from a phone with a live offer to a coordinator. Needs in it are read only if it
// starts with a category word or says "I need".
func offerQuestion(t *talk.Turn) bool {
	live := liveOffers(t)
	if len(live) == 0 || t.Lexicon.LeadsWithNeed(t.Text, t.Language) || t.Lexicon.Thanks(t.Text, t.Language) || len(t.Text.Tokens) == 0 {
		return false
	}
	t.Do(talk.Keep{Reason: "offer_question"})
	t.Say(msg.OfferQuestion, "Promise", promise(t), "Letter", live[len(live)-1].Letter)
	return true
}
