package main

import (
	"strings"

	"hotline/gateway/phonetest"
	"hotline/i18n/msg"
)

// calls phones the line and makes for something, by the options that lead to it.
func (p *person) calls(goals ...msg.Key) {
	shown := ""
	if p.withheld {
		shown = "anonymous"
	}
	for _, c := range p.phone.Calls() {
		if c.Waits() != "" {
			return // on the phone already
		}
	}
	p.talks(p.phone.CallWithheld("", shown), append([]msg.Key{msg.ForLanguage(p.language)}, goals...))
}

// rung is a phone that rings: it is picked up, or the machine gets it, or nobody does, or it is busy.
func (p *person) rung(call *phonetest.Call) {
	switch n := p.dice.IntN(100); {
	case n < 65:
		call.Answer()
		p.talks(call, nil)
	case n < 78:
		call.Machine()
	case n < 90:
		call.Ignore()
	default:
		call.Busy()
	}
}

// always are the options somebody takes who has no other wish.
var always = []msg.Key{msg.VoiceToHearIt, msg.VoiceThatWasMe, msg.VoiceTakeTheCall, msg.VoiceIfRight, msg.VoiceKeepIt, msg.VoiceSomethingNew}

// talks is a person in a call: who knows what they want listens for the option, and hangs up when there is none.
func (p *person) talks(call *phonetest.Call, goals []msg.Key) {
	goals = append(goals, always...)
	if p.landline {
		goals = append(goals, msg.VoiceIfNo)
	} else {
		goals = append(goals, msg.VoiceIfYes)
	}
	if p.yes > 0 {
		goals = append(goals, msg.VoiceTakeIt)
	}
	taken := map[msg.Key]int{}
	defer func() {
		for _, l := range call.Transcript() {
			p.city.tell(p.phone.Number, string(l.Kind), l.Lang, l.Text)
		}
	}()
	for range 40 {
		switch call.Waits() {
		case "keys":
			if keys := p.wishes(call.Said(), goals, taken); keys != "" {
				call.Press(keys)
			} else if p.chance(.2) {
				call.Quiet()
			} else {
				call.HangUp()
			}
		case "recording":
			p.speaks(call)
		case "others":
			p.city.news() // whoever is rung
			if call.Waits() == "others" {
				call.Quiet()
			}
		default:
			if call.Waits() != "" {
				call.HangUp()
			}
			return
		}
	}
	call.HangUp()
}

// speaks leaves words: most end by a key, some by silence or by hanging up, some say nothing.
func (p *person) speaks(call *phonetest.Call) {
	seconds := 3 + p.dice.IntN(40)
	switch n := p.dice.IntN(100); {
	case n < 70:
		call.SpeakAndPress(seconds, "#")
	case n < 85:
		call.Speak(seconds)
	case n < 93:
		call.SpeakAndHangUp(seconds)
	default:
		call.Quiet()
	}
}

// wishes are the keys that lead on from what was said; none: nothing of it was wished for.
func (p *person) wishes(said string, goals []msg.Key, taken map[msg.Key]int) string {
	said = strings.Join(strings.Fields(said), " ")
	for _, numbers := range []struct {
		asks msg.Key
		keys string
	}{{msg.VoiceEnterZIP, p.zip}, {msg.VoiceEnterNumber, p.phone.Number[2:]}, {msg.VoiceEnterCode, "#"}} {
		if taken[numbers.asks] < 2 && p.hears(said, numbers.asks) >= 0 {
			taken[numbers.asks]++
			return numbers.keys
		}
	}
	for _, goal := range goals {
		if taken[goal] < 2 {
			if key := p.option(said, goal); key != "" {
				taken[goal]++
				return key
			}
		}
	}
	return ""
}

// hears finds a prompt in what was said, in whatever language: where its words end; -1 if it was not said.
func (p *person) hears(said string, prompt msg.Key) int {
	for _, language := range p.city.cfg.Network.Languages {
		text, ok := p.city.app.catalog.Prompt(language, prompt)
		text = strings.Join(strings.Fields(text), " ")
		if i := strings.LastIndex(said, text); ok && i >= 0 {
			return i + len(text)
		}
	}
	return -1
}

// option is the key of an option, if it was offered.
func (p *person) option(said string, goal msg.Key) string {
	at := p.hears(said, goal)
	if at < 0 {
		return ""
	}
	rest := strings.TrimSpace(said[at:])
	for _, key := range "0123456789*#" {
		for _, language := range p.city.cfg.Network.Languages {
			press, ok := p.city.app.catalog.Prompt(language, msg.Press(byte(key)))
			if ok && strings.HasPrefix(rest, press) {
				return string(key)
			}
		}
	}
	return ""
}
