package phonetest

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// story is a tiny Hotline for the page: one request, one offer to each volunteer, one yes.
type story struct {
	*app
	page    *Page
	pageURL string

	mu    sync.Mutex
	ticks Progress
}

func (s *story) Ticks() Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ticks
}

// newStory starts the page with a resident and two volunteers on a free port.
func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{app: setup(t, Options{})}
	s.text = s.answer
	for _, h := range []Handset{
		{Name: "Rosa", Number: rosaNumber, Language: "en", Role: "asks for help"},
		{Name: "Ana", Number: "+12125550122", Language: "es", Role: "volunteer", Volunteer: true},
		{Name: "Ben", Number: benNumber, Language: "en", Role: "volunteer", Volunteer: true},
	} {
		s.box.Add(h)
	}
	var err error
	s.page, err = s.box.Page(PageOptions{
		Network: "Eastside Mutual Aid", Tour: s.Ticks,
		Languages: []Language{{"en", "English"}, {"es", "español"}, {"zh-Hans", "简体中文"}},
		Next: func() (string, time.Time, bool) {
			return "asks the next neighbor", s.box.clock.Now().Add(30 * time.Minute), s.offered()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: s.page, ReadHeaderTimeout: time.Second}
	s.pageURL = "http://" + ln.Addr().String() + "/phones"
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(ln) })
	t.Cleanup(func() {
		s.box.claimAll()
		s.box.Close() // ends the event streams
		_ = server.Close()
		serving.Wait()
	})
	return s
}

func (s *story) offered() bool {
	return s.Ticks().Text.Offered
}

func (s *story) answer(w http.ResponseWriter, form url.Values) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body := form.Get("Body")
	switch {
	case strings.HasPrefix(body, "FOOD"):
		s.ticks.Text.Asked, s.ticks.Text.Offered = true, true
		s.send("+12125550122", "14:05 Eastside Mutual Aid, vecina B: comida para 2 cerca de 11211, hoy. ¿Puede? Responda SI B o NO B")
		s.send(benNumber, "14:05 Eastside Mutual Aid, job B: groceries for 2 near 11211, today, they pay. Can you? Reply YES B or NO B")
		say(w, "Eastside Mutual Aid: we are asking neighbors near 11211 for food for two adults. You get a text when one says yes. "+
			"To change it, just text. STOP ends texts, HELP for help. ESPANOL? KREYOL? ZHONGWEN?")
	case body == "YES B":
		s.ticks.Text.Accepted = true
		s.send(rosaNumber, "Good news: Ben will get your groceries today. Where should Ben come, and whom to ask for? An address, a corner or a place to meet; only Ben sees it.")
		say(w, "You have it, Ben. Thank you! Groceries for 2, today. We ask where and text you. DONE when done, DROP if you can't.")
	case strings.HasPrefix(body, "120 Grand"):
		s.ticks.Text.Place = true
		s.send(benNumber, "Where to come, whom to ask for: "+body)
		say(w, "Told Ben. Write here to reach Ben. When it is done, text DONE.")
	case body == "DONE":
		s.ticks.Text.Passed, s.ticks.Text.Checked = true, true
		s.ticks.Text.Done, s.ticks.Text.Closed = true, true
		say(w, "Good to hear. We closed it: groceries for 2. 1 = I got help, 2 = no longer needed")
	default:
		say(w, "")
	}
}
