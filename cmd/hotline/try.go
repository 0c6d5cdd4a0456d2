package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"hotline/cmd/hotline/config"
	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway"
	"hotline/gateway/phonetest"
)

type tryCmd struct {
	Listen string `help:"Address of the pages." default:"127.0.0.1:8081" placeholder:"ADDR"`
	Public string `help:"Address of the webhooks." default:"127.0.0.1:8080" placeholder:"ADDR"`
	Data   string `help:"Keep the data in this folder (default: a temporary one)." placeholder:"DIR"`
}

// The practice network. The numbers belong to nobody.
const (
	tryLine     = "+12125550100"
	tryMark     = "# Written by: hotline try."
	tryResident = "+12125550110"
	tryLandline = "+12125550111"
	tryAna      = "+12125550142"
	tryBen      = "+12125550143"
)

// Run shows everything on this machine: the real server against a carrier in a box, with phones on a page.
func (c *tryCmd) Run(e *env) error {
	if err := c.refuseReality(e.environ); err != nil {
		return err
	}
	dir, remove, err := c.folder()
	if err != nil {
		return err
	}
	defer remove()
	p, err := c.prepare(e, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "The phones: http://%s/phones\nOther commands work beside it: hotline list requests --config %s\nStop with Ctrl-C.\n",
		p.app.console.Addr(), p.config)
	return errors.Join(p.app.Run(e.ctx), p.Close())
}

// refuseReality keeps practice away from real accounts and other machines.
func (c *tryCmd) refuseReality(environ []string) error {
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		for _, table := range []string{"TWILIO", "SERVER", "PRIVACY"} {
			if strings.HasPrefix(name, "HOTLINE_"+table+"_") {
				return fmt.Errorf("%s is set: try takes no real account and no address but its own; unset it", name)
			}
		}
	}
	for flag, address := range map[string]string{"--listen": c.Listen, "--public": c.Public} {
		if err := phonetest.CheckListen(address); err != nil {
			return usageError{fmt.Errorf("%s %s: %w", flag, address, err)}
		}
	}
	return nil
}

// folder is where the data is kept, and what removes it.
func (c *tryCmd) folder() (dir string, remove func(), err error) {
	if c.Data != "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return "", nil, fmt.Errorf("make the data folder: %w", err)
		}
		return c.Data, func() {}, nil
	}
	dir, err = os.MkdirTemp("", "hotline-try-")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil // practice data: what stays is swept with the folder
}

// practice is a line on simulated phones.
type practice struct {
	config  string // path of its hotline.toml
	app     *App
	carrier *phonetest.Carrier
	api     *http.Server // the carrier's REST interface
}

// prepare starts the carrier and makes the line that is connected to it, with two volunteers.
func (c *tryCmd) prepare(e *env, dir string) (p *practice, err error) {
	p = &practice{config: filepath.Join(dir, "hotline.toml")}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	parts := Parts{Clock: engine.NewClock(), Log: slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	if parts.Public, err = listen("--public", c.Public); err != nil {
		return p, err
	}
	if parts.Console, err = listen("--listen", c.Listen); err != nil {
		return p, errors.Join(err, parts.Public.Close())
	}
	cfg, err := p.network(e, parts, dir)
	if err != nil {
		return p, errors.Join(err, parts.Public.Close(), parts.Console.Close())
	}
	if p.app, err = NewApp(e.ctx, cfg, parts); err != nil {
		return p, err
	}
	if err := p.volunteers(e.ctx, cfg.Network.Categories); err != nil {
		return p, err
	}
	return p, p.phones(cfg)
}

//go:embed try.toml
var trySettings string

// network starts the carrier and writes the settings of a line that is connected to it.
func (p *practice) network(e *env, parts Parts, dir string) (*config.Config, error) {
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the practice carrier: %w", err)
	}
	base := "http://" + parts.Public.Addr().String()
	apiURL := "http://" + api.Addr().String()
	p.carrier, err = phonetest.NewCarrier(phonetest.Options{
		Numbers: []string{tryLine}, SMSURL: base + "/twilio/sms#rc=2&rp=5xx,ct,rt", Clock: parts.Clock, APIURL: apiURL,
		VoiceURLs: phonetest.VoiceURLs{
			Voice: base + "/twilio/voice", Fallback: base + "/twilio/voice-fallback", Status: base + "/twilio/call-status",
		},
	})
	if err != nil {
		return nil, errors.Join(err, api.Close())
	}
	p.api = gateway.NewServer(p.carrier, parts.Log)
	go func() { _ = p.api.Serve(api) }() // ends with Close; what fails before that shows as texts and calls that do not leave

	var text strings.Builder
	err = template.Must(template.New("").Parse(trySettings)).Execute(&text, map[string]string{
		"PublicURL": base, "Public": parts.Public.Addr().String(), "Console": parts.Console.Addr().String(),
		"AccountSID": p.carrier.AccountSID(), "AuthToken": p.carrier.AuthToken(),
		"Line": tryLine, "APIURL": apiURL,
	})
	if err != nil {
		return nil, err
	}
	if err := writeTrySettings(p.config, text.String()); err != nil {
		return nil, err
	}
	return config.Load(p.config, e.environ)
}

