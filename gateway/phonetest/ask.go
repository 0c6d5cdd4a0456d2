package phonetest

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// script is a TwiML document that a call goes by, and where it is from.
type script struct {
	url  string // its relative addresses begin here
	root *element
}

// maxDocuments is how many documents a call goes through without waiting for anybody: beyond, it goes in circles.
const maxDocuments = 50

// fetch asks the application for a call's next document. If it can't be had, the fallback address is asked, with
// ErrorCode and ErrorUrl; if that has none either the call ends with the carrier's own words, and fetch returns nil.
// https://www.twilio.com/docs/usage/security/availability-reliability
func (c *Carrier) fetch(x *call, target string, more url.Values) *script {
	s, code := c.ask(x, target, more)
	if s == nil && x.fallback != "" {
		failed, _, _ := strings.Cut(target, "#")
		s, _ = c.ask(x, x.fallback, url.Values{"ErrorCode": {strconv.Itoa(code)}, "ErrorUrl": {failed}})
	}
	if s == nil {
		c.pickUp(x)
		c.add(x, Line{Kind: Said, Lang: "en-US", Text: "We are sorry, an application error has occurred. Goodbye."})
	}
	return s
}

// ask posts a call's webhook and reads the document in the answer; nil and the carrier's error code if there is none.
func (c *Carrier) ask(x *call, target string, more url.Values) (*script, int) {
	if err := checkLoopback(target); err != nil {
		c.problem(11100, "call: "+err.Error())
		return nil, 11100
	}
	x.documents++
	if x.documents > maxDocuments {
		c.problem(11215, "call: it goes from document to document without an end")
		return nil, 11215
	}
	h := webhook{target: target, form: c.voiceForm(x, more), what: "call"}
	a, err := c.postTurn(x, h)
	if err != nil {
		if failed := (postError{}); errors.As(err, &failed) {
			return nil, failed.code
		}
		return nil, 11200
	}
	root, problems := c.readVoice(a)
	for _, p := range problems {
		c.warn(a, p.Code, p.What)
	}
	if root == nil {
		return nil, problems[0].Code
	}
	return &script{target, root}, 0
}

// maxCopies is how often one turn is posted at once, at most.
const maxCopies = 8

// postTurn posts the webhook of a turn: several times at once if VoiceRepeated says so, and afterwards, if
// VoiceReplayed says so, the one of the turn before once more. Every copy must get the same answer.
func (c *Carrier) postTurn(x *call, h webhook) (answer, error) {
	key := x.from + x.to + strconv.Itoa(len(x.lines))
	copies := 1
	if c.faults.happens(VoiceRepeated, key) {
		copies = 2 + int(c.faults.roll(VoiceRepeated, key, 0)*(maxCopies-1))
	}
	answers, errs := make([]answer, copies), make([]error, copies)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i], errs[i] = c.post(h) })
	}
	all.Wait()
	first := max(slices.Index(errs, nil), 0)
	for i := range answers {
		if errs[i] == nil && !c.same(answers[i], answers[first]) {
			c.warn(answers[i], 11200, "call: the same turn at the same time got another answer")
		}
	}
	if x.last != nil && errs[first] == nil && c.faults.happens(VoiceReplayed, key) {
		if again, err := c.post(*x.last); err == nil && !c.same(again, x.lastAnswer) {
			c.warn(again, 11200, "call: an earlier turn once more got another answer")
		}
	}
	x.last, x.lastAnswer = &h, answers[first]
	return answers[first], errs[first]
}

// same says whether two answers do the same. What is played may have another address each time.
func (c *Carrier) same(a, b answer) bool {
	one, errOne := parseXML(a.body)
	two, errTwo := parseXML(b.body)
	return errOne == nil && errTwo == nil && sameElement(one, two)
}

func sameElement(a, b *element) bool {
	return a.name == b.name && slices.Equal(a.attrs, b.attrs) && (a.text == b.text || a.name == "Play") &&
		slices.EqualFunc(a.children, b.children, sameElement)
}

// readVoice reads the document of a call; nil, with the reason first, if it is none.
func (c *Carrier) readVoice(a answer) (*element, []Problem) {
	switch {
	case len(a.body) > maxAnswer:
		return nil, []Problem{{11750, "the answer is longer than 64 KiB"}}
	case a.media == "text/plain":
		return nil, []Problem{{12300, "a text/plain answer is read to the caller; answer in text/xml"}}
	case a.media != "text/xml":
		return nil, []Problem{{12300, "the answer's Content-Type must be text/xml"}}
	}
	root, err := parseXML(a.body)
	if err != nil {
		return nil, []Problem{{12100, "the answer is not one well-formed XML document that begins with <?xml"}}
	}
	if root.name != "Response" {
		return nil, []Problem{{12100, "the answer's root is not <Response>"}}
	}
	return root, checkVerbs(c.verbs, root)
}

// voiceForm is what the carrier posts about a call when it asks what to do.
// https://www.twilio.com/docs/voice/twiml#request-parameters
func (c *Carrier) voiceForm(x *call, more url.Values) url.Values {
	c.mu.Lock()
	defer c.mu.Unlock()
	status := x.status
	if x.hungUp {
		status = completed
	}
	form := url.Values{
		"CallSid": {x.sid}, "AccountSid": {c.account}, "ApiVersion": {apiVersion}, "Direction": {x.direction},
		"From": {x.from}, "Caller": {x.from}, "To": {x.to}, "Called": {x.to}, "CallStatus": {status},
	}
	for _, end := range []string{"From", "Caller", "To", "Called"} {
		form.Set(end+"Country", "US")
		for _, part := range []string{"City", "State", "Zip"} {
			form.Set(end+part, "")
		}
	}
	if x.direction == inbound && e164.MatchString(x.from) {
		form.Set("StirVerstat", "TN-Validation-Passed-A")
	}
	if x.parent != nil {
		form.Set("ParentCallSid", x.parent.sid)
	}
	if x.detect && x.answeredBy != "" {
		form.Set("AnsweredBy", x.answeredBy)
	}
	for name, values := range more {
		form[name] = values
	}
	return form
}

// against is an address in a document, absolute.
func (s *script) against(target string) string {
	base, err := url.Parse(s.url)
	if err != nil {
		return target
	}
	base.Fragment = ""
	u, err := base.Parse(strings.TrimSpace(target))
	if err != nil {
		return target
	}
	return u.String()
}
