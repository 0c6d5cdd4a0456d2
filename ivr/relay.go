package ivr

import (
	"slices"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	reply   talk.Answer = "reply"
	ready   talk.Answer = "ready" // a ready sentence
	oneself talk.Answer = "oneself"
	briefly talk.Answer = "briefly" // yes, no, thanks
)

// relaying is what the two sides of a job say to each other through the line: each hears the other on a call of ours, and
// says a ready sentence, which the other hears in a language of their own, or their own words, which are played.
func relaying() map[talk.State]node {
	return map[talk.State]node{
		passedOn: {Tell: tellPassed, Enter: fromUnheard, Quiet: true, Tries: 1, Options: []option{
			{Key: '1', Say: msg.VoiceAnswerThem, Answer: reply, If: mayPass}, {Key: '2', Say: msg.VoiceMore, Answer: more},
			{Key: '3', Say: msg.VoiceNextOne, Answer: another, If: moreToHear}},
			Next: edges{reply: {To: sayWhat}, more: {To: restOf}, another: {Do: hearNext}, silent: {To: orAsk}, wrong: {To: restOf}}},
		// A number shown is no proof of who calls: they are called back.
		wordWaits: {Tell: tellNeed, Say: says{msg.VoiceWordForYou}, Back: mainMenu, Options: []option{
			{Key: '1', Say: msg.VoiceCallWithIt, Answer: yes}, {Key: '2', Say: msg.VoiceMore, Answer: more}},
			Next: edges{yes: {To: calledBack}, more: {To: restOf}, silent: {To: over}, wrong: {To: giveUp}}},

		sayWhat: {Back: menuOf, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceReadySentence, Answer: ready}, {Key: '2', Say: msg.VoiceOwnWords, Answer: oneself},
			{Key: '3', Say: msg.PhraseGroup(lastGroup), Answer: briefly}, {Key: '4', Say: msg.VoiceHearPassed, Answer: hear, If: mayHearPassed}},
			Next: edges{ready: {To: sentences}, oneself: {To: sayWords}, briefly: {To: sentence, Do: inGroup(lastGroup)}, hear: {To: passedOn},
				silent: {To: orAsk}, wrong: {To: menuOf}}},
		sentences: {List: groupList, Back: sayWhat, Quiet: true, Options: []option{{Key: '6', Answer: briefly}}, // told of before, for who knows them by number
			Next: edges{chosen: {To: sentence, Do: func(c *caller) { inGroup(int(c.pressed - '0'))(c) }}, briefly: {To: sentence, Do: inGroup(lastGroup)},
				silent: {To: orAsk}, wrong: {To: sayWhat}}},
		sentence: {List: sentenceList, Back: sentences, Quiet: true,
			Next: edges{chosen: {To: blankOf, Do: takeSentence}, silent: {To: orAsk}, wrong: {To: sayWhat}}},
		blank: {Tell: tellSentence, Say: says{msg.VoiceEnterBlank}, Listen: number(4), Read: readBlank, Back: sentences,
			Next: edges{keyed: {To: sendRight}, silent: {To: orAsk}, wrong: {To: sayWhat}}},
		sendRight: {Tell: tellSentence, Back: sentences, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceSendIt, Answer: yes}, {Key: '2', Say: msg.VoiceOtherSentence, Answer: no}},
			Next: edges{yes: {To: saidSo, Do: passSentence}, no: {To: sentences}, silent: {To: orAsk}, wrong: {To: sayWhat}}},

		sayWords: {Say: says{msg.VoiceSayWords}, Listen: recording(mostSaid), Record: talk.SpokenWords, Gone: passWords, Next: edges{
			recorded: {To: wordsKeep, Do: keepSaid(talk.SpokenWords)}, silent: {To: saidSo, Do: passWords}, wrong: {To: saidSo, Do: passWords}}},
		wordsKeep: {Gone: passWords, Back: sayWords, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceSendIt, Answer: yes}, {Key: '2', Say: msg.VoiceSayAgain, Answer: no}},
			Next: edges{yes: {To: saidSo, Do: passWords}, no: {To: sayWords, Do: unsay(talk.SpokenWords)},
				silent: {To: saidSo, Do: passWords}, wrong: {To: saidSo, Do: passWords}}},
		said: {After: msg.VoiceOrHangUp, Tries: 1, Quiet: true, Back: menuOf, Options: []option{
			{Key: '1', Say: msg.VoiceSayToThem, Answer: reply, If: mayPass}, {Key: '2', Say: msg.VoiceMore, Answer: more}},
			Next: edges{reply: {To: sayWhat}, more: {To: menuOf}, silent: {To: over}, wrong: {To: menuOf}}},

		// What is over is passed on for a day.
		pastPair: {Tell: tellPast, After: msg.VoiceOrHangUp, Tries: 1, Back: mainMenu, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceSayToThem, Answer: reply, If: mayPass}, {Key: '2', Say: msg.VoiceThisPhone, Answer: phone},
			{Key: '3', Say: msg.VoiceConnect, Answer: connect, If: mayConnect}, {Key: '3', Say: msg.VoiceHearJob, Answer: hear, If: mayCallAboutPast}},
			Next: edges{reply: {To: sayWhat}, phone: {To: thisPhone}, connect: {To: callNeighbor}, hear: {To: calledBack},
				silent: {To: over}, wrong: {To: giveUp}}},
	}
}

