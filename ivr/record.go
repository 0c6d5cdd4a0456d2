package ivr

import (
	"slices"

	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// recorders is how a coordinator records by phone what the line says, in a language that no carrier speaks: the PIN,
// the language, then prompt by prompt.
func recorders() map[talk.State]node {
	return map[talk.State]node{
		pin: {Say: says{msg.VoiceEnterPIN}, Listen: number(12), Read: readPIN, Decide: wrongCode, Back: mainMenu, Next: edges{
			keyed: {To: afterPIN}, unknown: {To: message}, silent: {To: giveUp}, wrong: {To: message}}},
		recordIn: {Say: says{msg.VoiceWhichLanguage}, List: func(c *caller) []listed { return languageList(c.menuLanguages()) }, Decide: turnRecordPage,
			Back: mainMenu, Quiet: true, Next: edges{chosen: {To: nextPrompt, Do: recordLanguage},
				page: {To: recordIn, Do: func(c *caller) { c.call.Page++ }}, silent: {To: giveUp}, wrong: {To: giveUp}}},
		prompt: {Tell: tellPrompt, Back: mainMenu, Free: true, Options: []option{
			{Key: '1', Say: msg.VoiceRecordIt, Answer: yes}, {Key: '3', Say: msg.VoiceNextOne, Answer: another}},
			Next: edges{yes: {To: promptSay}, another: {To: nextPrompt}, silent: {To: over}, wrong: {To: over}}},
		promptSay: {Say: says{msg.VoiceSayPrompt}, Listen: recording(mostSaid), Record: talk.SpokenPrompt, Free: true, Next: edges{
			recorded: {To: promptKeep, Do: keepSaid(talk.SpokenPrompt)}, silent: {To: prompt}, wrong: {To: prompt}}},
		promptKeep: {Back: prompt, Free: true, Options: []option{
			{Key: '1', Say: msg.VoiceKeepIt, Answer: yes}, {Key: '2', Say: msg.VoiceSayAgain, Answer: no}, {Key: '3', Say: msg.VoiceNextOne, Answer: another}},
			Next: edges{yes: {To: nextPrompt, Do: keepPrompt}, no: {To: promptSay, Do: unsay(talk.SpokenPrompt)},
				another: {To: nextPrompt, Do: unsay(talk.SpokenPrompt)}, silent: {To: over, Do: keepPrompt}, wrong: {To: over, Do: unsay(talk.SpokenPrompt)}}},
	}
}

func recorderForks() map[talk.State]fork {
	return map[talk.State]fork{
		nextPrompt: {May: []talk.State{prompt, mainMenu}, Choose: func(c *caller) talk.State {
			q := c.q()
			for _, p := range c.prompts() {
				seen := talk.Option{Do: string(p.Key)}
				if !slices.Contains(q.Options, seen) {
					q.Options = append(slices.Clone(q.Options), seen)
					return prompt
				}
			}
			c.say(msg.VoiceAllRecorded)
			return mainMenu
		}},
	}
}

// readPIN reads a coordinator's PIN.
func readPIN(c *caller) talk.Answer {
	if c.facts.PIN == nil || !allDigits(c.Heard.Keys) {
		return talk.NotMine
	}
	if _, ok := c.facts.PIN(c.Heard.Keys); !ok {
		return talk.NotMine
	}
	return keyed
}

func turnRecordPage(c *caller, a talk.Answer) talk.Answer {
	if a == silent && (c.call.Page+1)*perPage < len(c.Network.Languages) {
		return page
	}
	return a
}

// recordLanguage notes which language is recorded.
func recordLanguage(c *caller) {
	c.q().Draft.Languages = []string{c.menuLanguages()[c.pressed-'1']}
	c.q().Options = nil
}

// recordsIn is the language that is being recorded.
func (c *caller) recordsIn() string {
	if l := c.q().Draft.Languages; len(l) > 0 {
		return l[0]
	}
	return ""
}

func (c *caller) prompts() []Asked {
	if c.facts.Prompts == nil {
		return nil
	}
	return c.facts.Prompts(c.recordsIn())
}

// current is the prompt that is being recorded: the last one of those heard in this call.
func (c *caller) current() msg.Key {
	if heard := c.q().Options; len(heard) > 0 {
		return msg.Key(heard[len(heard)-1].Do)
	}
	return ""
}

// tellPrompt says what there is to record: as it is recorded, or in the language of the call.
func tellPrompt(c *caller) {
	key := c.current()
	if key == "" {
		return
	}
	if slices.Contains(c.prompts(), Asked{Key: key, Recorded: true}) {
		c.say(msg.VoiceItSays)
		c.piece(Prompt{Key: key, Language: c.recordsIn()})
		return
	}
	c.say(msg.VoiceNotRecorded, key)
}

func keepPrompt(c *caller) {
	if s, ok := saidOf(c.q().Draft.Spoken, talk.SpokenPrompt); ok {
		c.Do(talk.KeepPrompt{Spoken: s, Language: c.recordsIn(), Key: c.current()})
		unsay(talk.SpokenPrompt)(c)
	}
	c.say(msg.VoiceThankYou)
}
