package ivr

import (
	"strconv"

	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

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

// sentence is the one that was chosen: its number is kept with the question, and its blank once that is keyed.
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
	c.Do(talk.Relay{Request: c.pair().ID, Phrase: p})
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
		c.Do(talk.Relay{Request: c.pair().ID, Spoken: s})
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
