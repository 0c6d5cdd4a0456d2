package engine

import (
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

const (
	offersKnown = 14 * 24 * time.Hour // as long as a letter rests
	relayFor    = 24 * time.Hour      // after a job is done
	asksCounted = 7 * 24 * time.Hour
	neverClosed = time.Hour // "closed since an hour from now": only what is not closed
)

// known is what the line knows of the one who wrote, for Step. A phone never heard of before costs no query.
func (t *turn) known() (talk.Person, error) {
	c := t.person.Contact
	p := talk.Person{Contact: c.ID, New: t.person.Session.Version == 0, Language: c.Language, Name: firstName(c.Name),
		Texts: textsOf(c), OptedOut: !c.OptedOutAt.IsZero(), OptedOutAt: c.OptedOutAt, Quiet: t.network.QuietAt(t.now)}
	if p.Quiet {
		p.AskFrom = t.network.AskFrom(t.now)
	}
	if staff, ok := t.network.CoordinatorAt(c.Phone.Reveal()); ok {
		p.Coordinator = staff.Name
	}
	if who, by, ok := t.network.Answers(t.now); ok {
		p.OnCall, p.AnswerBy = firstName(store.Sealed(who.Name)), by
	}
	var err error
	if !t.firstText {
		if err = t.knownRequests(&p); err != nil {
			return p, err
		}
	}
	if err == nil {
		err = t.knownUnconfirmed(&p)
	}
	if v := t.person.Volunteer; v != nil && err == nil {
		err = t.knownVolunteer(&p, *v)
	}
	return p, err
}

// textsOf is whether a phone gets texts: proven by one, or as its owner said.
func textsOf(c store.Contact) string {
	if c.ProvenText {
		return "proven"
	}
	return c.Texts
}

// knownRequests adds the person's own requests: those not closed, and those somebody had until a day ago.
func (t *turn) knownRequests(p *talk.Person) error {
	own, err := t.tx.RequestsOf(p.Contact, t.now.Add(-relayFor))
	if err != nil {
		return fmt.Errorf("requests of: %w", err)
	}
	for _, r := range own {
		closed := r.Status == dispatch.Closed
		if closed && r.Holder == 0 && r.ID != t.calledAbout() {
			continue
		}
		view, err := t.viewAsked(r)
		if err != nil {
			return err
		}
		if view.Passed, err = t.passedTo(r); err != nil {
			return err
		}
		if view.FromLine, err = t.toldByLine(r); err != nil {
			return err
		}
		if closed {
			p.Past = append(p.Past, view)
			continue
		}
		if err := t.viewProgress(r, &view); err != nil {
			return err
		}
		if t.call != nil && t.call.Direction == store.Out && r.Status.Waiting() {
			events, err := t.tx.EventsOf(r.ID)
			if err != nil {
				return fmt.Errorf("events of: %w", err)
			}
			view.Again = slices.ContainsFunc(events, func(e store.Event) bool { return e.Kind == eventHandedBack && e.Actor == byVolunteer })
		}
		t.asked = append(t.asked, r)
		p.Asked = append(p.Asked, view)
	}
	return nil
}

// knownUnconfirmed adds what a call of ours asks about: the request that somebody has made for this phone. Nowhere else
// does it count as this person's.
func (t *turn) knownUnconfirmed(p *talk.Person) error {
	if t.call == nil || t.call.Purpose != string(talk.CallConfirm) {
		return nil
	}
	r, err := t.find(t.state.Menu.Request)
	if err != nil || r == nil || r.Resident == p.Contact || !unconfirmed(*r) {
		return err
	}
	view, err := t.viewAsked(*r)
	if err != nil {
		return err
	}
	t.asked, p.Asked = append(t.asked, *r), append(p.Asked, view)
	return nil
}

// viewAsked is a request as its resident may know it.
func (t *turn) viewAsked(r store.Request) (talk.Request, error) {
	view := viewRequest(r)
	view.ResidentTexts = true
	if r.Several() { // the place that says so may be closed
		lead, err := t.leadOf(&r)
		if err != nil {
			return view, err
		}
		view.Weekly = lead.Weekly
	}
	if r.Holder == 0 {
		return view, nil
	}
	holder, err := t.tx.ContactByID(r.Holder)
	if err != nil {
		return view, fmt.Errorf("holder: %w", err)
	}
	view.HolderName, view.HolderTexts, view.HolderCalls = firstName(holder.Name), holder.CanText(), holder.CanCall()
	shared, err := t.shareLanguage(r, t.person.Contact, holder)
	view.Foreign = !shared
	return view, err
}

// viewProgress adds what a call tells or asks of how a job goes. By text it is in the conversation.
func (t *turn) viewProgress(r store.Request, view *talk.Request) error {
	if t.call == nil || !r.Status.Taken() {
		return nil
	}
	events, err := t.tx.EventsOf(r.ID)
	if err != nil {
		return fmt.Errorf("events of: %w", err)
	}
	view.Late, view.CheckIn = isLate(events), checkInOpen(events, t.person.Contact.ID)
	return nil
}

// viewJob is a request as its holder may know it.
func (t *turn) viewJob(r store.Request) (talk.Request, error) {
	view := viewRequest(r)
	view.HolderTexts = true
	resident, err := t.tx.ContactByID(r.Resident)
	if err != nil {
		return view, fmt.Errorf("resident: %w", err)
	}
	view.ResidentName = firstName(resident.Name)
	view.ResidentTexts, view.ResidentCalls = waysTo(r, resident).Text, mayBeConnected(r, resident)
	shared, err := t.shareLanguage(r, t.person.Contact, resident)
	view.Foreign = !shared
	return view, err
}

func viewRequest(r store.Request) talk.Request {
	view := talk.Request{Request: r.Request, Weekly: r.Weekly, AskedBefore: r.Follows != 0, Frozen: r.Frozen, TextedAt: r.LastWordAt, EventAt: r.LastWordAt,
		Draft: isDraft(r)}
	if r.AssignedAt.After(view.EventAt) {
		view.EventAt = r.AssignedAt
	}
	if over := overAt(r); !over.IsZero() {
		view.RelayUntil = over.Add(relayFor)
	}
	return view
}

// overAt is when a job ended, by either side's word; zero: it has not.
func overAt(r store.Request) time.Time {
	if r.DoneAt.IsZero() || !r.ClosedAt.IsZero() && r.ClosedAt.Before(r.DoneAt) {
		return r.ClosedAt
	}
	return r.DoneAt
}

// knownVolunteer adds what is known of a volunteer: offers, jobs, and what both say of how busy they are.
func (t *turn) knownVolunteer(p *talk.Person, v store.Volunteer) error {
	jobs, err := t.tx.RequestsHeldBy(v.ID, t.now.Add(-relayFor))
	if err != nil {
		return fmt.Errorf("requests held: %w", err)
	}
	t.held = jobs
	for _, r := range jobs {
		view, err := t.viewJob(r)
		if err != nil {
			return err
		}
		if view.Passed, err = t.passedTo(r); err != nil {
			return err
		}
		if err := t.viewProgress(r, &view); err != nil {
			return err
		}
		if t.call != nil || mayBeSpoken(r) {
			if view.Recordings, err = t.spokenAbout(wholeOf(r)); err != nil {
				return err
			}
		}
		p.Jobs = append(p.Jobs, view)
		if r.Status.Taken() {
			v.JobsHeld++
		}
	}
	if v.Status == dispatch.Removed {
		return nil // still reachable about a job of the last day, but a volunteer no more
	}
	offers, err := t.tx.OffersTo(v.ID, t.now.Add(-offersKnown))
	if err != nil {
		return fmt.Errorf("offers to: %w", err)
	}
	if v.Apart, err = t.partedFrom(v.ID, offers); err != nil {
		return err
	}
	for i := range offers {
		if err := t.wholeJob(&offers[i]); err != nil {
			return err
		}
	}
	for _, o := range offers {
		if o.SentAt.IsZero() { // an answer can overtake the carrier's word that the offer was sent
			o.SentAt = o.CreatedAt
		}
		p.Offers = append(p.Offers, talk.Offer{Offer: o.Offer.Offer, Job: o.Job, HeldByOther: o.OtherHold.After(t.now)})
		if asked := o.CreatedAt; t.now.Sub(asked) <= asksCounted {
			v.Asked = append(v.Asked, asked)
			v.LastAsk = asked
		}
	}
	p.Volunteer = &v.Volunteer
	p.Other, err = t.other(v.Volunteer, offers)
	return err
}

// wholeJob makes the job of an offer the place that matters to its volunteer, of a request for several: the one they have,
// else one that waits. While several wait, a conditional yes to one keeps nobody from the others.
func (t *turn) wholeJob(o *store.OfferedJob) error {
	if !o.Job.Several() {
		return nil
	}
	places, err := t.tx.PlacesOf(o.Job.Lead)
	if err != nil {
		return fmt.Errorf("places of: %w", err)
	}
	waiting := 0
	for _, p := range places {
		if p.Status.Waiting() && !p.Private {
			waiting++
		}
	}
	for _, p := range places {
		switch mine := p.Holder == o.Volunteer && p.Status.Taken(); {
		case mine:
			o.Job = p.Request
			return nil
		case p.Status.Waiting() && !o.Job.Status.Waiting():
			o.Job = p.Request
		}
	}
	switch {
	case waiting > 1:
		o.OtherHold = time.Time{}
	case waiting == 1 && o.Job.ID != o.Request: // a conditional yes holds the place that waits, not the one they were asked for
		return t.otherHold(o)
	}
	return nil
}

// otherHold reads until when another volunteer's conditional yes holds the last place that waits.
func (t *turn) otherHold(o *store.OfferedJob) error {
	offers, err := t.tx.OffersOf(o.Job.ID)
	if err != nil {
		return fmt.Errorf("offers of: %w", err)
	}
	o.OtherHold = time.Time{}
	for _, other := range offers {
		if other.Volunteer != o.Volunteer && other.HeldUntil.After(o.OtherHold) {
			o.OtherHold = other.HeldUntil
		}
	}
	return nil
}

// partedFrom are the residents this volunteer is never matched with again. They only matter, and are only read, if one of
// the offers is over and could still be answered: live ones were withdrawn when the two were parted.
func (t *turn) partedFrom(volunteer dispatch.ID, offers []store.OfferedJob) ([]dispatch.ID, error) {
	late := func(o store.OfferedJob) bool { return !o.Status.Live() && o.Job.Status.Waiting() }
	if !slices.ContainsFunc(offers, late) {
		return nil, nil
	}
	whole, err := t.tx.Volunteer(volunteer)
	if err != nil {
		return nil, fmt.Errorf("volunteer: %w", err)
	}
	return whole.Apart, nil
}

// other finds a job that this volunteer could be offered instead of one that has been taken. Looking is only worth
// its queries if there is such a one among the offers of the last day.
func (t *turn) other(v dispatch.Volunteer, offers []store.OfferedJob) (*talk.Offer, error) {
	var lost *store.OfferedJob
	for i := range offers {
		o := &offers[i]
		takenByOther := o.Job.Holder != 0 && o.Job.Holder != v.ID && o.Job.Status.Taken()
		open := o.Status != dispatch.OfferTooLate && o.Status != dispatch.OfferDeclined
		if takenByOther && open && t.now.Sub(o.CreatedAt) < 24*time.Hour {
			lost = o
		}
		if o.Status.Live() && o.Job.Status.Waiting() {
			return nil, nil // one is on their phone already
		}
	}
	if lost == nil || !v.MayHold(t.network.Rules) {
		return nil, nil
	}
	v.Standby, v.StandbyFor, v.LastAsk = t.now, lost.Job.Category, time.Time{} // who says yes is not being bothered
	waiting, err := t.tx.RequestsWaiting()
	if err != nil {
		return nil, fmt.Errorf("requests waiting: %w", err)
	}
	if len(waiting) == 0 {
		return nil, nil
	}
	return t.firstFor(v, waiting, offers)
}

// maxLooked bounds how many waiting requests are looked at for another job inside a webhook.
const maxLooked = 20

func (t *turn) firstFor(v dispatch.Volunteer, waiting []store.Request, offers []store.OfferedJob) (*talk.Offer, error) {
	whole, err := t.tx.Volunteer(v.ID)
	if err != nil {
		return nil, fmt.Errorf("volunteer: %w", err)
	}
	v.Apart, v.Unreachable = whole.Apart, false // this very text proves it
	for _, r := range waiting[:min(len(waiting), maxLooked)] {
		offered := func(o store.OfferedJob) bool { return o.Request == r.ID || r.Several() && o.Job.Lead == r.Lead }
		if slices.ContainsFunc(offers, offered) {
			continue
		}
		if other, err := t.asksByAnother(r); other || err != nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		if len(t.network.Choose([]dispatch.Volunteer{v}, r.Request, nil, 1, t.now)) == 0 {
			continue
		}
		letter := dispatch.NextLetter(t.letters, plainOffers(offers), t.now)
		return &talk.Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: v.ID, Letter: letter}, Job: r.Request}, nil
	}
	return nil, nil
}

func plainOffers(offers []store.OfferedJob) []dispatch.Offer {
	plain := make([]dispatch.Offer, len(offers))
	for i, o := range offers {
		plain[i] = o.Offer.Offer
	}
	return plain
}

// personOf loads another person than the one who wrote, with their conversation.
func (w *work) personOf(id dispatch.ID) (store.Person, error) {
	p, err := w.tx.PersonByID(id)
	if err != nil {
		return p, fmt.Errorf("person: %w", err)
	}
	return p, nil
}
