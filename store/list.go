package store

import (
	"iter"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// ListedRequest is a request as `hotline list requests` shows it.
type ListedRequest struct {
	Request
	AssignedTo []Sealed // names; of a request for several volunteers, of all its places
}

// ListedOffer is an offer as `hotline list offers` shows it.
type ListedOffer struct {
	Offer
	Code        string // the request's
	Name, Phone Sealed // the volunteer's
}

// ListedVolunteer is a volunteer as `hotline list volunteers` shows one. JobsHeld, Asked and Apart are zero.
type ListedVolunteer struct {
	Volunteer
	Name, Phone   Sealed
	AskedThisWeek int // offers of the last seven days
}

// ListedMessage is a message as `hotline list messages` shows it.
type ListedMessage struct {
	Message
	Phone Sealed // the contact's
}

// ListRequests yields the requests made since then, oldest first. An error ends the list.
func (v *View) ListRequests(since time.Time) iter.Seq2[ListedRequest, error] {
	page := func(after int64) ([]query.ListRequestsRow, error) {
		return v.q.ListRequests(v.ctx, query.ListRequestsParams{After: after, Page: pageSize})
	}
	return list(v.firstAfter(since), page, func(r query.ListRequestsRow) (l ListedRequest, id int64, show bool, err error) {
		if l.Request, err = v.request(r.Request); err != nil {
			return l, 0, false, err
		}
		if l.Several() {
			err = v.listPlaces(&l)
		} else if l.Holder != 0 {
			l.AssignedTo = make([]Sealed, 1)
			l.AssignedTo[0], err = v.open(contactName, l.Holder, r.HolderName)
		}
		return l, r.Request.ID, !l.CreatedAt.Before(since), err
	})
}

// Whole is a request as a list shows it: with the names of all who have a place.
func (v *View) Whole(r Request) (ListedRequest, error) {
	l := ListedRequest{Request: r}
	if r.Several() {
		err := v.listPlaces(&l)
		return l, err
	}
	if r.Holder == 0 {
		return l, nil
	}
	holder, err := v.ContactByID(r.Holder)
	l.AssignedTo = []Sealed{holder.Name}
	return l, err
}

// listPlaces makes the row of slot 1 the whole request, with the names of all who have a place.
func (v *View) listPlaces(l *ListedRequest) error {
	rows, err := v.PlacesOf(l.Lead)
	if err != nil {
		return err
	}
	places := make([]dispatch.Request, len(rows))
	for i, r := range rows {
		places[i] = r.Request
		if r.Holder == 0 {
			continue
		}
		holder, err := v.ContactByID(r.Holder)
		if err != nil {
			return err
		}
		l.AssignedTo = append(l.AssignedTo, holder.Name)
	}
	l.Request.Request = dispatch.Whole(places)
	return nil
}

// ListOffers yields the offers made since then, oldest first. An error ends the list.
func (v *View) ListOffers(since time.Time) iter.Seq2[ListedOffer, error] {
	page := func(after int64) ([]query.ListOffersRow, error) {
		return v.q.ListOffers(v.ctx, query.ListOffersParams{After: after, Page: pageSize})
	}
	return list(v.firstAfter(since), page, func(r query.ListOffersRow) (l ListedOffer, id int64, show bool, err error) {
		l.Code = r.Code
		if l.Offer, err = offer(r.Offer); err != nil {
			return l, 0, false, err
		}
		l.Name, l.Phone, err = v.namePhone(l.Volunteer, r.Name, r.Phone)
		return l, r.Offer.ID, !l.CreatedAt.Before(since), err
	})
}

// ListVolunteers yields the volunteers who joined since then, removed ones too, in the order of their ids. An error
// ends the list.
func (v *View) ListVolunteers(since time.Time) iter.Seq2[ListedVolunteer, error] {
	week := int64(firstID(v.now.Add(-7 * 24 * time.Hour)))
	page := func(after int64) ([]query.ListVolunteersRow, error) {
		return v.q.ListVolunteers(v.ctx, query.ListVolunteersParams{Week: week, After: after, Page: pageSize})
	}
	return list(0, page, func(r query.ListVolunteersRow) (l ListedVolunteer, id int64, show bool, err error) {
		l.AskedThisWeek = int(r.Asked)
		if l.Volunteer, err = volunteerRow(r.Volunteer, r.Unreachable); err != nil {
			return l, 0, false, err
		}
		l.Name, l.Phone, err = v.namePhone(l.ID, r.Name, r.Phone)
		return l, r.Volunteer.Contact, !l.JoinedAt.Before(since), err
	})
}

// ListMessages yields the messages since then, oldest first. An error ends the list.
func (v *View) ListMessages(since time.Time) iter.Seq2[ListedMessage, error] {
	page := func(after int64) ([]query.ListMessagesRow, error) {
		return v.q.ListMessages(v.ctx, query.ListMessagesParams{After: after, Page: pageSize})
	}
	return list(v.firstAfter(since), page, func(r query.ListMessagesRow) (l ListedMessage, id int64, show bool, err error) {
		if l.Message, err = v.message(r.Message); err != nil {
			return l, 0, false, err
		}
		l.Phone, err = v.open(contactPhone, l.Contact, r.Phone)
		return l, r.Message.ID, !l.CreatedAt.Before(since), err
	})
}

func (v *View) namePhone(id dispatch.ID, name, phone []byte) (n, p Sealed, err error) {
	if n, err = v.open(contactName, id, name); err != nil {
		return "", "", err
	}
	p, err = v.open(contactPhone, id, phone)
	return n, p, err
}

const pageSize = 500

// firstAfter is the id behind which the rows made since then begin.
func (v *View) firstAfter(since time.Time) int64 { return int64(firstID(since)) - 1 }

// list reads page after page, so that a long list needs no memory.
func list[R, T any](after int64, page func(after int64) ([]R, error),
	row func(R) (item T, id int64, show bool, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			rows, err := page(after)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, r := range rows {
				item, id, show, err := row(r)
				after = id
				if err != nil {
					yield(item, err)
					return
				}
				if show && !yield(item, nil) {
					return
				}
			}
			if len(rows) < pageSize {
				return
			}
		}
	}
}
