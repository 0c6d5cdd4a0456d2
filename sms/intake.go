package sms

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

const (
	maxOpen    = 3              // requests a phone may have open
	sameWithin = 48 * time.Hour // a text about the same category within this is added, not asked anew
)

// ask reads what a text asks for, when nothing else has taken it.
func ask(t *talk.Turn) bool {
	d := talk.Draft{}
	gather(t, &d)
	switch n := menuNumber(t, d); {
	case n == 5:
		t.Push(talk.Question{State: ownWords, Draft: d})
		return true
	case n > 0:
		c, _ := t.Network.ByNumber(n)
		d.Needs, d.Confirmed = []talk.Need{{Category: c.Code, People: t.Lexicon.People(t.Text, t.Language)}}, true
		d.Needs[0].Helpers = helpersSaid(t)
	}
	if len(d.Needs) == 0 {
		noNeed(t, d)
		return true
	}
	t.Session.Misses = 0
	begin(t, d)
	return true
}

// menuNumber reads a number of the menu, 1 to 5, which a category has everywhere: alone ("1"), or leading a text that
// names a place and no need ("1 11211"). 0: none.
func menuNumber(t *talk.Turn, d talk.Draft) int {
	n, alone := t.Lexicon.Number(t.Text)
	if !alone && len(d.Needs) == 0 && d.Place.ZIP != "" && len(t.Text.Tokens) > 1 {
		n, _ = t.Lexicon.Number(lexicon.Parse(t.Text.Tokens[0].Fold))
	}
	if _, found := t.Network.ByNumber(n); found || n == 5 {
		return n
	}
	return 0
}

// begin starts an intake with what is known so far.
func begin(t *talk.Turn, d talk.Draft) {
	d = confirmKnown(t, d)
	if a := next(t, &d); a == complete {
		openNeeds(t, d)
	} else {
		q := talk.Question{State: questions[a], Draft: d}
		q.Request = sameID(t, a, d)
		t.Push(q)
	}
}

// nextOf is next for the current question.
func nextOf(t *talk.Turn) talk.Answer {
	q := t.Question()
	a := next(t, &q.Draft)
	q.Request = sameID(t, a, q.Draft)
	return a
}

func sameID(t *talk.Turn, a talk.Answer, d talk.Draft) dispatch.ID {
	if a != needSame {
		return 0
	}
	return sameRequest(t, d.Needs[0].Category).ID
}

// questions is the question that asks for what is missing.
var questions = map[talk.Answer]talk.State{needWhat: what, needConfirm: confirm, needWhere: where, needSame: same, needSafe: safeHere}

// confirmKnown takes free text as right when it only adds to what was asked for already.
func confirmKnown(t *talk.Turn, d talk.Draft) talk.Draft {
	if d.Confirmed {
		return d
	}
	for _, n := range d.Needs {
		if sameRequest(t, n.Category) == nil {
			return d
		}
	}
	d.Confirmed = true
	return d
}

// gather adds what the text says to a draft: needs, place, for how many, by when. The words themselves are
// kept too.
func gather(t *talk.Turn, d *talk.Draft) {
	d.Keep(t.Text.Raw)
	people := t.Lexicon.People(t.Text, t.Language)
	text, zone := withoutZone(t)
	found := t.Lexicon.Needs(text, t.Language)
	for _, n := range found {
		if _, ours := t.Network.Category(n.Category); !ours {
			continue
		}
		if n.People == 0 && len(found) == 1 {
			n.People = people
		}
		addNeed(d, talk.Need{Category: n.Category, People: n.People})
		d.Confirmed = n.Keyword || d.Confirmed && len(d.Needs) > 1
	}
	if len(d.Needs) == 1 {
		if len(found) == 0 && people > 0 {
			d.Needs[0].People = people
		}
		d.Needs[0].Helpers = cmp.Or(helpersSaid(t), d.Needs[0].Helpers)
	}
	d.Weekly = d.Weekly || t.Lexicon.Weekly(t.Text, t.Language)
	gatherWhen(t, d)
	if zip, ok := t.Lexicon.ZIP(t.Text, func(zip string) bool { return serves(t.Network, zip) }); ok {
		d.Place, d.Corner = placeOf(t.Network, zip), ""
	} else if zone != "" && d.Confirmed {
		d.Place, d.Corner = dispatch.Place{Zone: zone}, ""
	}
}

// helpersSaid is how many volunteers the text asks for, as far as one request may be for so many; 0: it does not say.
func helpersSaid(t *talk.Turn) int {
	return min(t.Lexicon.Helpers(t.Text, t.Language), dispatch.MaxHelpers)
}

