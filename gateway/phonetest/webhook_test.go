package phonetest

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRetriesAsTheAddressSays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, fragment string
		status         int
		tries          int32
	}{
		{"by default a 5xx is final", "", 500, 1},
		{"rc=2 with 5xx", "#rc=2&rp=5xx,ct,rt", 503, 3},
		{"a 4xx is final", "#rc=2&rp=5xx,ct,rt", 404, 1},
		{"all", "#rc=5&rp=all", 403, 6},
		{"a redirect loses the form", "#rc=1&rp=5xx", 302, 1},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := setup(t, Options{})
			a.box.Connect(a.server.URL+"/twilio/sms"+tc.fragment, nil)
			a.box.ExpectProblem(11200)
			var tries atomic.Int32
			a.text = func(w http.ResponseWriter, _ url.Values) {
				tries.Add(1)
				w.WriteHeader(tc.status)
			}
			rosa := a.box.Phone(rosaNumber, "en")
			rosa.Text("hi")
			if got := tries.Load(); got != tc.tries {
				t.Errorf("%d tries, want %d", got, tc.tries)
			}
			if p := a.box.Problems(); len(p) != 1 {
				t.Errorf("problems = %v", p)
			}
			if texts := rosa.Texts(); texts[0].ErrorCode != 11200 {
				t.Errorf("the writer is not told: %+v", texts)
			}
		})
	}
}

// A text that failed first and was taken then is one text: the same MessageSid, one answer.
func TestRetryIsTheSameText(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	var tries atomic.Int32
	a.text = func(w http.ResponseWriter, _ url.Values) {
		if tries.Add(1) == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		say(w, "got it")
	}
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.Text("hi")
	rosa.Expect("got it")
	texts := a.got(&a.texts)
	if len(texts) != 2 || texts[0].Get("MessageSid") != texts[1].Get("MessageSid") {
		t.Errorf("texts = %v", texts)
	}
}

func TestNoAnswerInTime(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.box.Connect(a.server.URL+"/twilio/sms#rt=300&rc=5&rp=rt", nil)
	var tries atomic.Int32
	done := make(chan struct{})
	a.text = func(w http.ResponseWriter, _ url.Values) {
		if tries.Add(1) == 1 {
			<-done
			return
		}
		say(w, "at last")
	}
	rosa := a.box.Phone(rosaNumber, "en")
	rosa.Text("hi")
	close(done)
	rosa.Expect("at last")
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	a.server.Close()
	a.box.ExpectProblem(11205)
	a.box.Phone(rosaNumber, "en").Text("hi")
	if p := a.box.Problems(); len(p) != 1 || !strings.Contains(p[0].What, "no connection") {
		t.Errorf("problems = %v", p)
	}
}

func TestWebhookTwice(t *testing.T) {
	t.Parallel()
	a := setup(t, Options{})
	rosa := a.box.Phone(rosaNumber, "en")
	a.text = func(w http.ResponseWriter, form url.Values) { say(w, "got "+form.Get("MessageSid")) }
	a.box.BreakOnce(WebhookTwice)
	rosa.Text("hi")
	rosa.Expect("got SM")
	rosa.ExpectNothing() // one answer
	if n := len(a.got(&a.texts)); n != 2 {
		t.Errorf("posted %d times, want 2", n)
	}
	var n atomic.Int32
	a.text = func(w http.ResponseWriter, _ url.Values) { say(w, "answer "+string('0'+n.Add(1))) }
	a.box.BreakOnce(WebhookTwice)
	a.box.ExpectProblem(11200)
	rosa.Text("again")
	rosa.Expect("answer")
	if len(a.box.Problems()) != 1 {
		t.Error("two answers to one MessageSid are no problem")
	}
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	o, err := readOverrides("rc=2&rp=ct,rt,5xx&ct=2000&rt=4000&tt=9000&e=ashburn")
	if err != nil || o.retries != 2 || o.read != 4*time.Second || o.total != 9*time.Second || !o.retriesOn("5xx") || o.retriesOn("4xx") {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range []string{"rc=6", "rc=x", "rp=", "rp=6xx", "rt=99", "ct=10001", "tt=0", "zz=1", "rc", "rc=1&&rp=ct"} {
		if _, err := readOverrides(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestFaultsComeTheSameAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, chance := rapid.Uint64().Draw(t, "seed"), rapid.Float64Range(0, 1).Draw(t, "chance")
		keys := rapid.SliceOfN(rapid.StringN(0, 3, -1), 1, 20).Draw(t, "keys")
		run := func(order []string) map[string][]bool {
			c := Carrier{faults: faults{seed: seed}}
			c.Break(RESTSent, chance)
			got := make(map[string][]bool)
			for _, k := range order {
				got[k] = append(got[k], c.faults.happens(RESTSent, k))
			}
			return got
		}
		shuffled := rapid.Permutation(keys).Draw(t, "other order")
		a, b := run(keys), run(shuffled)
		for k := range a {
			for i := range a[k] {
				if a[k][i] != b[k][i] {
					t.Fatalf("%q happened otherwise in another order", k)
				}
				if (chance == 0 && a[k][i]) || (chance == 1 && !a[k][i]) {
					t.Fatalf("chance %v gave %v", chance, a[k][i])
				}
			}
		}
	})
}

func TestFaultsHappenAsOftenAsTheySay(t *testing.T) {
	t.Parallel()
	c := Carrier{faults: faults{seed: 1}}
	c.Break(RESTTooMany, 0.3)
	n := 0
	for range 10_000 {
		if c.faults.happens(RESTTooMany, "key") {
			n++
		}
	}
	if n < 2800 || n > 3200 {
		t.Errorf("0.3 happened %d times in 10,000", n)
	}
}
