package engine

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// enroll stores a volunteer who joined by text: new until two jobs are confirmed or a coordinator trusts them.
func (t *turn) enroll(f talk.Enroll) error {
	d := f.Draft
	t.person.Contact.Name, t.changed = store.Sealed(d.Name), true
	v := store.Volunteer{JoinedAt: t.now}
	if before := t.person.Volunteer; before != nil {
		v = *before
	}
	v.ID, v.Status = t.person.Contact.ID, dispatch.Active
	if t.network.Rules.ApproveVolunteers {
		v.Status = dispatch.Pending
	}
	v.Categories, v.ZIPs, v.Languages = d.Categories, d.ZIPs, d.Languages
	if len(v.Languages) == 0 {
		v.Languages = []string{t.language}
	}
	if err := t.saveVolunteer(v); err != nil {
		return err
	}
	t.person.Volunteer = &v
	if v.Status == dispatch.Pending {
		if err := t.setMetaTime(metaJoined, t.now); err != nil {
			return err
		}
		return t.digestSoon()
	}
	return t.sweepNow()
}

func (t *turn) pause(f talk.Pause) error {
	v := t.person.Volunteer
	if v == nil || v.Status == dispatch.Pending {
		return nil
	}
	v.Status, v.PausedUntil = dispatch.Paused, f.Until
	return t.saveVolunteer(*v)
}

func (t *turn) back(talk.Back) error {
	v := t.person.Volunteer
	if v == nil || v.Status == dispatch.Pending {
		return nil
	}
	v.Status = dispatch.Active
	if err := t.saveVolunteer(*v); err != nil {
		return err
	}
	return t.sweepNow()
}

// leave takes somebody off the volunteers. It hands their jobs back.
func (t *turn) leave(talk.Leave) error {
	v := t.person.Volunteer
	if v == nil {
		return nil
	}
	if err := t.dropVolunteer(v.ID, byVolunteer); err != nil {
		return err
	}
	v.Status = dispatch.Removed
	return t.saveVolunteer(*v)
}
