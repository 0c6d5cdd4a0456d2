package store

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline/dispatch"
)

// TestRequestReadsBack writes every field of a request and reads it in every way there is.
func TestRequestReadsBack(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	resident, helper := addContact(t, db, 1), addVolunteer(t, db, 2)
	at := func(n time.Duration) time.Time { return clock.now().Add(n * time.Second) }
	want := Request{
		Intake: 7, Channel: dispatch.Voice, Details: "two adults", Corner: "Broadway and Flushing", Address: "12 Elm St, 3B",
		ClosedReason: dispatch.Completed, AttentionSince: at(1), Frozen: true, LastWordAt: at(2), AssignedAt: at(3), DoneAt: at(4),
		Weekly: true, Follows: 5,
		Request: dispatch.Request{
			Resident: resident, Status: dispatch.Closed, Attention: dispatch.Disputed, Category: "FOOD",
			Place: dispatch.Place{ZIP: "11211", Zone: "North"}, People: 2, Urgency: dispatch.Today, Language: "es",
			Private: true, Holder: helper, PlaceTold: true, OpenedAt: at(5), DueAt: at(6), ClosedAt: at(7), Asks: 5,
		},
	}
	write(t, db, func(tx *Tx) error { return tx.InsertRequest(&want) })
	for way, find := range map[string]func(v *View) (Request, error){
		"by id":   func(v *View) (Request, error) { return v.RequestByID(want.ID) },
		"by code": func(v *View) (Request, error) { return v.RequestByCode(want.Code) },
		"of resident": func(v *View) (Request, error) {
			list, err := v.RequestsOf(resident, at(7))
			return list[0], err
		},
		"held": func(v *View) (Request, error) {
			list, err := v.RequestsHeldBy(helper, at(7))
			return list[0], err
		},
	} {
		t.Run(way, func(t *testing.T) { equal(t, want, get(t, db, find)) })
	}
	for _, list := range []func(v *View) ([]Request, error){
		func(v *View) ([]Request, error) { return v.RequestsOf(resident, at(8)) },
		func(v *View) ([]Request, error) { return v.RequestsHeldBy(helper, at(8)) },
		(*View).RequestsWaiting, (*View).RequestsForPerson,
	} {
		if got := get(t, db, list); len(got) != 0 {
			t.Errorf("a request closed earlier is listed: %v", got)
		}
	}
	if err := db.Read(t.Context(), func(v *View) error { _, err := v.RequestByCode("none"); return err }); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such code: %v", err)
	}
}

// TestUpdateWords writes what was said about a request and leaves the rest of it, unless it has moved on.
func TestUpdateWords(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	want := addRequest(t, db, addContact(t, db, 1))
	want.People, want.Details, want.Address = 3, "three adults", "12 Elm St, 3B"
	want.PlaceTold, want.LastWordAt = true, clock.now().Add(time.Second)
	said := want
	said.Category, said.Urgency, said.Frozen, said.Asks = "RIDE", dispatch.Today, true, 9
	write(t, db, func(tx *Tx) error { return tx.UpdateWords(said) })
	equal(t, want, get(t, db, func(v *View) (Request, error) { return v.RequestByID(want.ID) }))

	said.Status, said.People = dispatch.Offered, 4
	if err := db.Write(t.Context(), func(tx *Tx) error { return tx.UpdateWords(said) }); !errors.Is(err, ErrConflict) {
		t.Errorf("in another status: %v", err)
	}
}

// TestUpdateAttention writes for whom a request waits and leaves the rest of it, unless it has moved on.
func TestUpdateAttention(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	want := addRequest(t, db, addContact(t, db, 1))
	want.Attention, want.AttentionSince, want.Asks = dispatch.NobodyLeft, clock.now().Add(time.Second), 5
	raised := want
	raised.Category, raised.Details, raised.Frozen = "RIDE", "to the clinic", true
	write(t, db, func(tx *Tx) error { return tx.UpdateAttention(raised) })
	equal(t, want, get(t, db, func(v *View) (Request, error) { return v.RequestByID(want.ID) }))

	raised.Status, raised.Asks = dispatch.Offered, 6
	if err := db.Write(t.Context(), func(tx *Tx) error { return tx.UpdateAttention(raised) }); !errors.Is(err, ErrConflict) {
		t.Errorf("in another status: %v", err)
	}
}

