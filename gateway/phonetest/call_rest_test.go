package phonetest

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestCallAnswersAreTheCarriers(t *testing.T) {
	t.Parallel()
	v := newContract(t)
	a := setup(t, Options{})
	menu(a)
	rosa := a.box.Phone(rosaNumber, "en")
	form := url.Values{"To": {rosaNumber}, "From": {"+12125550100"}, "Url": {a.server.URL + "/voice/zip"}, "Timeout": {"30"}}
	made := v.check(t, a, http.MethodPost, a.calls()+".json", form)
	one := a.calls() + "/" + made["sid"].(string) + ".json"
	call := rosa.Rings()
	if got := v.check(t, a, http.MethodGet, one, nil); got["status"] != "ringing" || got["duration"] != nil || got["end_time"] != nil {
		t.Errorf("ringing: %v", got)
	}
	call.Answer()
	call.Press("11211")
	call.SpeakAndPress(9, "#")
	call.Over()
	got := v.check(t, a, http.MethodGet, one, nil)
	if seconds, err := strconv.Atoi(got["duration"].(string)); got["status"] != "completed" || err != nil || seconds < 9 {
		t.Errorf("over: %v", got)
	}
	for _, key := range []string{"date_created", "start_time", "end_time"} {
		if _, err := time.Parse(time.RFC1123Z, got[key].(string)); err != nil {
			t.Errorf("%s is not RFC 2822: %v", key, err)
		}
	}
	a.mustMake(t, "+12125550177") // there is no such phone
	a.box.quiet()
	list := v.check(t, a, http.MethodGet, a.calls()+".json?PageSize=50", nil)
	if n := len(list["calls"].([]any)); n != 2 {
		t.Errorf("%d calls", n)
	}
	a.box.claimAll()

	sid := call.Recordings()[0].SID
	recording := v.check(t, a, http.MethodGet, "/2010-04-01/Accounts/"+a.box.AccountSID()+"/Recordings/"+sid+".json", nil)
	if recording["duration"] != "9" || recording["source"] != "RecordVerb" || recording["call_sid"] != call.SID() {
		t.Errorf("recording = %v", recording)
	}
}

func (a *app) mustMake(t *testing.T, to string) {
	t.Helper()
	if status, v := a.make(to); status != http.StatusCreated {
		t.Errorf("%d %v", status, v)
	}
}

func TestListCalls(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	rosa, ben := a.box.Phone(rosaNumber, "en"), a.box.Phone(benNumber, "en")
	list := func(query string) (sids []string) {
		t.Helper()
		res, v, err := a.call(t.Context(), http.MethodGet, a.calls()+".json?"+query, nil)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v %v", query, v, err)
		}
		for _, c := range v["calls"].([]any) {
			sids = append(sids, c.(map[string]any)["sid"].(string))
		}
		return sids
	}
	a.mustMake(t, rosaNumber)
	first := rosa.Rings()
	first.Busy()
	a.box.Advance(time.Hour)
	since := a.box.clock.Now().UTC().Format(time.RFC3339)
	a.mustMake(t, rosaNumber)
	second := rosa.Rings()
	in := ben.Call("")
	for query, want := range map[string][]string{
		"":                                   {in.SID(), second.SID(), first.SID()},
		"To=%2B12125550111":                  {second.SID(), first.SID()},
		"From=%2B12125550133":                {in.SID()},
		"Status=busy":                        {first.SID()},
		"StartTime%3E=" + since:              {in.SID(), second.SID()},
		"StartTime%3C=2020-01-01":            nil,
		"PageSize=1":                         {in.SID()},
		"To=%2B12125550111&Status=busy":      {first.SID()},
		"PageSize=1&PageToken=PA" + in.SID(): {second.SID()},
	} {
		if got := list(query); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q lists %d calls, want %d", query, len(got), len(want))
		}
	}
	in.HangUp()
	second.Ignore()
}

func TestChangeCall(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	change := func(call *Call, name, value string) int {
		t.Helper()
		res, _, err := a.call(t.Context(), http.MethodPost, a.calls()+"/"+call.SID()+".json", url.Values{name: {value}})
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode
	}
	rosa := a.box.Phone(rosaNumber, "en")
	call := rosa.Call("")
	if status := change(call, "Url", a.server.URL+"/voice/thanks"); status != http.StatusOK {
		t.Errorf("moving a call: %d", status)
	}
	call.Hears("Thank you.")
	call.Over()
	if status := change(call, "Status", "completed"); status != http.StatusBadRequest {
		t.Errorf("ending what is over: %d", status)
	}
	call = rosa.Call("")
	if status := change(call, "Status", "completed"); status != http.StatusOK {
		t.Errorf("ending a call: %d", status)
	}
	call.Over()
	a.mustMake(t, rosaNumber)
	call = rosa.Rings()
	if status := change(call, "Status", "canceled"); status != http.StatusOK {
		t.Errorf("canceling a call: %d", status)
	}
	call.Over()
	if call.Status() != canceled {
		t.Errorf("a canceled call is %s", call.Status())
	}
	if status := change(call, "Status", "asleep"); status != http.StatusBadRequest {
		t.Errorf("an odd status: %d", status)
	}
}

