package phonetest

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// overrides are the connection overrides in a webhook URL's fragment: #rc=2&rp=5xx,ct,rt. The fragment is not sent and
// not signed. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
type overrides struct {
	read, total time.Duration
	retries     int
	on          []string // causes that are tried again
}

var errOverride = errors.New("the webhook's connection overrides can't be read")

// readOverrides reads a fragment; what is missing is the carrier's default. A connection on this computer is made or
// refused at once, so ct is checked and otherwise without effect; so are sni and e, which choose certificates and edges.
func readOverrides(fragment string) (overrides, error) {
	o := overrides{read: 15 * time.Second, total: 15 * time.Second, retries: 1, on: []string{connectFailed}}
	if fragment == "" {
		return o, nil
	}
	for part := range strings.SplitSeq(fragment, "&") {
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return o, errOverride
		}
		var err error
		switch key {
		case "ct":
			_, err = between(value, 100, 10_000)
		case "rt":
			o.read, err = milliseconds(value, 100, 15_000)
		case "tt":
			o.total, err = milliseconds(value, 100, 15_000)
		case "rc":
			o.retries, err = between(value, 0, 5)
		case "rp":
			o.on, err = causes(value)
		case "sni", "e":
		default:
			err = errOverride
		}
		if err != nil {
			return o, err
		}
	}
	return o, nil
}

func between(s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, errOverride
	}
	return n, nil
}

func milliseconds(s string, least, most int) (time.Duration, error) {
	n, err := between(s, least, most)
	return time.Duration(n) * time.Millisecond, err
}

func causes(s string) ([]string, error) {
	list := strings.Split(s, ",")
	for _, cause := range list {
		switch cause {
		case connectFailed, readFailed, serverError, clientError, "all":
		default:
			return nil, errOverride
		}
	}
	return list, nil
}

// retriesOn says whether a webhook that failed for this cause is tried again.
func (o overrides) retriesOn(cause string) bool {
	return slices.Contains(o.on, cause) || slices.Contains(o.on, "all")
}
