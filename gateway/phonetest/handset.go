package phonetest

import (
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind is what a phone can do.
type Kind string

const (
	Mobile   Kind = "mobile"
	Landline Kind = "landline" // neither sends nor gets texts (30006)
)

// Error codes a phone's texts can end with; any other of the carrier's works too.
const (
	NotReachable = 30003 // switched off
	NoSuchPhone  = 30005
	NoTexts      = 30006 // a landline
	Filtered     = 30007
	tooOld       = 30036 // ValidityPeriod is over
	optedOut     = 21610
)

// Handset is a simulated phone and what is known of its owner.
type Handset struct {
	ID       string // opaque, from the carrier; may stand in a URL, as the number may not
	Name     string // 1–40 characters
	Number   string // E.164
	Kind     Kind   // "" is Mobile
	Language string // BCP 47, of the texts on it; "" is en
	Role     string // what the page says under the name, such as "asks for help"; may be empty

	// Volunteer says that this phone waits to be asked: the page offers it nothing to begin with.
	Volunteer bool

	// Fails is the error code every text to this phone ends with; 0: none. From 30000 on a text is accepted and then
	// undelivered; below, it is refused at once.
	Fails int
	// Slow is how long a text to this phone stays in the carrier's queue, by the carrier's clock.
	Slow time.Duration
}

var (
	e164      = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	fictional = regexp.MustCompile(`^\+1[2-9][0-9]{2}55501[0-9]{2}$`)
)

// Fictional says whether a number belongs to nobody: 555-0100 to 555-0199 of any North American area.
func Fictional(number string) bool { return fictional.MatchString(number) }

// Errors of Add, worded for whoever fills in the form.
var (
	errNumber   = errors.New("write the number with + and country code, like +1 212 555 0123")
	errTaken    = errors.New("another phone has this number; take another one")
	errLine     = errors.New("this is the hotline's own number; take another one")
	errName     = errors.New("write a name of 1 to 40 letters")
	errKind     = errors.New("a phone is a mobile or a landline")
	errLanguage = errors.New("choose one of the languages")
)

var language = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// Add puts a phone on the network and returns it with its ID.
func (c *Carrier) Add(h Handset) (Handset, error) {
	if h.Kind == "" {
		h.Kind = Mobile
	}
	if h.Language == "" {
		h.Language = "en"
	}
	h.Name = strings.TrimSpace(h.Name)
	switch {
	case h.Name == "" || utf8.RuneCountInString(h.Name) > 40 || !utf8.ValidString(h.Name):
		return Handset{}, errName
	case !e164.MatchString(h.Number):
		return Handset{}, errNumber
	case c.line(h.Number):
		return Handset{}, errLine
	case h.Kind != Mobile && h.Kind != Landline:
		return Handset{}, errKind
	case !language.MatchString(h.Language):
		return Handset{}, errLanguage
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byNumber[h.Number] != nil {
		return Handset{}, errTaken
	}
	h.ID = phoneID(len(c.phones))
	p := &phone{Handset: h}
	c.phones = append(c.phones, p)
	c.byNumber[h.Number] = p
	c.changedLocked()
	return h, nil
}

// line says whether a number is one of the account's.
func (c *Carrier) line(number string) bool {
	for _, n := range c.numbers {
		if n == number {
			return true
		}
	}
	return false
}

// change alters a phone there is.
func (c *Carrier) change(id string, f func(*Handset)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.phone(id).Handset)
	c.changedLocked()
}

// failure is the error code a text to this phone ends with, or 0.
func (h Handset) failure() int {
	if h.Kind == Landline && h.Fails == 0 {
		return NoTexts
	}
	return h.Fails
}
