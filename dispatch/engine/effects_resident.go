package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// unansweredAfter is how long a question to a resident waits before a coordinator has it (in daytime).
const unansweredAfter = 30 * time.Minute

// openRequest makes a request, of the draft that was kept for it if there is one.
func (t *turn) openRequest(f talk.OpenRequest) error {
	if t.isAnothers(f) {
		return t.openFor(f)
	}
	if err := t.takesCalls(); err != nil {
		return err
	}
	r, isDraft := t.draft(f.Private)
	if !isDraft {
		r = t.fresh()
	}
	t.fill(r, f)
	t.severalPlaces(r, f)
	lower(r, r.Attention)
	if f.Attention.MayBeAsked() {
		r.OpenedAt = t.network.AskFrom(t.now)
	}
	marked := t.mark(r, t.whyOpened(f))
	if err := t.put(r, dispatch.Open); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventOpened, byResident, ""); err != nil {
		return err
	}
	if err := t.addPlaces(*r); err != nil {
		return err
	}
	if f.Weekly {
		if err := t.everyWeek(r, byResident); err != nil {
			return err
		}
	}
	if marked {
		if err := t.raised(*r, ""); err != nil {
			return err
		}
	}
	if isDraft {
		if err := t.cancelTimers(r.ID, timerUnanswered); err != nil {
			return err
		}
	}
	t.about(r.ID)
	if err := t.spoke(wholeOf(*r), f.Spoken...); err != nil {
		return err
	}
	return t.opened(r)
}

// whyOpened is why a person looks at a request that is opened. A caller who gave no number can be told nothing.
func (t *turn) whyOpened(f talk.OpenRequest) dispatch.Attention {
	if f.Attention == "" && t.person.Contact.NoPhone() {
		return dispatch.NoNumber
	}
	return f.Attention
}

// fill puts what somebody asks for into a request.
func (t *turn) fill(r *store.Request, f talk.OpenRequest) {
	t.intake = r.Intake
	r.Category, r.People = f.Need.Category, f.Need.People
	r.Place, r.Corner, r.Private = f.Place, store.Sealed(f.Corner), f.Private
	r.Urgency, r.DueAt, r.Details = orTwoDays(f.Urgency), f.Due, kept(r.Details, f.Words)
	r.Language, r.LastWordAt = t.language, t.now
}

// severalPlaces makes it one for several volunteers, if it is to be one. What is a person's from the first, or nobody
// else's to know of, is one case.
func (t *turn) severalPlaces(r *store.Request, f talk.OpenRequest) {
	c, _ := t.network.Category(r.Category)
	if f.Need.Helpers < 2 || f.Private || c.PersonOnly {
		return
	}
	if r.Slots = min(f.Need.Helpers, dispatch.MaxHelpers); r.ID != 0 {
		r.Lead = r.ID
	}
}

// draft is the request kept for a conversation that is not over, if there is one. A private one is a coordinator's:
// nothing ordinary is made of it, nor is it dropped.
func (t *turn) draft(private bool) (*store.Request, bool) {
	for i := range slices.Backward(t.asked) {
		r := &t.asked[i]
		if isDraft(*r) && (private || !r.Private) {
			return r, true
		}
	}
	return nil, false
}

// isDraft says whether a request is still being talked about. A spoken message never is: a person listens to it. Nor is
// what somebody has asked for with this number, which may not have been its owner, nor what a person has in hand.
func isDraft(r store.Request) bool {
	begun := r.Status == dispatch.Received || r.Status == dispatch.NeedsInfo
	switch r.Attention {
	case dispatch.Voicemail, dispatch.Unconfirmed, dispatch.Reported, dispatch.Taken:
		return false
	}
	return begun
}

// kept are the words of a request with those of its conversation, which usually begin with them: nothing that was
// written gets lost when a conversation begins anew. A request's words are bounded, its messages are not.
func kept(before store.Sealed, words []string) store.Sealed {
	old, all := before.Reveal(), strings.Join(words, "\n")
	if old == "" || strings.HasPrefix(all, old) {
		return store.Sealed(talk.Bounded(all))
	}
	return store.Sealed(talk.Bounded(old + "\n" + all))
}

// fresh is a request of this person's, not stored yet. The requests of one text share an intake.
func (t *turn) fresh() *store.Request {
	if t.intake == 0 {
		t.intake = t.tx.NewID()
	}
	r := store.Request{Intake: t.intake, Channel: dispatch.SMS}
	if t.call != nil {
		r.Channel = dispatch.Voice
	}
	r.Resident, r.Language, r.Urgency = t.person.Contact.ID, t.language, dispatch.TwoDays
	return &r
}

