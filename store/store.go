// Package store keeps everything that must survive: one SQLite database, its keys, and the rules that belong to
// them. Writes of many callers are committed in groups (one fsync for all of them, nobody is answered before it);
// reads see one moment each. Whatever could identify a person is encrypted in the row (Sealed).
//
// SQL lives here and nowhere else, and is portable to PostgreSQL: times are unix milliseconds, ids are made by us.
// The package decides nothing about requests or people; it holds states to their vocabulary and refuses a change
// of something that somebody else changed first (ErrConflict).
package store

import (
	"context"
	"errors"
	"time"

	"hotline/dispatch"
)

var (
	// ErrNotFound says that there is no such row.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that the row is no longer in the state it was read in, or that one with its key exists.
	ErrConflict = errors.New("changed by somebody else")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("the store is closed")
)

// Options say where the database is.
type Options struct {
	Path      string           // the database file; made, with its keys, when it is not there
	KeysFile  string           // mode 0600; a database whose keys are not there is refused
	Now       func() time.Time // nil: time.Now
	ReadConns int              // concurrent reads; 0: 4
}

// DB is an open database. Its methods may be called from any goroutine.
type DB struct{}

// Open opens the database, brings its schema up to date and checks that the keys fit it. It makes both database and
// keys when neither is there. Other processes may have the same database open.
func Open(ctx context.Context, o Options) (*DB, error) { return nil, ErrClosed }

// Close waits for the writes under way and closes the database.
func (db *DB) Close() error { return nil }

// NewID makes an id: ordered by time, unique in this process, practically unique among processes.
func (db *DB) NewID() dispatch.ID { return 0 }

// Write runs fn in a write transaction and returns when it is durable. Transactions of many callers are committed
// together, each in a savepoint of its own: an error or a panic in fn (returned as *PanicError) undoes only what fn
// did, and is returned after the commit of the others. fn runs on the writer's goroutine: it must not wait for
// anything but its own statements, and must not call Write or Read. Once fn has begun ctx is not looked at any more.
func (db *DB) Write(ctx context.Context, fn func(tx *Tx) error) error { return ErrClosed }

// Read runs fn on one moment of the database.
func (db *DB) Read(ctx context.Context, fn func(v *View) error) error { return ErrClosed }

// View is a moment of the database. It is valid until the function it was given to returns.
type View struct{}

// Tx is a write transaction; it has every method of View and sees its own changes.
type Tx struct{ View }

// Now is the transaction's one time, to the millisecond, in UTC.
func (v *View) Now() time.Time { return time.Time{} }

// NewID makes an id; see DB.NewID.
func (tx *Tx) NewID() dispatch.ID { return 0 }
