package engine

import (
	"fmt"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/sms"
	"hotline/store"
)

// eventStillAsked is in the timeline of no request: it is about the volunteer alone.
const eventStillAsked = "still_asked"

// askStill asks a volunteer who has been silent for long whether they are still with us, and not to do anything. Any word
// from them answers it. Of who gets no texts the call with the offer asks that, too: false, and it is to be made.
func (w *work) askStill(volunteer dispatch.ID) (asked bool, err error) {
	p, err := w.personOf(volunteer)
	if err != nil {
		return false, err
	}
	if p.Volunteer == nil {
		return true, nil
	}
	now := w.now
	still := func(h dispatch.Habit) dispatch.Habit { return h.Still(now) }
	if err := w.learnOf(volunteer, &p.Volunteer.Habit, still); err != nil || !p.Contact.CanText() {
		return false, err
	}
	session := sms.StillQuestion(readSession(p.Session), w.now)
	if err := w.saveSession(volunteer, p.Session.Version, session); err != nil {
		return false, err
	}
	text := msg.T(msg.StillWithUs, "Network", w.network.Name)
	if _, err := w.tell(p.Contact, about{lane: store.LaneCheckIn}, text); err != nil {
		return false, err
	}
	return true, w.event(0, volunteer, eventStillAsked, bySystem, "")
}

// askAll carries out whom a plan asks, and returns how many offers were made.
func (w *work) askAll(r store.Request, plan dispatch.Plan, wave int) (int, error) {
	ask := plan.Ask
	for _, volunteer := range plan.Still {
		asked, err := w.askStill(volunteer)
		if err != nil {
			return 0, fmt.Errorf("still with us: %w", err)
		}
		if !asked {
			ask = append(ask, volunteer)
		}
	}
	for _, volunteer := range ask {
		if err := w.ask(r, volunteer, wave); err != nil {
			return 0, err
		}
	}
	return len(ask), nil
}
