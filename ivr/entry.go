package ivr

import (
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

const (
	page       talk.Answer = "page"   // the next languages follow by themselves
	rotary     talk.Answer = "rotary" // no key in the whole first round
	yields     talk.Answer = "yields" // a key after all
	askHelp    talk.Answer = "ask_help"
	askMine    talk.Answer = "ask_mine"
	askJoin    talk.Answer = "ask_join"
	askNews    talk.Answer = "ask_news"
	languages  talk.Answer = "languages"
	recordHere talk.Answer = "record" // 7, which nobody is told of: coordinators record prompts
)

// entry is the beginning of a call: the language, the main menu, and what is done about a phone without keys.
func entry() map[talk.State]node {
	return map[talk.State]node{
		language: {Tell: greet, List: func(c *caller) []listed { return languageList(c.menuLanguages()) }, Decide: turnPage, Quiet: true,
			Next: edges{chosen: {To: home, Do: setLanguage}, page: {To: language, Do: func(c *caller) { c.call.Page++ }},
				rotary: {To: speak}, silent: {To: giveUp}, wrong: {To: giveUp}}},

		mainMenu: {Tell: welcome, Enter: forgetAll, Decide: noKeys, Quiet: true, Options: []option{
			{Key: '1', Say: msg.VoiceAskHelp, Answer: askHelp}, {Key: '2', Say: msg.VoiceAskMine, Answer: askMine},
			{Key: '3', Say: msg.VoiceAskJoin, Answer: askJoin},
			{Key: '4', Say: msg.VoiceAskNews, Answer: askNews, If: hasNews},
			{Key: '0', Say: msg.VoiceAskPerson, Answer: someone},
			{Key: '#', Say: msg.VoiceOtherLanguage, Answer: languages, If: func(c *caller) bool { return c.only() == "" }},
			{Key: '7', Answer: recordHere, If: func(c *caller) bool { return c.facts.PIN != nil }},
		}, Next: edges{askHelp: {To: needed}, askMine: {To: mine}, askJoin: {To: help},
			askNews:   {To: mainMenu, Do: func(c *caller) { c.say(msg.VoiceNews) }},
			languages: {To: language}, recordHere: {To: pin},
			rotary: {To: speak}, silent: {To: giveUp}, wrong: {To: giveUp}}},

		// A key can still be pressed while this is said; it answers the question before.
		speak: {Tell: speakNow, Alone: true, Tries: 1, Listen: Listen{For: ForKeys, Digits: 1, Wait: shortWait},
			Read: func(*caller) talk.Answer { return yields },
			Next: edges{yields: {Do: func(c *caller) { c.goTo(menu); c.hear() }}, silent: {To: tone}, wrong: {To: tone}}},
		tone: {Listen: recording(mostSaid), Record: talk.SpokenMessage, Tries: 1, Last: true, Next: edges{
			recorded: {To: over, Do: keepUntold}, silent: {To: over}, wrong: {To: over}}},
	}
}

func entryForks() map[talk.State]fork {
	return map[talk.State]fork{
		start: {May: []talk.State{menu, purpose}, Choose: func(c *caller) talk.State {
			if c.ours() {
				return purpose
			}
			return menu
		}},
		menu: {May: []talk.State{language, mainMenu}, Choose: func(c *caller) talk.State {
			if c.call.Language == "" {
				return language
			}
			return mainMenu
		}},
		// What one of our calls was for is done, and so is the call; but for one that was asked for.
		home: {May: []talk.State{menu, hello, over}, Choose: func(c *caller) talk.State {
			switch {
			case !c.unasked():
				return menu
			case c.q().State == language:
				return hello
			}
			return over
		}},
		giveUp: {May: []talk.State{lastWords, over}, Choose: func(c *caller) talk.State {
			if c.unasked() || c.ours() && !c.call.Pressed {
				return over
			}
			return lastWords
		}},
	}
}

// perPage is how many languages are offered at once.
const perPage = 5

// menuLanguages are the languages of the current page.
func (c *caller) menuLanguages() []string {
	all := c.Network.Languages
	from := min(c.call.Page*perPage, len(all))
	return all[from:min(from+perPage, len(all))]
}

// languageList offers languages, each in its own words and voice.
func languageList(tags []string) []listed {
	list := make([]listed, len(tags))
	for i, tag := range tags {
		key := byte('1' + i)
		list[i] = listed{key, []Prompt{{Key: msg.ForLanguage(tag), Language: tag}, {Key: msg.Press(key), Language: tag}}}
	}
	return list
}

func hasNews(c *caller) bool { return c.facts.News != nil && c.facts.News(c.menu.language(c.call)) }

// greet says who we are, on the first page of the first round.
func greet(c *caller) {
	if c.Session.Greeted || c.call.Page > 0 || c.call.Tries > 0 {
		return
	}
	c.name()
	c.say(msg.VoiceGreeting)
}

// turnPage follows a silence with the next languages. After the last page the first comes again.
func turnPage(c *caller, a talk.Answer) talk.Answer {
	if a != silent {
		return a
	}
	if (c.call.Page+1)*perPage < len(c.Network.Languages) {
		return page
	}
	c.call.Page = 0
	return noKeys(c, a)
}

// noKeys takes a whole round without any key for a phone that has none that we hear.
func noKeys(c *caller, a talk.Answer) talk.Answer {
	if a == silent && !c.call.Pressed && !c.ours() {
		return rotary
	}
	return a
}

func setLanguage(c *caller) {
	c.call.Language = c.menuLanguages()[c.pressed-'1']
	if c.facts.Number != "" {
		c.Do(talk.SetLanguage{Language: c.call.Language})
	}
}

// welcome is said before the main menu, once: who we are, and whom to call in danger.
func welcome(c *caller) {
	if c.Session.Greeted {
		return
	}
	c.Session.Greeted = true
	if c.call.Questions == 0 { // else the language menu has said it
		c.name()
	}
	c.danger()
}

// forgetAll leaves what was being asked about. What somebody has said is kept even if they have gone back since.
func forgetAll(c *caller) {
	if len(c.q().Draft.Spoken) > 0 {
		leave(c)
	}
	*c.q() = talk.Question{State: mainMenu, At: c.At}
}

// speakNow asks to speak after the tone: in the language of the call, or in up to five.
func speakNow(c *caller) {
	if c.call.Language != "" {
		c.say(msg.VoiceSpeakNow)
		return
	}
	c.inEach(msg.VoiceSpeakNow)
}

// inEach says something in up to five languages.
func (c *caller) inEach(key msg.Key) {
	for _, tag := range c.Network.Languages[:min(perPage, len(c.Network.Languages))] {
		c.piece(Prompt{Key: key, Language: tag})
	}
}

// keepUntold keeps a message whose speaker has pressed no key.
func keepUntold(c *caller) {
	c.Do(talk.KeepSpoken{Spoken: c.spoken(talk.SpokenMessage)})
	if c.call.Language == "" {
		c.inEach(msg.VoiceMessageKept)
		return
	}
	c.say(msg.VoiceMessageKept)
	c.promise()
}
