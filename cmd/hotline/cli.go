package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
	"hotline/i18n"
	"hotline/store"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// defaultConfig is the file of settings when nobody names another.
const defaultConfig = "hotline.toml"

// cli is every subcommand. A command's Run gets the env.
type cli struct {
	Config string `help:"Settings to read (default: $HOTLINE_CONFIG, else hotline.toml)." placeholder:"FILE"`

	Try        tryCmd        `cmd:"" help:"Everything on this machine with simulated phones; no account needed."`
	Init       initCmd       `cmd:"" help:"Write a commented hotline.toml into a folder."`
	Serve      serveCmd      `cmd:"" help:"Run the line."`
	Check      checkCmd      `cmd:"" help:"Say what must be mended before the line can run."`
	List       listCmd       `cmd:"" help:"List what the line has kept."`
	Numbers    numbersCmd    `cmd:"" help:"How many needs came and were met lately, and how many the volunteers can carry."`
	Request    requestCmd    `cmd:"" help:"Look at one request, or step in."`
	Volunteers volunteersCmd `cmd:"" help:"Bring volunteers in, and look after them."`
	Person     personCmd     `cmd:"" help:"Show what is kept of somebody, or forget them."`
	Backup     backupCmd     `cmd:"" help:"Put everything into one encrypted file; a server may be running."`
	Restore    restoreCmd    `cmd:"" help:"Put such a file back into a folder of its own."`
	Keys       keysCmd       `cmd:"" help:"Look after the keys of the database, and of its backups."`
	Simulate   simulateCmd   `cmd:"" help:"Compare ways of asking volunteers on a made-up network."`
	Version    versionCmd    `cmd:"" help:"Say which release this is."`
}

// env is what a command runs with: nothing else of the process.
type env struct {
	ctx            context.Context
	configPath     string
	environ        []string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// usageError is wrong usage that the command line's grammar cannot see.
type usageError struct{ error }

// run carries out one command line and returns the exit code. Errors are one line on stderr.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	var c cli
	shown := false
	parser, err := kong.New(&c,
		kong.Name("hotline"),
		kong.Description("The phone number of a mutual-aid network. Start with: hotline try"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { shown = true }), // after --help
		kong.UsageOnError())
	if err != nil {
		return report(stderr, err)
	}
	if len(args) > 0 && args[0] == "help" { // as people type it, also before a command
		args = append(slices.Clone(args[1:]), "--help")
	}
	parsed, err := parser.Parse(args)
	switch {
	case shown:
		return exitDone
	case err != nil:
		return report(stderr, usageError{fmt.Errorf("%w; see hotline --help", err)})
	}
	e := &env{ctx: ctx, configPath: configPath(c.Config, environ), environ: environ, stdin: os.Stdin, stdout: stdout, stderr: stderr}
	if err := parsed.Run(e); err != nil {
		return report(stderr, err)
	}
	return exitDone
}

// report writes an error as one line and returns its exit code.
func report(stderr io.Writer, err error) int {
	fmt.Fprintln(stderr, "hotline:", strings.ReplaceAll(err.Error(), "\n", " "))
	if _, usage := errors.AsType[usageError](err); usage {
		return exitUsage
	}
	return exitFailed
}

// configPath is the file to read: --config, else $HOTLINE_CONFIG, else hotline.toml.
func configPath(flag string, environ []string) string {
	if flag != "" {
		return flag
	}
	for _, entry := range environ {
		if path, ok := strings.CutPrefix(entry, config.EnvConfig+"="); ok && path != "" {
			return path
		}
	}
	return defaultConfig
}

// settings reads the settings.
func (e *env) settings() (*config.Config, error) { return config.Load(e.configPath, e.environ) }

// read runs fn on one moment of the database.
func (e *env) read(fn func(cfg *config.Config, v *store.View) error) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	db, err := store.Open(e.ctx, storeOptions(cfg))
	if err != nil {
		return err
	}
	err = db.Read(e.ctx, func(v *store.View) error { return fn(cfg, v) })
	return errors.Join(err, db.Close())
}

// act runs fn on an engine of its own, beside a server that may be running, and tells that server.
func (e *env) act(fn func(cfg *config.Config, line *engine.Engine) error) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	catalog, err := loadCatalog(cfg)
	if err != nil {
		return err
	}
	prompts, err := i18n.OpenRecordings(cfg.Server.Prompts())
	if err != nil {
		return err
	}
	clock := engine.NewClock()
	options := storeOptions(cfg)
	options.Now = clock.Now
	db, err := store.Open(e.ctx, options)
	if err != nil {
		return err
	}
	line := newEngine(cfg, catalog, db, clock, slog.New(slog.NewJSONHandler(e.stderr, nil)), prompts)
	err = errors.Join(fn(cfg, line), db.Close())
	if err == nil {
		wake(e.ctx, cfg)
	}
	return err
}
