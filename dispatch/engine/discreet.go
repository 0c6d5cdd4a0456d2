package engine

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/store"
)

// discreet makes everything this phone has asked for private, or ends that where nothing but a danger phrase had
// made it so. Who was asked already may still say yes: the resident hears of it from a person, not by text.
func (t *turn) discreet(f talk.Discreet) error {
	for i := range t.asked {
		r := &t.asked[i]
		if r.Private != f.Off || r.Attention == dispatch.PrivateCase {
			continue
		}
		r.Private = !f.Off
		if err := t.save(r); err != nil {
			return err
		}
		if err := t.event(r.ID, t.person.Contact.ID, eventDiscreet, byResident, ""); err != nil {
			return err
		}
		if f.Off && r.Status.Waiting() {
			if err := t.opened(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// mayBeTold says whether a resident may be told about a request by text.
func mayBeTold(r store.Request, resident store.Contact) bool { return !r.Private && resident.CanText() }

// untold is why a person has to tell the resident instead.
func untold(r store.Request) dispatch.Attention {
	if r.Private {
		return dispatch.PrivateCase
	}
	return dispatch.CannotBeTexted
}
