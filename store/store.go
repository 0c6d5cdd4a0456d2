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
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
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
	Path      string           // the database file; made, with its folder and keys, when it is not there
	KeysFile  string           // readable by its owner only; a database whose keys are not there is refused
	Now       func() time.Time // nil: time.Now
	ReadConns int              // concurrent reads; 0: 4
	Chance    func() float64   // from 0 up to 1, for requests' numbers; nil: random
}

// DB is an open database. Its methods may be called from any goroutine.
type DB struct {
	now     func() time.Time
	chance  func() float64
	keys    atomic.Pointer[keys] // as they were in the file when somebody last looked
	keysAt  string               // the file
	ids     ids
	writer  writer
	readers readers
	pools   []*sql.DB
	quit    chan struct{} // closed by Close
	once    sync.Once

	path     string // of the database
	audioDir string // of the recordings' sound: the folder recordings beside the database
}

// Open opens the database, brings its schema up to date and checks that the keys fit it. It makes both database and
// keys when neither is there. Other processes may have the same database open.
func Open(ctx context.Context, o Options) (*DB, error) {
	db, err := open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", o.Path, err)
	}
	return db, nil
}

func open(ctx context.Context, o Options) (_ *DB, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.ReadConns == 0 {
		o.ReadConns = 4
	}
	if o.Chance == nil {
		o.Chance = rand.Float64
	}
	have, err := haveDatabase(o.Path)
	if err != nil {
		return nil, err
	}
	db := &DB{now: o.Now, chance: o.Chance, keysAt: o.KeysFile, quit: make(chan struct{}),
		path: o.Path, audioDir: filepath.Join(filepath.Dir(o.Path), "recordings")}
	k, err := loadKeys(o.KeysFile, have)
	if err != nil {
		return nil, err
	}
	db.keys.Store(k)
	if !have {
		if err := makeFile(o.Path); err != nil {
			return nil, err
		}
	}
	if err := db.connect(ctx, o); err != nil {
		return nil, errors.Join(err, db.closePools())
	}
	go db.runWriter()
	if err := db.checkKeys(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// haveDatabase says whether there is a database to open. An empty file is none: a first start was interrupted.
func haveDatabase(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, errors.New("it is not a file")
	}
	return info.Size() > 0, nil
}

// makeFile makes the empty file, so that SQLite does not make it readable by everybody.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// connect opens the connections, and brings the schema up to date.
func (db *DB) connect(ctx context.Context, o Options) error {
	pool, err := db.openPool(o.Path, true, 1)
	if err != nil {
		return err
	}
	if err := reach(ctx, pool); err != nil {
		return explain(err)
	}
	if err := migrate(ctx, pool); err != nil {
		return err
	}
	c, err := newConn(ctx, pool)
	if err != nil {
		return explain(err)
	}
	db.writer = newWriter(c, db.quit)
	if pool, err = db.openPool(o.Path, false, o.ReadConns); err != nil {
		return err
	}
	db.readers = newReaders(pool, o.ReadConns, db.quit)
	return nil
}

// reach opens the first connection. Of several processes that make a new database a WAL database at once, SQLite lets
// one and tells the others at once, whatever their busy_timeout, that it is busy.
func reach(ctx context.Context, pool *sql.DB) error {
	for pause := 5 * time.Millisecond; ; pause *= 2 {
		err := pool.PingContext(ctx)
		if !busy(err) || pause > time.Second {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return err
		}
	}
}

func (db *DB) openPool(path string, write bool, conns int) (*sql.DB, error) {
	pool, err := openPool(path, write, conns)
	if err == nil {
		db.pools = append(db.pools, pool)
	}
	return pool, err
}

func openPool(path string, write bool, conns int) (*sql.DB, error) {
	source, err := dataSource(path, write)
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool, nil
}

// checkKeys refuses keys that are not this database's: with them every name and number would be lost to us, and
// every known phone would look new.
func (db *DB) checkKeys(ctx context.Context) error {
	var stored string
	err := db.Read(ctx, func(v *View) (err error) {
		stored, err = v.Meta(metaKeyCheck)
		return err
	})
	if err != nil {
		return err
	}
	if stored == "" {
		return db.Write(ctx, func(tx *Tx) error { return tx.markKeys() })
	}
	if !db.keys.Load().fit(stored) {
		return errOtherKeys
	}
	return nil
}

// Close waits for the reads and writes under way and closes the database. Later calls give ErrClosed.
func (db *DB) Close() error {
	var err error
	db.once.Do(func() {
		close(db.quit)
		<-db.writer.done
		err = errors.Join(db.readers.close(), db.writer.conn.Close(), db.closePools())
	})
	return err
}

func (db *DB) closePools() error {
	var errs []error
	for _, p := range db.pools {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// Now is the time that rows are written with.
func (db *DB) Now() time.Time { return db.now().UTC() }

// NewID makes an id: ordered by time, unique in this process, practically unique among processes.
func (db *DB) NewID() dispatch.ID { return db.ids.next(db.now()) }
