package simulate

import (
	"math"
	"slices"
	"time"

	"hotline/dispatch"
)

// What is known of how people answer (facts: dispatch, 4.1, 4.2 and 4.4), and what is assumed.
const (
	concentration = 6    // of Beta(yes, concentration), by which people differ
	saysNo        = 0.15 // of who is awake to an ask and does not say yes, how many say no
	rested        = 0.5  // of who took notice of an ask, how many are not tired by it; each day, as many of the others

	// Assumed, for want of figures: how many volunteers say that they are still there when they are asked and not tired;
	// do everything, go everywhere, speak a second language of the network, and help in certain hours only; and how much
	// thicker volunteers live in the first zone than in the last.
	saysStill   = 0.6
	generalists = 0.5
	everywhere  = 1.0 / 3
	bilingual   = 0.3
	withHours   = 0.4
	unevenly    = 3.0
)

// person is a made-up volunteer: how the rules see them, and what they do not see.
type person struct {
	volunteer  dispatch.Volunteer
	yes        float64 // how likely they say yes when not tired
	tiredUntil time.Time
}

// made makes up the people and the requests of one run.
type made struct {
	World
	network dispatch.Network
	seed    uint64
}

// people makes up the volunteers. IDs count from 1.
func (m *made) people() []person {
	s := about(m.seed, ofPeople, 0, 0)
	people := make([]person, m.Volunteers)
	for i := range people {
		v := dispatch.Volunteer{ID: dispatch.ID(i + 1), Status: dispatch.Active, Trusted: true}
		v.Categories = m.does(&s)
		if !m.Plain {
			v.ZIPs, v.Languages, v.Hours = m.goesTo(&s), m.speaks(&s), hours(&s)
		}
		people[i] = person{volunteer: v, yes: s.beta(m.Yes*concentration, (1-m.Yes)*concentration)}
	}
	return people
}

// does draws what a volunteer helps with: everything that needs no trust, or half of all things.
func (m *made) does(s *source) []string {
	all := m.categories()
	if !m.Plain && s.chance(generalists) {
		return nil
	}
	for i := range all {
		j := i + s.below(len(all)-i)
		all[i], all[j] = all[j], all[i]
	}
	some := make([]string, (len(all)+1)/2) // none would mean everything
	for i := range some {
		some[i] = all[i].Code
	}
	return some
}

// categories are those that volunteers are asked about.
func (m *made) categories() []dispatch.Category {
	return slices.DeleteFunc(slices.Clone(m.network.Categories), func(c dispatch.Category) bool { return c.PersonOnly })
}

// places are where requests come from: one of each zone.
func (m *made) places() []dispatch.Place {
	if len(m.network.Zones) == 0 {
		zip := m.network.ExampleZIP()
		zone, _ := m.network.ZoneOf(zip)
		return []dispatch.Place{{ZIP: zip, Zone: zone}}
	}
	places := make([]dispatch.Place, len(m.network.Zones))
	for i, z := range m.network.Zones {
		places[i] = dispatch.Place{ZIP: z.ZIPs[0], Zone: z.Name}
	}
	return places
}

// goesTo draws where a volunteer helps: everywhere, or where they live, more of them in the first zones.
func (m *made) goesTo(s *source) []string {
	if s.chance(everywhere) {
		return nil
	}
	places := m.places()
	weights := make([]float64, len(places))
	for i := range weights {
		weights[i] = unevenly
		if last := len(places) - 1; last > 0 {
			weights[i] -= (unevenly - 1) * float64(i) / float64(last)
		}
	}
	return []string{places[s.among(weights)].ZIP}
}

// speaks draws the languages of a volunteer: the network's first, and for some another.
func (m *made) speaks(s *source) []string {
	others := m.otherLanguages()
	if len(others) == 0 || !s.chance(bilingual) {
		return []string{m.network.Language}
	}
	return []string{m.network.Language, others[s.below(len(others))]}
}

func (m *made) otherLanguages() []string {
	return slices.DeleteFunc(slices.Clone(m.network.Languages), func(l string) bool { return l == m.network.Language })
}

// hours draws when a volunteer helps: at any time, by day in the week, or in the evening and at weekends.
func hours(s *source) dispatch.Hours {
	if !s.chance(withHours) {
		return nil
	}
	early := s.chance(0.5)
	var h dispatch.Hours
	for day := range 7 {
		weekend := day == int(time.Saturday) || day == int(time.Sunday)
		switch {
		case early && !weekend:
			h = append(h, dispatch.Span{Day: day, From: 9 * 60, Until: 17 * 60})
		case !early && weekend:
			h = append(h, dispatch.Span{Day: day, From: 9 * 60, Until: 21 * 60})
		case !early:
			h = append(h, dispatch.Span{Day: day, From: 17 * 60, Until: 21 * 60})
		}
	}
	return h
}

// hears says whether a volunteer who is asked now takes notice. Who does may be tired by it, and ignores every ask for
// some days.
func (p *person) hears(seed uint64, request dispatch.ID, now time.Time) bool {
	if now.Before(p.tiredUntil) {
		return false
	}
	s := about(seed, ofTiring, uint64(p.volunteer.ID), uint64(request))
	for p.tiredUntil = now; !s.chance(rested); {
		p.tiredUntil = p.tiredUntil.Add(24 * time.Hour)
	}
	return true
}

// answer is what a volunteer makes of an ask they take notice of.
type answer int

const (
	silence answer = iota
	no
	yes
)

// answers draws a volunteer's answer to one request, and how long they take.
func (p *person) answers(seed uint64, request dispatch.ID) (answer, time.Duration) {
	s := about(seed, ofAnswer, uint64(p.volunteer.ID), uint64(request))
	switch {
	case s.chance(p.yes):
		return yes, delay(s.unit())
	case s.chance(saysNo):
		return no, delay(s.unit())
	}
	return silence, 0
}

// delay is the time by which this share of answers has come: the curve fitted by covidliste to texts of 2021,
// F(t) = 1 - 1.498 exp(-0.007 t - 0.435 t^(1/3)), t in minutes; its median is 12.5 minutes.
func delay(share float64) time.Duration {
	before, after := 0.0, 24*60.0
	for after-before > 0.01 {
		t := (before + after) / 2
		if 1-1.498*math.Exp(-0.007*t-0.435*math.Cbrt(t)) < share {
			before = t
		} else {
			after = t
		}
	}
	return time.Duration(after * float64(time.Minute)).Round(time.Second)
}
