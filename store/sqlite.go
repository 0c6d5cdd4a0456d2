package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync/atomic"

	"hotline/store/internal/query"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dataSource names the database file with every PRAGMA it needs: what is set by a statement holds on one pooled
// connection only.
func dataSource(path string, write bool) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	q := url.Values{"_pragma": {
		"busy_timeout(10000)", // ms; other commands write the same file
		"journal_mode(wal)",
		"synchronous(full)",
		"foreign_keys(1)",
		"journal_size_limit(67108864)",
	}}
	if write {
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "cache_size(-16000)")       // KiB; the readers keep SQLite's 2000
		q.Add("_pragma", "wal_autocheckpoint(4000)") // pages; everybody waits for it, and most pages change again soon
		q.Add("_pragma", "temp_store(memory)")       // what undoes a savepoint is kept in memory, not in a file of its own
	} else {
		q.Add("_pragma", "query_only(1)")
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(abs), RawQuery: q.Encode()}
	return u.String(), nil
}

// conn is one connection with the statements prepared on it so far. It is what the generated queries run on; one
// goroutine at a time.
type conn struct {
	*sql.Conn
	q     *query.Queries
	stmts map[string]*sql.Stmt
	ran   atomic.Int64 // statements

	// failed is the first change that failed in this transaction. After it nothing is changed: SQLite may have rolled
	// everything back by itself, so that a change would stand alone; PostgreSQL would refuse, too.
	failed error
	// changed says that something may have been changed since it was set to false.
	changed bool
}

func newConn(ctx context.Context, db *sql.DB) (*conn, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	out := &conn{Conn: c, stmts: map[string]*sql.Stmt{}}
	out.q = query.New(out)
	return out, nil
}

// Close closes the statements, without which the file would stay open, and gives the connection back to its pool.
func (c *conn) Close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.Close())
	}
	clear(c.stmts)
	return errors.Join(append(errs, c.Conn.Close())...)
}

// discard closes a connection for good, whatever state it is in.
func (c *conn) discard() {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	_ = c.Raw(func(any) error { return driver.ErrBadConn })
}

// prepared finds or prepares a statement. Generated queries are constants, so the map stays as small as they are many.
func (c *conn) prepared(query string) (*sql.Stmt, error) {
	c.ran.Add(1)
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	s, err := c.Conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = s
	return s, nil
}

// ExecContext implements query.DBTX.
func (c *conn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if c.failed != nil {
		return nil, c.failed
	}
	c.changed = true
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	res, err := s.ExecContext(ctx, args...)
	if err != nil {
		c.failed = err
	}
	return res, err
}

// QueryContext implements query.DBTX.
func (c *conn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext implements query.DBTX.
func (c *conn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := c.prepared(query)
	if err != nil {
		return c.Conn.QueryRowContext(ctx, query, args...) // a Row with the same error in it
	}
	return s.QueryRowContext(ctx, args...)
}

// control runs a statement that begins or ends a transaction, whatever failed before.
func (c *conn) control(ctx context.Context, statement string) error {
	c.failed = nil
	_, err := c.ExecContext(ctx, statement)
	c.failed = nil
	return err
}

// explain says in plain words what the commonest errors of the file mean.
func explain(err error) error {
	if why := Why(err); why != "" {
		return fmt.Errorf("%s: %w", why, err)
	}
	return err
}

// Why says in plain words what an error of the database's file means, and what to do; empty: it is none of the commonest.
func Why(err error) string {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return "it is not a database, or it is damaged: put a backup back"
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY:
		return "it cannot be opened for writing: see who owns the file and its folder"
	case sqlite3.SQLITE_BUSY:
		return "another program holds it"
	case sqlite3.SQLITE_FULL:
		return "the disk is full"
	case sqlite3.SQLITE_IOERR:
		return "the disk refuses: see whether it is full or broken"
	}
	return ""
}

// busy says whether another connection was in the way.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// violates says whether the error is a broken uniqueness.
func violates(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) &&
		(e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// emptyLog puts what is in the write-ahead log into the database and empties it. It waits for who reads from the log.
func emptyLog(ctx context.Context, pool *sql.DB) error {
	var blocked, frames, moved int
	if err := pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&blocked, &frames, &moved); err != nil {
		return err
	}
	if blocked != 0 {
		return errors.New("other programs read the database for long: do it again")
	}
	return nil
}
