package simulate

import (
	"slices"
	"time"

	"hotline/dispatch"
)

const (
	// whichOne is how long after each other two offers have a bare yes asked back which it is for.
	whichOne = time.Hour

	// The time from a yes to the end of the job, assumed: an hour, and three more on average.
	workLeast = time.Hour
	workMore  = 3 * time.Hour
)

// saysYes is a yes: the first has the job, whoever comes too late hears so. Who was told before that it is covered
// does not write any more.
func (l *line) saysYes(o *offer) {
	j := o.job
	switch {
	case o.told:
		l.count.spared++
		return
	case j.Status == dispatch.Closed && j.Holder == 0: // nobody's, and over
		l.count.late++
		l.count.texts++
		return
	}
	if l.couldMeanOthers(o) {
		l.count.texts++ // which?
	}
	l.count.texts++
	o.seen().RepliedAt = l.now
	if j.Status.Waiting() {
		l.win(o)
		return
	}
	l.count.redundant++
	o.seen().Standby = true
	l.ends(o.seen(), dispatch.OfferTooLate)
	l.instead(o)
	v := &l.roster[o.volunteer-1]
	v.Standby, v.StandbyFor = l.now, j.Category
}

// couldMeanOthers says whether a yes could be for another offer as well.
func (l *line) couldMeanOthers(o *offer) bool {
	return slices.ContainsFunc(l.offered[o.volunteer-1], func(other *offer) bool {
		return other != o && other.live() && other.sent.Sub(o.sent).Abs() <= whichOne
	})
}

// win gives the job to the first who says yes.
func (l *line) win(o *offer) {
	j := o.job
	l.count.won++
	l.count.texts++ // the resident hears who comes
	l.ends(o.seen(), dispatch.OfferAccepted)
	l.withdraw(j, o.volunteer)
	j.Status, j.Holder, j.taken, j.Attention = dispatch.Assigned, o.volunteer, l.now, ""
	l.leaves(j)
	v := &l.roster[o.volunteer-1]
	v.JobsHeld++
	s := about(l.seed, ofWork, uint64(j.ID), 0)
	j.won = o
	l.at(l.now.Add(workLeast+time.Duration(s.wait()*float64(workMore))), func() { l.done(j) })
}

// withdraw ends the live offers of a job and tells those whom the rules name.
func (l *line) withdraw(j *job, winner dispatch.ID) {
	for _, down := range dispatch.StandDown(j.offers, winner, l.network.Rules.StandDownWindow, l.now) {
		for _, o := range j.asked {
			if o.volunteer == down.Volunteer {
				o.told = true
				l.count.texts++
			}
		}
	}
	for i := range j.offers {
		if j.offers[i].Status.Live() {
			l.ends(&j.offers[i], dispatch.OfferWithdrawn)
		}
	}
}

// instead offers another job to who came too late, in the same text: the first that waits and that the rules allow.
func (l *line) instead(late *offer) {
	v := l.roster[late.volunteer-1]
	mine := l.offered[late.volunteer-1]
	open := func(o *offer) bool { return o.live() && o.job.Status.Waiting() }
	if !v.MayHold(l.network.Rules) || slices.ContainsFunc(mine, open) {
		return
	}
	v.Standby, v.StandbyFor, v.LastAsk = l.now, late.job.Category, time.Time{} // who says yes is not being bothered
	for _, j := range l.waiting {
		if slices.ContainsFunc(mine, func(o *offer) bool { return o.job == j }) || j.OpenedAt.After(l.now) {
			continue
		}
		if len(l.network.Choose([]dispatch.Volunteer{v}, j.Request, nil, 1, l.now)) == 0 {
			continue
		}
		l.ask(j, v.ID)
		l.count.other++
		j.Status = dispatch.Offered
		l.lookAt(j, l.now)
		return
	}
}

// saysNo is a no: the next person is asked at once. Who was told that it is covered does not write.
func (l *line) saysNo(o *offer) {
	if o.told {
		return
	}
	l.count.texts++
	if was := o.seen().Status; !was.Live() && was != dispatch.OfferExpired {
		return
	}
	o.seen().RepliedAt = l.now
	l.ends(o.seen(), dispatch.OfferDeclined)
	if o.job.Status.Waiting() {
		l.lookAt(o.job, l.now)
	}
}

// ends ends an offer, and has the rules learn from it.
func (l *line) ends(o *dispatch.Offer, to dispatch.OfferStatus) {
	was := o.Status
	o.Status = to
	v := &l.roster[o.Volunteer-1]
	v.Habit = v.Habit.After(was, *o, l.now)
}

// done ends a job. Its volunteer is free.
func (l *line) done(j *job) {
	j.Status, j.ClosedAt = dispatch.Closed, l.now
	v := &l.roster[j.Holder-1]
	v.JobsHeld--
	v.Confirmed++
	l.ends(j.won.seen(), dispatch.OfferCompleted)
	l.sweep()
}

// sweep has what waits looked at within the minute: somebody may be asked again.
func (l *line) sweep() {
	if l.swept {
		return
	}
	l.swept = true
	l.at(l.now.Truncate(time.Minute).Add(time.Minute), func() {
		l.swept = false
		for _, j := range l.waiting {
			if j.Status == dispatch.Open && !j.OpenedAt.After(l.now) && l.network.Askable(j.Request) {
				l.lookAt(j, l.now)
			}
		}
	})
}

// giveUp is the deadline of a request that nobody took: a coordinator closes it.
func (l *line) giveUp(j *job) {
	if !j.Status.Waiting() {
		return
	}
	l.withdraw(j, 0)
	j.Status, j.ClosedAt = dispatch.Closed, l.now
	l.count.texts++
	l.leaves(j)
}

// escalate tells the coordinators that nobody has said yes; they do nothing here but know it.
func (l *line) escalate(j *job) {
	if j.Status.Waiting() && j.Attention == "" {
		l.raise(j, dispatch.DeadlineNear)
	}
}

func (l *line) raise(j *job, why dispatch.Attention) {
	if j.Attention == "" {
		j.Attention = why
	}
	j.raised = true
}

// news tells a resident who waits how it stands.
func (l *line) news(j *job) {
	if !j.Status.Waiting() {
		return
	}
	l.count.texts++
	l.at(l.network.NewsAt(j.OpenedAt, l.now), func() { l.news(j) })
}

// leaves takes a request off those that wait.
func (l *line) leaves(j *job) {
	l.waiting = slices.DeleteFunc(l.waiting, func(other *job) bool { return other == j })
}
