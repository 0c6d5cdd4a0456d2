package store

import (
	"iter"
	"strconv"
	"testing"
	"time"
)

// TestListCalls lists calls and what was said in them, more than a page of each, from the start and from a time on.
func TestListCalls(t *testing.T) {
	t.Parallel()
	db, clock := setup(t)
	rosa := addContact(t, db, 1)
	request := addRequest(t, db, rosa)
	n := 0
	add := func(calls int) {
		write(t, db, func(tx *Tx) error {
			for range calls {
				n++
				c := Call{SID: "CA" + strconv.Itoa(n), Direction: In, Contact: rosa}
				if err := tx.InsertCall(&c); err != nil {
					return err
				}
				r := Recording{SID: "RE" + strconv.Itoa(n), Call: c.ID, Contact: rosa, Request: request.ID, Kind: "details"}
				if err := tx.InsertRecording(&r); err != nil {
					return err
				}
			}
			return nil
		})
	}
	add(pageSize + 100)
	clock.advance(time.Hour)
	since := clock.now()
	add(30)
	for from, want := range map[time.Time]int{{}: pageSize + 130, since: 30, since.Add(time.Hour): 0} {
		calls := all(t, db, func(v *View) iter.Seq2[ListedCall, error] { return v.ListCalls(from) })
		said := all(t, db, func(v *View) iter.Seq2[ListedRecording, error] { return v.ListVoicemails(from) })
		if len(calls) != want || len(said) != want {
			t.Fatalf("%d calls, %d recordings, want %d", len(calls), len(said), want)
		}
		for i := range want {
			if i > 0 && calls[i].ID <= calls[i-1].ID || calls[i].Phone != phone(1) || said[i].Phone != phone(1) ||
				said[i].CallSID != calls[i].SID || said[i].Code != request.Code {
				t.Fatalf("%+v %+v", calls[i], said[i])
			}
		}
	}
}

// TestListVoicemails shows what somebody said to us, also when nothing else is known of it, and nothing of our own.
func TestListVoicemails(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	for sid, r := range map[string]Recording{
		"prompt": {Kind: "prompt", State: RecordingStored}, "silence": {State: RecordingAbsent}, "said anew": {State: RecordingErased},
		"left while we were down": {State: RecordingReady},
	} {
		r.SID = sid
		addRecording(t, db, r)
	}
	addCall(t, db, "withheld", 0)
	said := all(t, db, func(v *View) iter.Seq2[ListedRecording, error] { return v.ListVoicemails(time.Time{}) })
	if len(said) != 1 || said[0].SID != "left while we were down" || said[0].CallSID != "" || said[0].Code != "" || said[0].Phone != "" {
		t.Errorf("listed %+v", said)
	}
	calls := all(t, db, func(v *View) iter.Seq2[ListedCall, error] { return v.ListCalls(time.Time{}) })
	if len(calls) != 1 || calls[0].SID != "withheld" || calls[0].Phone != "" {
		t.Errorf("listed %+v", calls)
	}
}
