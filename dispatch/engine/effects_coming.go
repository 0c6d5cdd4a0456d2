package engine

import (
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

// sameNewsAfter is when a holder's word is passed on again that was passed on before.
const sameNewsAfter = 30 * time.Minute

// onMyWay notes that a holder is coming, or late, and tells the resident. It is the neighbor's own word, passed on like
// what they write: no news of ours, so it is not counted among the texts that nobody asked for.
func (t *turn) onMyWay(f talk.OnMyWay) error {
	r, err := t.own(f.Request)
	if err != nil {
		return err
	}
	t.about(r.ID)
	if !r.Status.Taken() || r.Holder != t.person.Contact.ID || r.Frozen {
		return nil
	}
	kind := eventOnWay
	if f.Late {
		kind = eventLate
	}
	events, err := t.tx.EventsOf(r.ID)
	if err != nil {
		return fmt.Errorf("events of: %w", err)
	}
	if t.saidLately(events, kind, f.Words) {
		t.thanksFor(msg.ComingKnown)
		return nil
	}
	r.LastWordAt = t.now
	if err := t.move(r, dispatch.InProgress); err != nil {
		return err
	}
	if err := t.event(r.ID, t.person.Contact.ID, kind, byVolunteer, f.Words); err != nil {
		return err
	}
	resident, err := t.tx.ContactByID(r.Resident)
	if err != nil {
		return fmt.Errorf("resident: %w", err)
	}
	told, err := t.tellResident(*r, resident, about{lane: store.LaneAnswer, request: r.ID}, t.comingText(f, resident))
	if err != nil {
		return err
	}
	if !told {
		return t.cannotTell(r)
	}
	byCall := !waysTo(*r, resident).Text
	t.sayComing(f, byCall)
	if !byCall || f.Words == "" {
		return nil
	}
	return t.wordsWait(*r, resident, f.Words)
}

// sayComing tells who writes how their word was passed on; who says it by key is answered by the menu.
func (t *turn) sayComing(f talk.OnMyWay, byCall bool) {
	at := t.network.CallFrom(false, t.now)
	switch {
	case t.call != nil:
	case byCall && at.After(t.now):
		t.says = append(t.says, msg.T(msg.RelayCallingAt, "Time", msg.Moment(at)))
	case f.Late:
		t.thanksFor(msg.LateTold)
	default:
		t.thanksFor(msg.OnWayTold)
	}
}

// cannotTell leaves a holder's word to a person: its resident can be neither texted nor called.
func (t *turn) cannotTell(r *store.Request) error {
	if t.call != nil {
		return t.raiseAndSave(r, dispatch.CannotBeTexted)
	}
	t.keep("not_relayed", r.ID)
	t.says = append(t.says, msg.T(msg.Kept, "Promise", t.promise()))
	return t.digestSoon()
}

// wordsWait keeps what a holder wrote beside being late for the call that tells of it; who wrote what nobody can read out
// is told so.
func (t *turn) wordsWait(r store.Request, resident store.Contact, words string) error {
	if !t.canBeRead(t.language, resident) {
		t.says = append(t.says, msg.T(msg.RelayUnread))
		return nil
	}
	return t.keepPassed(store.Passed{Request: r.ID, Sender: r.Holder, Recipient: resident.ID, Words: store.Sealed(words), Language: t.language})
}

// thanksFor answers a text; who says it by key is answered by the menu.
func (t *turn) thanksFor(key msg.Key) {
	if t.call == nil {
		t.says = append(t.says, msg.T(key, "Name", firstName(t.person.Contact.Name)))
	}
}

// saidLately says whether the holder has said the very same a short while ago. Other words are news.
func (t *turn) saidLately(events []store.Event, kind, words string) bool {
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		if e.Kind == kind && e.Contact == t.person.Contact.ID {
			return e.Why.Reveal() == words && t.now.Sub(e.At) < sameNewsAfter
		}
	}
	return false
}

// comingText is what a resident is told of the neighbor's word: as it is, and in their own language where that is another.
func (t *turn) comingText(f talk.OnMyWay, resident store.Contact) msg.Text {
	name, words := nameOr(t.person.Contact.Name), oneLine(f.Words)
	switch {
	case f.Words != "" && t.languageOf(resident) == t.language:
		return msg.T(msg.RelayFrom, "Name", name, "Words", words)
	case f.Words != "":
		return msg.T(msg.LateFromWords, "Name", name, "Words", words)
	case f.Late:
		return msg.T(msg.LateFrom, "Name", name)
	}
	return msg.T(msg.OnWayFrom, "Name", name)
}

// isLate says whether a holder's last word of when they come was that it takes longer.
func isLate(events []store.Event) bool {
	for i := len(events) - 1; i >= 0; i-- {
		switch events[i].Kind {
		case eventLate:
			return true
		case eventOnWay, eventAssigned:
			return false
		}
	}
	return false
}