// put writes a request in a status: a new row for one that has none.
func (t *turn) put(r *store.Request, to dispatch.Status) error {
	if r.ID != 0 {
		return t.move(r, to)
	}
	r.Status = to
	if err := t.tx.InsertRequest(r); err != nil {
		return fmt.Errorf("insert request: %w", err)
	}
	return nil
}

func orTwoDays(u dispatch.Urgency) dispatch.Urgency {
	if u == "" {
		return dispatch.TwoDays
	}
	return u
}

// keepDraft stores what a conversation has gathered, so that a coordinator has it if no answer comes.
func (t *turn) keepDraft(f talk.KeepDraft) error {
	r, known := t.draft(f.Draft.Private)
	if !known {
		r = t.fresh()
	}
	d := f.Draft
	to := dispatch.Received
	if len(d.Needs) > 0 {
		r.Category, r.People, to = d.Needs[0].Category, d.Needs[0].People, dispatch.NeedsInfo
	}
	if d.Place != (dispatch.Place{}) || d.Corner != "" {
		r.Place, r.Corner = d.Place, store.Sealed(d.Corner)
	}
	if d.Urgency != "" {
		r.Urgency, r.DueAt = d.Urgency, d.Due
	}
	r.Private, r.Language, r.LastWordAt = d.Private, t.language, t.now
	r.Details = kept(r.Details, d.Words)
	if d.Phone != "" { // a person may have to call it
		r.Details = kept(r.Details, []string{d.Phone})
	}
	why := whyKept(f)
	lower(r, dispatch.Unanswered)
	if why == dispatch.Voicemail {
		lower(r, dispatch.NeedsPerson)
	}
	marked := t.mark(r, why)
	if err := t.put(r, to); err != nil {
		return err
	}
	if !known {
		t.asked = append(t.asked, *r)
		if err := t.event(r.ID, t.person.Contact.ID, eventDraft, byResident, ""); err != nil {
			return err
		}
	}
	if marked {
		if err := t.raised(*r, ""); err != nil {
			return err
		}
	}
	t.about(r.ID)
	if err := t.spoke(r.ID, d.Spoken...); err != nil {
		return err
	}
	if f.Attention != "" {
		return t.cancelTimers(r.ID, timerUnanswered)
	}
	return t.setTimer(timerUnanswered, r.ID, t.network.AskFrom(t.now.Add(unansweredAfter)))
}

// whyKept is why a person looks at a draft. A message in it is for nobody else to hear: nothing more is made of it.
func whyKept(f talk.KeepDraft) dispatch.Attention {
	message := func(s talk.Spoken) bool { return s.Kind == talk.SpokenMessage }
	if f.Attention != "" && !f.Draft.Private && slices.ContainsFunc(f.Draft.Spoken, message) {
		return dispatch.Voicemail
	}
	return f.Attention
}

// dropDraft closes a kept draft that turned out to be nothing.
func (t *turn) dropDraft(talk.DropDraft) error {
	r, known := t.draft(false)
	if !known {
		return nil
	}
	return t.close(r, dispatch.NoLongerNeeded, byResident, t.person.Contact.ID)
}

// addWords adds to a request that nobody has yet. Where the place changes to another zone, who was asked for the old
// one is asked no more; where it becomes known, the asking starts.
func (t *turn) addWords(f talk.AddWords) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	if err := t.addToOthers(*r, f); err != nil {
		return err
	}
	return t.addTo(r, f)
}

