package main

import (
	"errors"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/gateway/phonetest"
	"hotline/i18n/msg"
	"hotline/store"
)

// holds is what must be true of a day, whatever has happened in it.
func (c *city) holds() {
	c.read()
	c.nothingLost()
	c.nothingTwice()
	c.nothingSilent()
	c.nobodysNumber()
	c.onlyTheHelperKnowsWhere()
	c.askedGently()
	c.oneStateEach()
	c.callsEndWell()
}

// nothingLost: every text that reached the carrier is the line's, once, and nothing is in doubt any more.
func (c *city) nothingLost() {
	sent, kept := 0, 0
	for _, p := range c.people {
		for _, t := range p.phone.Texts() {
			if t.Inbound {
				sent++
			}
		}
	}
	c.look(func(v *store.View) error {
		for m, err := range v.ListMessages(time.Time{}) {
			if err != nil {
				return err
			}
			if m.Direction == store.In {
				kept++
			}
		}
		return nil
	})
	if sent != kept {
		c.t.Errorf("%d texts were sent, %d are here", sent, kept)
	}
	texts, err := c.app.engine.Unknown(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	calls, err := c.app.engine.UnknownDials(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	if len(texts)+len(calls) > 0 {
		c.t.Errorf("%d texts and %d calls are still in doubt", len(texts), len(calls))
	}
}

// nothingTwice: every text that the line handed over is one message of its own, and every text is answered at most
// once.
func (c *city) nothingTwice() {
	c.look(func(v *store.View) error {
		for _, p := range c.people {
			in, replies := 0, 0
			for _, t := range p.phone.Texts() {
				switch {
				case t.Inbound:
					in++
				case t.Reply && !t.Carrier:
					replies++
				case !t.Carrier:
					if _, err := v.MessageBySID(t.SID); err != nil {
						c.t.Errorf("a text to %s is nobody's (%v), or was sent again: %s", p.name, err, t.Body)
					}
				}
			}
			if replies > in {
				c.t.Errorf("%s sent %d texts and got %d answers", p.name, in, replies)
			}
		}
		return nil
	})
}

// nothingSilent: who asks or changes something is answered, unless it was passed on to the other side of a job, or a
// coordinator who has the case reads it. Who has stopped texts is not, and of who was forgotten nobody knows.
func (c *city) nothingSilent() {
	for _, p := range c.people {
		texts := p.phone.Texts()
		if slices.ContainsFunc(texts, func(t phonetest.Text) bool { return t.Inbound && (stops(t.Body) || t.Body == "forget me") }) {
			continue
		}
		for _, t := range texts {
			if !c.asked[t.N] {
				continue
			}
			c.look(func(v *store.View) error {
				seen, err := v.InboundBySID(t.SID)
				if errors.Is(err, store.ErrNotFound) {
					return nil // lost, and complained about
				}
				if err != nil || seen.Answer != 0 {
					return err
				}
				m, err := v.MessageByID(seen.Message)
				if err != nil {
					return err
				}
				passed, err := c.wasPassed(v, m)
				if m.KeptFor == "" && !passed {
					c.t.Errorf("%s (%s) is not answered at %v to %q", p.name, p.phone.Number, t.At, t.Body)
				}
				return err
			})
		}
	}
}

// wasPassed says whether a text was passed on to the other side of a job: as a text, or by phone, where a day later
// nobody knows of it any more.
func (c *city) wasPassed(v *store.View, m store.Message) (bool, error) {
	if at := m.CreatedAt.Unix(); m.Request == 0 || c.kinds.relayed[at] || c.kinds.relayed[at+1] {
		return m.Request != 0, nil
	}
	r, err := v.RequestByID(m.Request)
	if err != nil {
		return false, err
	}
	for _, side := range []dispatch.ID{r.Resident, r.Holder} {
		p, err := v.PersonByID(side)
		if err != nil || side != m.Contact && p.Contact.VoiceOnly {
			return err == nil, err
		}
	}
	return false, nil
}

func stops(body string) bool {
	switch body {
	case "STOP", "ALTO", "stop texting me":
		return true
	}
	return false
}

var (
	notDigits  = regexp.MustCompile(`[^0-9]+`)
	separators = regexp.MustCompile(`[\s.,、-]+`)
)

// nobodysNumber: no number of one person is in a text to another, or said to them.
func (c *city) nobodysNumber() {
	numbers := map[string]bool{}
	for _, p := range c.people {
		numbers[p.phone.Number[2:]] = true
	}
	hold := func(p *person, words string) {
		digits := notDigits.ReplaceAllString(separators.ReplaceAllString(words, ""), " ")
		for run := range strings.FieldsSeq(digits) {
			for i := 0; i+10 <= len(run); i++ {
				if number := run[i : i+10]; numbers[number] && number != p.phone.Number[2:] {
					c.t.Errorf("%s is told another's number: %s", p.name, words)
				}
			}
		}
	}
	for _, p := range c.people {
		for _, t := range p.phone.Texts() {
			if !t.Inbound {
				hold(p, t.Body)
			}
		}
		for _, call := range p.phone.Calls() {
			for _, l := range call.Transcript() {
				hold(p, c.digits(l.Text))
			}
		}
	}
}

// digits are words with the digits that were said one by one written as such.
func (c *city) digits(said string) string {
	for _, language := range c.cfg.Network.Languages {
		for d := byte('0'); d <= '9'; d++ {
			if word, ok := c.app.catalog.Prompt(language, msg.Digit(d)); ok {
				said = strings.ReplaceAll(said, word, string(d))
			}
		}
	}
	return said
}

// onlyTheHelperKnowsWhere: where somebody lives is written to nobody but who has had their job.
func (c *city) onlyTheHelperKnowsWhere() {
	helpers := map[string]map[string]bool{} // by resident
	c.look(func(v *store.View) error {
		for r, err := range places(v) {
			if err != nil {
				return err
			}
			resident, err := v.PersonByID(r.Resident)
			if err != nil {
				return err
			}
			of := string(resident.Contact.Phone)
			if helpers[of] == nil {
				helpers[of] = map[string]bool{}
			}
			events, err := v.EventsOf(r.ID)
			if err != nil {
				return err
			}
			for _, e := range events {
				if e.Kind != "assigned" {
					continue
				}
				helper, err := v.PersonByID(e.Contact)
				if err != nil {
					return err
				}
				helpers[of][string(helper.Contact.Phone)] = true
			}
		}
		return nil
	})
	for _, p := range c.people {
		for _, t := range c.sms {
			if p.place != "" && t.To != p.phone.Number && strings.Contains(t.Body, p.place) && !helpers[p.phone.Number][t.To] {
				c.t.Errorf("%s's place is told to %s: %s", p.name, c.byNumber[t.To].name, t.Body)
			}
		}
	}
}

// askedGently: nobody is asked at night, nor more often in a day than may be.
func (c *city) askedGently() {
	asks := map[string]int{}
	for _, t := range c.sms {
		if kind := c.kinds.of[t.To+t.Body].Kind; t.Reply || kind != string(msg.Offer) {
			continue
		}
		at := t.At.In(c.morning.Location())
		if at.Hour() < 8 || at.Hour() >= 21 {
			c.t.Errorf("asked at %v", at)
		}
		asks[t.To+at.Format(time.DateOnly)]++
	}
	for who, n := range asks {
		if n > c.cfg.Network.Rules.DailyLimit {
			c.t.Errorf("%s is asked %d times", who, n)
		}
	}
}

// places are all requests, and each place of one for several volunteers.
func places(v *store.View) iter.Seq2[store.Request, error] {
	return func(yield func(store.Request, error) bool) {
		for l, err := range v.ListRequests(time.Time{}) {
			all := []store.Request{l.Request}
			if err == nil && l.Several() {
				all, err = v.PlacesOf(l.Lead)
			}
			for _, r := range all {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// oneStateEach: every request is waiting, held by one who was told so, a coordinator's, or closed. A phone that is switched
// off is told again and again; meanwhile a coordinator knows.
func (c *city) oneStateEach() {
	told := c.told()
	c.look(func(v *store.View) error {
		for r, err := range places(v) {
			if err != nil {
				return err
			}
			offers, err := v.OffersOf(r.ID)
			if err != nil {
				return err
			}
			accepted, live := 0, 0
			for _, o := range offers {
				if o.Status == dispatch.OfferAccepted {
					accepted++
				}
				if o.Status.Live() {
					live++
				}
			}
			has := r.Status.Taken() || r.Status == dispatch.DoneReported
			switch {
			case r.Status.Waiting() && r.Holder != 0, has && r.Holder == 0, has != (accepted == 1), !r.Status.Waiting() && live > 0:
				c.t.Errorf("%s is %s, held by %d, with %d accepted and %d live offers", r.Code, r.Status, r.Holder, accepted, live)
			case (r.Status == dispatch.Closed) != (r.ClosedReason != ""):
				c.t.Errorf("%s is %s for %q", r.Code, r.Status, r.ClosedReason)
			}
			if !r.Status.Taken() || r.Attention != "" || c.now().Sub(r.AssignedAt) < slowest {
				continue
			}
			holder, err := v.PersonByID(r.Holder)
			if err != nil {
				return err
			}
			if phone := string(holder.Contact.Phone); !told[r.ID][phone] && !c.toldByPhone(phone) {
				c.t.Errorf("%s (%s) is held by %s, who was not told, since %v", r.Code, r.Status, phone, r.AssignedAt)
			}
		}
		return nil
	})
}

// slowest is by when every phone has what was sent to it.
const slowest = time.Hour

// told is who was told in a text that a request is theirs, by request and phone.
func (c *city) told() map[dispatch.ID]map[string]bool {
	told := map[dispatch.ID]map[string]bool{}
	for _, t := range c.sms {
		switch m := c.kinds.of[t.To+t.Body]; msg.Key(m.Kind) {
		case msg.Won, msg.WonPays, msg.Assigned, msg.AssignedPays, store.KindPlace:
			if told[m.Request] == nil {
				told[m.Request] = map[string]bool{}
			}
			told[m.Request][t.To] = true
		}
	}
	return told
}

// toldByPhone says whether somebody took a job, or heard of one, in a call.
func (c *city) toldByPhone(phone string) bool {
	holder := c.byNumber[phone]
	for _, call := range holder.phone.Calls() {
		for _, l := range call.Transcript() {
			if holder.hears(l.Text, msg.VoiceWon) >= 0 || holder.hears(l.Text, msg.VoiceYourJob) >= 0 {
				return true
			}
		}
	}
	return false
}

// callsEndWell: every call is over, something was said in it, and what was spoken is kept with something.
func (c *city) callsEndWell() {
	c.look(func(v *store.View) error {
		for _, p := range c.people {
			for _, call := range p.phone.Calls() {
				said := slices.ContainsFunc(call.Transcript(), func(l phonetest.Line) bool { return l.Kind == "said" || l.Kind == "played" })
				if call.Waits() != "" || call.Status() == "completed" && !said && !c.wasDown(call.At()) {
					c.t.Errorf("a call of %s at %v is %s: %+v", p.phone.Number, call.At(), call.Status(), call.Transcript())
				}
				for _, r := range call.Recordings() {
					kept, err := v.RecordingBySID(r.SID)
					if err != nil {
						c.t.Errorf("what %s said is nowhere: %v", p.name, err)
					} else if kept.Request == 0 && kept.State != store.RecordingErased {
						c.t.Errorf("what %s said belongs to nothing: %+v", p.name, kept)
					}
				}
			}
		}
		return nil
	})
}
