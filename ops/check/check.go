// Package check looks at the set-up of a line before people depend on it: its languages, its database and keys, and
// how the carrier is set up for its numbers. Each look gives findings of one line that say what to do. It changes
// nothing, here or at the carrier, and prints nothing itself.
package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/gateway/twilio"
	"hotline/i18n"
	"hotline/store"
)

// Level is how much a finding matters.
type Level string

const (
	OK   Level = "ok"
	Warn Level = "warn" // the line runs, but somebody ought to look
	Mend Level = "MEND" // the line would fail people
)

// Finding is what one look found, in one line.
type Finding struct {
	Level Level
	What  string
}

// Catalog finds what is missing or unknown in the network's languages.
func Catalog(c *i18n.Catalog) []Finding {
	var found []Finding
	for _, p := range c.Problems() {
		f := Finding{Warn, p.Lang + ": "}
		if p.Fatal {
			f.Level = Mend
		}
		if p.Key != "" {
			f.What += p.Key + ": "
		}
		f.What += p.What
		found = append(found, f)
	}
	if len(found) == 0 {
		found = append(found, Finding{OK, "languages: complete and read by native speakers"})
	}
	return found
}

// Database opens the database, if there is one, and reads from it. It makes none.
func Database(ctx context.Context, o store.Options) []Finding {
	info, err := os.Stat(o.Path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return []Finding{{OK, "database: none yet; it is made, with its keys, at the first start"}}
	}
	db, err := store.Open(ctx, o)
	if err != nil {
		return []Finding{{Mend, err.Error()}}
	}
	found := []Finding{{OK, "database: opens, and its keys fit"}}
	if db.TwoKeys() {
		found = append(found, Finding{Warn, "keys: a change of them was broken off; run hotline keys rotate, which goes on with it"})
	}
	var out []Finding
	err = db.Read(ctx, func(v *store.View) error {
		out, err = outbox(v)
		return err
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return []Finding{{Mend, err.Error()}}
	}
	return append(found, out...)
}

// longWait is how long a text may wait to leave before somebody ought to look.
const longWait = 5 * time.Minute

// outbox finds texts that do not leave.
func outbox(v *store.View) (found []Finding, err error) {
	refused, err := v.LastRefused()
	switch {
	case err == nil:
		found = append(found, Finding{Warn, fmt.Sprintf(
			"outbox: the carrier refused a text %.0f minutes ago (%d). %s When it is mended, start the server again: it tries at once",
			v.Now().Sub(refused.At).Minutes(), refused.Code, twilio.Explain(refused.Code).Text)})
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	since, err := v.OutboxDueSince()
	if late := v.Now().Sub(since); err == nil && !since.IsZero() && late >= longWait {
		found = append(found, Finding{Warn, fmt.Sprintf(
			"outbox: a text has waited for %.0f minutes; is the server running, and the carrier up?", late.Minutes())})
	}
	return found, err
}

// Carrier is what the carrier's set-up is compared with.
type Carrier struct {
	Client    *twilio.Client
	PublicURL string   // no trailing slash
	Numbers   []string // E.164
	ServiceID string   // a messaging service, whose own settings may replace the numbers'
}

// retries is what a number's webhook must end with: otherwise the carrier tries again only if it cannot connect, and
// a text that meets a restart or a full disk is lost.
const retries = "#rc=2&rp=5xx,ct,rt"

// Look asks the carrier for the account's numbers and compares their webhooks.
func (c Carrier) Look(ctx context.Context) []Finding {
	lines, err := c.Client.Lines(ctx)
	if failure, ok := errors.AsType[*twilio.Error](err); ok && failure.Class == twilio.Stop {
		return []Finding{{Mend, "carrier: refuses the account: write the right account_sid and auth_token"}}
	}
	if err != nil {
		return []Finding{{Mend, fmt.Sprintf("carrier: cannot be asked (leave it out with --offline): %v", err)}}
	}
	var found []Finding
	for i, number := range c.Numbers {
		at := slices.IndexFunc(lines, func(l twilio.Line) bool { return l.Number == number })
		name := fmt.Sprintf("number %d of %d", i+1, len(c.Numbers))
		if at < 0 {
			found = append(found, Finding{Mend, name + " is not the account's: mend numbers in [twilio]"})
			continue
		}
		found = append(found, c.webhook(name, lines[at]))
		found = append(found, c.calls(name, lines[at])...)
	}
	return found
}

// webhook compares where a number's texts go.
func (c Carrier) webhook(name string, l twilio.Line) Finding {
	want := c.PublicURL + "/twilio/sms"
	address, fragment, _ := strings.Cut(l.SMSURL, "#")
	switch {
	case address == want && l.SMSMethod != http.MethodGet && retried(fragment):
		return Finding{OK, name + ": its texts come here, and again after a failure"}
	case c.ServiceID != "":
		return Finding{Warn, fmt.Sprintf("%s: let the messaging service send its texts to %s%s", name, want, retries)}
	default:
		return Finding{Mend, fmt.Sprintf("%s: set \"a message comes in\" to %s%s with HTTP POST", name, want, retries)}
	}
}

// retried says whether the connection overrides of a webhook make the carrier try again after a 5xx, a failed
// connection and a late answer.
func retried(fragment string) bool {
	q, err := url.ParseQuery(fragment)
	if err != nil {
		return false
	}
	count, err := strconv.Atoi(q.Get("rc"))
	causes := strings.Split(q.Get("rp"), ",")
	for _, cause := range []string{"5xx", "ct", "rt"} {
		if !slices.Contains(causes, cause) && !slices.Contains(causes, "all") {
			return false
		}
	}
	return err == nil && count >= 1 && count <= 5
}
