package engine

import (
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// silenced does what follows when a phone can be texted no more (why says how we know): its requests wait for a
// coordinator, its jobs go back, its offers end.
func (w *work) silenced(c store.Contact, why dispatch.Attention) error {
	asked, err := w.tx.RequestsOf(c.ID, w.now.Add(neverClosed))
	if err != nil {
		return fmt.Errorf("requests of: %w", err)
	}
	for i := range asked {
		if err := w.silencedRequest(&asked[i], why); err != nil {
			return err
		}
	}
	return w.dropVolunteer(c.ID, byVolunteer)
}

func (w *work) silencedRequest(r *store.Request, why dispatch.Attention) error {
	if why == dispatch.CannotBeTexted && !r.Status.Taken() {
		return w.raiseAndSave(r, why)
	}
	offers, err := w.tx.OffersOf(r.ID)
	if err != nil {
		return fmt.Errorf("offers of: %w", err)
	}
	if r.Status.Waiting() {
		if err := w.withdraw(offers, 0); err != nil {
			return err
		}
		if err := w.cancelTimers(r.ID, timerOpen, timerDispatch, timerEscalate, timerNews); err != nil {
			return err
		}
		if err := w.move(r, dispatch.Open); err != nil {
			return err
		}
	}
	if r.Status.Taken() {
		if err := w.endCheckIns(r.ID); err != nil {
			return err
		}
		if err := w.tellUnreachable(*r); err != nil {
			return err
		}
	}
	if err := w.event(r.ID, r.Resident, eventStopped, byResident, string(why)); err != nil {
		return err
	}
	return w.raiseAndSave(r, why)
}

func (w *work) raiseAndSave(r *store.Request, why dispatch.Attention) error {
	if err := w.raise(r, why, ""); err != nil {
		return err
	}
	return w.save(r)
}

// tellUnreachable tells a volunteer on the way that the resident gets no texts any more.
func (w *work) tellUnreachable(r store.Request) error {
	holder, err := w.tx.ContactByID(r.Holder)
	if err != nil {
		return fmt.Errorf("holder: %w", err)
	}
	who, _, _ := w.answers(w.now)
	return w.tellVolunteer(holder, r.ID, msg.T(msg.Prefix, "Network", w.network.Name), msg.T(msg.WonUnreachable, "Who", who))
}

// dropVolunteer hands back the jobs of somebody who helps no more, or not by text, and ends their offers.
func (w *work) dropVolunteer(id dispatch.ID, actor string) error {
	jobs, err := w.tx.RequestsHeldBy(id, w.now.Add(neverClosed))
	if err != nil {
		return fmt.Errorf("requests held: %w", err)
	}
	for i := range jobs {
		if jobs[i].Status.Taken() {
			if err := w.giveBack(&jobs[i], actor); err != nil {
				return err
			}
		}
	}
	return w.withdrawFrom(id, func(store.OfferedJob) bool { return true })
}

// withdrawFrom ends, without a word, the live offers of a volunteer for which which says so. Others are asked instead.
func (w *work) withdrawFrom(volunteer dispatch.ID, which func(store.OfferedJob) bool) error {
	offers, err := w.tx.OffersTo(volunteer, w.now.Add(-offersKnown))
	if err != nil {
		return fmt.Errorf("offers to: %w", err)
	}
	live := slices.DeleteFunc(offers, func(o store.OfferedJob) bool { return !o.Status.Live() || !which(o) })
	for i := range live {
		if _, err := w.tx.DropOffer(live[i].ID); err != nil {
			return fmt.Errorf("drop offer: %w", err)
		}
		if err := w.moveOffer(&live[i].Offer, dispatch.OfferWithdrawn); err != nil {
			return err
		}
		if err := w.setTimer(timerDispatch, live[i].Request, w.now); err != nil {
			return err
		}
	}
	return nil
}
