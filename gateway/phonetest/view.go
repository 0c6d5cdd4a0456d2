package phonetest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hotline/i18n"
)

// maxWireShown is how many exchanges the page lists.
const maxWireShown = 20

// look is all the page shows.
type look struct {
	Token, Network, Line string
	Now                  time.Time
	Ahead                string // how far the clock was moved on, or ""
	Next                 string // what the application does next by itself, or ""
	Phones               []phoneLook
	Tours                []*tour
	Wire                 []wireLook
	Warning              string // the newest problem, or ""
	Languages            []Language
	Add                  addForm
	Form                 formState
}

type phoneLook struct {
	Handset
	Display, Initial, LanguageName string
	Bubbles                        []bubble
	Chips                          []chip
	Typed, Error                   string
	Token                          string
	Cost                           string
	Next                           *neighbor
	Call                           *callLook // its newest, or nil
	Talk                           bool      // the captions are shown
	Lost                           string    // texts that a landline did not get, or ""
}

// chip is a quick reply, in a language.
type chip struct{ Text, Lang string }

// neighbor is the phone to go to from another, where they do not stand side by side.
type neighbor struct {
	ID, Name string
	Below    bool // the last one leads back to the first
}

// bubble is one text as a phone shows it.
type bubble struct {
	Text
	Lang     string
	Clock    string
	Mine     bool
	State    string // in plain words
	Reason   string // why it did not arrive, or ""
	Segments string
}

type addForm struct {
	Name, Number, Language string
	Kind                   Kind
}

type wireLook struct {
	exchange
	Clock, Millis, Title string
}

// look gathers what the page shows. f is what a form came back with.
func (p *Page) look(token string, f formState) look {
	c := p.carrier
	now := c.clock.Now().In(p.options.Location)
	l := look{
		Token: token, Network: p.options.Network, Line: spaced(c.numbers[0]), Now: now,
		Ahead: ahead(time.Until(now)), Languages: p.options.Languages, Form: f,
	}
	if problems := c.Problems(); len(problems) > 0 {
		l.Warning = problems[len(problems)-1].String()
	}
	if what, due, ok := p.next(now); ok {
		l.Next = what + ", " + due.Format("15:04")
		if due.YearDay() != now.YearDay() {
			l.Next = what + ", " + due.Format("Mon 15:04")
		}
	}
	c.mu.Lock()
	for _, ph := range c.phones {
		l.Phones = append(l.Phones, p.phoneLook(ph, token, f))
	}
	l.Add = p.addForm(f)
	seen := c.callTicks()
	c.mu.Unlock()
	for i := range l.Phones {
		if next := l.Phones[(i+1)%len(l.Phones)]; len(l.Phones) > 1 {
			l.Phones[i].Next = &neighbor{next.ID, next.Name, i+1 < len(l.Phones)}
		}
	}
	for _, e := range c.exchanges() {
		if len(l.Wire) == maxWireShown {
			break
		}
		l.Wire = append(l.Wire, p.wireLook(e))
	}
	if p.options.Tour != nil && len(l.Phones) > 0 {
		l.Tours = tours(p.options.Tour(), seen, l.Phones, token)
	}
	return l
}

// tours are the first and, one by one, those that follow when it is over, or that somebody has begun by themselves.
func tours(done Progress, seen callTicks, phones []phoneLook, token string) []*tour {
	all := []*tour{newTour(done.Text, phones, token)}
	if all[0].Over || done.Again.HandedBack {
		all = append(all, newAgainTour(done.Again, phones, token))
	}
	if all[len(all)-1].Over || seen.called {
		all = append(all, newCallTour(done.Call, seen, phones, token))
	}
	return all
}

// next is what the application does next by itself, in the network's zone; ok only if that is still to come.
func (p *Page) next(now time.Time) (what string, due time.Time, ok bool) {
	what, due, ok = p.options.Next()
	return what, due.In(p.options.Location), ok && due.After(now)
}

// phoneLook is one phone. The caller holds the carrier's mu.
func (p *Page) phoneLook(ph *phone, token string, f formState) phoneLook {
	l := phoneLook{
		Handset: ph.Handset, Display: spaced(ph.Number), Token: token, LanguageName: p.languageName(ph.Language),
		Chips: p.chipsOf(ph), Call: p.callLook(ph, token),
	}
	initial, _ := utf8.DecodeRuneInString(ph.Name)
	l.Initial = strings.ToUpper(string(initial))
	lost, newest := 0, time.Time{}
	for _, m := range ph.thread {
		l.Bubbles = append(l.Bubbles, p.bubble(m, ph.Language))
		newest = m.created
		if m.code == NoTexts {
			lost++
		}
	}
	if lost > 0 {
		l.Lost = plural(lost, "text") + " did not arrive."
	}
	x := ph.current()
	l.Talk = ph.Kind == Landline || (x != nil && x.waits != waitsRing && (x.live() || x.ended.After(newest)))
	if f.Form == "text" && f.Values.Get("phone") == ph.ID {
		l.Typed, l.Error = f.Values.Get("body"), f.Error
	}
	l.Cost = costOf(l.Typed)
	return l
}

