package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
	"hotline/store"
)

type listCmd struct {
	What  string   `arg:"" enum:"requests,offers,volunteers,messages,calls,voicemails,pauses" help:"requests, offers, volunteers, messages, calls, voicemails or pauses (what is shut)."`
	JSON  bool     `help:"One JSON object a line, with whole numbers and texts."`
	Since duration `help:"Only what is younger: 30m, 24h, 7d, 2w." placeholder:"24h"`
}

// duration is a length of time on the command line.
type duration time.Duration

// UnmarshalText reads "30m", "24h" or "7d".
func (d *duration) UnmarshalText(text []byte) error {
	v, err := config.ParseDuration(string(text))
	*d = duration(v)
	return err
}

// Run lists the oldest first. The line may be running meanwhile: one moment is read, nothing waits.
func (c *listCmd) Run(e *env) error {
	return e.read(func(cfg *config.Config, v *store.View) error {
		var since time.Time
		if c.Since != 0 {
			since = v.Now().Add(-time.Duration(c.Since))
		}
		out := bufio.NewWriter(e.stdout)
		rows := c.rows(cfg, v, since)
		write := printTable
		if c.JSON {
			write = printJSON
		}
		if err := write(out, rows); err != nil {
			return fmt.Errorf("list %s: %w", c.What, err)
		}
		return out.Flush()
	})
}

// row is one line of a list, as JSON and as a person reads it (numbers masked, no texts).
type row struct {
	json  any
	cells []string
}

// rows are the asked-for rows.
func (c *listCmd) rows(cfg *config.Config, v *store.View, since time.Time) iter.Seq2[row, error] {
	at := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.In(cfg.Network.Location).Format("2006-01-02 15:04")
	}
	switch c.What {
	case "requests":
		return mapped(v.ListRequests(since), func(r store.ListedRequest) row {
			j := newRequestJSON(r)
			return row{j, []string{j.Code, at(r.CreatedAt), j.Status, j.Category, cmp.Or(j.Zone, j.ZIP), j.Urgency,
				fmt.Sprint(j.Asks, " asked"), forSeveral(j), strings.Join(j.AssignedTo, ", "), string(r.Attention), string(r.ClosedReason)}}
		})
	case "offers":
		return mapped(v.ListOffers(since), func(o store.ListedOffer) row {
			j := newOfferJSON(o)
			return row{j, []string{j.Request, at(o.SentAt), j.Status, j.Letter, j.Volunteer, masked(j.VolunteerPhone)}}
		})
	case "volunteers":
		return mapped(v.ListVolunteers(since), func(o store.ListedVolunteer) row {
			j := newVolunteerJSON(o, &cfg.Network)
			return row{j, []string{j.Name, masked(j.Phone), j.Status, anyOf(j.Categories), anyOf(j.Zones),
				strings.Join(j.Languages, " "), fmt.Sprintf("asked %d of %d", j.AskedThisWeek, j.WeeklyLimit)}}
		})
	case "messages":
		return mapped(v.ListMessages(since), func(m store.ListedMessage) row {
			j := newMessageJSON(m)
			return row{j, []string{at(m.CreatedAt), j.Direction, masked(m.Phone.Reveal()), j.Status,
				fmt.Sprint(j.Segments, " segments"), m.Kind}}
		})
	case "calls":
		return mapped(v.ListCalls(since), func(c store.ListedCall) row {
			j := newCallJSON(c)
			return row{j, []string{at(c.StartedAt), j.Direction, maskedOr(c.Phone, "withheld"), j.Language, lasted(c.Call),
				cmp.Or(c.Outcome, "-"), c.LastQuestion}}
		})
	case "pauses":
		return pauses(v)
	default:
		return mapped(v.ListVoicemails(since), func(m store.ListedRecording) row {
			j := newVoicemailJSON(m)
			return row{j, []string{at(m.CreatedAt), maskedOr(m.Phone, "withheld"), j.Language, fmt.Sprint(m.Seconds, " s"), m.Kind,
				cmp.Or(m.Code, "-"), heard(m.Recording, at)}}
		})
	}
}

// pauses are what is not taken on for now (SHUT, OPEN).
func pauses(v *store.View) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		all, err := engine.Pauses(v)
		if err != nil {
			yield(row{}, err)
			return
		}
		for _, p := range all {
			if !yield(row{p, []string{cmp.Or(p.Category, "all"), cmp.Or(p.Zone, "everywhere")}}, nil) {
				return
			}
		}
	}
}

// forSeveral says for how many volunteers a request is, and whether it comes again every week; empty: for one, once.
func forSeveral(r requestJSON) string {
	var said []string
	if r.Helpers > 1 {
		said = append(said, fmt.Sprintf("%d of %d", len(r.AssignedTo), r.Helpers))
	}
	if r.Weekly {
		said = append(said, "weekly")
	}
	return strings.Join(said, " ")
}

// lasted is how long a call was.
func lasted(c store.Call) string {
	if c.EndedAt.IsZero() {
		return "goes on"
	}
	return fmt.Sprint(c.Seconds, " s")
}

// heard says whether somebody has listened to a recording, or why nobody can.
func heard(r store.Recording, at func(time.Time) string) string {
	switch {
	case !r.HeardAt.IsZero():
		return "heard " + at(r.HeardAt)
	case r.State == store.RecordingStored:
		return "new"
	}
	return string(r.State)
}

// mapped makes rows of what the store lists.
func mapped[T any](list iter.Seq2[T, error], make func(T) row) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for item, err := range list {
			if err != nil {
				yield(row{}, err)
				return
			}
			if !yield(make(item), nil) {
				return
			}
		}
	}
}

// anyOf joins a list of which an empty one means all.
func anyOf(list []string) string {
	if len(list) == 0 {
		return "all"
	}
	return strings.Join(list, " ")
}

// masked shows enough of a number to tell two apart, not enough to call it.
func masked(phone string) string {
	if len(phone) <= 4 {
		return "…"
	}
	return "…" + phone[len(phone)-2:]
}

// maskedOr is masked, with a word for no number at all.
func maskedOr(phone store.Sealed, none string) string {
	if phone == "" {
		return none
	}
	return masked(phone.Reveal())
}

func printJSON(out *bufio.Writer, rows iter.Seq2[row, error]) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := enc.Encode(r.json); err != nil {
			return err
		}
	}
	return nil
}

func printTable(out *bufio.Writer, rows iter.Seq2[row, error]) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for r, err := range rows {
		if err != nil {
			return err
		}
		for i, cell := range r.cells {
			r.cells[i] = printable(cell)
		}
		fmt.Fprintln(table, strings.Join(r.cells, "\t"))
	}
	return table.Flush()
}

// printable takes out what would move the cursor or change the table.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}
