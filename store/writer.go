package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// writer is the one connection that writes, and the goroutine that owns it. It takes every caller who waits, runs
// their functions one after the other in one transaction, and commits once for all of them. While it commits the next
// ones gather, so the more callers there are, the less a commit costs each; one alone waits for nobody.
//
// Nearly every function succeeds, and a savepoint for each costs a tenth of its time. So there is none at first; when
// a function fails that has changed something, the whole transaction is undone and its functions run once more, each
// in a savepoint, so that only what failed is left out.
type writer struct {
	conn      *conn
	roster    roster
	fourAgain time.Time // until then no code of four digits is tried
	group     []*job    // who is in the open transaction

	jobs chan *job
	quit chan struct{} // closed: take no more
	done chan struct{} // closed: the goroutine has ended
}

// maxGroup bounds how many callers wait for one commit.
const maxGroup = 256

// job is one caller's function.
type job struct {
	ctx  context.Context
	fn   func(tx *Tx) error
	err  error
	done chan struct{} // closed when what fn did is durable, or undone
}

func newWriter(c *conn, quit chan struct{}) writer {
	return writer{conn: c, jobs: make(chan *job, maxGroup), quit: quit, done: make(chan struct{})}
}

// Write runs fn in a write transaction and returns when it is durable. Transactions of many callers are committed
// together; when fn fails or panics (*PanicError), what fn did is undone and nothing else. Once an insert or update has
// failed in the database (ErrConflict is no such failure) all of fn is undone, even if it returns nil.
//
// fn may run twice, of which only the second time counts: it must not build on what it did to variables the first
// time. It runs on another goroutine, must not wait for anything but its own statements, and must not call Write or
// Read. While fn runs ctx is not looked at: the caller learns what became of its transaction.
func (db *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	w := &db.writer
	j := &job{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case <-w.quit:
		return ErrClosed
	default:
	}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.quit:
		return ErrClosed
	}
	select {
	case <-j.done:
		return j.err
	case <-w.done: // it ended; with or without having seen j
	}
	select {
	case <-j.done:
		return j.err
	default:
		return ErrClosed
	}
}

// Statements is how many statements write transactions have run so far, with the four that begin and end one: what
// the writer's time goes into.
func (db *DB) Statements() int64 { return db.writer.conn.ran.Load() }

// runWriter serves callers until quit is closed and none is left.
func (db *DB) runWriter() {
	w := &db.writer
	ended := false
	defer func() {
		if !ended { // a function ended this goroutine (runtime.Goexit, as a failing test does): go on without it
			w.lose(errors.New("a function left its transaction"))
			go db.runWriter()
		}
	}()
	for {
		select {
		case j := <-w.jobs:
			db.commitGroup(j)
			continue
		case <-w.quit:
		}
		select {
		case j := <-w.jobs:
			db.commitGroup(j)
		default:
			ended = true
			close(w.done)
			return
		}
	}
}

// commitGroup runs the first caller's function and those of everybody who came meanwhile, and commits.
func (db *DB) commitGroup(first *job) {
	w := &db.writer
	if err := w.begin(first.ctx); err != nil {
		first.err = err
		close(first.done)
		return
	}
	if err := db.keysOfGroup(); err != nil {
		w.group = append(w.group, first)
		w.lose(err)
		return
	}
	careful := false // each in a savepoint of its own
	for j := first; j != nil; j = w.another() {
		w.group = append(w.group, j)
		var err error
		if careful {
			err = db.inSavepoint(j)
		} else if !db.plainly(j) {
			careful = true
			err = db.again()
		}
		if err != nil {
			w.lose(err)
			return
		}
	}
	if err := w.conn.control(context.Background(), "COMMIT"); err != nil {
		w.lose(fmt.Errorf("commit: %w", explain(err)))
		return
	}
	w.answer()
}

func (w *writer) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.conn.control(ctx, "BEGIN IMMEDIATE"); err != nil {
		_ = w.conn.control(context.Background(), "ROLLBACK") // it may have begun all the same when ctx ended
		return fmt.Errorf("begin to write: %w", explain(err))
	}
	return nil
}

// keysOfGroup takes up the keys that the transaction just begun has to seal with.
func (db *DB) keysOfGroup() error {
	if !db.keysMoved() {
		return nil
	}
	v := db.view(context.Background(), db.writer.conn)
	return v.followKeys()
}

// another is the next caller for the open transaction; nil: commit.
func (w *writer) another() *job {
	if len(w.group) >= maxGroup {
		return nil
	}
	select {
	case j := <-w.jobs:
		return j
	default:
		return nil
	}
}

// answer tells the group what became of them.
func (w *writer) answer() {
	for i, j := range w.group {
		close(j.done)
		w.group[i] = nil
	}
	w.group = w.group[:0]
}

// lose gives the open transaction up. Whoever had not failed by himself is told why.
func (w *writer) lose(err error) {
	_ = w.conn.control(context.Background(), "ROLLBACK") // after some errors SQLite has rolled back by itself
	for _, j := range w.group {
		if j.err == nil {
			j.err = err
		}
	}
	w.answer()
}

// plainly runs a caller's function, and says whether the transaction can stay as it is: the function succeeded, or
// changed nothing.
func (db *DB) plainly(j *job) bool {
	if j.err = j.ctx.Err(); j.err != nil {
		return true
	}
	c := db.writer.conn
	c.changed = false
	j.err = db.call(j.fn)
	return j.err == nil || !c.changed
}

// again undoes the open transaction and runs its functions once more, each so that it alone can be undone.
func (db *DB) again() error {
	w := &db.writer
	_ = w.conn.control(context.Background(), "ROLLBACK") // after some errors SQLite has rolled back by itself
	if err := w.conn.control(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin again: %w", explain(err))
	}
	if err := db.keysOfGroup(); err != nil {
		return err
	}
	for _, j := range w.group {
		if err := db.inSavepoint(j); err != nil {
			return err
		}
	}
	return nil
}

// inSavepoint runs a caller's function so that it alone can be undone. An error is one of the whole transaction.
func (db *DB) inSavepoint(j *job) error {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil
	}
	c, ctx := db.writer.conn, context.Background()
	if err := c.control(ctx, "SAVEPOINT one"); err != nil {
		return fmt.Errorf("savepoint: %w", explain(err))
	}
	if j.err = db.call(j.fn); j.err != nil {
		cause := c.failed
		if err := c.control(ctx, "ROLLBACK TO one"); err != nil {
			if cause == nil {
				cause = err
			}
			return fmt.Errorf("the transaction is lost: %w", explain(cause))
		}
	}
	if err := c.control(ctx, "RELEASE one"); err != nil {
		return fmt.Errorf("savepoint: %w", explain(err))
	}
	return nil
}

// call runs a caller's function, and makes an error of a panic.
func (db *DB) call(fn func(tx *Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = newPanicError(v)
		}
	}()
	c := db.writer.conn
	tx := &Tx{View: db.view(context.Background(), c), roster: &db.writer.roster}
	if err := fn(tx); err != nil {
		return err
	}
	if c.failed != nil {
		return c.failed
	}
	return tx.flushRoster()
}