// Every refusal has the carrier's code.
func TestCallRefusals(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	for name, tc := range map[string]struct {
		to    string
		pairs []string
		code  float64
	}{
		"nobody":                  {"", nil, 21201},
		"no number":               {"Rosa", nil, 21211},
		"from nobody":             {rosaNumber, []string{"From", ""}, 21213},
		"from a stranger":         {rosaNumber, []string{"From", "+12125550177"}, 21210},
		"from a magic number":     {rosaNumber, []string{"From", "+15005550001"}, 21212},
		"to a magic number":       {"+15005550003", nil, 21215},
		"no address":              {rosaNumber, []string{"Url", ""}, 21205},
		"another computer":        {rosaNumber, []string{"Url", "https://example.org/voice"}, 21205},
		"a callback elsewhere":    {rosaNumber, []string{"StatusCallback", "https://example.org/"}, 21205},
		"an unknown event":        {rosaNumber, []string{"StatusCallbackEvent", "cheered"}, 20001},
		"ringing for ever":        {rosaNumber, []string{"Timeout", "601"}, 20001},
		"an unknown way to look":  {rosaNumber, []string{"MachineDetection", "Yes"}, 20001},
		"a method it has not got": {rosaNumber, []string{"Method", "GET"}, 20001},
	} {
		if status, v := a.make(tc.to, tc.pairs...); status != http.StatusBadRequest || v["code"] != tc.code {
			t.Errorf("%s: %d %v, want %v", name, status, v["code"], tc.code)
		}
	}
	a.box.Phone(rosaNumber, "en")
	if status, _ := a.make(rosaNumber, "Sugar", "2"); status != http.StatusCreated || a.box.Problems()[0].Code != 20001 {
		t.Errorf("an unknown parameter: %d %v", status, a.box.Problems())
	}
	a.box.ExpectProblem(20001)
	a.box.claimAll()
}

func TestRecordings(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	call := a.box.Phone(rosaNumber, "en").Call("")
	call.Press("1")
	call.Press("11211")
	call.SpeakAndPress(4, "#")
	call.Over()
	sid := call.Recordings()[0].SID
	fetch := func(ending string) (int, string, []byte) {
		t.Helper()
		res, err := a.get(t.Context(), "/Recordings/"+sid+ending)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, res.Header.Get("Content-Type"), b
	}
	status, media, b := fetch(".mp3")
	if status != 200 || media != "audio/mpeg" || !bytes.HasPrefix(b, []byte("ID3")) || !bytes.Contains(b, []byte(sid)) || len(b) < 3500 || len(b) > 4500 {
		t.Errorf("mp3: %d %s %d bytes", status, media, len(b))
	}
	for _, ending := range []string{".wav", ""} {
		status, media, b = fetch(ending)
		if status != 200 || media != "audio/x-wav" || string(b[:4])+string(b[8:12]) != "RIFFWAVE" || int(binary.LittleEndian.Uint32(b[4:])) != len(b)-8 {
			t.Errorf("wav: %d %s %d bytes", status, media, len(b))
		}
	}
	if status, _, _ := fetch(".ogg"); status != http.StatusNotFound {
		t.Errorf("another format: %d", status)
	}
	a.box.BreakOnce(RecordingNotReady)
	if status, _, _ := fetch(".mp3"); status != http.StatusNotFound {
		t.Errorf("not ready: %d", status)
	}
	list := func(query string) int {
		t.Helper()
		res, err := a.get(t.Context(), "/Recordings.json"+query)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var v struct{ Recordings []struct{ SID string } }
		if err := json.NewDecoder(res.Body).Decode(&v); err != nil {
			t.Fatal(err)
		}
		return len(v.Recordings)
	}
	if list("") != 1 || list("?CallSid="+call.SID()) != 1 || list("?CallSid=CA0") != 0 || list("?DateCreated%3E="+time.Now().AddDate(0, 0, 2).Format(time.DateOnly)) != 0 {
		t.Error("the list is wrong")
	}
	if !a.remove(t, sid) || call.Recordings()[0].Deleted == false || list("") != 0 {
		t.Error("the recording is not deleted")
	}
	if status, _, _ = fetch(".mp3"); status != http.StatusNotFound || a.remove(t, sid) {
		t.Errorf("deleted, and there: %d", status)
	}
}

// remove deletes a recording and says whether that was possible.
func (a *app) remove(t *testing.T, sid string) bool {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete,
		a.box.APIURL()+"/2010-04-01/Accounts/"+a.box.AccountSID()+"/Recordings/"+sid+".json", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(a.box.AccountSID(), a.box.AuthToken())
	res, err := a.server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusNoContent
}

// The phone rings, and the application does not know: the answer is lost, or says that something went wrong.
func TestCallIsMadeAnyway(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	menu(a)
	rosa := a.box.Phone(rosaNumber, "en")
	a.box.BreakOnce(RESTSent)
	if status, _ := a.make(rosaNumber); status != http.StatusInternalServerError {
		t.Errorf("answered %d", status)
	}
	rosa.Rings().Busy()
	a.box.BreakOnce(RESTTimeout)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	form := url.Values{"To": {rosaNumber}, "From": {"+12125550100"}, "Url": {a.server.URL + "/voice/begin"}}
	if _, _, err := a.call(ctx, http.MethodPost, a.calls()+".json", form); err == nil {
		t.Error("the call is answered")
	}
	rosa.Rings().Busy()
	a.box.BreakOnce(RESTNotSent)
	if status, _ := a.make(rosaNumber); status != http.StatusInternalServerError || len(rosa.Calls()) != 2 {
		t.Errorf("answered %d, and %d calls", status, len(rosa.Calls()))
	}
}
