package phonetest

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// createCall is POST Calls.json. https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (c *Carrier) createCall(form url.Values) response {
	x, code := c.checkCall(form)
	if code != 0 {
		return restError(code)
	}
	problem := unknownParams("Calls.json", form, "To", "From", "Url", "Method", "FallbackUrl", "FallbackMethod",
		"StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent", "Timeout", "TimeLimit", "MachineDetection")
	key := x.to + "call"
	madeThenError := c.faults.happens(RESTSent, key)
	silent := c.faults.happens(RESTTimeout, key)
	c.mu.Lock()
	x.phone = c.byNumber[x.to]
	c.keepCall(x)
	shown := c.callResource(x)
	c.run(x)
	c.mu.Unlock()
	if madeThenError {
		return restError(20500)
	}
	res := restJSON(http.StatusCreated, shown)
	res.silent, res.problem = silent, problem
	return res
}

// checkCall reads the form of a new call; the error code if there can be none.
func (c *Carrier) checkCall(form url.Values) (*call, int) {
	x := &call{
		direction: outboundAPI, to: form.Get("To"), from: form.Get("From"), line: form.Get("From"), status: queued,
		first: form.Get("Url"), fallback: form.Get("FallbackUrl"), detect: form.Get("MachineDetection") != "",
		callback: callback{form.Get("StatusCallback"), form["StatusCallbackEvent"]}, rings: time.Minute,
	}
	if len(x.callback.events) == 0 {
		x.callback.events = []string{completed}
	}
	switch {
	case x.to == "":
		return nil, 21201
	case !e164.MatchString(x.to):
		return nil, 21211
	case x.from == "":
		return nil, 21213
	case !c.line(x.from) && x.from != magicLine:
		return nil, magicCaller(x.from)
	case magicCallee(x.to) != 0:
		return nil, magicCallee(x.to)
	case !oneOf("", "Enable", "DetectMessageEnd")(form.Get("MachineDetection")),
		!someOf(callEvents...)(strings.Join(x.callback.events, " ")),
		!oneOf("", http.MethodPost)(form.Get("Method")), !oneOf("", http.MethodPost)(form.Get("FallbackMethod")),
		!oneOf("", http.MethodPost)(form.Get("StatusCallbackMethod")):
		return nil, 20001
	}
	for i, target := range []string{x.first, x.fallback, x.callback.url} {
		if (target != "" || i == 0) && checkWebhook(target) != nil {
			return nil, 21205
		}
	}
	for name, d := range map[string]*time.Duration{"Timeout": &x.rings, "TimeLimit": &x.most} {
		s := form.Get(name)
		if s == "" {
			continue
		}
		seconds, err := between(s, 1, 14400)
		if err != nil || (name == "Timeout" && seconds > 600) {
			return nil, 20001
		}
		*d = time.Duration(seconds) * time.Second
	}
	return x, 0
}

// magicCaller and magicCallee are what the carrier's own test numbers answer. https://www.twilio.com/docs/iam/test-credentials
func magicCaller(number string) int {
	if number == "+15005550001" {
		return 21212
	}
	return 21210
}

func magicCallee(number string) int {
	switch number {
	case "+15005550001":
		return 21217
	case "+15005550002":
		return 21214
	case "+15005550003":
		return 21215
	case "+15005550004":
		return 21216
	}
	return 0
}

// fetchCall is GET Calls/{Sid}.json.
func (c *Carrier) fetchCall(sid string) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.callBySID[sid]
	if x == nil || x.deleted {
		return restError(20404)
	}
	return restJSON(http.StatusOK, c.callResource(x))
}

// deleteCall is DELETE Calls/{Sid}.json: of a call that is over.
// https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource
func (c *Carrier) deleteCall(sid string) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.callBySID[sid]
	switch {
	case x == nil || x.deleted:
		return restError(20404)
	case x.ended.IsZero():
		return restError(20009)
	}
	x.deleted = true
	c.changedLocked()
	return response{status: http.StatusNoContent}
}

// changeCall is POST Calls/{Sid}.json: a call is ended, or goes on by another document.
// https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
func (c *Carrier) changeCall(sid string, form url.Values) response {
	problem := unknownParams("Calls/{Sid}.json", form, "Status", "Url", "Method")
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.callBySID[sid]
	status, target := form.Get("Status"), form.Get("Url")
	switch {
	case x == nil:
		return restError(20404)
	case !x.live():
		return restError(21220)
	case status == completed, status == canceled && x.answered.IsZero():
		c.tell(x, event{kind: hungUp})
	case status == "" && target != "" && checkWebhook(target) == nil && !x.answered.IsZero():
		c.tell(x, event{kind: moved, target: target})
	default:
		return restError(20001)
	}
	res := restJSON(http.StatusOK, c.callResource(x))
	res.problem = problem
	return res
}

// listCalls is GET Calls.json; a call that nobody has picked up goes by when it was made.
func (c *Carrier) listCalls(u *url.URL) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	return list(u, "calls", "StartTime", func(yield func(listed) bool) {
		for _, x := range c.calls {
			if x.deleted {
				continue
			}
			if !yield(listed{x.n, x.sid, x.from, x.to, x.created, x.status, "", func() any { return c.callResource(x) }}) {
				return
			}
		}
	})
}

// callResource shows a call. The caller holds c.mu.
func (c *Carrier) callResource(x *call) map[string]any {
	path := "/" + apiVersion + "/Accounts/" + c.account + "/Calls/" + x.sid
	r := map[string]any{
		"sid": x.sid, "account_sid": c.account, "api_version": apiVersion, "parent_call_sid": nil,
		"from": x.from, "from_formatted": x.from, "to": x.to, "to_formatted": x.to, "direction": x.direction,
		"status": x.status, "answered_by": nil, "caller_name": nil, "forwarded_from": nil, "group_sid": nil,
		"annotation": nil, "phone_number_sid": nil, "trunk_sid": nil, "queue_time": "0", "price": nil, "price_unit": "USD",
		"date_created": rfc2822(x.created), "date_updated": rfc2822(x.now), "start_time": nil, "end_time": nil,
		"duration": nil, "uri": path + ".json",
		"subresource_uris": map[string]string{"recordings": path + "/Recordings.json"},
	}
	if x.parent != nil {
		r["parent_call_sid"] = x.parent.sid
	}
	if x.detect && x.answeredBy != "" {
		r["answered_by"] = x.answeredBy
	}
	if x.status != queued {
		r["start_time"] = rfc2822(x.created)
	}
	if !x.live() {
		r["end_time"], r["duration"] = rfc2822(x.ended), strconv.Itoa(x.seconds())
	}
	return r
}
