package phonetest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// steps returns what was reported of a message, as "status" or "status code", in the order it came.
func (a *app) steps(sid string) []string {
	var all []string
	for _, form := range a.got(&a.statuses) {
		if form.Get("MessageSid") == sid {
			all = append(all, strings.TrimSpace(form.Get("MessageStatus")+" "+form.Get("ErrorCode")))
		}
	}
	return all
}

func TestDeliveryIsReported(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		phone func(*Phone)
		want  []string
		more  []string
	}{
		{"delivered", func(*Phone) {}, []string{"sent", "delivered"}, nil},
		{"switched off", func(p *Phone) { p.Fail(NotReachable) }, []string{"sent", "undelivered 30003"}, nil},
		{"filtered", func(p *Phone) { p.Fail(Filtered) }, []string{"sent", "undelivered 30007"}, nil},
		{"by a service", func(*Phone) {}, []string{"queued", "sent", "delivered"}, []string{"From", "", "MessagingServiceSid", "MG"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			rosa := a.box.Phone(rosaNumber, "en")
			tc.phone(rosa)
			more := slices.Clone(tc.more)
			for i := range more {
				if more[i] == "MG" {
					more[i] = a.box.ServiceSID()
				}
			}
			_, v := a.send(rosaNumber, "hi", more...)
			a.box.quiet()
			if got := a.steps(v["sid"].(string)); !slices.Equal(got, tc.want) {
				t.Errorf("reported %q, want %q", got, tc.want)
			}
			a.box.claimAll()
		})
	}
}

func TestLandlineGetsNoTexts(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	joe := a.box.Add(Handset{Name: "Joe", Number: rosaNumber, Kind: Landline})
	a.send(rosaNumber, "hi")
	if got := joe.ExpectUndelivered("hi"); got.ErrorCode != NoTexts {
		t.Errorf("error code %d, want 30006", got.ErrorCode)
	}
}

func TestRefusingPhone(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.Fail(21614)
	if status, v := a.send(rosaNumber, "hi"); status != 400 || v["code"] != 21614.0 {
		t.Errorf("%d %v", status, v)
	}
	rosa.Fail(0)
	a.send(rosaNumber, "hello")
	rosa.Expect("hello")
}

// Phones come and change while texts are on their way.
func TestPhonesChangeMeanwhile(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() { a.send(rosaNumber, "hi") })
		all.Go(func() {
			rosa.Slow(time.Duration(i%2) * time.Minute)
			rosa.Fail(NotReachable * (i % 2))
			if _, err := a.box.Carrier.Add(Handset{Name: "X", Number: fmt.Sprintf("+121255501%02d", 40+i)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	a.box.Advance(time.Minute)
	if err := a.box.await(t.Context(), func() bool { return a.box.busy == 0 && len(a.box.slow) == 0 }); err != nil {
		t.Error(err)
	}
	for _, text := range rosa.Texts() {
		if text.Status != delivered && text.Status != undelivered {
			t.Errorf("a text is left %s", text.Status)
		}
	}
	a.box.claimAll()
}

func TestReportsGoWrong(t *testing.T) {
	t.Parallel()
	for fault, want := range map[Fault][]string{
		StatusOutOfOrder: {"delivered", "sent"},
		StatusLost:       {"delivered"},
	} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.box.Phone(rosaNumber, "en")
			a.box.BreakOnce(fault)
			_, v := a.send(rosaNumber, "hi")
			a.box.quiet()
			if got := a.steps(v["sid"].(string)); !slices.Equal(got, want) {
				t.Errorf("reported %q, want %q", got, want)
			}
			a.box.claimAll()
		})
	}
}

func TestSlowPhoneByTheClock(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa, ben := a.box.Phone(rosaNumber, "en"), a.box.Phone(benNumber, "en")
	rosa.Slow(30 * time.Minute)
	_, patient := a.send(rosaNumber, "patient")
	_, offer := a.send(rosaNumber, "offer", "ValidityPeriod", "600")
	rosa.ExpectNothing()
	a.box.Advance(11 * time.Minute)
	lapsed := rosa.ExpectUndelivered("offer")
	if lapsed.ErrorCode != 30036 || lapsed.Status != failed {
		t.Errorf("lapsed = %+v", lapsed)
	}
	a.send(benNumber, "quick")
	ben.Expect("quick")
	rosa.ExpectNothing()
	a.box.Advance(20 * time.Minute)
	rosa.Expect("patient")
	a.box.quiet()
	if got := a.steps(offer["sid"].(string)); !slices.Equal(got, []string{"failed 30036"}) {
		t.Errorf("reported %q of the offer", got)
	}
	if got := a.steps(patient["sid"].(string)); !slices.Equal(got, []string{"sent", "delivered"}) {
		t.Errorf("reported %q of the patient text", got)
	}
}

func TestAnswerIsReportedToItsOwnAddress(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	a.text = func(w http.ResponseWriter, _ url.Values) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(`<?xml version="1.0"?><Response><Message statusCallback="` + a.server.URL +
			`/twilio/message-status?m=9"><Body>got it</Body></Message></Response>`))
	}
	rosa.Text("hi")
	got := rosa.Expect("got it")
	a.box.quiet()
	if steps := a.steps(got.SID); !slices.Equal(steps, []string{"sent", "delivered"}) {
		t.Errorf("reported %q", steps)
	}
}
