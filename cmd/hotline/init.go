package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hotline/cmd/hotline/config"
)

type initCmd struct {
	Dir string `arg:"" help:"Folder for hotline.toml; made if it is not there." placeholder:"DIR"`
}

// Run writes the template, readable by its owner alone: a token may be written into it. A file that is there stays.
func (c *initCmd) Run(e *env) error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	path := filepath.Join(c.Dir, "hotline.toml")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already and stays as it is", path)
	}
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	_, err = f.WriteString(config.Template)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	fmt.Fprintf(e.stdout, "Wrote %s. Fill in the lines marked (*), then: hotline check --config %s\n", path, path)
	return nil
}
