package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf16"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// What a coordinator does to a request, from the command line or by text. actor is the name the timeline shows.

// refusal is why something cannot be done: to the command line in plain words, without anything personal, and to a
// coordinator who wrote a text in their own language.
type refusal struct {
	plain string
	say   msg.Text
}

func (r refusal) Error() string { return r.plain }

// refuse makes a refusal; args are those of its message.
func refuse(plain string, key msg.Key, args ...any) error { return refusal{plain, msg.T(key, args...)} }

// operate runs do on the request with this code.
func (e *Engine) operate(ctx context.Context, code string, do func(*work, *store.Request) error) error {
	return e.write(ctx, func(w *work) error {
		r, err := w.requestByCode(code)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no request %s", code)
		}
		if err != nil {
			return fmt.Errorf("find request: %w", err)
		}
		return do(w, &r)
	})
}

// Assign gives a request to a volunteer by hand, off the one who has it if somebody has. All of them are told.
func (e *Engine) Assign(ctx context.Context, code, phone, actor string) error {
	return e.operate(ctx, code, func(w *work, r *store.Request) error {
		p, err := w.volunteerOf(phone)
		if err != nil {
			return err
		}
		return w.assignTo(r, p, actor)
	})
}

func (w *work) assignTo(r *store.Request, p store.Person, actor string) error {
	if err := mayBeGiven(*r, p); err != nil {
		return err
	}
	if r.Several() {
		return w.assignPlace(r, p, actor)
	}
	switch {
	case r.Status == dispatch.Closed || r.Status == dispatch.DoneReported:
		return refuse("request "+r.Code+" is over", msg.StaffOver, "Code", r.Code)
	case p.Contact.ID == r.Holder:
		return refuseHas(*r, p)
	}
	if r.Status.Taken() {
		if err := w.takeOff(r, actor); err != nil {
			return err
		}
	}
	return w.assignByHand(r, p.Contact, actor)
}

// mayBeGiven refuses whoever can be given no job, or not this one: its own resident, who is not approved yet, and who
// could not be told of it.
func mayBeGiven(r store.Request, p store.Person) error {
	name := nameOr(p.Contact.Name)
	switch {
	case p.Contact.ID == r.Resident:
		return refuse("request "+r.Code+" is this person's own", msg.StaffTheirs, "Code", r.Code, "Name", name)
	case p.Volunteer.Status == dispatch.Pending || p.Volunteer.Status == dispatch.Removed:
		return refuse("this volunteer is not approved", msg.StaffUnapproved, "Name", name)
	case !p.Contact.CanBeAsked():
		return refuse("this volunteer can be neither texted nor called", msg.StaffUnreached, "Name", name)
	}
	return nil
}

func refuseHas(r store.Request, p store.Person) error {
	return refuse("this volunteer has request "+r.Code+" already", msg.StaffHas, "Code", r.Code, "Name", nameOr(p.Contact.Name))
}

// assignPlace gives the first free place of a request for several volunteers to one more.
func (w *work) assignPlace(r *store.Request, p store.Person, actor string) error {
	places, err := w.placesOf(*r)
	if err != nil {
		return err
	}
	has := func(place store.Request) bool { return place.Holder == p.Contact.ID && place.Status != dispatch.Closed }
	if slices.ContainsFunc(places, has) {
		return refuseHas(*r, p)
	}
	place, err := w.placeFor(*r)
	switch {
	case err != nil:
		return err
	case place == nil:
		return refuse("all places of request "+r.Code+" are taken", msg.StaffFull, "Code", r.Code)
	}
	if err := w.assignByHand(place, p.Contact, actor); err != nil {
		return err
	}
	*r = *place
	return nil
}

// takeOff ends the pairing of a request by a coordinator's hand.
func (w *work) takeOff(r *store.Request, actor string) error {
	return w.endPairing(r, actor, dispatch.OfferHandedBack, eventHandedBack)
}