// addToOthers adds to the other places that wait.
func (t *turn) addToOthers(r store.Request, f talk.AddWords) error {
	if !r.Several() {
		return nil
	}
	places, err := t.openPlaces(r)
	if err != nil {
		return err
	}
	for i := range places {
		if p := &places[i]; p.ID != r.ID && p.Holder == 0 {
			if err := t.addTo(p, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *turn) addTo(r *store.Request, f talk.AddWords) error {
	var err error
	r.Details = store.Sealed(talk.Bounded(strings.TrimSpace(r.Details.Reveal() + "\n" + f.Words)))
	r.LastWordAt = t.now
	if f.People > 0 {
		r.People = f.People
	}
	t.about(r.ID)
	moved := f.Place != (dispatch.Place{}) && f.Place != r.Place
	if f.Urgency != "" {
		r.Urgency, r.DueAt = f.Urgency, f.Due
	}
	switch {
	case moved:
		err = t.moveAway(r, f.Place)
	case f.Urgency != "":
		err = t.rescheduled(r)
	default:
		err = t.saveWords(*r)
	}
	if err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventWords, byResident, f.Words); err != nil {
		return err
	}
	if !moved {
		return nil
	}
	return t.opened(r)
}

// rescheduled saves a request that is wanted at another time, and sets anew when coordinators hear that nobody has said
// yes. Who has been asked learns the time with the yes.
func (t *turn) rescheduled(r *store.Request) error {
	if err := t.save(r); err != nil {
		return err
	}
	if !t.network.Askable(r.Request) {
		return nil
	}
	if other, err := t.asksByAnother(*r); other || err != nil {
		return err
	}
	if err := t.setTimer(timerEscalate, r.ID, t.network.EscalateAt(r.Request, t.now)); err != nil {
		return err
	}
	return t.setTimer(timerDispatch, r.ID, t.now)
}

// moveAway changes where a request is, and saves it.
func (t *turn) moveAway(r *store.Request, to dispatch.Place) error {
	other := to.Zone != r.Place.Zone
	r.Place = to
	if to.Zone == "" {
		r.OpenedAt = time.Time{}
		if err := t.raise(r, dispatch.OutOfZones, ""); err != nil {
			return err
		}
	} else if lower(r, dispatch.OutOfZones, dispatch.PlaceUnknown, dispatch.NobodyLeft) {
		r.OpenedAt = t.network.AskFrom(t.now)
	}
	if !other || r.Status != dispatch.Offered {
		return t.save(r)
	}
	offers, err := t.tx.OffersOf(r.ID)
	if err != nil {
		return fmt.Errorf("offers of: %w", err)
	}
	if err := t.withdraw(offers, 0); err != nil {
		return err
	}
	return t.move(r, dispatch.Open)
}

// own is one of the writer's requests or jobs, which Step has seen.
func (t *turn) own(id dispatch.ID) (*store.Request, error) {
	for _, seen := range [][]store.Request{t.asked, t.held} {
		for i := range seen {
			if seen[i].ID == id {
				return &seen[i], nil
			}
		}
	}
	r, err := t.tx.RequestByID(id)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	return &r, nil
}

// closeRequest closes a resident's own request, and thanks the one who had it; or says better why it was closed.
func (t *turn) closeRequest(f talk.CloseRequest) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if r.Status == dispatch.Closed {
		return t.refineAll(*r, f.Reason)
	}
	places, err := t.openPlaces(*r)
	if err != nil {
		return err
	}
	for i := range places {
		if places[i].ID == r.ID {
			places[i] = *r
		}
		if err := t.closeOwn(&places[i], f.Reason); err != nil {
			return err
		}
		if places[i].ID == r.ID {
			*r = places[i]
		}
	}
	return nil
}

// closeOwn closes one place; of one that nobody has nothing was completed.
func (t *turn) closeOwn(r *store.Request, reason dispatch.Reason) error {
	if r.Holder == 0 && reason == dispatch.Completed {
		reason = dispatch.NoLongerNeeded
	}
	reported := r.Status == dispatch.DoneReported
	if err := t.close(r, reason, byResident, t.person.Contact.ID); err != nil {
		return err
	}
	if r.Holder == 0 || reported {
		return nil // a volunteer who said so first has been thanked
	}
	return t.tellHolder(*r, reason)
}

// refineAll changes why a closed request was closed. What is needed no more is not asked for again next week.
func (t *turn) refineAll(r store.Request, reason dispatch.Reason) error {
	places, err := t.placesOf(r)
	if err != nil {
		return err
	}
	for i := range places {
		p := &places[i]
		if p.Status != dispatch.Closed || r.Several() && p.Holder == 0 {
			continue
		}
		if err := t.refine(p, reason); err != nil {
			return err
		}
		if p.Weekly && reason == dispatch.NoLongerNeeded {
			if err := t.notEveryWeek(p, byResident); err != nil {
				return err
			}
			t.thanksFor(msg.WeeklyOff)
		}
	}
	return nil
}

// refine changes why one was.
func (t *turn) refine(r *store.Request, reason dispatch.Reason) error {
	was := r.ClosedReason
	if was == reason {
		return nil
	}
	r.ClosedReason = reason
	if err := t.save(r); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, eventReason, byResident, string(reason)); err != nil {
		return err
	}
	if r.Holder == 0 || was != dispatch.Completed {
		return nil
	}
	if err := t.confirm(r.Holder, -1); err != nil {
		return err
	}
	return t.tellHolder(*r, reason)
}

// tellHolder tells the volunteer who has a request that it is over.
func (w *work) tellHolder(r store.Request, reason dispatch.Reason) error {
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	if reason == dispatch.Completed { // thanks are not worth a call
		_, err := w.tell(holder, about{lane: store.LaneAnswer, request: r.ID}, msg.T(msg.JobConfirmed, "Name", firstName(holder.Name)))
		return err
	}
	return w.tellVolunteer(holder, r.ID,
		msg.T(msg.JobOff, "Need", need(r.Request), "Place", near(r.Place), "Name", firstName(holder.Name)))
}
