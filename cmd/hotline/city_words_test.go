package main

import (
	"strings"

	"hotline/i18n/msg"
)

// word is what somebody of a language says for a thing.
func word(language, what string) string {
	if w, ok := cityWords[language][what]; ok {
		return w
	}
	return cityWords["en"][what]
}

var cityWords = map[string]map[string]string{
	"en": {"yes": "YES", "no": "NO", "but": "but only after 6", "done": "DONE", "drop": "DROP", "way": "on my way", "late": "late, 20 min",
		"status": "STATUS", "pause": "PAUSE", "me": "ME", "stop": "STOP"},
	"es":      {"yes": "SI", "no": "NO", "but": "pero después de las 6", "done": "LISTO", "drop": "SOLTAR", "way": "voy en camino", "late": "voy tarde", "status": "estado"},
	"ht":      {"yes": "WI", "no": "NON", "but": "men apre 6 è", "done": "FINI", "drop": "LAGE", "way": "mwen sou wout", "late": "mwen an reta", "status": "estati"},
	"zh-Hans": {"yes": "好", "no": "不", "but": "但是6点以后", "done": "完成", "drop": "放弃", "way": "我在路上", "late": "会迟到", "status": "状态"},
	"fr":      {"yes": "OUI", "no": "NON", "but": "mais après 18h", "done": "FINI", "drop": "RENDRE", "way": "en route", "late": "je suis en retard", "status": "statut"},
}

// cityNeeds are first texts, with a ZIP code in them.
var cityNeeds = map[string][]string{
	"en": {"FOOD %s two adults", "need groceries for 3 people %s today", "hi i need my pills picked up pls, %s", "RIDE %s tomorrow 10am",
		"diapers size 4 and formula %s", "i need food", "MEDICINE %s", "FOOD %s today", "FOOD %s needs 3 helpers", "FOOD %s every week", "can somebody get me some milk and bread? %s"},
	"es":      {"COMIDA %s dos adultos", "necesito comida y un viaje al doctor %s", "me hacen falta mis pastillas %s", "pañales %s hoy", "COMIDA %s 2 ayudantes", "COMIDA %s cada semana", "necesito comida"},
	"ht":      {"MANJE %s", "mwen bezwen manje pou 3 moun %s", "medikaman %s jodi a", "MANJE %s bezwen 2 volontè", "mwen bezwen manje"},
	"zh-Hans": {"食物 %s", "我需要买药 %s", "尿布 %s 今天", "食物 %s 每周", "需要食物"},
	"fr":      {"NOURRITURE %s deux adultes", "j'ai besoin de médicaments %s", "des couches %s aujourd'hui", "NOURRITURE %s 2 bénévoles", "j'ai besoin de nourriture"},
}

func (p *person) asksByText() {
	needs := cityNeeds[p.language]
	body := needs[p.dice.IntN(len(needs))]
	if n := p.dice.IntN(40); n == 0 {
		body = "my husband hits me and i am scared"
	} else if n == 1 {
		body = "PRIVATE"
	}
	body = strings.ReplaceAll(body, "%s", p.zip)
	p.says(body, true)
	switch n := p.dice.IntN(100); {
	case n < 15:
		p.soon(60, 300, func() { p.says(word(p.language, "status"), true) })
	case n < 19:
		p.soon(30, 300, func() { p.says(word(p.language, "done"), true) })
	case n < 21:
		p.soon(30, 300, func() { p.says("STOP", false) })
	case n < 23:
		p.soon(100, 200, func() { p.says("SWAP", true) })
	case n < 24:
		p.soon(100, 200, func() { p.says("REPORT", true) })
	case n < 30:
		p.soon(1, 20, func() { p.says("also milk please", true) })
	}
}

// writesSomething is a text that asks for no help: most get an answer, thanks and the like get none.
func (p *person) writesSomething() {
	texts := []struct {
		body string
		asks bool
	}{
		{"HELP", false}, {"WHO", true}, {"hello", true}, {"STATUS", true}, {"JOIN", true}, {"thanks", false}, {"ok", false}, {"👍", false},
		{"Liked “We'll text you when one says yes”", false}, {"wrong number", true}, {"when are you open?", true}, {"CALLME", true},
		{"ESPANOL", true}, {"stop texting me", false}, {"ALTO", false}, {"is this the food bank", true}, {"asdf", true}, {"11211", true},
		{"REPORT", true}, {"forget me", true}, {"CALL", true}, {"DONE", true}, {"YES", true}, {"NO CALLS", true},
	}
	t := texts[p.dice.IntN(len(texts))]
	p.says(t.body, t.asks)
}

func (p *person) asksByPhone() {
	needs := []string{"FOOD", "FOOD", "RX", "RIDE", "BABY"}
	goals := []msg.Key{msg.VoiceAskHelp}
	if p.chance(.1) {
		goals = []msg.Key{msg.VoiceAskPerson}
	}
	p.calls(append(goals, msg.ForNeed(needs[p.dice.IntN(len(needs))]))...)
	if p.chance(.3) {
		p.soon(120, 400, func() { p.calls(msg.VoiceAskMine) })
	}
}
