package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/store"
)

type volunteersCmd struct {
	Import  volunteersImportCmd  `cmd:"" help:"Bring in volunteers from a CSV file; known phones are updated."`
	Export  volunteersExportCmd  `cmd:"" help:"Print the volunteers as such a file."`
	Approve volunteersApproveCmd `cmd:"" help:"Let a volunteer who joined by text be asked."`
	Pause   volunteersPauseCmd   `cmd:"" help:"Stop asking a volunteer until they text BACK."`
	Remove  volunteersRemoveCmd  `cmd:"" help:"Take a volunteer off the list; jobs they have go to others."`
}

type volunteersImportCmd struct {
	File    string `arg:"" help:"The CSV file." placeholder:"FILE.csv"`
	SkipBad bool   `help:"Import the good lines of a file that has bad ones."`
}

// Run imports all lines or none, unless told to skip the bad ones.
func (c *volunteersImportCmd) Run(e *env) error {
	return e.act(func(cfg *config.Config, line *engine.Engine) error {
		good, err := c.readFile(e, cfg)
		if err != nil {
			return err
		}
		list := make([]engine.Volunteer, len(good))
		for i, g := range good {
			list[i] = engine.Volunteer{Phone: g.Phone, Name: g.Name, Volunteer: g.Volunteer}
		}
		if err := line.ImportVolunteers(e.ctx, list, byCommand); err != nil {
			return err
		}
		what := "volunteers"
		if len(list) == 1 {
			what = "volunteer"
		}
		_, err = fmt.Fprintf(e.stdout, "Imported %d %s.\n", len(list), what)
		return err
	})
}

// readFile reads the file and reports what is bad in it.
func (c *volunteersImportCmd) readFile(e *env, cfg *config.Config) ([]rosterEntry, error) {
	f, err := os.Open(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file", c.File)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", c.File, errors.Unwrap(err))
	}
	defer f.Close()
	good, bad, err := readRoster(f, &cfg.Network, notOurs(cfg.Twilio.Numbers))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	for _, b := range bad {
		fmt.Fprintf(e.stderr, "%s:%d: %s\n", c.File, b.Line, b.Why)
	}
	if len(bad) > 0 && !c.SkipBad {
		return nil, fmt.Errorf("nothing was imported: mend the bad lines (%d), or leave them out with --skip-bad", len(bad))
	}
	for _, g := range good {
		for _, zip := range g.Volunteer.ZIPs {
			if _, ok := cfg.Network.ZoneOf(zip); !ok {
				fmt.Fprintf(e.stderr, "%s:%d: %s is in no zone, so nobody there is helped by this volunteer\n", c.File, g.Line, zip)
			}
		}
	}
	return good, nil
}

type volunteersExportCmd struct{}

// Run prints everybody who was not removed.
func (c *volunteersExportCmd) Run(e *env) error {
	return e.read(func(_ *config.Config, v *store.View) error {
		var list []rosterEntry
		for o, err := range v.ListVolunteers(time.Time{}) {
			if err != nil {
				return err
			}
			if o.Status != dispatch.Removed {
				list = append(list, rosterEntry{Name: o.Name.Reveal(), Phone: o.Phone.Reveal(), Volunteer: o.Volunteer.Volunteer})
			}
		}
		return writeRoster(e.stdout, list)
	})
}

type volunteersApproveCmd struct {
	Phone string `arg:"" help:"The volunteer's phone."`
}

// Run approves a volunteer, who is told.
func (c *volunteersApproveCmd) Run(e *env) error {
	return e.onVolunteer(c.Phone, (*engine.Engine).Approve)
}

type volunteersPauseCmd struct {
	Phone string `arg:"" help:"The volunteer's phone."`
}

// Run stops asking a volunteer.
func (c *volunteersPauseCmd) Run(e *env) error { return e.onVolunteer(c.Phone, (*engine.Engine).Pause) }

type volunteersRemoveCmd struct {
	Phone string `arg:"" help:"The volunteer's phone."`
}

// Run takes a volunteer off the list.
func (c *volunteersRemoveCmd) Run(e *env) error {
	return e.onVolunteer(c.Phone, (*engine.Engine).Remove)
}

// onVolunteer does something to the volunteer with a phone.
func (e *env) onVolunteer(written string, do func(line *engine.Engine, ctx context.Context, phone, actor string) error) error {
	return e.act(func(cfg *config.Config, line *engine.Engine) error {
		phone, err := phoneReader(cfg.Twilio.Numbers[0])(written)
		if err != nil {
			return usageError{err}
		}
		return do(line, e.ctx, phone, byCommand)
	})
}
