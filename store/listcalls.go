package store

import (
	"iter"
	"time"

	"hotline/store/internal/query"
)

// ListedCall is a call as `hotline list calls` shows it.
type ListedCall struct {
	Call
	Phone Sealed // the contact's; empty: not known
}

// ListedRecording is a recording as `hotline list voicemails` shows it.
type ListedRecording struct {
	Recording
	CallSID string
	Code    string // the request's; empty: about none
	Phone   Sealed // the contact's; empty: not known
}

// ListCalls yields the calls begun since then, oldest first. An error ends the list.
func (v *View) ListCalls(since time.Time) iter.Seq2[ListedCall, error] {
	page := func(after int64) ([]query.ListCallsRow, error) {
		return v.q.ListCalls(v.ctx, query.ListCallsParams{After: after, Page: pageSize})
	}
	return list(v.firstAfter(since), page, func(r query.ListCallsRow) (l ListedCall, id int64, show bool, err error) {
		if l.Call, err = v.call(r.Call); err != nil {
			return l, 0, false, err
		}
		l.Phone, err = v.open(contactPhone, l.Contact, r.Phone)
		return l, r.Call.ID, !l.StartedAt.Before(since), err
	})
}

// ListVoicemails yields what callers have said since then, oldest first: every recording but those of our own prompts,
// those in which nothing was said, and those that the caller said anew. An error ends the list.
func (v *View) ListVoicemails(since time.Time) iter.Seq2[ListedRecording, error] {
	page := func(after int64) ([]query.ListVoicemailsRow, error) {
		return v.q.ListVoicemails(v.ctx, query.ListVoicemailsParams{After: after, Page: pageSize})
	}
	return list(v.firstAfter(since), page, func(r query.ListVoicemailsRow) (l ListedRecording, id int64, show bool, err error) {
		if l.Recording, err = recording(r.Recording); err != nil {
			return l, 0, false, err
		}
		l.CallSID, l.Code = r.CallSid.String, r.Code.String
		l.Phone, err = v.open(contactPhone, l.Contact, r.Phone)
		said := l.Kind != "prompt" && l.State != RecordingAbsent && (l.Kind != "" || l.State != RecordingErased)
		return l, r.Recording.ID, said && !l.CreatedAt.Before(since), err
	})
}
