package phonetest

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

// When a document can't be had, the fallback is asked, with what went wrong and where.
func TestFallback(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		doc  string
		code string
	}{
		"500":         {"", "11200"},
		"no XML":      {"Welcome!", "12100"},
		"another XML": {"<html/>", "12100"},
		"too long":    {head + "<Response>" + strings.Repeat(" ", maxAnswer) + "</Response>", "11750"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.box.t = &recorder{}
			menu(a)
			a.voice["zip"] = tc.doc
			a.voice["fallback"] = head + `<Response><Say>Sorry. Please leave a message.</Say><Record action="/voice/thanks"/></Response>`
			call := a.box.Phone(rosaNumber, "en").Call("")
			call.Press("1")
			call.Hears("Sorry.")
			expect(t, last(a.got(&a.turns)), "path", "/voice/fallback", "ErrorCode", tc.code, "ErrorUrl", a.server.URL+"/voice/zip?t=1",
				"CallSid", call.SID(), "CallStatus", "in-progress")
			call.Speak(3)
			call.Hears("Thank you.")
			call.Over()
		})
	}
}

// Without a fallback, or with one that fails too, the carrier apologises in its own words and hangs up.
func TestNoFallback(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	call := rosa.Call("")
	call.Hears("application error")
	call.Over()
	if n := len(a.got(&a.turns)); n != 2 {
		t.Errorf("%d webhooks, want the two addresses once each", n)
	}
	a.box.ConnectCalls(VoiceURLs{Voice: a.server.URL + "/voice/begin"})
	call = rosa.Call("")
	call.Hears("application error")
	call.Over()
	a.server.Close()
	call = rosa.Call("")
	call.Hears("application error")
	call.Over()
	a.box.ExpectProblem(11200)
	a.box.ExpectProblem(11205)
}

// A document that leads to itself without waiting for anybody is left.
func TestCircle(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.voice["begin"] = head + `<Response><Redirect>/voice/begin</Redirect></Response>`
	a.box.Phone(rosaNumber, "en").Call("").Over()
	a.box.ExpectProblem(11215)
	if n := len(a.got(&a.turns)); n != maxDocuments {
		t.Errorf("%d documents", n)
	}
}

// Copies of a turn at the same time, and old turns once more, must get the same answers.
func TestTurnsAreRepeated(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	a.box.Break(VoiceRepeated, 1)
	a.box.Break(VoiceReplayed, 1)
	call := a.box.Phone(rosaNumber, "en").Call("")
	call.Press("1")
	call.Press("11211")
	call.Speak(5)
	call.Over()
	seen := map[string]int{}
	for _, f := range a.got(&a.turns) {
		seen[f.Get("path")]++
	}
	for path, n := range seen {
		if n < 2 || n > maxCopies+1 {
			t.Errorf("%s was asked %d times", path, n)
		}
	}
	if len(seen) != 4 {
		t.Errorf("seen = %v", seen)
	}
}

// Another answer to a copy is a complaint.
func TestCopiesDiffer(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	var mu sync.Mutex
	n := 0
	other := http.NewServeMux()
	other.HandleFunc("POST /voice", func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		n++
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(head + "<Response><Say>" + strings.Repeat("Hello. ", n) + "</Say></Response>"))
	})
	a.server.Config.Handler = other
	a.box.ConnectCalls(VoiceURLs{Voice: a.server.URL + "/voice"})
	a.box.BreakOnce(VoiceRepeated)
	a.box.Phone(rosaNumber, "en").Call("").Over()
	a.box.ExpectProblem(11200)
	if len(a.box.Problems()) == 0 {
		t.Error("nobody complains")
	}
}

// Callbacks come late, or never.
func TestCallStatusFaults(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	rosa := a.box.Phone(rosaNumber, "en")
	a.box.Break(StatusOutOfOrder, 1)
	a.mustMake(t, rosaNumber)
	call := rosa.Rings()
	call.Answer()
	call.Press("1")
	call.Press("11211")
	call.Speak(5)
	call.Over()
	var order []string
	for _, f := range a.got(&a.callStatuses) {
		order = append(order, f.Get("SequenceNumber")+f.Get("CallStatus"))
	}
	if got := strings.Join(order, " "); got != "3completed 2in-progress 1ringing 0initiated" {
		t.Errorf("callbacks: %s", got)
	}
	a.box.Break(StatusOutOfOrder, 0)
	a.box.Break(StatusLost, 1)
	before := len(a.got(&a.callStatuses)) + len(a.got(&a.recordings))
	call = rosa.Call("")
	call.Press("1")
	call.Press("11211")
	call.Speak(5)
	call.Over()
	if after := len(a.got(&a.callStatuses)) + len(a.got(&a.recordings)); after != before {
		t.Errorf("%d callbacks that should be lost", after-before)
	}
	a.box.Break(StatusLost, 0)
	a.box.BreakOnce(RecordingAbsent)
	call = rosa.Call("")
	call.Press("1")
	call.Press("11211")
	call.Speak(5)
	call.Over()
	expect(t, last(a.got(&a.recordings)), "RecordingStatus", "absent")
	if res, err := a.get(t.Context(), "/Recordings/"+call.Recordings()[0].SID+".mp3"); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("an absent recording: %v", err)
	} else {
		_ = res.Body.Close()
	}
}

// What the line sees of a caller who is withheld, or not on the phone network.
func TestWithheld(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	rosa := a.box.Phone(rosaNumber, "en")
	for _, shown := range []string{"anonymous", "+266696687", "sip:rosa@example.org", ""} {
		call := rosa.CallWithheld("", shown)
		want := shown
		if want == "" {
			want = rosaNumber
		}
		expect(t, last(a.got(&a.turns)), "From", want, "Caller", want)
		call.HangUp()
	}
}

// Many phones call at once; each has its own answers, and the clock moves as by one call.
func TestCallsAtOnce(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	begun := a.box.clock.Now()
	var all sync.WaitGroup
	for i := range 100 {
		phone := a.box.Phone("+1"+[]string{"213", "214"}[i%2]+"55501"+string([]rune{rune('0' + i/10), rune('0' + i%10)}), "en")
		all.Go(func() {
			call := phone.Call("+12125550100")
			call.Press("1")
			call.Hears("Su código postal")
			call.Press("11211")
			call.Speak(60)
			call.Over()
		})
	}
	all.Wait()
	if n := len(a.got(&a.recordings)); n != 100 {
		t.Errorf("%d recordings", n)
	}
	if took := a.box.clock.Now().Sub(begun).Minutes(); took > 5 {
		t.Errorf("the clock moved by %.1f minutes", took)
	}
}

// A call whose phone rings and a test does not know of is a complaint.
func TestUnexpectedCall(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rec := &recorder{}
	a.box.Phone(rosaNumber, "en")
	a.box.t = rec
	a.make(rosaNumber)
	a.box.Close()
	if len(rec.errors) != 1 {
		t.Errorf("complaints: %q", rec.errors)
	}
}
