package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/phonetest"
	"hotline/i18n/msg"
	"hotline/store"
)

// person is somebody of the city, with a phone.
type person struct {
	city           *city
	phone          *phonetest.Phone
	name, language string
	zip            string
	place          string // where they live: words that nobody else's have in them
	dice           *rand.Rand
	landline       bool
	withheld       bool // calls without showing the number
	staff          bool
	yes            float64 // of a volunteer: how often they say yes; 0: none
	chats          int     // words passed on so far
}

// populate brings everybody in. How people differ is known (facts: dispatch, 4.1, and texts, 4) or assumed.
func (c *city) populate() {
	languages := []string{"en", "en", "en", "en", "en", "es", "es", "es", "ht", "zh-Hans", "fr"}
	pick := func() string { return languages[c.dice.IntN(len(languages))] }
	for i := range 200 {
		p := c.person(fmt.Sprintf("+1212555%04d", 2000+i), residentNames[i%len(residentNames)], pick())
		p.place = fmt.Sprintf("%d%s Grand St apt %d%c", 100+7*i, []string{"", "A", "B"}[i%3], 1+i%9, 'A'+rune(i%5))
		p.landline, p.withheld = c.dice.Float64() < .2, c.dice.Float64() < .05
		c.handset(p, phonetest.Handset{})
	}
	var volunteers []engine.Volunteer
	for i := range 60 {
		p := c.person(fmt.Sprintf("+1212555%04d", 3000+i), fmt.Sprintf("%s%c", volunteerNames[i%len(volunteerNames)], 'a'+rune(i/len(volunteerNames))), pick())
		p.yes = c.willing(.4)
		p.landline = i%10 == 9
		h := phonetest.Handset{Volunteer: true}
		switch i {
		case 7:
			h.Fails = phonetest.NoSuchPhone
		case 17, 27:
			h.Fails = phonetest.NotReachable
		case 37:
			h.Fails = phonetest.Filtered
		case 11, 21, 31:
			h.Slow = 25 * time.Minute
		}
		c.handset(p, h)
		v := engine.Volunteer{Name: p.name, Phone: p.phone.Number, Volunteer: dispatch.Volunteer{
			Status: dispatch.Active, Trusted: i%6 != 5, Languages: []string{p.language}}}
		if p.language != "en" && c.dice.Float64() < .7 {
			v.Languages = append(v.Languages, "en")
		}
		if c.dice.Float64() < .5 {
			v.ZIPs = []string{p.zip}
		}
		volunteers = append(volunteers, v)
	}
	for i, name := range []string{"Dora", "Elias", "Fanm"} {
		p := c.person(fmt.Sprintf("+1212555%04d", 8001+i), name, []string{"en", "es", "ht"}[i])
		p.staff = true
		c.handset(p, phonetest.Handset{})
	}
	c.volunteers(volunteers...)
}

var (
	residentNames  = []string{"Rosa", "Omar", "Pearl", "Luz", "Jean", "Mei", "Ada", "Tomas", "Ines", "Wadner"}
	volunteerNames = []string{"Ben", "Ana", "Cleo", "Luc", "Jo", "Ruth", "Sami", "Noor", "Ivo", "Tess"}
)

// someHelper is the name of a volunteer.
func (c *city) someHelper(dice *rand.Rand) string {
	for {
		if p := c.people[dice.IntN(len(c.people))]; p.yes > 0 {
			return p.name
		}
	}
}

// person makes somebody, whose dice nobody else throws.
func (c *city) person(number, name, language string) *person {
	n := uint64(len(c.people) + 1)
	p := &person{city: c, name: name, language: language, zip: cityZIPs[c.dice.IntN(len(cityZIPs))], dice: rand.New(rand.NewPCG(c.seed, n))}
	c.people = append(c.people, p)
	c.byNumber[number] = p
	p.phone = &phonetest.Phone{Number: number}
	return p
}

func (c *city) handset(p *person, h phonetest.Handset) {
	h.Name, h.Number, h.Language = p.name, p.phone.Number, p.language
	if p.landline {
		h.Kind = phonetest.Landline
	}
	p.phone = c.box.Add(h)
}

// willing is how often somebody says yes: Beta(mean, 6) by two Gammas of whole shape would be exact; near enough here.
func (c *city) willing(mean float64) float64 {
	sum := 0.0
	for range 4 {
		sum += c.dice.Float64()
	}
	return min(max(mean+(sum-2)*.35, .02), .95)
}

