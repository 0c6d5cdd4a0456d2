package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
)

const (
	maxResponse   = 8 << 20 // a page of 500 messages is under 1 MiB
	maxRetryAfter = time.Hour
	userAgent     = "hotline"
)

// call is the SDK's transport for one call of the REST interface. The SDK's own leaks the connection of every error,
// cannot be cancelled, loses Retry-After, and takes no other address than api.twilio.com.
type call struct {
	*Client
	ctx       context.Context // of this call alone: the SDK's methods take none
	accept    string          // the type of answer it takes
	requestID string          // of the last answer
}

var _ client.BaseClient = (*call)(nil)

func (c *call) AccountSid() string       { return c.account }
func (c *call) SetTimeout(time.Duration) {}
func (c *call) SetOauth(client.OAuth)    {}
func (c *call) OAuth() client.OAuth      { return nil }

// SendRequest makes one request. Its answer is read to the end and closed; anything but a success is an *Error.
func (c *call) SendRequest(method, rawURL string, data url.Values, _ map[string]any, _ ...byte) (*http.Response, error) {
	target, err := c.rebase(rawURL)
	if err != nil {
		return nil, err
	}
	first := c.current.Load()
	res, err := c.try(method, target, data, c.tokens[first])
	if failure, ok := errors.AsType[*Error](err); ok && failure.HTTPStatus == http.StatusUnauthorized {
		for i := range int32(len(c.tokens)) { // refused unprocessed: safe to repeat with the other token
			if i == first {
				continue
			}
			if res, err = c.try(method, target, data, c.tokens[i]); err == nil {
				c.current.Store(i)
				break
			}
		}
	}
	return res, err
}

func (c *call) try(method string, target *url.URL, data url.Values, token string) (*http.Response, error) {
	var written atomic.Bool
	ctx := httptrace.WithClientTrace(c.ctx, &httptrace.ClientTrace{WroteHeaders: func() { written.Store(true) }})
	req, err := newRequest(ctx, method, target, data)
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(c.account, token)
	req.Header.Set("Accept", c.accept)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, unanswered(err, written.Load())
	}
	stream := res.Body
	defer func() { _ = stream.Close() }()
	c.requestID = res.Header.Get("Twilio-Request-Id")
	body, err := io.ReadAll(io.LimitReader(stream, maxResponse+1))
	if err == nil && len(body) > maxResponse {
		err = fmt.Errorf("%w: answer over %d bytes", ErrMalformed, maxResponse)
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return nil, c.refused(res, body)
	}
	if err != nil {
		return nil, &Error{HTTPStatus: res.StatusCode, Class: Unknown, RequestID: c.requestID, cause: err}
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

func newRequest(ctx context.Context, method string, target *url.URL, data url.Values) (*http.Request, error) {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(data.Encode())
	} else if len(data) > 0 {
		target = new(*target)
		target.RawQuery = data.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, fmt.Errorf("%w: request", ErrMalformed)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("User-Agent", userAgent)
	return req, nil
}

// refused makes an Error of an answer that is not a success. The carrier's message is not kept: it quotes the number.
func (c *call) refused(res *http.Response, body []byte) *Error {
	var said struct {
		Code json.Number `json:"code"` // a number; compatible carriers send a string
	}
	_ = json.Unmarshal(body, &said) // a proxy's error page has no code: the HTTP status says enough
	code, err := strconv.Atoi(said.Code.String())
	if err != nil || code < 0 {
		code = 0
	}
	return &Error{
		HTTPStatus: res.StatusCode,
		Code:       code,
		Class:      classify(res.StatusCode, code),
		RetryAfter: retryAfter(res.Header),
		RequestID:  c.requestID,
	}
}

// retryAfter reads the header's seconds or date; at most an hour.
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return min(max(time.Duration(seconds), 0)*time.Second, maxRetryAfter)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return min(max(at.Sub(date), 0), maxRetryAfter)
}

// asError makes sure that a failed call is an *Error: what the SDK could not decode came with a success, so that
// something may have been done.
func (c *call) asError(err error) *Error {
	if failure, ok := errors.AsType[*Error](err); ok {
		return failure
	}
	return &Error{HTTPStatus: http.StatusOK, Class: Unknown, RequestID: c.requestID, cause: ErrMalformed}
}
