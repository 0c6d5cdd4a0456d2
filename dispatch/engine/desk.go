package engine

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// What a coordinator does by phone. One is known by our having phoned them, or by their PIN: a number shown is no proof.

// phonedAlerts are the alerts that a coordinator whose phone gets no texts is called about; true: at once, also at night.
var phonedAlerts = map[msg.Key]bool{msg.AlertDanger: true, msg.AlertDangerHelper: true, msg.AlertReport: true, msg.AlertReportAlone: true,
	msg.AlertPrivate: true, msg.AlertWaiting: false, msg.AlertJoin: false, msg.AlertNobodyLeft: false, msg.AlertNoYes: false}

// alertByCall has a coordinator phoned: about one request that nobody has taken, or, with none, about what waits.
func (w *work) alertByCall(to store.Contact, request dispatch.ID, atOnce bool) error {
	if !to.CanCall() {
		return nil
	}
	if !atOnce {
		request = 0
	}
	return w.dial(to, order{purpose: talk.CallAlert, request: request, asked: atOnce})
}

// alertStale says whether a call to a coordinator is not worth making any more: somebody has taken what it is about.
func (w *work) alertStale(d store.Dial) (bool, error) {
	if d.Request == 0 {
		return false, nil
	}
	r, err := w.find(d.Request)
	if err != nil || r == nil || r.Status == dispatch.Closed {
		return err == nil, err
	}
	a, err := w.alarmOf(*r)
	return a.why == "", err
}

// coordinator is the one who wrote, whom we have phoned, or who has keyed their PIN; without a name: none. Step lets
// nobody else's commands through.
func (t *turn) coordinator() (c dispatch.Coordinator) {
	if t.call == nil || t.call.Direction == store.Out {
		c, _ = t.network.CoordinatorAt(t.person.Contact.Phone.Reveal())
		return c
	}
	for _, each := range t.network.Coordinators {
		if each.Name == t.state.Staff {
			c = each
		}
	}
	return c
}

// proven says whether it is certain who is on the phone.
func (t *turn) proven() bool { return t.call.Dial != 0 || t.state.Staff != "" }

// enterPIN lets the coordinator whose PIN was keyed do by phone what they do by text.
func (t *turn) enterPIN(keys string) (coordinator string, ok bool) {
	if coordinator, ok = t.pin(keys); ok {
		t.state.Staff = coordinator
	}
	return coordinator, ok
}

const (
	deskMost   = 20             // cases told of on the phone
	unreadFrom = 24 * time.Hour // how far back texts are counted that a person has to read
)

// desk is what waits for the coordinator on the phone; nothing for anybody else.
func (t *turn) desk() (d ivr.Desk, err error) {
	who := t.coordinator()
	if who.Name == "" {
		return d, nil
	}
	waiting, err := t.tx.RequestsForPerson()
	if err != nil {
		return d, fmt.Errorf("requests for a person: %w", err)
	}
	if len(waiting) > deskMost {
		slices.SortStableFunc(waiting, func(a, b store.Request) int { return cmp.Compare(t.deskRank(a), t.deskRank(b)) })
	}
	for _, r := range waiting {
		if len(d.Cases) == deskMost {
			break
		}
		may, err := t.mayTake(who, r)
		if err != nil {
			return d, err
		}
		if !may {
			continue
		}
		at, err := t.deskCase(r)
		if err != nil {
			return d, err
		}
		d.Cases = append(d.Cases, at)
	}
	kept, err := t.tx.MessagesKept(t.now.Add(-unreadFrom))
	if err != nil {
		return d, fmt.Errorf("messages kept: %w", err)
	}
	d.Unread = len(slices.DeleteFunc(kept, func(m store.Message) bool { return toldAtOnce[m.KeptFor] }))
	d.Joins, err = t.pending()
	return d, err
}

// deskRank keeps what this call is about among what is told of, however much waits, and then what is told at once.
func (t *turn) deskRank(r store.Request) int {
	switch {
	case r.ID == t.state.Menu.Request:
		return 0
	case alarming(r.Attention):
		return 1
	}
	return 2
}