func relayingForks() map[talk.State]fork {
	return map[talk.State]fork{
		calledBack: {May: []talk.State{over, menu}, Choose: func(c *caller) talk.State {
			if find(c.Person.Jobs, c.q().Request) != nil {
				return c.phoneBack(talk.CallJob)
			}
			return c.phoneBack(talk.CallNews)
		}},
		restOf: {May: []talk.State{didCome, place, doneRight, howGoes, job, one, jobNext, pastPair, over}, Choose: (*caller).rest},
		menuOf: {May: []talk.State{one, doneRight, jobNext, pastPair, over}, Choose: (*caller).menuOf},
		// Silence is no answer to what was heard; what the call is to ask is still asked.
		orAsk:  {May: []talk.State{place, didCome, doneRight, howGoes, over}, Choose: func(c *caller) talk.State { return c.pending(over) }},
		saidSo: {May: []talk.State{place, didCome, doneRight, howGoes, said}, Choose: func(c *caller) talk.State { return c.pending(said) }},
		blankOf: {May: []talk.State{blank, sendRight}, Choose: func(c *caller) talk.State {
			if c.sentence().HasBlank() {
				return blank
			}
			return sendRight
		}},
	}
}

// first is what comes before anything else about a request: what the other side has passed on, or that they have.
func (c *caller) first(otherwise talk.State) talk.State {
	r := c.pair()
	switch {
	case r == nil || fromWhere(r.Passed) < 0:
		return otherwise
	case c.ours():
		return passedOn
	case mayBeCalled(c):
		return wordWaits
	}
	return otherwise
}

// pending is the question that a call of ours is still to ask.
func (c *caller) pending(otherwise talk.State) talk.State {
	own, held := c.pendingPlace(), c.myJob()
	switch {
	case c.call.Purpose == talk.CallJob && held != nil && held.CheckIn && !held.Frozen:
		return howGoes
	case c.call.Purpose != talk.CallNews || own == nil || own.Frozen || own.Private:
		return otherwise
	case own.Status.Taken() && own.CheckIn:
		return didCome
	case own.Status.Taken() && !own.PlaceTold:
		return place
	case own.Status == dispatch.DoneReported:
		return doneRight
	}
	return otherwise
}

// pendingPlace is the caller's own request in question; of one for several volunteers the place that a question is about:
// who is asked about, or waits to hear where to come.
func (c *caller) pendingPlace() *talk.Request {
	own := c.asked(c.q().Request)
	if own == nil || !own.Several() || c.call.Purpose != talk.CallNews {
		return own
	}
	for _, about := range [...]func(*talk.Request) bool{
		func(p *talk.Request) bool { return p.CheckIn }, func(p *talk.Request) bool { return !p.PlaceTold }} {
		for _, p := range c.whole().Taken() {
			if about(p) && !p.Frozen {
				c.q().Request = p.ID
				return p
			}
		}
	}
	return own
}

// rest is what a call is for beside what was passed on.
func (c *caller) rest() talk.State {
	if asks := c.pending(""); asks != "" {
		return asks
	}
	if c.myJob() != nil {
		return job
	}
	return c.menuOf()
}

// menuOf are the keys of a request, of a job, or of what is over.
func (c *caller) menuOf() talk.State {
	switch r := c.asked(c.q().Request); {
	case r != nil && r.Status == dispatch.DoneReported && len(c.whole().Taken()) == 0:
		return doneRight
	case r != nil:
		return one
	case c.myJob() != nil:
		return jobNext
	case c.pair() != nil:
		return pastPair
	}
	c.say(msg.VoiceStateOver)
	return over
}

// pair is the request in question, of either side, while what one says is passed on to the other: somebody has it, or had
// it until a day ago. nil: nothing is.
func (c *caller) pair() *talk.Request {
	for _, side := range [...][]talk.Request{c.Person.Asked, c.Person.Past, c.Person.Jobs} {
		r := find(side, c.q().Request)
		if r == nil {
			continue
		}
		if c.paired(r) {
			return r
		}
		place := func(p talk.Request) bool { return p.Several() && p.Lead == r.Lead && c.paired(&p) }
		if i := slices.IndexFunc(side, place); i >= 0 {
			return &side[i] // neighbors are still asked for the other one
		}
	}
	return nil
}

func (c *caller) paired(r *talk.Request) bool {
	return r.Holder != 0 && !r.Private && !r.Frozen && (r.Status.Taken() || c.At.Before(r.RelayUntil))
}

// mayPass says whether something can be said to the other side: it reaches them by text or by a call.
func mayPass(c *caller) bool {
	r := c.pair()
	switch {
	case r == nil:
		return false
	case find(c.Person.Jobs, r.ID) != nil:
		return r.ResidentTexts || r.ResidentCalls
	}
	return r.HolderTexts || r.HolderCalls
}

// pastOf is the last of these that is over, and whose two sides still reach each other; 0: none.
func (c *caller) pastOf(side []talk.Request) (last dispatch.ID) {
	for i := range side {
		if r := &side[i]; c.paired(r) && !r.Status.Taken() {
			last = r.ID
		}
	}
	return last
}

// mayCallAboutPast: who calls about what is over may be called back, and connected with the other side.
func mayCallAboutPast(c *caller) bool { return mayBeCalled(c) && c.pair() != nil }

func tellPast(c *caller) {
	tellNeed(c)
	if find(c.Person.Jobs, c.q().Request) != nil {
		c.say(msg.VoicePastJob)
		return
	}
	c.say(msg.VoiceStateOver)
}

func tellNeed(c *caller) {
	if r := c.pair(); r != nil {
		c.need(r.Category)
	}
}
