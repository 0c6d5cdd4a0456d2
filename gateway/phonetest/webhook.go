package phonetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hotline/gateway/twilio"
)

const (
	// maxWebhooks are under way at once; the carrier itself sends up to 500 a second.
	maxWebhooks = 128
	// maxAnswer is the longest TwiML the carrier reads (error 11750).
	maxAnswer  = 64 << 10
	apiVersion = "2010-04-01"
)

// webhook is one request of the carrier's to the application.
type webhook struct {
	target string // with connection overrides in the fragment
	form   url.Values
	what   string // "text", "call" or "status callback", for problems
}

// answer is what the application said.
type answer struct {
	status   int
	media    string // the media type, "" if none was given
	body     []byte
	exchange int // its number on the wire
}

// post sends a webhook, again as its overrides say, and returns the last answer. An error (already recorded as a
// problem) means that there was none the carrier could use.
func (c *Carrier) post(h webhook) (answer, error) {
	select {
	case c.gate <- struct{}{}:
		defer func() { <-c.gate }()
	case <-c.ctx.Done():
		return answer{}, c.ctx.Err()
	}
	target, fragment, _ := strings.Cut(h.target, "#")
	o, err := readOverrides(fragment)
	if err != nil {
		c.problem(11100, h.what+": "+err.Error())
		return answer{}, err
	}
	ctx, cancel := context.WithTimeout(c.ctx, o.total)
	defer cancel()
	token := randomHex(16)
	for try := 0; ; try++ {
		a, cause, err := c.postOnce(ctx, target, h, o, token, try)
		if cause == "" {
			return a, nil
		}
		if try == o.retries || !o.retriesOn(cause) || ctx.Err() != nil {
			if c.ctx.Err() == nil {
				c.problem(causeCode(cause), fmt.Sprintf("%s: the last of %d tries: %v", h.what, try+1, err))
			}
			return a, postError{causeCode(cause), err}
		}
	}
}

// postError is why a webhook got no answer the carrier could use, with its error code.
type postError struct {
	code int
	error
}

// What can go wrong with one try, in the words of the rp override.
const (
	connectFailed = "ct"
	readFailed    = "rt"
	serverError   = "5xx"
	clientError   = "4xx"
)

func causeCode(cause string) int {
	if cause == connectFailed || cause == readFailed {
		return 11205
	}
	return 11200
}

// postOnce makes one try. cause is "" if the application answered 2xx.
func (c *Carrier) postOnce(
	ctx context.Context, target string, h webhook, o overrides, token string, try int,
) (a answer, cause string, err error) {
	ctx, cancel := context.WithTimeout(ctx, o.read)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(h.form.Encode()))
	if err != nil {
		return a, connectFailed, errors.New("the address can't be read")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("Accept", "*/*")
	req.Header.Set("I-Twilio-Idempotency-Token", token)
	req.Header.Set(twilio.SignatureHeader, twilio.Sign(c.token, target, h.form))
	begun := time.Now()
	a, cause, err = c.do(req, maxAnswer)
	c.log(exchange{
		FromCarrier: true, Method: req.Method, Path: req.URL.RequestURI(), Status: a.status, Took: time.Since(begun),
		Params: params(h.form), Answer: pretty(a), Try: try + 1, Failure: errorText(err),
	}, &a.exchange)
	return a, cause, err
}

// do makes a request, reads at most one byte more than limit of the answer, and says what was wrong with the answer, in the words of the rp override.
func (c *Carrier) do(req *http.Request, limit int64) (a answer, cause string, err error) {
	res, err := c.client.Do(req)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" {
			return a, connectFailed, errors.New("no connection")
		}
		return a, readFailed, errors.New("no answer")
	}
	defer res.Body.Close()
	a.status = res.StatusCode
	a.media, _, _ = mime.ParseMediaType(res.Header.Get("Content-Type"))
	a.body, err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	switch {
	case err != nil:
		return a, readFailed, errors.New("the answer broke off")
	case a.status >= 500:
		return a, serverError, errors.New("answered " + strconv.Itoa(a.status))
	case a.status >= 300:
		return a, clientError, errors.New("answered " + strconv.Itoa(a.status))
	}
	return a, "", nil
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// checkStatusAnswer complains about an answer to a status callback that the carrier would warn of: anything but
// nothing or an empty TwiML document.
func (c *Carrier) checkStatusAnswer(a answer) {
	if a.status == http.StatusNoContent || len(bytes.TrimSpace(a.body)) == 0 {
		return
	}
	if doc, err := readTwiML(a); err != nil || len(doc.messages) > 0 {
		c.warn(a, 12300, "status callback: the answer must be 204 or an empty <Response/> in text/xml")
	}
}

// warn records a problem, and shows it beside the exchange it came from.
func (c *Carrier) warn(a answer, code int, what string) {
	c.problem(code, what)
	c.noteOnWire(a.exchange, Problem{code, what})
}
