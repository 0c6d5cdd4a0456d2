package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// View is a moment of the database. It is valid until the function it was given to returns, for one goroutine.
type View struct {
	ctx    context.Context
	q      *query.Queries
	conn   *conn
	db     *DB
	keys   *keys // of its moment
	before *keys // those it began with, if others have come meanwhile
	now    time.Time
}

// Tx is a write transaction; it has every method of View and sees its own changes.
type Tx struct {
	View
	roster *roster
	dirty  []dispatch.ID // volunteers whose entry in the roster is no longer right
	habits []habit       // learned, and not yet written
}

func (db *DB) view(ctx context.Context, c *conn) View {
	return View{ctx: ctx, q: c.q, conn: c, db: db, keys: db.keys.Load(), now: fromMS(unixMS(db.now()))}
}

// Now is the transaction's one time, to the millisecond, in UTC.
func (v *View) Now() time.Time { return v.now }

// NewID makes an id; see DB.NewID.
func (tx *Tx) NewID() dispatch.ID { return tx.db.ids.next(tx.now) }

// fill gives a new row its id and time where the caller left them out.
func (tx *Tx) fill(id *dispatch.ID, created *time.Time) {
	if *id == 0 {
		*id = tx.NewID()
	}
	if created.IsZero() {
		*created = tx.now
	}
}

func (v *View) seal(col column, id dispatch.ID, s Sealed) ([]byte, error) {
	return v.keys.seal(col, id, []byte(s))
}

func (v *View) open(col column, id dispatch.ID, sealed []byte) (Sealed, error) {
	b, err := v.openBytes(col, id, sealed)
	return Sealed(b), err
}

// openBytes opens what is sealed with any key that this moment may have met.
func (v *View) openBytes(col column, id dispatch.ID, sealed []byte) ([]byte, error) {
	plain, err := v.keys.open(col, id, sealed)
	if err != nil && v.freshenKeys() {
		plain, err = v.keys.open(col, id, sealed)
	}
	if err != nil && v.before != nil {
		return v.before.open(col, id, sealed)
	}
	return plain, err
}

// readers are the connections that reads run on. A free one, or nil for one to be opened, waits in the channel.
type readers struct {
	pool *sql.DB
	free chan *conn
	quit chan struct{}
}

func newReaders(pool *sql.DB, conns int, quit chan struct{}) readers {
	r := readers{pool: pool, free: make(chan *conn, conns), quit: quit}
	for range conns {
		r.free <- nil
	}
	return r
}

// close waits for the reads under way and gives the connections back to their pool, which closes them.
func (r *readers) close() error {
	var errs []error
	for range cap(r.free) {
		if c := <-r.free; c != nil {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}

func (r *readers) get(ctx context.Context) (*conn, error) {
	select {
	case <-r.quit:
		return nil, ErrClosed
	default:
	}
	select {
	case <-r.quit:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-r.free:
		if c != nil {
			return c, nil
		}
	}
	c, err := newConn(ctx, r.pool)
	if err != nil {
		r.free <- nil
	}
	return c, err
}

// put gives a connection back after its transaction was ended; one that cannot end it is thrown away.
func (r *readers) put(c *conn) {
	if err := c.control(context.Background(), "ROLLBACK"); err != nil {
		c.discard()
		c = nil
	}
	r.free <- c
}

// Read runs fn on one moment of the database: what is committed meanwhile is not seen. fn must not call Read.
func (db *DB) Read(ctx context.Context, fn func(v *View) error) error {
	c, err := db.readers.get(ctx)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer db.readers.put(c)
	if err := c.control(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin to read: %w", explain(err))
	}
	v := db.view(ctx, c)
	return fn(&v)
}

// one turns the row of a query for one into what the caller knows.
func one[R, T any](r R, err error, row func(R) (T, error)) (T, error) {
	if err != nil {
		var none T
		if errors.Is(err, sql.ErrNoRows) {
			return none, ErrNotFound
		}
		return none, err
	}
	return row(r)
}

// many does so for the rows of a list.
func many[R, T any](rs []R, err error, row func(R) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	out := make([]T, len(rs))
	for i, r := range rs {
		if out[i], err = row(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// changed turns the count of an update into ErrConflict when it met no row.
func changed(rows int64, err error) error {
	switch {
	case err != nil && violates(err):
		return ErrConflict
	case err != nil:
		return err
	case rows == 0:
		return ErrConflict
	}
	return nil
}

// nullText stores the empty text as NULL, of which a unique column may hold many.
func nullText(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// nullID stores 0 as NULL, which the foreign keys want.
func nullID(id dispatch.ID) sql.NullInt64 { return sql.NullInt64{Int64: int64(id), Valid: id != 0} }
