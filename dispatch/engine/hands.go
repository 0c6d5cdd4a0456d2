package engine

import (
	"fmt"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// A request in a coordinator's hands: nobody is asked and nobody is alerted, until it is given back or a day is over.

// inHandsFor is how long the line leaves a request to whoever has taken it.
const inHandsFor = 24 * time.Hour

// What happens to a request in a coordinator's hands, as its timeline names it.
const (
	eventTaken    = "taken" // why: what it waited for
	eventLetGo    = "given_back"
	eventReopened = "reopened"
	eventAlerted  = "alerted_again" // why: who was
)

// take leaves a request to a coordinator.
func (w *work) take(r *store.Request, actor string) error {
	was := r.Attention
	r.Attention, r.AttentionSince = dispatch.Taken, w.now
	if err := w.save(r); err != nil {
		return err
	}
	if err := w.event(r.ID, 0, eventTaken, actor, string(was)); err != nil {
		return err
	}
	if err := w.cancelTimers(r.ID, timerAlarm); err != nil {
		return err
	}
	return w.setTimer(timerHands, r.ID, w.now.Add(inHandsFor))
}

// takenFrom says who has a request in hand, and why it waited before that.
func (w *work) takenFrom(request dispatch.ID) (who string, was dispatch.Attention, err error) {
	events, err := w.tx.EventsOf(request)
	if err != nil {
		return "", "", fmt.Errorf("events of: %w", err)
	}
	for _, e := range events {
		if e.Kind == eventTaken {
			who, was = e.Actor, dispatch.Attention(e.Why.Reveal())
		}
	}
	return who, was, nil
}

// letGo gives a request back to the line: it waits for whatever it waited for, and what the line leaves alone in a
// person's hands goes on.
func (w *work) letGo(r *store.Request, actor string) error {
	_, was, err := w.takenFrom(r.ID)
	if err != nil {
		return err
	}
	lower(r, dispatch.Taken)
	if was != "" {
		r.Attention, r.AttentionSince = was, w.now
	}
	if err := w.save(r); err != nil {
		return err
	}
	if err := w.event(r.ID, 0, eventLetGo, actor, string(was)); err != nil {
		return err
	}
	if err := w.cancelTimers(r.ID, timerHands); err != nil {
		return err
	}
	return w.goesOn(r)
}

func (w *work) goesOn(r *store.Request) error {
	switch {
	case alarming(r.Attention):
		return w.setTimer(timerAlarm, r.ID, w.now.Add(alarmAgain))
	case r.Attention != "":
		if err := w.digestSoon(); err != nil {
			return err
		}
	case r.Status == dispatch.Received || r.Status == dispatch.NeedsInfo:
		return w.setTimer(timerUnanswered, r.ID, w.network.AskFrom(w.now.Add(unansweredAfter)))
	case r.Status == dispatch.DoneReported:
		return w.setTimer(timerComplete, r.ID, w.now.Add(completeAfter))
	}
	return w.opened(r)
}

// handsOver gives a request back whose day in a person's hands is over: they are told, and those on call hear what waits.
func (w *work) handsOver(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || r.Attention != dispatch.Taken || r.Status == dispatch.Closed {
		return err
	}
	if late, err := w.night(timerHands, id); late || err != nil {
		return err
	}
	who, _, err := w.takenFrom(id)
	if err != nil {
		return err
	}
	if err := w.letGoAll(r, bySystem); err != nil {
		return err
	}
	for _, c := range w.network.Coordinators {
		if c.Name != who {
			continue
		}
		text := msg.T(msg.StaffHandsOver, "Network", w.network.Name, "Code", r.Code)
		if err := w.alertTo([]dispatch.Coordinator{c}, store.LaneCheckIn, id, text); err != nil {
			return err
		}
	}
	return nil
}

// alarmAgain is how often danger, a report and a private case are told again, to the next on call, until somebody has it.
const alarmAgain = 5 * time.Minute

const (
	// alarmRounds is how often that goes round everybody who may hear of it.
	alarmRounds = 2
	// alarmThen is how often one of them is told after that, until somebody has it.
	alarmThen = time.Hour
)

// alarming says whether a reason is told at once and again.
func alarming(a dispatch.Attention) bool {
	return a == dispatch.DangerWords || a == dispatch.Reported || a == dispatch.PrivateCase
}

// alarm is what a request's timeline says of what was told at once: why, the kind of danger, and how often it was told
// again. Whatever a coordinator does about a request means that they have it.
type alarm struct {
	why   dispatch.Attention // empty: nothing is to be told
	kind  string
	again int
}

func (w *work) alarmOf(r store.Request) (a alarm, err error) {
	events, err := w.tx.EventsOf(r.ID)
	if err != nil {
		return a, fmt.Errorf("events of: %w", err)
	}
	for _, e := range events {
		why := e.Why.Reveal()
		switch {
		case e.Kind == eventDanger:
			a = alarm{why: dispatch.DangerWords, kind: why}
		case e.Kind == eventReported:
			a = alarm{why: dispatch.Reported}
		case e.Kind == eventAttention && strings.HasPrefix(why, string(dispatch.PrivateCase)):
			a = alarm{why: dispatch.PrivateCase}
		case e.Kind == eventLetGo && alarming(dispatch.Attention(why)):
			a = alarm{why: dispatch.Attention(why), kind: a.kind}
		case e.Kind == eventAlerted:
			a.again++
		case byPerson(e.Actor):
			a.why = ""
		}
	}
	return a, nil
}

// byPerson says whether a coordinator did it.
func byPerson(actor string) bool {
	return actor != byResident && actor != byVolunteer && actor != bySystem
}

// takeAlarms leaves to a coordinator what was told at once of somebody whose call they took.
func (w *work) takeAlarms(caller dispatch.ID, actor string) error {
	if caller == 0 || actor == "" {
		return nil
	}
	open, err := w.tx.RequestsOf(caller, w.now.Add(neverClosed))
	if err != nil {
		return fmt.Errorf("requests of: %w", err)
	}
	for i := range open {
		a, err := w.alarmOf(open[i])
		if err != nil {
			return err
		}
		if a.why == "" {
			continue
		}
		if err := w.take(&open[i], actor); err != nil {
			return err
		}
	}
	return nil
}

// soundAgain has a request told again in five minutes.
func (w *work) soundAgain(request dispatch.ID) error {
	return w.setTimer(timerAlarm, request, w.now.Add(alarmAgain))
}

// alarmTo tells one coordinator by text and by a call of what nobody has taken.
func (w *work) alarmTo(c dispatch.Coordinator, a alarm, r store.Request) error {
	text, err := w.alarmText(a, r)
	if err != nil {
		return err
	}
	if err := w.alertTo([]dispatch.Coordinator{c}, store.LaneAnswer, r.ID, text); err != nil {
		return err
	}
	to, err := w.coordinator(c)
	if err != nil {
		return err
	}
	return w.alertByCall(to, r.ID, true)
}

// alarmOn tells the next coordinator of what nobody has taken, also at night.
func (w *work) alarmOn(id dispatch.ID) error {
	r, err := w.find(id)
	if err != nil || r == nil || r.Status == dispatch.Closed {
		return err
	}
	a, err := w.alarmOf(*r)
	if err != nil || a.why == "" {
		return err
	}
	next := w.network.AlertedNext(w.now, a.why == dispatch.PrivateCase)
	if len(next) == 0 {
		w.log.Error("an alert is for nobody", "request", id)
		return nil
	}
	c := next[a.again%len(next)]
	if err := w.alarmTo(c, a, *r); err != nil {
		return err
	}
	if err := w.event(id, 0, eventAlerted, bySystem, c.Name); err != nil {
		return err
	}
	if a.again++; a.again < alarmRounds*len(next) {
		return w.soundAgain(id)
	}
	w.log.Error("nobody has taken an alert", "request", id, "times", a.again)
	return w.setTimer(timerAlarm, id, w.now.Add(alarmThen))
}
