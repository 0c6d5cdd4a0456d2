package ivr

import (
	"cmp"
	"slices"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	take     talk.Answer = "take"
	pass     talk.Answer = "pass"
	hear     talk.Answer = "hear"
	jobEnded talk.Answer = "job_done"
	comes    talk.Answer = "comes"
	rest     talk.Answer = "rest"
	resume   talk.Answer = "resume"
	leaving  talk.Answer = "leave"

	week = 7 * 24 * time.Hour
)

// helping is what a volunteer may do, and somebody who wants to become one.
func helping() map[talk.State]node {
	return map[talk.State]node{
		sayName: {Say: says{msg.VoiceSayName}, Listen: recording(mostSaid), Record: talk.SpokenName, Next: edges{
			recorded: {To: home, Do: keepName}, silent: {To: home}, wrong: {To: home}}},

		offered: {Tell: tellOffer, Back: mainMenu, Options: []option{
			{Key: '1', Say: msg.VoiceTakeIt, Answer: take}, {Key: '2', Say: msg.VoiceNotThisOne, Answer: pass},
			{Key: '3', Say: msg.VoiceNextOne, Answer: another, If: func(c *caller) bool { return !c.ours() }}},
			Next: edges{take: {To: afterWon, Do: takeOffer}, pass: {To: nextOffer, Do: decline}, another: {To: nextOffer},
				silent: {To: over, Do: stillOpen}, wrong: {To: over, Do: stillOpen}}},
		won: {Tell: tellWon, After: msg.VoiceOrHangUp, Tries: 1, Options: []option{{Key: '1', Say: msg.VoiceHearJob, Answer: hear, If: mayBeCalled},
			{Key: '1', Say: msg.VoiceToHearIt, Answer: hear, If: (*caller).ours}},
			Next: edges{hear: {To: aboutJob}, silent: {To: over}, wrong: {To: over}}},

		helper: {Tell: tellHelper, Back: mainMenu, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceTakeABreak, Answer: rest, If: func(c *caller) bool { return !onABreak(c) }},
			{Key: '1', Say: msg.VoiceAskMeAgain, Answer: resume, If: onABreak},
			{Key: '2', Say: msg.VoiceStopHelping, Answer: leaving}, {Key: '3', Say: msg.VoiceThisPhone, Answer: phone},
			{Key: '4', Say: msg.VoiceHearMe, Answer: hear}, {Key: '8', Answer: stop}, // told of with this phone
			{Key: '5', Say: msg.VoiceLastJob, Answer: another, If: func(c *caller) bool { return c.pastOf(c.Person.Jobs) != 0 }}},
			Next: edges{another: {To: lastJob}, rest: {To: home, Do: takeABreak}, resume: {To: home, Do: isBack}, leaving: {To: home, Do: left},
				phone: {To: thisPhone}, hear: {To: knownOf}, stop: {To: home, Do: stopCalls}, silent: {To: over}, wrong: {To: giveUp}}},
		knownOf: {Tell: tellKnown, After: msg.VoiceOrHangUp, Tries: 1, Back: helper,
			Options: []option{{Key: '1', Say: msg.VoiceSomethingElse, Answer: yes}},
			Next:    edges{yes: {To: home}, silent: {To: over}, wrong: {To: home}}},
	}
}

func helpingForks() map[talk.State]fork {
	return map[talk.State]fork{
		help: {May: []talk.State{sayName, home, nextJob}, Choose: chooseHelp},
		nextOffer: {May: []talk.State{offered, helper, home}, Choose: func(c *caller) talk.State {
			if c.unasked() {
				return home
			}
			if id := after(c.offers(), c.q().Offer); id != 0 {
				c.q().Offer = id
				return offered
			}
			return helper
		}},
		afterWon: {May: []talk.State{won, nextOffer}, Choose: func(c *caller) talk.State {
			if c.won {
				return won
			}
			return nextOffer
		}},
	}
}

// mayBeCalled says whether there is a number to call back, to tell there what a call to us does not tell.
func mayBeCalled(c *caller) bool { return !c.ours() && !withheld(c) }

func chooseHelp(c *caller) talk.State {
	v := c.Person.Volunteer
	switch {
	case v == nil || v.Status == dispatch.Removed:
		return sayName
	case v.Status == dispatch.Pending:
		c.say(msg.VoicePending)
		return home
	}
	c.q().Request, c.q().Offer = 0, 0
	return nextJob
}

