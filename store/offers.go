package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Offer is an offer's row.
type Offer struct {
	dispatch.Offer
	Message   dispatch.ID // the text it went out in; 0: none yet
	CreatedAt time.Time
	Habit     *dispatch.Habit // its volunteer's, as read with it; nil: it was not read. See Tx.Learn
}

// OfferedJob is an offer with the request it is about.
type OfferedJob struct {
	Offer
	Job       dispatch.Request
	OtherHold time.Time // until when another volunteer's conditional yes holds, or held, the job; zero: none did
}

// OfferByID finds an offer.
func (v *View) OfferByID(id dispatch.ID) (Offer, error) {
	row, err := v.q.OfferByID(v.ctx, int64(id))
	return one(row, err, offerWithHabit)
}

// OfferAndRequest finds an offer with the whole request it is about.
func (v *View) OfferAndRequest(id dispatch.ID) (o Offer, r Request, err error) {
	row, err := v.q.OfferAndRequest(v.ctx, int64(id))
	if o, err = one(query.OfferByIDRow{Offer: row.Offer, Habit: row.Habit}, err, offerWithHabit); err != nil {
		return o, r, err
	}
	r, err = v.request(row.Request)
	return o, r, err
}

// OffersOf are all offers of a request, oldest first.
func (v *View) OffersOf(request dispatch.ID) ([]Offer, error) {
	rows, err := v.q.OffersOf(v.ctx, int64(request))
	return many(rows, err, func(r query.OffersOfRow) (Offer, error) { return offerWithHabit(query.OfferByIDRow(r)) })
}

// OffersOfPlaces are all offers of a request for several volunteers, whichever place they are of, oldest first.
func (v *View) OffersOfPlaces(lead dispatch.ID) ([]Offer, error) {
	rows, err := v.q.OffersOfPlaces(v.ctx, int64(lead))
	return many(rows, err, offer)
}

// MoveOffer makes an offer of one place of a request an offer of another.
func (tx *Tx) MoveOffer(o *Offer, to dispatch.ID) error {
	o.Request = to
	return changed(tx.q.MoveOffer(tx.ctx, query.MoveOfferParams{ID: int64(o.ID), Request: int64(to)}))
}

// OffersTo are the offers made to a volunteer since then, oldest first.
func (v *View) OffersTo(volunteer dispatch.ID, since time.Time) ([]OfferedJob, error) {
	rows, err := v.q.OffersTo(v.ctx, query.OffersToParams{Volunteer: int64(volunteer), ID: int64(firstID(since))})
	return many(rows, err, func(r query.OffersToRow) (OfferedJob, error) {
		o, err := offer(r.Offer)
		return OfferedJob{Offer: o, Job: ruled(r.Request), OtherHold: fromMS(r.OtherHold)}, err
	})
}

func offerWithHabit(r query.OfferByIDRow) (Offer, error) {
	o, err := offer(r.Offer)
	if err != nil {
		return Offer{}, err
	}
	h, err := readHabit(r.Habit)
	o.Habit = &h
	return o, err
}

func offer(r query.Offer) (Offer, error) {
	return Offer{Message: dispatch.ID(r.Message.Int64), CreatedAt: fromMS(r.CreatedAt), Offer: dispatch.Offer{
		ID: dispatch.ID(r.ID), Request: dispatch.ID(r.Request), Volunteer: dispatch.ID(r.Volunteer), Letter: r.Letter,
		Status: dispatch.OfferStatus(r.Status), Wave: int(r.Wave), SentAt: fromMS(r.SentAt),
		ExpiresAt: fromMS(r.ExpiresAt), RepliedAt: fromMS(r.RepliedAt), HeldUntil: fromMS(r.HeldUntil), Standby: r.Standby,
	}}, nil
}

// InsertOffer adds an offer. It sets ID and CreatedAt if they are zero. A second accepted offer of one request is
// ErrConflict: the database allows one.
func (tx *Tx) InsertOffer(o *Offer) error {
	tx.fill(&o.ID, &o.CreatedAt)
	if err := tx.askedNow(o.Volunteer, o.CreatedAt); err != nil {
		return err
	}
	return changed(tx.q.InsertOffer(tx.ctx, query.InsertOfferParams{
		ID: int64(o.ID), Request: int64(o.Request), Volunteer: int64(o.Volunteer), Letter: o.Letter,
		Status: string(o.Status), Wave: int64(o.Wave), Standby: o.Standby, Message: nullID(o.Message),
		CreatedAt: unixMS(o.CreatedAt), SentAt: unixMS(o.SentAt), ExpiresAt: unixMS(o.ExpiresAt),
		RepliedAt: unixMS(o.RepliedAt), HeldUntil: unixMS(o.HeldUntil),
	}))
}

// UpdateOffer writes the offer if its status is still from, else ErrConflict. To move it, set o.Status and give the
// status it was read with. A second accepted offer of one request is ErrConflict too. Request (but by
// MoveOffer) and volunteer never change.
func (tx *Tx) UpdateOffer(o Offer, from dispatch.OfferStatus) error {
	tx.touch(o.Volunteer)
	if from == dispatch.OfferQueued && !o.SentAt.IsZero() { // it counts from when it was sent, not from when it was made
		if err := tx.askedNow(o.Volunteer, o.SentAt); err != nil {
			return err
		}
	}
	return changed(tx.q.UpdateOffer(tx.ctx, query.UpdateOfferParams{
		ID: int64(o.ID), Status: string(from), Status_2: string(o.Status), Letter: o.Letter, Wave: int64(o.Wave),
		Standby: o.Standby, Message: nullID(o.Message), SentAt: unixMS(o.SentAt), ExpiresAt: unixMS(o.ExpiresAt),
		RepliedAt: unixMS(o.RepliedAt), HeldUntil: unixMS(o.HeldUntil),
	}))
}
