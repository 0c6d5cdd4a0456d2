package phonetest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

const head = `<?xml version="1.0" encoding="UTF-8"?>`

// menu is a small phone menu: a key, a number, a recording.
func menu(a *app) {
	maps.Copy(a.voice, map[string]string{
		"begin": head + `<Response><Gather input="dtmf" numDigits="1" timeout="10" finishOnKey="" actionOnEmptyResult="true"
			action="/voice/zip?t=1"><Say language="en-US" voice="Polly.Joanna-Neural">To ask for help, press 1.</Say><Play>{app}/sounds/ht/hello</Play>
			<Pause length="1"/></Gather><Redirect>{app}/voice/never</Redirect></Response>`,
		"zip": head + `<Response><Gather numDigits="5" action="say?t=2"><Say language="es-US" voice="Polly.Lupe">Su código postal: <break time="200ms"/>cinco números.</Say>
			</Gather><Say language="en-US">We heard no number.</Say></Response>`,
		"say": head + `<Response><Say>Tell us.</Say><Record action="/voice/thanks" maxLength="120" timeout="5" finishOnKey="#" trim="do-not-trim"
			recordingStatusCallback="/recording" recordingStatusCallbackEvent="completed absent"/><Say>You said nothing.</Say></Response>`,
		"thanks": head + `<Response><Say>Thank you.</Say><Hangup/></Response>`,
	})
}

func last(list []url.Values) url.Values {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

// expect checks values of a form.
func expect(t *testing.T, form url.Values, pairs ...string) {
	t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		if got := form.Get(pairs[i]); got != pairs[i+1] {
			t.Errorf("%s = %q, want %q in %v", pairs[i], got, pairs[i+1], form)
		}
	}
}

func TestCall(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	luz := a.box.Add(Handset{Name: "Luz", Number: rosaNumber, Kind: Landline, Language: "es"})
	begun := a.box.clock.Now()
	call := luz.Call("")
	if said := call.Hears("press 1", "▶ ht/hello"); said != "To ask for help, press 1. ▶ ht/hello" {
		t.Errorf("said %q", said)
	}
	expect(t, last(a.got(&a.turns)), "From", rosaNumber, "Caller", rosaNumber, "To", "+12125550100", "CallStatus", "ringing",
		"Direction", "inbound", "CallSid", call.SID(), "AccountSid", a.box.AccountSID(), "AnsweredBy", "", "path", "/voice/begin")
	call.Press("1")
	call.Hears("Su código postal: cinco números.")
	expect(t, last(a.got(&a.turns)), "Digits", "1", "FinishedOnKey", "", "path", "/voice/zip?t=1", "CallStatus", "in-progress")
	call.Press("11")
	call.Press("211#")
	call.Hears("Tell us.", "Tone: speak now")
	expect(t, last(a.got(&a.turns)), "Digits", "11211", "path", "/voice/say?t=2")
	call.SpeakAndPress(7, "#")
	call.Hears("Thank you.", "The call is over")
	call.Over()

	sid := call.Recordings()[0].SID
	expect(t, last(a.got(&a.turns)), "RecordingSid", sid, "RecordingDuration", "7", "Digits", "#")
	if u := last(a.got(&a.turns)).Get("RecordingUrl"); !strings.HasPrefix(u, a.box.APIURL()) || !strings.HasSuffix(u, "/Recordings/"+sid) {
		t.Errorf("RecordingUrl = %q", u)
	}
	expect(t, last(a.got(&a.recordings)), "RecordingSid", sid, "RecordingStatus", "completed", "RecordingDuration", "7",
		"RecordingChannels", "1", "RecordingSource", "RecordVerb", "CallSid", call.SID())
	statuses := a.got(&a.callStatuses)
	if len(statuses) != 1 {
		t.Fatalf("%d call statuses", len(statuses))
	}
	expect(t, statuses[0], "CallStatus", "completed", "SequenceNumber", "0", "CallbackSource", "call-progress-events", "CallSid", call.SID())
	if took := a.box.clock.Now().Sub(begun); took < 12*time.Second || took > time.Minute {
		t.Errorf("the call took %v of the clock", took)
	}
	if lines := call.Transcript(); lines[0] != (Line{Kind: Said, Lang: "en-US", Text: "To ask for help, press 1."}) {
		t.Errorf("transcript = %v", lines)
	}
}

