package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"hotline/dispatch"
)

// CopyTo writes one moment of the database, whole and without free pages, to a file that must not exist. Others may
// write meanwhile. Keys and recordings are not in it.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600) // SQLite would make it readable by everybody
	if err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	pool, err := openPool(db.path, true, 1)
	if err = errors.Join(err, f.Close()); err == nil {
		_, err = pool.ExecContext(ctx, "VACUUM INTO ?", path)
		err = errors.Join(explain(err), pool.Close())
	}
	if err != nil {
		return fmt.Errorf("copy the database: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// SealedSound is the file of a recording as it is on the disk, sealed. ErrNotFound: there is none.
func (db *DB) SealedSound(id dispatch.ID) ([]byte, error) {
	sealed, err := os.ReadFile(db.audioPath(id))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNotFound
	}
	return sealed, err
}

// MaxSealedSound bounds the file of a recording, in bytes.
const MaxSealedSound = maxAudio + 1<<10

// Facts are what can be said of a database file without its keys.
type Facts struct {
	Schema int              // the number of its last migration
	Rows   map[string]int64 // by table
	Sounds []dispatch.ID    // the recordings whose sound is kept
}

// Inspect looks at the file of a database that nobody has open, changes nothing, and refuses one that is damaged.
func Inspect(ctx context.Context, path string) (Facts, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Facts{}, err
	}
	q := url.Values{"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"trusted_schema(0)", "cell_size_check(1)"}}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(abs), RawQuery: q.Encode()}
	pool, err := sql.Open("sqlite", u.String())
	if err != nil {
		return Facts{}, err
	}
	pool.SetMaxOpenConns(1)
	facts, err := inspect(ctx, pool)
	if err = errors.Join(err, pool.Close()); err != nil {
		return Facts{}, fmt.Errorf("inspect the database: %w", explain(err))
	}
	return facts, nil
}

func inspect(ctx context.Context, pool *sql.DB) (Facts, error) {
	wrong, err := column1[string](ctx, pool, "PRAGMA integrity_check(1)")
	if err != nil {
		return Facts{}, err
	}
	if len(wrong) != 1 || wrong[0] != "ok" {
		return Facts{}, errors.New("it is damaged")
	}
	strays, err := column1[string](ctx, pool, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`)
	if err != nil {
		return Facts{}, err
	}
	if len(strays) > 0 {
		return Facts{}, errors.New("rows of it belong to rows that are not there")
	}
	f := Facts{Rows: map[string]int64{}}
	tables, err := column1[string](ctx, pool, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		return Facts{}, err
	}
	for _, table := range tables {
		rows, err := column1[int64](ctx, pool, `SELECT COUNT(*) FROM "`+quoted(table)+`"`)
		if err != nil {
			return Facts{}, err
		}
		f.Rows[table] = rows[0]
	}
	versions, err := column1[int](ctx, pool, "SELECT MAX(version_id) FROM goose_db_version WHERE is_applied")
	if err != nil {
		return Facts{}, err
	}
	f.Schema = versions[0]
	if _, has := f.Rows["recordings"]; has {
		f.Sounds, err = column1[dispatch.ID](ctx, pool, "SELECT id FROM recordings WHERE state = 'stored' AND kind <> 'prompt' ORDER BY id")
	}
	return f, err
}

// quoted is a name between double quotes.
func quoted(name string) string {
	out := make([]byte, 0, len(name))
	for _, c := range []byte(name) {
		if c == '"' {
			out = append(out, c)
		}
		out = append(out, c)
	}
	return string(out)
}

// column1 reads the first column of every row.
func column1[T any](ctx context.Context, pool *sql.DB, query string) (all []T, err error) {
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one T
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// DoubtWhatLeaves makes every text and call that waits to leave one of which nobody knows whether it has left: the
// database was put back from a copy, and what it was about to do may have been done since. The carrier's own lists are
// asked, as they are about what an earlier process was sending.
func (db *DB) DoubtWhatLeaves(ctx context.Context) error {
	err := db.Write(ctx, func(tx *Tx) error {
		return errors.Join(tx.q.DoubtOutbox(tx.ctx, unixMS(tx.now)), tx.q.DoubtDials(tx.ctx, unixMS(tx.now)))
	})
	if err != nil {
		return fmt.Errorf("doubt what leaves: %w", err)
	}
	return nil
}
