package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/simulate"
)

type simulateCmd struct {
	Volunteers int     `default:"100" help:"How many volunteers."`
	Requests   float64 `default:"8" help:"Requests a day."`
	Yes        float64 `default:"0.2" help:"How often a volunteer says yes who is not tired of asks: the mean of all."`
	Days       int     `default:"60" help:"How many days."`
	Runs       int     `default:"5" help:"How often all of it, with other people each time."`
	Seed       uint64  `default:"1" help:"The same seed makes up the same people and requests."`
	Plain      bool    `help:"One zone, one language, any hour, all wanted within a day: the network of the published figures."`
	SVG        string  `help:"Draw a chart into this file, too." placeholder:"FILE" type:"path"`
}

//go:embed simulate.toml
var simulateSettings []byte

// Run compares ways of asking and prints a table. It opens no database and calls nobody.
func (c *simulateCmd) Run(e *env) error {
	cfg, err := c.settings(e)
	if err != nil {
		return err
	}
	catalog, err := loadCatalog(cfg)
	if err != nil {
		return err
	}
	world := simulate.World{Network: cfg.Network, Letters: catalog.Lexicon().OfferLetters(), Seed: c.Seed, Runs: c.Runs,
		Volunteers: c.Volunteers, PerDay: c.Requests, Days: c.Days, Yes: c.Yes, Plain: c.Plain}
	if err := world.Check(); errors.Is(err, simulate.ErrNothingToAsk) {
		return err
	} else if err != nil {
		return usageError{err}
	}
	done := make(chan []simulate.Result, 1)
	go func() { done <- simulate.Compare(world, simulate.Policies()) }()
	select {
	case results := <-done:
		return c.show(e, filepath.Base(cfg.Path), results)
	case <-e.ctx.Done():
		return errors.New("stopped before it was done")
	}
}

// settings are the network's own, or those of the built-in network where nobody named any.
func (c *simulateCmd) settings(e *env) (*config.Config, error) {
	if _, err := os.Stat(e.configPath); e.configPath == defaultConfig && errors.Is(err, fs.ErrNotExist) {
		return config.Parse("the defaults", simulateSettings)
	}
	return e.settings()
}

func (c *simulateCmd) show(e *env, rules string, results []simulate.Result) error {
	about := fmt.Sprintf("%d volunteers, %g requests a day, %g yes an ask, %d days, %d runs from seed %d, rules: %s",
		c.Volunteers, c.Requests, c.Yes, c.Days, c.Runs, c.Seed, rules)
	if _, err := fmt.Fprintf(e.stdout, "%s\n\n%s", about, simulate.Table(results)); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}
	if c.SVG == "" {
		return nil
	}
	if err := os.WriteFile(c.SVG, []byte(simulate.Chart(results, about)), 0o644); err != nil {
		return fmt.Errorf("draw the chart: %w", err)
	}
	return nil
}
