package store

import (
	"time"

	"hotline/dispatch"
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
	DoneAt         time.Time // when the volunteer said so
}

// RequestByID finds a request.
func (v *View) RequestByID(id dispatch.ID) (Request, error) { return Request{}, ErrNotFound }

// RequestByCode finds the newest request with this code.
func (v *View) RequestByCode(code string) (Request, error) { return Request{}, ErrNotFound }

// RequestsOf are a resident's requests that are not closed, or were closed since then; oldest first.
func (v *View) RequestsOf(resident dispatch.ID, closedSince time.Time) ([]Request, error) {
	return nil, nil
}

// RequestsHeldBy are the requests this volunteer has, or had when they were closed since then; oldest first.
func (v *View) RequestsHeldBy(volunteer dispatch.ID, closedSince time.Time) ([]Request, error) {
	return nil, nil
}

// RequestsWaiting are the requests that may be offered or taken (open, offered), oldest first.
func (v *View) RequestsWaiting() ([]Request, error) { return nil, nil }

// RequestsForPerson are the requests not closed that wait for a coordinator, longest waiting first.
func (v *View) RequestsForPerson() ([]Request, error) { return nil, nil }

// InsertRequest adds a request. It sets ID, Code and CreatedAt if they are zero.
func (tx *Tx) InsertRequest(r *Request) error { return nil }

// UpdateRequest writes every field of the request if its status is still from, else ErrConflict. To move it, set
// r.Status and give the status it was read with.
func (tx *Tx) UpdateRequest(r Request, from dispatch.Status) error { return nil }

// NewCode makes a code that no open and no recently closed request has: four random digits, six when four run
// short, never five (a ZIP).
func (tx *Tx) NewCode() (string, error) { return "", nil }