// withoutZone is the text without the name of the zone that ends it, and that zone: "FOOD North".
func withoutZone(t *talk.Turn) (lexicon.Text, string) {
	for _, z := range t.Network.Zones {
		name := lexicon.Parse(z.Name).Tokens
		rest := len(t.Text.Tokens) - len(name)
		if rest < 1 || !sameTokens(t.Text.Tokens[rest:], name) {
			continue
		}
		words := make([]string, rest)
		for i, k := range t.Text.Tokens[:rest] {
			words[i] = k.Soft
		}
		return lexicon.Parse(strings.Join(words, " ")), z.Name
	}
	return t.Text, ""
}

// addNeed adds a need to a draft, or says better for how many it is.
func addNeed(d *talk.Draft, n talk.Need) {
	for i := range d.Needs {
		if d.Needs[i].Category == n.Category {
			d.Needs[i].People = cmp.Or(n.People, d.Needs[i].People)
			return
		}
	}
	d.Needs = append(d.Needs, n)
}

// gatherWhen adds by when a text wants it. A later word on that counts: "friday 10am", then "any time is fine".
func gatherWhen(t *talk.Turn, d *talk.Draft) {
	if due, u, ok := dueSaid(t, d.Due); ok {
		d.Due, d.Urgency = due, u
	} else if u := t.Lexicon.Urgency(t.Text, t.Language); u != "" {
		d.Due, d.Urgency = time.Time{}, dispatch.Urgency(u)
	}
}

func serves(n *dispatch.Network, zip string) bool {
	_, ok := n.ZoneOf(zip)
	return ok && len(n.Zones) > 0
}

func placeOf(n *dispatch.Network, zip string) dispatch.Place {
	zone, _ := n.ZoneOf(zip)
	return dispatch.Place{ZIP: zip, Zone: zone}
}

// next says what a draft still lacks, one thing at a time: what, is it right, where.
func next(t *talk.Turn, d *talk.Draft) talk.Answer {
	switch {
	case d.Private || asksFor(d, "SAFE"):
		d.Private = true
		return needSafe
	case len(d.Needs) == 0:
		return needWhat
	case !d.Confirmed:
		return needConfirm
	case d.Place == (dispatch.Place{}) && d.Corner == "" && !addsOnly(t, d) && !allFull(t, d):
		return needWhere
	case differs(t, d):
		return needSame
	}
	return complete
}

func asksFor(d *talk.Draft, code string) bool {
	for _, n := range d.Needs {
		if n.Category == code {
			return true
		}
	}
	return false
}

// addsOnly says whether all of a draft's needs are open already, so that their place is known.
func addsOnly(t *talk.Turn, d *talk.Draft) bool {
	for _, n := range d.Needs {
		if sameRequest(t, n.Category) == nil {
			return false
		}
	}
	return !d.Another
}

// differs says whether a draft names another place or another number of people than the request we have for it.
func differs(t *talk.Turn, d *talk.Draft) bool {
	if len(d.Needs) != 1 || d.Another {
		return false
	}
	r := sameRequest(t, d.Needs[0].Category)
	if r == nil {
		return false
	}
	n := d.Needs[0]
	return d.Place.ZIP != "" && r.Place.ZIP != "" && d.Place.ZIP != r.Place.ZIP ||
		n.People > 0 && r.People > 0 && n.People != r.People
}

// sameRequest is the request of this person that a further text about a category is added to: nobody has it yet,
// and it was last written about within 48 hours.
func sameRequest(t *talk.Turn, category string) *talk.Request {
	for i := len(t.Person.Asked) - 1; i >= 0; i-- {
		r := &t.Person.Asked[i]
		if r.Category == category && !r.Draft && !r.Private && r.Holder == 0 && r.Status != dispatch.DoneReported &&
			t.At.Sub(r.TextedAt) <= sameWithin {
			return r
		}
	}
	return nil
}

// noNeed answers a text in which no need was found: an addition to what is open, or the menu once more; the third
// time a coordinator has it.
func noNeed(t *talk.Turn, d talk.Draft) {
	if r := latestWaiting(t); r != nil {
		addWords(t, r, d)
		return
	}
	if t.Person.Volunteer != nil {
		t.Do(talk.Keep{Reason: "unclear"})
		t.Say(msg.Kept, "Promise", promise(t))
		return
	}
	q := talk.Question{State: what, Draft: d}
	switch again(t) {
	case lost:
		t.Do(talk.KeepDraft{Draft: d, Attention: dispatch.NotUnderstood})
		t.Say(msg.NotUnderstood, "Promise", promise(t), "Emergency", emergency(t, ""))
	default:
		t.Push(q)
	}
}

