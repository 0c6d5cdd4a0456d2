package simulate

import (
	"slices"
	"time"

	"hotline/dispatch"
)

// The rhythm of requests is assumed: few at night, most in the late morning and late afternoon, more on Mondays than
// on weekends.
var (
	hourly = [24]float64{.2, .1, .1, .1, .1, .2, .5, 1, 2, 3, 4, 4, 3, 3, 3, 3, 4, 4, 3, 2, 1.5, 1, .6, .3}
	daily  = [7]float64{.7, 1.3, 1.1, 1, 1, 1.1, .8} // from Sunday; the mean is 1
)

// Assumed as well: what people ask for, when they want it, and how many speak another language than the network's.
const (
	commonest    = 0.7 // of the four in the menu; the rest is spread over all others
	today        = 0.25
	thisWeek     = 0.25 // the others say no time: two days
	lastForToday = 16   // the hour after which nobody wants it today
	otherSpeaker = 0.3
)

// began is the first day of every run: a Monday, far from a change of the clocks.
func (m *made) began() time.Time {
	return time.Date(2026, time.January, 5, 0, 0, 0, 0, m.network.Location)
}

// demand makes up the requests, in the order in which they come. IDs count from 1.
func (m *made) demand() []request {
	s := about(m.seed, ofDemand, 0, 0)
	var all []request
	for day := range m.Days {
		for range s.arrivals(m.PerDay * m.weight(day)) {
			all = append(all, m.request(&s, m.comes(&s, day)))
		}
	}
	slices.SortStableFunc(all, func(a, b request) int { return a.at.Compare(b.at) })
	for i := range all {
		all[i].ID = dispatch.ID(i + 1)
		all[i].Resident = -all[i].ID // nobody's who volunteers
	}
	return all
}

// request is a request and the moment it comes.
type request struct {
	dispatch.Request
	at time.Time
}

func (m *made) weight(day int) float64 {
	if m.Plain {
		return 1
	}
	return daily[int(m.began().AddDate(0, 0, day).Weekday())]
}

// comes draws the moment of a day at which a request comes; in a plain network it is one when people may be asked.
func (m *made) comes(s *source, day int) time.Time {
	y, month, d := m.began().Date()
	for {
		hour := s.below(24)
		if !m.Plain {
			hour = s.among(hourly[:])
		}
		at := time.Date(y, month, d+day, hour, 0, s.below(3600), 0, m.network.Location)
		if !m.Plain || !m.network.QuietAt(at) {
			return at
		}
	}
}

// request makes up one that comes at this moment.
func (m *made) request(s *source, at time.Time) request {
	places, others := m.places(), m.otherLanguages()
	r := dispatch.Request{Status: dispatch.Open, Category: m.wanted(s), Place: places[s.below(len(places))],
		Urgency: dispatch.TwoDays, Language: m.network.Language, OpenedAt: m.network.AskFrom(at)}
	if m.Plain {
		r.DueAt = r.OpenedAt.Add(24 * time.Hour)
		return request{r, at}
	}
	if len(others) > 0 && s.chance(otherSpeaker) {
		r.Language = others[s.below(len(others))]
	}
	switch when := s.unit(); {
	case when < today && at.Hour() < lastForToday:
		r.Urgency = dispatch.Today
	case when > 1-thisWeek:
		r.Urgency = dispatch.ThisWeek
	}
	return request{r, at}
}

// wanted draws a category.
func (m *made) wanted(s *source) string {
	all := m.categories()
	if m.Plain {
		return all[s.below(len(all))].Code
	}
	common := func(c dispatch.Category) bool { return c.Number > 0 }
	menu := slices.DeleteFunc(slices.Clone(all), func(c dispatch.Category) bool { return !common(c) })
	rest := slices.DeleteFunc(all, common)
	if len(rest) == 0 || len(menu) > 0 && s.chance(commonest) {
		return menu[s.below(len(menu))].Code
	}
	return rest[s.below(len(rest))].Code
}
