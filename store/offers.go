package store

import (
	"time"

	"hotline/dispatch"
)

// Offer is an offer's row.
type Offer struct {
	dispatch.Offer
	Message   dispatch.ID // the text it went out in; 0: none yet
	CreatedAt time.Time
}

// OfferedJob is an offer with the request it is about.
type OfferedJob struct {
	Offer
	Job       dispatch.Request
	OtherHold time.Time // until when another volunteer's conditional yes holds the job; zero: none ever did
}

// OfferByID finds an offer.
func (v *View) OfferByID(id dispatch.ID) (Offer, error) { return Offer{}, ErrNotFound }

// OffersOf are all offers of a request, oldest first.
func (v *View) OffersOf(request dispatch.ID) ([]Offer, error) { return nil, nil }

// OffersTo are the offers made to a volunteer since then, oldest first.
func (v *View) OffersTo(volunteer dispatch.ID, since time.Time) ([]OfferedJob, error) {
	return nil, nil
}

// InsertOffer adds an offer and counts it in the request's asks. It sets ID and CreatedAt if they are zero.
func (tx *Tx) InsertOffer(o *Offer) error { return nil }

// UpdateOffer writes every field of the offer if its status is still from, else ErrConflict. A second accepted offer
// of one request is ErrConflict too: the database allows one.
func (tx *Tx) UpdateOffer(o Offer, from dispatch.OfferStatus) error { return nil }
