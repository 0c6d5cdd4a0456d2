package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// listen opens a listener; key is the setting that its address comes from.
func listen(key, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s %s: another program listens there; stop it or write another port", key, address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s %s: this user may not listen there; write a port above 1023", key, address)
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", key, address, err)
	}
	return l, nil
}

// dataLock keeps two from doing at once what only one may do in a data folder.
type dataLock struct{ file *os.File }

var (
	// errServing: two servers on one database would each send what waits there. The other commands may run beside one.
	errServing = errors.New("another server runs on this database; stop it first")
	// errKeeping: a backup needs keys and values that belong together, which a rotation changes.
	errKeeping = errors.New("another backup or change of keys is under way; wait until it has ended")
)

// lockData takes the lock of a server. The system gives it back however the process ends.
func lockData(dir string) (*dataLock, error) { return lockFile(dir, "hotline.lock", errServing) }

// lockKeeping takes the lock of a command that copies or changes the database as a whole, beside a server or without.
func lockKeeping(dir string) (*dataLock, error) { return lockFile(dir, "keeping.lock", errKeeping) }

// lockFile takes a lock in a data folder, which it makes; taken is the error if somebody has it.
func lockFile(dir, name string, taken error) (*dataLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // nothing was written
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("data_dir %s: %w", dir, taken)
		}
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	return &dataLock{f}, nil
}

// Close gives the lock back.
func (l *dataLock) Close() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}