// plans sets what a person does of their own accord today.
func (p *person) plans() {
	switch n := p.dice.IntN(100); {
	case p.staff:
		p.works()
	case p.yes > 0:
		if n < 8 {
			p.at(p.someTime(), func() { p.says(word(p.language, []string{"pause", "status", "me", "stop"}[n%4]), true) })
		}
		if p.landline {
			p.at(p.someTime(), func() { p.calls(msg.VoiceAskJoin) })
		}
	case p.landline:
		if n < 45 {
			p.at(p.someTime(), p.asksByPhone)
		}
	case n < 28:
		p.at(p.someTime(), p.asksByText)
	case n < 31:
		p.at(p.someTime(), p.asksByPhone)
	default:
		p.at(p.someTime(), p.writesSomething)
	}
}

// someTime is a moment of the day, most likely when people are up.
func (p *person) someTime() time.Time {
	hours := []int{-1, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 14}
	hour := hours[p.dice.IntN(len(hours))]
	return p.city.morning.Add(time.Duration(hour)*time.Hour + time.Duration(p.dice.IntN(3600))*time.Second)
}

// at has a person do something, unless they sleep then: who is asked at night answers in the morning.
func (p *person) at(at time.Time, do func()) {
	local := at.In(p.city.morning.Location())
	if h := local.Hour(); (h >= 23 || h < 6) && p.dice.Float64() < .9 {
		at = at.Add(time.Duration((30-h)%24)*time.Hour + time.Duration(p.dice.IntN(90))*time.Minute)
	}
	p.city.when(at, do)
}

// soon has a person do something in so many minutes at least, and at most.
func (p *person) soon(least, most float64, do func()) {
	d := time.Duration((least + p.dice.Float64()*(most-least)) * float64(time.Minute))
	p.at(p.city.now().Add(d), do)
}

// says sends a text. asks says that it wants an answer.
func (p *person) says(body string, asks bool) {
	if p.landline {
		return
	}
	n := p.phone.Send(body)
	p.city.tell(p.phone.Number, "texts", "", body)
	if asks {
		p.city.asked[n] = true
	}
}

// answerDelay is how long after an ask people answer (facts: dispatch, 4.1).
func (p *person) answerDelay() float64 {
	u := p.dice.Float64()
	for t := 1.0; t < 600; t += 1 + t/20 {
		if 1-1.498*math.Exp(-.007*t-.435*math.Cbrt(t)) >= u {
			return t
		}
	}
	return 600
}

func (p *person) chance(often float64) bool { return p.dice.Float64() < often }

var letter = regexp.MustCompile(`(?:job|tarea|travay|mission|任务)\s?([A-Z]{1,2})\b`)

// reads is what a person does when a text comes.
func (p *person) reads(m store.Message, body string) {
	switch kind := msg.Key(m.Kind); kind {
	case msg.Offer, msg.OfferPays, msg.TooLateOther:
		if found := letter.FindStringSubmatch(body); found != nil {
			p.isAsked(found[1])
		}
	case msg.Holding:
		if found := letter.FindStringSubmatch(body); found != nil && p.chance(.6) {
			p.soon(1, 9, func() { p.says(word(p.language, "yes")+" "+found[1], true) })
		}
	case msg.Won, msg.WonPays, msg.Assigned, msg.AssignedPays:
		p.hasJob(m.Request)
	case msg.PlaceSpoken:
		p.soon(5, 30, func() { p.says("CALL", true) })
	case msg.CheckIn:
		p.checks(m.Request)
	case msg.AskHandBack, msg.DangerOver, msg.AskConfirm, msg.AskSameOrAnother, msg.WhichOne, msg.NewNeed, msg.Danger:
		p.soon(1, 10, func() { p.says("1", true) })
	case msg.Accepted, msg.AcceptedPays, msg.AskPlaceAgain:
		if p.chance(.9) {
			p.soon(1, 20, func() { p.says(p.place+" "+p.name, true) })
		}
	case msg.CheckCame:
		p.soon(2, 60, func() { p.says(p.came(m.Request), true) })
	case msg.AskWhat, msg.AskWhatAgain:
		p.soon(1, 5, func() { p.says("1", true) })
	case msg.AskWhere:
		p.soon(1, 5, func() { p.says(p.zip, true) })
	case msg.AskPrivate:
		p.soon(1, 5, func() { p.says("1", true) })
	case msg.DoneCompleted, msg.DoneNoHolder:
		if p.chance(.6) {
			p.soon(1, 5, func() { p.says("1", true) })
		}
	case msg.StillAsking, msg.StillAskingNobody, msg.NobodyFree, msg.NobodyFreeAlone:
		if p.chance(.1) {
			p.soon(5, 60, func() { p.says(word(p.language, "done"), true) })
		}
	case msg.RelayFrom, msg.OnWayFrom, msg.LateFrom, msg.LateFromWords:
		p.chat()
	case msg.JoinName:
		p.soon(1, 5, func() { p.says(p.name, true) })
	case msg.JoinWhere:
		p.soon(1, 5, func() { p.says(p.zip, true) })
	case msg.JoinWhat, msg.JoinLanguages:
		p.soon(1, 5, func() { p.says("1", true) })
	default:
		if p.staff {
			p.alerted(kind, body)
		}
	}
}

