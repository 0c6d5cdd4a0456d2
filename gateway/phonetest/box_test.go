package phonetest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const rosaNumber, benNumber = "+12125550111", "+12125550133"

func TestConversation(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa, ben := a.box.Phone(rosaNumber, "en"), a.box.Phone(benNumber, "en")
	a.text = func(w http.ResponseWriter, form url.Values) {
		switch form.Get("Body") {
		case "FOOD 11211":
			a.send(benNumber, "14:05 job B: groceries near 11211. Reply YES B or NO B")
			say(w, "We are asking neighbors near 11211.")
		case "YES B":
			a.send(rosaNumber, "Good news: Ben will help.")
			say(w, "You have it, Ben.")
		}
	}
	rosa.Text("FOOD 11211")
	rosa.Expect("We are asking")
	rosa.ExpectNothing()
	ben.Expect("job B", "YES B")
	ben.Text("YES B")
	ben.Expect("You have it")
	got := rosa.Expect("Ben will help")
	if got.From != "+12125550100" || got.To != rosaNumber || got.Status != delivered || got.Segments != 1 {
		t.Errorf("text = %+v", got)
	}
	if n := len(rosa.Texts()); n != 3 {
		t.Errorf("Rosa's phone shows %d texts, want 3", n)
	}
}

func TestInboundParameters(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.box.Phone(rosaNumber, "en").Text("Hola, ¿qué tal? ó\nx")
	a.box.Phone(rosaNumber, "en").Picture("")
	texts := a.got(&a.texts)
	first := texts[0]
	for key, want := range map[string]string{
		"Body": "Hola, ¿qué tal? ó\nx", "From": rosaNumber, "To": "+12125550100", "NumMedia": "0", "NumSegments": "1",
		"AccountSid": a.box.AccountSID(), "SmsStatus": "received", "ApiVersion": "2010-04-01", "FromCountry": "US",
		"SmsSid": first.Get("MessageSid"), "SmsMessageSid": first.Get("MessageSid"), "OptOutType": "",
	} {
		if got := first.Get(key); got != want {
			t.Errorf("%s = %q, want %q", key, got, want)
		}
	}
	picture := texts[1]
	if picture.Get("NumMedia") != "1" || !strings.HasPrefix(picture.Get("MediaUrl0"), "http://127.0.0.1:") ||
		!strings.HasPrefix(picture.Get("MessageSid"), "MM") {
		t.Errorf("picture = %v", picture)
	}
}

// Everything a Box must complain about, each in a box of its own whose complaints are kept.
func TestBoxComplains(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, want string
		do         func(a *app, box *Box)
	}{
		{"a text nobody expected", "%s", func(a *app, box *Box) {
			box.Phone(rosaNumber, "en")
			a.send(rosaNumber, "surprise")
		}},
		{"a text to nobody", "%s", func(a *app, _ *Box) { a.send("+12125550199", "hello?") }},
		{"something where nothing should be", "%s should have no text (%s): %s", func(a *app, box *Box) {
			rosa := box.Phone(rosaNumber, "en")
			a.send(rosaNumber, "surprise")
			rosa.ExpectNothing()
		}},
		{"nothing where something should be", "%s got no text (%s) with %q. On the phone:\n%s", func(_ *app, box *Box) {
			box.patience = time.Millisecond
			box.Phone(rosaNumber, "en").Expect("hello")
		}},
		{"an answer in plain text", "the carrier complains: %s", func(a *app, box *Box) {
			a.text = func(w http.ResponseWriter, _ url.Values) { _, _ = w.Write([]byte("ok")) }
			rosa := box.Phone(rosaNumber, "en")
			rosa.Text("hi")
			rosa.Expect("ok") // it is texted, as it really is
		}},
		{"a verb of calls", "the carrier complains: %s", func(a *app, box *Box) {
			a.text = func(w http.ResponseWriter, _ url.Values) {
				w.Header().Set("Content-Type", "text/xml")
				_, _ = w.Write([]byte("<Response><Say>hi</Say></Response>"))
			}
			box.Phone(rosaNumber, "en").Text("hi")
		}},
		{"a landline that texts", "%s can't text: %v", func(_ *app, box *Box) {
			box.Add(Handset{Name: "Joe", Number: rosaNumber, Kind: Landline}).Text("hi")
		}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			rec := &recorder{}
			a.box.t = rec
			func() {
				defer func() {
					if p := recover(); p != nil && p != any(stopped{}) {
						panic(p)
					}
				}()
				tc.do(a, a.box)
			}()
			a.box.Close()
			if len(rec.errors) != 1 || rec.errors[0] != tc.want {
				t.Errorf("complaints = %q, want %q", rec.errors, tc.want)
			}
		})
	}
}

// ExpectNothing waits for what the application is still about to send.
func TestExpectNothingSettles(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rec := &recorder{}
	late := make(chan struct{})
	var once sync.Once
	a.box.Connect(a.server.URL+"/twilio/sms", func(context.Context) error {
		once.Do(func() {
			a.send(rosaNumber, "late")
			close(late)
		})
		return nil
	})
	rosa := a.box.Phone(rosaNumber, "en")
	a.box.t = rec
	rosa.ExpectNothing()
	<-late
	if len(rec.errors) != 1 {
		t.Errorf("the late text was not seen: %q", rec.errors)
	}
}

// 1,000 phones answer one offer at the same moment; the first has it, everybody gets one true answer.
func TestThousandPhonesAtOnce(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	var mu sync.Mutex
	winner := ""
	a.text = func(w http.ResponseWriter, form url.Values) {
		mu.Lock()
		defer mu.Unlock()
		if winner == "" {
			winner = form.Get("From")
			say(w, "You have it.")
			return
		}
		say(w, "A neighbor already has it.")
	}
	phones := make([]*Phone, 1000)
	for i := range phones {
		phones[i] = a.box.Phone(fmt.Sprintf("+1%03d55501%02d", 201+i/100, i%100), "en")
	}
	var all sync.WaitGroup
	for _, p := range phones {
		all.Go(func() { p.Text("YES") })
	}
	all.Wait()
	for _, p := range phones {
		want := "A neighbor already has it."
		if p.Number == winner {
			want = "You have it."
		}
		p.Expect(want)
	}
	for _, p := range phones[:3] {
		p.ExpectNothing()
	}
}