// offers are the ids of the offers that can still be taken.
func (c *caller) offers() (ids []dispatch.ID) {
	for _, o := range c.Person.Offers {
		if o.Status.Live() && o.Job.Status.Waiting() && !o.Job.Private {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// after is the id that follows another, the first if that is 0, and 0 after the last. One that is not there any more is
// followed by the newest beyond it: ids grow with time.
func after(ids []dispatch.ID, id dispatch.ID) dispatch.ID {
	if i := slices.IndexFunc(ids, func(next dispatch.ID) bool { return next > id }); i >= 0 {
		return ids[i]
	}
	return 0
}

func keepName(c *caller) {
	c.Do(talk.KeepSpoken{Spoken: c.spoken(talk.SpokenName)})
	c.say(msg.VoiceMessageKept)
	c.promise()
}

// offer is the offer in question; nil: there is none.
func (c *caller) offer() *talk.Offer {
	i := slices.IndexFunc(c.Person.Offers, func(o talk.Offer) bool { return o.ID == c.q().Offer })
	if i < 0 {
		return nil
	}
	return &c.Person.Offers[i]
}

// tellOffer says an offer as its text does: built from the job's plain fields only.
func tellOffer(c *caller) {
	o := c.offer()
	if o == nil || o.Job.Private {
		c.say(msg.VoiceJobOver)
		return
	}
	c.say(msg.VoiceNeedsHelp)
	c.job(o.Job)
}

// takeOffer answers a yes by key: the job is theirs, or they are told the truth, as by text.
func takeOffer(c *caller) {
	o := c.offer()
	switch {
	case o == nil || o.Job.Private || slices.Contains(c.apart(), o.Job.Resident):
		c.say(msg.VoiceJobOver)
	case o.Job.Holder == c.Person.Contact && o.Job.Status.Taken():
		c.say(msg.VoiceYoursAlready)
	case o.Job.Status.Taken():
		c.Do(talk.TooLate{Offer: o.ID})
		c.say(msg.VoiceTooLate)
	case !o.Job.Status.Waiting():
		c.say(msg.VoiceJobOver)
	case !o.Job.Attention.YesTakes(): // a person decides
		c.Do(talk.Standby{Offer: o.ID})
		c.promise()
	case o.HeldByOther:
		c.Do(talk.Standby{Offer: o.ID})
		c.say(msg.VoiceOnStandby)
	case c.onlyOneJob() && len(c.jobs()) > 0:
		c.say(msg.VoiceHaveJob)
	default:
		c.Do(talk.Accept{Offer: o.ID})
		c.q().Request, c.won = o.Job.ID, true
	}
}

// tellWon says that the job is theirs, and what comes next. Where money is spent, no card is ever taken.
func tellWon(c *caller) {
	c.say(msg.VoiceWon)
	if o := c.offer(); o != nil {
		category, _ := c.Network.Category(o.Job.Category)
		if by := category.Pays.By; by == dispatch.PayResident || by == dispatch.PayNetwork {
			c.say(msg.VoiceNoCard)
		}
	}
	c.say(msg.VoiceWeAskWhere)
}

// apart are the residents this volunteer is never to be matched with again.
func (c *caller) apart() []dispatch.ID {
	if v := c.Person.Volunteer; v != nil {
		return v.Apart
	}
	return nil
}

// onlyOneJob: who joined by text has one job at a time until two were confirmed.
func (c *caller) onlyOneJob() bool {
	v := c.Person.Volunteer
	return v != nil && !v.Trusted && v.Confirmed < 2
}

func decline(c *caller) {
	if o := c.offer(); o != nil {
		c.Do(talk.Decline{Offer: o.ID})
	}
	c.say(msg.VoiceDeclined)
}

// stillOpen is said to who has not answered an offer: silence is no answer, and it can still be taken.
func stillOpen(c *caller) { c.say(msg.VoiceStillOpen) }

func tellHelper(c *caller) {
	switch {
	case onABreak(c):
		c.say(msg.VoiceOnABreak)
	case c.q().Offer != 0 || len(c.jobs()) > 0:
		c.say(msg.VoiceAllJobs)
	default:
		c.say(msg.VoiceNoJobs)
	}
}

// tellKnown says what we know of a volunteer, but for the name, which anybody could call to hear.
func tellKnown(c *caller) {
	v := c.Person.Volunteer
	if v == nil {
		return
	}
	if len(v.Categories) == 0 {
		c.say(msg.VoiceWithAll)
	} else {
		c.say(msg.VoiceHelpsWith)
	}
	for _, code := range v.Categories {
		c.need(code)
	}
	if len(v.ZIPs) == 0 {
		c.say(msg.VoiceEverywhere)
	} else {
		c.say(msg.VoiceNear)
	}
	for _, zip := range v.ZIPs {
		c.piece(Prompt{Digits: zip}, Prompt{Pause: 300})
	}
	c.say(msg.VoiceAskedThisWeek)
	c.count(len(v.Asked))
	c.say(msg.VoiceAtMost)
	c.count(cmp.Or(v.WeeklyLimit, c.Network.Rules.WeeklyLimit))
}

func onABreak(c *caller) bool {
	v := c.Person.Volunteer
	return v != nil && v.Status == dispatch.Paused && (v.PausedUntil.IsZero() || v.PausedUntil.After(c.At))
}

func takeABreak(c *caller) {
	c.Do(talk.Pause{Until: c.At.Add(week)})
	c.say(msg.VoicePaused)
}

func isBack(c *caller) {
	c.Do(talk.Back{})
	c.say(msg.VoiceIsBack)
}

func left(c *caller) {
	c.Do(talk.Leave{})
	c.say(msg.VoiceLeft)
}
