package store

import (
	"strconv"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// What is kept how long is written down in ops/security.md. Here is what goes by age: words, voices, and who somebody was.
// Rows stay, with what they say of nobody: when, how many, in which language, what came of it.

// retained are the classes, in the order in which they are forgotten: whoever is the last has nothing left to be known by.
func retained() []func(tx *Tx, before time.Time, most int) (more bool, err error) {
	return []func(*Tx, time.Time, int) (bool, error){
		(*Tx).retainMessages, (*Tx).retainEvents, (*Tx).retainCalls, (*Tx).retainPassed, (*Tx).retainRequests, (*Tx).retainRecordings,
		(*Tx).retainContacts,
	}
}

// Retain forgets the next few, at most so many, of one class of what is older than before: texts, reasons and what was
// passed on from then, calls and recordings made then (those about a request, only when that is as old), the words of
// requests closed then, and who nobody has heard of since: their number, too, unless it wants no texts or calls of us. It
// begins with class 0 and returns the class to go on with; 0: that was all for this time. What the carrier has of it is
// noted (ErasuresDue); the sound goes with the next EraseSound.
func (tx *Tx) Retain(class int, before time.Time, most int) (next int, err error) {
	all := retained()
	if class < 0 || class >= len(all) {
		return 0, nil
	}
	more, err := all[class](tx, before, most)
	if err != nil || more {
		return class, err
	}
	return (class + 1) % len(all), nil
}

// walk calls forget with the next few ids of a class that goes by age alone, and remembers up to where it has come.
func (tx *Tx) walk(class string, next func(after int64) (last int64, err error), forget func(after, last int64) error) (more bool, err error) {
	key := "retained/" + class
	was, err := tx.Meta(key)
	if err != nil {
		return false, err
	}
	after, _ := strconv.ParseInt(was, 10, 64) // never set: 0
	last, err := next(after)
	if err != nil || last == 0 {
		return false, err
	}
	if err := forget(after, last); err != nil {
		return false, err
	}
	return true, tx.SetMeta(key, strconv.FormatInt(last, 10))
}

func (tx *Tx) retainMessages(before time.Time, most int) (bool, error) {
	return tx.walk("messages", func(after int64) (int64, error) {
		return tx.q.MessagesUntil(tx.ctx, query.MessagesUntilParams{After: after, Before: int64(firstID(before)), Most: int32(most)})
	}, func(after, last int64) error {
		if err := tx.q.NoteOldMessages(tx.ctx, query.NoteOldMessagesParams{After: after, Last: last}); err != nil {
			return err
		}
		return tx.q.RetainMessages(tx.ctx, query.RetainMessagesParams{After: after, Last: last})
	})
}

func (tx *Tx) retainEvents(before time.Time, most int) (bool, error) {
	return tx.walk("events", func(after int64) (int64, error) {
		return tx.q.EventsUntil(tx.ctx, query.EventsUntilParams{After: after, Before: int64(firstID(before)), Most: int32(most)})
	}, func(after, last int64) error {
		return tx.q.RetainEvents(tx.ctx, query.RetainEventsParams{After: after, Last: last})
	})
}

func (tx *Tx) retainCalls(before time.Time, most int) (bool, error) {
	return tx.walk("calls", func(after int64) (int64, error) {
		return tx.q.CallsUntil(tx.ctx, query.CallsUntilParams{After: after, Before: int64(firstID(before)), Most: int32(most)})
	}, func(after, last int64) error {
		if err := tx.q.NoteOldCalls(tx.ctx, query.NoteOldCallsParams{After: after, Last: last}); err != nil {
			return err
		}
		return tx.q.RetainCalls(tx.ctx, query.RetainCallsParams{After: after, Last: last})
	})
}

// retainPassed drops what was passed on about a job that has never ended; of one that has, it went a day later.
func (tx *Tx) retainPassed(before time.Time, most int) (bool, error) {
	return tx.walk("passed", func(after int64) (int64, error) {
		return tx.q.PassedUntil(tx.ctx, query.PassedUntilParams{After: after, Before: int64(firstID(before)), Most: int32(most)})
	}, func(after, last int64) error {
		return tx.q.RetainPassed(tx.ctx, query.RetainPassedParams{After: after, Last: last})
	})
}

// weeklyLonger is how much longer the words of a request are kept that is asked for every week: the next one takes them
// over.
const weeklyLonger = 8 * 24 * time.Hour

func (tx *Tx) retainRequests(before time.Time, most int) (bool, error) {
	n, err := tx.q.RetainRequests(tx.ctx, query.RetainRequestsParams{
		Before: unixMS(before), WeeklyBefore: unixMS(before.Add(-weeklyLonger)), Most: int32(most)})
	return n > 0, err
}

func (tx *Tx) retainRecordings(before time.Time, most int) (bool, error) {
	n, err := tx.q.RetainRecordings(tx.ctx, query.RetainRecordingsParams{
		Before: int64(firstID(before)), ClosedBefore: unixMS(before), Most: int32(most)})
	return n > 0, err
}

// retainContacts looks at everybody once in each walk: who is not old enough today may be tomorrow.
func (tx *Tx) retainContacts(before time.Time, most int) (bool, error) {
	more, err := tx.walk("contacts", func(after int64) (int64, error) {
		return tx.q.ContactsUntil(tx.ctx, query.ContactsUntilParams{After: after, Before: int64(firstID(before)), Most: int32(most)})
	}, func(after, last int64) error {
		strangers, err := tx.q.StrangersAmong(tx.ctx, query.StrangersAmongParams{
			After: after, Last: last, Since: unixMS(before), SinceID: int64(firstID(before))})
		if err != nil {
			return err
		}
		for _, id := range strangers {
			if err := tx.anonymize(id); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && !more {
		err = tx.SetMeta("retained/contacts", "0")
	}
	return more, err
}

// anonymize makes somebody whom nobody has heard of since a row that says of nobody that they were there.
func (tx *Tx) anonymize(id int64) error {
	hash, err := tx.keys.hash(nobodysKey(id))
	if err != nil {
		return err
	}
	tx.touch(dispatch.ID(id))
	for _, erase := range []func() error{
		func() error { return tx.q.ForgetSession(tx.ctx, id) },
		func() error { return tx.q.ForgetVolunteer(tx.ctx, id) },
		func() error { return tx.q.ForgetOptOuts(tx.ctx, id) },
		func() error {
			return tx.q.Anonymize(tx.ctx, query.AnonymizeParams{ID: id, PhoneHash: hash, Phone: []byte{}})
		},
	} {
		if err := erase(); err != nil {
			return err
		}
	}
	return nil
}

// nobodysKey is what the hash is made of that a contact without a number has.
func nobodysKey(id int64) string { return "contact:" + strconv.FormatInt(id, 10) }

// Erasure is a text or a call that the carrier has still to forget.
type Erasure struct {
	SID   string
	Tries int
}

// ErasuresDue are the texts and calls to be deleted at the carrier now, at most so many, those due longest first.
func (v *View) ErasuresDue(most int) ([]Erasure, error) {
	rows, err := v.q.ErasuresDue(v.ctx, query.ErasuresDueParams{NotBefore: unixMS(v.now), Limit: int32(most)})
	return many(rows, err, func(r query.Erasure) (Erasure, error) { return Erasure{r.Sid, int(r.Tries)}, nil })
}

// ErasureNext says when there is something to be deleted at the carrier next; zero: nothing is.
func (v *View) ErasureNext() (time.Time, error) { return dialTime(v.q.ErasureNext(v.ctx)) }

// DropErasure notes that the carrier has forgotten something, or never will.
func (tx *Tx) DropErasure(sid string) error { return tx.q.DropErasure(tx.ctx, sid) }

// PutOffErasure notes a try in vain.
func (tx *Tx) PutOffErasure(sid string, until time.Time) error {
	return tx.q.PutOffErasure(tx.ctx, query.PutOffErasureParams{Sid: sid, NotBefore: unixMS(until)})
}
