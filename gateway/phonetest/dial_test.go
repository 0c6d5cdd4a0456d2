package phonetest

import (
	"net/url"
	"strings"
	"testing"
)

// desk is a line that rings two coordinators, who must press 1 to take the call.
func desk(a *app) {
	a.voice["begin"] = head + `<Response><Say>We ring somebody.</Say><Dial action="/voice/after" timeout="20" timeLimit="3600" callerId="+12125550100"
		answerOnBridge="true"><Number url="/voice/screen">` + benNumber + `</Number><Number url="/voice/screen">+12125550144</Number></Dial></Response>`
	a.voice["screen"] = head + `<Response><Gather numDigits="1" finishOnKey="" timeout="10" actionOnEmptyResult="true" action="/voice/screened">
		<Say>Press 1 to take the call.</Say></Gather><Hangup/></Response>`
	a.voice["screened"] = head + `<Response/>`
	a.voice["after"] = head + `<Response><Say>Welcome back.</Say></Response>`
}

func TestDial(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		do              func(caller, ben, cyd *Call)
		status, bridged string
		hears           string // by the caller, at the end
	}{
		"taken, and the other hangs up": {func(caller, ben, cyd *Call) {
			ben.Answer()
			ben.Hears("Press 1 to take the call.")
			ben.Press("1")
			ben.Hears("Connected with Rosa")
			cyd.Over() // is rung no more
			caller.Hears("Connected with Ben")
			ben.HangUp()
		}, "completed", "true", "Welcome back."},
		"taken, and the caller hangs up": {func(caller, ben, cyd *Call) {
			cyd.Answer()
			cyd.Press("1")
			caller.Hears("Connected with Cyd")
			caller.HangUp()
			cyd.Over()
			ben.Over()
		}, "completed", "true", ""},
		"answered but not taken": {func(_, ben, cyd *Call) {
			cyd.Ignore()
			ben.Answer()
			ben.HangUp()
		}, "completed", "false", "Welcome back."},
		"nobody picks up": {func(_, ben, cyd *Call) {
			ben.Ignore()
			cyd.Ignore()
		}, "no-answer", "false", "Welcome back."},
		"the time is over": {func(caller, ben, cyd *Call) {
			caller.Quiet()
			ben.Over()
			cyd.Over()
		}, "no-answer", "false", "Welcome back."},
		"both are busy": {func(_, ben, cyd *Call) {
			ben.Busy()
			cyd.Busy()
		}, "busy", "false", "Welcome back."},
		"the caller hangs up first": {func(caller, ben, cyd *Call) {
			caller.HangUp()
			ben.Over()
			cyd.Over()
		}, "no-answer", "false", ""},
		"the talk is over in time": {func(caller, ben, cyd *Call) {
			ben.Answer()
			ben.Press("1")
			caller.Hears("Connected with Ben")
			caller.Quiet()
			ben.Over()
			cyd.Over()
		}, "completed", "true", "Welcome back."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			desk(a)
			rosa := a.box.Add(Handset{Name: "Rosa", Number: rosaNumber})
			ben := a.box.Add(Handset{Name: "Ben", Number: benNumber})
			cyd := a.box.Add(Handset{Name: "Cyd", Number: "+12125550144"})
			caller := rosa.Call("")
			one, two := ben.Rings(), cyd.Rings()
			if one.From() != "+12125550100" {
				t.Errorf("the coordinator sees %s", one.From())
			}
			tc.do(caller, one, two)
			caller.Over()
			expect(t, last(a.got(&a.turns)), "path", "/voice/after", "DialCallStatus", tc.status, "DialBridged", tc.bridged,
				"CallSid", caller.SID())
			if said := caller.Said(); !strings.Contains(said, tc.hears) {
				t.Errorf("the caller hears %q", said)
			}
			for _, f := range a.got(&a.turns) {
				if f.Get("path") == "/voice/screen" {
					expect(t, f, "ParentCallSid", caller.SID(), "Direction", "outbound-dial", "From", "+12125550100", "CallStatus", "in-progress")
				}
			}
		})
	}
}

// What a <Dial> must not do, each with the carrier's code.
func TestDialComplaints(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		dial string
		code int
	}{
		"a stranger's number": {`<Dial action="/voice/after" callerId="+12125550177"><Number>+12125550133</Number></Dial>`, 13214},
		"nobody":              {`<Dial action="/voice/after"/>`, 13223},
		"no number":           {`<Dial action="/voice/after"><Number>Ben</Number></Dial>`, 13223},
		"loose text":          {`<Dial action="/voice/after">+12125550133</Dial>`, 12200},
		"eleven":              {`<Dial action="/voice/after">` + strings.Repeat(`<Number>+12125550133</Number>`, 11) + `</Dial>`, 13223},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.box.t = &recorder{}
			a.voice["begin"] = head + "<Response>" + tc.dial + "</Response>"
			a.voice["after"] = head + "<Response><Say>Back.</Say></Response>"
			call := a.box.Phone(rosaNumber, "en").Call("")
			call.Over()
			if all := a.box.Problems(); len(all) == 0 || all[0].Code != tc.code {
				t.Errorf("problems = %v, want %d", all, tc.code)
			}
			expect(t, last(a.got(&a.turns)), "path", "/voice/after", "DialCallStatus", "failed")
		})
	}
}

