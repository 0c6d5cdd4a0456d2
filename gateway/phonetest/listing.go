package phonetest

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// listed is what a list needs to know of one of its things.
type listed struct {
	n        int // in the order they were made
	sid      string
	from, to string
	at       time.Time // that its filters go by
	status   string
	call     string // of a recording
	resource func() any
}

// list answers GET Messages.json, Calls.json or Recordings.json: newest first, filtered by To, From, Status, CallSid and
// the day or moment that when names. The caller holds c.mu.
// https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func list(u *url.URL, name, when string, all func(yield func(listed) bool)) response {
	q, err := readListQuery(u.Query(), when)
	if err != nil {
		return restError(20001)
	}
	var found []listed
	for m := range all {
		if q.matches(m) {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b listed) int { return cmp.Or(b.at.Compare(a.at), b.n-a.n) })
	from := 0
	if q.after != "" {
		from = 1 + slices.IndexFunc(found, func(m listed) bool { return m.sid == q.after })
	}
	to := min(from+q.size, len(found))
	shown := []any{}
	for _, m := range found[from:to] {
		shown = append(shown, m.resource())
	}
	page := map[string]any{
		name: shown, "page": q.page, "page_size": q.size, "start": from, "end": max(to-1, 0), "uri": u.RequestURI(),
		"first_page_uri": q.uri(u, 0, ""), "next_page_uri": nil, "previous_page_uri": nil,
	}
	if to < len(found) {
		page["next_page_uri"] = q.uri(u, q.page+1, found[to-1].sid)
	}
	return restJSON(http.StatusOK, page)
}

// listMessages is GET Messages.json; a text in the queue goes by when it was made.
func (c *Carrier) listMessages(u *url.URL) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	return list(u, "messages", "DateSent", func(yield func(listed) bool) {
		for _, m := range c.messages {
			if m.deleted {
				continue
			}
			if !yield(listed{m.n, m.sid, m.from, m.to, m.sentOrMade(), m.status, "", func() any { return c.resource(m) }}) {
				return
			}
		}
	})
}

// listQuery is what a list is asked for.
type listQuery struct {
	to, from      string
	status, call  string
	since, before time.Time // sent at since or later, and earlier than before; zero: no bound
	size, page    int
	after         string // the last message of the page before
}

var errQuery = errors.New("a list's filter can't be read")

func readListQuery(v url.Values, when string) (listQuery, error) {
	q := listQuery{
		to: v.Get("To"), from: v.Get("From"), status: v.Get("Status"), call: v.Get("CallSid"), size: 50,
	}
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
		when:       func(from, to time.Time) { q.since, q.before = from, to },
		when + ">": func(from, _ time.Time) { q.since = from },
		when + "<": func(_, to time.Time) { q.before = to },
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

// span is the day or the second that a filter names. Both inequalities include it.
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

func (q listQuery) matches(m listed) bool {
	return (q.to == "" || q.to == m.to) && (q.from == "" || q.from == m.from) &&
		(q.status == "" || q.status == m.status) && (q.call == "" || q.call == m.call) &&
		(q.since.IsZero() || !m.at.Before(q.since)) && (q.before.IsZero() || m.at.Before(q.before))
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