// endPairing takes a job from who has it, and tells them so; end is what becomes of their offer, kind the line in the
// timeline.
func (w *work) endPairing(r *store.Request, actor string, end dispatch.OfferStatus, kind string) error {
	if err := w.endCheckIns(r.ID); err != nil {
		return err
	}
	mine, _, err := w.accepted(*r)
	if err != nil {
		return err
	}
	if mine != nil {
		if err := w.moveOffer(mine, end); err != nil {
			return err
		}
	}
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	text := msg.T(msg.JobTaken, "Need", need(r.Request), "Place", near(r.Place), "Name", firstName(holder.Name))
	if err := w.tellVolunteer(holder, r.ID, text); err != nil {
		return err
	}
	r.Holder, r.AssignedAt = 0, time.Time{}
	if err := w.move(r, dispatch.Open); err != nil {
		return err
	}
	return w.event(r.ID, holder.ID, kind, actor, "")
}

func (w *work) assignByHand(r *store.Request, volunteer store.Contact, actor string) error {
	if r.Category == "" {
		r.Category = categoryOther
	}
	r.Frozen = false
	lower(r, r.Attention)
	if r.OpenedAt.IsZero() {
		r.OpenedAt = w.now
	}
	before, err := w.tx.OffersTo(volunteer.ID, w.now.Add(-offersKnown))
	if err != nil {
		return fmt.Errorf("offers to: %w", err)
	}
	o := store.Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: volunteer.ID, Status: dispatch.OfferSent,
		Letter: dispatch.NextLetter(w.letters, plainOffers(before), w.now), SentAt: w.now, ExpiresAt: w.now}}
	if err := w.tx.InsertOffer(&o); err != nil {
		return fmt.Errorf("insert offer: %w", err)
	}
	r.Asks++
	texts, err := w.assign(r, &o, volunteer, "", actor)
	if err != nil {
		return err
	}
	texts[0] = w.assignedText(*r, volunteer)
	if err := w.tellVolunteer(volunteer, r.ID, texts...); err != nil {
		return err
	}
	return w.cancelTimers(r.ID, timerUnanswered)
}

// categoryOther is the category of what only a person understands.
const categoryOther = "OTHER"

// assignedText is the job of somebody who has not said yes to it.
func (w *work) assignedText(r store.Request, volunteer store.Contact) msg.Text {
	args := []any{"Name", firstName(volunteer.Name), "Need", need(r.Request), "Place", near(r.Place), "When", when(r.Request)}
	if pays := w.pays(r.Category); pays.By == dispatch.PayResident || pays.By == dispatch.PayNetwork {
		return msg.T(msg.AssignedPays, append(args, "Pays", msg.Pays{By: string(pays.By), UpTo: pays.UpTo})...)
	}
	return msg.T(msg.Assigned, args...)
}

// Close closes a request with words: the resident is told why, and whoever has it that it is over. A private
// request's resident is told nothing by text, nor is one who sent spam.
func (e *Engine) Close(ctx context.Context, code string, reason dispatch.Reason, actor string) error {
	return e.operate(ctx, code, func(w *work, r *store.Request) error { return w.closeByHand(r, reason, actor) })
}

func (w *work) closeByHand(r *store.Request, reason dispatch.Reason, actor string) error {
	if r.Status == dispatch.Closed {
		return refuse("request "+r.Code+" is closed already", msg.StaffOver, "Code", r.Code)
	}
	if reason == dispatch.NoLongerNeeded {
		if err := w.notEveryWeek(r, actor); err != nil {
			return err
		}
		r.Weekly = false
	}
	err := w.eachOpen(r, func(p *store.Request) error {
		if err := w.close(p, reason, actor, 0); err != nil || p.Holder == 0 {
			return err
		}
		return w.tellHolder(*p, reason)
	})
	if err != nil {
		return err
	}
	why, told := whys[reason]
	if !told || r.Private || r.Category == "" {
		return nil
	}
	resident, err := w.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	text := msg.T(msg.ClosedByUs, "Need", need(r.Request), "Why", msg.T(why))
	_, err = w.tellResident(*r, resident, about{lane: store.LaneAnswer, request: r.ID}, text)
	return err
}

