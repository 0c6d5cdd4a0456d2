package store

import (
	"iter"
	"testing"
	"time"

	"hotline/dispatch"
)

// all takes a list to its end.
func all[T any](t *testing.T, db *DB, list func(v *View) iter.Seq2[T, error]) (items []T) {
	t.Helper()
	read(t, db, func(v *View) error {
		for item, err := range list(v) {
			if err != nil {
				return err
			}
			items = append(items, item)
		}
		return nil
	})
	return items
}

// TestListsReadPages lists more than a page of everything, in order, from the start and from a time on.
func TestListsReadPages(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	const before, after = 700, 30
	helper := addVolunteer(t, db, 0)
	add := func(n int) {
		write(t, db, func(tx *Tx) error {
			for range n {
				r := Request{Channel: dispatch.SMS, Request: dispatch.Request{Resident: helper, Holder: helper,
					Status: dispatch.Assigned, Urgency: dispatch.Today}}
				if err := tx.InsertRequest(&r); err != nil {
					return err
				}
				if err := tx.InsertOffer(&Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: helper, Status: dispatch.OfferQueued}}); err != nil {
					return err
				}
				if err := tx.InsertMessage(&Message{Direction: Out, Contact: helper, Body: "hello"}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	add(before)
	clock.advance(time.Hour)
	since := clock.now()
	add(after)
	for from, want := range map[time.Time]int{{}: before + after, since: after, since.Add(time.Hour): 0} {
		requests := all(t, db, func(v *View) iter.Seq2[ListedRequest, error] { return v.ListRequests(from) })
		offers := all(t, db, func(v *View) iter.Seq2[ListedOffer, error] { return v.ListOffers(from) })
		messages := all(t, db, func(v *View) iter.Seq2[ListedMessage, error] { return v.ListMessages(from) })
		if len(requests) != want || len(offers) != want || len(messages) != want {
			t.Fatalf("%d requests, %d offers, %d messages, want %d", len(requests), len(offers), len(messages), want)
		}
		for i := range want {
			if i > 0 && requests[i].ID <= requests[i-1].ID {
				t.Fatal("not oldest first")
			}
			if requests[i].AssignedTo[0] != "Person 0" || offers[i].Code != requests[i].Code ||
				offers[i].Name != "Person 0" || offers[i].Phone != phone(0) || messages[i].Phone != phone(0) {
				t.Fatalf("%+v %+v %+v", requests[i], offers[i], messages[i])
			}
		}
	}
	read(t, db, func(v *View) error {
		for range v.ListMessages(time.Time{}) {
			break // a reader may stop
		}
		return nil
	})
}

// TestListVolunteers counts this week's asks and lists who joined since a time.
func TestListVolunteers(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	early := addVolunteer(t, db, 1)
	r := addRequest(t, db, early)
	addOffer(t, db, r.ID, early)
	clock.advance(8 * 24 * time.Hour)
	late := addVolunteer(t, db, 2)
	addOffer(t, db, r.ID, early)
	got := all(t, db, func(v *View) iter.Seq2[ListedVolunteer, error] { return v.ListVolunteers(time.Time{}) })
	if len(got) != 2 || got[0].ID != early || got[0].AskedThisWeek != 1 || got[0].Phone != phone(1) || got[1].AskedThisWeek != 0 {
		t.Errorf("listed %+v", got)
	}
	got = all(t, db, func(v *View) iter.Seq2[ListedVolunteer, error] { return v.ListVolunteers(clock.now()) })
	if len(got) != 1 || got[0].ID != late {
		t.Errorf("since: %+v", got)
	}
}
