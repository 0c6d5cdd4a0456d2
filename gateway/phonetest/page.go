package phonetest

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

//go:embed web
var web embed.FS

// PageOptions say what the page /phones shows beside the phones.
type PageOptions struct {
	// Network is the name of the mutual-aid network.
	Network string
	// Location is the network's zone; nil is UTC.
	Location *time.Location
	// Languages are offered for a new phone; none: English.
	Languages []Language
	// Tour says how far the guided tours have come; nil: none is shown.
	Tour func() Progress
	// Next says what the application does next by itself, and when; ok is false if nothing waits. Nil: never.
	Next func() (what string, due time.Time, ok bool)
}

// Language is a language somebody's phone can be in, with its own name for itself.
type Language struct{ Tag, Name string }

// Page is the page of the practice phones at /phones, and its API for scripts. It is an http.Handler for /phones and
// everything below.
type Page struct {
	carrier *Carrier
	options PageOptions
	view    *template.Template
	key     []byte // of the form tokens
	handler http.Handler
	streams chan struct{} // one place for each event stream
}

// Bounds of what the page takes: bytes of a form, event streams at once, and how long a form waits for the
// application's answer so that a browser without script sees it.
const (
	maxPageForm = 16 << 10
	maxStreams  = 32
	formWait    = 2 * time.Second
)

// Page makes the page for this carrier's phones.
func (c *Carrier) Page(o PageOptions) (*Page, error) {
	if o.Location == nil {
		o.Location = time.UTC
	}
	if len(o.Languages) == 0 {
		o.Languages = []Language{{"en", "English"}}
	}
	if o.Next == nil {
		o.Next = func() (string, time.Time, bool) { return "", time.Time{}, false }
	}
	view, err := template.New("").ParseFS(web, "web/*.html")
	if err != nil {
		return nil, err
	}
	p := &Page{
		carrier: c, options: o, view: view, key: []byte(randomHex(32)), streams: make(chan struct{}, maxStreams),
	}
	p.handler = p.routes()
	return p, nil
}

func (p *Page) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /phones", p.show)
	mux.HandleFunc("GET /phones/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/phones", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /phones/assets/{name}", p.asset)
	mux.HandleFunc("GET /phones/events", p.events)
	mux.HandleFunc("POST /phones/messages", p.form(p.postMessage))
	mux.HandleFunc("POST /phones/add", p.form(p.postPhone))
	mux.HandleFunc("POST /phones/clock", p.form(p.postClock))
	mux.HandleFunc("POST /phones/segments", p.form(p.postSegments))
	mux.HandleFunc("POST /phones/calls", p.form(p.postCall))
	mux.HandleFunc("GET /phones/recordings/{sid}", p.playRecording)
	mux.HandleFunc("GET /phones/api/phones", p.apiPhones)
	mux.HandleFunc("GET /phones/api/phones/{id}/messages", p.apiTexts)
	mux.HandleFunc("POST /phones/api/messages", p.apiText)
	mux.HandleFunc("POST /phones/api/clock/advance", p.apiAdvance)
	mux.HandleFunc("GET /phones/api/phones/{id}/calls", p.apiCalls)
	mux.HandleFunc("POST /phones/api/calls", p.apiCall)
	mux.HandleFunc("GET /phones/api/calls/{id}", p.apiTranscript)
	mux.HandleFunc("POST /phones/api/calls/{id}/{do}", p.apiOnCall)
	return guard(mux)
}

func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// show is the page itself.
func (p *Page) show(w http.ResponseWriter, r *http.Request) {
	p.render(w, r, http.StatusOK, formState{})
}

// formState is what a form came back with: what was typed, and what is wrong with it.
type formState struct {
	Form   string // "text", "call", "add" or "clock"; "": none
	Field  string // the input that is wrong
	Error  string
	Values url.Values
}

func (p *Page) render(w http.ResponseWriter, r *http.Request, status int, f formState) {
	session := sessionOf(w, r)
	var b bytes.Buffer
	if err := p.view.ExecuteTemplate(&b, "page.html", p.look(p.token(session), f)); err != nil {
		http.Error(w, "The page can't be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // whoever is gone needs no page
}

// asset serves the style sheet and the script.
func (p *Page) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	kind := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}[path.Ext(name)]
	b, err := web.ReadFile("web/" + name)
	if err != nil || kind == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", etag(b))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(b))
}

