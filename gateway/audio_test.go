package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hotline/gateway/twilio"
	"hotline/store"
)

// spoken stores a recording with a ticket for it in a call, and returns the ticket.
func (r *rig) spoken(sound string) string {
	r.t.Helper()
	recording := store.Recording{SID: recordingSID(9), Kind: "message", State: store.RecordingStored, Format: "mp3"}
	call := store.Call{SID: callSID(9), Direction: store.In, StartedAt: r.clock.Now()}
	ticket := store.Ticket{ExpiresAt: r.clock.Now().Add(time.Minute)}
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		if err := tx.InsertRecording(&recording); err != nil {
			return err
		}
		if err := tx.InsertCall(&call); err != nil {
			return err
		}
		ticket.Recording, ticket.Call = recording.ID, call.ID
		return tx.AddTicket(&ticket)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.store.SaveAudio(recording.ID, []byte(sound)); err != nil {
		r.t.Fatal(err)
	}
	return ticket.Token
}

func TestAudio(t *testing.T) {
	t.Parallel()
	r := setup(t)
	ticket := r.spoken("grocery list")
	path := audioPath + ticket
	w := r.get(path)
	if w.Code != http.StatusOK || w.Body.String() != "grocery list" || w.Header().Get("Content-Type") != "audio/mpeg" ||
		w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
	if w := r.get(path, twilio.SignatureHeader, twilio.Sign(authToken, publicURL+path, nil)); w.Code != http.StatusOK {
		t.Errorf("signed: %d", w.Code)
	}
	if w := r.get(path, twilio.SignatureHeader, "x"); w.Code != http.StatusForbidden || w.Body.String() != empty {
		t.Errorf("signed wrongly: %d %s", w.Code, w.Body)
	}
	for _, none := range []string{"x", strings.Repeat("A", 22), ticket + "x", ticket[1:], "", "%2e%2e", strings.Repeat("9", 500)} {
		if w := r.get(audioPath + none); w.Code != http.StatusNotFound || w.Body.String() != empty {
			t.Errorf("%q: %d %s", none, w.Code, w.Body)
		}
	}
	r.clock.Advance(time.Minute + time.Second)
	if w := r.get(path); w.Code != http.StatusNotFound {
		t.Errorf("after its time: %d", w.Code)
	}
	if strings.Contains(r.log.text.String(), ticket) {
		t.Error("a ticket in the log")
	}
}
