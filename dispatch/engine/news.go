package engine

import (
	"fmt"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/ivr"
	"hotline/store"
)

// waysTo are the ways by which news of a request reaches its resident; neither: a person has to tell them.
func waysTo(r store.Request, resident store.Contact) dispatch.Ways {
	if r.Private {
		return dispatch.Ways{}
	}
	var asked time.Time
	if r.Channel == dispatch.Voice {
		asked = r.CreatedAt
	}
	c := resident
	phone := dispatch.Phone{Texts: c.CanText(), Calls: c.CanCall(), Proven: c.ProvenText, Said: c.Texts, Stopped: c.OptedOutAt}
	return phone.News(asked)
}

// mayBeConnected says whether a request's resident may be rung for whoever has it.
func mayBeConnected(r store.Request, resident store.Contact) bool {
	return resident.CanCall() && !r.Frozen && !r.Private
}

// tellResident tells a resident news of a request, in the ways that reach them; false: a person has to.
func (w *work) tellResident(r store.Request, resident store.Contact, a about, texts ...msg.Text) (bool, error) {
	ways := waysTo(r, resident)
	if ways.Text {
		if _, err := w.tell(resident, a, texts...); err != nil {
			return false, err
		}
	}
	if !ways.Call {
		return ways.Text, nil
	}
	return true, w.dial(resident, order{purpose: talk.CallNews, request: wholeOf(r)})
}

// plainStates are how a request can stand with nothing to it that only a call of ours may tell: no name, no question.
var plainStates = []msg.Key{msg.VoiceStateAsking, msg.VoiceStateMorning, msg.VoiceStatePerson, msg.VoiceStateNumber, msg.VoiceStateOver,
	msg.VoiceStateDone}

// toldState drops the call that would tell somebody how a request of theirs stands: they have phoned us, and know it.
func (t *turn) toldState(said ivr.Turn, request dispatch.ID) error {
	told := func(p ivr.Prompt) bool { return slices.Contains(plainStates, p.Key) }
	if t.call.Direction != store.In || request == 0 || !slices.ContainsFunc(said.Say, told) {
		return nil
	}
	for _, r := range t.asked {
		if r.ID == request {
			request = wholeOf(r)
		}
	}
	if err := t.theyKnow(request, t.call.Contact); err != nil {
		return err
	}
	live, err := t.tx.LiveDialsAbout(request)
	if err != nil {
		return fmt.Errorf("live dials about: %w", err)
	}
	for _, d := range live {
		if d.Contact != t.call.Contact || d.State != store.DialWaiting || d.Purpose != string(talk.CallNews) {
			continue
		}
		if err := t.dropDial(d); err != nil {
			return err
		}
	}
	return nil
}

// tellVolunteer tells a volunteer something about a job of theirs; who gets no texts is called, and hears how it stands.
func (w *work) tellVolunteer(to store.Contact, request dispatch.ID, texts ...msg.Text) error {
	if !to.CanText() && to.CanBeAsked() {
		return w.dial(to, order{purpose: talk.CallJob, request: request})
	}
	_, err := w.tell(to, about{lane: store.LaneAnswer, request: request}, texts...)
	return err
}