func (p *Page) bubble(m *message, lang string) bubble {
	b := bubble{
		Text: m.text(), Lang: lang, Clock: m.created.In(p.options.Location).Format("15:04"), Mine: m.direction == inbound,
		Segments: plural(m.size.Segments, "segment"), Reason: reason(m.code),
	}
	switch {
	case b.Mine && m.status == receiving:
		b.State = "Sending"
	case b.Mine && m.code == 0:
		b.State = "Sent"
	case b.Mine:
		b.State = "Not answered"
	case m.status == delivered:
		b.State = "Delivered"
	case m.status == undelivered, m.status == failed:
		b.State = "Not delivered"
	default:
		b.State = "On its way"
	}
	return b
}

// chipsOf offers quick replies to the newest text since the phone's owner last wrote that can be answered so, and on a
// phone without texts, unless it waits to be asked, something to begin with. What a later text has said about a job
// (covered, taken) is no longer offered. The caller holds the carrier's mu.
func (p *Page) chipsOf(ph *phone) []chip {
	if len(ph.thread) == 0 && !ph.Volunteer {
		return []chip{{"FOOD 11211 two adults", "en"}, {"COMIDA", "es"}, {"食物", "zh-Hans"}}
	}
	later := ""
	for i := len(ph.thread) - 1; i >= 0 && ph.thread[i].direction != inbound; i-- {
		m := ph.thread[i]
		if m.status != delivered || m.carrier {
			continue
		}
		var all []chip
		found := chips(m.body, p.options.Network)
		for _, text := range found {
			if _, letter, ok := strings.Cut(text, " "); !ok || !slices.Contains(words.FindAllString(later, -1), letter) {
				all = append(all, chip{text, ph.Language})
			}
		}
		if len(found) > 0 {
			return all
		}
		later += " " + m.body
	}
	return nil
}

// addForm is the form for a new phone, with a free number in it. The caller holds the carrier's mu.
func (p *Page) addForm(f formState) addForm {
	if f.Form == "add" {
		v := f.Values
		return addForm{v.Get("name"), v.Get("number"), v.Get("language"), Kind(v.Get("kind"))}
	}
	a := addForm{Kind: Mobile, Language: p.options.Languages[0].Tag}
	area := "212"
	if line := p.carrier.numbers[0]; Fictional(line) {
		area = line[2:5]
	}
	for i := range 100 {
		number := fmt.Sprintf("+1%s55501%02d", area, (i+50)%100)
		if p.carrier.byNumber[number] == nil && !p.carrier.line(number) {
			a.Number = spaced(number)
			break
		}
	}
	return a
}

func (p *Page) languageName(tag string) string {
	for _, l := range p.options.Languages {
		if l.Tag == tag {
			return l.Name
		}
	}
	return tag
}

func (p *Page) wireLook(e exchange) wireLook {
	l := wireLook{
		exchange: e, Clock: e.At.In(p.options.Location).Format("15:04:05"), Millis: millis(e.Took),
		Title: "Hotline asks the phone company",
	}
	if e.FromCarrier {
		l.Title = "The phone company tells Hotline"
	}
	return l
}

func millis(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// costOf says what a text costs, as the counter shows it.
func costOf(body string) string {
	n := i18n.Segments(body)
	s := plural(n.Chars, "character") + ", " + plural(n.Segments, "segment")
	if n.Encoding == i18n.UCS2 {
		s += " (letters that cost more)"
	}
	return s
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// spaced writes a North American number so that it can be read: +1 212 555 0111.
func spaced(number string) string {
	if len(number) != 12 || !strings.HasPrefix(number, "+1") {
		return number
	}
	return number[:2] + " " + number[2:5] + " " + number[5:8] + " " + number[8:]
}

// ahead says how far the clock was moved on.
func ahead(d time.Duration) string {
	d = d.Round(time.Minute)
	if d < time.Minute {
		return ""
	}
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	var parts []string
	if days > 0 {
		parts = append(parts, plural(days, "day"))
	}
	if hours > 0 {
		parts = append(parts, plural(hours, "hour"))
	}
	if minutes > 0 {
		parts = append(parts, plural(minutes, "minute"))
	}
	return strings.Join(parts, " ")
}
