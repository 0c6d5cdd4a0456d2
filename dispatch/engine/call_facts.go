package engine

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// facts is what a step in the menu may look at beside the person. lookup says whether looking has failed.
func (t *turn) facts() (f ivr.Facts, lookup func() error) {
	var failed error
	f = ivr.Facts{Number: t.person.Contact.Phone.Reveal(), Line: t.call.Line, LiveHelp: t.liveHelp(), News: t.hasNews,
		Prompts: t.promptsOf, Opened: t.state.Opened, Tomorrow: t.network.QuietAt(t.now)}
	if len(t.voice.PINs) > 0 {
		f.PIN = t.enterPIN
	}
	f.ByCode = func(code string) *talk.Request {
		r, err := t.codeKeyed(code)
		failed = errors.Join(failed, err)
		return r
	}
	f.Confirm = func(number string) bool {
		may, err := t.mayConfirm(number)
		failed = errors.Join(failed, err)
		return may
	}
	f.Desk = func() ivr.Desk {
		d, err := t.desk()
		failed = errors.Join(failed, err)
		return d
	}
	f.Back = func(why talk.Purpose) bool {
		may, err := t.mayPhoneBack(t.person.Contact, why)
		failed = errors.Join(failed, err)
		return may
	}
	ask := &intake{w: t.work}
	f.Shut, f.Nobody = ask.shut, ask.nobody
	return f, func() error { return errors.Join(failed, ask.err) }
}

// mayConfirm says whether a number that a caller has keyed will be called to confirm it.
func (w *work) mayConfirm(number string) (bool, error) {
	p, err := w.tx.PersonByPhone(number)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("find keyed number: %w", err)
	}
	return w.mayBeConfirmed(p.Contact)
}

// codeKeyed is byCode, until a phone has keyed too many numbers in a day that are nobody's.
func (t *turn) codeKeyed(code string) (*talk.Request, error) {
	phone := t.person.Contact.Phone.Reveal()
	if t.wrongCodes.spent(phone, t.now) {
		return nil, nil
	}
	r, err := t.byCode(code)
	if err == nil && r == nil && t.wrongCodes.add(phone, t.now) {
		t.log.Warn("too many wrong reference numbers from a phone, none is read for a day")
	}
	return r, err
}

// byCode finds a request by the number somebody has keyed. The number alone tells how it stands and nothing else; of a
// private one not even that there is one.
func (w *work) byCode(code string) (*talk.Request, error) {
	r, err := w.requestByCode(code)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Private {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("request by code: %w", err)
	}
	places, err := w.placesOf(r)
	if err != nil {
		return nil, err
	}
	whole := dispatch.Whole(ruledPlaces(places))
	return &talk.Request{Request: dispatch.Request{ID: r.ID, Code: r.Code, Status: whole.Status, Attention: r.Attention}}, nil
}

// liveHelp names the coordinators who may be rung for the caller now, in the order of the configuration.
func (t *turn) liveHelp() (names []string) {
	if len(t.voice.LiveHelp) == 0 || !t.voice.LiveHelp.At(t.network.Local(t.now)) {
		return nil
	}
	for _, c := range t.network.OnCall(t.now) {
		if c.Phone != "" && c.Phone != t.person.Contact.Phone.Reveal() {
			names = append(names, c.Name)
		}
	}
	return names
}

// hasNews says whether a caller can hear what is said under "news and places": somebody has written or recorded it, in
// their language or in the network's.
func (e *Engine) hasNews(language string) bool {
	return e.catalog.CanSay(language, msg.VoiceNews, e.prompts) || e.catalog.CanSay(e.network.Language, msg.VoiceNews, e.prompts)
}

// promptsOf is every prompt of a language that can be recorded, those nobody has recorded first.
func (e *Engine) promptsOf(language string) []ivr.Asked {
	var missing, have []ivr.Asked
	for _, key := range e.catalog.Prompts(language) {
		if e.prompts.Has(language, key) {
			have = append(have, ivr.Asked{Key: key, Recorded: true})
		} else {
			missing = append(missing, ivr.Asked{Key: key})
		}
	}
	return append(missing, have...)
}

// ticketFor is how long a recording can be fetched by whoever plays it.
const ticketFor = 30 * time.Minute

// resolve puts into an answer what only the line knows: the number of a request, the phone to ring, the tickets of
// recordings. A recording that may not or cannot be heard is left out.
func (t *turn) resolve(a *CallAnswer) error {
	var said []ivr.Prompt
	for _, p := range a.Say {
		switch {
		case p.Code && t.state.Opened == "":
			continue
		case p.Code:
			p.Code, p.Digits = false, t.state.Opened
		case p.Recording != 0:
			token, err := t.ticket(p.Recording)
			if err != nil {
				return err
			}
			if token == "" {
				continue
			}
			if a.Tickets == nil {
				a.Tickets = map[dispatch.ID]string{}
			}
			a.Tickets[p.Recording] = token
		}
		said = append(said, p)
	}
	a.Say = said
	if a.Listen.For != ivr.ForRing {
		return nil
	}
	ring := &a.Listen.Ring
	if ring.Coordinator != "" {
		ring.Number, ring.Screened = t.coordinatorPhone(ring.Coordinator), true
		return nil
	}
	var err error
	ring.Number, err = t.otherSide(ring.Request)
	return err
}

// ticket lets the carrier play a recording in this call; empty: it is not to be heard here.
func (t *turn) ticket(recording dispatch.ID) (string, error) {
	rec, err := t.tx.RecordingByID(recording)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("recording: %w", err)
	}
	if may, err := t.mayHear(rec); err != nil || !may {
		return "", err
	}
	ticket := store.Ticket{Recording: rec.ID, Call: t.call.ID, ExpiresAt: t.now.Add(ticketFor)}
	if err := t.tx.AddTicket(&ticket); err != nil {
		return "", fmt.Errorf("ticket: %w", err)
	}
	if !rec.HeardAt.IsZero() {
		return ticket.Token, nil
	}
	rec.HeardAt = t.now
	if err := t.tx.SaveRecording(rec, rec.State); err != nil {
		return "", fmt.Errorf("heard recording: %w", err)
	}
	return ticket.Token, nil
}

// coordinatorPhone is the number of a coordinator; empty: there is none of this name.
func (e *Engine) coordinatorPhone(name string) string {
	i := slices.IndexFunc(e.network.Coordinators, func(c dispatch.Coordinator) bool { return c.Name == name })
	if i < 0 {
		return ""
	}
	return e.network.Coordinators[i].Phone
}

// otherSide is the phone of the other side of a job while it lasts and for a day after, or of the case a coordinator has in
// hand; empty: nobody who may be rung.
func (t *turn) otherSide(request dispatch.ID) (string, error) {
	me := t.person.Contact.ID
	for _, r := range slices.Concat(t.held, t.asked) {
		other := otherOf(r, me)
		if r.ID != request || r.Private || !mayPass(r, me, other, t.now) {
			continue
		}
		c, err := t.tx.ContactByID(other)
		if err != nil {
			return "", fmt.Errorf("other side: %w", err)
		}
		if !c.CanCall() {
			return "", nil
		}
		return c.Phone.Reveal(), nil
	}
	return t.caseSide(request)
}
