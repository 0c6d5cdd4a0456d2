package main

import (
	"testing"
	"time"

	"hotline/gateway/phonetest"
)

// TestCallsThroughFaults: the carrier asks every turn up to eight times at once, asks old ones again, brings its
// callbacks backwards, has no sound at first and says 500 after it has called. All the same there is one call, one
// request with one recording, and the landline rings once.
func TestCallsThroughFaults(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	for _, f := range []phonetest.Fault{phonetest.VoiceRepeated, phonetest.VoiceReplayed, phonetest.StatusOutOfOrder} {
		l.box.Break(f, 1)
	}
	l.box.BreakOnce(phonetest.RecordingNotReady)
	luz := l.box.Add(phonetest.Handset{Name: "Luz", Number: "+12125550150", Kind: phonetest.Landline})
	ben := l.volunteer("Ben", "+12125550143")
	call := askByPhone(luz)
	ben.Expect(canYou)
	requests, calls := l.requests(), listed[callJSON](l, "calls")
	if len(requests) != 1 || requests[0].Status == "received" || len(calls) != 1 || calls[0].SID != call.SID() {
		t.Fatalf("requests %+v, calls %+v", requests, calls)
	}
	if voicemails := listed[voicemailJSON](l, "voicemails"); len(voicemails) != 1 || voicemails[0].Kind != "details" {
		t.Errorf("voicemails %+v", voicemails)
	}
	ben.Text("YES")
	ben.Expect("CALL")
	news := luz.Rings()
	news.Answer()
	news.Hears("press 1")
	news.Press("1")
	news.Hears("Ben")
	news.Speak(6)
	news.Hears("To keep it")
	news.Press("1")
	news.HangUp()
	ben.Expect("has said where to come")
	if n := len(luz.Calls()); n != 2 {
		t.Errorf("%d calls with Luz", n)
	}
}

// TestCallInDoubt: the line hears nothing of the answer to its call; it does not ring twice.
func TestCallInDoubt(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	luz := l.box.Add(phonetest.Handset{Name: "Luz", Number: "+12125550150", Kind: phonetest.Landline})
	ben := l.volunteer("Ben", "+12125550143")
	askByPhone(luz)
	ben.Expect(canYou)
	l.box.Break(phonetest.RESTSent, 1)
	ben.Text("YES")
	ben.Expect("CALL")
	news := luz.Rings()
	l.box.Break(phonetest.RESTSent, 0)
	news.Answer()
	news.Press("1")
	news.Hears("Ben")
	news.HangUp()
	l.clock.Advance(3 * time.Minute)
	ben.ExpectNothing()
	if n := len(luz.Calls()); n != 2 {
		t.Errorf("%d calls with Luz", n)
	}
}
