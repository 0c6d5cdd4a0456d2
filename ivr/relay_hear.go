package ivr

import (
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// atOnceHeard is how much of what was passed on is played before a key goes on: nobody keeps more in mind.
const atOnceHeard = 3

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
