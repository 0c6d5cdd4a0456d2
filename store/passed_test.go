package store

import (
	"testing"
	"time"

	"hotline/dispatch"
)

// TestPassed: what was passed on is its recipient's alone, is heard as far as it was said, and is erased with its sound.
func TestPassed(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa, ben := addContact(t, db, 1), addVolunteer(t, db, 2)
	r, other := addRequest(t, db, rosa), addRequest(t, db, rosa)
	rec := addRecording(t, db, Recording{SID: "RE1", Request: r.ID, Contact: ben, Kind: kindWords, State: RecordingStored})
	rows := []Passed{
		{Request: r.ID, Sender: ben, Recipient: rosa, Language: "es", Words: "estoy abajo"},
		{Request: r.ID, Sender: ben, Recipient: rosa, Phrase: 41, Words: "12"},
		{Request: r.ID, Sender: ben, Recipient: rosa, Recording: rec.ID},
		{Request: r.ID, Sender: rosa, Recipient: ben, Phrase: 64},
		{Request: other.ID, Sender: ben, Recipient: rosa, Phrase: 12},
	}
	for i := range rows {
		write(t, db, func(tx *Tx) error { return tx.AddPassed(&rows[i]) })
	}
	to := func() []Passed { return get(t, db, func(v *View) ([]Passed, error) { return v.PassedTo(rosa, r.ID) }) }
	equal(t, to(), rows[:3])
	write(t, db, func(tx *Tx) error { return tx.HeardPassed(rosa, r.ID, rows[1].ID) })
	rows[0].HeardAt, rows[1].HeardAt = clock.now(), clock.now()
	equal(t, to(), rows[:3])
	unheard := func(since time.Time) []dispatch.ID {
		return get(t, db, func(v *View) ([]dispatch.ID, error) { return v.UnheardSince(rosa, since) })
	}
	equal(t, unheard(time.Time{}), []dispatch.ID{r.ID, other.ID})
	equal(t, unheard(clock.now().Add(time.Second)), []dispatch.ID{})
	write(t, db, func(tx *Tx) error { return tx.ErasePassed(r.ID) })
	equal(t, to(), []Passed{})
	if got := get(t, db, func(v *View) (Recording, error) { return v.RecordingByID(rec.ID) }); got.State != RecordingErased {
		t.Errorf("the recording is %s", got.State)
	}
	if left := get(t, db, func(v *View) ([]Passed, error) { return v.PassedTo(rosa, other.ID) }); len(left) != 1 {
		t.Errorf("of another request, left %d", len(left))
	}
}
