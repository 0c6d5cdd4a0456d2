package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/store"
)

// languageOf is the language a contact is written to in.
func (e *Engine) languageOf(c store.Contact) string {
	if c.Language == "" {
		return e.network.Language
	}
	return c.Language
}

// words says texts as one message, those to spare only where they cost no further segment. kind is the key of the first
// that says something, or that of a place, which is erased one day.
func (e *Engine) words(language string, texts []msg.Text, now time.Time) (body string, kind msg.Key) {
	said, needed := make([]string, 0, len(texts)), make([]string, 0, len(texts))
	for _, t := range texts {
		if s := e.catalog.Say(language, t, now); s != "" {
			said = append(said, s)
			if !t.Spare {
				needed = append(needed, s)
			}
		}
		if kind == "" && t.Key != msg.Prefix || t.Key == msg.PlaceIs {
			kind = t.Key
		}
	}
	body = i18n.Join(said)
	if len(needed) == len(said) {
		return body, kind
	}
	if shorter := i18n.Join(needed); i18n.Segments(body).Segments > i18n.Segments(shorter).Segments {
		body = shorter
	}
	return body, kind
}

// about is what a text is about and how long it is worth sending.
type about struct {
	lane           store.Lane
	request, offer dispatch.ID
	expires        time.Time // zero: never
}

// tell puts a text to somebody in the outbox and returns its message's id: 0 if this phone may not or cannot be
// texted. Several texts are one message.
func (w *work) tell(to store.Contact, a about, texts ...msg.Text) (dispatch.ID, error) {
	if !to.CanText() {
		return 0, nil
	}
	body, kind := w.words(w.languageOf(to), texts, w.now)
	return w.enqueue(to, a, body, string(kind))
}

// enqueue puts words to somebody in the outbox. What one message cannot hold, as a neighbor's long text with a name
// before it, leaves as several in their order; the id is that of the first.
func (w *work) enqueue(to store.Contact, a about, body, kind string) (first dispatch.ID, err error) {
	for _, part := range i18n.Split(body, i18n.MessageUnits) {
		id, err := w.enqueueOne(to, a, part, kind)
		if err != nil {
			return 0, err
		}
		if first == 0 {
			first = id
		}
	}
	return first, nil
}

func (w *work) enqueueOne(to store.Contact, a about, body, kind string) (dispatch.ID, error) {
	m := store.Message{Direction: store.Out, Contact: to.ID, Line: w.lineOf(to), Body: store.Sealed(body),
		Status: store.MessageWaiting, Segments: i18n.Segments(body).Segments, Kind: kind, Request: a.request}
	if err := w.tx.InsertMessage(&m); err != nil {
		return 0, fmt.Errorf("insert message: %w", err)
	}
	o := store.Outbox{Message: m.ID, Contact: to.ID, Lane: a.lane, Line: m.Line, Offer: a.offer, Request: a.request,
		ExpiresAt: a.expires}
	if err := w.tx.Enqueue(&o); err != nil {
		return 0, fmt.Errorf("enqueue: %w", err)
	}
	w.textsQueued = true
	return m.ID, w.spend(m.Segments)
}

// lineOf is the number of ours this person knows, if it is still ours.
func (e *Engine) lineOf(c store.Contact) string { return e.ours(c.Line) }

// ours is a number of ours if it still is one, else the first.
func (e *Engine) ours(line string) string {
	if slices.Contains(e.lines, line) || len(e.lines) == 0 {
		return line
	}
	return e.lines[0]
}

// contactOf finds the contact of a phone, or makes one.
func (w *work) contactOf(phone, name, language string) (store.Contact, error) {
	p, err := w.tx.PersonByPhone(phone)
	if err == nil {
		return p.Contact, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return store.Contact{}, fmt.Errorf("find contact: %w", err)
	}
	c := store.Contact{Phone: store.Sealed(phone), Name: store.Sealed(name), Language: language}
	c.Line = w.lineOf(c)
	if err := w.tx.InsertContact(&c); err != nil {
		return c, fmt.Errorf("insert contact: %w", err)
	}
	return c, nil
}

// firstName is the first word of a name: neighbors are told no more.
func firstName(name store.Sealed) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name.Reveal()), " ")
	return first
}

// nameOr is a first name, or "your neighbor" where we know none.
func nameOr(name store.Sealed) any {
	if first := firstName(name); first != "" {
		return first
	}
	return msg.T(msg.YourNeighbor)
}

// answers names who can next be promised to answer, as a blank, and by when; ok is false without coordinators.
func (e *Engine) answers(now time.Time) (who any, by msg.Moment, ok bool) {
	c, at, ok := e.network.Answers(now)
	if !ok {
		return msg.T(msg.SomeoneFromTheLine), msg.Moment{}, false
	}
	return firstName(store.Sealed(c.Name)), msg.Moment(at), true
}

// need is a request's category and number of people, as both sides may know it.
func need(r dispatch.Request) msg.Need {
	n := needOne(r)
	if r.Several() {
		n.Helpers = r.Slots
	}
	return n
}

// needOne is what one of a request's volunteers does.
func needOne(r dispatch.Request) msg.Need { return msg.Need{Category: r.Category, People: r.People} }

// when is by when a request is wanted.
func when(r dispatch.Request) msg.When { return msg.When{Urgency: string(r.Urgency), Due: r.DueAt} }

// near is a request's place as far as somebody asked may know it: the ZIP, else the zone.
func near(p dispatch.Place) string {
	if p.ZIP != "" {
		return p.ZIP
	}
	return p.Zone
}
