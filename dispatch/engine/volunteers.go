package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
	"hotline/store"
)

// Volunteer is a volunteer as a coordinator enters one. Its ID is not looked at: the phone says who it is.
type Volunteer struct {
	Phone string // E.164
	Name  string
	dispatch.Volunteer
}

// ImportVolunteers adds volunteers, or updates those whose phone is known: all or none. What the line has learnt of
// somebody (confirmed jobs, since when) stays.
func (e *Engine) ImportVolunteers(ctx context.Context, list []Volunteer, actor string) error {
	return e.write(ctx, func(w *work) error {
		for _, v := range list {
			if err := w.importOne(v, actor); err != nil {
				return err
			}
		}
		return w.sweepNow()
	})
}

func (w *work) importOne(v Volunteer, actor string) error {
	p, err := w.tx.PersonByPhone(v.Phone)
	switch {
	case errors.Is(err, store.ErrNotFound):
		if p.Contact, err = w.newContact(v); err != nil {
			return err
		}
	case err != nil:
		return fmt.Errorf("find contact: %w", err)
	default:
		p.Contact.Name = store.Sealed(v.Name)
		if p.Contact.Language == "" && len(v.Languages) > 0 {
			p.Contact.Language = v.Languages[0]
		}
		if err := w.tx.UpdateContact(p.Contact); err != nil {
			return fmt.Errorf("update contact: %w", err)
		}
	}
	row := store.Volunteer{Volunteer: v.Volunteer, JoinedAt: w.now}
	if known := p.Volunteer; known != nil {
		row.JoinedAt, row.Confirmed, row.OpenJobs = known.JoinedAt, known.Confirmed, known.OpenJobs
		row.Standby, row.StandbyFor = known.Standby, known.StandbyFor
	}
	row.ID = p.Contact.ID
	if err := w.saveVolunteer(row); err != nil {
		return err
	}
	return w.event(0, row.ID, eventImported, actor, "")
}

func (w *work) newContact(v Volunteer) (store.Contact, error) {
	c := store.Contact{Phone: store.Sealed(v.Phone), Name: store.Sealed(v.Name)}
	if len(v.Languages) > 0 {
		c.Language = v.Languages[0]
	}
	c.Line = w.lineOf(c)
	if err := w.tx.InsertContact(&c); err != nil {
		return c, fmt.Errorf("insert contact: %w", err)
	}
	return c, nil
}

// volunteerOf finds a volunteer by phone.
func (w *work) volunteerOf(phone string) (store.Person, error) {
	p, err := w.tx.PersonByPhone(phone)
	if errors.Is(err, store.ErrNotFound) || err == nil && p.Volunteer == nil {
		return p, errors.New("no volunteer has this phone")
	}
	if err != nil {
		return p, fmt.Errorf("find volunteer: %w", err)
	}
	return p, nil
}

// Approve lets a volunteer who joined by text be asked, and tells them.
func (e *Engine) Approve(ctx context.Context, phone, actor string) error {
	return e.write(ctx, func(w *work) error {
		p, err := w.volunteerOf(phone)
		if err != nil {
			return err
		}
		if p.Volunteer.Status == dispatch.Removed {
			return errors.New("this volunteer has left")
		}
		waited := p.Volunteer.Status == dispatch.Pending
		p.Volunteer.Status = dispatch.Active
		if err := w.saveVolunteer(*p.Volunteer); err != nil {
			return err
		}
		if waited {
			text := msg.T(msg.Approved, "Name", firstName(p.Contact.Name))
			if _, err := w.tell(p.Contact, about{lane: store.LaneAnswer}, text); err != nil {
				return err
			}
		}
		if err := w.event(0, p.Contact.ID, eventApproved, actor, ""); err != nil {
			return err
		}
		return w.sweepNow()
	})
}

// Pause stops asking a volunteer until BACK. Offers already out stay theirs to answer.
func (e *Engine) Pause(ctx context.Context, phone, actor string) error {
	return e.write(ctx, func(w *work) error {
		p, err := w.volunteerOf(phone)
		if err != nil {
			return err
		}
		if p.Volunteer.Status != dispatch.Active && p.Volunteer.Status != dispatch.Paused {
			return fmt.Errorf("this volunteer is %s", p.Volunteer.Status)
		}
		v := *p.Volunteer
		v.Status, v.PausedUntil = dispatch.Paused, time.Time{}
		if err := w.saveVolunteer(v); err != nil {
			return err
		}
		return w.event(0, v.ID, eventPaused, actor, "")
	})
}

// Remove takes somebody off the volunteers. Jobs they have go back to the head of the queue.
func (e *Engine) Remove(ctx context.Context, phone, actor string) error {
	return e.write(ctx, func(w *work) error {
		p, err := w.volunteerOf(phone)
		if err != nil {
			return err
		}
		if err := w.dropVolunteer(p.Contact.ID, actor); err != nil {
			return err
		}
		v := *p.Volunteer
		v.Status = dispatch.Removed
		if err := w.saveVolunteer(v); err != nil {
			return err
		}
		return w.event(0, v.ID, eventRemoved, actor, "")
	})
}

// What happens to a volunteer.
const (
	eventImported = "volunteer_imported"
	eventApproved = "volunteer_approved"
	eventPaused   = "volunteer_paused"
	eventRemoved  = "volunteer_removed"
)