// writeTrySettings replaces settings of an earlier practice, and no others.
func writeTrySettings(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write the practice settings: %w", err)
	}
	if err == nil && !strings.HasPrefix(string(old), tryMark) {
		return fmt.Errorf("%s is not of an earlier practice and stays as it is; give --data another folder", path)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write the practice settings: %w", err)
	}
	return nil
}

// phones puts two residents, one with a landline, and the two volunteers on the network, and their page on the private
// listener.
func (p *practice) phones(cfg *config.Config) error {
	for _, h := range []phonetest.Handset{
		{Name: "Rosa", Number: tryResident, Role: "asks for help"},
		{Name: "Ana", Number: tryAna, Role: "helps; speaks English and Spanish", Volunteer: true},
		{Name: "Ben", Number: tryBen, Role: "helps", Volunteer: true},
		{Name: "Luz", Number: tryLandline, Role: "asks for help", Kind: phonetest.Landline, Language: "es"},
	} {
		if _, err := p.carrier.Add(h); err != nil {
			return fmt.Errorf("add a phone: %w", err)
		}
	}
	page, err := p.carrier.Page(phonetest.PageOptions{
		Network: cfg.Network.Name, Location: cfg.Network.Location, Languages: p.languages(cfg),
		Tour: p.app.tour(), Next: p.app.next,
	})
	if err != nil {
		return fmt.Errorf("make the page of the phones: %w", err)
	}
	p.app.private.Handle("/phones", page)
	p.app.private.Handle("/phones/", page)
	p.app.private.Handle("/{$}", http.RedirectHandler("/phones", http.StatusSeeOther))
	return nil
}

// Close stops the line's parts and the carrier.
func (p *practice) Close() error {
	var errs []error
	if p.app != nil {
		errs = append(errs, p.app.Close())
	}
	if p.carrier != nil {
		p.carrier.Close()
	}
	if p.api != nil {
		errs = append(errs, p.api.Close())
	}
	return errors.Join(errs...)
}

// volunteers brings in the two volunteers, who do everything: also what needs trust, such as a ride.
func (p *practice) volunteers(ctx context.Context, categories []dispatch.Category) error {
	helper := func(name, phone string, languages ...string) engine.Volunteer {
		v := dispatch.Volunteer{Status: dispatch.Active, Trusted: true, Languages: languages}
		for _, c := range categories {
			if !c.PersonOnly {
				v.Categories = append(v.Categories, c.Code)
			}
		}
		return engine.Volunteer{Name: name, Phone: phone, Volunteer: v}
	}
	return p.app.engine.ImportVolunteers(ctx, []engine.Volunteer{
		helper("Ana", tryAna, "en", "es"), helper("Ben", tryBen, "en"),
	}, byCommand)
}