// What a caller may do otherwise, and what the carrier makes of it.
func TestGather(t *testing.T) {
	t.Parallel()
	gather := func(attributes string) string {
		return head + `<Response><Gather ` + attributes + ` action="/voice/next"><Say>Key?</Say></Gather><Say>Nothing.</Say></Response>`
	}
	for name, tc := range map[string]struct {
		attributes string
		do         func(*Call)
		digits     []string // nil: not asked
		finished   string
		hears      string
	}{
		"a key":                         {`numDigits="1"`, press("7"), []string{"7"}, "", "Next."},
		"too many keys":                 {`numDigits="2"`, press("789"), []string{"78"}, "", "Next."},
		"silence":                       {`numDigits="1"`, (*Call).Quiet, nil, "", "Nothing."},
		"silence is asked for":          {`actionOnEmptyResult="true"`, (*Call).Quiet, []string{""}, "", "Next."},
		"silence after keys":            {``, func(c *Call) { c.Press("12"); c.Quiet() }, []string{"12"}, "", "Next."},
		"# alone":                       {``, press("#"), nil, "", "Nothing."},
		"# alone is asked for":          {`actionOnEmptyResult="true"`, press("#"), []string{""}, "#", "Next."},
		"# after keys":                  {``, press("12#3"), []string{"12"}, "#", "Next."},
		"# is a key":                    {`finishOnKey="" numDigits="1"`, press("#"), []string{"#"}, "", "Next."},
		"* ends":                        {`finishOnKey="*"`, press("1#*"), []string{"1#"}, "*", "Next."},
		"without finishOnKey":           {`finishOnKey=""`, func(c *Call) { c.Press("1#*"); c.Quiet() }, []string{"1#*"}, "", "Next."},
		"hanging up":                    {`actionOnEmptyResult="true"`, (*Call).HangUp, nil, "", ""},
		"hanging up in the number":      {``, func(c *Call) { c.Press("12"); c.HangUp() }, nil, "", ""},
		"keys one by one, and a number": {`numDigits="3"`, func(c *Call) { c.Press("1"); c.Press("2"); c.Press("3") }, []string{"123"}, "", "Next."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.voice["begin"], a.voice["next"] = gather(tc.attributes), head+`<Response><Say>Next.</Say></Response>`
			call := a.box.Phone(rosaNumber, "en").Call("")
			tc.do(call)
			call.Over()
			asked := slices.DeleteFunc(a.got(&a.turns), func(f url.Values) bool { return f.Get("path") != "/voice/next" })
			var digits []string
			for _, f := range asked {
				digits = append(digits, f.Get("Digits"))
				if f.Get("FinishedOnKey") != tc.finished {
					t.Errorf("FinishedOnKey = %q", f.Get("FinishedOnKey"))
				}
			}
			if !slices.Equal(digits, tc.digits) {
				t.Errorf("Digits = %q, want %q", digits, tc.digits)
			}
			if said := call.Said(); !strings.Contains(said, tc.hears) {
				t.Errorf("hears %q", said)
			}
		})
	}
}

func press(keys string) func(*Call) { return func(c *Call) { c.Press(keys) } }

func TestRecord(t *testing.T) {
	t.Parallel()
	record := func(attributes string) string {
		return head + `<Response><Record ` + attributes + ` action="/voice/next" recordingStatusCallback="/recording"
			recordingStatusCallbackEvent="completed absent"/><Say>Nothing.</Say></Response>`
	}
	for name, tc := range map[string]struct {
		attributes    string
		do            func(*Call)
		seconds, ends string // of the action; "": not asked
		callback      string // status and length
		hears         string
	}{
		"silence ends it":          {`trim="do-not-trim"`, func(c *Call) { c.Speak(3) }, "8", "", "completed 8", "Next."},
		"silence is trimmed":       {``, func(c *Call) { c.Speak(3) }, "8", "", "completed 3", "Next."},
		"a key ends it":            {`finishOnKey="#"`, func(c *Call) { c.SpeakAndPress(4, "#") }, "4", "#", "completed 4", "Next."},
		"it is long":               {`maxLength="10"`, func(c *Call) { c.Speak(30) }, "10", "", "completed 10", "Next."},
		"hanging up":               {``, func(c *Call) { c.SpeakAndHangUp(5) }, "5", "hangup", "completed 5", ""},
		"hanging up at once":       {``, (*Call).HangUp, "", "", "absent 0", ""},
		"silence is kept":          {`trim="do-not-trim" timeout="4"`, (*Call).Quiet, "4", "", "completed 4", "Next."},
		"silence trimmed is none":  {`timeout="4"`, (*Call).Quiet, "4", "", "absent 0", "Next."},
		"a key at once":            {``, press("1"), "", "", "absent 0", "Nothing."},
		"another key ends nothing": {`finishOnKey="#"`, func(c *Call) { c.Press("1"); c.SpeakAndPress(2, "#") }, "2", "#", "completed 2", "Next."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.voice["begin"], a.voice["next"] = record(tc.attributes), head+`<Response><Say>Next.</Say></Response>`
			call := a.box.Phone(rosaNumber, "en").Call("")
			tc.do(call)
			call.Over()
			turn := last(a.got(&a.turns))
			if tc.seconds == "" {
				expect(t, turn, "path", "/voice/begin")
			} else {
				status := inProgress
				if tc.ends == "hangup" {
					status = completed
				}
				expect(t, turn, "path", "/voice/next", "RecordingDuration", tc.seconds, "Digits", tc.ends, "CallStatus", status)
			}
			callback := last(a.got(&a.recordings))
			if got := callback.Get("RecordingStatus") + " " + callback.Get("RecordingDuration"); got != tc.callback {
				t.Errorf("callback = %q, want %q", got, tc.callback)
			}
			if said := call.Said(); !strings.Contains(said, tc.hears) {
				t.Errorf("hears %q", said)
			}
		})
	}
}

// A recording's sound can be followed through the application to another phone's ear.
func TestRecordingIsHeard(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	rosa, ben := a.box.Phone(rosaNumber, "en"), a.box.Phone(benNumber, "en")
	call := rosa.Call("")
	call.Press("1")
	call.Press("11211")
	call.Speak(6)
	sid := call.Recordings()[0].SID
	a.voice["begin"] = head + `<Response><Play>{app}/play/` + sid + `</Play></Response>`
	back := ben.Call("")
	back.HearsRecording(sid)
	back.Hears("▶ a recording of 11 seconds")
	back.Over()
}
