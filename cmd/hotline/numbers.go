package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hotline/cmd/hotline/config"
	"hotline/dispatch/engine"
)

type numbersCmd struct {
	JSON bool `help:"One JSON object."`
}

// numbersJSON is what other programs read. Fields may be added; these stay (ops/interface.md).
type numbersJSON struct {
	CarriesAWeek int        `json:"carries_a_week"`
	Volunteers   int        `json:"volunteers"`
	Weeks        []weekJSON `json:"weeks"` // the last seven days, then the seven before
}

type weekJSON struct {
	From    time.Time `json:"from"`
	Asked   int       `json:"asked"`
	Found   int       `json:"found"`
	Waiting int       `json:"waiting"`
}

// Run says how many needs came and were met lately, and how many the volunteers can carry.
func (c *numbersCmd) Run(e *env) error {
	return e.act(func(_ *config.Config, line *engine.Engine) error {
		n, err := line.Numbers(e.ctx)
		if err != nil {
			return err
		}
		out := bufio.NewWriter(e.stdout)
		if c.JSON {
			err = json.NewEncoder(out).Encode(numbersJSON{n.Carries, n.Volunteers, []weekJSON{newWeekJSON(n.This), newWeekJSON(n.Last)}})
		} else {
			fmt.Fprintf(out, "last 7 days      %d needs, %d found someone, %d still open\n", n.This.Asked, n.This.Found, n.This.Waiting)
			fmt.Fprintf(out, "7 days before    %d needs, %d found someone, %d still open\n", n.Last.Asked, n.Last.Found, n.Last.Waiting)
			fmt.Fprintf(out, "can be carried   about %d a week, by %d volunteers\n", n.Carries, n.Volunteers)
		}
		return errors.Join(err, out.Flush())
	})
}

func newWeekJSON(w engine.Week) weekJSON {
	return weekJSON{From: w.From.UTC(), Asked: w.Asked, Found: w.Found, Waiting: w.Waiting}
}
