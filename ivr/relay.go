package ivr

import (
	"strconv"

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

// atOnceHeard is how much of what was passed on is played before a key goes on: nobody keeps more in mind.
const atOnceHeard = 3

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
		if r := find(side, c.q().Request); r != nil && c.paired(r) {
			return r
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

// Hearing.

// fromWhere is where in the list begins what has not been heard; -1: nowhere.
func fromWhere(passed []talk.Passed) int {
	for i, p := range passed {
		if !p.Heard {
			return i
		}
	}
	return -1
}

// fromUnheard begins with what has not been heard yet; where everything has, with the last few again.
func fromUnheard(c *caller) {
	r := c.pair()
	if r == nil || len(r.Passed) == 0 {
		return
	}
	from := fromWhere(r.Passed)
	if from < 0 {
		from = max(0, len(r.Passed)-atOnceHeard)
	}
	c.call.From = r.Passed[from].ID
}

// toHear is what is played in this turn, and what is left after it.
func (c *caller) toHear() (now, later []talk.Passed) {
	r := c.pair()
	if r == nil || !c.ours() {
		return nil, nil
	}
	for i, p := range r.Passed {
		if p.ID >= c.call.From {
			now = r.Passed[i:]
			break
		}
	}
	n := min(len(now), atOnceHeard)
	return now[:n], now[n:]
}

func mayHearPassed(c *caller) bool {
	r := c.pair()
	return c.ours() && r != nil && len(r.Passed) > 0
}

func moreToHear(c *caller) bool {
	_, later := c.toHear()
	return len(later) > 0
}

func hearNext(c *caller) {
	if _, later := c.toHear(); len(later) > 0 {
		c.call.From = later[0].ID
	}
}

// tellPassed plays what the other side has passed on, oldest first: how it stands and who has it, then their words in the language they are
// in, a ready sentence in the listener's, or their own voice. It counts as heard from then on.
func tellPassed(c *caller) {
	now, _ := c.toHear()
	r := c.pair()
	if len(now) == 0 {
		c.say(msg.VoiceStateOver)
		return
	}
	c.need(r.Category)
	switch own := c.asked(r.ID); {
	case own != nil:
		c.state(own)
	case r.ResidentName != "" && find(c.Person.Jobs, r.ID) != nil:
		c.piece(Prompt{Words: r.ResidentName})
	}
	c.say(msg.VoiceTheySay)
	for _, p := range now {
		c.passed(p)
	}
	if last := now[len(now)-1]; !last.Heard {
		c.Do(talk.Listened{Request: r.ID, Last: last.ID})
	}
}

func (c *caller) passed(p talk.Passed) {
	switch {
	case p.Phrase.Number != 0:
		c.phrase(p.Phrase)
	case p.Words != "":
		c.piece(Prompt{Words: p.Words, Language: p.Language})
	default:
		c.piece(Prompt{Recording: p.Recording})
	}
	c.piece(Prompt{Pause: 800})
}

func (c *caller) phrase(p msg.Phrase) {
	c.say(p.Key())
	for _, digits := range p.Said() {
		c.piece(Prompt{Digits: digits})
	}
}

// Saying. The number of the sentence is kept with the question, then its blank.

// lastGroup are the short answers: one key leads to them, and the menu of the others has five.
const lastGroup = msg.PhraseGroups

func inGroup(group int) func(*caller) {
	return func(c *caller) { c.q().Options = []talk.Option{{Do: strconv.Itoa(group)}} }
}

func groupList(*caller) (list []listed) {
	for group := 1; group < lastGroup; group++ {
		key := byte('0' + group)
		list = append(list, listed{key, []Prompt{{Key: msg.PhraseGroup(group)}, {Key: msg.Press(key)}}})
	}
	return list
}

// chosenNumber is what was chosen so far: a group, or a sentence.
func (c *caller) chosenNumber() int {
	if kept := c.q().Options; len(kept) > 0 {
		n, _ := strconv.Atoi(kept[0].Do)
		return n
	}
	return 0
}

func sentenceList(c *caller) (list []listed) {
	group := c.chosenNumber()
	for item := 1; item <= msg.PhrasesPerGroup; item++ {
		if number := group*10 + item; msg.IsPhrase(number) {
			key := byte('0' + item)
			list = append(list, listed{key, []Prompt{{Key: msg.Phrase{Number: number}.Key()}, {Key: msg.Press(key)}}})
		}
	}
	return list
}

func takeSentence(c *caller) {
	c.q().Options = []talk.Option{{Do: strconv.Itoa(c.chosenNumber()*10 + int(c.pressed-'0'))}}
}

// sentence is the one that was chosen, with its blank once that is keyed.
func (c *caller) sentence() msg.Phrase {
	p := msg.Phrase{Number: c.chosenNumber()}
	if kept := c.q().Options; len(kept) > 0 {
		p.Blank = kept[0].Words
	}
	return p
}

func tellSentence(c *caller) {
	if p := c.sentence(); msg.IsPhrase(p.Number) {
		c.phrase(p)
	}
}

func readBlank(c *caller) talk.Answer {
	p, ok := msg.ReadPhrase(c.chosenNumber(), c.Heard.Keys)
	if !ok {
		return talk.NotMine
	}
	c.q().Options = []talk.Option{{Do: strconv.Itoa(p.Number), Words: p.Blank}}
	return keyed
}

func passSentence(c *caller) {
	p, ok := msg.ReadPhrase(c.sentence().Number, c.sentence().Blank)
	if !ok || !mayPass(c) {
		c.say(msg.VoiceNotPassed)
		return
	}
	c.Do(talk.Relay{Request: c.q().Request, Phrase: p})
	c.say(msg.VoicePassedOn)
	if p.Number == msg.PhrasePerson {
		c.promise()
	}
}

// passWords passes on what was said, or keeps it for a person if it cannot be any more.
func passWords(c *caller) {
	s, ok := saidOf(c.q().Draft.Spoken, talk.SpokenWords)
	if !ok {
		return
	}
	unsay(talk.SpokenWords)(c)
	if mayPass(c) {
		c.Do(talk.Relay{Request: c.q().Request, Spoken: s})
		c.say(msg.VoicePassedOn)
		return
	}
	s.Kind = talk.SpokenMessage
	kept := talk.KeepSpoken{Spoken: s}
	if c.asked(c.q().Request) != nil {
		kept.Request = c.q().Request
	}
	c.Do(kept)
	c.say(msg.VoiceMessageKept)
	c.promise()
}
