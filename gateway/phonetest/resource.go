package phonetest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// response is an answer of the REST interface.
type response struct {
	status  int
	body    []byte
	media   string // Content-Type; "" is JSON
	silent  bool   // never written: the call times out
	problem *Problem
}

func (res response) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", cmp.Or(res.media, "application/json;charset=utf-8"))
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
	case 21201:
		message = "No 'To' number is specified"
	case 21213:
		message = "No 'From' number is specified"
	case 21205:
		message = "The 'Url' is not a valid URL on this computer"
	case 21210:
		message = "The 'From' number is not a number of this account"
	case 21220:
		message = "Call is not in a state to be changed like this"
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
	if m == nil || m.deleted {
		return restError(20404)
	}
	return restJSON(http.StatusOK, c.resource(m))
}

// deleteMessage is DELETE Messages/{Sid}.json: of a text that is not on its way.
// https://www.twilio.com/docs/messaging/api/message-resource#delete-a-message-resource
func (c *Carrier) deleteMessage(sid string) response {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.bySID[sid]
	switch {
	case m == nil || m.deleted:
		return restError(20404)
	case m.status == accepted || m.status == queued || m.status == receiving:
		return restError(20009)
	}
	m.deleted = true
	c.changedLocked()
	return response{status: http.StatusNoContent}
}
