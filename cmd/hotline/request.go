package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

// byCommand is who did it, in a request's timeline, when it was done from the command line.
const byCommand = "coordinator"

type requestCmd struct {
	Show    requestShowCmd    `cmd:"" help:"What happened to it, in order."`
	Assign  requestAssignCmd  `cmd:"" help:"Give it to a volunteer."`
	Close   requestCloseCmd   `cmd:"" help:"Close it."`
	Reply   requestReplyCmd   `cmd:"" help:"Text the person who asked."`
	Helpers requestHelpersCmd `cmd:"" help:"Ask for several volunteers."`
	Weekly  requestWeeklyCmd  `cmd:"" help:"Ask for it again every week."`
}

type requestShowCmd struct {
	Code string `arg:"" help:"The request's number."`
	JSON bool   `help:"One JSON object a line."`
}

// Run prints a request's timeline.
func (c *requestShowCmd) Run(e *env) error {
	return e.read(func(cfg *config.Config, v *store.View) error {
		r, err := v.RequestByCode(c.Code)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no request %s", printable(c.Code))
		}
		if err != nil {
			return err
		}
		whole, err := v.Whole(r)
		if err != nil {
			return err
		}
		moments, err := timeline(v, r)
		if err != nil {
			return err
		}
		out := bufio.NewWriter(e.stdout)
		rows := func(yield func(row, error) bool) {
			for _, m := range moments {
				cells := []string{m.At.In(cfg.Network.Location).Format("2006-01-02 15:04:05"), m.Kind, m.who, m.words()}
				if !yield(row{m.eventJSON, cells}, nil) {
					return
				}
			}
		}
		if c.JSON {
			err = printJSON(out, rows)
		} else {
			head := fmt.Sprintf("%s  %s  %s  %s", r.Code, whole.Status, r.Category, forSeveral(newRequestJSON(whole)))
			fmt.Fprintln(out, strings.TrimRight(head, " "))
			err = printTable(out, rows)
		}
		return errors.Join(err, out.Flush())
	})
}

type requestAssignCmd struct {
	Code  string `arg:"" help:"The request's number."`
	Phone string `arg:"" help:"The volunteer's phone."`
}

// Run gives a request to a volunteer; both are told.
func (c *requestAssignCmd) Run(e *env) error {
	return e.act(func(cfg *config.Config, line *engine.Engine) error {
		phone, err := phoneReader(cfg.Twilio.Numbers[0])(c.Phone)
		if err != nil {
			return usageError{err}
		}
		return line.Assign(e.ctx, c.Code, phone, byCommand)
	})
}

type requestCloseCmd struct {
	Code   string `arg:"" help:"The request's number."`
	Reason string `arg:"" help:"completed, done_by_others, no_longer_needed, unreachable, out_of_area, out_of_scope, referred, duplicate, no_volunteer, refused_safety or spam."`
}

// Run closes a request; offers are withdrawn and whoever is on the way is told.
func (c *requestCloseCmd) Run(e *env) error {
	reason, err := readReason(c.Reason)
	if err != nil {
		return err
	}
	return e.act(func(_ *config.Config, line *engine.Engine) error {
		return line.Close(e.ctx, c.Code, reason, byCommand)
	})
}

// readReason is a reason however it is capitalised or spelt with hyphens.
func readReason(s string) (dispatch.Reason, error) {
	words := make([]string, len(dispatch.Reasons))
	for i, r := range dispatch.Reasons {
		if strings.EqualFold(strings.ReplaceAll(s, "-", "_"), string(r)) {
			return r, nil
		}
		words[i] = string(r)
	}
	return "", usageError{fmt.Errorf("%q is no reason; write one of %s", s, strings.Join(words, ", "))}
}

type requestHelpersCmd struct {
	Code    string `arg:"" help:"The request's number."`
	Helpers int    `arg:"" help:"How many volunteers it is for, 1 to 6; places that somebody has stay."`
}

// Run makes a request one for so many volunteers.
func (c *requestHelpersCmd) Run(e *env) error {
	if c.Helpers < 1 || c.Helpers > dispatch.MaxHelpers {
		return usageError{fmt.Errorf("a request is for 1 to %d volunteers", dispatch.MaxHelpers)}
	}
	return e.act(func(_ *config.Config, line *engine.Engine) error {
		return line.Helpers(e.ctx, c.Code, c.Helpers, byCommand)
	})
}

type requestWeeklyCmd struct {
	Code string `arg:"" help:"The request's number."`
	Off  bool   `help:"No more."`
}

// Run has a request asked for again every week, or no more.
func (c *requestWeeklyCmd) Run(e *env) error {
	return e.act(func(_ *config.Config, line *engine.Engine) error {
		return line.Weekly(e.ctx, c.Code, !c.Off, byCommand)
	})
}

type requestReplyCmd struct {
	Code string   `arg:"" help:"The request's number."`
	Text []string `arg:"" help:"What to text."`
}

// Run texts the resident as the line.
func (c *requestReplyCmd) Run(e *env) error {
	text := strings.TrimSpace(strings.Join(c.Text, " "))
	if text == "" {
		return usageError{errors.New("there is nothing to text; write it after the request's number")}
	}
	return e.act(func(_ *config.Config, line *engine.Engine) error {
		return line.Reply(e.ctx, c.Code, text, byCommand)
	})
}
