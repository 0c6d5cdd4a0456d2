package dispatch

import "time"

// A weekly request is asked for anew a week after the last, at the same time of day.

// WeekAfter is a week after a moment, by the clocks of the network's zone, and never at night.
func (n *Network) WeekAfter(t time.Time) time.Time { return n.AskFrom(n.Local(t).AddDate(0, 0, 7)) }

// DueAgain is a due time as many weeks later as it takes to lie ahead; zero stays zero.
func (n *Network) DueAgain(due, now time.Time) time.Time {
	if due.IsZero() {
		return due
	}
	for due = n.Local(due); !due.After(now); {
		due = due.AddDate(0, 0, 7)
	}
	return due
}

// EndsWeekly says whether a request closed for this reason is not asked for again a week later.
func EndsWeekly(r Reason) bool {
	switch r {
	case Completed, DoneByOthers, NoVolunteer, NoLongerNeeded: // what nobody needs any more is ended by a word
		return false
	}
	return true
}

// UnhelpedWeeks is how many weeks in a row nobody has to come before a person looks at a weekly request.
const UnhelpedWeeks = 3

// firstAsked are those of First who may be asked now, as long as nobody has been asked yet.
func (n *Network) firstAsked(roster []Volunteer, r Request, offers []Offer, now time.Time) []ID {
	if len(r.First) == 0 || len(offers) > 0 {
		return nil
	}
	var some []Volunteer
	for _, v := range roster {
		for _, id := range r.First {
			if v.ID == id {
				some = append(some, v)
			}
		}
	}
	return n.Choose(some, r, nil, len(some), now)
}