// TestListsOfOpenRequests: who waits for a volunteer, who for a coordinator.
func TestListsOfOpenRequests(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	resident := addContact(t, db, 1)
	waits, stuck := addRequest(t, db, resident), addRequest(t, db, resident)
	from := stuck.Status
	stuck.Status, stuck.Attention, stuck.AttentionSince = dispatch.NeedsInfo, dispatch.Unanswered, clock.now()
	write(t, db, func(tx *Tx) error { return tx.UpdateRequest(stuck, from) })
	if got := get(t, db, (*View).RequestsWaiting); len(got) != 1 || got[0].ID != waits.ID {
		t.Errorf("waiting %v", got)
	}
	if got := get(t, db, (*View).RequestsForPerson); len(got) != 1 || got[0].ID != stuck.ID {
		t.Errorf("for a person %v", got)
	}
}

// TestOneVolunteerGetsIt lets many say yes at once, each on a request read before: one has it, and the database holds
// one accepted offer.
func TestOneVolunteerGetsIt(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	r := addRequest(t, db, addContact(t, db, 0))
	const helpers = 40
	offers := make([]Offer, helpers)
	for i := range offers {
		offers[i] = addOffer(t, db, r.ID, addVolunteer(t, db, i+1))
	}
	var won, lost atomic.Int32
	var wg sync.WaitGroup
	for _, o := range offers {
		wg.Go(func() {
			mine := r
			mine.Status, mine.Holder = dispatch.Assigned, o.Volunteer
			o.Status = dispatch.OfferAccepted
			err := db.Write(t.Context(), func(tx *Tx) error {
				if err := tx.UpdateOffer(o, dispatch.OfferSent); err != nil {
					return err
				}
				return tx.UpdateRequest(mine, dispatch.Open)
			})
			switch {
			case err == nil:
				won.Add(1)
			case errors.Is(err, ErrConflict):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 || lost.Load() != helpers-1 {
		t.Errorf("%d won, %d lost", won.Load(), lost.Load())
	}
	accepted := 0
	for _, o := range get(t, db, func(v *View) ([]Offer, error) { return v.OffersOf(r.ID) }) {
		if o.Status == dispatch.OfferAccepted {
			accepted++
		}
	}
	if accepted != 1 {
		t.Errorf("%d accepted", accepted)
	}
}

// TestVocabulary writes every status, reason and urgency that dispatch names; the database knows them all, and no
// others.
func TestVocabulary(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	helper := addVolunteer(t, db, 1)
	insert := func(change func(r *Request)) error {
		r := Request{Channel: dispatch.SMS, Request: dispatch.Request{
			Resident: helper, Status: dispatch.Open, Urgency: dispatch.TwoDays, Holder: helper}}
		change(&r)
		return db.Write(t.Context(), func(tx *Tx) error { return tx.InsertRequest(&r) })
	}
	for _, s := range []dispatch.Status{dispatch.Received, dispatch.NeedsInfo, dispatch.Open, dispatch.Offered,
		dispatch.Assigned, dispatch.InProgress, dispatch.DoneReported} {
		must(t, insert(func(r *Request) { r.Status = s }))
	}
	for _, reason := range dispatch.Reasons {
		must(t, insert(func(r *Request) { r.Status, r.ClosedReason = dispatch.Closed, reason }))
	}
	for _, u := range []dispatch.Urgency{dispatch.Today, dispatch.TwoDays, dispatch.ThisWeek, dispatch.Anytime} {
		must(t, insert(func(r *Request) { r.Urgency = u }))
	}
	for _, c := range []dispatch.Channel{dispatch.SMS, dispatch.Voice, dispatch.Console} {
		must(t, insert(func(r *Request) { r.Channel = c }))
	}
	for what, wrong := range map[string]func(r *Request){
		"status":                  func(r *Request) { r.Status = "lost" },
		"urgency":                 func(r *Request) { r.Urgency = "soon" },
		"channel":                 func(r *Request) { r.Channel = "pigeon" },
		"closed without a reason": func(r *Request) { r.Status = dispatch.Closed },
		"a reason though open":    func(r *Request) { r.ClosedReason = dispatch.Spam },
		"assigned to nobody":      func(r *Request) { r.Status, r.Holder = dispatch.Assigned, 0 },
		"of nobody":               func(r *Request) { r.Resident = 1 },
	} {
		if insert(wrong) == nil {
			t.Errorf("%s: written", what)
		}
	}
	r := addRequest(t, db, helper)
	for _, s := range []dispatch.OfferStatus{dispatch.OfferQueued, dispatch.OfferSent, dispatch.OfferFailed,
		dispatch.OfferAccepted, dispatch.OfferDeclined, dispatch.OfferExpired, dispatch.OfferWithdrawn,
		dispatch.OfferTooLate, dispatch.OfferHandedBack, dispatch.OfferNoShow, dispatch.OfferCompleted} {
		write(t, db, func(tx *Tx) error {
			return tx.InsertOffer(&Offer{Offer: dispatch.Offer{Request: r.ID, Volunteer: helper, Status: s}})
		})
	}
	for _, s := range []dispatch.VolunteerStatus{dispatch.Pending, dispatch.Active, dispatch.Paused, dispatch.Removed} {
		write(t, db, func(tx *Tx) error {
			return tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: helper, Status: s}})
		})
	}
}

// TestCodes uses up the codes of four digits: all are different, then they have six, never five. A closed request
// keeps its code as long as another does not take it.
func TestCodes(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	resident := addContact(t, db, 1)
	four, six := regexp.MustCompile(`^[1-9][0-9]{3}$`), regexp.MustCompile(`^[1-9][0-9]{5}$`)
	made := map[string]bool{}
	add := func(tx *Tx, code string) (string, error) {
		r := Request{Channel: dispatch.SMS, Request: dispatch.Request{
			Code: code, Resident: resident, Status: dispatch.Open, Urgency: dispatch.TwoDays}}
		err := tx.InsertRequest(&r)
		return r.Code, err
	}
	write(t, db, func(tx *Tx) error {
		for range 300 {
			code, err := add(tx, "")
			if err != nil || made[code] || !four.MatchString(code) {
				return fmt.Errorf("code %q: %w", code, err)
			}
			made[code] = true
		}
		for n := 1000; n < 10000; n++ {
			if code := strconv.Itoa(n); !made[code] {
				if _, err := add(tx, code); err != nil {
					return err
				}
			}
		}
		for range 20 {
			if code, err := add(tx, ""); err != nil || !six.MatchString(code) {
				return fmt.Errorf("code %q: %w", code, err)
			}
		}
		return nil
	})
	r := addRequest(t, db, resident)
	r.Status, r.ClosedReason, r.ClosedAt = dispatch.Closed, dispatch.Spam, clock.now()
	taken := func() bool {
		dup := Request{Channel: dispatch.SMS, Request: dispatch.Request{
			Code: r.Code, Resident: resident, Status: dispatch.Open, Urgency: dispatch.TwoDays}}
		return errors.Is(db.Write(t.Context(), func(tx *Tx) error { return tx.InsertRequest(&dup) }), ErrConflict)
	}
	if !taken() {
		t.Error("two open requests have one code")
	}
	write(t, db, func(tx *Tx) error { return tx.UpdateRequest(r, dispatch.Open) })
	if taken() {
		t.Error("a closed request keeps its code from one that wants it")
	}
	if got := get(t, db, func(v *View) (Request, error) { return v.RequestByCode(r.Code) }); got.Status != dispatch.Open {
		t.Error("the code finds the older request")
	}
}

// TestCodesStayLongForAWhile gives six digits for an hour once four have run short.
func TestCodesStayLongForAWhile(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	write(t, db, func(tx *Tx) error {
		tx.db.writer.fourAgain = clock.now().Add(fourRest)
		return nil
	})
	code := func() (code string) {
		write(t, db, func(tx *Tx) (err error) {
			code, err = tx.newCode()
			return err
		})
		return code
	}
	if got := code(); len(got) != 6 {
		t.Errorf("while four digits are short: %q", got)
	}
	clock.advance(fourRest)
	if got := code(); len(got) != 4 {
		t.Errorf("an hour later: %q", got)
	}
}

// TestOffersTo finds a volunteer's offers with their jobs, and who holds one.
func TestOffersTo(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	me, other := addVolunteer(t, db, 1), addVolunteer(t, db, 2)
	r := addRequest(t, db, addContact(t, db, 3))
	addOffer(t, db, r.ID, me)
	clock.advance(15 * 24 * time.Hour)
	mine, theirs := addOffer(t, db, r.ID, me), addOffer(t, db, r.ID, other)
	theirs.HeldUntil = clock.now().Add(10 * time.Minute)
	write(t, db, func(tx *Tx) error { return tx.UpdateOffer(theirs, dispatch.OfferSent) })
	got := get(t, db, func(v *View) ([]OfferedJob, error) { return v.OffersTo(me, clock.now().Add(-14*24*time.Hour)) })
	equal(t, []OfferedJob{{Offer: mine, Job: r.Request, OtherHold: theirs.HeldUntil}}, got)
	theirs.Habit = new(dispatch.Habit)
	equal(t, theirs, get(t, db, func(v *View) (Offer, error) { return v.OfferByID(theirs.ID) }))
	held := get(t, db, func(v *View) ([]OfferedJob, error) { return v.OffersTo(other, clock.now()) })
	if !held[0].OtherHold.IsZero() {
		t.Error("a volunteer's own hold is another's")
	}
}
