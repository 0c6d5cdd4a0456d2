package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/gateway/phonetest"
)

// askByPhone asks for food from a landline, in English, and hangs up after the reference number.
func askByPhone(luz *phonetest.Phone) *phonetest.Call {
	call := luz.Call("")
	for _, step := range []struct{ hears, press string }{
		{"For English", "1"}, {"To ask for help", "1"}, {"For food", "1"}, {"ZIP code", "11211"}, {"If that is right", "1"},
	} {
		call.Hears(step.hears)
		call.Press(step.press)
	}
	call.Hears("tell us what you need")
	call.SpeakAndPress(7, "#")
	call.Hears("To keep it")
	call.Press("1")
	call.Hears("If that is right")
	call.Press("1")
	call.Hears("get texts?")
	call.Press("2")
	call.Hears("Your number with us is")
	call.HangUp()
	return call
}

// TestLandlineAsks: who has nothing but a landline asks with keys and their voice; what they said is here, sealed, and
// no longer at the carrier; the commands show it.
func TestLandlineAsks(t *testing.T) {
	t.Parallel()
	l := newLine(t, "")
	luz := l.box.Add(phonetest.Handset{Name: "Luz", Number: "+12125550150", Kind: phonetest.Landline})
	ben := l.volunteer("Ben", "+12125550143")
	call := askByPhone(luz)
	ben.Expect(canYou)
	if err := l.settled(t.Context()); err != nil {
		t.Fatal(err)
	}

	requests := l.requests()
	if len(requests) != 1 || requests[0].Channel != "voice" || requests[0].Category != "FOOD" || requests[0].ZIP != "11211" {
		t.Fatalf("requests %+v", requests)
	}
	code := requests[0].Code
	calls := listed[callJSON](l, "calls")
	if len(calls) != 1 || calls[0].SID != call.SID() || calls[0].From == nil || *calls[0].From != luz.Number ||
		calls[0].Language != "en" || calls[0].Outcome == nil || *calls[0].Outcome != "request" || calls[0].EndedAt == nil {
		t.Errorf("calls %+v", calls)
	}
	voicemails := listed[voicemailJSON](l, "voicemails")
	if len(voicemails) != 1 || voicemails[0].Kind != "details" || voicemails[0].Status != "stored" || voicemails[0].Seconds != 7 ||
		voicemails[0].Request == nil || *voicemails[0].Request != code || *voicemails[0].Call != call.SID() {
		t.Errorf("voicemails %+v", voicemails)
	}
	if shown := l.command("request", "show", code); !strings.Contains(shown, "recording") || !strings.Contains(shown, "call") {
		t.Errorf("the timeline: %s", shown)
	}
	if there := call.Recordings(); len(there) != 1 || !there[0].Deleted {
		t.Errorf("at the carrier: %+v", there)
	}
	sealed(t, filepath.Join(l.dir, "data", "recordings"))

	ben.Text("YES")
	ben.Expect("CALL")
	news := luz.Rings()
	news.Answer()
	news.Hears("press 1")
	news.Press("1")
	news.Hears("Ben")
	news.HangUp()
	if calls = listed[callJSON](l, "calls"); len(calls) != 2 || calls[1].Direction != "out" || *calls[1].Purpose != "news" ||
		*calls[1].To != luz.Number {
		t.Errorf("calls %+v", calls)
	}
}

// sealed looks for sound that anybody could play.
func sealed(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		for _, magic := range []string{"RIFF", "ID3", "\xff\xfb"} {
			if bytes.HasPrefix(b, []byte(magic)) {
				t.Errorf("%s can be played", path)
			}
		}
		return err
	})
	if err != nil || files != 1 {
		t.Errorf("%d files of sound, %v", files, err)
	}
}
