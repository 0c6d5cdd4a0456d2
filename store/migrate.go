package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date. A schema that a newer release made is refused, untouched. Two processes may
// do this at the same time: the one that comes second finds it done.
func migrate(ctx context.Context, db *sql.DB) error {
	const attempts = 3
	var err error
	for range attempts {
		var done bool
		if done, err = migrateOnce(ctx, db); done {
			return err
		}
	}
	return err
}

// migrateOnce reports whether trying again is no use.
func migrateOnce(ctx context.Context, db *sql.DB) (done bool, err error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return true, err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return true, err
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return false, explain(err)
	}
	if current > target {
		return true, fmt.Errorf("it was written by a newer Hotline (schema %d, this one knows %d): use that release", current, target)
	}
	if current == target {
		return true, nil
	}
	if _, err := p.Up(ctx); err != nil {
		return false, fmt.Errorf("bring the schema up to date: %w", err)
	}
	return true, nil
}