// isAsked is a volunteer with a question on the phone. (facts: dispatch, 4.1 and 4.4; texts, 4)
func (p *person) isAsked(letter string) {
	yes, no := word(p.language, "yes"), word(p.language, "no")
	answer, asks := "", true
	switch n := p.dice.Float64(); {
	case n < p.yes*.6:
		answer = yes + " " + letter
	case n < p.yes*.9:
		answer = strings.ToLower(yes)
		asks = p.language != "zh-Hans" // where it is an "ok" as well, which answers nothing once the job is covered
	case n < p.yes*.95:
		answer = letter
	case n < p.yes:
		answer = yes + " " + word(p.language, "but")
	case n < p.yes+(1-p.yes)*.15:
		answer = no + " " + letter
	default:
		return
	}
	d := p.answerDelay()
	p.soon(d, d+.9, func() { p.says(answer, asks) })
}

// hasJob is a volunteer on the way through a job: nine in ten go, most of them say so.
func (p *person) hasJob(request dispatch.ID) {
	switch n := p.dice.IntN(100); {
	case n < 7:
		p.soon(10, 120, func() { p.says(word(p.language, "drop"), true) })
		return
	case n < 12: // does not go, and says nothing
		return
	}
	if p.chance(.5) {
		p.soon(20, 60, func() { p.says(word(p.language, []string{"way", "way", "late"}[p.dice.IntN(3)]), true) })
	}
	if p.chance(.5) {
		p.soon(15, 70, p.chat)
	}
	p.soon(75, 160, func() { p.city.helped[request] = true })
	if p.chance(.7) {
		p.soon(161, 175, func() { p.says(word(p.language, "done"), true) })
	}
}

// checks answers whether it worked out.
func (p *person) checks(request dispatch.ID) {
	p.soon(2, 60, func() {
		switch {
		case p.city.helped[request]:
			p.says("1", true)
		case p.chance(.3):
			p.says("3", true)
		case p.chance(.3):
			p.says("2", true)
		}
	})
}

// came is a resident's answer to whether somebody came.
func (p *person) came(request dispatch.ID) string {
	if p.city.helped[request] != p.chance(.03) {
		return "1"
	}
	return "2"
}

// chat writes to the other side of a job, by a sentence's number or in own words.
func (p *person) chat() {
	if p.chats++; p.chats > 4 || !p.chance(.5) {
		return
	}
	words := []string{"14", "21", "41 12", "61", "PHRASES", "thanks", "which bell?", "👍", "ok", "¿a qué hora viene?", "m ap tann ou", "我在楼下", "je suis en bas"}
	body := words[p.dice.IntN(len(words))]
	p.soon(1, 10, func() { p.says(body, false) })
}

// works is a coordinator's day.
func (p *person) works() {
	at := func(hour float64, body string) {
		p.at(p.city.morning.Add(time.Duration(hour*float64(time.Hour))), func() { p.says(body, true) })
	}
	switch p.name {
	case "Dora":
		at(2.5, "SHUT BABY")
		at(4.2, "OPEN BABY")
		at(8, "LIST")
	case "Elias":
		at(1, "LIST")
		at(5.5, "HELP")
	}
}

var code = regexp.MustCompile(`\b[1-9][0-9]{3}(?:[0-9]{2})?\b`)

// alerted is a coordinator who is told that something waits.
func (p *person) alerted(kind msg.Key, body string) {
	if !strings.HasPrefix(string(kind), "alert_") {
		return
	}
	codes := code.FindAllString(body, -1)
	if len(codes) == 0 {
		return
	}
	code := codes[p.dice.IntN(len(codes))]
	p.soon(2, 15, func() { p.says("TAKE "+code, true) })
	then := []string{"CLOSE " + code + " referred", "ASSIGN " + code + " " + p.city.someHelper(p.dice), "ASSIGN " + code + " " + p.city.someHelper(p.dice),
		"TELL " + code + " we have not forgotten you", "UNDO", "HELPERS " + code + " 2", "WEEKLY " + code}
	p.soon(20, 60, func() { p.says(then[p.dice.IntN(len(then))], true) })
}