// A leg that is being screened may do nothing but speak and listen.
func TestScreeningIsLimited(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	desk(a)
	a.voice["screen"] = head + `<Response><Say>Hello.</Say><Redirect>/voice/screened</Redirect><Record/></Response>`
	ben := a.box.Phone(benNumber, "en")
	caller := a.box.Phone(rosaNumber, "en").Call("")
	leg := ben.Rings()
	leg.Answer()
	caller.Hears("Connected") // the document ended
	leg.HangUp()
	caller.Over()
	a.box.ExpectProblem(12200)
	if n := len(a.box.Problems()); n != 2 {
		t.Errorf("problems = %v", a.box.Problems())
	}
	a.box.claimAll()
}

// make posts a call and returns the HTTP status and the answer; pairs go over the usual values.
func (a *app) make(to string, pairs ...string) (int, map[string]any) {
	a.t.Helper()
	form := url.Values{
		"To": {to}, "From": {"+12125550100"}, "Url": {a.server.URL + "/voice/begin"}, "FallbackUrl": {a.server.URL + "/voice/fallback"},
		"StatusCallback": {a.server.URL + "/call-status"}, "StatusCallbackEvent": {"initiated", "ringing", "answered", "completed"},
		"Timeout": {"30"}, "MachineDetection": {"Enable"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Del(pairs[i])
		if pairs[i+1] != "" {
			form.Set(pairs[i], pairs[i+1])
		}
	}
	res, v, err := a.call(a.t.Context(), "POST", a.calls()+".json", form)
	if err != nil {
		a.t.Fatalf("make a call: %v", err)
	}
	return res.StatusCode, v
}

func (a *app) calls() string { return "/2010-04-01/Accounts/" + a.box.AccountSID() + "/Calls" }

func TestOutgoingCall(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		do       func(*Call)
		statuses []string
		by       string
		hears    string
	}{
		"answered": {func(c *Call) { c.Answer(); c.Press("1"); c.Over() },
			[]string{"initiated", "ringing", "in-progress", "completed"}, "human", "Good."},
		"a machine": {(*Call).Machine, []string{"initiated", "ringing", "in-progress", "completed"}, "machine_start", "Please call back."},
		"busy":      {(*Call).Busy, []string{"initiated", "ringing", "busy"}, "", ""},
		"ignored":   {(*Call).Ignore, []string{"initiated", "ringing", "no-answer"}, "", ""},
		"refused":   {(*Call).HangUp, []string{"initiated", "ringing", "busy"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.voice["begin"] = head + `<Response><Gather numDigits="1" action="/voice/good"><Say>News!</Say></Gather><Say>Please call back.</Say></Response>`
			a.voice["good"] = head + `<Response><Say>Good.</Say></Response>`
			rosa := a.box.Phone(rosaNumber, "en")
			status, made := a.make(rosaNumber)
			if status != 201 || made["status"] != "queued" || made["direction"] != "outbound-api" || made["start_time"] != nil {
				t.Errorf("%d %v", status, made)
			}
			call := rosa.Rings()
			if call.SID() != made["sid"] || call.From() != "+12125550100" {
				t.Errorf("%s from %s rings", call.SID(), call.From())
			}
			tc.do(call)
			call.Over()
			all := a.got(&a.callStatuses)
			for i, f := range all {
				if i < len(tc.statuses) {
					expect(t, f, "CallStatus", tc.statuses[i], "SequenceNumber", string(rune('0'+i)), "CallSid", call.SID())
				}
			}
			if len(all) != len(tc.statuses) {
				t.Errorf("%d statuses, want %d", len(all), len(tc.statuses))
			}
			expect(t, last(all), "AnsweredBy", tc.by)
			if tc.by != "" {
				expect(t, a.got(&a.turns)[0], "AnsweredBy", tc.by, "CallStatus", "in-progress", "Direction", "outbound-api", "To", rosaNumber)
			}
			if said := call.Said(); !strings.Contains(said, tc.hears) {
				t.Errorf("hears %q", said)
			}
		})
	}
}

// A phone that talks is busy, and a number without a phone fails.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	rosa := a.box.Phone(rosaNumber, "en")
	call := rosa.Call("")
	a.make(rosaNumber)
	a.make("+12125550177")
	a.box.quiet()
	call.HangUp()
	got := map[string]int{}
	for _, f := range a.got(&a.callStatuses) {
		got[f.Get("CallStatus")]++
	}
	if got["busy"] != 1 || got["failed"] != 1 {
		t.Errorf("statuses = %v", got)
	}
	a.box.claimAll()
}
