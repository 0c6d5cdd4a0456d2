package store

import (
	"context"
	"errors"
	"fmt"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// KindPlace is the kind of a text, in or out, that says where a job is.
const KindPlace = "place_is"

// spokenPlace is the kind of a recording that says so.
const spokenPlace = "place"

// ErasePlace forgets where a job was: the words of every text of the request that says so, in and out, and what was said
// of it by phone. The sound goes with the next EraseSound.
func (tx *Tx) ErasePlace(request dispatch.ID) error {
	if err := tx.q.NotePlace(tx.ctx, nullID(request)); err != nil {
		return err
	}
	if err := tx.q.ErasePlace(tx.ctx, nullID(request)); err != nil {
		return err
	}
	return tx.q.EraseRecordings(tx.ctx, query.EraseRecordingsParams{Request: nullID(request), Kind: spokenPlace})
}

// Forget erases everything a person has said, and everything said about their requests: name, conversation, details,
// corner and address, language, what a volunteer who left could do and when, texts both ways that are not on their way out, reasons in timelines, recordings, and whose
// the ended calls and the recordings were. What stays says that there was somebody: the number, when it was texted, and
// what it wants and does not want of us. What the carrier has of it is noted (ErasuresDue). The sound of the recordings goes with the next EraseSound; a call under way has
// to be forgotten when it ends (ForgetCall).
func (tx *Tx) Forget(contact dispatch.ID) error {
	c, err := tx.ContactByID(contact)
	if err != nil {
		return err
	}
	id, since := int64(contact), int64(firstID(c.CreatedAt))
	for _, erase := range []func() error{
		func() error { return tx.q.ForgetContact(tx.ctx, id) },
		func() error { return tx.q.ForgetSession(tx.ctx, id) },
		func() error {
			tx.touch(contact)
			return tx.q.ForgetVolunteer(tx.ctx, id)
		},
		func() error {
			return tx.q.NoteMessages(tx.ctx, query.NoteMessagesParams{Since: since, Contact: id})
		},
		func() error {
			return tx.q.ForgetMessages(tx.ctx, query.ForgetMessagesParams{Since: since, Contact: id})
		},
		func() error {
			return tx.q.ForgetEvents(tx.ctx, query.ForgetEventsParams{Since: since, Contact: nullID(contact)})
		},
		func() error { return tx.q.ForgetRequests(tx.ctx, id) },
		func() error { return tx.q.ForgetTurns(tx.ctx, nullID(contact)) },
		func() error { return tx.q.NoteCalls(tx.ctx, nullID(contact)) },
		func() error { return tx.q.ForgetCalls(tx.ctx, nullID(contact)) },
		func() error { return tx.q.ForgetPassed(tx.ctx, id) },
		func() error { return tx.q.ForgetRecordings(tx.ctx, nullID(contact)) },
		func() error { return tx.q.ForgetWhoSpoke(tx.ctx, nullID(contact)) },
	} {
		if err := erase(); err != nil {
			return err
		}
	}
	return nil
}

// ForgetCall erases what was said and keyed in a call that has ended, and who was in it.
func (tx *Tx) ForgetCall(call dispatch.ID) error {
	if err := tx.q.ForgetTurnsOfCall(tx.ctx, int64(call)); err != nil {
		return err
	}
	if err := tx.q.NoteCall(tx.ctx, int64(call)); err != nil {
		return err
	}
	return tx.q.ForgetCall(tx.ctx, int64(call))
}

// SweepSound deletes the sound of recordings that are erased or lost and say of none: a death came between the sound and
// its row. It must not run while sound is written. What no row is of is left alone.
func (db *DB) SweepSound(ctx context.Context) error {
	err := db.eachSound(func(_ string, id dispatch.ID) error { return db.sweepOne(ctx, id) })
	if err != nil {
		return fmt.Errorf("sweep recordings: %w", err)
	}
	return nil
}

// sweepOne deletes a recording's sound if its row says that there is none to be.
func (db *DB) sweepOne(ctx context.Context, id dispatch.ID) error {
	var r Recording
	err := db.Read(ctx, func(v *View) (err error) {
		r, err = v.RecordingByID(id)
		return err
	})
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	case r.State == RecordingErased, r.State == RecordingLost:
		return db.DeleteAudio(id)
	}
	return nil
}

// EraseSound deletes the sound of the recordings that were erased. Sound is not in the transaction that erases, which
// may be undone; what a death leaves is deleted the next time.
func (db *DB) EraseSound(ctx context.Context) error {
	var ids []int64
	err := db.Read(ctx, func(v *View) (err error) {
		ids, err = v.q.ErasedSound(v.ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("erased recordings: %w", err)
	}
	for _, id := range ids {
		if err := db.DeleteAudio(dispatch.ID(id)); err != nil {
			return err
		}
		if err := db.Write(ctx, func(tx *Tx) error { return tx.q.SoundErased(tx.ctx, id) }); err != nil {
			return fmt.Errorf("erased recordings: %w", err)
		}
	}
	return nil
}