// postMessage sends a text from a phone, and waits a moment for the answer.
func (p *Page) postMessage(w http.ResponseWriter, r *http.Request) {
	id, body := r.PostForm.Get("phone"), r.PostForm.Get("body")
	out, err := p.carrier.write(id, "", body, nil)
	if err != nil {
		p.again(w, r, formState{Form: "text", Field: "body-" + id, Error: err.Error()})
		return
	}
	timer := time.NewTimer(formWait)
	defer timer.Stop()
	select {
	case <-out.done:
	case <-timer.C:
	case <-r.Context().Done():
	}
	http.Redirect(w, r, "/phones#"+id, http.StatusSeeOther)
}

// postPhone adds a phone.
func (p *Page) postPhone(w http.ResponseWriter, r *http.Request) {
	number := e164ify(r.PostForm.Get("number"))
	h := Handset{
		Name: r.PostForm.Get("name"), Number: number,
		Kind: Kind(r.PostForm.Get("kind")), Language: r.PostForm.Get("language"),
	}
	err := p.checkPhone(h)
	if err == nil {
		h, err = p.carrier.Add(h)
	}
	if err != nil {
		p.again(w, r, formState{Form: "add", Field: fieldOf(err), Error: err.Error()})
		return
	}
	http.Redirect(w, r, "/phones#"+h.ID, http.StatusSeeOther)
}

var errFiction = errors.New("only made-up numbers here: the last seven digits are 555 0100 to 555 0199, like +1 212 555 0123")

// checkPhone is stricter than the network is: a person may type a real number by mistake.
func (p *Page) checkPhone(h Handset) error {
	switch {
	case strings.TrimSpace(h.Name) == "":
		return errName
	case !Fictional(h.Number):
		return errFiction
	}
	for _, l := range p.options.Languages {
		if l.Tag == h.Language {
			return nil
		}
	}
	return errLanguage
}

// e164ify drops what people put between digits.
func e164ify(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.()\u00a0", r) {
			return -1
		}
		return r
	}, s)
}

// fieldOf says which input of the form for a new phone an error is about.
func fieldOf(err error) string {
	switch {
	case errors.Is(err, errName):
		return "add-name"
	case errors.Is(err, errKind):
		return "add-mobile"
	case errors.Is(err, errLanguage):
		return "add-language"
	}
	return "add-number"
}

var errNoTimer = errors.New("nothing waits for the clock right now")

// postClock moves the clock on, by a duration or to the application's next timer.
func (p *Page) postClock(w http.ResponseWriter, r *http.Request) {
	d, err := p.skip(r.PostForm.Get("by"))
	if err != nil {
		p.again(w, r, formState{Form: "clock", Field: "clock", Error: err.Error()})
		return
	}
	p.carrier.Advance(d)
	p.carrier.skipCalls(d)
	p.carrier.touch()
	http.Redirect(w, r, "/phones#clock", http.StatusSeeOther)
}

// skip is how far the clock is moved on: "next" is to the application's next timer, "morning" to the next one, else a
// duration.
func (p *Page) skip(by string) (time.Duration, error) {
	now := p.carrier.clock.Now()
	switch by {
	case "next":
		if _, due, ok := p.next(now); ok {
			return due.Sub(now), nil
		}
		return 0, errNoTimer
	case "morning":
		return nextMorning(now.In(p.options.Location)).Sub(now), nil
	}
	return readSkip(by)
}

// nextMorning is the next nine o'clock in the morning.
func nextMorning(now time.Time) time.Time {
	morning := time.Date(now.Year(), now.Month(), now.Day(), 9, 0, 0, 0, now.Location())
	if !morning.After(now) {
		morning = time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, now.Location())
	}
	return morning
}

// maxSkip bounds one step of the clock.
const maxSkip = 31 * 24 * time.Hour

var errSkip = errors.New("the clock goes forward only, by 31 days at most, like 10m or 1h")

func readSkip(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > maxSkip {
		return 0, errSkip
	}
	return d, nil
}

// touch tells everybody who looks that something may have changed.
func (c *Carrier) touch() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changedLocked()
}

// postSegments says what a text would cost, for the counter beside the input.
func (p *Page) postSegments(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(costOf(r.PostForm.Get("body"))))
}

// again shows the page with what was typed and what is wrong with it.
func (p *Page) again(w http.ResponseWriter, r *http.Request, f formState) {
	f.Values = r.PostForm
	f.Field = cmp.Or(f.Field, f.Form)
	p.render(w, r, http.StatusUnprocessableEntity, f)
}
