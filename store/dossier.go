package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Dossier is everything that is kept of one person.
type Dossier struct {
	Person
	OptOuts    []OptOut
	Requests   []Request // their own
	Offers     []AskedFor
	Messages   []Message // both ways, oldest first, as all that follow
	Calls      []Call
	Recordings []Recording // of what they have said
	Passed     []Passed    // from them or to them
	Events     []Event     // what they did, or what was done about them
}

// OptOut is one time that somebody stopped texts, or opened them again.
type OptOut struct {
	At      time.Time
	Stopped bool
	How     string
}

// AskedFor is an offer with what it was about.
type AskedFor struct {
	Offer
	Code, Category string
}

// Dossier gathers everything that is kept of one person. Without an index by person it looks through all texts since they
// were first known: for a command, not for a line's turns.
func (v *View) Dossier(phone string) (d Dossier, err error) {
	if d.Person, err = v.PersonByPhone(phone); err != nil {
		return d, err
	}
	id, since := int64(d.Contact.ID), int64(firstID(d.Contact.CreatedAt))
	if d.Requests, err = v.RequestsOf(d.Contact.ID, time.Unix(1, 0)); err != nil {
		return d, err
	}
	messages, err := v.q.MessagesWith(v.ctx, query.MessagesWithParams{Since: since, Contact: id})
	if d.Messages, err = many(messages, err, v.message); err != nil {
		return d, err
	}
	calls, err := v.q.CallsWith(v.ctx, nullID(d.Contact.ID))
	if d.Calls, err = many(calls, err, v.call); err != nil {
		return d, err
	}
	said, err := v.q.RecordingsBy(v.ctx, nullID(d.Contact.ID))
	if d.Recordings, err = many(said, err, recording); err != nil {
		return d, err
	}
	return d, v.dossierRest(&d, id, since)
}

func (v *View) dossierRest(d *Dossier, id, since int64) error {
	offers, err := v.q.OffersWith(v.ctx, id)
	d.Offers, err = many(offers, err, func(r query.OffersWithRow) (AskedFor, error) {
		o, err := offer(r.Offer)
		return AskedFor{o, r.Code, r.Category}, err
	})
	if err != nil {
		return err
	}
	optOuts, err := v.q.OptOutsOf(v.ctx, id)
	d.OptOuts, err = many(optOuts, err, func(r query.OptOut) (OptOut, error) { return OptOut{fromMS(r.At), r.Stopped, r.How}, nil })
	if err != nil {
		return err
	}
	passed, err := v.q.PassedBy(v.ctx, id)
	if d.Passed, err = many(passed, err, v.passed); err != nil {
		return err
	}
	events, err := v.q.EventsWith(v.ctx, query.EventsWithParams{Since: since, Contact: nullID(dispatch.ID(id))})
	d.Events, err = many(events, err, func(r query.Event) (Event, error) {
		why, err := v.open(eventWhy, dispatch.ID(r.ID), r.Why)
		return Event{ID: dispatch.ID(r.ID), Request: dispatch.ID(r.Request.Int64), At: fromMS(r.At), Kind: r.Kind, Actor: r.Actor, Why: why}, err
	})
	return err
}
