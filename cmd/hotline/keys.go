package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"filippo.io/age"

	"hotline/cmd/hotline/config"
	"hotline/store"
)

type keysCmd struct {
	New    keysNewCmd    `cmd:"" help:"Make a key that opens backups."`
	Rotate keysRotateCmd `cmd:"" help:"Give the database new keys, and the old ones up; a server may be running."`
}

type keysNewCmd struct {
	File string `arg:"" help:"The file to write; nothing is written over."`
}

// Run makes a key that opens backups, and prints what is written into the settings so that it does.
func (c *keysNewCmd) Run(e *env) error {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	err = newFile(c.File, func(to io.Writer) error {
		_, err := fmt.Fprintf(to, "# Opens the backups of a hotline. Keep it apart from the server and from the backups.\n# public: %s\n%s\n",
			key.Recipient(), key)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "backup_to = [%q]\n", key.Recipient())
	return err
}

type keysRotateCmd struct{}

// Run rotates the keys. Broken off, it goes on where it was when it is run again.
func (keysRotateCmd) Run(e *env) error {
	cfg, err := e.settings()
	if err != nil {
		return err
	}
	lock, err := lockKeeping(cfg.Server.DataDir)
	if err != nil {
		return err
	}
	db, err := store.Open(e.ctx, storeOptions(cfg))
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	done, err := db.RotateKeys(e.ctx, func(print string) error { return serverReads(e.ctx, cfg, print) })
	if err = errors.Join(err, db.Close(), lock.Close()); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "New keys are in %s: %d values, %d hashes and %d recordings are sealed with them.\n"+
		"Keep a copy of that file, apart from the database. Copies of the old one open nothing but copies of the old database.\n",
		cfg.Privacy.KeysFile, done.Values, done.Hashes, done.Sounds)
	return nil
}

// serverReads makes sure that a server on this database, if one runs, has read the keys file with this print: one that
// reads a copy would go on with keys that are about to end.
func serverReads(ctx context.Context, cfg *config.Config, print string) error {
	lock, err := lockData(cfg.Server.DataDir)
	if err == nil {
		return lock.Close()
	}
	if !errors.Is(err, errServing) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	theirs, err := askPrint(ctx, cfg.Server.ConsoleListen)
	if err != nil {
		return fmt.Errorf("the running server cannot be asked whether it reads %s; stop it, rotate, start it again: %w",
			cfg.Privacy.KeysFile, err)
	}
	if theirs != print {
		return fmt.Errorf("the running server does not read %s; stop it, rotate, and give it the new file", cfg.Privacy.KeysFile)
	}
	return nil
}

// maxPrint bounds what is read of an answer, in bytes: a print is shorter.
const maxPrint = 64

func askPrint(ctx context.Context, console string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+console+"/keys", nil)
	if err != nil {
		return "", err
	}
	client := http.Client{Transport: &http.Transport{}} // no proxy: it is this machine or a neighbor of it
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("it answers %s", res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxPrint))
	return string(body), err
}

// keysPrint tells other commands on this machine which keys file the server reads, as it reads it now.
func keysPrint(db *store.DB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		print, err := db.KeysPrint()
		if err != nil {
			http.Error(w, "the keys cannot be read", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, print) // whoever asked has gone
	})
}
