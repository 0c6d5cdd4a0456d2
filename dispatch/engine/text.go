package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
	"hotline/store"
)

// Inbound is a text that arrived, its numbers in E.164.
type Inbound struct {
	SID        string // the carrier's id; the same one again changes nothing
	From, To   string
	Body       string
	Media      int
	OptOutType string    // the carrier's own mark: STOP, START, HELP or empty
	SentAt     time.Time // as the carrier says; zero: now
	MediaURLs  []string
	// Late marks a text that was fetched from the carrier's list because its webhook never reached us: nobody waits
	// for the response, so the answer leaves through the outbox.
	Late bool
}

// Answer is what is said in response to a text. An empty body: nothing.
type Answer struct {
	Message dispatch.ID // of the stored outbound message; 0: none
	Body    string
}

// Text handles a text that arrived and returns once all of it is durable. It is idempotent: the same SID again, also
// at the same time, changes nothing and gets the same answer. A text from one of our own numbers is left alone: it is
// our own, come back, and an answer would come back as well.
func (e *Engine) Text(ctx context.Context, in Inbound) (Answer, error) {
	if slices.Contains(e.lines, in.From) {
		e.loop.Do(func() { e.log.Error("a text from one of our own numbers, left alone as are all that follow") })
		return Answer{}, nil
	}
	var a Answer
	read := reading{in, lexicon.Parse(in.Body), i18n.Segments(in.Body).Segments}
	err := e.write(ctx, func(w *work) error {
		seen, err := w.tx.InboundBySID(in.SID)
		if err == nil {
			a = Answer{seen.Answer, seen.Body.Reveal()}
			return nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("find inbound: %w", err)
		}
		a, err = w.text(read)
		return err
	})
	if err != nil {
		return Answer{}, fmt.Errorf("text: %w", err)
	}
	return a, nil
}

// reading is a text as far as it can be read before anything is known of its writer: outside the transaction.
type reading struct {
	Inbound
	text     lexicon.Text
	segments int
}

// turn is one event being handled: a text, or what was heard in one turn of a call. Of a call in, inbound and answer
// are nothing and are not stored.
type turn struct {
	*work
	in      reading
	inbound store.Message
	answer  store.Message
	call    *store.Call // nil: a text
	state   callState
	// callerGone: a coordinator has taken the call of somebody who has hung up.
	callerGone bool
	person     store.Person
	firstText  bool            // the phone was never heard of before
	changed    bool            // the contact is to be written
	asked      []store.Request // the person's own, not closed
	held       []store.Request // the person's jobs, and those until a day ago
	session    talk.Session
	intake     dispatch.ID // shared by the requests of this event

	language string // of the answer
	says     []msg.Text
	after    []func() error // once inbound and answer are stored
}

func (w *work) text(in reading) (Answer, error) {
	t, err := w.load(in)
	if err != nil {
		return Answer{}, err
	}
	if err := t.showsLife(); err != nil {
		return Answer{}, err
	}
	event := talk.Event{At: w.now, Text: in.text, Media: in.Media, OptOutType: in.OptOutType}
	if event.Person, err = t.known(); err != nil {
		return Answer{}, err
	}
	ask := intake{w: w}
	event.Shut, event.Nobody, event.Wait = ask.shut, ask.nobody, w.wait
	session, effects := w.talk.Step(t.session, event)
	if ask.err != nil {
		return Answer{}, ask.err
	}
	t.session = session
	if err := t.enter(effects); err != nil {
		return Answer{}, err
	}
	for _, f := range effects {
		if err := w.effects.do(t, f); err != nil {
			return Answer{}, err
		}
	}
	return t.finish()
}

// load finds or makes the person who wrote, and notes what the text proves: this phone can text.
func (w *work) load(in reading) (*turn, error) {
	t := &turn{work: w, in: in}
	var err error
	t.person, err = w.tx.PersonByPhone(in.From)
	switch {
	case errors.Is(err, store.ErrNotFound):
		t.person.Contact = store.Contact{ID: w.tx.NewID(), Phone: store.Sealed(in.From), Line: in.To, ProvenText: true}
		t.firstText = true
	case err != nil:
		return nil, fmt.Errorf("find person: %w", err)
	}
	c := &t.person.Contact
	if c.Line != in.To || !c.ProvenText {
		c.Line, c.ProvenText, t.changed = in.To, true, true
	}
	if c.Unreachable != "" || c.VoiceOnly {
		c.Unreachable, c.VoiceOnly = "", false
		if err := w.tx.SetReach(c.ID, "", false); err != nil {
			return nil, fmt.Errorf("set reach: %w", err)
		}
	}
	if staff, ok := w.network.CoordinatorAt(in.From); ok && c.Language == "" && len(staff.Languages) > 0 {
		c.Language, t.changed = staff.Languages[0], true
	}
	t.language = w.languageOf(*c)
	t.session = readSession(t.person.Session)
	t.inbound = store.Message{ID: w.tx.NewID(), SID: in.SID, Direction: store.In, Contact: c.ID, Line: in.To,
		Body: store.Sealed(in.Body), Status: store.MessageReceived, Media: in.Media,
		Segments: in.segments}
	t.answer.ID = w.tx.NewID()
	return t, nil
}