func latestWaiting(t *talk.Turn) *talk.Request {
	for i := len(t.Person.Asked) - 1; i >= 0; i-- {
		if r := &t.Person.Asked[i]; r.Holder == 0 && !r.Draft && !r.Private && r.Status != dispatch.DoneReported {
			return r
		}
	}
	return nil
}

// addWords adds a text to a request that is open: as the first answer promised, "to change it, just text".
func addWords(t *talk.Turn, r *talk.Request, d talk.Draft) {
	t.Session.Misses = 0
	people := t.Lexicon.People(t.Text, t.Language)
	added := talk.AddWords{Request: r.ID, Words: strings.Join(d.Words, "\n"), Place: d.Place, People: people}
	n := need(r)
	n.People, n.Helpers = cmp.Or(people, n.People), cmp.Or(helpersSaid(t), n.Helpers)
	var changed any = n
	if due, u, ok := dueSaid(t, r.DueAt); ok {
		added.Due, added.Urgency = due, u
		changed = msg.T(msg.NeedWhen, "Need", n, "When", msg.When{Urgency: string(u), Due: due})
	}
	t.Do(added)
	reshape(t, r.ID, helpersSaid(t), d.Weekly)
	switch {
	case d.Place.ZIP != "" && d.Place.ZIP != r.Place.ZIP:
		t.Say(msg.AddedPlace, "Need", need(r), "Place", near(d.Place))
	case t.Lexicon.Question(t.Text, t.Language):
		t.Do(talk.Keep{Reason: "question"})
		t.Say(msg.Kept, "Promise", promise(t))
	default:
		t.Say(msg.Added, "Need", changed)
	}
	if d.Weekly {
		t.Say(msg.WeeklyOn)
	}
}

// reshape says for how many volunteers a request is, and that it is weekly, as far as a text says so.
func reshape(t *talk.Turn, id dispatch.ID, helpers int, everyWeek bool) {
	if helpers > 0 {
		t.Do(talk.SetHelpers{Request: id, Helpers: helpers})
	}
	if everyWeek {
		t.Do(talk.SetWeekly{Request: id})
	}
}

// openDraft opens the requests of the question that has just been completed.
func openDraft(t *talk.Turn) { openNeeds(t, t.Left().Draft) }

// openNeeds makes one request of each need, or adds it to the one there is, and says in one answer what was
// understood and what happens next.
func openNeeds(t *talk.Turn, d talk.Draft) {
	var asked, person, added, refused, shut, alone []talk.Need
	free := maxOpen - openCount(t)
	for _, n := range d.Needs {
		if r := sameRequest(t, n.Category); r != nil && !d.Another {
			t.Do(talk.AddWords{Request: r.ID, Words: strings.Join(d.Words, "\n"), Place: d.Place, People: n.People})
			reshape(t, r.ID, n.Helpers, d.Weekly)
			added = append(added, talk.Need{Category: n.Category, People: cmp.Or(n.People, r.People), Helpers: cmp.Or(n.Helpers, r.Slots)})
			continue
		}
		if full(t, n.Category, d.Place.Zone) {
			shut = append(shut, n)
			continue
		}
		if free <= 0 {
			refused = append(refused, n)
			continue
		}
		free--
		o := talk.OpenRequest{Need: n, Place: d.Place, Corner: d.Corner, Urgency: d.Urgency, Due: d.Due, Words: d.Words, Weekly: d.Weekly}
		c, _ := t.Network.Category(n.Category)
		switch {
		case c.PersonOnly, tooSoon(t, d.Due):
			o.Attention = dispatch.NeedsPerson
			person = append(person, n)
		case d.Place.ZIP == "" && d.Place.Zone == "":
			o.Attention = dispatch.PlaceUnknown
			asked = append(asked, n)
		case d.Place.Zone == "":
			o.Attention = dispatch.OutOfZones
			asked = append(asked, n)
		case t.Nobody != nil && t.Nobody(n.Category, d.Place):
			o.Attention = dispatch.NobodyLeft
			alone = append(alone, n)
		default:
			asked = append(asked, n)
		}
		t.Do(o)
	}
	t.Session.Misses = 0
	if len(shut) > 0 {
		if len(asked)+len(person)+len(alone) == 0 {
			t.Do(talk.DropDraft{})
		}
		t.Say(msg.IntakeFull, "Need", needList(shut))
		sayElsewhere(t, shut, d.Place)
	}
	sayAlone(t, d, alone)
	sayOpened(t, d, asked, person, added, refused)
}

