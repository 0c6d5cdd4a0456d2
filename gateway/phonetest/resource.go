package phonetest

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// response is an answer of the REST interface.
type response struct {
	status  int
	body    []byte
	silent  bool // never written: the call times out
	problem *Problem
}

func (res response) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.Header().Set("Twilio-Request-Id", newSID("RQ"))
	if res.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	if res.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
	}
	w.WriteHeader(res.status)
	_, _ = w.Write(res.body) // whoever is gone has given up
}

func restJSON(status int, v any) response {
	body, err := json.Marshal(v)
	if err != nil {
		return restFailure(http.StatusInternalServerError, 20500, "The practice carrier can't write its answer")
	}
	return response{status: status, body: body}
}

// restError is the answer with an error code of the carrier's.
func restError(code int) response {
	status, message := http.StatusBadRequest, "Refused with this error code"
	switch code {
	case 20001:
		message = "Invalid parameter"
	case 20003:
		status, message = http.StatusUnauthorized, "Authenticate"
	case 20404:
		status, message = http.StatusNotFound, "The requested resource was not found"
	case 20429, 21611:
		status, message = http.StatusTooManyRequests, "Too Many Requests"
	case 20500:
		status, message = http.StatusInternalServerError, "An internal server error has occurred"
	case 21211:
		message = "The 'To' number is not a valid phone number"
	case 21212, 21606:
		message = "The 'From' number is not a valid, message-capable phone number for this account"
	case 21266:
		message = "'To' and 'From' number cannot be the same"
	case 21408:
		message = "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"
	case 21602:
		message = "Message body is required"
	case 21603:
		message = "A 'From' number is required"
	case 21604:
		message = "A 'To' phone number is required"
	case 21609:
		message = "The 'StatusCallback' URL is not a valid URL on this computer"
	case optedOut:
		message = "Attempt to send to unsubscribed recipient"
	case 21612:
		message = "Message cannot be sent with the current combination of 'To' and 'From'"
	case 21614:
		message = "'To' number is not a valid mobile number"
	case 21617:
		message = "The concatenated message body exceeds the 1600 character limit"
	case 21624:
		message = "Invalid validity period value"
	case 21703:
		message = "The Messaging Service does not have a phone number available to send a message"
	}
	return restFailure(status, code, message)
}

func restFailure(status, code int, message string) response {
	body, _ := json.Marshal(map[string]any{ // numbers and strings always marshal
		"code": code, "message": message, "more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(code),
		"status": status,
	})
	return response{status: status, body: body}
}

// resource is a message as the REST interface shows it. Times are RFC 2822, and several numbers are strings.
type resource struct {
	SID          string            `json:"sid"`
	AccountSID   string            `json:"account_sid"`
	APIVersion   string            `json:"api_version"`
	From         string            `json:"from"`
	To           string            `json:"to"`
	Body         string            `json:"body"`
	Direction    string            `json:"direction"`
	Status       string            `json:"status"`
	NumSegments  string            `json:"num_segments"`
	NumMedia     string            `json:"num_media"`
	Service      *string           `json:"messaging_service_sid"`
	ErrorCode    *int              `json:"error_code"`
	ErrorMessage *string           `json:"error_message"`
	Price        *string           `json:"price"`
	PriceUnit    string            `json:"price_unit"`
	Created      string            `json:"date_created"`
	Updated      string            `json:"date_updated"`
	Sent         *string           `json:"date_sent"`
	URI          string            `json:"uri"`
	Subresources map[string]string `json:"subresource_uris"`
}

// resource shows a message. The caller holds c.mu.
func (c *Carrier) resource(m *message) resource {
	path := c.messagesPath() + "/" + m.sid
	r := resource{
		SID: m.sid, AccountSID: c.account, APIVersion: apiVersion, From: m.from, To: m.to, Body: m.body,
		Direction: m.direction, Status: m.status, NumSegments: strconv.Itoa(m.size.Segments),
		NumMedia: strconv.Itoa(len(m.media)), PriceUnit: "USD", Created: rfc2822(m.created), Updated: rfc2822(m.updated),
		URI: path + ".json", Subresources: map[string]string{"media": path + "/Media.json"},
	}
	if m.service != "" {
		r.Service = &m.service
		if m.status == accepted { // no sender is chosen yet
			r.NumSegments = "0"
		}
	}
	if m.code != 0 && m.direction != inbound {
		code, message := m.code, reason(m.code)
		r.ErrorCode, r.ErrorMessage = &code, &message
	}
	if !m.sent.IsZero() {
		at := rfc2822(m.sent)
		r.Sent = &at
	}
	return r
}