// enter stores a phone never heard of before, in the language that its first text has shown.
func (t *turn) enter(effects []talk.Effect) error {
	if !t.firstText {
		return nil
	}
	for _, f := range effects {
		if l, ok := f.(talk.SetLanguage); ok {
			t.person.Contact.Language = l.Language
		}
	}
	if err := t.tx.InsertContact(&t.person.Contact); err != nil {
		return fmt.Errorf("insert contact: %w", err)
	}
	return nil
}

// readSession reads a stored conversation. One that cannot be read (an older release's) starts anew.
func readSession(s store.Session) talk.Session {
	var read talk.Session
	if len(s.Data) == 0 || json.Unmarshal(s.Data, &read) != nil {
		return talk.Session{}
	}
	return read
}

func (w *work) saveSession(contact dispatch.ID, version int64, s talk.Session) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write session: %w", err)
	}
	if err := w.tx.SaveSession(contact, version, data); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// finish stores the text, its answer and where the conversation stands.
func (t *turn) finish() (Answer, error) {
	body, err := t.exchange()
	if err != nil {
		return Answer{}, err
	}
	if t.changed {
		if err := t.tx.UpdateContact(t.person.Contact); err != nil {
			return Answer{}, fmt.Errorf("update contact: %w", err)
		}
	}
	if err := t.saveSession(t.person.Contact.ID, t.person.Session.Version, t.session); err != nil {
		return Answer{}, err
	}
	for _, do := range t.after {
		if err := do(); err != nil {
			return Answer{}, err
		}
	}
	if body == "" || t.apart() {
		return Answer{}, nil
	}
	return Answer{t.answer.ID, body}, nil
}

// apart says whether an answer leaves by itself: nobody waits for the response to a late text, and one that carries
// the carrier's opt-out mark gets an empty response (the carrier has answered it).
func (t *turn) apart() bool { return t.in.Late || t.in.OptOutType != "" }

// exchange stores the text and what is said in response: handed to the carrier with the response, so never in the
// outbox unless it leaves apart.
func (t *turn) exchange() (string, error) {
	body, kind := t.words(t.language, t.says, t.now)
	if body = strings.TrimSpace(body); body == "" {
		return "", t.storeInbound()
	}
	if t.apart() {
		id, err := t.enqueue(t.person.Contact, about{lane: store.LaneAnswer, request: t.inbound.Request}, body, string(kind))
		if err != nil {
			return "", err
		}
		t.answer.ID, t.inbound.Answer = id, id
		return body, t.storeInbound()
	}
	t.answer = store.Message{ID: t.answer.ID, Direction: store.Out, Contact: t.person.Contact.ID, Line: t.in.To,
		Body: store.Sealed(body), Status: messageAccepted, Segments: i18n.Segments(body).Segments, Kind: string(kind),
		Request: t.inbound.Request}
	if err := t.tx.InsertExchange(&t.inbound, &t.answer); err != nil {
		return "", fmt.Errorf("insert inbound and answer: %w", err)
	}
	return body, t.spend(t.answer.Segments)
}

func (t *turn) storeInbound() error {
	if err := t.tx.InsertMessage(&t.inbound); err != nil {
		return fmt.Errorf("insert inbound: %w", err)
	}
	return nil
}

// messageAccepted is the carrier's word for a text it has taken over; ours from the moment it is in the response.
const messageAccepted store.MessageStatus = "accepted"

// about notes which request this is about.
func (t *turn) about(request dispatch.ID) {
	t.inbound.Request = request
	if t.call != nil {
		t.call.Request = request
	}
}

// keep marks the inbound text for the coordinators' inbox.
func (t *turn) keep(why string, request dispatch.ID) {
	if t.inbound.KeptFor == "" {
		t.inbound.KeptFor = why
	}
	if request != 0 {
		t.about(request)
	}
}
