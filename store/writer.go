package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// writer is the one connection that writes. Whoever wants to write waits for the lock, runs in a savepoint of its own
// on its own goroutine, and passes the open transaction on to the next one waiting; the last one commits for all. So
// the more callers there are, the fewer fsyncs each one costs, and one alone waits for nobody.
type writer struct {
	waiting atomic.Int64 // callers on their way to mu; each of them comes, so that one of them commits

	mu     sync.Mutex // held by whoever uses what follows
	conn   *conn
	group  *group // the transaction that is open, nil: none
	roster roster
	closed bool
}

// maxGroup bounds how many callers one commit makes wait.
const maxGroup = 256

// group is the callers who share one commit.
type group struct {
	size int
	err  error         // set before done is closed
	done chan struct{} // closed when the group is durable, or lost
}

// Write runs fn in a write transaction and returns when it is durable. Transactions of many callers are committed
// together, each in a savepoint of its own: when fn returns an error or panics, only what fn did is undone. After a
// statement of fn has failed (ErrConflict and ErrNotFound are no such failures) the whole of fn is undone, even if it
// returns nil. fn must not wait for anything but its own statements, and must not call Write. Once fn has begun, ctx
// is not looked at any more: the caller learns what became of its transaction.
func (db *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	w := &db.writer
	w.waiting.Add(1)
	w.mu.Lock()
	w.waiting.Add(-1)

	g, err := w.enter(ctx)
	if err != nil {
		w.leave()
		return err
	}
	var fnErr error
	finished := false
	func() {
		defer func() {
			if !finished { // a panic, or a test's Goexit, is on its way through here
				w.undo()
				w.leave()
			}
		}()
		fnErr = db.inSavepoint(fn)
		finished = true
	}()
	w.leave()
	<-g.done
	if fnErr != nil {
		return fnErr
	}
	return g.err
}

// enter joins the open transaction, or begins one.
func (w *writer) enter(ctx context.Context) (*group, error) {
	if w.closed {
		return nil, ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if w.group == nil {
		if err := w.conn.control(ctx, "BEGIN IMMEDIATE"); err != nil {
			_ = w.conn.control(context.Background(), "ROLLBACK") // it may have begun all the same when ctx ended
			return nil, fmt.Errorf("begin to write: %w", explain(err))
		}
		w.group = &group{done: make(chan struct{})}
	}
	w.group.size++
	return w.group, nil
}

// leave passes the open transaction on, or commits it if nobody waits, and unlocks.
func (w *writer) leave() {
	if g := w.group; g != nil && (w.waiting.Load() == 0 || g.size >= maxGroup) {
		if err := w.conn.control(context.Background(), "COMMIT"); err != nil {
			w.lose(fmt.Errorf("commit: %w", explain(err)))
		} else {
			w.group = nil
			close(g.done)
		}
	}
	w.mu.Unlock()
}

// lose gives the open transaction up: whoever waits for it is told.
func (w *writer) lose(err error) {
	_ = w.conn.control(context.Background(), "ROLLBACK") // after some errors SQLite has rolled back by itself
	w.group.err = err
	close(w.group.done)
	w.group = nil
}

// inSavepoint runs fn so that it alone can be undone.
func (db *DB) inSavepoint(fn func(tx *Tx) error) error {
	w, ctx := &db.writer, context.Background()
	if err := w.conn.control(ctx, "SAVEPOINT one"); err != nil {
		w.lose(fmt.Errorf("savepoint: %w", explain(err)))
		return nil
	}
	tx := &Tx{View: db.view(ctx, w.conn), roster: &w.roster}
	err := fn(tx)
	if err == nil {
		err = w.conn.failed
	}
	if err == nil {
		err = tx.flushRoster()
	}
	if err != nil {
		w.undo()
		return err
	}
	if err := w.conn.control(ctx, "RELEASE one"); err != nil {
		w.lose(fmt.Errorf("savepoint: %w", explain(err)))
	}
	return nil
}

// undo takes back what the caller did. Where that cannot be done the whole transaction is lost.
func (w *writer) undo() {
	ctx := context.Background()
	err := w.conn.control(ctx, "ROLLBACK TO one")
	if err == nil {
		err = w.conn.control(ctx, "RELEASE one")
	}
	if err != nil {
		w.lose(fmt.Errorf("undo: %w", explain(err)))
	}
}