// whys are the words for each reason. Spam gets none.
var whys = map[dispatch.Reason]msg.Key{
	dispatch.Completed: msg.WhyCompleted, dispatch.DoneByOthers: msg.WhyElsewhere,
	dispatch.NoLongerNeeded: msg.WhyNotNeeded, dispatch.Unreachable: msg.WhyUnreachable,
	dispatch.OutOfArea: msg.WhyOutOfArea, dispatch.OutOfScope: msg.WhyOutOfScope, dispatch.Referred: msg.WhyReferred,
	dispatch.Duplicate: msg.WhyDuplicate, dispatch.NoVolunteer: msg.WhyNobody, dispatch.RefusedSafety: msg.WhyStopped,
}

// Helpers makes a request one for so many volunteers.
func (e *Engine) Helpers(ctx context.Context, code string, helpers int, actor string) error {
	return e.operate(ctx, code, func(w *work, r *store.Request) error { return w.helpersByHand(r, helpers, actor) })
}

func (w *work) helpersByHand(r *store.Request, helpers int, actor string) error {
	if r.Status == dispatch.Closed {
		return refuse("request "+r.Code+" is over", msg.StaffOver, "Code", r.Code)
	}
	return w.forHelpers(r, helpers, actor)
}

// Weekly has a request asked for again every week, or no more.
func (e *Engine) Weekly(ctx context.Context, code string, on bool, actor string) error {
	return e.operate(ctx, code, func(w *work, r *store.Request) error {
		if on {
			return w.everyWeek(r, actor)
		}
		return w.notEveryWeek(r, actor)
	})
}

// longestText is how many characters one text holds at most, in UTF-16 as the carrier counts them: it refuses more.
const longestText = 1600

// Reply texts the resident of a request, as the line, or has it read out to one who gets only calls. A text that would not
// fit is refused, not cut.
func (e *Engine) Reply(ctx context.Context, code, text, actor string) error {
	return e.operate(ctx, code, func(w *work, r *store.Request) error {
		_, err := w.reply(r, text, actor, "")
		return err
	})
}

// reply says whether the resident is called to hear it. writes is the language the coordinator writes in; empty: the
// network's.
func (w *work) reply(r *store.Request, text, actor, writes string) (byCall bool, err error) {
	resident, err := w.tx.ContactByID(r.Resident)
	if err != nil {
		return false, fmt.Errorf("resident: %w", err)
	}
	if ways := waysTo(*r, resident); !ways.Text && ways.Call {
		byCall, err = w.readOut(*r, resident, text, writes)
		if err == nil && !byCall {
			err = refuse("this person gets no texts, and no voice of ours reads these words in their language", msg.StaffNotRead, "Code", r.Code)
		}
	} else {
		err = w.replyByText(r, resident, text)
	}
	if err != nil {
		return false, err
	}
	return byCall, w.event(r.ID, r.Resident, eventWrote, actor, text)
}

func (w *work) replyByText(r *store.Request, resident store.Contact, text string) error {
	if r.Private && resident.ContactWay != "text" {
		return refuse("this person must not be texted about it", msg.StaffNoTexts, "Code", r.Code)
	}
	said := msg.T(msg.FromCoordinator, "Words", text)
	if !waysTo(*r, resident).Text && !r.Private {
		return refuse("this person gets no texts", msg.StaffNoTexts, "Code", r.Code)
	}
	body, _ := w.words(w.languageOf(resident), []msg.Text{said}, w.now)
	if over := len(utf16.Encode([]rune(body))) - longestText; over > 0 {
		plain := fmt.Sprintf("this text is %d characters too long: with the network's name one text holds %d", over, longestText)
		return refuse(plain, msg.StaffTooLong, "Count", over)
	}
	sent, err := w.tell(resident, about{lane: store.LaneAnswer, request: r.ID}, said)
	if err != nil {
		return err
	}
	if sent == 0 {
		return refuse("this person gets no texts", msg.StaffNoTexts, "Code", r.Code)
	}
	return nil
}
