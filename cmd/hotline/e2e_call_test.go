package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"hotline/dispatch"
	"hotline/gateway/phonetest"
)

// TestLandline is the main job for somebody who has a landline and speaks Spanish: asked for by keys and a recording,
// taken by text, told by phone, and heard by the neighbor.
func TestLandline(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	ana := l.volunteer("Ana", "+12125550142")
	rosa := l.box.Phone("+12125550110", "es")
	details := l.askByPhone(rosa)

	ana.Expect("YES B")
	ana.Text("YES")
	ana.Expect(itIsYours, "They get no texts")
	news := rosa.Rings()
	news.Answer()
	news.Press("1") // hear it
	news.Hears("Ana", "diga a dónde ir")
	news.SpeakAndPress(9, "#")
	news.Press("1") // keep it
	news.Hears("Se lo decimos")
	news.HangUp()
	ana.Expect("where to come")

	ana.Text("CALL")
	ana.Expect("we are calling you now")
	job := ana.Rings()
	job.Answer()
	job.Press("1") // hear it
	job.HearsRecording(details)
	job.HearsRecording(news.Recordings()[0].SID)
	job.HangUp()
	if r := l.requests()[0]; r.Status != string(dispatch.Assigned) || r.Channel != "voice" || fmt.Sprint(r.AssignedTo) != "[Ana]" {
		t.Errorf("request = %+v", r)
	}
	for _, c := range []*phonetest.Call{news, job} {
		for _, r := range c.Recordings() {
			if !r.Deleted {
				t.Error("the carrier still has what was said")
			}
		}
	}
}

// askByPhone asks for food in 11211, in Spanish, and returns the carrier's identifier of what was said.
func (l *testLine) askByPhone(p *phonetest.Phone) (details string) {
	l.t.Helper()
	call := p.Call("")
	for _, step := range []struct{ hears, press string }{
		{"Para español, oprima 2", "2"}, {"Para pedir ayuda, oprima 1", "1"}, {"Para comida, oprima 1", "1"},
		{"código postal", "11211"}, {"uno uno dos uno uno", "1"},
	} {
		call.Hears(step.hears)
		call.Press(step.press)
	}
	call.Hears("Después del tono")
	call.SpeakAndPress(12, "#")
	for _, step := range []struct{ hears, press string }{
		{"Para dejarlo así, oprima 1", "1"}, {"Le llamamos al dos uno dos", "1"}, {"mensajes de texto", "2"},
	} {
		call.Hears(step.hears)
		call.Press(step.press)
	}
	call.Hears("Su número")
	call.HangUp()
	return call.Recordings()[0].SID
}

// TestRepeatedTurns: every turn comes two to eight times at once, and the one before it once more. One request comes of
// it.
func TestRepeatedTurns(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	ana := l.volunteer("Ana", "+12125550142")
	l.box.Break(phonetest.VoiceRepeated, 1)
	l.box.Break(phonetest.VoiceReplayed, 1)
	l.askByPhone(l.box.Phone("+12125550110", "es"))
	ana.Expect("YES B")
	if all := l.requests(); len(all) != 1 || all[0].Category != "FOOD" {
		t.Errorf("requests: %+v", all)
	}
}

// TestDownAltogether: while the server is down, a document kept at the carrier takes a message. It is a voicemail as
// soon as the server is up again. (The practice carrier executes no ops/fallback.xml; what it leaves is the same.)
func TestDownAltogether(t *testing.T) {
	t.Parallel()
	l := newLine(t, "[[coordinators]]\nname = \"Dora\"\nphone = \"+12125550142\"\n")
	dora := l.box.Phone("+12125550142", "en")
	kept := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		if r.URL.Path == "/thanks" {
			_, _ = io.WriteString(w, `<?xml version="1.0"?><Response><Hangup/></Response>`)
			return
		}
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Response><Say language="en-US">Sorry.</Say><Record action="/thanks"/></Response>`)
	}))
	defer kept.Close()
	l.halt()
	l.box.ConnectCalls(phonetest.VoiceURLs{Voice: "http://" + l.public + "/twilio/voice", Fallback: kept.URL})
	l.box.ExpectProblem(11205)
	call := l.box.Phone("+12125550110", "en").Call("")
	call.Hears("Sorry.")
	call.SpeakAndHangUp(20)
	l.clock.Advance(40 * time.Minute)
	l.start()
	dora.Expect("1 waits: 1 voicemail")
	if r := l.requests(); len(r) != 1 || r[0].NeedsCoordinator == nil || *r[0].NeedsCoordinator != string(dispatch.Voicemail) {
		t.Errorf("requests: %+v", r)
	}
}

// TestLiveHelp: 0 rings the coordinator on call, who is connected by a key. Where a machine picks up the caller is not
// connected to it, and leaves a message here.
func TestLiveHelp(t *testing.T) {
	t.Parallel()
	l := newLine(t, `[[coordinators]]
name = "Dora"
phone = "+12125550142"
on_call = "00:00-24:00"
[voice]
live_help = "00:00-24:00"
`)
	dora := l.box.Phone("+12125550142", "en")
	rosa := l.box.Phone("+12125550110", "en")
	call := rosa.Call("")
	call.Press("1") // English
	call.Press("0")
	leg := dora.Rings()
	leg.Answer()
	leg.Hears("To take the call, press 1")
	leg.Press("1")
	call.Hears("Connected")
	leg.HangUp()
	call.Over()

	again := rosa.Call("")
	again.Press("0")
	machine := dora.Rings()
	machine.Machine()
	machine.Over()
	again.Hears("After the tone")
	again.SpeakAndHangUp(8)
	dora.Expect("1 waits: 1 voicemail")
	if all := listed[voicemailJSON](l, "voicemails"); len(all) != 1 || all[0].Seconds != 8 {
		t.Errorf("voicemails: %+v", all)
	}
}