// mayTake says whether a request is one a coordinator may hear of: it waits, or is in their own hands.
func (t *turn) mayTake(who dispatch.Coordinator, r store.Request) (bool, error) {
	if r.Resident == t.person.Contact.ID || unconfirmed(r) {
		return false, nil
	}
	if r.Attention != dispatch.Taken {
		return t.network.MayHandle(who, r.Request), nil
	}
	taker, _, err := t.takenFrom(r.ID)
	return taker == who.Name, err
}

func (t *turn) deskCase(r store.Request) (ivr.Case, error) {
	at := ivr.Case{Request: r.ID, Code: r.Code, Why: r.Attention}
	if !r.Private && r.Category != categoryOther {
		at.Category = r.Category
	}
	all, err := t.tx.RecordingsOf(r.ID)
	if err != nil {
		return at, fmt.Errorf("recordings of: %w", err)
	}
	for _, rec := range all {
		if rec.State == store.RecordingStored && forStaff(rec) {
			at.Recordings = append(at.Recordings, talk.Recording{ID: rec.ID, Kind: talk.SpokenKind(rec.Kind), Seconds: rec.Seconds})
		}
	}
	who, err := t.whoAsked(r)
	if err != nil {
		return at, err
	}
	at.Connect = !r.Private && who.CanCall()
	return at, nil
}

// forStaff says whether a recording is for a coordinator to hear: where to come is the helper's alone, and what the two
// sides of a job say to each other is theirs.
func forStaff(rec store.Recording) bool {
	switch talk.SpokenKind(rec.Kind) {
	case talk.SpokenPlace, talk.SpokenWords, talk.SpokenPrompt:
		return false
	}
	return true
}

// whoAsked is the person a coordinator talks to about a request: who has reported something, else its resident.
func (w *work) whoAsked(r store.Request) (store.Contact, error) {
	id := r.Resident
	if r.Frozen {
		events, err := w.tx.EventsOf(r.ID)
		if err != nil {
			return store.Contact{}, fmt.Errorf("events of: %w", err)
		}
		for _, e := range events {
			if e.Kind == eventReported && e.Contact != 0 {
				id = e.Contact
			}
		}
	}
	c, err := w.tx.ContactByID(id)
	if err != nil {
		return c, fmt.Errorf("who asked: %w", err)
	}
	return c, nil
}

// caseSide is the phone a coordinator is connected with about a request they have in hand; empty: nobody who may be rung.
func (t *turn) caseSide(request dispatch.ID) (string, error) {
	r, err := t.find(request)
	if err != nil || r == nil || r.Private || r.Attention != dispatch.Taken {
		return "", err
	}
	taker, _, err := t.takenFrom(r.ID)
	if err != nil || taker != t.coordinator().Name {
		return "", err
	}
	c, err := t.whoAsked(*r)
	if err != nil || !c.CanCall() {
		return "", err
	}
	return c.Phone.Reveal(), nil
}

// mayHear says whether a recording may be played in this call: to the side of a job that it is for, or to a coordinator who
// may handle what it is about; and only when we know who is on the phone.
func (t *turn) mayHear(rec store.Recording) (bool, error) {
	if rec.State != store.RecordingStored || !t.proven() {
		return false, nil
	}
	if may, err := t.isForThem(rec); err != nil || may {
		return may, err
	}
	who := t.coordinator()
	if who.Name == "" || rec.Request == 0 || !forStaff(rec) {
		return false, nil
	}
	r, err := t.find(rec.Request)
	if err != nil || r == nil {
		return false, err
	}
	return t.mayTake(who, *r)
}

// tells says whether a recording is about this place of a request: what its resident has said is about all of them, what
// was said to one volunteer is not.
func tells(r store.Request, rec store.Recording) bool {
	return r.ID == rec.Request || wholeOf(r) == rec.Request && rec.Kind != string(talk.SpokenWords)
}
