package store

import (
	"database/sql"
	"errors"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Request is a request's row: what the rules see, and what only people may.
type Request struct {
	dispatch.Request
	Intake         dispatch.ID // shared by the requests of one text
	Channel        dispatch.Channel
	Details        Sealed // everything the resident wrote about it
	Corner         Sealed // the nearest corner, in the resident's words: coordinators only
	Address        Sealed // where to come: the holder only, erased after the job
	ClosedReason   dispatch.Reason
	AttentionSince time.Time
	Frozen         bool // REPORT: nothing is relayed
	CreatedAt      time.Time
	LastWordAt     time.Time // when the resident last added to it
	AssignedAt     time.Time
	DoneAt         time.Time   // when the volunteer said so
	Weekly         bool        // asked for anew a week later; of several places: the row of slot 1 says so
	Follows        dispatch.ID // the weekly request of the week before; 0: none
}

// RequestByID finds a request.
func (v *View) RequestByID(id dispatch.ID) (Request, error) {
	row, err := v.q.RequestByID(v.ctx, int64(id))
	return one(row, err, v.request)
}

// RequestByCode finds the newest request with this code; of several places the row of slot 1, open or closed.
func (v *View) RequestByCode(code string) (Request, error) {
	row, err := v.q.RequestByCode(v.ctx, code)
	return one(row, err, v.request)
}

// PlacesOf are the rows of a request for several volunteers, by slot; none of a request for one (lead 0).
func (v *View) PlacesOf(lead dispatch.ID) ([]Request, error) {
	rows, err := v.q.PlacesOf(v.ctx, int64(lead))
	return many(rows, err, v.request)
}

// RequestsOf are a resident's requests that are not closed, or were closed since then; oldest first.
func (v *View) RequestsOf(resident dispatch.ID, closedSince time.Time) ([]Request, error) {
	rows, err := v.q.RequestsOf(v.ctx, query.RequestsOfParams{Resident: int64(resident), ClosedAt: unixMS(closedSince)})
	return many(rows, err, v.request)
}

// RequestsHeldBy are the requests this volunteer has, or had when they were closed since then; oldest first.
func (v *View) RequestsHeldBy(volunteer dispatch.ID, closedSince time.Time) ([]Request, error) {
	rows, err := v.q.RequestsHeldBy(v.ctx, query.RequestsHeldByParams{
		Holder: nullID(volunteer), ClosedAt: unixMS(closedSince),
	})
	return many(rows, err, v.request)
}

// RequestsWaiting are the requests that may be offered or taken (open, offered), oldest first.
func (v *View) RequestsWaiting() ([]Request, error) {
	rows, err := v.q.RequestsWaiting(v.ctx)
	return many(rows, err, v.request)
}

// RequestsForPerson are the requests not closed that wait for a coordinator, longest waiting first.
func (v *View) RequestsForPerson() ([]Request, error) {
	rows, err := v.q.RequestsForPerson(v.ctx)
	return many(rows, err, v.request)
}

func (v *View) request(r query.Request) (Request, error) {
	id := dispatch.ID(r.ID)
	out := Request{
		Request: ruled(r), Intake: dispatch.ID(r.Intake), Channel: dispatch.Channel(r.Channel),
		ClosedReason: dispatch.Reason(r.ClosedReason), AttentionSince: fromMS(r.AttentionSince), Frozen: r.Frozen,
		CreatedAt: fromMS(r.CreatedAt), LastWordAt: fromMS(r.LastWordAt), AssignedAt: fromMS(r.AssignedAt),
		DoneAt: fromMS(r.DoneAt), Weekly: r.Weekly, Follows: dispatch.ID(r.Follows),
	}
	var err error
	if out.Details, err = v.open(requestDetails, id, r.Details); err != nil {
		return Request{}, err
	}
	if out.Corner, err = v.open(requestCorner, id, r.Corner); err != nil {
		return Request{}, err
	}
	out.Address, err = v.open(requestAddress, id, r.Address)
	return out, err
}

// ruled is the part of a row that the rules see.
func ruled(r query.Request) dispatch.Request {
	return dispatch.Request{
		ID: dispatch.ID(r.ID), Code: r.Code, Resident: dispatch.ID(r.Resident), Status: dispatch.Status(r.Status),
		Attention: dispatch.Attention(r.Attention), Category: r.Category,
		Place: dispatch.Place{ZIP: r.Zip, Zone: r.Zone}, People: int(r.People), Urgency: dispatch.Urgency(r.Urgency),
		Language: r.Language, Private: r.Private, Holder: dispatch.ID(r.Holder.Int64), PlaceTold: r.PlaceTold,
		OpenedAt: fromMS(r.OpenedAt), DueAt: fromMS(r.DueAt), ClosedAt: fromMS(r.ClosedAt), Asks: int(r.Asks),
		Slot: int(r.Slot), Slots: int(r.Slots), Lead: dispatch.ID(r.Lead),
	}
}

// sealedWords are the three sealed columns of a request.
type sealedWords struct{ details, corner, address []byte }

func (tx *Tx) sealWords(r *Request) (w sealedWords, err error) {
	if w.details, err = tx.seal(requestDetails, r.ID, r.Details); err != nil {
		return w, err
	}
	if w.corner, err = tx.seal(requestCorner, r.ID, r.Corner); err != nil {
		return w, err
	}
	w.address, err = tx.seal(requestAddress, r.ID, r.Address)
	return w, err
}

// InsertRequest adds a request. It sets ID, Code and CreatedAt if they are zero, and makes it the only place of its own
// or, with Slots, the first of them. A code that an open request has is ErrConflict, but for another place of it.
func (tx *Tx) InsertRequest(r *Request) error {
	tx.fill(&r.ID, &r.CreatedAt)
	r.Slot, r.Slots = max(1, r.Slot), max(1, r.Slots)
	if r.Slots > 1 && r.Lead == 0 {
		r.Lead = r.ID
	}
	if r.Code == "" {
		code, err := tx.newCode()
		if err != nil {
			return err
		}
		r.Code = code
	}
	w, err := tx.sealWords(r)
	if err != nil {
		return err
	}
	tx.touch(r.Holder)
	return changed(tx.q.InsertRequest(tx.ctx, query.InsertRequestParams{
		ID: int64(r.ID), Code: r.Code, Resident: int64(r.Resident), Intake: int64(r.Intake),
		Channel: string(r.Channel), Status: string(r.Status), Attention: string(r.Attention),
		AttentionSince: unixMS(r.AttentionSince), ClosedReason: string(r.ClosedReason), Category: r.Category,
		Zip: r.Place.ZIP, Zone: r.Place.Zone, People: int64(r.People), Urgency: string(r.Urgency),
		Language: r.Language, Private: r.Private, Holder: nullID(r.Holder), PlaceTold: r.PlaceTold, Frozen: r.Frozen,
		Asks: int64(r.Asks), Details: w.details, Corner: w.corner, Address: w.address,
		CreatedAt: unixMS(r.CreatedAt), OpenedAt: unixMS(r.OpenedAt), DueAt: unixMS(r.DueAt),
		LastWordAt: unixMS(r.LastWordAt), AssignedAt: unixMS(r.AssignedAt), DoneAt: unixMS(r.DoneAt),
		ClosedAt: unixMS(r.ClosedAt), Slot: int64(r.Slot), Slots: int64(r.Slots), Lead: int64(r.Lead), Weekly: r.Weekly,
		Follows: int64(r.Follows),
	}))
}

// UpdateRequest writes the request if its status is still from, else ErrConflict. To move it, set r.Status and give
// the status it was read with. Code, intake, channel, slot, what it follows and CreatedAt never change; the
// resident, by SetResident only.
func (tx *Tx) UpdateRequest(r Request, from dispatch.Status) error {
	w, err := tx.sealWords(&r)
	if err != nil {
		return err
	}
	if err := tx.touchHolders(r, from); err != nil {
		return err
	}
	return changed(tx.q.UpdateRequest(tx.ctx, query.UpdateRequestParams{
		ID: int64(r.ID), Status: string(from), Status_2: string(r.Status), Attention: string(r.Attention),
		AttentionSince: unixMS(r.AttentionSince), ClosedReason: string(r.ClosedReason), Category: r.Category,
		Zip: r.Place.ZIP, Zone: r.Place.Zone, People: int64(r.People), Urgency: string(r.Urgency),
		Language: r.Language, Private: r.Private, Holder: nullID(r.Holder), PlaceTold: r.PlaceTold, Frozen: r.Frozen,
		Asks: int64(r.Asks), Details: w.details, Corner: w.corner, Address: w.address, OpenedAt: unixMS(r.OpenedAt),
		DueAt: unixMS(r.DueAt), LastWordAt: unixMS(r.LastWordAt), AssignedAt: unixMS(r.AssignedAt),
		DoneAt: unixMS(r.DoneAt), ClosedAt: unixMS(r.ClosedAt), Slots: int64(max(1, r.Slots)), Lead: int64(r.Lead), Weekly: r.Weekly,
	}))
}

// SetResident makes a request somebody's own if its status is still r.Status, else ErrConflict: a caller who asked for
// another phone is its resident only until that phone has confirmed it.
func (tx *Tx) SetResident(r Request, resident dispatch.ID) error {
	return changed(tx.q.SetResident(tx.ctx, query.SetResidentParams{
		ID: int64(r.ID), Status: string(r.Status), Resident: int64(resident),
	}))
}

// UpdateWords writes what people have said about a request if its status is still r.Status, else ErrConflict: People,
// Details, Address, PlaceTold and LastWordAt, and nothing else of r. Most texts about a job change no more, and no
// index has to be mended for it.
func (tx *Tx) UpdateWords(r Request) error {
	w, err := tx.sealWords(&r)
	if err != nil {
		return err
	}
	return changed(tx.q.UpdateWords(tx.ctx, query.UpdateWordsParams{
		ID: int64(r.ID), Status: string(r.Status), People: int64(r.People), Details: w.details, Address: w.address,
		PlaceTold: r.PlaceTold, LastWordAt: unixMS(r.LastWordAt),
	}))
}

// UpdateAttention writes whom a request waits for, and Asks, if its status is still r.Status, else ErrConflict; nothing
// else of r. Fewer indexes have to be mended than for UpdateRequest.
func (tx *Tx) UpdateAttention(r Request) error {
	return changed(tx.q.UpdateAttention(tx.ctx, query.UpdateAttentionParams{
		ID: int64(r.ID), Status: string(r.Status), Attention: string(r.Attention),
		AttentionSince: unixMS(r.AttentionSince), Asks: int64(r.Asks),
	}))
}

// EndWeekly ends what a resident has asked for every week, of a category (empty: of all) but for one request (0: none),
// and says whether there was any.
func (tx *Tx) EndWeekly(resident dispatch.ID, category string, but dispatch.ID) (bool, error) {
	n, err := tx.q.EndWeekly(tx.ctx, query.EndWeeklyParams{Resident: int64(resident), ID: int64(but), Category: category})
	return n > 0, err
}

// touchHolders notes whose count of jobs the update changes: who has the request now, and who will.
func (tx *Tx) touchHolders(r Request, from dispatch.Status) error {
	var before, after dispatch.ID
	if from.Taken() {
		holder, err := tx.q.HolderOf(tx.ctx, int64(r.ID))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		before = dispatch.ID(holder.Int64)
	}
	if r.Status.Taken() {
		after = r.Holder
	}
	if before != after {
		tx.touch(before)
		tx.touch(after)
	}
	return nil
}

// codesKept is how long a closed request keeps its code: people read it off an old text.
const codesKept = 90 * 24 * time.Hour

const (
	fourTries = 8 // before four digits count as run short: more than half of them are taken
	fourRest  = time.Hour
)

// newCode makes a code that no open and no recently closed request has: four random digits, six when four run
// short, never five (a ZIP). That they run short is remembered for a while: not every request has to find it out.
func (tx *Tx) newCode() (string, error) {
	w := &tx.db.writer
	if !tx.now.Before(w.fourAgain) {
		if code, err := tx.freeCode(4, fourTries); code != "" || err != nil {
			return code, err
		}
		w.fourAgain = tx.now.Add(fourRest)
	}
	code, err := tx.freeCode(6, 1000)
	if code == "" && err == nil {
		err = errors.New("no code is free")
	}
	return code, err
}

// freeCode tries so many codes; empty: all of them are taken.
func (tx *Tx) freeCode(digits, tries int) (string, error) {
	since := unixMS(tx.now.Add(-codesKept))
	for range tries {
		code := randomDigits(digits, tx.db.chance)
		taken, err := tx.q.CodeTaken(tx.ctx, query.CodeTakenParams{Code: code, ClosedAt: since})
		if err != nil {
			return "", err
		}
		if !taken {
			return code, nil
		}
	}
	return "", nil
}

// randomDigits never starts with 0: a code is read as a number by some.
func randomDigits(n int, chance func() float64) string {
	b := make([]byte, n)
	b[0] = '1' + byte(9*chance())
	for i := 1; i < n; i++ {
		b[i] = '0' + byte(10*chance())
	}
	return string(b)
}