// tooSoon says whether something is wanted before asking may begin: a person looks at it, we promise no asking.
func tooSoon(t *talk.Turn, due time.Time) bool {
	return !due.IsZero() && t.Person.Quiet && !due.After(t.Person.AskFrom)
}

// sayAlone says that there is nobody who could be asked: a person looks for somebody, and when one joins they are asked.
func sayAlone(t *talk.Turn, d talk.Draft, alone []talk.Need) {
	if len(alone) == 0 {
		return
	}
	t.Say(msg.OpenedNobody, "Need", timed(needList(alone), d.Due), "Place", near(d.Place), "Promise", promise(t))
	sayElsewhere(t, alone, d.Place)
	if d.Weekly {
		t.Say(msg.WeeklyOn)
	}
}

// sayElsewhere names who helps with needs that we do not help with, if that is known.
func sayElsewhere(t *talk.Turn, needs []talk.Need, p dispatch.Place) {
	var names msg.List
	for _, n := range needs {
		for _, name := range t.Network.ServedBy(n.Category, p) {
			if !slices.Contains(names, any(name)) {
				names = append(names, name)
			}
		}
	}
	if len(names) > 0 {
		t.Say(msg.Elsewhere, "Names", names)
	}
}

func sayOpened(t *talk.Turn, d talk.Draft, asked, person, added, refused []talk.Need) {
	if len(asked) > 0 {
		var needs any = needList(asked)
		if d.Urgency != "" {
			needs = msg.T(msg.NeedWhen, "Need", needs, "When", msg.When{Urgency: string(d.Urgency), Due: d.Due})
		}
		switch {
		case d.Place.ZIP == "" && d.Place.Zone == "":
			t.Say(msg.OpenedPlaceUnknown, "Need", needs, "Who", whoAnswers(t))
		case d.Place.Zone == "":
			t.Say(msg.OutOfArea, "Place", near(d.Place), "Need", needs, "Promise", promise(t))
			sayElsewhere(t, asked, d.Place)
		case t.Person.Quiet:
			t.Say(msg.OpenedNight, "Need", needs, "Place", near(d.Place), "Time", msg.Moment(t.Person.AskFrom))
		default:
			t.Say(msg.Opened, "Need", needs, "Place", near(d.Place))
			if len(asked) == 1 {
				sayWait(t, dispatch.Request{Category: asked[0].Category, Place: d.Place, Urgency: cmp.Or(d.Urgency, dispatch.TwoDays)}, true)
			}
		}
	}
	if len(person) > 0 {
		t.Say(msg.OpenedPerson, "Need", timed(needList(person), d.Due), "Promise", promise(t))
	}
	if len(added) > 0 {
		t.Say(msg.Added, "Need", needList(added))
	}
	if d.Weekly && len(asked)+len(person)+len(added) > 0 {
		t.Say(msg.WeeklyOn)
	}
	if len(refused) > 0 {
		t.Do(talk.Keep{Reason: "too_many"})
		t.Say(msg.TooMany, "Promise", promise(t))
	}
}

func openCount(t *talk.Turn) int {
	n := 0
	for _, one := range talk.Ones(t.Person.Asked) {
		if !one[0].Draft {
			n++
		}
	}
	return n
}

func addToSame(t *talk.Turn) { openNeeds(t, t.Left().Draft) }

func openAnother(t *talk.Turn) {
	d := t.Left().Draft
	d.Another = true
	begin(t, d)
}

// giveUp hands a conversation that went nowhere to a coordinator, with all that is known.
func giveUp(t *talk.Turn) {
	t.Do(talk.KeepDraft{Draft: t.Left().Draft, Attention: dispatch.NotUnderstood})
	t.Say(msg.NotUnderstood, "Promise", promise(t), "Emergency", emergency(t, ""))
}

// keepDraft stores what an intake has gathered whenever it waits for an answer, so that a coordinator has it if none
// comes.
func keepDraft(t *talk.Turn) {
	q := t.Question()
	if q == nil || !q.At.Equal(t.At) {
		return
	}
	switch q.State {
	case what, ownWords, confirm, where, same, safeHere:
		t.Do(talk.KeepDraft{Draft: q.Draft})
	}
}
