package twilio

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// ErrMalformed is a signed webhook, or an answer of the carrier's, that lacks what it must have.
var ErrMalformed = errors.New("malformed carrier data")

// Bounds of what is kept of an inbound text. The carrier sends at most 1600 characters and 10 media; a channel other
// than SMS sends more, which is cut, not refused.
const (
	maxText   = 4096 // characters
	maxNumber = 64
	maxMedia  = 10
	maxURL    = 2048
)

// Message is a text that reached one of our numbers.
type Message struct {
	SID        string // 1–64 letters, digits, '-', '_'; the same again is the same text again
	From, To   string // E.164, or as the carrier wrote it: a short code, a sender's name, "whatsapp:+1…"
	Body       string // valid UTF-8 without NUL, at most 4096 characters; may be empty
	Media      int    // pictures, voice notes: 0–10
	MediaURLs  []string
	OptOutType string    // STOP, START, HELP: the carrier has answered already; empty: it has not
	SentAt     time.Time // from ListInbound; zero from a webhook
}

// ParseMessage reads the form of an inbound text. Fields it does not know are left alone, since the carrier adds them
// without notice; ErrMalformed if identifier, sender or receiver is missing.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func ParseMessage(form url.Values) (Message, error) {
	m := Message{
		SID:        form.Get("MessageSid"),
		Body:       received(form.Get("Body"), maxText),
		OptOutType: strings.ToUpper(received(strings.TrimSpace(form.Get("OptOutType")), 16)),
	}
	if !token(m.SID) {
		return Message{}, fmt.Errorf("%w: MessageSid", ErrMalformed)
	}
	m.To = Number(received(form.Get("To"), maxNumber), form.Get("ToCountry"))
	m.From = Number(received(form.Get("From"), maxNumber), senderRegion(form, m.To))
	if m.From == "" || m.To == "" {
		return Message{}, fmt.Errorf("%w: From or To", ErrMalformed)
	}
	m.Media, m.MediaURLs = media(form)
	return m, nil
}

// senderRegion returns the country by which a national sender's number is read: what the carrier says, else ours.
func senderRegion(form url.Values, to string) string {
	for _, key := range []string{"FromCountry", "ToCountry"} {
		if region := form.Get(key); len(region) == 2 {
			return strings.ToUpper(region)
		}
	}
	if from := strings.TrimSpace(form.Get("From")); strings.HasPrefix(from, "+") {
		return ""
	}
	return regionOf(to)
}

func media(form url.Values) (int, []string) {
	n, err := strconv.Atoi(form.Get("NumMedia"))
	if err != nil || n <= 0 {
		return 0, nil
	}
	n = min(n, maxMedia)
	var urls []string
	for i := range n {
		if u := form.Get("MediaUrl" + strconv.Itoa(i)); u != "" && len(u) <= maxURL {
			urls = append(urls, received(u, maxURL))
		}
	}
	return n, urls
}
