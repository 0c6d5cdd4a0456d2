package store

import (
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Passed is something that one side of a job has passed on to the other, who gets no texts and hears it on a call: words,
// a phrase, or a recording.
type Passed struct {
	ID        dispatch.ID
	Request   dispatch.ID
	Sender    dispatch.ID
	Recipient dispatch.ID
	Language  string // of Words
	Words     Sealed // of a phrase: the number in its blank
	Phrase    int    // its number; 0: none
	Recording dispatch.ID
	CreatedAt time.Time
	HeardAt   time.Time // zero: not yet
}

// kindWords is the kind of a recording for the other side of a job.
const kindWords = "words"

// AddPassed adds something to be heard. ID and CreatedAt are set if they are zero.
func (tx *Tx) AddPassed(p *Passed) error {
	tx.fill(&p.ID, &p.CreatedAt)
	words, err := tx.seal(passedWords, p.ID, p.Words)
	if err != nil {
		return err
	}
	return tx.q.InsertPassed(tx.ctx, query.InsertPassedParams{
		ID: int64(p.ID), Request: int64(p.Request), Sender: int64(p.Sender), Recipient: int64(p.Recipient),
		Language: p.Language, Words: words, Phrase: int64(p.Phrase), Recording: nullID(p.Recording),
		CreatedAt: unixMS(p.CreatedAt), HeardAt: unixMS(p.HeardAt),
	})
}

// PassedTo is what was passed on to somebody about a request, heard or not, oldest first.
func (v *View) PassedTo(recipient, request dispatch.ID) ([]Passed, error) {
	rows, err := v.q.PassedTo(v.ctx, query.PassedToParams{Recipient: int64(recipient), Request: int64(request)})
	return many(rows, err, v.passed)
}

func (v *View) passed(r query.Passed) (Passed, error) {
	words, err := v.open(passedWords, dispatch.ID(r.ID), r.Words)
	return Passed{
		ID: dispatch.ID(r.ID), Request: dispatch.ID(r.Request), Sender: dispatch.ID(r.Sender),
		Recipient: dispatch.ID(r.Recipient), Language: r.Language, Words: words, Phrase: int(r.Phrase),
		Recording: dispatch.ID(r.Recording.Int64), CreatedAt: fromMS(r.CreatedAt), HeardAt: fromMS(r.HeardAt),
	}, err
}

// UnheardSince are the requests about which something was passed on to somebody since a time that they have not heard.
func (v *View) UnheardSince(recipient dispatch.ID, since time.Time) ([]dispatch.ID, error) {
	rows, err := v.q.UnheardSince(v.ctx, query.UnheardSinceParams{Recipient: int64(recipient), CreatedAt: unixMS(since)})
	return many(rows, err, func(id int64) (dispatch.ID, error) { return dispatch.ID(id), nil })
}

// HeardPassed notes that somebody has heard what the other side has passed on to them about a request, up to and with the
// last.
func (tx *Tx) HeardPassed(recipient, request, last dispatch.ID) error {
	return tx.q.HeardPassed(tx.ctx, query.HeardPassedParams{
		Recipient: int64(recipient), Request: int64(request), Last: int64(last), HeardAt: unixMS(tx.now)})
}

// HeardFromLine notes the same of what a person from the line has written to them.
func (tx *Tx) HeardFromLine(recipient, request, last dispatch.ID) error {
	return tx.q.HeardFromLine(tx.ctx, query.HeardFromLineParams{
		Recipient: int64(recipient), Request: int64(request), Last: int64(last), HeardAt: unixMS(tx.now)})
}

// ErasePassed forgets what was passed on about a request for a call, and erases what was recorded for it. The sound goes
// with the next EraseSound.
func (tx *Tx) ErasePassed(request dispatch.ID) error {
	if err := tx.q.ErasePassed(tx.ctx, int64(request)); err != nil {
		return err
	}
	return tx.q.EraseRecordings(tx.ctx, query.EraseRecordingsParams{Request: nullID(request), Kind: kindWords})
}