func (c *Carrier) messagesPath() string {
	return "/" + apiVersion + "/Accounts/" + c.account + "/Messages"
}

func rfc2822(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }

func (c *Carrier) fetchMessage(sid string) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.bySID[sid]
	if m == nil {
		return restError(20404)
	}
	return restJSON(http.StatusOK, c.resource(m))
}

// page is one page of a list.
type page struct {
	Messages []resource `json:"messages"`
	Page     int        `json:"page"`
	Size     int        `json:"page_size"`
	Start    int        `json:"start"`
	End      int        `json:"end"`
	URI      string     `json:"uri"`
	First    string     `json:"first_page_uri"`
	Next     *string    `json:"next_page_uri"`
	Previous *string    `json:"previous_page_uri"`
}

// listMessages is GET Messages.json: newest first, filtered by To, From and the day or moment it was sent.
// https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (c *Carrier) listMessages(u *url.URL) response {
	q, err := readListQuery(u.Query())
	if err != nil {
		return restError(20001)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []*message
	for _, m := range c.messages {
		if q.matches(m) {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b *message) int {
		return cmp.Or(b.sentOrMade().Compare(a.sentOrMade()), b.n-a.n)
	})
	from := 0
	if q.after != "" {
		from = 1 + slices.IndexFunc(found, func(m *message) bool { return m.sid == q.after })
	}
	to := min(from+q.size, len(found))
	p := page{
		Messages: []resource{}, Page: q.page, Size: q.size, Start: from, End: max(to-1, 0),
		URI: u.RequestURI(), First: q.uri(u, 0, ""),
	}
	for _, m := range found[from:to] {
		p.Messages = append(p.Messages, c.resource(m))
	}
	if to < len(found) {
		next := q.uri(u, q.page+1, found[to-1].sid)
		p.Next = &next
	}
	return restJSON(http.StatusOK, p)
}

// listQuery is what a list is asked for.
type listQuery struct {
	to, from      string
	since, before time.Time // sent at since or later, and earlier than before; zero: no bound
	size, page    int
	after         string // the last message of the page before
}

var errQuery = errors.New("a list's filter can't be read")

func readListQuery(v url.Values) (listQuery, error) {
	q := listQuery{to: v.Get("To"), from: v.Get("From"), size: 50}
	var err error
	if s := v.Get("PageSize"); s != "" {
		if q.size, err = between(s, 1, 1000); err != nil {
			return q, errQuery
		}
	}
	if s := v.Get("Page"); s != "" {
		if q.page, err = between(s, 0, 1<<20); err != nil {
			return q, errQuery
		}
	}
	if s := v.Get("PageToken"); s != "" {
		if len(s) < 3 || s[:2] != "PA" {
			return q, errQuery
		}
		q.after = s[2:]
	}
	for key, bound := range map[string]func(from, to time.Time){
		"DateSent":  func(from, to time.Time) { q.since, q.before = from, to },
		"DateSent>": func(from, _ time.Time) { q.since = from },
		"DateSent<": func(_, to time.Time) { q.before = to },
	} {
		if s := v.Get(key); s != "" {
			from, to, err := span(s)
			if err != nil {
				return q, err
			}
			bound(from, to)
		}
	}
	return q, nil
}

// span is the day or the second that a filter names. "DateSent>" and "DateSent<" include it.
func span(s string) (from, to time.Time, err error) {
	if from, err = time.Parse(time.DateOnly, s); err == nil {
		return from, from.AddDate(0, 0, 1), nil
	}
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.DateTime} {
		if from, err = time.Parse(layout, s); err == nil {
			from = from.Truncate(time.Second)
			return from, from.Add(time.Second), nil
		}
	}
	return from, to, errQuery
}

func (q listQuery) matches(m *message) bool {
	at := m.sentOrMade()
	return (q.to == "" || q.to == m.to) && (q.from == "" || q.from == m.from) &&
		(q.since.IsZero() || !at.Before(q.since)) && (q.before.IsZero() || at.Before(q.before))
}

// sentOrMade is when a message was sent, or made if it is still in the queue.
func (m *message) sentOrMade() time.Time {
	if m.sent.IsZero() {
		return m.created
	}
	return m.sent
}

// uri is the address of another page of the same list.
func (q listQuery) uri(u *url.URL, page int, after string) string {
	v := u.Query()
	v.Del("PageToken")
	v.Set("PageSize", strconv.Itoa(q.size))
	v.Set("Page", strconv.Itoa(page))
	if after != "" {
		v.Set("PageToken", "PA"+after)
	}
	return u.Path + "?" + v.Encode()
}
