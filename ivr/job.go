package ivr

import (
	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// working is what may be done about a job by whoever has it: on a call of ours, where it is told with what was said about
// it, and on one to us, where it can be asked for.
func working() map[talk.State]node {
	return map[talk.State]node{
		job:     {Tell: tellJob, Quiet: true, Back: mainMenu, Options: jobKeys(), Next: jobEdges()},
		jobNext: {Quiet: true, Back: job, Options: jobKeys(), Next: jobEdges()},
		neighbor: {Say: says{msg.VoiceConnecting}, Listen: Listen{For: ForRing}, Last: true, Read: readNeighbor, Next: edges{
			talked: {To: menuOf}, nobody: {To: menuOf, Do: func(c *caller) { c.say(msg.VoiceNoAnswer) }},
			silent: {To: menuOf}, wrong: {To: menuOf}}},
		handBack: {Say: says{msg.VoiceHandBackSure}, Back: jobNext, Options: []option{
			{Key: '1', Say: msg.VoiceDoIt, Answer: yes}, {Key: '2', Say: msg.VoiceLeaveIt, Answer: no}},
			Next: edges{yes: {To: home, Do: givenBack}, no: {To: home}, silent: {To: over}, wrong: {To: home}}},
		whenHere: {Back: jobNext, Options: []option{
			{Key: '1', Say: msg.VoiceOnTheWay, Answer: yes}, {Key: '2', Say: msg.VoiceRunningLate, Answer: no},
			{Key: '3', Say: msg.VoiceSomethingElse, Answer: reply, If: mayPass}},
			Next: edges{yes: {To: home, Do: onTheWay(false)}, no: {To: home, Do: onTheWay(true)}, reply: {To: sayWhat}, silent: {To: over}, wrong: {To: home}}},
		moreJob: {Back: jobNext, Options: []option{
			{Key: '1', Say: msg.VoiceSomethingWrong, Answer: report}, {Key: '2', Say: msg.VoiceThisPhone, Answer: phone},
			{Key: '3', Say: msg.VoiceSomeoneElse, Answer: swap}, {Key: '4', Say: msg.VoiceOtherJobs, Answer: another}, stopKey},
			Next: edges{another: {To: nextJob}, swap: {To: home, Do: swapped}, report: {To: sayWrong, Do: reported}, phone: {To: thisPhone},
				stop: {To: home, Do: stopCalls}, silent: {To: over}, wrong: {To: giveUp}}},
	}
}

// jobKeys are what may be done about a job, heard or not.
func jobKeys() []option {
	return []option{{Key: '1', Say: msg.VoiceConnect, Answer: connect, If: mayConnect}, {Key: '1', Say: msg.VoiceHearJob, Answer: hear, If: mayBeCalled},
		{Key: '2', Say: msg.VoiceJobDone, Answer: jobEnded}, {Key: '3', Say: msg.VoiceCantDoIt, Answer: no},
		{Key: '4', Say: msg.VoiceSayToThem, Answer: comes}, {Key: '5', Say: msg.VoiceMore, Answer: more}}
}

func jobEdges() edges {
	return edges{connect: {To: callNeighbor}, hear: {To: aboutJob}, jobEnded: {To: home, Do: jobDone}, no: {To: handBack},
		comes: {To: whenHere}, more: {To: moreJob}, silent: {To: over}, wrong: {To: giveUp}}
}

func workingForks() map[talk.State]fork {
	return map[talk.State]fork{
		// What was said about a job is told on a call of ours alone.
		aboutJob: {May: []talk.State{job, over, menu}, Choose: func(c *caller) talk.State {
			if c.ours() {
				return job
			}
			return c.phoneBack(talk.CallJob)
		}},
		aboutCalled: {May: []talk.State{passedOn, howGoes, job, pastPair, over}, Choose: func(c *caller) talk.State {
			if passed := c.first(""); passed != "" {
				return passed
			}
			return c.aboutJob()
		}},
		lastJob: {May: []talk.State{passedOn, wordWaits, pastPair}, Choose: func(c *caller) talk.State {
			c.q().Request = c.pastOf(c.Person.Jobs)
			return c.first(pastPair)
		}},
		nextJob: {May: []talk.State{passedOn, wordWaits, job, nextOffer}, Choose: func(c *caller) talk.State {
			if id := after(c.jobs(), c.q().Request); id != 0 {
				c.q().Request = id
				return c.first(job)
			}
			c.q().Request = 0
			return nextOffer
		}},
	}
}

// aboutJob is what a call of ours about a job is for.
func (c *caller) aboutJob() talk.State {
	switch r := c.myJob(); {
	case r == nil && c.pair() != nil:
		return pastPair
	case r == nil:
		c.say(msg.VoiceNotYourJob)
		return over
	}
	return c.pending(job)
}

// jobs are the ids of the jobs that this volunteer has.
func (c *caller) jobs() (ids []dispatch.ID) {
	for _, r := range c.Person.Jobs {
		if r.Status.Taken() {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// myJob is the job in question; nil: it is not the caller's any more.
func (c *caller) myJob() *talk.Request {
	if r := find(c.Person.Jobs, c.q().Request); r != nil && r.Status.Taken() {
		return r
	}
	return nil
}

// tellMyJob says what a job is: what its offer has said, and many were asked.
func tellMyJob(c *caller) {
	r := c.myJob()
	if r == nil {
		c.say(msg.VoiceNotYourJob)
		return
	}
	c.say(msg.VoiceYourJob)
	c.job(r.Request)
}

// spokenAs says what a recording is before it is heard.
var spokenAs = map[talk.SpokenKind]msg.Key{talk.SpokenDetails: msg.VoiceTheySay, talk.SpokenCorner: msg.VoiceTheirCorner, talk.SpokenPlace: msg.VoiceWhereTo}

// tellJob says what a job is and, on a call of ours, plays what the neighbor has said about it.
func tellJob(c *caller) {
	tellMyJob(c)
	r := c.myJob()
	if r == nil || r.Frozen || !c.ours() {
		return
	}
	for _, said := range r.Recordings {
		if key, ok := spokenAs[said.Kind]; ok {
			c.say(key)
			c.piece(Prompt{Recording: said.ID})
		}
	}
}

// mayConnect: the two sides are connected on a call of ours to the number that is stored, also when the job has just been
// done.
func mayConnect(c *caller) bool {
	r := c.pair()
	switch {
	case r == nil || !c.ours():
		return false
	case find(c.Person.Jobs, r.ID) != nil:
		return r.ResidentCalls
	}
	return r.HolderCalls
}

func readNeighbor(c *caller) talk.Answer {
	if c.Heard.Bridged {
		return talked
	}
	return nobody
}

func jobDone(c *caller) {
	if r := c.myJob(); r != nil {
		c.Do(talk.JobDone{Request: r.ID})
	}
	c.say(msg.VoiceWellDone)
}

// onTheWay has the other side told that the caller comes, or comes late; where nobody can be told, a person is.
func onTheWay(late bool) func(*caller) {
	return func(c *caller) {
		r := c.myJob()
		if r == nil {
			c.say(msg.VoiceNotYourJob)
			return
		}
		if r.Frozen {
			c.promise()
			return
		}
		c.Do(talk.OnMyWay{Request: r.ID, Late: late})
		if r.ResidentTexts || r.ResidentCalls {
			c.say(msg.VoicePassedOn)
		} else {
			c.promise()
		}
	}
}

func givenBack(c *caller) {
	if r := c.myJob(); r != nil {
		c.Do(talk.HandBack{Request: r.ID})
	}
	c.say(msg.VoiceGaveBack)
}
