package engine

import (
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"sync"
	"time"

	"hotline/dispatch"
)

// wrongADay is how many wrong PINs or reference numbers are read in a day: whoever may try them on and on finds one of
// four digits.
const wrongADay = 10

// wrongKeyed counts what was keyed that is nothing of ours, over all calls. A restart forgets it.
type wrongKeyed struct {
	mu sync.Mutex
	at map[string][]time.Time // by phone; by "" of all those together that are not told apart
}

// spent says whether nothing is read any more from such a phone.
func (p *wrongKeyed) spent(phone string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	old := func(at time.Time) bool { return now.Sub(at) >= 24*time.Hour }
	p.at[phone] = slices.DeleteFunc(p.at[phone], old)
	return len(p.at[phone]) >= wrongADay
}

// add counts one more, and says whether it was the last.
func (p *wrongKeyed) add(phone string, now time.Time) (last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at[phone] = append(p.at[phone], now)
	return len(p.at[phone]) == wrongADay
}

// pin finds the coordinator who has this PIN. It takes as long for a wrong one as for a right one, whatever is right in
// it. After too many wrong ones none is right for a day; the coordinators' own phones are counted apart, so that a
// stranger's guessing does not shut them out.
func (t *turn) pin(keys string) (coordinator string, ok bool) {
	phone := t.person.Contact.Phone.Reveal()
	if !slices.ContainsFunc(t.network.Coordinators, func(c dispatch.Coordinator) bool { return c.Phone == phone }) {
		phone = ""
	}
	given := sha256.Sum256([]byte(keys))
	for _, c := range t.network.Coordinators {
		pin := t.voice.PINs[c.Name]
		want := sha256.Sum256([]byte(pin))
		if subtle.ConstantTimeCompare(given[:], want[:]) == 1 && pin != "" {
			coordinator, ok = c.Name, true
		}
	}
	if t.wrongPINs.spent(phone, t.now) {
		return "", false
	}
	if !ok && t.wrongPINs.add(phone, t.now) {
		t.log.Warn("too many wrong PINs, none is read for a day", "coordinator", phone != "")
	}
	return coordinator, ok
}
