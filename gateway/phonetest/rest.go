package phonetest

import (
	"cmp"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxForm bounds a REST call's body, in bytes.
const maxForm = 64 << 10

// The carrier's own test numbers: what they answer stands in magicFrom and magicTo.
// https://www.twilio.com/docs/iam/test-credentials
const magicLine = "+15005550006"

func magicFrom(number string) int {
	switch number {
	case "+15005550001":
		return 21212
	case "+15005550008":
		return 21611
	}
	return 21606
}

func magicTo(number string) int {
	switch number {
	case "+15005550001":
		return 21211
	case "+15005550002":
		return 21612
	case "+15005550003":
		return 21408
	case "+15005550004":
		return optedOut
	case "+15005550009":
		return 21614
	}
	return 0
}

// ServeHTTP is the REST interface. A route it does not have answers 501 and names it.
func (c *Carrier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !fromHere(r) {
		http.Error(w, errNotHere.Error(), http.StatusForbidden)
		return
	}
	begun := time.Now()
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	body, err := io.ReadAll(r.Body)
	form, parseErr := url.ParseQuery(string(body))
	res := c.rest(r, form, errors.Join(err, parseErr))
	e := exchange{
		Method: r.Method, Path: r.URL.RequestURI(), Status: res.status, Took: time.Since(begun),
		Params: params(form), Answer: pretty(answer{media: cmp.Or(res.media, "application/json"), body: res.body}), Try: 1,
	}
	if res.silent {
		e.Status, e.Answer, e.Failure = 0, "", "no answer, as asked for"
	}
	var n int
	c.log(e, &n)
	if res.problem != nil {
		c.problem(res.problem.Code, res.problem.What)
		c.noteOnWire(n, *res.problem)
	}
	if res.silent {
		select { // until the application gives up
		case <-r.Context().Done():
		case <-c.ctx.Done():
		}
		panic(http.ErrAbortHandler) // net/http's way to break a connection off
	}
	res.write(w)
}

// rest answers one call.
func (c *Carrier) rest(r *http.Request, form url.Values, formErr error) response {
	user, password, _ := r.BasicAuth()
	if subtle.ConstantTimeCompare([]byte(user), []byte(c.account)) != 1 ||
		subtle.ConstantTimeCompare([]byte(password), []byte(c.token)) != 1 {
		return restError(20003)
	}
	const prefix = "/" + apiVersion + "/Accounts/"
	rest, ok := strings.CutPrefix(r.URL.Path, prefix+c.account+"/")
	if !ok && strings.HasPrefix(r.URL.Path, prefix) {
		return restError(20404)
	}
	if res, broken := c.refuse(r.Method + form.Get("To")); broken {
		return res
	}
	if formErr != nil {
		return restError(20001)
	}
	return c.route(r, rest, form)
}

// route answers a call that is for this account. path is what stands behind it.
func (c *Carrier) route(r *http.Request, path string, form url.Values) response {
	message, isMessage := strings.CutPrefix(path, "Messages/")
	call, isCall := strings.CutPrefix(path, "Calls/")
	recording, isRecording := strings.CutPrefix(path, "Recordings/")
	switch get := r.Method == http.MethodGet; {
	case get && isMessage:
		return c.fetchMessage(strings.TrimSuffix(message, ".json"))
	case r.Method == http.MethodDelete && isMessage:
		return c.deleteMessage(strings.TrimSuffix(message, ".json"))
	case get && path == "Messages.json":
		return c.listMessages(r.URL)
	case r.Method == http.MethodPost && path == "Messages.json":
		return c.createMessage(form)
	case get && isCall:
		return c.fetchCall(strings.TrimSuffix(call, ".json"))
	case r.Method == http.MethodDelete && isCall:
		return c.deleteCall(strings.TrimSuffix(call, ".json"))
	case get && path == "Calls.json":
		return c.listCalls(r.URL)
	case r.Method == http.MethodPost && isCall:
		return c.changeCall(strings.TrimSuffix(call, ".json"), form)
	case r.Method == http.MethodPost && path == "Calls.json":
		return c.createCall(form)
	case get && path == "Recordings.json":
		return c.listRecordings(r.URL)
	case isRecording && (get || r.Method == http.MethodDelete):
		return c.recordingREST(r.Method, recording)
	}
	return restFailure(http.StatusNotImplemented, 20001, "The practice carrier does not have "+r.Method+" "+r.URL.Path)
}

// refuse answers a call by one of the faults that leave nothing done.
func (c *Carrier) refuse(key string) (response, bool) {
	switch {
	case c.faults.happens(RESTUnauthorized, key):
		return restError(20003), true
	case c.faults.happens(RESTTooMany, key):
		return restError(20429), true
	case c.faults.happens(RESTBadRequest, key):
		return restError(20001), true
	case c.faults.happens(RESTNotSent, key):
		return restError(20500), true
	}
	return response{}, false
}

// createMessage is POST Messages.json.
// https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
func (c *Carrier) createMessage(form url.Values) response {
	m := &message{
		to: form.Get("To"), from: form.Get("From"), service: form.Get("MessagingServiceSid"), body: form.Get("Body"),
		callback: form.Get("StatusCallback"), direction: outboundAPI,
	}
	if code := c.checkMessage(m, form); code != 0 {
		return restError(code)
	}
	problem := unknownParams("Messages.json", form,
		"To", "From", "MessagingServiceSid", "Body", "StatusCallback", "ValidityPeriod")
	key := m.to
	sentThenError := c.faults.happens(RESTSent, key)
	silent := c.faults.happens(RESTTimeout, key)
	c.mu.Lock()
	stopped, refused := c.blocked[pair{m.from, m.to}], 0
	if p := c.byNumber[m.to]; p != nil && p.Fails > 0 && p.Fails < 30000 {
		refused = p.Fails
	}
	if !stopped && refused == 0 {
		c.send(m)
	}
	shown := c.resource(m)
	c.mu.Unlock()
	switch {
	case stopped:
		return restError(optedOut)
	case refused != 0:
		return restError(refused)
	case sentThenError:
		return restError(20500)
	}
	res := restJSON(http.StatusCreated, shown)
	res.silent, res.problem = silent, problem
	return res
}

// checkMessage returns the error code of a message that cannot be sent, or 0, and fills in the sender and the
// validity.
func (c *Carrier) checkMessage(m *message, form url.Values) int {
	if code := c.checkNumbers(m); code != 0 {
		return code
	}
	switch {
	case m.body == "" || !utf8.ValidString(m.body):
		return 21602
	case tooLong(m.body):
		return 21617
	case m.callback != "" && checkLoopback(m.callback) != nil:
		return 21609
	}
	if v := form.Get("ValidityPeriod"); v != "" {
		seconds, err := strconv.Atoi(v)
		if err != nil || seconds < 1 || seconds > 36000 {
			return 21624
		}
		m.validity = time.Duration(seconds) * time.Second
	}
	return 0
}

func (c *Carrier) checkNumbers(m *message) int {
	switch {
	case m.to == "":
		return 21604
	case !e164.MatchString(m.to):
		return 21211
	case m.from == "" && m.service == "":
		return 21603
	case m.service != "" && m.service != c.service:
		return 21703
	}
	if m.from == "" {
		m.from = c.numbers[0]
	}
	switch {
	case !e164.MatchString(m.from):
		return 21212
	case m.from != magicLine && !c.line(m.from):
		return magicFrom(m.from)
	case m.from == m.to:
		return 21266
	}
	return magicTo(m.to)
}

// unknownParams names what the carrier would silently ignore, or this one does not do.
func unknownParams(what string, form url.Values, known ...string) *Problem {
	for _, p := range params(form) {
		if !slices.Contains(known, p.Name) {
			return &Problem{20001, "POST " + what + ": the practice carrier does not know the parameter " + label(p.Name)}
		}
	}
	return nil
}
