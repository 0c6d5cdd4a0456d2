package dispatch

import (
	"slices"
	"time"
)

// idle is how long a reserved volunteer is spared in vain: then they have their turn like everybody else.
const idle = 14 * 24 * time.Hour

// oneIn is how many volunteers there are near a place for each who has a skill that is scarce, at least.
const oneIn = 4

// reserve is who is kept for what hardly anybody else near a place can do, as far as has been looked at.
type reserve struct {
	languages  []string
	categories []Category
	scarce     map[skill]bool
}

// skill is a kind of help, or a language.
type skill struct {
	kind     *Category // nil: a language
	language string
}

func (v *Volunteer) has(s skill) bool {
	if s.kind == nil {
		return slices.Contains(v.Languages, s.language)
	}
	return v.does(s.kind)
}

// reserved says whether a volunteer is kept for other requests: hardly anybody but them near here does something, or
// speaks a language, that this request does not need. Such a volunteer has their turn after everybody else's, and is
// asked all the same when nobody else is left. Who was not asked for two weeks is not kept any longer: what they can do
// is not needed so often.
func (a *asking) reserved(roster []Volunteer, v *Volunteer) bool {
	if a.now.Sub(v.LastAsk) >= idle {
		return false
	}
	for _, l := range a.kept.languages {
		if s := (skill{language: l}); l != a.request.Language && v.has(s) && a.scarce(roster, s) {
			return true
		}
	}
	for i := range a.kept.categories {
		c := &a.kept.categories[i]
		if s := (skill{kind: c}); c.Code != a.request.Category && !c.PersonOnly && v.has(s) && a.scarce(roster, s) {
			return true
		}
	}
	return false
}

// scarce says whether hardly anybody near here has a skill: fewer than a request keeps offers live, and fewer than one
// in four.
func (a *asking) scarce(roster []Volunteer, s skill) bool {
	if scarce, known := a.kept.scarce[s]; known {
		return scarce
	}
	enough := a.rules.LiveOffers
	found := a.count(roster, enough, func(v *Volunteer) bool { return v.has(s) })
	scarce := found < enough && found < a.count(roster, oneIn*enough, func(*Volunteer) bool { return true })/oneIn
	if a.kept.scarce == nil {
		a.kept.scarce = map[skill]bool{}
	}
	a.kept.scarce[s] = scarce
	return scarce
}

// count counts the volunteers near here, up to so many.
func (a *asking) count(roster []Volunteer, most int, which func(*Volunteer) bool) int {
	n := 0
	for i := 0; i < len(roster) && n < most; i++ {
		if v := &roster[i]; which(v) && v.active(a.now) && !v.Unreachable && a.near.near(v.ZIPs) {
			n++
		}
	}
	return n
}
