package ivr

import (
	"slices"

	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// lines read out what a person from the line has written to somebody who gets only calls, before all other news.
func lines() map[talk.State]node {
	return map[talk.State]node{
		lineSays: {Tell: tellLine, After: msg.VoiceOrHangUp, Gone: lineHeard, Options: []option{{Key: '1', Say: msg.VoiceMore, Answer: more}, stopKey},
			Next: edges{more: {To: news, Do: lineHeard}, stop: {To: over, Do: func(c *caller) { lineHeard(c); stopCalls(c) }},
				silent: {To: over, Do: lineHeard}, wrong: {To: over, Do: lineHeard}}},
	}
}

func lineForks() map[talk.State]fork {
	return map[talk.State]fork{
		lineFirst: {May: []talk.State{lineSays, news}, Choose: func(c *caller) talk.State {
			if len(c.lineWords()) > 0 {
				return lineSays
			}
			return news
		}},
	}
}

// lineWords is what they have not heard yet of what a person from the line has written about the request in question.
func (c *caller) lineWords() []talk.Passed {
	for _, side := range [...][]talk.Request{c.Person.Asked, c.Person.Past} {
		if r := find(side, c.q().Request); r != nil && !r.Private {
			return slices.DeleteFunc(slices.Clone(r.FromLine), func(p talk.Passed) bool { return p.Heard })
		}
	}
	return nil
}

func tellLine(c *caller) {
	c.say(msg.VoiceLineSays)
	for _, p := range c.lineWords() {
		c.piece(Prompt{Words: p.Words, Language: p.Language})
	}
}

func lineHeard(c *caller) {
	if words := c.lineWords(); len(words) > 0 {
		c.Do(talk.Listened{Request: c.q().Request, Last: words[len(words)-1].ID, Line: true})
	}
}
